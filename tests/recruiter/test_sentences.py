from dataclasses import replace

import pytest

from recruiter import policy, ranking, sentences
from recruiter.tiering import NOTHING, Alternative, Band, Move, Pin, Reason, Tier, What, Why

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


@pytest.mark.parametrize(
    ("name", "owned"),
    [("Security", "Security\u2019s"), ("Finance Operations", "Finance Operations\u2019")],
)
def test_names_are_owned_as_in_print(name: str, owned: str) -> None:
    assert sentences.possessive(name) == owned


def test_every_screen_names_points_by_the_bands_that_decide() -> None:
    assert sentences.POLICY is ranking.POLICY is policy.POLICY
    assert sentences.BANDS.keys() == set(Band)


def test_every_way_of_moving_has_its_own_words() -> None:
    """Their statement, the goal's wording, somebody else's, a pin, a setting, a new model."""
    told = {
        Why.NEW_PURPOSE: "Stated a new purpose",
        Why.REWORDED: "Their statement was reworded",
        Why.GOAL_REWRITTEN: "Field Engineering rewrote its goal",
        Why.GOAL_RENAMED: "Field Engineering has another name, which is read with its goal",
        Why.PINNED: "You pinned them here",
        Why.PIN_ENDED: "Their pin ended",
        Why.PLACES: "You changed the number of Invest places",
        Why.IMPORTANCE: "You changed how much Field Engineering weighs",
        Why.GOAL_ADDED: "Field Engineering counts for your list now",
        Why.GOAL_DROPPED: "Field Engineering no longer counts for your list",
        Why.METHOD: "Statements are read in a new way",
        Why.RULES: "The rules of the lists changed",
    }
    assert {why: sentences.why(move(why), NAMES) for why in told} == told
    each = {sentences.why(move(why, up=why != Why.PASSED, count=4), NAMES) for why in Why}
    assert len(each) == len(Why)


SECURITY = NAMES | {8: "Security"}
QUOTES = {5: "I stay up at night working out how a month-end close could take one day."}


def different(what: What, *, points: int = 0, **then: object) -> Alternative:
    """Somebody in Maintain, and one thing that is different."""
    now = reason(tier=Tier.MAINTAIN, position=60)
    after = reason(**({"tier": Tier.MAINTAIN, "position": 212} | then))
    statement = 5 if what is What.NO_STATEMENT else NOTHING
    return Alternative(what, now, after, goal=8, statement=statement, points=points)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (different(What.NO_GOAL), "With Security\u2019s goal out: rank 212, Maintain"),
        (
            different(What.NO_GOAL, tier=Tier.INVEST, position=48, goal=8, bench=3),
            "With Security\u2019s goal out: rank 48, Invest, for Security",
        ),
        (different(What.NO_GOAL, position=60), "With Security\u2019s goal out: no change"),
        (
            different(What.NO_STATEMENT, goal=NOTHING, bench=0),
            "Without \u201cI stay up at night working out how a month-end close could\u2026\u201d:"
            " rank 212, Maintain",
        ),
        (different(What.NO_PIN), "Without the pin: rank 212, Maintain"),
        (
            different(What.MORE_POINTS, points=6),
            "6 points more for Security would take a place in Invest",
        ),
        (
            different(What.MORE_POINTS, points=1),
            "1 point more for Security would take a place in Invest",
        ),
        (
            different(What.ONE_PURPOSE, points=50),
            "One more stated purpose that is Strong for Security would bring them into Invest",
        ),
        (
            different(What.ONE_PURPOSE, points=71),
            "One more stated purpose of 71 points or more for Security would bring them into"
            " Invest",
        ),
        (
            different(What.NO_PURPOSE, points=100),
            "Not even a perfect purpose for Security would bring them into Invest now",
        ),
    ],
)
def test_what_would_change_it_is_told_in_words(one: Alternative, words: str) -> None:
    assert sentences.alternative(one, SECURITY, QUOTES) == words


def test_a_first_purpose_is_not_one_more() -> None:
    one = different(What.ONE_PURPOSE, points=50)
    one = replace(one, now=replace(one.now, statement=NOTHING, goal=NOTHING))
    assert sentences.alternative(one, SECURITY, QUOTES) == (
        "A stated purpose that is Strong for Security would bring them into Invest"
    )


def test_a_quote_is_cut_between_words_and_a_lost_one_has_a_name() -> None:
    assert sentences.quote("I mend clocks.") == "\u201cI mend clocks.\u201d"
    assert sentences.quote("") == "this statement"
