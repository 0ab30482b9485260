"""Points: whole numbers that add up, from the best purpose and never from a problem."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from recruiter.tiering import NOTHING, Desk, Policy, Statements, rank
from recruiter.tiering.desk import sorted_by_key
from recruiter.tiering.points import best_fit, score
from tests.tiering.desks import desks, make_desk


def one_speaker(fits: list[float], purpose: list[float], counted: list[bool] | None = None) -> Desk:
    """One person with several statements, keys 201, 202, …, and one goal."""
    desk = make_desk([[0]])
    said = Statements(
        keys=np.arange(201, 201 + len(fits)),
        person=np.zeros(len(fits), dtype=np.intp),
        purpose=np.array(purpose),
        counted=np.array(counted or [True] * len(fits)),
        text=np.zeros(len(fits), dtype=np.uint32),
    )
    return replace(desk, statements=said, p_rel=np.array(fits)[:, None])


def test_points_are_fit_times_purpose_rounded_half_up() -> None:
    reason = rank(one_speaker([0.625], [0.98]), Policy()).reason(1)
    assert (reason.near, reason.doubt, reason.points) == (63, -2, 61)


def test_a_corrected_purpose_leaves_no_doubt() -> None:
    reason = rank(one_speaker([0.71], [1.0]), Policy()).reason(1)
    assert (reason.near, reason.doubt, reason.points) == (71, 0, 71)


def test_the_best_statement_is_kept_as_evidence() -> None:
    reason = rank(one_speaker([0.3, 0.6, 0.5], [1.0, 0.9, 0.9]), Policy()).reason(1)
    assert (reason.statement, reason.points) == (202, 54)


def test_equal_statements_give_way_to_the_smaller_key() -> None:
    desk = one_speaker([0.5, 0.5, 0.5], [0.8, 1.0, 1.0])
    desk = replace(desk, statements=replace(desk.statements, keys=np.array([9, 8, 7])))
    assert rank(desk, Policy()).reason(1).statement == 7


def test_a_problem_never_carries_a_match() -> None:
    desk = one_speaker([0.99, 0.2], [0.9, 0.9], counted=[False, True])
    assert rank(desk, Policy()).reason(1).statement == 202


def test_without_a_purpose_there_are_no_points() -> None:
    desk = one_speaker([0.99], [0.64], counted=[False])
    reason = rank(desk, Policy()).reason(1)
    assert (reason.points, reason.goal, reason.statement) == (0, NOTHING, NOTHING)


def naive_points(desk: Desk) -> NDArray[np.int64]:
    """Points by the book, one pair after the other."""
    points = np.zeros((desk.people.keys.size, desk.goals.keys.size), dtype=np.int64)
    said = desk.statements
    for row in np.flatnonzero(said.counted):
        for goal in range(points.shape[1]):
            value = int(np.floor(100 * desk.p_rel[row, goal] * said.purpose[row] + 0.5))
            person = said.person[row]
            points[person, goal] = max(points[person, goal], value)
    return points


@given(desks())
def test_points_are_the_best_of_the_counted_statements(desk: Desk) -> None:
    scored = score(desk)
    fit = best_fit(scored)
    assert np.array_equal(fit.points, naive_points(sorted_by_key(desk)))
    for person, goal in np.argwhere(fit.statement != NOTHING):
        evidence = fit.statement[person, goal]
        assert scored.statements.counted[evidence]
        assert scored.statements.person[evidence] == person


@given(desks())
def test_the_parts_of_every_line_add_up_exactly(desk: Desk) -> None:
    for reason in rank(desk, Policy()).reasons():
        assert reason.near + reason.doubt == reason.points
        assert reason.doubt <= 0 <= reason.points <= reason.near <= 100
