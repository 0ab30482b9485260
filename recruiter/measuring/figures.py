"""The figures themselves: each from scores and truth, with intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Grades = NDArray[np.int64]

DEPTH = 10
RESAMPLES = 1000
SEED = 20_260_101


def auc(scores: Floats, truth: Bools) -> float:
    """Chance that a true row scores above a false one; ties count half; nan without both."""
    positive, negative = scores[truth], np.sort(scores[~truth])
    if not positive.size or not negative.size:
        return float("nan")
    below = np.searchsorted(negative, positive, side="left")
    upto = np.searchsorted(negative, positive, side="right")
    return float((below + upto).mean() / 2 / negative.size)


def f1(said: Bools, truth: Bools) -> float:
    """Harmonic mean of precision and recall; 0 where nothing true was said."""
    hits = int((said & truth).sum())
    return 2 * hits / max(int(said.sum()) + int(truth.sum()), 1)


def calibration_error(chances: Floats, truth: Bools, bins: int = 10) -> float:
    """Expected calibration error: mean distance of said and seen in equal-width bins, by size."""
    place = np.minimum((chances * bins).astype(np.int64), bins - 1)
    total = 0.0
    for one in range(bins):
        rows = place == one
        if rows.any():
            total += rows.sum() * abs(float(chances[rows].mean()) - float(truth[rows].mean()))
    return total / len(chances)


def ndcg(scores: Floats, grades: Grades, depth: int = DEPTH) -> float:
    """Discounted gain (2^grade - 1, log2 discount) of the best `depth`, against the ideal order.

    Equal scores stand in the order of the rows. 0 when nothing is relevant.
    """
    discount = 1.0 / np.log2(np.arange(2, depth + 2))
    gains = 2.0**grades - 1
    best = gains[np.argsort(-scores, kind="stable")][:depth]
    ideal = np.sort(gains)[::-1][:depth]
    top = float((ideal * discount[: len(ideal)]).sum())
    return float((best * discount[: len(best)]).sum()) / top if top else 0.0


def reciprocal_rank(scores: Floats, relevant: Bools) -> float:
    """1 / place of the first relevant row; 0 when there is none."""
    hits = np.flatnonzero(relevant[np.argsort(-scores, kind="stable")])
    return 1.0 / (1 + int(hits[0])) if hits.size else 0.0


def recall(scores: Floats, relevant: Bools, depth: int) -> float:
    """Share of the relevant rows that stand among the best `depth`; nan when there is none."""
    if not relevant.any():
        return float("nan")
    best = np.argsort(-scores, kind="stable")[:depth]
    return float(relevant[best].sum() / relevant.sum())


def interval(figure: Callable[[NDArray[np.intp]], float], n: int) -> list[float]:
    """95 % bootstrap interval of a figure over `n` rows, each resample given as row numbers."""
    chance = np.random.default_rng(SEED)
    values = [figure(chance.integers(0, n, n)) for _ in range(RESAMPLES)]
    low, high = np.nanquantile(values, [0.025, 0.975])
    return [short(low), short(high)]


def mean_interval(values: Floats) -> list[float]:
    """95 % bootstrap interval of a mean."""
    return interval(lambda rows: float(np.nanmean(values[rows])), len(values))


def short(value: float | np.floating) -> float:
    """Four digits: finer ones say nothing at these sizes."""
    return round(float(value), 4)
