"""Points: how well a person's best purpose fits each goal, in whole numbers that add up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.desk import Desk, Goals, People, Statements, sorted_by_key
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


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A desk whose fits have become whole points: all that a decision is made from.

    People, statements and goals stand in the order of their keys.

    Attributes:
        near: what a statement's wording alone gives on a goal, 0..100, shape (statements, goals);
            0 for a statement that is not counted.
        points: of those, what is left by the doubt whether it is a purpose; same shape.
        places, method: as in `Desk`.

    Raises:
        ValueError: points of another shape, or out of range.
    """

    people: People
    statements: Statements
    goals: Goals
    near: NDArray[np.int64]
    points: NDArray[np.int64]
    places: int
    method: str

    def __post_init__(self) -> None:
        shape = (self.statements.keys.size, self.goals.keys.size)
        if self.near.shape != shape or self.points.shape != shape:
            raise ValueError("There are points for every statement and goal.")
        if self.near.size and not (
            int(self.points.min()) >= 0
            and bool((self.points <= self.near).all())
            and int(self.near.max()) <= MAX_POINTS
        ):
            raise ValueError("Points lie between 0 and what the wording gives, at most 100.")


def score(desk: Desk) -> Scored:
    """Give every counted statement its points on every goal.

    near = round(100 p_rel) and points = round(100 p_rel p_purpose), halves up.

    Source: docs/tiering.md, "Points".
    """
    desk = sorted_by_key(desk)
    said = desk.statements
    share = MAX_POINTS * np.where(said.counted[:, None], desk.p_rel, 0).astype(np.float64)
    return Scored(
        people=desk.people,
        statements=said,
        goals=desk.goals,
        near=round_half_up(share),
        points=round_half_up(share * said.purpose.astype(np.float64)[:, None]),
        places=desk.places,
        method=desk.method,
    )


def best_fit(desk: Scored) -> Fit:
    """Score every person for every goal by their best counted statement.

    The winner has the most points; a tie goes to the smaller statement key. Statements that are
    not counted take no part, so a problem never carries a match.

    Returns:
        A `Fit` whose rows follow `desk.people` and whose columns follow `desk.goals`.
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
    rows = rows[np.argsort(said.person[rows], kind="stable")]
    speakers, starts = np.unique(said.person[rows], return_index=True)
    # One number that grows with the points and, within equal points, with earliness of the key.
    order = rows.size - 1 - np.arange(rows.size)
    best = np.maximum.reduceat(desk.points[rows] * rows.size + order[:, None], starts, axis=0)
    winner = rows[rows.size - 1 - best % rows.size]
    columns = np.arange(shape[1])
    fit.points[speakers] = desk.points[winner, columns]
    fit.near[speakers] = desk.near[winner, columns]
    fit.statement[speakers] = winner
    return fit
