"""Who moved and the one reason why: a case for each reason."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.tiering import (
    NOTHING,
    Desk,
    Move,
    Pin,
    Policy,
    Ranking,
    Statements,
    Tier,
    Why,
    compare,
    pack,
    rank,
    unpack,
)
from tests.tiering.desks import desks, make_desk, with_incumbents

PLAIN = Policy(incumbent_bonus=0)


def moves(
    before: Desk, after: Desk, policy: Policy = PLAIN, then: Policy | None = None
) -> dict[int, Move]:
    """Moves by person between two desks, the first one's Invest being the incumbents after."""
    old = rank(before, then or policy)
    new = rank(with_incumbents(after, old), policy)
    # Through bytes: a comparison must need nothing that is not stored.
    return {move.person: move for move in compare(unpack(pack(old)), unpack(pack(new)))}


def say(desk: Desk, key: int, person: int, fits: list[float], purpose: float = 1.0) -> Desk:
    """The desk with one more counted statement of the person with this key."""
    said = desk.statements
    row = int(np.flatnonzero(desk.people.keys == person)[0])
    return replace(
        desk,
        statements=Statements(
            keys=np.append(said.keys, key),
            person=np.append(said.person, row),
            purpose=np.append(said.purpose, purpose),
            counted=np.append(said.counted, True),
            text=np.append(said.text, np.uint32(key)).astype(np.uint32),
        ),
        p_rel=np.vstack((desk.p_rel, fits)),
    )


def unsay(desk: Desk, key: int) -> Desk:
    """The desk without one statement."""
    said = desk.statements
    keep = said.keys != key
    return replace(
        desk,
        statements=Statements(
            said.keys[keep],
            said.person[keep],
            said.purpose[keep],
            said.counted[keep],
            said.text[keep],
        ),
        p_rel=desk.p_rel[keep],
    )


def count(desk: Desk, key: int, counted: bool) -> Desk:
    """The desk with one statement read as a purpose, or not."""
    said = desk.statements
    return replace(
        desk,
        statements=replace(said, counted=np.where(said.keys == key, counted, said.counted)),
    )


def serve(desk: Desk, keys: list[int]) -> Desk:
    """The desk with only some of its goals."""
    goals = desk.goals
    keep = np.isin(goals.keys, keys)
    return replace(
        desk,
        goals=replace(
            goals,
            keys=goals.keys[keep],
            versions=goals.versions[keep],
            importance=goals.importance[keep],
        ),
        p_rel=desk.p_rel[:, keep],
    )


def rewrite(desk: Desk, goal: int, points: list[int]) -> Desk:
    """The desk with a goal reworded, so that people have these points on it."""
    column = int(np.flatnonzero(desk.goals.keys == goal)[0])
    p_rel = desk.p_rel.copy()
    p_rel[:, column] = np.array(points) / 100
    versions = desk.goals.versions.copy()
    versions[column] += 1000
    return replace(desk, goals=replace(desk.goals, versions=versions), p_rel=p_rel)


TWO = make_desk([[60], [50]])


def test_who_stays_needs_no_reason() -> None:
    assert {move.why for move in moves(TWO, TWO).values()} == {Why.STAYED}
    assert not any(move.moved for move in moves(TWO, TWO).values())


def test_new_on_the_list() -> None:
    found = moves(TWO, make_desk([[60], [50], [40]]))[3]
    assert (found.why, found.position_before, found.tier_before) == (Why.NEW_ON_LIST, None, None)
    assert (found.position, found.tier, found.goal, found.statement) == (3, Tier.INVEST, 11, 103)


def test_gone_from_the_list() -> None:
    found = moves(TWO, make_desk([[60]]))[2]
    assert (found.why, found.position, found.tier) == (Why.LEFT_LIST, None, None)
    assert (found.position_before, found.points_before, found.points) == (2, 50, 0)


def test_an_objection_to_ranking() -> None:
    after = make_desk([[60], [50]], not_ranked=[1])
    assert moves(TWO, after)[1].why is Why.OBJECTED
    assert moves(after, TWO)[1].why is Why.RANKED_AGAIN


def test_a_pin() -> None:
    free = make_desk([[60], [50]], places=1)
    pinned = make_desk([[60], [50]], places=1, pins={2: Pin.INVEST})
    assert moves(free, pinned)[2].why is Why.PINNED
    assert moves(free, pinned)[1].why is Why.PASSED
    assert moves(pinned, free)[2].why is Why.PIN_ENDED


def test_a_pin_to_maintain() -> None:
    pinned = make_desk([[60], [50]], pins={1: Pin.MAINTAIN})
    assert moves(TWO, pinned)[1].why is Why.PINNED
    assert moves(pinned, TWO)[1].why is Why.PIN_ENDED


def test_a_pin_that_moves_nobody_is_no_reason() -> None:
    after = make_desk([[60], [50], [70]], pins={1: Pin.INVEST})
    assert moves(TWO, after)[1].why is Why.PASSED


def test_a_move_by_hand_that_the_ranking_keeps() -> None:
    desk = make_desk([[60], [60]], places=1)
    old = rank(desk, Policy())
    assert old.invested() == [1]
    swapped = replace(desk, people=replace(desk.people, incumbent=np.array([False, True])))
    found = {move.person: move for move in compare(old, rank(swapped, Policy()))}
    assert found[1].why is Why.BY_HAND
    assert found[2].why is Why.BY_HAND


def test_a_newly_stated_purpose() -> None:
    found = moves(TWO, say(TWO, key=300, person=2, fits=[0.8]))
    assert (found[2].why, found[2].statement, found[2].goal) == (Why.NEW_PURPOSE, 300, 11)
    assert (found[2].points_before, found[2].points) == (50, 80)
    assert (found[1].why, found[1].count) == (Why.PASSED, 1)


def test_a_new_purpose_does_not_explain_a_fall() -> None:
    after = say(say(TWO, key=300, person=1, fits=[0.65]), key=301, person=2, fits=[0.9])
    assert moves(TWO, after)[1].why is Why.PASSED


def test_a_statement_that_counts_now() -> None:
    after = say(TWO, key=300, person=2, fits=[0.8])
    before = count(after, 300, counted=False)
    found = moves(before, after)[2]
    assert (found.why, found.statement) == (Why.NOW_PURPOSE, 300)


def test_a_statement_taken_back() -> None:
    before = say(TWO, key=300, person=2, fits=[0.8])
    found = moves(before, TWO)[2]
    assert (found.why, found.statement, found.goal) == (Why.STATEMENT_GONE, 300, 11)


def test_a_statement_that_is_no_purpose_after_all() -> None:
    before = say(TWO, key=300, person=2, fits=[0.8])
    found = moves(before, count(before, 300, counted=False))[2]
    assert (found.why, found.statement) == (Why.NOT_PURPOSE, 300)


@pytest.mark.parametrize(("fit", "person"), [(0.8, 2), (0.2, 1)])
def test_a_reworded_statement(fit: float, person: int) -> None:
    said = TWO.statements
    row = person - 1
    text, p_rel = said.text.copy(), TWO.p_rel.copy()
    text[row], p_rel[row] = 77, fit
    found = moves(TWO, replace(TWO, statements=replace(said, text=text), p_rel=p_rel))[person]
    assert (found.why, found.statement) == (Why.REWORDED, 101 + row)


def test_another_certainty_of_the_same_statement() -> None:
    said = TWO.statements
    after = replace(TWO, statements=replace(said, purpose=np.array([0.7, 1.0])))
    found = moves(TWO, after)[1]
    assert (found.why, found.statement, found.points) == (Why.CERTAINTY, 101, 42)


def test_a_goal_rewritten_towards_and_away_from_somebody() -> None:
    before = make_desk([[60, 0], [10, 50], [0, 5]])
    found = moves(before, rewrite(before, 11, [10, 70, 0]))
    assert (found[2].why, found[2].goal, found[2].tier) == (Why.GOAL_REWRITTEN, 11, Tier.INVEST)
    assert (found[1].why, found[1].goal) == (Why.GOAL_REWRITTEN, 11)
    assert (found[1].tier_before, found[1].tier) == (Tier.INVEST, Tier.MAINTAIN)


def test_a_goal_no_longer_and_newly_served() -> None:
    both = make_desk([[60, 0], [0, 50]])
    one = serve(both, [12])
    found = moves(both, one)[1]
    assert (found.why, found.goal, found.tier) == (Why.GOAL_DROPPED, 11, Tier.MAINTAIN)
    found = moves(one, both)[1]
    assert (found.why, found.goal, found.tier) == (Why.GOAL_ADDED, 11, Tier.INVEST)


def test_another_importance() -> None:
    before = make_desk([[60, 0], [0, 50]])
    found = moves(before, make_desk([[60, 0], [0, 50]], importance=[1, 3]))
    assert (found[2].why, found[2].goal) == (Why.IMPORTANCE, 12)
    assert found[1].why is Why.PASSED


SECOND = make_desk([[60, 0], [55, 30]], places=1)


def test_a_department_renamed_reads_nearer() -> None:
    after = replace(TWO, p_rel=np.array([[0.6], [0.8]]))
    found = moves(TWO, after)
    assert (found[2].why, found[2].goal) == (Why.GOAL_RENAMED, 11)
    assert found[1].why is Why.PASSED


def test_another_goal_than_the_matched_one_is_named_when_it_alone_changed() -> None:
    """Person 2 stays matched to goal 11, and comes in by what they add to goal 12."""
    before = make_desk([[60, 0], [55, 0]], places=1)
    found = moves(before, rewrite(before, 12, [0, 40]))[2]
    assert (found.why, found.goal, found.points) == (Why.GOAL_REWRITTEN, 12, 55)
    assert (found.tier_before, found.tier) == (Tier.MAINTAIN, Tier.INVEST)

    alone = serve(SECOND, [11])
    found = moves(alone, SECOND)[2]
    assert (found.why, found.goal, found.tier) == (Why.GOAL_ADDED, 12, Tier.INVEST)
    found = moves(SECOND, alone)[2]
    assert (found.why, found.goal, found.tier) == (Why.GOAL_DROPPED, 12, Tier.MAINTAIN)


def test_the_importance_of_another_goal_is_no_change_of_their_fit() -> None:
    before = make_desk([[70, 0], [45, 20]], places=1, importance=[1, 1])
    after = make_desk([[70, 0], [45, 20]], places=1, importance=[1, 2])
    found = moves(before, after)[2]
    assert (found.why, found.goal, found.tier) == (Why.IMPORTANCE, 12, Tier.INVEST)


def test_several_changes_to_other_goals_are_told_together() -> None:
    before = make_desk([[60, 0, 0], [55, 0, 0]], places=1)
    after = rewrite(rewrite(before, 12, [0, 25]), 13, [0, 25])
    assert moves(before, after)[2].why is Why.OTHER_GOALS
    # Their own second statement as well may have come near another goal.
    said = say(rewrite(before, 12, [0, 30]), key=300, person=2, fits=[0, 0, 0.3])
    assert moves(before, said)[2].why is Why.OTHER_GOALS


def test_a_fit_below_faint_that_lifts_somebody_over_the_line_is_theirs() -> None:
    """Benches count it, so "others moved" would not be true."""
    before = make_desk([[60, 0], [55, 0]], places=1)
    found = moves(before, rewrite(before, 12, [0, 10]))[2]
    assert (found.why, found.goal) == (Why.GOAL_REWRITTEN, 12)
    assert (found.tier, found.points) == (Tier.INVEST, 55)


def test_within_maintain_other_goals_move_nobody() -> None:
    before = make_desk([[60, 0], [50, 0], [40, 0]], places=0)
    after = rewrite(rewrite(before, 12, [0, 0, 30]), 11, [60, 30, 40])
    assert moves(before, after)[3].why is Why.STEPPED_AWAY


def test_another_method() -> None:
    after = replace(make_desk([[50], [60]]), method="another")
    assert {move.why for move in moves(TWO, after).values()} == {Why.METHOD}


def test_another_policy() -> None:
    found = moves(TWO, TWO, policy=Policy(strong=70, good=65, faint=55, version="2"), then=PLAIN)
    assert (found[2].why, found[2].tier) == (Why.RULES, Tier.MAINTAIN)


def test_another_number_of_places() -> None:
    fewer = make_desk([[60], [50]], places=1)
    assert moves(TWO, fewer)[2].why is Why.PLACES
    assert moves(fewer, TWO)[2].why is Why.PLACES


def test_a_contact_lets_others_of_as_many_points_go_first() -> None:
    before = make_desk([[5], [5]], last_contact=[739_000, 739_001])
    after = make_desk([[5], [5]], last_contact=[739_002, 739_001])
    assert moves(before, after)[1].why is Why.CONTACTED
    assert moves(before, after)[2].why is Why.STEPPED_AWAY
    assert moves(after, before)[1].why is Why.CONTACTED


def test_a_contact_does_not_explain_a_rise() -> None:
    before = make_desk([[5], [9]], last_contact=[739_000, 739_000])
    after = make_desk([[5], [0]], last_contact=[739_001, 739_000])
    assert moves(before, after)[1].why is Why.STEPPED_AWAY


def test_fewer_places_do_not_explain_a_rise() -> None:
    before = make_desk([[60], [50], [40]], places=2)
    found = moves(before, make_desk([[40]], keys=[3], places=1))[3]
    assert (found.why, found.count, found.tier) == (Why.STEPPED_AWAY, 2, Tier.INVEST)


def test_a_goal_that_came_nearer_does_not_explain_a_fall() -> None:
    before = make_desk([[50], [40]])
    found = moves(before, rewrite(before, 11, [55, 90]))
    assert (found[1].why, found[1].count) == (Why.PASSED, 1)
    assert found[2].why is Why.GOAL_REWRITTEN


def test_others_went_past() -> None:
    after = make_desk([[60], [80], [90]])
    found = moves(make_desk([[60], [50], [40]]), after)[1]
    assert (found.why, found.count) == (Why.PASSED, 2)


def test_others_stepped_away() -> None:
    before = make_desk([[60], [50], [40]])
    found = moves(before, make_desk([[60], [10], [40]]))[3]
    assert (found.why, found.count) == (Why.STEPPED_AWAY, 1)
    left = make_desk([[40]], keys=[3])
    assert (moves(before, left)[3].why, moves(before, left)[3].count) == (Why.STEPPED_AWAY, 2)


def test_a_newcomer_ahead_went_past() -> None:
    found = moves(TWO, make_desk([[60], [50], [90]]))
    assert (found[1].why, found[1].count) == (Why.PASSED, 1)


def by_key(ranking: Ranking) -> dict[int, tuple[int, Tier]]:
    return {reason.person: (reason.position, reason.tier) for reason in ranking.reasons()}


@given(desks(), desks(), st.data())
def test_every_person_has_one_true_move(before: Desk, after: Desk, data: st.DataObject) -> None:
    shared = min(before.people.keys.size, after.people.keys.size)
    keep = data.draw(st.integers(0, shared))
    keys = after.people.keys.copy()
    keys[:keep] = before.people.keys[:keep]
    if np.unique(keys).size != keys.size:
        return
    after = replace(after, people=replace(after.people, keys=keys))
    old, new = rank(before, PLAIN), rank(after, PLAIN)
    found = compare(old, new)
    then, now = by_key(old), by_key(new)
    assert sorted(move.person for move in found) == sorted(then.keys() | now.keys())
    for move in found:
        assert (move.position_before, move.tier_before) == then.get(move.person, (None, None))
        assert (move.position, move.tier) == now.get(move.person, (None, None))
        assert (move.why is Why.STAYED) == (not move.moved)
        assert (move.why is Why.NEW_ON_LIST) == (move.person not in then)
        assert (move.why is Why.LEFT_LIST) == (move.person not in now)
        if move.statement != NOTHING:
            known = {*old.statements["key"].tolist(), *new.statements["key"].tolist()}
            assert move.statement in known


@given(desks(), st.permutations(range(8)))
def test_positions_change_by_those_who_passed_less_those_who_stepped_away(
    desk: Desk, fits: list[int]
) -> None:
    old = rank(desk, PLAIN)
    rows = np.array([row for row in fits if row < desk.statements.keys.size], dtype=np.intp)
    if rows.size != desk.statements.keys.size:
        return
    new = rank(with_incumbents(replace(desk, p_rel=desk.p_rel[rows]), old), PLAIN)
    for move in compare(old, new):
        if move.why is Why.PASSED and move.tier is move.tier_before:
            assert move.position is not None
            assert move.position_before is not None
            assert move.count >= move.position - move.position_before
        if move.why is Why.STEPPED_AWAY and move.tier is move.tier_before:
            assert move.position is not None
            assert move.position_before is not None
            assert move.count >= move.position_before - move.position
