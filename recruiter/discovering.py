"""Whose purpose is known, and whom to ask next; in a fixed number of queries.

"Never asked" is not "without purpose". The order of the ten is published (docs/tiering.md, "Whom
to ask next") and the same for all: it looks at what was heard and when, never at who somebody is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from candidates.models import Candidate, Contact, PurposeState, Statement
from recruiter import desk, purpose, sentences, undo, when
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.models import Recruiter, Relationship, TextReading, Tier, UndoRecord, User
from recruiter.readings import current_encoder

ASKED_AGAIN = timedelta(days=182)
"""Who was asked and said nothing yet is left in peace for half a year."""
LATELY = 60
SHOWN = 10
LINE = 160

#: The same five for everybody, in this order.
KIT = (
    "What do you do that nobody asks you to do?",
    "What would you still be working on in ten years, paid or not?",
    "When did you last lose track of time? What were you making better?",
    "Whom does it help when it goes well?",
    "What have you started, alone or with others?",
)
KNOWN = (
    (PurposeState.NEVER_ASKED, "nothing to rank on yet"),
    (PurposeState.ASKED, "you did your part; wait"),
    (PurposeState.HEARD, "said to you, in your words"),
    (PurposeState.STATED, "in their own words"),
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


def read(recruiter: Recruiter) -> Discover:
    """The four counts and the ten best people to ask next; four queries."""
    today = timezone.localdate()
    listed = desk.relationships(recruiter)
    counts = Counter(one.candidate.purpose_state for one in listed)
    waiting = [one for one in listed if may_be_asked(one, today)]
    said = statements_of(waiting)
    heard = contacts_of(waiting, today)
    found = sorted(
        (reason_of(one, said.get(one.candidate_id, []), today), one) for one in map(Keyed, waiting)
    )
    asks = [
        ask_of(keyed.one, words, said, heard, recruiter.user_id, today)
        for (_, words), keyed in found[:SHOWN]
    ]
    return Discover(
        figures=[
            Figure(
                state.label, counts[state], round(100 * counts[state] / max(len(listed), 1)), words
            )
            for state, words in KNOWN
        ],
        asks=asks,
        others=max(len(found) - SHOWN, 0),
    )


@dataclass(frozen=True, slots=True)
class Keyed:
    """A relationship that sorts by the day it is due, then by name."""

    one: Relationship

    @property
    def candidate_id(self) -> int:
        return self.one.candidate_id

    def __lt__(self, other: "Keyed") -> bool:
        return self.place < other.place

    @property
    def place(self) -> tuple[date, str, int]:
        on = desk.due_of(self.one, timezone.localdate()).on
        return (on or date.max, self.one.candidate.name, self.one.candidate_id)


def may_be_asked(one: Relationship, today: date) -> bool:
    """Never asked, or asked half a year ago; and neither asleep nor not to be contacted."""
    candidate = one.candidate
    if candidate.do_not_contact_since or (one.snoozed_until and one.snoozed_until > today):
        return False
    if candidate.purpose_state == PurposeState.NEVER_ASKED:
        return True
    long_ago = candidate.asked_on is not None and candidate.asked_on <= today - ASKED_AGAIN
    return candidate.purpose_state == PurposeState.ASKED and long_ago


def statements_of(listed: Sequence[Relationship]) -> dict[int, list[tuple[str, float | None]]]:
    """What these people said, the newest first, with P(purpose) where it was read; two queries."""
    people = [one.candidate_id for one in listed]
    counting = Statement.objects.in_force().filter(candidate__in=people)
    rows = list(counting.values_list("candidate_id", "text", "digest"))
    readings = TextReading.objects.filter(
        model=current_encoder().model_id, digest__in={bytes(digest) for _, _, digest in rows}
    )
    chance = {bytes(digest): p for digest, p in readings.values_list("digest", "p_purpose")}
    said: dict[int, list[tuple[str, float | None]]] = {}
    for person, text, digest in rows:
        said.setdefault(person, []).append((text, chance.get(bytes(digest))))
    return said


def contacts_of(listed: Sequence[Relationship], today: date) -> dict[int, Contact]:
    """Everybody's latest contact with anybody of the organisation; one query."""
    rows = Contact.objects.happened_by(today).filter(
        candidate__in=[one.candidate_id for one in listed]
    )
    latest: dict[int, Contact] = {}
    for contact in rows.select_related("by"):
        latest.setdefault(contact.candidate_id, contact)
    return latest


def reason_of(
    keyed: Keyed, said: Sequence[tuple[str, float | None]], today: date
) -> tuple[int, str]:
    """The first reason that holds, with its place in the published order."""
    one, candidate = keyed.one, keyed.one.candidate
    unsure = sum(p is not None and PROBLEM_BELOW <= p < PURPOSE_FROM for _, p in said)
    problems = sum(p is not None and p < PROBLEM_BELOW for _, p in said)
    due = desk.due_of(one, today)
    last: date | None = one.last_contact  # type: ignore[attr-defined]
    if one.tier == Tier.INVEST:
        return (0, "Holds an Invest place without a purpose on file; one answer settles it")
    if unsure:
        return (1, "Something they said is nearly a purpose; one question settles it")
    if due.state:
        return (2, "You are calling anyway; one question more costs nothing")
    if candidate.asked_on is not None:
        return (3, f"Asked {when.ago(candidate.asked_on, today)}, and nothing yet: ask once more")
    if last is not None and (today - last).days <= LATELY:
        return (4, "You spoke lately; what it is all for was not asked")
    if problems:
        many = f"{sentences.number(problems).capitalize()} problem{'s' * (problems > 1)}"
        return (5, f"{many} on file, never asked what they are for")
    return (6, "On your list, and never asked")


def ask_of(
    one: Relationship,
    why: str,
    said: Mapping[int, Sequence[tuple[str, float | None]]],
    heard: Mapping[int, Contact],
    user: int,
    today: date,
) -> Ask:
    candidate, words = one.candidate, said.get(one.candidate_id)
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
        last=last_line(one, heard.get(candidate.pk), user, today),
    )


def last_line(one: Relationship, contact: Contact | None, user: int, today: date) -> str:
    """Who spoke to them last, so that two people do not collide; and when they are due."""
    due = desk.due_of(one, today).words
    if contact is None:
        return f"Never contacted · {due}"
    ago = when.ago(contact.happened_on, today)
    if contact.by_id == user:
        return f"{contact.get_channel_display()}, {ago} · {due}"
    return f"{contact.by or 'A former colleague'}, {ago} · {due}"


@transaction.atomic
def mark_asked(candidate: Candidate, contact: Contact, user: User) -> UndoRecord:
    """Note that somebody was asked today; one undo takes that and the contact back."""
    record = undo.remember_asked(candidate, contact, user)
    candidate.asked_on = timezone.localdate()
    candidate.save(update_fields=["asked_on"])
    purpose.refresh_states([candidate.pk], current_encoder().model_id)
    return record
