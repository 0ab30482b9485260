"""Everything held about a person as a page to read: in words, without what only a program needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    AutoField,
    BinaryField,
    Field,
    ForeignKey,
    GeneratedField,
    JSONField,
    Model,
    UUIDField,
)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy

from candidates.models import Candidate
from recruiter import exporting

TITLES = {
    "candidates.Candidate": pgettext_lazy("export", "You"),
    "candidates.Consent": pgettext_lazy("export", "What you agreed to"),
    "candidates.Statement": pgettext_lazy("export", "What you said"),
    "candidates.Note": pgettext_lazy("export", "Notes"),
    "candidates.Contact": pgettext_lazy("export", "Contacts"),
    "candidates.Reminder": pgettext_lazy("export", "What a recruiter means to remember"),
    "candidates.SilverMedal": pgettext_lazy("export", "Where you came second"),
    "candidates.CandidateLink": pgettext_lazy("export", "Links to your page"),
    "candidates.Tagging": pgettext_lazy("export", "What you are sorted under"),
    "candidates.Tag": pgettext_lazy("export", "Words that only you are sorted under"),
    "recruiter.SavedFilter": pgettext_lazy("export", "Searches that name you"),
    "recruiter.Relationship": pgettext_lazy("export", "On whose list you are"),
    "recruiter.GoalInterest": pgettext_lazy(
        "export", "Departments that a recruiter has in mind for you"
    ),
    "recruiter.MatchFeedback": pgettext_lazy("export", "What a recruiter said of a comparison"),
    "recruiter.ShortlistEntry": pgettext_lazy("export", "Proposed to managers"),
    "recruiter.TierMove": pgettext_lazy("export", "Moves between the lists"),
    "recruiter.UndoRecord": pgettext_lazy("export", "Changes that can still be undone"),
    "recruiter.TextReading": pgettext_lazy("export", "How the program reads your words"),
    "recruiter.PairReading": pgettext_lazy("export", "Where your words are near to a goal"),
}
FIELDS = {
    "name": pgettext_lazy("export", "Name"),
    "email": pgettext_lazy("export", "E-mail"),
    "phone": pgettext_lazy("export", "Phone"),
    "headline": pgettext_lazy("export", "What you do"),
    "location": pgettext_lazy("export", "Where"),
    "source": pgettext_lazy("export", "Source"),
    "purpose_state": pgettext_lazy("export", "What is known of your purpose"),
    "asked_on": pgettext_lazy("export", "Asked on"),
    "objected_at": pgettext_lazy("export", "Objected to being ranked on"),
    "do_not_contact_since": pgettext_lazy("export", "Not to be contacted since"),
    "do_not_contact_reason": pgettext_lazy("export", "Why not"),
    "lapsed_at": pgettext_lazy("export", "Consent ran out on"),
    "erase_at": pgettext_lazy("export", "To be erased on"),
    "created_at": pgettext_lazy("export", "Written down on"),
    "edited_at": pgettext_lazy("export", "Changed on"),
    "scope": pgettext_lazy("export", "What for"),
    "wording_version": pgettext_lazy("export", "Wording"),
    "given_at": pgettext_lazy("export", "Given on"),
    "withdrawn_at": pgettext_lazy("export", "Withdrawn on"),
    "asked_by": pgettext_lazy("export", "Asked by"),
    "text": pgettext_lazy("export", "Words"),
    "said_on": pgettext_lazy("export", "Said on"),
    "kind": pgettext_lazy("export", "Counts as"),
    "kind_set_by": pgettext_lazy("export", "Decided by"),
    "kind_set_at": pgettext_lazy("export", "Decided on"),
    "added_by": pgettext_lazy("export", "Written down by"),
    "body": pgettext_lazy("export", "Words"),
    "author": pgettext_lazy("export", "Written down by"),
    "by": pgettext_lazy("export", "By"),
    "visibility": pgettext_lazy("export", "Seen by"),
    "happened_on": pgettext_lazy("export", "On"),
    "channel": pgettext_lazy("export", "How"),
    "direction": pgettext_lazy("export", "Who reached out"),
    "answered": pgettext_lazy("export", "Answered"),
    "made_at": pgettext_lazy("export", "Made on"),
    "expires_at": pgettext_lazy("export", "Ends on"),
    "mailed_at": pgettext_lazy("export", "Mailed on"),
    "revoked_at": pgettext_lazy("export", "Revoked on"),
    "last_used_at": pgettext_lazy("export", "Last opened on"),
    "confirmed_at": pgettext_lazy("export", "Confirmed on"),
    "tag": pgettext_lazy("export", "Word"),
    "recruiter": pgettext_lazy("export", "Recruiter"),
    "tier": pgettext_lazy("export", "List"),
    "tier_since": pgettext_lazy("export", "There since"),
    "added_at": pgettext_lazy("export", "Added on"),
    "department": pgettext_lazy("export", "Department"),
    "introduced_at": pgettext_lazy("export", "Introduced by name on"),
    "answer": pgettext_lazy("export", "Answer"),
    "p_purpose": pgettext_lazy("export", "How surely it is a purpose, from 0 to 1"),
    "reason": pgettext_lazy("export", "Why"),
    "role": pgettext_lazy("export", "For"),
}
# As the person themself would say it; every other choice is told by its label.
VALUES = {
    ("source", "own_words"): pgettext_lazy("export", "Your own words"),
    ("source", "heard"): pgettext_lazy("export", "Heard by a recruiter"),
    ("source", "import"): pgettext_lazy("export", "Taken over from a file"),
    ("source", "added"): pgettext_lazy("export", "A recruiter wrote it down"),
    ("source", "referral"): pgettext_lazy("export", "Somebody recommended you"),
    ("source", "event"): pgettext_lazy("export", "You met us at an event"),
    ("source", "applied"): pgettext_lazy("export", "An application of yours"),
    ("source", "own"): pgettext_lazy("export", "You came to us"),
    ("visibility", "private"): pgettext_lazy("export", "Whoever wrote it"),
    ("visibility", "team"): pgettext_lazy("export", "All recruiters"),
    ("scope", "keep"): pgettext_lazy("export", "Keeping and reading your words"),
    ("scope", "hiring"): pgettext_lazy("export", "Telling you of hiring"),
    ("scope", "named"): pgettext_lazy("export", "Introducing you to managers by name"),
    ("purpose_state", "never_asked"): pgettext_lazy("export", "You were never asked"),
    ("purpose_state", "asked"): pgettext_lazy("export", "You were asked"),
    ("purpose_state", "heard"): pgettext_lazy("export", "A recruiter heard of one"),
    ("purpose_state", "stated"): pgettext_lazy("export", "You told one"),
    ("kind", "purpose"): pgettext_lazy("export", "Something you would do anyway"),
    ("kind", "problem"): pgettext_lazy("export", "Something you did"),
    ("channel", "call"): pgettext_lazy("export", "Call"),
    ("channel", "mail"): pgettext_lazy("export", "Mail"),
    ("channel", "meeting"): pgettext_lazy("export", "Meeting"),
    ("channel", "message"): pgettext_lazy("export", "Message"),
    ("direction", "outbound"): pgettext_lazy("export", "We wrote or called"),
    ("direction", "inbound"): pgettext_lazy("export", "You wrote or called"),
}
YES, NO = pgettext_lazy("export", "Yes"), pgettext_lazy("export", "No")
# Keys, digests and packed values say nothing to a reader. They are in the JSON file.
TECHNICAL = (AutoField, BinaryField, GeneratedField, JSONField, UUIDField)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and under it (name, words) pairs of each row."""

    title: str
    rows: Sequence[Sequence[tuple[str, str]]]


def read(candidate: Candidate, visible: frozenset[str]) -> list[Part]:
    """Everything that is told, without empty kinds and empty fields."""
    parts = []
    for rows, hidden in exporting.kinds(candidate, visible):
        fields = [
            one
            for one in rows.model._meta.concrete_fields
            if one.name not in hidden and not is_technical(one)
        ]
        told = [[pair for one in fields if (pair := told_of(row, one))[1]] for row in rows]
        meta = rows.model._meta
        title = TITLES.get(meta.label, capfirst(meta.verbose_name_plural))
        if told:
            parts.append(Part(str(title), told))
    return parts


def is_technical(field: Field[Any, Any]) -> bool:
    named = isinstance(field, ForeignKey) and field.name not in FIELDS
    return named or isinstance(field, TECHNICAL) or field.name in ("model", "not_read")


def told_of(row: Model, field: Field[Any, Any]) -> tuple[str, str]:
    name = str(FIELDS.get(field.name, capfirst(field.verbose_name)))
    value = getattr(row, field.name)
    if field.choices and value:
        words = VALUES.get((field.name, value)) or getattr(row, f"get_{field.name}_display")()
        return name, str(words)
    if isinstance(value, bool):
        return name, str(YES if value else NO)
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    if isinstance(value, date):
        return name, date_format(value, gettext("j F Y"))
    return name, "" if value is None else str(value)
