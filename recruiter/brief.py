"""One page about a person, to have beside a call: their words first, and nothing private."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from recruiter.coaching.questions import Voice, question_set
from recruiter.profile import Profile
from recruiter.said import Said
from recruiter.timeline import Event

CONTACTS, NOTES, PURPOSES, GOALS, QUESTIONS = 3, 3, 3, 2, 3
"""How much of each fits onto one sheet of paper."""
LETTERS = 320
"""Of a contact or a note; the person's page has the rest."""


@dataclass(frozen=True, slots=True)
class Line:
    """A contact or a note, short enough for paper."""

    event: Event
    words: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """A private note of the reader's, and whether it was ticked in."""

    note: int
    words: str
    is_in: bool


@dataclass(frozen=True)
class Brief:
    """What is printed.

    Attributes:
        first, others: purposes; the first is set largest. Without one, what else they said.
        notes: team notes, and private ones that were ticked in.
        private: private notes that may be ticked in, the latest first.
        questions: to ask; the kit for everybody where no purpose is known yet.
    """

    profile: Profile
    first: Said | None
    others: Sequence[Said]
    contacts: Sequence[Line]
    notes: Sequence[Line]
    private: Sequence[Ticked]
    questions: Sequence[str]


def brief_of(profile: Profile, ticked: Collection[int]) -> Brief:
    """A page's content cut to one sheet of paper; no query."""
    said = profile.words.purposes or [one for one in profile.words.shown if one.kind != "problem"]
    mine = [one for one in profile.events if one.contact]
    notes = [one for one in profile.events if one.kind == "notes"]
    private = [one for one in notes if one.private]
    chosen = [one for one in notes if not one.private][:NOTES]
    chosen += [one for one in private if one.note in ticked]
    return Brief(
        profile=profile,
        first=said[0] if said else None,
        others=said[1:PURPOSES],
        contacts=[line(one) for one in mine[:CONTACTS]],
        notes=[line(one) for one in sorted(chosen, key=lambda one: one.order, reverse=True)],
        private=[
            Ticked(one.note, Truncator(one.text).chars(80), one.note in ticked)
            for one in private
            if one.note
        ],
        questions=profile.asks or question_set()[Voice.CANDIDATE]["purpose"][:QUESTIONS],
    )


def line(event: Event) -> Line:
    return Line(event, Truncator(" ".join(event.text.split())).chars(LETTERS))
