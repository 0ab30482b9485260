"""What a candidate's page shows, in a fixed number of queries, ready to print."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from candidates.models import (
    Candidate,
    Consent,
    Contact,
    Direction,
    Note,
    NoteVisibility,
    Reminder,
    Statement,
    StatementSource,
)
from recruiter import desk, matching, sentences, tiering, when
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.highlight import Segment, as_read, segments
from recruiter.matching import Match, Near
from recruiter.models import (
    Recruiter,
    Relationship,
    ServedDepartment,
    TextReading,
    TierMove,
    User,
)
from recruiter.readings import current_encoder

KINDS = {
    "purpose": "Purpose",
    "problem": "Problem",
    "unsure": "Unsure",
    "not_read": "Not read",
    "reading": "Reading…",
}
SOURCE_ICONS = {
    StatementSource.OWN_WORDS: "message-square",
    StatementSource.HEARD: "phone",
    StatementSource.IMPORT: "upload",
}
CHANNEL_ICONS = {"call": "phone", "mail": "mail", "meeting": "users", "message": "send"}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its words, what they count as, and who says so.

    `read_as` is what the engine reads in place of the words; empty when it reads them as they are.
    """

    pk: int
    segments: Sequence[Segment]
    read_as: Sequence[Segment]
    kind: str
    tag: str
    not_read: str
    corrected_by: str
    icon: str
    source: str
    on: date
    ago: str
    link: str


@dataclass(frozen=True, slots=True)
class Event:
    """A note or a contact on the timeline. `note` is set when it may be edited by the reader."""

    icon: str
    title: str
    by: str
    on: date
    ago: str
    text: str
    private: bool = False
    edited: bool = False
    note: int | None = None
    order: datetime = field(default=datetime.min, compare=False)


@dataclass(frozen=True, slots=True)
class Touch:
    """Keeping in touch: what the recruiter's own contacts say."""

    last: str
    channel: str
    due: when.Due
    cadence: int
    exception: bool
    this_year: int
    colleague: str
    asleep: bool
    snooze_reason: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where somebody stands within their list, and whose pages are beside theirs."""

    place: int
    of: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Profile:
    """Everything of a candidate's page. The parts of a list are None when they are not on it.

    `shown` is the ranking that the page is rendered from.
    """

    candidate: Candidate
    relationship: Relationship | None
    rank: int | None
    shown: int | None
    why: str
    moved: str
    said: Sequence[Said]
    said_count: str
    match: Match | None
    near: Sequence[Near]
    events: Sequence[Event]
    touch: Touch | None
    neighbours: Neighbours | None
    moves: Sequence[TierMove]
    consent: Consent | None
    promises: Sequence[Reminder]
    tags: Sequence[dict[str, Any]]
    hints: Sequence[dict[str, Any]]

    @property
    def is_reading(self) -> bool:
        """Whether a statement waits to be read."""
        return any(one.kind == "reading" for one in self.said)

    @property
    def pinned_until(self) -> date | None:
        """The last day of the pin: it ends with that day, at the midnight after it."""
        until = self.relationship.pin_until if self.relationship else None
        return timezone.localdate(until - timedelta(microseconds=1)) if until else None

    @property
    def tier(self) -> str:
        return self.relationship.tier if self.relationship else ""


def read(recruiter: Recruiter, candidate: Candidate) -> Profile:
    """Read one page in at most fifteen queries, whatever the person's history."""
    today, user = timezone.localdate(), recruiter.user
    relationship = next(iter(desk.relationships(recruiter, candidate)), None)
    published = desk.read_published(recruiter, [relationship]) if relationship else None
    ranked = desk.may_rank(candidate)
    reason = published.reasons.get(candidate.pk) if published and ranked else None
    move = published.moves.get(candidate.pk) if published and ranked else None
    statements = list(candidate.statements.select_related("kind_set_by"))
    readings = read_readings(statements)
    said = sorted((said_of(one, readings, user, today) for one in statements), key=weight)
    served = matching.served_goals(recruiter)
    marked = [mark["department"] for mark in desk.marks_of(relationship)] if relationship else []
    names = names_of(served, reason, move, marked)
    by_key = {one.pk: one for one in statements}
    match = matching.read_match(reason, published.unpacked if published else None, by_key)
    near = matching.read_near(statements, readings, served) if ranked else []
    contacts = list(candidate.contacts.select_related("by"))
    notes = list(Note.objects.visible_to(user).filter(candidate=candidate).select_related("author"))
    return Profile(
        candidate=candidate,
        relationship=relationship,
        rank=reason.position if reason and reason.may_rank else None,
        shown=published.ranking.pk if published and published.ranking else None,
        why=standing(candidate, reason, names),
        moved=sentences.why(move, names) if move and move.moved else "",
        said=said,
        said_count=count_kinds(said),
        match=match,
        near=[
            one for one in near if one.bars and (not match or one.department != match.department)
        ],
        events=timeline(notes, contacts, user, today),
        touch=touch_of(relationship, contacts, user, today) if relationship else None,
        neighbours=neighbours(relationship, published) if relationship and published else None,
        moves=list(relationship.moves.select_related("ranking", "by")[:8]) if relationship else [],
        consent=candidate.consents.first(),
        promises=list(candidate.reminders.open().filter(user=user)),
        tags=(
            desk.tags_of(relationship)
            if relationship
            else [{"pk": one.pk, "name": one.name} for one in candidate.tags.all()]
        ),
        hints=hints_of(relationship, names) if relationship else [],
    )


def hints_of(relationship: Relationship, names: sentences.Names) -> list[dict[str, Any]]:
    """The departments that the recruiter says somebody is for."""
    return [
        mark | {"name": names.get(mark["department"], "")} for mark in desk.marks_of(relationship)
    ]


def names_of(
    served: Sequence[ServedDepartment],
    reason: tiering.Reason | None,
    move: tiering.Move | None,
    marked: Collection[int] = (),
) -> dict[int, str]:
    """Names of the departments that the reasons may speak of; a query for one not served now."""
    names = {one.department_id: one.department.name for one in served}
    told = {one.goal for one in (reason, move) if one} - {tiering.NOTHING} | set(marked)
    if missing := told - names.keys():
        names |= desk.departments(missing)
    return names


def standing(candidate: Candidate, reason: tiering.Reason | None, names: sentences.Names) -> str:
    """Why somebody stands where they stand; empty before their first ranking."""
    if not desk.may_rank(candidate):
        return sentences.NOT_RANKED
    return sentences.standing(reason, names, candidate.purpose_state) if reason else ""


def read_readings(statements: Sequence[Statement]) -> dict[bytes, TextReading]:
    """What the engine thinks of these texts, by digest; one query."""
    rows = TextReading.objects.filter(
        model=current_encoder().model_id, digest__in=[bytes(one.digest) for one in statements]
    )
    return {bytes(row.digest): row for row in rows}


def said_of(one: Statement, readings: Mapping[bytes, TextReading], user: User, today: date) -> Said:
    reading = readings.get(bytes(one.digest))
    kind = kind_of(one, reading)
    return Said(
        pk=one.pk,
        segments=segments(one.text, [tuple(cue) for cue in reading.cues] if reading else []),
        read_as=[] if kind == "not_read" else as_read(one.text),
        kind=kind,
        tag=KINDS[kind],
        not_read=reading.not_read if reading else "",
        corrected_by=corrected_by(one, user),
        icon=SOURCE_ICONS[StatementSource(one.source)],
        source=one.get_source_display(),
        on=one.said_on,
        ago=when.ago(one.said_on, today),
        # Whatever way a link came in, only one that leads to a page is made into one.
        link=one.link if one.link.startswith(("https://", "http://")) else "",
    )


def weight(one: Said) -> int:
    """Purposes first, then what may be one, then context; the latest first within each."""
    return {"purpose": 0, "unsure": 1, "reading": 1}.get(one.kind, 2)


def kind_of(one: Statement, reading: TextReading | None) -> str:
    """A person's word first, then the engine's: purpose, problem, unsure, not_read or reading."""
    if one.kind:
        return one.kind
    if reading is None:
        return "reading"
    if reading.p_purpose is None:
        return "not_read"
    if reading.p_purpose >= PURPOSE_FROM:
        return "purpose"
    return "problem" if reading.p_purpose < PROBLEM_BELOW else "unsure"


def corrected_by(one: Statement, user: User) -> str:
    """Who said what kind it is; empty while that is the engine's guess."""
    if not one.kind:
        return ""
    if one.kind_set_by is None:
        return "A colleague"
    return "You" if one.kind_set_by == user else one.kind_set_by.name


def count_kinds(said: Sequence[Said]) -> str:
    """2 purposes, 1 problem."""
    counts = Counter(one.kind for one in said)
    words = {"purpose": "purpose", "problem": "problem", "unsure": "unsure", "not_read": "not read"}
    parts = [
        f"{counts[kind]} {word}{'s' if counts[kind] > 1 and kind in ('purpose', 'problem') else ''}"
        for kind, word in words.items()
        if counts[kind]
    ]
    return ", ".join(parts)


def timeline(
    notes: Sequence[Note], contacts: Sequence[Contact], user: User, today: date
) -> list[Event]:
    """Notes and contacts, the latest first."""
    events = [note_event(one, user, today) for one in notes]
    events += [contact_event(one, user, today) for one in contacts]
    return sorted(events, key=lambda event: event.order, reverse=True)


def note_event(one: Note, user: User, today: date) -> Event:
    written = timezone.localtime(one.created_at)
    return Event(
        icon="sticky-note",
        title="Note",
        by=one.author.name if one.author else "A former colleague",
        on=written.date(),
        ago=when.ago(written.date(), today),
        text=one.body,
        private=one.visibility == NoteVisibility.PRIVATE,
        edited=one.edited_at is not None,
        note=one.pk if one.author == user else None,
        order=written.replace(tzinfo=None),
    )


def contact_event(one: Contact, user: User, today: date) -> Event:
    """A colleague's contact shows that it happened, by which channel and who; never its text."""
    mine = one.by == user
    title = one.get_channel_display()
    if mine and one.direction == Direction.INBOUND:
        title += ", they reached out"
    if mine and not one.answered:
        title += ", no answer yet"
    noon = one.happened_at or time(12)
    return Event(
        icon=CHANNEL_ICONS[one.channel],
        title=title,
        by=one.by.name if one.by else "A former colleague",
        on=one.happened_on,
        ago=when.ago(one.happened_on, today),
        text=one.text if mine else "",
        order=datetime.combine(one.happened_on, noon),
    )


def touch_of(
    relationship: Relationship, contacts: Sequence[Contact], user: User, today: date
) -> Touch:
    """Contacts come latest first; those ahead of today are none yet."""
    past = [one for one in contacts if one.happened_on <= today]
    mine = [one for one in past if one.by == user]
    others = [one for one in past if one.by != user and one.by is not None]
    last = mine[0] if mine else None
    return Touch(
        last=when.ago(last.happened_on, today) if last else "never",
        channel=last.get_channel_display().lower() if last else "",
        due=desk.due_of(relationship, today),
        cadence=desk.cadence_of(relationship),
        exception=relationship.cadence_days is not None,
        this_year=sum(one.happened_on.year == today.year for one in mine),
        colleague=f"{others[0].by}, {when.ago(others[0].happened_on, today)}" if others else "",
        asleep=desk.is_asleep(relationship, today),
        snooze_reason=relationship.snooze_reason if desk.is_asleep(relationship, today) else "",
    )


def neighbours(relationship: Relationship, published: desk.Published) -> Neighbours:
    """Whose page comes before and after, in the order of the list; one query."""
    last = len(published.reasons) + 1
    same = relationship.recruiter.relationships.filter(tier=relationship.tier)
    people = sorted(
        same.values_list("candidate_id", "candidate__name"),
        key=lambda one: (
            published.reasons[one[0]].position if one[0] in published.reasons else last,
            one[1],
        ),
    )
    keys = [key for key, _ in people]
    at = keys.index(relationship.candidate_id)
    return Neighbours(
        place=at + 1,
        of=len(keys),
        before=keys[at - 1] if at else None,
        after=keys[at + 1] if at + 1 < len(keys) else None,
    )
