"""Whose purpose is known, and whom to ask next; in a fixed number of queries.

"Never asked" is not "without purpose". The order of the ten is published (docs/tiering.md, "Whom
to ask next") and the same for all: it looks at what was heard and when, never at who somebody is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.models import (
    Candidate,
    Contact,
    Note,
    NoteVisibility,
    PurposeState,
    Statement,
)
from recruiter import desk, purpose, sentences, undo, when
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.models import Recruiter, Relationship, TextReading, Tier, UndoRecord, User
from recruiter.readings import current_encoder

ASKED_AGAIN = timedelta(days=182)
"""Who was asked and said nothing yet is left in peace for half a year."""
LATELY = 60
COLLEAGUES_KNOW = 182
"""What a colleague heard longer ago than so many days is no reason to ask."""
OLD_FRIENDS = 90
"""On the list for so many days: then the longest of them comes first."""
SHOWN = 10
LINE = 160

#: The same five for everybody, in this order.
KIT = (
    gettext_lazy("What do you do that nobody asks you to do?"),
    gettext_lazy("What would you still be working on in ten years, paid or not?"),
    gettext_lazy("When did you last lose track of time? What were you making better?"),
    gettext_lazy("Whom does it help when it goes well?"),
    gettext_lazy("What have you started, alone or with others?"),
)
KNOWN = (
    (PurposeState.NEVER_ASKED, gettext_lazy("nothing to rank on yet")),
    (PurposeState.ASKED, gettext_lazy("you did your part; wait")),
    (PurposeState.HEARD, gettext_lazy("said to you, in your words")),
    (PurposeState.STATED, gettext_lazy("in their own words")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of the recruiter's people are known so well; `share` in hundredths."""

    label: str
    count: int
    share: int
    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody to ask next: why, their words, and what to mind."""

    pk: int
    name: str
    role: str
    page: str
    tier: str
    tier_label: str
    state: str
    why: str
    words: str
    last: str


@dataclass(frozen=True)
class Discover:
    figures: Sequence[Figure]
    asks: Sequence[Ask]
    others: int


def kit() -> list[str]:
    """The questions in the reader's language."""
    return [str(question) for question in KIT]


def read(recruiter: Recruiter) -> Discover:
    """The four counts and the ten best people to ask next; four queries."""
    today = timezone.localdate()
    listed = desk.relationships(recruiter)
    counts = Counter(one.candidate.purpose_state for one in listed)
    waiting = [one for one in listed if may_be_asked(one, today)]
    known = read_known(waiting, recruiter.user_id, today)
    found = sorted(
        ((reason_of(one, known, today), one) for one in waiting),
        key=lambda told: place_of(told[0], told[1], today),
    )
    return Discover(
        figures=[
            Figure(
                str(state.label),
                counts[state],
                round(100 * counts[state] / max(len(listed), 1)),
                str(words),
            )
            for state, words in KNOWN
        ],
        asks=[ask_of(one, words, known, today) for (_place, words), one in found[:SHOWN]],
        others=max(len(found) - SHOWN, 0),
    )


def may_be_asked(one: Relationship, today: date) -> bool:
    """Never asked, or asked half a year ago; and neither asleep nor not to be contacted."""
    candidate = one.candidate
    if candidate.do_not_contact_since or (one.snoozed_until and one.snoozed_until > today):
        return False
    if candidate.purpose_state == PurposeState.NEVER_ASKED:
        return True
    long_ago = candidate.asked_on is not None and candidate.asked_on <= today - ASKED_AGAIN
    return candidate.purpose_state == PurposeState.ASKED and long_ago


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file of some people, by their key, for `user`.

    Attributes:
        said: their statements, the newest first, with P(purpose) where it was read.
        contacts: everybody's latest contact with anybody of the organisation.
        notes: the latest note for all recruiters that a colleague wrote.
    """

    user: int
    said: Mapping[int, Sequence[tuple[str, float | None]]]
    contacts: Mapping[int, Contact]
    notes: Mapping[int, Note]


def read_known(listed: Sequence[Relationship], user: int, today: date) -> Known:
    """What is on file of these people; three queries."""
    people = [one.candidate_id for one in listed]
    contacts = Contact.objects.happened_by(today).filter(candidate__in=people)
    notes = Note.objects.filter(candidate__in=people, visibility=NoteVisibility.TEAM)
    return Known(
        user=user,
        said=statements_of(people),
        contacts={
            one.candidate_id: one
            for one in contacts.order_by("candidate_id", "-happened_on", "-pk")
            .distinct("candidate_id")
            .select_related("by")
        },
        notes={
            one.candidate_id: one
            for one in notes.exclude(author=user)
            .order_by("candidate_id", "-created_at")
            .distinct("candidate_id")
            .select_related("author")
            .defer("body")
        },
    )


def statements_of(people: Sequence[int]) -> dict[int, list[tuple[str, float | None]]]:
    """What these people said, the newest first, with P(purpose) where it was read; one query."""
    readings = TextReading.objects.filter(
        model=current_encoder().model_id, digest=OuterRef("digest")
    )
    rows = (
        Statement.objects.in_force()
        .filter(candidate__in=people)
        .annotate(p=Subquery(readings.values("p_purpose")[:1]))
    )
    said: dict[int, list[tuple[str, float | None]]] = {}
    for person, text, p in rows.values_list("candidate_id", "text", "p"):
        said.setdefault(person, []).append((text, p))
    return said


def reason_of(one: Relationship, known: Known, today: date) -> tuple[int, str]:
    """The first reason that holds, with its place in the published order."""
    candidate, said = one.candidate, known.said.get(one.candidate_id, ())
    problems = sum(p is not None and p < PROBLEM_BELOW for _text, p in said)
    last: date | None = one.last_contact  # type: ignore[attr-defined]
    if one.tier == Tier.INVEST:
        return (0, _("Holds an Invest place without a purpose on file; one answer settles it"))
    if any(p is not None and PROBLEM_BELOW <= p < PURPOSE_FROM for _text, p in said):
        return (1, _("Something they said is nearly a purpose; one question settles it"))
    if desk.due_of(one, today).state:
        return (2, _("You are calling anyway; one question more costs nothing"))
    if candidate.asked_on is not None:
        ago = when.ago(candidate.asked_on, today)
        return (3, _("Asked %(ago)s, and nothing yet: ask once more") % {"ago": ago})
    if last is not None and (today - last).days <= LATELY:
        return (4, _("You spoke lately; what it is all for was not asked"))
    if told := what_a_colleague_knows(one, known, today):
        return (5, told)
    if problems:
        return (6, problems_on_file(problems))
    if (today - taken_on(one)).days >= OLD_FRIENDS:
        since = when.exact(taken_on(one))
        return (7, _("On your list since %(since)s, and never asked") % {"since": since})
    return (8, _("On your list, and never asked"))


def what_a_colleague_knows(one: Relationship, known: Known, today: date) -> str:
    """Who else was in touch or wrote a note lately; the later of the two, or empty."""
    contact, note = known.contacts.get(one.candidate_id), known.notes.get(one.candidate_id)
    spoke = contact.happened_on if contact and contact.by_id != known.user else date.min
    wrote = timezone.localdate(note.created_at) if note else date.min
    if (today - max(spoke, wrote)).days > COLLEAGUES_KNOW:
        return ""
    if note is not None and wrote >= spoke:
        who = note.author or _("A former colleague")
        words = _("%(who)s wrote a note about them %(ago)s; read that first")
        return words % {"who": who, "ago": when.ago(wrote, today)}
    who = (contact and contact.by) or _("A former colleague")
    words = _("%(who)s spoke with them %(ago)s: hear what they know, then ask")
    return words % {"who": who, "ago": when.ago(spoke, today)}


def problems_on_file(count: int) -> str:
    return ngettext(
        "%(many)s problem on file, never asked what they are for",
        "%(many)s problems on file, never asked what they are for",
        count,
    ) % {"many": sentences.number(count).capitalize()}


def taken_on(one: Relationship) -> date:
    """The day they came onto the list."""
    return timezone.localdate(one.added_at)


def place_of(
    reason: tuple[int, str], one: Relationship, today: date
) -> tuple[int, date, date, str, int]:
    """By reason; within the longest relationships the longest, else who is due first."""
    longest = taken_on(one) if reason[0] == 7 else date.min
    due = desk.due_of(one, today).on or date.max
    return (reason[0], longest, due, one.candidate.name, one.candidate_id)


def ask_of(one: Relationship, why: str, known: Known, today: date) -> Ask:
    candidate, words = one.candidate, known.said.get(one.candidate_id)
    return Ask(
        pk=candidate.pk,
        name=candidate.name,
        role=candidate.role,
        page=candidate.get_absolute_url(),
        tier=one.tier,
        tier_label=one.get_tier_display(),
        state=candidate.get_purpose_state_display(),
        why=why,
        words=sentences.line(words[0][0], LINE) if words else "",
        last=last_line(one, known.contacts.get(candidate.pk), known.user, today),
    )


def last_line(one: Relationship, contact: Contact | None, user: int, today: date) -> str:
    """Who spoke to them last, so that two people do not collide; and when they are due."""
    due = desk.due_of(one, today).words
    if contact is None:
        return _("Never contacted · %(due)s") % {"due": due}
    ago = when.ago(contact.happened_on, today)
    if contact.by_id == user:
        return f"{contact.get_channel_display()}, {ago} · {due}"
    return f"{contact.by or _('A former colleague')}, {ago} · {due}"


@transaction.atomic
def mark_asked(candidate: Candidate, contact: Contact, user: User) -> UndoRecord:
    """Note that somebody was asked today; one undo takes that and the contact back."""
    record = undo.remember_asked(candidate, contact, user)
    candidate.asked_on = timezone.localdate()
    candidate.save(update_fields=["asked_on"])
    purpose.refresh_states([candidate.pk], current_encoder().model_id)
    return record
