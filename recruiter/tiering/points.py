"""Points: how well a person's best purpose fits each goal, in whole numbers that add up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.desk import Desk
from recruiter.tiering.policy import MAX_POINTS, NOTHING


def round_half_up(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round to whole numbers, halves up; for values >= 0."""
    return np.floor(values + 0.5).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Each person's best purpose for each goal; all arrays have the shape (people, goals).

    Attributes:
        points: 0..100.
        near: what the wording alone would give; `near + doubt == points`.
        statement: row of the statement that carries it, `NOTHING` where none is counted.
    """

    points: NDArray[np.int64]
    near: NDArray[np.int64]
    statement: NDArray[np.intp]


def best_fit(desk: Desk) -> Fit:
    """Score every person for every goal by their best counted statement.

    near = round(100 p_rel) and points = round(100 p_rel p_purpose), halves up. The winner has the
    most points; a tie goes to the smaller statement key. Statements that are not counted take no
    part, so a problem never carries a match.

    Returns:
        A `Fit` whose rows follow `desk.people` and whose columns follow `desk.goals`.

    Source: docs/tiering.md, "Points".
    """
    shape = (desk.people.keys.size, desk.goals.keys.size)
    fit = Fit(
        points=np.zeros(shape, dtype=np.int64),
        near=np.zeros(shape, dtype=np.int64),
        statement=np.full(shape, NOTHING, dtype=np.intp),
    )
    said = desk.statements
    rows = np.flatnonzero(said.counted)
    if not rows.size or not shape[1]:
        return fit
    rows = rows[np.lexsort((said.keys[rows], said.person[rows]))]
    share = MAX_POINTS * desk.p_rel[rows].astype(np.float64)
    points = round_half_up(share * said.purpose[rows].astype(np.float64)[:, None])
    speakers, starts = np.unique(said.person[rows], return_index=True)
    # One number that grows with the points and, within equal points, with earliness of the key.
    order = rows.size - 1 - np.arange(rows.size)
    best = np.maximum.reduceat(points * rows.size + order[:, None], starts, axis=0)
    winner = rows.size - 1 - best % rows.size
    columns = np.arange(shape[1])
    fit.points[speakers] = points[winner, columns]
    fit.near[speakers] = round_half_up(share[winner, columns])
    fit.statement[speakers] = rows[winner]
    return fit
