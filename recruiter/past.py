"""Where somebody stood over the last re-ranks, drawn, and who stands beside them on their bench."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidate
from recruiter import sentences, tiering
from recruiter.models import Ranking, Recruiter, Tier

RUNS = 30
"""So many re-ranks are looked back on: to unpack them takes five milliseconds."""
WIDTH, TOP, BOTTOM, EDGE = 280.0, 8.0, 76.0, 4.0
BESIDE = 5
"""So many people of the same bench are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stood after one re-rank; `rank` is None while they were not ranked."""

    run: int
    on: date
    rank: int | None
    tier: str


@dataclass(frozen=True, slots=True)
class Past:
    """Somebody's places, the earliest first, with the line that tells them.

    Attributes:
        path: of an SVG 280 wide and 96 high.
        x, y: where the line ends.
        cut: height of the line where Invest ends now; None when it lies outside the picture.
        places: how many places Invest has.
    """

    all: Sequence[Place]
    path: str
    x: float
    y: float
    cut: float | None
    places: int

    @property
    def first(self) -> Place:
        return next(one for one in self.all if one.rank)

    @property
    def last(self) -> Place:
        return next(one for one in reversed(self.all) if one.rank)

    @property
    def latest_first(self) -> list[Place]:
        return list(reversed(self.all))

    @property
    def words(self) -> str:
        """The picture in a sentence."""
        facts = {"first": self.first.rank, "last": self.last.rank, "count": len(self.all)}
        if self.first.rank == self.last.rank:
            return _("Rank %(last)s, as at the first of the last %(count)s re-ranks") % facts
        return _("Rank went from %(first)s to %(last)s over %(count)s re-ranks") % facts


def read_past(recruiter: Recruiter, candidate: Candidate, shown: Ranking | None) -> Past | None:
    """Somebody's places in the rankings up to the one shown; one query.

    Returns:
        None before somebody has been ranked twice: one point is no line.
    """
    if shown is None:
        return None
    rankings = recruiter.rankings.filter(number__lte=shown.number).order_by("-number")
    rows = rankings.values_list("number", "published_at", "records")[:RUNS]
    places = [
        place(candidate.pk, number, at, bytes(records)) for number, at, records in reversed(rows)
    ]
    seen = [one for one in places if one is not None]
    if sum(one.rank is not None for one in seen) < 2:
        return None
    return drawn(seen, recruiter.invest_places)


def place(person: int, number: int, at: datetime, records: bytes) -> Place | None:
    """Where a ranking put them; None when they were not on the list, or it is no longer read."""
    try:
        ranking = tiering.unpack(records)
    except tiering.PackError:
        return None
    rows = np.flatnonzero(ranking.records["person"] == person)
    if not rows.size:
        return None
    row = ranking.records[rows[0]]
    is_invest = int(row["tier"]) == tiering.Tier.INVEST
    return Place(
        run=number,
        on=timezone.localdate(at),
        rank=int(row["position"]) if row["may_rank"] else None,
        tier=str(Tier.INVEST.label if is_invest else Tier.MAINTAIN.label),
    )


def drawn(places: Sequence[Place], invest_places: int) -> Past:
    """A step line: rank 1 at the top, the deepest rank at the bottom."""
    deepest = max(one.rank for one in places if one.rank)
    highest = min(one.rank for one in places if one.rank)
    deepest = max(deepest, highest + 4)
    step = (WIDTH - 2 * EDGE) / max(1, len(places) - 1)

    def height(rank: float) -> float:
        return round(TOP + (rank - highest) / (deepest - highest) * (BOTTOM - TOP - EDGE), 1)

    parts: list[str] = []
    x = y = 0.0
    is_open = False
    for number, one in enumerate(places):
        if one.rank is None:
            is_open = False
            continue
        x, y = round(EDGE + number * step, 1), height(one.rank)
        parts.append(f"H{x} V{y}" if is_open else f"M{x} {y}")
        is_open = True
    edge = invest_places + 0.5
    cut = height(edge) if highest <= edge <= deepest else None
    return Past(places, " ".join(parts), x, y, cut, invest_places)


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody in Invest on the same bench; `place` is 1st, 2nd, ..."""

    pk: int
    name: str
    place: str
    strength: str
    bars: int


def read_beside(
    recruiter: Recruiter, reason: tiering.Reason | None, ranking: tiering.Ranking | None
) -> list[Beside]:
    """Those nearest on the same bench, the best first, who are still on the list; one query."""
    if reason is None or ranking is None or not reason.bench:
        return []
    records = ranking.records
    same = records[
        (records["goal"] == reason.goal)
        & (records["bench"] > 0)
        & (records["tier"] == tiering.Tier.INVEST)
        & (records["person"] != reason.person)
    ]
    near = np.argsort(np.abs(same["bench"].astype(int) - reason.bench), kind="stable")
    chosen = np.sort(same[near[:BESIDE]], order="bench")
    names = dict(
        recruiter.relationships.filter(candidate__in=chosen["person"].tolist()).values_list(
            "candidate_id", "candidate__name"
        )
    )
    bands = [sentences.POLICY.band(points) for points in chosen["points"].tolist()]
    rows = zip(chosen["person"].tolist(), chosen["bench"].tolist(), bands, strict=True)
    return [
        Beside(pk, names[pk], sentences.ordinal(bench), sentences.BANDS[band], int(band))
        for pk, bench, band in rows
        if pk in names
    ]
