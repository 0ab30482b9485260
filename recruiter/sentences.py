"""The engine's reasons in plain words. Codes and ids come in, sentences go out; no query.

Sentences have no full stop: a list shows them as they are, a page may end them.
"""

from collections.abc import Mapping

from candidates.models import PurposeState
from recruiter.policy import POLICY as POLICY
from recruiter.tiering import NOTHING, Alternative, Band, Move, Reason, Tier, What, Why

Names = Mapping[int, str]
"""Departments' names by primary key; one that is missing reads "a department"."""

BANDS = {Band.STRONG: "Strong", Band.GOOD: "Good", Band.FAINT: "Faint", Band.NONE: "No match"}
TIERS = {Tier.INVEST: "Invest", Tier.MAINTAIN: "Maintain"}
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

FEW = 2
"""A shift of up to so many places says nothing of anybody."""

NOT_RANKED = "Not ranked, as they wish"
LAPSED = "Not ranked: their consent has run out"
QUOTED = 60
"""Letters of a statement that stand for it in a sentence."""

WITHOUT_PURPOSE = {
    PurposeState.NEVER_ASKED: "Never asked what they care about",
    PurposeState.ASKED: "Asked, and no purpose yet",
    PurposeState.HEARD: "No goal of yours is near",
    PurposeState.STATED: "No goal of yours is near",
}

# Reasons that are told the same whichever way somebody moved; {goal} is a department's name.
PLAIN = {
    Why.STAYED: "No change",
    Why.NEW_ON_LIST: "New on your list",
    Why.LEFT_LIST: "No longer on your list",
    Why.OBJECTED: "Not ranked any more, by their wish or the end of their consent",
    Why.RANKED_AGAIN: "May be ranked again",
    Why.PINNED: "You pinned them here",
    Why.PIN_ENDED: "Their pin ended",
    Why.BY_HAND: "You moved them by hand",
    Why.NEW_PURPOSE: "Stated a new purpose",
    Why.NOW_PURPOSE: "A statement of theirs counts as a purpose now",
    Why.STATEMENT_GONE: "The statement that carried their match was retired or deleted",
    Why.NOT_PURPOSE: "The statement that carried their match no longer counts as a purpose",
    Why.REWORDED: "Their statement was reworded",
    # A goal comes and goes with the department served, closed, or written in another language.
    Why.GOAL_ADDED: "{goal} counts for your list now",
    Why.GOAL_DROPPED: "{goal} no longer counts for your list",
    Why.GOAL_REWRITTEN: "{goal} rewrote its goal",
    Why.GOAL_RENAMED: "{goal} has another name, which is read with its goal",
    Why.IMPORTANCE: "You changed how much {goal} weighs",
    Why.OTHER_GOALS: "What they bring to other goals changed",
    Why.METHOD: "Statements are read in a new way",
    Why.RULES: "The rules of the lists changed",
    Why.PLACES: "You changed the number of Invest places",
}


def number(count: int) -> str:
    """Ten and below in letters."""
    return SMALL[count] if count < len(SMALL) else f"{count:,}"


def people(count: int) -> str:
    return "one person" if count == 1 else f"{number(count)} people"


def ordinal(count: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def department(key: int, names: Names) -> str:
    return names.get(key, "A department")


def strength(points: int) -> str:
    """The word for points, as lists show it."""
    return BANDS[POLICY.band(points)]


def rose(move: Move) -> bool:
    """Whether they went up: into Invest, or forward within a list."""
    if move.tier != move.tier_before:
        return move.tier == Tier.INVEST
    return (move.position or 0) < (move.position_before or 0)


def why(move: Move, names: Names) -> str:
    """Why somebody moved between two rankings: one cause, the person's own first."""
    if move.why == Why.CERTAINTY:
        return f"A statement of theirs reads {'more' if rose(move) else 'less'} like a purpose"
    if move.why == Why.CONTACTED:
        return (
            "A contact was taken back" if rose(move) else "You were in touch, so others take a turn"
        )
    if move.why in (Why.PASSED, Why.STEPPED_AWAY):
        return others(move)
    return PLAIN[move.why].format(goal=department(move.goal, names))


def others(move: Move) -> str:
    """What other people did to somebody of whom nothing has changed."""
    if move.tier != move.tier_before:
        if rose(move):
            return "A place in Invest came free"
        return "Nothing of theirs changed: others add more to Invest now"
    if abs((move.position or 0) - (move.position_before or 0)) <= FEW:
        return "Shifted as others moved"
    if rose(move):
        return f"Nothing of theirs changed: {people(move.count)} ahead stepped away"
    return f"Nothing of theirs changed: {people(move.count)} went past"


def standing(reason: Reason, names: Names, purpose_state: str) -> str:
    """Why somebody stands where they stand, when nothing has just moved them."""
    if not reason.may_rank:
        return NOT_RANKED
    if reason.statement == NOTHING or reason.goal == NOTHING:
        return WITHOUT_PURPOSE[PurposeState(purpose_state)]
    name = department(reason.goal, names)
    if reason.bench == 0:
        return f"Nearest to {name}, but not near enough"
    if reason.tier == Tier.INVEST:
        return f"{ordinal(reason.bench)} on the {name} bench"
    return f"Would be {ordinal(reason.bench)} on the {name} bench"


def tier_change(move: Move) -> str:
    """Where somebody went: "into Invest", "to Maintain", or empty within a list."""
    if move.tier == move.tier_before or move.tier is None:
        return ""
    return "into Invest" if move.tier == Tier.INVEST else "to Maintain"


def possessive(name: str) -> str:
    return f"{name}\u2019" if name.endswith(("s", "S")) else f"{name}\u2019s"


def alternative(one: Alternative, names: Names, quotes: Mapping[int, str]) -> str:
    """What would be different, and where somebody would stand then.

    Args:
        quotes: the person's statements by key; one that is missing reads "this statement".
    """
    goal = department(one.goal, names)
    match one.what:
        case What.NO_PIN:
            return f"Without the pin: {would_stand(one, names)}"
        case What.NO_GOAL:
            return f"With {possessive(goal)} goal out: {would_stand(one, names)}"
        case What.NO_STATEMENT:
            return f"Without {quote(quotes.get(one.statement, ''))}: {would_stand(one, names)}"
        case What.MORE_POINTS:
            points = "1 point" if one.points == 1 else f"{one.points} points"
            return f"{points} more for {goal} would take a place in Invest"
        case What.NO_PURPOSE:
            return f"Not even a perfect purpose for {goal} would bring them into Invest now"
    return purpose_needed(one, goal)


def purpose_needed(one: Alternative, goal: str) -> str:
    """One more purpose that would be enough; points are named only beyond the band's border."""
    more = "A stated purpose" if one.now.statement == NOTHING else "One more stated purpose"
    word = BANDS[POLICY.band(one.points)]
    needed = f"that is {word} for {goal}"
    if one.points > POLICY.strong:
        needed = f"of {one.points} points or more for {goal}"
    return f"{more} {needed} would bring them into Invest"


def would_stand(one: Alternative, names: Names) -> str:
    """Where somebody would stand: "rank 212, Maintain", with the goal where it is another."""
    then, now = one.then, one.now
    if (then.position, then.tier, then.goal) == (now.position, now.tier, now.goal):
        return "no change"
    for_goal = ""
    if then.goal not in (now.goal, NOTHING) and then.bench:
        for_goal = f", for {department(then.goal, names)}"
    return f"rank {then.position}, {TIERS[then.tier]}{for_goal}"


def quote(text: str) -> str:
    """The beginning of a statement, cut between words."""
    if not text:
        return "this statement"
    return f"\u201c{cut(text, QUOTED)}\u201d"


def cut(text: str, letters: int) -> str:
    """As many letters of a text as have room, cut between words."""
    return text if len(text) <= letters else f"{text[:letters].rsplit(' ', 1)[0]}\u2026"


def line(text: str, letters: int) -> str:
    """The same on one line, whatever line breaks the text has."""
    return cut(" ".join(text.split()), letters)
