"""A ranking: what one run decided about everybody, with all that is needed to say why."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.policy import Pin, Tier

RECORD = np.dtype(
    [
        ("person", "<i8"),
        ("position", "<i4"),
        ("tier", "u1"),
        ("pin", "u1"),
        ("may_rank", "?"),
        ("incumbent", "?"),
        ("goal", "<i8"),
        ("statement", "<i8"),
        ("near", "<i2"),
        ("doubt", "<i2"),
        ("points", "<i2"),
        ("bench", "<i4"),
        ("adds", "<i4"),
        ("reach", "<i4"),
        ("last_contact", "<i4"),
    ]
)
"""One person's line of a ranking; the fields are those of `Reason`."""

GOAL = np.dtype([("key", "<i8"), ("version", "<i8"), ("importance", "u1")])
"""A goal as it was served when the ranking ran."""

STATEMENT = np.dtype([("key", "<i8"), ("purpose", "u1"), ("counted", "?"), ("text", "<u2")])
"""A statement as it was read: purpose in percent; the text's fingerprint only where it counted."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one person stands where they stand.

    Attributes:
        person: key of the person.
        position: 1 and up, over everybody on the list.
        tier: what the ranking proposes.
        pin, may_rank, incumbent: as they were when it ran.
        goal: key of the matched goal, `NOTHING` where no counted statement has any point. For
            somebody in Invest: of the goals they reach Faint for, the one where they add most;
            otherwise the one with their most points.
        statement: key of the statement that carries the match, `NOTHING` without one.
        near: points the wording alone would give, 0..100.
        doubt: points taken off because it may not be a purpose, <= 0.
        points: near + doubt.
        bench: place on the matched goal's bench, by points, among those in Invest; for somebody
            outside, the place they would take; 0 below Faint.
        adds: round(importance * discount ** (bench - 1) * points), halves up; 0 without a bench.
        reach: sum of importance * points over all goals, however small: benches count all of it.
        last_contact: day of the last contact, `NEVER` for none.
    """

    person: int
    position: int
    tier: Tier
    pin: Pin
    may_rank: bool
    incumbent: bool
    goal: int
    statement: int
    near: int
    doubt: int
    points: int
    bench: int
    adds: int
    reach: int
    last_contact: int


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """One run's outcome for one recruiter.

    Attributes:
        policy: version of the policy it was made with.
        method: what read the texts.
        places: how many Invest places there were.
        goals: `GOAL`, by key.
        statements: `STATEMENT`, by key.
        records: `RECORD`, by position.
    """

    policy: str
    method: str
    places: int
    goals: NDArray[np.void]
    statements: NDArray[np.void]
    records: NDArray[np.void]

    def reasons(self) -> Iterator[Reason]:
        """Everybody's reason, by position."""
        for row in self.records.tolist():
            yield _reason(row)

    def reason(self, person: int) -> Reason:
        """One person's reason.

        Raises:
            KeyError: they were not on the list.
        """
        rows = np.flatnonzero(self.records["person"] == person)
        if not rows.size:
            raise KeyError(person)
        return _reason(self.records[rows[0]].item())

    def invested(self) -> list[int]:
        """Keys of those proposed for Invest, by position."""
        keys: list[int] = self.records["person"][self.records["tier"] == Tier.INVEST].tolist()
        return keys


def _reason(row: tuple[int, ...]) -> Reason:
    """A `RECORD` row as numbers and words; its fields and theirs stand in the same order."""
    person, position, tier, pin, may_rank, incumbent, *numbers = row
    return Reason(person, position, Tier(tier), Pin(pin), bool(may_rank), bool(incumbent), *numbers)
