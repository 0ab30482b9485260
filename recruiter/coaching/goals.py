"""A manager's goal, sentence by sentence: what lasts, and what is a plan, a post or a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from recruiter.coaching.clauses import GOAL_JOINT, clauses
from recruiter.coaching.dates import find_dated
from recruiter.coaching.findings import NO_BELOW, YES_FROM, Finding, GoalReader, quoted, shifted
from recruiter.coaching.goal_rules import Cue, content_words, find_cue
from recruiter.coaching.kinds import Kind
from recruiter.coaching.sentences import Span, split
from recruiter.coaching.vocabulary import plain
from recruiter.encoder.language import language_of

#: A rule that stands by itself gives way only to an encoder that is as sure as this.
OVERRULED_FROM = 0.95
#: Below it a phrase may say which kind of plan a clause is.
NAMED_BELOW = 0.5
#: So few words say nothing of an aim, whatever they are.
THIN_WORDS = 2

#: What people recognise themselves in: whom it is for, and that it is meant for good.
SERVES = re.compile(
    r"(?<!\w)(?:so that|for (?:every|all|whoever|people|those|anybody|anyone|everybody|everyone)\w*"
    r"|no(?:body|\s?one)|(?:every|no) \w+|whoever|always|never|in (?:five|ten|twenty) years"
    r"|because)(?!\w)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*$")
REASONS = {
    Kind.HEADCOUNT: "{cue} counts people. Once they are here, it says no more what for.",
    Kind.SPEC: "{cue} describes a post or a duty, which changes more often than an aim.",
    Kind.TODO: "{cue} begins a piece of work that ends. An aim is what is true afterwards.",
    Kind.FIGURE: "{cue} is a figure: it is met or missed, and then another one comes.",
    Kind.SLOGAN: "{cue} has no object yet: any department could say it.",
    Kind.LASTING: "{cue} says whom or what it is for, and can be worked on for years.",
    Kind.DATED: "{cue} will be out of date when that time has come.",
}
WHOLE = {
    Kind.LASTING: "It can be worked on for years, and nobody has to be told how.",
    Kind.SPEC: "It reads like what is needed or done next, rather than what it is for.",
    Kind.UNSURE: "It could be why the department exists, or what comes next.",
    Kind.THIN: "There is little here yet that somebody could recognise as their own aim.",
}
VERSIONED = "{cue} names a version or a project, and will be out of date with it."


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or a clause, and the phrase that a rule found in it.

    A clause that stands alone, between semicolons, is judged like a sentence; any other one that
    says nothing by itself goes with its neighbour.
    """

    span: Span
    cue: Cue | None
    is_part: bool = False
    stands_alone: bool = True

    @property
    def is_firm(self) -> bool:
        return self.cue is not None and self.cue.is_firm


def find_goals(text: str, encoder: GoalReader | None, *, today: date) -> list[Finding]:
    """Say of each sentence what it is, and of each phrase that will be out of date that it will.

    Args:
        text: a big goal as it is being written.
        encoder: reads whether a sentence lasts; None leaves it to the rules. One call.
        today: which dates are near.

    Returns:
        In order of position; of two that begin at one place the longer first.
    """
    units = [unit for sentence in split(text) for unit in _units(text, sentence)]
    if not units or _is_thin(text, units):
        return [_thin(text)] if text.strip() else []
    chances = _lasting(text, units, encoder)
    found = list(
        _merged(text, units, [_kind(*pair) for pair in zip(units, chances, strict=True)], chances)
    )
    return sorted([*found, *_dated(text, found, today)], key=lambda one: (one.start, -one.end))


def _units(text: str, sentence: Span) -> list[_Unit]:
    """The sentence, or its clauses where a phrase in one of them stands by itself."""
    parts = clauses(text, sentence, GOAL_JOINT)
    units = [
        _Unit(part, find_cue(part.of(text)), is_part=True, stands_alone=_stands_alone(text, part))
        for part in parts
    ]
    kinds = {unit.cue.kind if unit.cue else None for unit in units}
    if len(kinds) > 1 and any(unit.is_firm for unit in units):
        return units
    return [_Unit(sentence, find_cue(sentence.of(text)))]


def _stands_alone(text: str, part: Span) -> bool:
    """Whether a semicolon parts a clause from the rest of its sentence."""
    return text[: part.start].rstrip().endswith(";") or text[part.end :].startswith(";")


def _is_thin(text: str, units: Sequence[_Unit]) -> bool:
    is_plain = not any(unit.is_firm for unit in units)
    return len(text.split()) <= THIN_WORDS or (is_plain and content_words(text) == 0)


def _thin(text: str) -> Finding:
    start = len(text) - len(text.lstrip())
    return Finding(start, len(text.rstrip()), Kind.THIN, WHOLE[Kind.THIN])


def _lasting(text: str, units: Sequence[_Unit], encoder: GoalReader | None) -> list[float | None]:
    if encoder is None:
        return [None] * len(units)
    return encoder.lasting([unit.span.of(text) for unit in units])


def _kind(unit: _Unit, chance: float | None) -> Kind | None:
    """What a unit is; None for a part that says nothing by itself and follows its neighbour."""
    if unit.cue and unit.cue.is_firm and (chance or 0.0) < OVERRULED_FROM:
        return unit.cue.kind
    if chance is None:
        return _kind_by_rules(unit)
    if chance >= YES_FROM:
        return Kind.LASTING
    if unit.cue and chance < NAMED_BELOW:
        return unit.cue.kind
    if not unit.stands_alone:
        return None
    return Kind.SPEC if chance < NO_BELOW else Kind.UNSURE


def _kind_by_rules(unit: _Unit) -> Kind | None:
    """Where no encoder says: a phrase that does not stand by itself is a question."""
    if unit.cue:
        return Kind.UNSURE if unit.stands_alone else None
    return Kind.LASTING


def _merged(
    text: str,
    units: Sequence[_Unit],
    kinds: Sequence[Kind | None],
    chances: Sequence[float | None],
) -> Iterator[Finding]:
    """Findings of whole units, with parts of one kind joined to each other."""
    groups: list[tuple[list[int], Kind | None]] = []
    for row, (unit, kind) in enumerate(zip(units, kinds, strict=True)):
        beside = (
            groups[-1] if groups and unit.is_part and _same_sentence(text, units, row) else None
        )
        if beside and (kind is None or beside[1] is None or beside[1] is kind):
            groups[-1] = ([*beside[0], row], beside[1] or kind)
        else:
            groups.append(([row], kind))
    for rows, kind in groups:
        span = Span(units[rows[0]].span.start, units[rows[-1]].span.end)
        lead = next((row for row in rows if kinds[row] is kind), rows[0])
        yield _finding(text, span, kind or Kind.UNSURE, units[lead], chances[lead])


def _same_sentence(text: str, units: Sequence[_Unit], row: int) -> bool:
    """Whether a part goes on in the sentence of the unit before it."""
    before = units[row - 1]
    return before.is_part and not SENTENCE_END.search(before.span.of(text))


def _finding(text: str, span: Span, kind: Kind, lead: _Unit, chance: float | None) -> Finding:
    """What the unit that leads a stretch says of all of it."""
    language = language_of(span.of(text))
    if chance is None and not language.read:
        reason = f"{language.reason[:1].upper()}{language.reason[1:]}."
        return Finding(span.start, span.end, Kind.NOT_READ, reason)
    cue = _phrase(text, span, kind, lead)
    words = REASONS.get(kind) if cue else None
    reason = (
        words.format(cue=quoted(text, cue))
        if words and cue
        else WHOLE.get(kind, WHOLE[Kind.UNSURE])
    )
    by_rule = lead.is_firm and kind is not Kind.LASTING
    return Finding(span.start, span.end, kind, reason, cue, None if by_rule else chance)


def _phrase(text: str, span: Span, kind: Kind, lead: _Unit) -> Span | None:
    """The phrase that carried a kind, where it stands in the text."""
    if kind is Kind.LASTING:
        match = SERVES.search(plain(span.of(text)))
        return shifted(match.start(), match.end(), span.start) if match else None
    if lead.cue and lead.cue.kind is kind:
        return shifted(lead.cue.start, lead.cue.end, lead.span.start)
    return None


def _dated(text: str, found: Sequence[Finding], today: date) -> Iterator[Finding]:
    """Dates, quarters, near years, versions and named projects, wherever a plan shows in them."""
    for one in find_dated(text, today=today):
        around = next((part for part in found if part.start <= one.start < part.end), None)
        if around is None or around.kind is Kind.NOT_READ:
            continue
        if one.is_firm or around.kind is not Kind.LASTING:
            cue = Span(one.start, one.end)
            words = REASONS[Kind.DATED] if one.is_time else VERSIONED
            yield Finding(one.start, one.end, Kind.DATED, words.format(cue=quoted(text, cue)), cue)
