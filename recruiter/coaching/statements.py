"""What somebody says of themself, sentence by sentence: purpose, problem, empty, or a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recruiter.coaching.clauses import STATEMENT_JOINT, clauses
from recruiter.coaching.findings import (
    Finding,
    StatementReader,
    quoted,
    shifted,
)
from recruiter.coaching.kinds import Kind
from recruiter.coaching.sentences import Span, split
from recruiter.coaching.statement_rules import find_empty, find_leaning
from recruiter.coaching.vocabulary import WORD
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM, CueKind, Reading

#: Courtesy or job-seeking beside so many words more may hide a purpose: asked, not passed over.
ASKED_FROM_WORDS = 8
#: A clause of fewer words ("nobody asked me to") is no problem of its own.
MIN_CLAUSE_WORDS = 5

#: P(empty) from which what is no purpose is said to say nothing of work either.
EMPTY_FROM = 0.5

PHRASES = {
    Kind.PURPOSE: "{cue} speaks of something freely chosen.",
    Kind.PROBLEM: "{cue} tells what the work asks for. It is kept for context.",
    Kind.UNSURE: "{cue} could be a choice or a duty: the rest does not say who chose it.",
    Kind.EMPTY: "{cue} leaves open what for, and for whom.",
}
WHOLE = {
    Kind.PURPOSE: "It reads like something done for its own sake.",
    Kind.PROBLEM: "It reads like what the work asks for. It is kept for context.",
    Kind.UNSURE: "It could be a choice or a duty: it does not say who chose it.",
    Kind.EMPTY: "It leaves open what for, and for whom.",
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence or clause with what was read of it.

    `read` is the stretch that was read; `span` may reach further, over clauses beside it.
    """

    span: Span
    read: Span
    reading: Reading
    empty: Span | None
    kind: Kind
    is_sure: bool


def find_statements(
    text: str, encoder: StatementReader, *, by_clause: bool = True
) -> list[Finding]:
    """Say of each sentence what it is; of its clauses, where they are of two kinds.

    Args:
        text: a note, a mail, a paragraph of a CV, or what is being typed.
        encoder: reads all sentences and clauses in one call.
        by_clause: False leaves every sentence whole, for statements that are kept as they are.

    Returns:
        In order of position, without overlap.
    """
    sentences = split(text)
    parts = {one: clauses(text, one, STATEMENT_JOINT) if by_clause else [one] for one in sentences}
    wanted = list(
        dict.fromkeys(
            span
            for one in sentences
            for span in (one, *(parts[one] if len(parts[one]) > 1 else ()))
        )
    )
    readings = encoder.read_statements([span.of(text) for span in wanted])
    read = {
        span: _read(text, span, reading) for span, reading in zip(wanted, readings, strict=True)
    }
    return [
        _finding(text, one)
        for sentence in sentences
        for one in _chosen(read[sentence], [read[part] for part in parts[sentence] if part in read])
    ]


def _read(text: str, span: Span, reading: Reading) -> _Read:
    words = span.of(text)
    empty = find_empty(words) if reading.language_read else None
    if not empty and reading.p_purpose is not None and reading.p_purpose < PROBLEM_BELOW:
        empty = find_leaning(words)
    kind = kind_of(words, reading, empty)
    is_sure = kind in (Kind.PURPOSE, Kind.EMPTY) or (
        kind is Kind.PROBLEM and len(words.split()) >= MIN_CLAUSE_WORDS
    )
    return _Read(span, span, reading, empty, kind, is_sure)


def kind_of(clause: str, reading: Reading, empty: Span | None) -> Kind:
    """What a clause is: job-seeking and enthusiasm about nothing never pass for a purpose."""
    if reading.p_purpose is None:
        return Kind.NOT_READ
    if empty:
        rest = len(WORD.findall(clause[: empty.start] + clause[empty.end :]))
        asks = reading.p_purpose >= PURPOSE_FROM and rest >= ASKED_FROM_WORDS
        return Kind.UNSURE if asks else Kind.EMPTY
    if reading.p_purpose >= PURPOSE_FROM:
        return Kind.PURPOSE
    if reading.p_purpose >= PROBLEM_BELOW:
        return Kind.UNSURE
    return Kind.EMPTY if (reading.p_empty or 0.0) >= EMPTY_FROM else Kind.PROBLEM


def _chosen(whole: _Read, parts: Sequence[_Read]) -> list[_Read]:
    """The sentence, or its clauses when some are surely a purpose and others surely none."""
    groups: list[list[_Read]] = []
    for part in parts:
        beside = groups[-1] if groups else []
        apart = any(one.is_sure and one.kind is not part.kind for one in beside)
        if beside and not (part.is_sure and apart):
            beside.append(part)
        else:
            groups.append([part])
    joined = [_joined(group) for group in groups]
    kinds = {one.kind for one in joined}
    return joined if Kind.PURPOSE in kinds and kinds & {Kind.PROBLEM, Kind.EMPTY} else [whole]


def _joined(group: Sequence[_Read]) -> _Read:
    """Neighbouring clauses as one: what the first sure one of them is, and its reading."""
    lead = next((one for one in group if one.is_sure), group[0])
    return replace(lead, span=Span(group[0].span.start, group[-1].span.end))


def _finding(text: str, one: _Read) -> Finding:
    start, end, chance = one.span.start, one.span.end, one.reading.p_purpose
    if one.kind is Kind.NOT_READ:
        reason = one.reading.reason
        return Finding(start, end, one.kind, f"{reason[:1].upper()}{reason[1:]}.")
    cue = _phrase(one)
    reason = PHRASES[one.kind].format(cue=quoted(text, cue)) if cue else WHOLE[one.kind]
    # Where a rule decided, the probability would contradict it.
    return Finding(
        start, end, one.kind, reason, cue, None if one.kind is Kind.EMPTY or one.empty else chance
    )


def _phrase(one: _Read) -> Span | None:
    """The phrase that carried the kind, where it stands in the text; the longest of several."""
    if one.empty:
        return shifted(one.empty.start, one.empty.end, one.read.start)
    if one.kind in (Kind.UNSURE, Kind.EMPTY):
        return None
    wanted = CueKind.PURPOSE if one.kind is Kind.PURPOSE else CueKind.PROBLEM
    cues = [cue for cue in one.reading.cues if cue.kind is wanted]
    if not cues:
        return None
    longest = max(cues, key=lambda cue: cue.end - cue.start)
    return shifted(longest.start, longest.end, one.read.start)
