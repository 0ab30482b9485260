"""A manager's goal, sentence by sentence: what lasts, and what is a plan, a post or a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from recruiter.coaching.clauses import COORDINATE_JOINT, GOAL_JOINT, LIST_JOINT, clauses
from recruiter.coaching.dates import Dated, find_dated
from recruiter.coaching.findings import Finding, GoalReader, quoted, shifted
from recruiter.coaching.goal_rules import Cue, content_words, find_cue
from recruiter.coaching.kinds import Kind
from recruiter.coaching.sentences import Span, split
from recruiter.coaching.vocabulary import plain
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.encoder.language import language_of

#: A rule that stands by itself gives way only to an encoder that is as sure as this.
OVERRULED_FROM = 0.95
#: So sure an encoder may be that an aim is only helped by its date.
AIM_FROM = 0.9
#: An encoder that is surer than this that a clause is no aim cuts it from one that is.
SURELY_NOT = 0.2
#: Clauses of fewer words are not read by themselves.
CLAUSE_WORDS = 4
#: "and open …": a verb that stands so near to the beginning of a clause leads it.
BEGINNING = 4
#: So many words in front of a plan may be an aim.
AIM_WORDS = 5
PLANS = (Kind.FIGURE, Kind.HEADCOUNT, Kind.TODO)
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
    """A sentence or a clause, what a rule found in it, and what in it will be out of date.

    A clause that stands alone, between semicolons, is judged like a sentence; any other one that
    says nothing by itself goes with its neighbour. An item of a list of figures stays an item.
    """

    span: Span
    cue: Cue | None
    dated: Dated | None
    is_part: bool = False
    stands_alone: bool = True
    is_item: bool = False

    @property
    def is_firm(self) -> bool:
        return self.cue is not None and self.cue.is_firm

    @property
    def speaks(self) -> Kind | None:
        """The kind that its words alone speak for."""
        if self.cue:
            return self.cue.kind
        return Kind.DATED if self.dated else None


def find_goals(text: str, encoder: GoalReader | None, *, today: date) -> list[Finding]:
    """Say of each sentence what it is, and of each phrase that will be out of date that it will.

    Args:
        text: a big goal as it is being written.
        encoder: reads whether a sentence lasts; None leaves it to the rules. One call.
        today: which dates are near.

    Returns:
        In order of position; of two that begin at one place the longer first.
    """
    dated = find_dated(text, today=today)
    sentences = [_sentence(text, sentence, dated) for sentence in split(text)]
    if not sentences or _is_thin(text, [unit for one in sentences for unit in one.units]):
        return [_thin(text)] if text.strip() else []
    read = _lasting(text, [span for one in sentences for span in one.unread], encoder)
    units = [unit for one in sentences for unit in one.chosen(read)]
    chances = [read.get(unit.span) for unit in units]
    kinds = [_kind(*pair) for pair in zip(units, chances, strict=True)]
    found = list(_merged(text, units, kinds, chances))
    return sorted([*found, *_dated(text, found, dated)], key=lambda one: (one.start, -one.end))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as a whole, and its clauses; `is_cut` when their words speak for themselves."""

    whole: _Unit
    parts: Sequence[_Unit]
    is_cut: bool

    @property
    def units(self) -> Sequence[_Unit]:
        """All that it may be."""
        return self.parts if self.is_cut else (self.whole, *self.parts)

    @property
    def unread(self) -> list[Span]:
        """What the encoder has to read: not a clause that a rule has cut off and named."""
        return [one.span for one in self.units if not (self.is_cut and one.is_firm)]

    def chosen(self, read: Mapping[Span, float | None]) -> Sequence[_Unit]:
        """The clauses, when the words or the encoder tell them apart; else the sentence."""
        chances = [chance for part in self.parts if (chance := read.get(part.span)) is not None]
        apart = chances and max(chances) >= PURPOSE_FROM and min(chances) < SURELY_NOT
        return self.parts if self.is_cut or apart else (self.whole,)


def _sentence(text: str, sentence: Span, dated: Sequence[Dated]) -> _Sentence:
    whole = _unit(text, sentence, dated)
    parts = [
        unit for part in clauses(text, sentence, GOAL_JOINT) for unit in _items(text, part, dated)
    ]
    speaks = any(unit.is_firm or unit.dated for unit in parts)
    differ = len({unit.speaks for unit in parts}) > 1 or any(unit.is_item for unit in parts)
    if speaks and differ:
        cut = [
            replace(one, is_part=True, stands_alone=_stands_alone(text, one.span)) for one in parts
        ]
        return _Sentence(whole, cut, is_cut=True)
    # Only the encoder can tell them apart, and only what could be a sentence of its own.
    pieces = clauses(text, sentence, COORDINATE_JOINT)
    if len(pieces) == 1 or min(len(piece.of(text).split()) for piece in pieces) < CLAUSE_WORDS:
        return _Sentence(whole, (), is_cut=False)
    return _Sentence(
        whole, [replace(_unit(text, one, dated), is_part=True) for one in pieces], is_cut=False
    )


def _unit(text: str, span: Span, dated: Sequence[Dated]) -> _Unit:
    """What is in a stretch; a date that is all of it belongs to what stands before it."""
    inside = (one for one in dated if one.is_firm and span.start <= one.start < span.end)
    first = next((one for one in inside if one.end - one.start < span.end - span.start - 2), None)
    return _Unit(span, find_cue(span.of(text)), first)


def _items(text: str, part: Span, dated: Sequence[Dated]) -> list[_Unit]:
    """A clause, or the items of a list in it that are plans of their own: "cut A, raise B"."""
    items: list[_Unit] = []
    for piece in clauses(text, part, LIST_JOINT):
        unit = _unit(text, piece, dated)
        if not items or _parts(text, items[-1], unit):
            items.append(unit)
        else:
            # What a piece says by itself stays with the first one that says anything.
            span = Span(items[-1].span.start, piece.end)
            items[-1] = replace(items[-1] if items[-1].cue else unit, span=span)
    kinds = {one.cue.kind if one.cue else None for one in items}
    if kinds <= {Kind.TODO} or kinds <= {Kind.HEADCOUNT} or len(items) == 1:
        return [_unit(text, part, dated)]  # one plan of several steps
    return [replace(_unit(text, one.span, dated), is_item=True) for one in items]


def _parts(text: str, before: _Unit, unit: _Unit) -> bool:
    """Whether two neighbours in a list are two: two figures, or a plan after something else."""
    if _counts(before) and _counts(unit):
        return True
    if not (_is_plan(text, unit) and (unit.is_firm or before.is_firm)):
        return False
    return _is_plan(text, before) or (
        not before.is_firm and len(before.span.of(text).split()) >= AIM_WORDS
    )


def _is_plan(text: str, unit: _Unit) -> bool:
    """Whether a piece is a plan by itself: by a firm rule, a verb in front, or in percent."""
    if unit.cue is None or unit.cue.kind not in PLANS:
        return False
    begins = unit.cue.kind is Kind.TODO and unit.cue.start <= BEGINNING
    return unit.is_firm or begins or "%" in unit.span.of(text)


def _counts(unit: _Unit) -> bool:
    """Whether a piece is a figure without the rest of its list."""
    if unit.cue is None or unit.cue.kind is not Kind.FIGURE:
        return False
    return unit.is_firm or unit.cue.has_digit


def _stands_alone(text: str, part: Span) -> bool:
    """Whether a semicolon parts a clause from the rest of its sentence."""
    return text[: part.start].rstrip().endswith(";") or text[part.end :].startswith(";")


def _is_thin(text: str, units: Sequence[_Unit]) -> bool:
    is_plain = not any(unit.is_firm for unit in units)
    return len(text.split()) <= THIN_WORDS or (is_plain and content_words(text) == 0)


def _thin(text: str) -> Finding:
    start = len(text) - len(text.lstrip())
    return Finding(start, len(text.rstrip()), Kind.THIN, WHOLE[Kind.THIN])


def _lasting(
    text: str, spans: Sequence[Span], encoder: GoalReader | None
) -> dict[Span, float | None]:
    """The encoder's opinion of each stretch, in one call; None of all without an encoder."""
    if encoder is None:
        return dict.fromkeys(spans)
    return dict(zip(spans, encoder.lasting([span.of(text) for span in spans]), strict=True))


def _kind(unit: _Unit, chance: float | None) -> Kind | None:
    """What a unit is; None for a part that says nothing by itself and follows its neighbour."""
    if unit.cue and unit.cue.is_firm and (chance or 0.0) < OVERRULED_FROM:
        return unit.cue.kind
    if unit.dated and not _names_a_plan(unit) and (chance or 0.0) < AIM_FROM:
        return Kind.DATED
    if chance is None:
        return _kind_by_rules(unit)
    if chance >= PURPOSE_FROM:
        return Kind.LASTING
    if unit.cue and chance < NAMED_BELOW:
        return unit.cue.kind
    if not unit.stands_alone:
        return None
    return Kind.SPEC if chance < PROBLEM_BELOW else Kind.UNSURE


def _names_a_plan(unit: _Unit) -> bool:
    """Whether a rule says which kind of plan it is: a date in it then is a part of that plan."""
    return unit.cue is not None and unit.cue.kind in PLANS


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
        joins = kind is None or (beside is not None and beside[1] in (None, kind))
        if beside and joins and not unit.is_item:
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
    by_rule = kind is Kind.DATED or (lead.is_firm and kind is not Kind.LASTING)
    return Finding(span.start, span.end, kind, reason, cue, None if by_rule else chance)


def _phrase(text: str, span: Span, kind: Kind, lead: _Unit) -> Span | None:
    """The phrase that carried a kind, where it stands in the text."""
    if kind is Kind.LASTING:
        match = SERVES.search(plain(span.of(text)))
        return shifted(match.start(), match.end(), span.start) if match else None
    if kind is Kind.DATED and lead.dated:
        return Span(lead.dated.start, lead.dated.end)
    if lead.cue and lead.cue.kind is kind:
        return shifted(lead.cue.start, lead.cue.end, lead.span.start)
    return None


def _dated(text: str, found: Sequence[Finding], dated: Sequence[Dated]) -> Iterator[Finding]:
    """Dates, quarters, near years, versions and named projects, wherever a plan shows in them."""
    for one in dated:
        around = next((part for part in found if part.start <= one.start < part.end), None)
        if around is None or around.kind in (Kind.NOT_READ, Kind.DATED):
            continue
        if one.is_firm or around.kind is not Kind.LASTING:
            cue = Span(one.start, one.end)
            words = REASONS[Kind.DATED] if one.is_time else VERSIONED
            reason = words.format(cue=quoted(text, cue))
            yield Finding(one.start, one.end, Kind.DATED, reason, cue, is_phrase=True)
