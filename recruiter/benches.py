"""Who stands behind each goal: people counted by the goal that the published ranking matched."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from recruiter import ranking, tiering
from recruiter.models import Recruiter, Tier
from recruiter.tiering import Band

AIM = 5
"""A bench with fewer strong people than this is thin."""

BAR_WIDTH, GAP = 380.0, 2.0
WIDEST_PERSON = 14.5
"""How much room one person gets at most; less when a bench would not fit otherwise."""
DIGIT, PADDING, LINE = 7.5, 5.0, 3.0


@dataclass
class Bench:
    """How many people match one goal best, by strength and by the tier they are in now."""

    counts: Counter[tuple[Band, str]] = field(default_factory=Counter)

    def people(self, band: Band) -> int:
        return sum(self.counts[band, tier] for tier in Tier.values)

    @property
    def strong(self) -> int:
        return self.people(Band.STRONG)

    @property
    def good(self) -> int:
        return self.people(Band.GOOD)

    @property
    def faint(self) -> int:
        return self.people(Band.FAINT)

    @property
    def in_invest(self) -> int:
        return sum(self.counts[band, Tier.INVEST] for band in Band)

    @property
    def in_maintain(self) -> int:
        return self.total - self.in_invest

    @property
    def total(self) -> int:
        return self.strong + self.good + self.faint

    @property
    def is_thin(self) -> bool:
        return self.strong < AIM


@dataclass(frozen=True)
class Benches:
    """Every goal's bench of one recruiter.

    Attributes:
        of: by department.
        strong_in_invest: people in Invest now whose match is strong.
    """

    of: Mapping[int, Bench]
    strong_in_invest: int


def benches(recruiter: Recruiter, departments: Iterable[int]) -> Benches | None:
    """Count the people on a recruiter's list by the goal they match best.

    A record holds the matched goal only, so everybody counts once at most; who is below Faint, or
    has left the list since, counts nowhere. Tiers are those of now, strengths those of the
    published ranking.

    Args:
        recruiter: whose list. Two queries.
        departments: keys that get a bench even when nobody matches them.

    Returns:
        None before the first ranking.

    Raises:
        PackError: the published ranking cannot be read.
    """
    published = recruiter.rerank.published
    if published is None:
        return None
    tiers = dict(recruiter.relationships.values_list("candidate_id", "tier"))
    of = {department: Bench() for department in departments}
    strong_in_invest = 0
    for reason in tiering.unpack(bytes(published.records)).reasons():
        band = ranking.POLICY.band(reason.points)
        tier = tiers.get(reason.person)
        if tier is None or band == Band.NONE:
            continue
        strong_in_invest += (band, tier) == (Band.STRONG, Tier.INVEST)
        if reason.goal in of:
            of[reason.goal].counts[band, tier] += 1
    return Benches(
        of=of,
        strong_in_invest=strong_in_invest,
    )


@dataclass(frozen=True)
class Segment:
    """One band of a bar; `label_at` is None where its number has no room."""

    css: str
    x: float
    width: float
    people: int
    label_at: float | None


@dataclass(frozen=True)
class Bar:
    """A bench drawn to scale, as SVG attributes; `aim_at` is where five people end."""

    segments: list[Segment]
    aim_at: float

    @property
    def is_crowded(self) -> bool:
        """Whether some number has no room in the bar and must be told beside it."""
        return any(segment.label_at is None for segment in self.segments)


def bars(of: Mapping[int, Bench]) -> dict[int, Bar]:
    """Draw all benches to one scale."""
    longest = max([AIM, *(bench.total for bench in of.values())])
    person = min(WIDEST_PERSON, (BAR_WIDTH - 2 * GAP) / longest)
    return {department: bar(bench, person) for department, bench in of.items()}


def bar(bench: Bench, person: float) -> Bar:
    """Draw one bench, with so much room for each person."""
    aim_at, x, segments = AIM * person, 0.0, []
    for css, people in (("b3", bench.strong), ("b2", bench.good), ("b1", bench.faint)):
        if people:
            width = people * person
            label_at = room_for(people, x, x + width, aim_at)
            segments.append(Segment(css, round(x, 1), round(width, 1), people, label_at))
            x += width + GAP
    return Bar(segments, round(aim_at, 1))


def room_for(people: int, start: float, end: float, line: float) -> float | None:
    """Where the middle of a number goes: beside the line that may cross its segment."""
    parts = [(start, end)]
    if start < line < end:
        parts = [(start, line - LINE), (line + LINE, end)]
    start, end = max(parts, key=lambda part: part[1] - part[0])
    needed = DIGIT * len(str(people)) + PADDING
    return round((start + end) / 2, 1) if end - start >= needed else None
