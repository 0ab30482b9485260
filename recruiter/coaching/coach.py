"""One engine, three voices: what each sentence is, what carried that, and what to ask next.

It quotes, gives a reason and asks. It never grades, and infers nothing about feelings or character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from recruiter.coaching.findings import Finding, GoalReader, StatementReader
from recruiter.coaching.goals import find_goals
from recruiter.coaching.kinds import Kind
from recruiter.coaching.questions import Voice, next_question
from recruiter.coaching.statement_rules import Evidence, Mark, find_evidence
from recruiter.coaching.statements import find_statements
from recruiter.coaching.verdicts import tell_goal, tell_statements

#: A longer text is coached up to here: 2,000 characters are a goal's and a statement's limit, and
#: 20,000 a note's.
MAX_CHARACTERS, MAX_NOTE_CHARACTERS = 4000, 20_000
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the coach says of one text.

    Attributes:
        spans: what each sentence, clause or phrase is, in order of position.
        question: the next question, from the reviewed set.
        verdict: what it all is, in one line without a full stop; empty for an empty text.
        situation: the heading under which the question stands.
        missing: what would make it evidence and is not said yet, each in one sentence; for a
            recruiter only.
        marks: the phrases that make it evidence, as far as it is; for a recruiter only.
    """

    spans: tuple[Finding, ...]
    question: str
    verdict: str
    situation: str
    missing: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


def for_candidate(text: str, encoder: StatementReader) -> Advice:
    """Coach somebody who writes about themself: purpose or problem, and what to ask next."""
    found = find_statements(text[:MAX_CHARACTERS], encoder)
    return _advice(
        Voice.CANDIDATE, found, _leading(found, STATEMENTS_FIRST), tell_statements(found)
    )


def for_recruiter(text: str, encoder: StatementReader, *, by_clause: bool = True) -> Advice:
    """Coach a recruiter who writes down what was said: is this evidence, and what is missing.

    Args:
        by_clause: False leaves every sentence whole, as it will be kept.
    """
    found = find_statements(text[:MAX_NOTE_CHARACTERS], encoder, by_clause=by_clause)
    marks, missing = _evidence(text, found)
    leading = _leading(found, STATEMENTS_FIRST)
    situation = str(missing[0]) if missing and leading == Kind.PURPOSE else leading
    return _advice(
        Voice.RECRUITER,
        found,
        situation,
        tell_statements(found),
        missing=tuple(
            HEARD_ONLY if one is Evidence.LINK and Evidence.HEARD in marks else MISSING[one]
            for one in missing
        ),
        marks=tuple(sorted(marks.values(), key=lambda mark: mark.start)),
    )


def for_manager(text: str, encoder: GoalReader | None, *, today: date) -> Advice:
    """Coach a manager who writes a big goal: what lasts in it, and what will be out of date.

    Args:
        encoder: None where its weights cannot be had; the rules alone then speak, and ask where
            they are in doubt.
        today: which dates are near.
    """
    found = find_goals(text[:MAX_CHARACTERS], encoder, today=today)
    return _advice(Voice.MANAGER, found, _leading(found, GOALS_FIRST), tell_goal(found))


#: The first of these that was found decides what is asked.
STATEMENTS_FIRST = (Kind.PURPOSE, Kind.UNSURE, Kind.PROBLEM, Kind.EMPTY, Kind.NOT_READ)
GOALS_FIRST = (
    Kind.THIN,
    Kind.HEADCOUNT,
    Kind.SPEC,
    Kind.TODO,
    Kind.FIGURE,
    Kind.SLOGAN,
    Kind.UNSURE,
    Kind.DATED,
    Kind.LASTING,
    Kind.NOT_READ,
)
MISSING = {
    Evidence.ACTION: "What they do about it.",
    Evidence.SINCE: "Since when, or how often.",
    Evidence.LINK: "Something of theirs to look at, such as a link.",
}
HEARD_ONLY = "Something of theirs to look at: so far it is what somebody heard."


def _leading(found: Sequence[Finding], order: Sequence[Kind]) -> str:
    kinds = {one.kind for one in found}
    return next((str(kind) for kind in order if kind in kinds), NOTHING)


def _evidence(
    text: str, found: Sequence[Finding]
) -> tuple[dict[Evidence, Mark], tuple[Evidence, ...]]:
    """What of the purposes can be checked, and what of that is not said; nothing without one."""
    purposes = [one for one in found if one.kind in (Kind.PURPOSE, Kind.UNSURE)]
    if not purposes:
        return {}, ()
    marks: dict[Evidence, Mark] = {}
    for one in purposes:
        for evidence, mark in find_evidence(one.of(text)).items():
            by = one.start
            marks.setdefault(evidence, Mark(mark.start + by, mark.end + by, evidence))
    return marks, tuple(evidence for evidence in MISSING if evidence not in marks)


def _advice(
    voice: Voice,
    found: Sequence[Finding],
    situation: str,
    verdict: str,
    *,
    missing: tuple[str, ...] = (),
    marks: tuple[Mark, ...] = (),
) -> Advice:
    sentences = sum(not one.is_phrase for one in found)
    asked = next_question(voice, situation, sentences)
    return Advice(tuple(found), asked, verdict, situation, missing, marks)
