"""What would change where somebody stands: every line is what the engine would really decide."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.tiering import (
    Alternative,
    Desk,
    Pin,
    Policy,
    Tier,
    What,
    alternatives,
    decide,
    rank,
    score,
)
from recruiter.tiering.alternatives import MOST, with_purpose
from tests.tiering.desks import desks, jittered, make_desk, realistic, with_incumbents
from tests.tiering.test_moves import say, serve, unsay

POLICY = Policy()


def settled(desk: Desk, policy: Policy = POLICY) -> Desk:
    """The desk as it is after its ranking was published."""
    return with_incumbents(desk, rank(desk, policy))


def of(desk: Desk, person: int, what: What) -> list[Alternative]:
    found = alternatives(score(desk), person, POLICY)
    return [one for one in found if one.what is what]


def test_with_the_matched_goal_out() -> None:
    desk = settled(make_desk([[60, 0], [50, 40], [0, 30]], places=3))
    (out,) = of(desk, 1, What.NO_GOAL)
    assert (out.goal, out.now.position, out.now.tier) == (11, 1, Tier.INVEST)
    assert (out.then.position, out.then.tier) == (3, Tier.MAINTAIN)


def test_with_the_matched_goal_out_another_goal_may_hold_them() -> None:
    desk = settled(make_desk([[50, 45], [60, 0]], places=2))
    (out,) = of(desk, 1, What.NO_GOAL)
    assert (out.now.goal, out.then.goal, out.then.tier) == (12, 11, Tier.INVEST)


def test_a_goal_that_holds_the_place_of_somebody_outside_matters_to_them() -> None:
    desk = settled(make_desk([[90, 0], [0, 40]], places=1))
    found = {one.goal: one.then.tier for one in of(desk, 2, What.NO_GOAL)}
    assert found == {12: Tier.MAINTAIN, 11: Tier.INVEST}


def test_a_goal_that_changes_nothing_is_not_told() -> None:
    desk = settled(make_desk([[60, 0, 0], [0, 50, 0]], places=2))
    assert [one.goal for one in of(desk, 1, What.NO_GOAL)] == [11]


def test_without_the_statement_that_carries_the_match() -> None:
    desk = settled(say(make_desk([[60], [50]]), key=300, person=1, fits=[0.55]))
    (out,) = of(desk, 1, What.NO_STATEMENT)
    assert (out.statement, out.then.points, out.then.tier) == (101, 55, Tier.INVEST)
    (only,) = of(desk, 2, What.NO_STATEMENT)
    assert (only.statement, only.then.points, only.then.tier) == (102, 0, Tier.MAINTAIN)


def test_without_the_pin() -> None:
    desk = settled(make_desk([[60], [10]], pins={2: Pin.INVEST}))
    (out,) = of(desk, 2, What.NO_PIN)
    assert (out.now.tier, out.then.tier) == (Tier.INVEST, Tier.MAINTAIN)
    assert of(desk, 1, What.NO_PIN) == []


def test_who_is_pinned_outside_hears_of_no_way_in_but_the_pin() -> None:
    desk = settled(make_desk([[60], [50]], pins={2: Pin.MAINTAIN}))
    found = alternatives(score(desk), 2, POLICY)
    assert {one.what for one in found} <= {What.NO_PIN, What.NO_GOAL, What.NO_STATEMENT}
    assert found[0].then.tier == Tier.INVEST


def test_whom_the_bonus_holds_out_hears_how_many_points_are_missing() -> None:
    """Gita of docs/tiering.md: 68 points against 50, and a bonus of 20."""
    before = settled(make_desk([[50]], places=1))
    desk = make_desk([[50], [68]], places=1)
    desk = replace(desk, people=replace(desk.people, incumbent=np.array([True, False])))
    assert rank(desk, POLICY).invested() == rank(before, POLICY).invested() == [1]
    (more,) = of(desk, 2, What.MORE_POINTS)
    assert (more.points, more.goal, more.then.tier) == (3, 11, Tier.INVEST)


def test_the_points_missing_are_the_fewest_that_are_enough() -> None:
    before = realistic(5, people=120, goals=6, places=20)
    desk = score(settled(with_incumbents(jittered(before, 1, 0.1), rank(before, POLICY))))
    told = 0
    for reason in list(decide(desk, POLICY).reasons())[20:60]:
        for one in alternatives(desk, reason.person, POLICY):
            if one.what is What.MORE_POINTS:
                told += 1
                for less, tier in ((0, Tier.INVEST), (1, Tier.MAINTAIN)):
                    points = reason.points + one.points - less
                    then = decide(with_purpose(desk, reason.person, one.goal, points), POLICY)
                    assert then.reason(reason.person).tier == tier
    assert told


def test_whom_nothing_but_the_list_holds_out_hears_of_no_missing_points() -> None:
    desk = settled(make_desk([[90], [30]], places=1))
    assert of(desk, 2, What.MORE_POINTS) == []


def test_one_stated_purpose_would_bring_in_who_has_none() -> None:
    desk = settled(unsay(make_desk([[60, 0], [0, 0]]), 102))
    (way,) = of(desk, 2, What.ONE_PURPOSE)
    # The bench of goal 12 is empty, so a purpose adds more there.
    assert (way.goal, way.points, way.then.tier) == (12, POLICY.strong, Tier.INVEST)


def test_where_just_strong_is_not_enough_it_is_said_what_would_be() -> None:
    desk = settled(make_desk([[60], [0]], places=1))
    (way,) = of(desk, 2, What.ONE_PURPOSE)
    assert (way.points, way.then.tier) == (81, Tier.INVEST)


def test_where_no_purpose_would_be_enough_that_is_said() -> None:
    desk = settled(make_desk([[90], [0]], places=1))
    (way,) = of(desk, 2, What.NO_PURPOSE)
    assert (way.goal, way.then.tier) == (11, Tier.MAINTAIN)
    assert of(desk, 2, What.ONE_PURPOSE) == []


def test_who_may_not_be_ranked_has_no_alternatives() -> None:
    assert alternatives(score(make_desk([[60]], not_ranked=[1])), 1, POLICY) == []


def test_a_stranger_is_no_case() -> None:
    with pytest.raises(KeyError):
        alternatives(score(make_desk([[60]])), 9, POLICY)


@given(desks(), st.data())
def test_every_line_is_what_the_engine_decides(desk: Desk, data: st.DataObject) -> None:
    if not desk.people.keys.size:
        return
    desk = settled(desk)
    person = int(data.draw(st.sampled_from(desk.people.keys.tolist())))
    scored = score(desk)
    now = decide(scored, POLICY).reason(person)
    found = alternatives(scored, person, POLICY)
    assert len(found) <= MOST
    for one in found:
        assert one.now == now
        if one.what is What.NO_GOAL:
            keep = [key for key in desk.goals.keys.tolist() if key != one.goal]
            assert one.then == rank(serve(desk, keep), POLICY).reason(person)
        elif one.what is What.NO_STATEMENT:
            assert one.then == rank(unsay(desk, one.statement), POLICY).reason(person)
        elif one.what is What.NO_PURPOSE:
            assert one.then.tier == Tier.MAINTAIN
        elif one.what is not What.NO_PIN:
            assert (one.now.tier, one.then.tier) == (Tier.MAINTAIN, Tier.INVEST)


def test_300_people_and_12_goals_take_a_fraction_of_a_tenth_of_a_second() -> None:
    desk = score(settled(settled(realistic(1, goals=12))))
    took = []
    for reason in list(decide(desk, POLICY).reasons())[::15]:
        start = perf_counter()
        alternatives(desk, reason.person, POLICY)
        took.append(perf_counter() - start)
    assert float(np.median(took)) < 0.1
