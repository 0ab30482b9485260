"""The ranking: its order, what each line says, and that a second run changes nothing."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.tiering import NEVER, NOTHING, Desk, Pin, Policy, Reason, Tier, pack, rank
from tests.tiering.desks import (
    desks,
    make_desk,
    point_tables,
    points_of,
    realistic,
    shuffled,
    with_incumbents,
)

POLICIES = st.builds(
    Policy,
    discount=st.sampled_from([0.01, 0.5, 0.8, 0.95]),
    incumbent_bonus=st.sampled_from([0, 1, 5, 20]),
)


def order(desk: Desk, policy: Policy | None = None) -> list[int]:
    """Keys by position."""
    return [reason.person for reason in rank(desk, policy or Policy()).reasons()]


@given(desks(), POLICIES)
def test_a_second_run_changes_nothing(desk: Desk, policy: Policy) -> None:
    first = rank(desk, policy)
    again = with_incumbents(desk, first)
    second = rank(again, policy)
    assert [r.person for r in second.reasons()] == [r.person for r in first.reasons()]
    assert second.invested() == first.invested()
    assert pack(rank(with_incumbents(again, second), policy)) == pack(second)


@given(point_tables(people=10), st.integers(0, 5), POLICIES, st.data())
def test_a_second_run_changes_nothing_from_any_list(
    points: np.ndarray, places: int, policy: Policy, data: st.DataObject
) -> None:
    incumbent = data.draw(st.lists(st.integers(1, len(points)), unique=True))
    desk = make_desk(points, places=places, incumbent=incumbent)
    first = rank(desk, policy)
    second = rank(with_incumbents(desk, first), policy)
    assert second.invested() == first.invested()


@pytest.mark.parametrize("seed", range(5))
def test_a_second_run_changes_nothing_on_a_full_desk(seed: int) -> None:
    random = np.random.default_rng(seed)
    desk = realistic(seed)
    pin = random.choice([0, 0, 0, 0, 0, 0, 0, 1, 2], 300).astype(np.uint8)
    held = np.flatnonzero(pin == Pin.INVEST)
    pin[held[40:]] = Pin.NONE
    people = replace(desk.people, incumbent=random.random(300) < 0.3, pin=pin)
    desk = replace(desk, people=people)
    first = rank(desk, Policy())
    second = rank(with_incumbents(desk, first), Policy())
    assert [r.person for r in second.reasons()] == [r.person for r in first.reasons()]
    assert second.invested() == first.invested()


@given(desks(), st.integers(0, 2**32 - 1))
def test_the_order_of_the_input_does_not_matter(desk: Desk, seed: int) -> None:
    assert pack(rank(shuffled(desk, seed), Policy())) == pack(rank(desk, Policy()))


@given(desks())
def test_everybody_stands_somewhere_once(desk: Desk) -> None:
    reasons = list(rank(desk, Policy()).reasons())
    assert [reason.position for reason in reasons] == list(range(1, len(reasons) + 1))
    assert sorted(reason.person for reason in reasons) == sorted(desk.people.keys.tolist())


@given(desks())
def test_places_and_pins_are_always_obeyed(desk: Desk) -> None:
    ranking = rank(desk, Policy())
    assert len(ranking.invested()) <= desk.places
    for reason in ranking.reasons():
        if reason.pin is not Pin.NONE:
            assert reason.tier is (Tier.INVEST if reason.pin is Pin.INVEST else Tier.MAINTAIN)
        elif reason.tier is Tier.INVEST:
            assert reason.points >= Policy().faint
            assert reason.may_rank


@given(desks())
def test_places_stay_empty_only_when_nobody_can_take_them(desk: Desk) -> None:
    ranking = rank(desk, Policy())
    if len(ranking.invested()) < desk.places:
        for reason in ranking.reasons():
            if reason.tier is Tier.MAINTAIN and reason.pin is Pin.NONE:
                assert reason.points < Policy().faint


@given(desks())
def test_invest_stands_before_everybody_else(desk: Desk) -> None:
    tiers = [reason.tier for reason in rank(desk, Policy()).reasons()]
    assert tiers == sorted(tiers, reverse=True)


def test_invest_is_ordered_by_what_each_adds_to_those_before() -> None:
    # After 90 on the first goal, 50 on the second adds more than 60 in second place: 48.
    assert order(make_desk([[60, 0], [0, 50], [90, 0]])) == [3, 2, 1]


def test_invest_stands_in_the_order_of_what_each_adds() -> None:
    records = rank(realistic(1), Policy()).records
    invest = records[records["tier"] == Tier.INVEST]
    adds = invest["adds"].tolist()
    assert adds == sorted(adds, reverse=True)
    assert len(set(adds)) > 10
    for one, after in pairwise(invest):
        if one["adds"] == after["adds"]:
            assert (one["points"], one["reach"]) >= (after["points"], after["reach"])


def test_outside_the_most_points_come_first_then_the_longest_without_contact() -> None:
    desk = make_desk(
        [[5], [9], [5], [5], [5]], last_contact=[739_100, 739_300, NEVER, 739_000, 739_100]
    )
    assert order(desk) == [2, 3, 4, 1, 5]


def test_who_may_not_be_ranked_comes_last_without_points() -> None:
    desk = make_desk([[90], [5], [0]], not_ranked=[1])
    assert order(desk) == [2, 3, 1]
    reason = rank(desk, Policy()).reason(1)
    assert (reason.points, reason.near, reason.goal, reason.reach) == (0, 0, NOTHING, 0)


def test_a_pinned_person_who_may_not_be_ranked_keeps_the_place_at_the_end_of_invest() -> None:
    desk = make_desk([[90], [50], [5]], not_ranked=[1], pins={1: Pin.INVEST})
    ranking = rank(desk, Policy())
    assert ranking.invested() == [2, 1]
    assert ranking.reason(1).points == 0


def test_pinned_people_without_points_close_the_invest_list_by_key() -> None:
    desk = make_desk([[0], [50], [0], [20]], pins={1: Pin.INVEST, 3: Pin.INVEST})
    assert order(desk) == [2, 4, 1, 3]


def test_in_invest_the_matched_goal_is_where_a_person_adds_most() -> None:
    # Second place on the first goal: 0.8 * 60 = 48; first place on the second: 50.
    ranking = rank(make_desk([[90, 0], [60, 50]]), Policy())
    reason = ranking.reason(2)
    assert (reason.goal, reason.points, reason.bench, reason.adds) == (12, 50, 1, 50)


def test_in_invest_equal_contributions_are_matched_by_more_points() -> None:
    # Half of 60 in second place, and 30 in first place, are both 30.
    ranking = rank(make_desk([[90, 0], [60, 30]]), Policy(discount=0.5))
    assert ranking.reason(2).goal == 11


def test_outside_equal_points_are_matched_to_the_more_important_goal_then_to_the_smaller_key() -> (
    None
):
    ranking = rank(make_desk([[10, 10, 10]], importance=[1, 2, 2]), Policy())
    assert ranking.reason(1).goal == 12


def test_outside_the_matched_goal_is_the_best_and_the_bench_the_place_they_would_take() -> None:
    desk = make_desk([[90, 0], [60, 50]], pins={2: Pin.MAINTAIN}, importance=[2, 3])
    reason = rank(desk, Policy()).reason(2)
    assert (reason.goal, reason.points, reason.bench, reason.adds) == (11, 60, 2, 96)


def test_below_faint_there_is_a_nearest_goal_but_no_bench() -> None:
    reason = rank(make_desk([[3, 12]]), Policy()).reason(1)
    assert (reason.goal, reason.points, reason.bench, reason.adds) == (12, 12, 0, 0)


def test_reach_counts_every_goal_by_importance() -> None:
    reason = rank(make_desk([[40, 20, 19]], importance=[2, 3, 3]), Policy()).reason(1)
    assert reason.reach == 2 * 40 + 3 * 20 + 3 * 19


def test_a_stranger_has_no_reason() -> None:
    with pytest.raises(KeyError):
        rank(make_desk([[50]]), Policy()).reason(2)


def bench_and_adds(desk: Desk, invested: list[int], reason: Reason) -> tuple[int, int]:
    """Place on the matched goal's bench and what it adds, counted by hand."""
    goal = reason.goal - 11
    points = points_of(desk)
    ahead = 0
    for key in invested:
        other = int(points[key - 1, goal])
        if reason.tier is Tier.MAINTAIN:
            ahead += other >= reason.points
        else:
            ahead += (other, -key) > (reason.points, -reason.person)
    exact = int(desk.goals.importance[goal]) * 0.8**ahead * reason.points
    return ahead + 1, int(np.floor(exact + 0.5))


@given(point_tables(), st.integers(0, 5), st.data())
def test_bench_and_contribution_can_be_counted_by_hand(
    points: np.ndarray, places: int, data: st.DataObject
) -> None:
    size = points.shape[1]
    importance = data.draw(st.lists(st.integers(1, 3), min_size=size, max_size=size))
    desk = make_desk(points, places=places, importance=importance)
    ranking = rank(desk, Policy())
    for reason in ranking.reasons():
        if reason.points >= Policy().faint:
            bench, adds = bench_and_adds(desk, ranking.invested(), reason)
            assert reason.bench == bench
            assert abs(reason.adds - adds) <= (1 if bench > 12 else 0)
        else:
            assert (reason.bench, reason.adds) == (0, 0)
