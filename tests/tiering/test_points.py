"""Points: whole numbers that add up, from the best purpose and never from a problem."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from recruiter.tiering import NOTHING, Desk, Policy, Reason, Statements, rank
from recruiter.tiering.desk import sorted_by_key
from recruiter.tiering.points import best_fit, round_half_up, score
from recruiter.tiering.policy import WEIGHT_SCALE, bench_weights
from tests.tiering.desks import desks, jittered, make_desk, realistic


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


def by_pencil(reason: Reason, importance: int, discount: float) -> int:
    """What somebody adds, from nothing but the numbers that the "why" panel prints."""
    before = max(0, reason.bench - 1)
    exact = importance * Decimal(str(discount)) ** before * reason.points
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_ten_thousand_lines_add_up_and_can_be_recomputed_from_what_is_printed() -> None:
    """near + doubt = points, and importance x discount^before x points, halves up, is "adds"."""
    policy, lines = Policy(), 0
    for seed in range(34):
        goals = (1, 3, 12, 40)[seed % 4]
        desk = jittered(realistic(seed, goals=goals, places=(0, 5, 50, 300)[seed % 3]), seed, 0.1)
        weight = dict(zip(desk.goals.keys.tolist(), desk.goals.importance.tolist(), strict=True))
        for reason in rank(desk, policy).reasons():
            lines += 1
            assert reason.near + reason.doubt == reason.points
            assert reason.doubt <= 0 <= reason.points <= reason.near <= 100
            if reason.bench:
                adds = by_pencil(reason, weight[reason.goal], policy.discount)
                assert reason.adds == adds
            else:
                assert reason.adds == 0
    assert lines >= 10_000


def test_points_are_the_rounded_product_in_ten_thousand_random_cases() -> None:
    """In exact decimals too: floating point never tips a half the wrong way by itself."""
    random = np.random.default_rng(3)
    # Fits as the encoder gives them, and certainties to the percent, so that true halves are met.
    fit = random.integers(0, 1001, 10_000) / 1000
    purpose = random.integers(65, 101, 10_000) / 100
    desk = make_desk(np.zeros((10_000, 1)))
    desk = replace(
        desk,
        statements=replace(desk.statements, purpose=purpose),
        p_rel=fit[:, None],
    )
    scored = score(desk)
    half = Decimal("0.5")
    for row in range(10_000):
        wording, certain = 100 * Decimal(str(fit[row])), Decimal(str(purpose[row]))
        near, points = int(scored.near[row, 0]), int(scored.points[row, 0])
        for shown, exact in ((near, wording), (points, wording * certain)):
            assert abs(Decimal(shown) - exact) <= half


@pytest.mark.parametrize("importance", [1, 2, 3])
def test_a_bench_of_any_depth_rounds_as_the_exact_formula_does(importance: int) -> None:
    """Weights are whole billionths. No case exists in which that tips a printed number."""
    policy, deepest = Policy(), 400
    weights = bench_weights(policy.discount, deepest)
    points = np.arange(policy.faint, 101)
    shown = (importance * weights[:, None] * points + WEIGHT_SCALE // 2) // WEIGHT_SCALE
    exact = [importance * Decimal(str(policy.discount)) ** k for k in range(deepest)]
    for place, weight in enumerate(exact):
        for column, score_ in enumerate(points.tolist()):
            value = (weight * score_).quantize(Decimal(1), ROUND_HALF_UP)
            assert int(shown[place, column]) == int(value)


def test_halves_round_up() -> None:
    assert round_half_up(np.array([0.5, 1.5, 2.5, 0.4999])).tolist() == [1, 2, 3, 0]
