"""Five statements, put in order by a manager and by the engine: how far do the two agree?

A figure of quality for each department. It retunes nothing. The statements are of people who have
agreed to be shown, are read as the engine reads them, without what tells who somebody is, and are
so few a day that nobody's list can be read through them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from django.utils import timezone

from candidates.models import Statement
from hiring.models import Department
from recruiter import shortlists, tiering
from recruiter.blind import hidden
from recruiter.highlight import Segment
from recruiter.models import ComparingRound, RerankDue, User
from recruiter.readings import current_encoder

STATEMENTS = 5
ROUNDS, WITHIN = 3, timedelta(days=1)
ROUNDS_SHOWN = 12


@dataclass(frozen=True)
class Shown:
    """One of the five, without anybody's name."""

    statement: int
    words: Sequence[Segment]


@dataclass(frozen=True)
class Past:
    """An earlier round, as the page prints it."""

    at: datetime
    agreed: int
    pairs: int

    @property
    def percent(self) -> int:
        return round(100 * self.agreed / self.pairs) if self.pairs else 0


def points_of(department: Department) -> dict[int, int]:
    """Points of every counted statement on a department's goal in the published rankings."""
    found: dict[int, int] = {}
    due = RerankDue.objects.filter(recruiter__departments=department).exclude(published=None)
    for row in due.select_related("published"):
        try:
            scored = tiering.unpack_recorded(bytes(row.published.inputs)).scored  # type: ignore[union-attr]
        except tiering.PackError:
            continue
        for column in (scored.goals.keys == department.pk).nonzero()[0]:
            keys = scored.statements.keys[scored.statements.counted].tolist()
            points = scored.points[scored.statements.counted, column].tolist()
            found |= dict(zip(keys, points, strict=True))
    return found


def showable(statements: Sequence[int]) -> dict[int, Statement]:
    """Those in force of people who agreed to be shown; two queries."""
    rows = Statement.objects.in_force().filter(pk__in=statements).select_related("candidate")
    rows = rows.prefetch_related(shortlists.consents())
    return {one.pk: one for one in rows if shortlists.may_be_read(one.candidate)}


def begin(department: Department, user: User) -> ComparingRound | None:
    """Choose five that the engine tells apart, from near to far; None where there are too few."""
    mine = ComparingRound.objects.filter(department=department)
    seen = {key for one in mine.filter(user=user) for key, _ in one.shown}
    points = points_of(department)
    known = showable(list(points))
    order = sorted((key for key in known if key not in seen), key=lambda key: (points[key], key))
    if len({points[key] for key in order}) < STATEMENTS:
        return None
    dice = random.Random(f"{department.pk}, {mine.count()}")  # noqa: S311 no secret
    size = len(order) / STATEMENTS
    chosen = [
        dice.choice(order[int(part * size) : int((part + 1) * size)]) for part in range(STATEMENTS)
    ]
    dice.shuffle(chosen)
    return ComparingRound.objects.create(
        department=department,
        user=user,
        engine=current_encoder().model_id,
        shown=[[key, points[key]] for key in chosen],
    )


def may_begin(department: Department, user: User) -> bool:
    recent = ComparingRound.objects.begun_since(timezone.now() - WITHIN)
    return recent.filter(department=department, user=user).count() < ROUNDS


def open_round(department: Department, user: User) -> ComparingRound | None:
    """The round that they have begun and not answered, while all of it may be shown."""
    begun = ComparingRound.objects.filter(department=department, user=user, answered_at=None)
    return next((one for one in begun[:1] if read(one)), None)


def read(one: ComparingRound) -> list[Shown]:
    """The five, in the order of the page; empty when somebody may not be shown any more."""
    known = showable([key for key, _ in one.shown])
    if len(known) < STATEMENTS:
        return []
    return [Shown(key, hidden(known[key].text, known[key].candidate)) for key, _ in one.shown]


def answer(one: ComparingRound, places: Mapping[int, int]) -> None:
    """Keep in how many pairs the two agree; pairs that the engine holds for equal do not count.

    Args:
        places: by statement, 1 for the nearest.
    """
    pairs = [
        (places[a] < places[b]) == (more > fewer)
        for (a, more), (b, fewer) in combinations(one.shown, 2)
        if more != fewer
    ]
    one.agreed, one.pairs, one.answered_at = sum(pairs), len(pairs), timezone.now()
    one.save(update_fields=["agreed", "pairs", "answered_at"])


def past(department: Department) -> list[Past]:
    """The latest rounds of all managers of a department, the newest first."""
    rounds = ComparingRound.objects.filter(department=department).answered()[:ROUNDS_SHOWN]
    return [Past(one.answered_at or one.begun_at, one.agreed, one.pairs) for one in rounds]
