from dataclasses import replace

import pytest

from recruiter import sentences
from recruiter.tiering import NOTHING, Move, Pin, Reason, Tier, Why

NAMES = {7: "Field Engineering"}


def move(why: Why, *, up: bool = True, goal: int = 7, count: int = 0) -> Move:
    before, now = (9, 3) if up else (3, 9)
    return Move(
        person=1,
        position_before=before,
        position=now,
        tier_before=Tier.MAINTAIN,
        tier=Tier.MAINTAIN,
        points_before=20,
        points=30,
        why=why,
        goal=goal,
        count=count,
    )


def reason(**changed: object) -> Reason:
    facts: dict[str, object] = {
        "person": 1,
        "position": 3,
        "tier": Tier.INVEST,
        "pin": Pin.NONE,
        "may_rank": True,
        "incumbent": False,
        "goal": 7,
        "statement": 5,
        "near": 60,
        "doubt": -5,
        "points": 55,
        "bench": 2,
        "adds": 44,
        "reach": 55,
        "last_contact": 0,
    }
    return Reason(**(facts | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("up", [True, False])
def test_every_reason_has_a_sentence_without_codes(why: Why, up: bool) -> None:
    words = sentences.why(move(why, up=up, count=4), NAMES)
    assert words[0].isupper()
    assert not words.endswith(".")
    assert "_" not in words
    assert "{" not in words


def test_causes_are_named_in_words() -> None:
    assert sentences.why(move(Why.GOAL_REWRITTEN), NAMES) == "Field Engineering rewrote its goal"
    assert (
        sentences.why(move(Why.PASSED, up=False, count=4), NAMES)
        == "Nothing of theirs changed: four people went past"
    )
    assert (
        sentences.why(move(Why.STEPPED_AWAY, count=1), NAMES)
        == "Nothing of theirs changed: one person ahead stepped away"
    )


def test_who_came_into_invest_without_a_cause_of_their_own_took_a_free_place() -> None:
    entered = replace(move(Why.STEPPED_AWAY, count=29), tier=Tier.INVEST)
    assert sentences.why(entered, NAMES) == "A place in Invest came free"
    went = replace(move(Why.PASSED, up=False, count=4), tier_before=Tier.INVEST)
    assert sentences.why(went, NAMES) == "Nothing of theirs changed: others add more to Invest now"


@pytest.mark.parametrize("why", [Why.PASSED, Why.STEPPED_AWAY])
def test_a_shift_of_a_place_or_two_is_no_drama(why: Why) -> None:
    shifted = replace(move(why, up=why == Why.STEPPED_AWAY, count=7), position_before=5, position=6)
    assert sentences.why(shifted, NAMES) == "Shifted as others moved"


def test_a_department_that_is_gone_is_still_a_sentence() -> None:
    assert sentences.why(move(Why.GOAL_REWRITTEN, goal=99), NAMES) == (
        "A department rewrote its goal"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "2nd on the Field Engineering bench"),
        ({"tier": Tier.MAINTAIN, "bench": 11}, "Would be 11th on the Field Engineering bench"),
        ({"bench": 0}, "Nearest to Field Engineering, but not near enough"),
        ({"may_rank": False}, "Not ranked, as they wish"),
        ({"statement": NOTHING, "goal": NOTHING}, "Never asked what they care about"),
    ],
)
def test_standing_is_told_without_a_move(changed: dict[str, object], words: str) -> None:
    assert sentences.standing(reason(**changed), NAMES, "never_asked") == words


@pytest.mark.parametrize(
    ("points", "word"),
    [(100, "Strong"), (50, "Strong"), (49, "Good"), (29, "Faint"), (14, "No match")],
)
def test_strength_is_a_word(points: int, word: str) -> None:
    assert sentences.strength(points) == word


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (12, "12th"), (21, "21st"), (112, "112th")],
)
def test_ordinals(count: int, words: str) -> None:
    assert sentences.ordinal(count) == words
