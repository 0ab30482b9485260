"""What the coach says, ready to print: beside a manager's goal, and of a paste to be split."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from recruiter.coaching import (
    Advice,
    Finding,
    Kind,
    Span,
    for_candidate,
    for_manager,
    for_recruiter,
    split,
)
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM, EncoderError
from recruiter.encoder.cues import find_cues
from recruiter.highlight import Segment, segments
from recruiter.readings import current_encoder


@dataclass(frozen=True, slots=True)
class Tip:
    """One finding in a goal: its words with the phrase that carried it, its name and the reason.

    `segments` are empty where the phrase is all of it: the reason quotes it already. `words` are
    all of it, as they stand in the text.
    """

    segments: Sequence[Segment]
    name: str
    icon: str
    style: str
    reason: str
    words: str = ""
    number: int = 0
    is_phrase: bool = False
    is_kept: bool = False

    @property
    def offers(self) -> bool:
        """Whether it can be taken out, or kept against the coach's advice."""
        return self.style == "warn" and not self.is_kept


@dataclass(frozen=True, slots=True)
class GoalAdvice:
    """What stands under the text area of a goal.

    `lasting` and `others` count the letters of each, for the scale; what is kept anyway is
    neither.
    """

    verdict: str
    tips: Sequence[Tip]
    question: str
    lasting: int = 0
    others: int = 0
    words: int = 0

    @property
    def letters(self) -> int:
        return self.lasting + self.others

    @property
    def scale(self) -> str:
        share = round(100 * self.lasting / self.letters) if self.letters else 0
        return _("%(share)d%% of it lasting") % {"share": share}


@dataclass(frozen=True, slots=True)
class OwnTip:
    """One sentence of somebody's own: quoted, with what the program makes of it."""

    quote: str
    is_purpose: bool
    reason: str


@dataclass(frozen=True, slots=True)
class OwnAdvice:
    """What stands under a candidate's words: tips, and the one next question. Never a grade.

    `purposes` and `others` count the letters of each, for the scale.
    """

    verdict: str
    tips: Sequence[OwnTip]
    question: str
    purposes: int
    others: int

    @property
    def letters(self) -> int:
        return self.purposes + self.others


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a paste: what it counts as, how sure that is, and whether it is ticked.

    `kind` is one of profile's, or "empty". `asks`: a person has to say what it is.
    """

    number: int
    segments: Sequence[Segment]
    kind: str
    tag: str
    certainty: str
    reason: str
    is_ticked: bool
    chosen_kind: str = ""

    @property
    def asks(self) -> bool:
        return self.kind == Kind.UNSURE

    @property
    def style(self) -> str:
        return "unsure" if self.kind == Kind.EMPTY else self.kind


@dataclass(frozen=True, slots=True)
class Split:
    """A paste, statement by statement."""

    parts: Sequence[Part]
    verdict: str
    question: str
    missing: Sequence[str]


# Name, icon and style of an icon.
GOALS = {
    Kind.LASTING: (gettext_lazy("Lasting"), "circle-check", "ok"),
    Kind.SPEC: (gettext_lazy("Job spec"), "triangle-alert", "warn"),
    Kind.TODO: (gettext_lazy("To-do"), "list-checks", "warn"),
    Kind.HEADCOUNT: (gettext_lazy("Head count"), "users", "warn"),
    Kind.FIGURE: (gettext_lazy("Figure"), "triangle-alert", "warn"),
    Kind.SLOGAN: (gettext_lazy("No object"), "triangle-alert", "warn"),
    Kind.DATED: (gettext_lazy("Out of date soon"), "clock", "warn"),
    Kind.THIN: (gettext_lazy("A beginning"), "info", "muted"),
    Kind.UNSURE: (gettext_lazy("Either"), "info", "muted"),
    Kind.NOT_READ: (gettext_lazy("Not read"), "info", "muted"),
}
TAGS = {
    Kind.PURPOSE: gettext_lazy("Purpose"),
    Kind.PROBLEM: gettext_lazy("Problem"),
    Kind.UNSURE: gettext_lazy("Unsure"),
    Kind.EMPTY: gettext_lazy("Empty"),
    Kind.NOT_READ: gettext_lazy("Not read"),
}
READING = gettext_lazy("Reading…")
# Whoever wrote in another language is not passed over for it.
TICKED = (Kind.PURPOSE, Kind.UNSURE, Kind.NOT_READ)

# Words for P(purpose), by the lowest probability that each stands for.
CERTAINTIES = (
    (0.9, gettext_lazy("Almost certainly a purpose")),
    (PURPOSE_FROM, gettext_lazy("Probably a purpose")),
    (PROBLEM_BELOW, gettext_lazy("Could be either")),
    (0.1, gettext_lazy("Probably a problem")),
    (0.0, gettext_lazy("Almost certainly a problem")),
)


def goal_advice(text: str, kept: Collection[str] = ()) -> GoalAdvice:
    """Coach a goal as it is being written. Without the encoder's weights the rules speak alone.

    Args:
        kept: sentences that their author keeps anyway; nothing more is said of them.
    """
    today = timezone.localdate()
    try:
        advice = for_manager(text, current_encoder(), today=today)
    except EncoderError:
        advice = for_manager(text, None, today=today)
    tips = [tip(text, number, one, kept) for number, one in enumerate(advice.spans)]
    return GoalAdvice(
        advice.verdict,
        tips,
        advice.question,
        lasting=sum(len(one.words) for one in tips if one.style == "ok"),
        others=sum(len(one.words) for one in tips if one.style == "warn" and not one.is_kept),
        words=len(text.split()),
    )


def tip(text: str, number: int, one: Finding, kept: Collection[str]) -> Tip:
    name, icon, style = GOALS[one.kind]
    words = one.of(text)
    marked = "purpose" if one.kind == Kind.LASTING else "problem"
    whole = one.cue is not None and one.cue.of(text) == words
    cues = [(one.cue.start - one.start, one.cue.end - one.start, marked)] if one.cue else []
    return Tip(
        segments=[] if whole else segments(words, cues),
        name=str(name),
        icon=icon,
        style=style,
        reason=one.reason,
        words=words,
        number=number,
        is_phrase=one.is_phrase,
        is_kept=words in kept,
    )


def own_advice(text: str) -> OwnAdvice | None:
    """Coach somebody about themself; None for nothing, and where nothing can be read."""
    try:
        advice = for_candidate(text, current_encoder())
    except EncoderError:
        return None
    if not advice.spans:
        return None
    kinds = {one.kind for one in advice.spans}
    tips = [OwnTip(one.of(text), one.kind == Kind.PURPOSE, own_reason(one)) for one in advice.spans]
    purposes = sum(len(one.quote) for one in tips if one.is_purpose)
    letters = sum(len(one.quote) for one in tips)
    question = advice.question if speaks_english() else _("What made you start, and who gains?")
    return OwnAdvice(own_verdict(kinds), tips, question, purposes, letters - purposes)


def speaks_english() -> bool:
    """Reasons and questions are reviewed in English; elsewhere a plain line stands for them."""
    return (get_language() or "en").startswith("en")


def own_reason(one: Finding) -> str:
    if one.kind == Kind.NOT_READ:
        return _("The program reads English only. People read this, whatever the language.")
    if speaks_english():
        return one.reason
    if one.kind == Kind.PURPOSE:
        return _("This reads like something you would do anyway.")
    return _("This tells what you did. It is kept for context.")


def own_verdict(kinds: Collection[Kind]) -> str:
    """What somebody's words are so far, in one line that grades nothing."""
    if set(kinds) == {Kind.PURPOSE}:
        return _("This is something you would do anyway")
    if Kind.PURPOSE in kinds:
        return _("Part of this is something you would do anyway")
    if Kind.PROBLEM in kinds:
        return _("So far this tells what you did")
    return _("A beginning: tell a little more")


def split_of(text: str, *, ticked: Collection[int] | None, kinds: dict[int, str]) -> Split:
    """A paste with each statement's label.

    Args:
        ticked: numbers of those that a person has chosen; None before anybody has.
        kinds: what a person has said they are, by number.
    """
    try:
        advice = for_recruiter(text, current_encoder(), by_clause=False)
    except EncoderError:
        return Split([unread(text, *one) for one in enumerate(split(text))], "", "", ())
    return Split(
        [
            part(text, number, one, ticked, kinds.get(number, ""))
            for number, one in enumerate(advice.spans)
        ],
        advice.verdict,
        advice.question,
        missing(advice),
    )


def part(text: str, number: int, one: Finding, ticked: Collection[int] | None, kind: str) -> Part:
    words = one.of(text)
    is_read = one.kind != Kind.NOT_READ
    cues = [(cue.start, cue.end, str(cue.kind)) for cue in find_cues(words)] if is_read else []
    return Part(
        number=number,
        segments=segments(words, cues),
        kind=one.kind,
        tag=str(TAGS[one.kind]),
        certainty=certainty(one.probability),
        reason=one.reason,
        is_ticked=one.kind in TICKED if ticked is None else number in ticked,
        chosen_kind=kind,
    )


def unread(text: str, number: int, span: Span) -> Part:
    """A statement while nothing can be read: all of them are kept, and read later."""
    return Part(number, [Segment(span.of(text))], "reading", str(READING), "", "", is_ticked=True)


def certainty(probability: float | None) -> str:
    """A probability of purpose in words; empty where a rule decided or nothing was read."""
    if probability is None:
        return ""
    return next(str(words) for least, words in CERTAINTIES if probability >= least)


def missing(advice: Advice) -> Sequence[str]:
    """What would make it evidence, where there is a purpose at all."""
    return advice.missing if any(one.kind == Kind.PURPOSE for one in advice.spans) else ()
