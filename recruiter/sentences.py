"""The engine's reasons in plain words. Codes and ids come in, sentences go out; no query.

Sentences have no full stop: a list shows them as they are, a page may end them.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_noop, ngettext, pgettext, pgettext_lazy

from candidates.models import PurposeState
from recruiter.policy import POLICY as POLICY
from recruiter.tiering import NOTHING, Alternative, Band, Move, Reason, Tier, What, Why
from recruiter.wording import Told
from recruiter.wording import worded as _

Names = Mapping[int, str]
"""Departments' names by primary key; one that is missing reads "a department"."""

BANDS = Told(
    {
        Band.STRONG: gettext_noop("Strong"),
        Band.GOOD: gettext_noop("Good"),
        Band.FAINT: gettext_noop("Faint"),
        Band.NONE: gettext_noop("No match"),
    }
)
TIERS = Told({Tier.INVEST: gettext_noop("Invest"), Tier.MAINTAIN: gettext_noop("Maintain")})
SMALL = (
    pgettext_lazy("number", "no"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
)

FEW = 2
"""A shift of up to so many places says nothing of anybody."""

QUOTED = 60
"""Letters of a statement that stand for it in a sentence."""

WITHOUT_PURPOSE = Told(
    {
        PurposeState.NEVER_ASKED: gettext_noop("Never asked what they care about"),
        PurposeState.ASKED: gettext_noop("Asked, and no purpose yet"),
        PurposeState.HEARD: gettext_noop("No goal of yours is near"),
        PurposeState.STATED: gettext_noop("No goal of yours is near"),
    }
)

# Reasons that are told the same whichever way somebody moved; {goal} is a department's name.
PLAIN = Told(
    {
        Why.STAYED: gettext_noop("No change"),
        Why.NEW_ON_LIST: gettext_noop("New on your list"),
        Why.LEFT_LIST: gettext_noop("No longer on your list"),
        Why.OBJECTED: gettext_noop(
            "Not ranked any more, by their wish or the end of their consent"
        ),
        Why.RANKED_AGAIN: gettext_noop("May be ranked again"),
        Why.PINNED: gettext_noop("You pinned them here"),
        Why.PIN_ENDED: gettext_noop("Their pin ended"),
        Why.BY_HAND: gettext_noop("You moved them by hand"),
        Why.NEW_PURPOSE: gettext_noop("Stated a new purpose"),
        Why.NOW_PURPOSE: gettext_noop("A statement of theirs counts as a purpose now"),
        Why.STATEMENT_GONE: gettext_noop(
            "The statement that carried their match was retired or deleted"
        ),
        Why.NOT_PURPOSE: gettext_noop(
            "The statement that carried their match no longer counts as a purpose"
        ),
        Why.REWORDED: gettext_noop("Their statement was reworded"),
        # A goal comes and goes with the department served, closed, or written in another language.
        Why.GOAL_ADDED: gettext_noop("{goal} counts for your list now"),
        Why.GOAL_DROPPED: gettext_noop("{goal} no longer counts for your list"),
        Why.GOAL_REWRITTEN: gettext_noop("{goal} rewrote its goal"),
        Why.GOAL_RENAMED: gettext_noop("{goal} has another name, which is read with its goal"),
        Why.IMPORTANCE: gettext_noop("You changed how much {goal} weighs"),
        Why.OTHER_GOALS: gettext_noop("What they bring to other goals changed"),
        Why.METHOD: gettext_noop("Statements are read in a new way"),
        Why.RULES: gettext_noop("The rules of the lists changed"),
        Why.PLACES: gettext_noop("You changed the number of Invest places"),
    }
)


def number(count: int) -> str:
    """Ten and below in letters."""
    return str(SMALL[count]) if count < len(SMALL) else f"{count:,}"


def people(count: int) -> str:
    return ngettext("one person", "%(number)s people", count) % {"number": number(count)}


def ordinal(count: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    if 10 < count % 100 < 14:
        return _("%dth") % count
    return {1: _("%dst"), 2: _("%dnd"), 3: _("%drd")}.get(count % 10, _("%dth")) % count


def department(key: int, names: Names) -> str:
    return names.get(key) or _("A department")


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
        if rose(move):
            return _("A statement of theirs reads more like a purpose")
        return _("A statement of theirs reads less like a purpose")
    if move.why == Why.CONTACTED:
        if rose(move):
            return _("A contact was taken back")
        return _("You were in touch, so others take a turn")
    if move.why in (Why.PASSED, Why.STEPPED_AWAY):
        return others(move)
    return PLAIN[move.why].format(goal=department(move.goal, names))


def others(move: Move) -> str:
    """What other people did to somebody of whom nothing has changed."""
    if move.tier != move.tier_before:
        if rose(move):
            return _("A place in Invest came free")
        return _("Nothing of theirs changed: others add more to Invest now")
    if abs((move.position or 0) - (move.position_before or 0)) <= FEW:
        return _("Shifted as others moved")
    others = {"people": people(move.count)}
    if rose(move):
        return _("Nothing of theirs changed: %(people)s ahead stepped away") % others
    return _("Nothing of theirs changed: %(people)s went past") % others


def not_ranked() -> str:
    return _("Not ranked, as they wish")


def lapsed() -> str:
    return _("Not ranked: their consent has run out")


def standing(reason: Reason, names: Names, purpose_state: str) -> str:
    """Why somebody stands where they stand, when nothing has just moved them."""
    if not reason.may_rank:
        return not_ranked()
    if reason.statement == NOTHING or reason.goal == NOTHING:
        return WITHOUT_PURPOSE[PurposeState(purpose_state)]
    name = department(reason.goal, names)
    if reason.bench == 0:
        return _("Nearest to %(goal)s, but not near enough") % {"goal": name}
    at = {"place": ordinal(reason.bench), "goal": name}
    if reason.tier == Tier.INVEST:
        return _("%(place)s on the %(goal)s bench") % at
    return _("Would be %(place)s on the %(goal)s bench") % at


def tier_change(move: Move) -> str:
    """Where somebody went: "into Invest", "to Maintain", or empty within a list."""
    if move.tier == move.tier_before or move.tier is None:
        return ""
    return _("into Invest") if move.tier == Tier.INVEST else _("to Maintain")


def possessive(name: str) -> str:
    if name.endswith(("s", "S")):
        return pgettext("whose, of a name that ends in s", "%s\u2019") % name
    return pgettext("whose", "%s\u2019s") % name


def alternative(one: Alternative, names: Names, quotes: Mapping[int, str]) -> str:
    """What would be different, and where somebody would stand then.

    Args:
        quotes: the person's statements by key; one that is missing reads "this statement".
    """
    goal = department(one.goal, names)
    match one.what:
        case What.NO_PIN:
            return _("Without the pin: %(then)s") % {"then": would_stand(one, names)}
        case What.NO_GOAL:
            return _("With %(whose)s goal out: %(then)s") % {
                "whose": possessive(goal),
                "then": would_stand(one, names),
            }
        case What.NO_STATEMENT:
            return _("Without %(statement)s: %(then)s") % {
                "statement": quote(quotes.get(one.statement, "")),
                "then": would_stand(one, names),
            }
        case What.MORE_POINTS:
            return ngettext(
                "%(points)d point more for %(goal)s would take a place in Invest",
                "%(points)d points more for %(goal)s would take a place in Invest",
                one.points,
            ) % {"points": one.points, "goal": goal}
        case What.NO_PURPOSE:
            return _("Not even a perfect purpose for %(goal)s would bring them into Invest now") % {
                "goal": goal
            }
    return purpose_needed(one, goal)


def purpose_needed(one: Alternative, goal: str) -> str:
    """One more purpose that would be enough; points are named only beyond the band's border."""
    word = BANDS[POLICY.band(one.points)]
    enough = _("that is %(word)s for %(goal)s") % {"word": word, "goal": goal}
    if one.points > POLICY.strong:
        enough = _("of %(points)d points or more for %(goal)s") % {
            "points": one.points,
            "goal": goal,
        }
    if one.now.statement == NOTHING:
        return _("A stated purpose %(enough)s would bring them into Invest") % {"enough": enough}
    return _("One more stated purpose %(enough)s would bring them into Invest") % {"enough": enough}


def would_stand(one: Alternative, names: Names) -> str:
    """Where somebody would stand: "rank 212, Maintain", with the goal where it is another."""
    then, now = one.then, one.now
    if (then.position, then.tier, then.goal) == (now.position, now.tier, now.goal):
        return _("no change")
    for_goal = ""
    if then.goal not in (now.goal, NOTHING) and then.bench:
        for_goal = _(", for %(goal)s") % {"goal": department(then.goal, names)}
    place = {"place": then.position, "list": TIERS[then.tier]}
    return _("rank %(place)d, %(list)s") % place + for_goal


def quote(text: str) -> str:
    """The beginning of a statement, cut between words."""
    if not text:
        return _("this statement")
    return _("\u201c%s\u201d") % cut(text, QUOTED)


def cut(text: str, letters: int) -> str:
    """As many letters of a text as have room, cut between words."""
    return text if len(text) <= letters else f"{text[:letters].rsplit(' ', 1)[0]}\u2026"


def line(text: str, letters: int) -> str:
    """The same on one line, whatever line breaks the text has."""
    return cut(" ".join(text.split()), letters)
