"""The few numbers that decide, and the words they decide about."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

MAX_POINTS = 100
"""A perfect fit of a certain purpose."""

WEIGHT_SCALE = 1_000_000_000
"""Bench weights are whole billionths: sums are exact, in every order and on every machine."""

NEVER = 0
"""`last_contact` of somebody who was never contacted; days count from 1 (`date.toordinal`)."""

NOTHING = -1
"""Stands for "no goal" and "no statement" in a record."""


class Tier(IntEnum):
    """Where a person stands on the list."""

    MAINTAIN = 0
    INVEST = 1


class Pin(IntEnum):
    """What a recruiter fixed by hand."""

    NONE = 0
    INVEST = 1
    MAINTAIN = 2


class Band(IntEnum):
    """The word shown for points; below Faint there is none."""

    NONE = 0
    FAINT = 1
    GOOD = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Policy:
    """How the lists are decided; one value for the whole organisation.

    Attributes:
        discount: what each further place on a bench counts of the one before, in (0, 1).
        strong, good, faint: points from which the word applies; 1 <= faint < good < strong <= 100.
            A fit below `faint` counts nothing on any bench.
        incumbent_bonus: whole points by which a swap must better the list before anybody in Invest
            gives up their place; a point is one of an importance-1 goal's first place, >= 0.
        version: names this set of numbers in every ranking made with it.

    Raises:
        ValueError: a number outside its range.

    Source: docs/tiering.md; the measurements behind the numbers are in
    docs/decisions/0004-portfolio.md.
    """

    discount: float = 0.8
    strong: int = 50
    good: int = 30
    faint: int = 20
    incumbent_bonus: int = 20
    version: str = "1"

    def __post_init__(self) -> None:
        if not 0 < self.discount < 1:
            raise ValueError("The discount lies between 0 and 1, both excluded.")
        if not 1 <= self.faint < self.good < self.strong <= MAX_POINTS:
            raise ValueError("The bands rise from Faint over Good to Strong, within 1 and 100.")
        if self.incumbent_bonus < 0:
            raise ValueError("The incumbent's bonus is not negative.")

    def band(self, points: int) -> Band:
        """The word for this many points."""
        if points >= self.strong:
            return Band.STRONG
        if points >= self.good:
            return Band.GOOD
        return Band.FAINT if points >= self.faint else Band.NONE


def bench_weights(discount: float, length: int) -> NDArray[np.int64]:
    """What the first, second, … place of a bench counts, in billionths.

    Returns:
        Shape (length,), `round(discount ** k * 10**9)` for k = 0, 1, …; never rising, which is all
        that diminishing returns needs (so rounding does not endanger them). The powers are made by
        repeated multiplication, which every machine does alike.
    """
    powers = np.full(length, discount, dtype=np.float64)
    powers[:1] = 1
    weights: NDArray[np.int64] = np.floor(WEIGHT_SCALE * np.cumprod(powers) + 0.5).astype(np.int64)
    return weights
