"""Notes, contacts and moves of a person on one line of time, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Contact, Direction, Note, NoteVisibility
from recruiter import when
from recruiter.introductions import Happened
from recruiter.models import Tier, TierMove, User

CHANNEL_ICONS = {"call": "phone", "mail": "mail", "meeting": "users", "message": "send"}
KINDS = ("notes", "contacts", "moves")
SHOWN = 60
"""So many events stand on a page; the rest is one press away."""
FOLD_FROM, FOLDED = 1500, 900
"""A text of so many letters is folded, with so many of them in sight."""


@dataclass(frozen=True, slots=True)
class Event:
    """A note, a contact or a move.

    Attributes:
        kind: one of `KINDS`.
        text, rest: the words; what of a long text is folded away stands in `rest`.
        note, contact: primary key, where the reader may edit it.
        speaks: primary key of a note, whoever wrote it: statements can be taken from it.
        run: number of the re-rank that moved them.
    """

    kind: str
    icon: str
    title: str
    by: str
    on: date
    ago: str
    text: str
    rest: str = ""
    private: bool = False
    edited: bool = False
    note: int | None = None
    contact: int | None = None
    speaks: int | None = None
    run: int | None = None
    order: datetime = field(default=datetime.min, compare=False)

    @property
    def letters(self) -> int:
        return len(self.rest)

    @property
    def element(self) -> str:
        """Its DOM id; empty for what cannot be edited."""
        if self.note:
            return f"note-{self.note}"
        return f"contact-{self.contact}" if self.contact else ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events of one kind, or of all.

    Attributes:
        shows: one of `KINDS`, or "" for all of them.
        events: at most `SHOWN` of them, unless all are asked for.
        total: how many there are of what is shown.
    """

    shows: str
    events: Sequence[Event]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.events)


def line_of(events: Sequence[Event], shows: str = "", *, everything: bool = False) -> Timeline:
    """What is shown of a person's events."""
    shows = shows if shows in KINDS else ""
    chosen = [one for one in events if shows in ("", one.kind)]
    return Timeline(shows, chosen if everything else chosen[:SHOWN], len(chosen))


def events_of(
    notes: Sequence[Note],
    contacts: Sequence[Contact],
    moves: Sequence[TierMove],
    introduced: Sequence[Happened],
    user: User,
    today: date,
) -> list[Event]:
    """Everything, the latest first."""
    events = [note_event(one, user, today) for one in notes]
    events += [contact_event(one, user, today) for one in contacts]
    events += [move_event(one, today) for one in moves]
    events += [happened_event(one, today) for one in introduced]
    return [folded(one) for one in sorted(events, key=lambda event: event.order, reverse=True)]


def folded(event: Event) -> Event:
    """With the end of a long text apart, cut at a space."""
    if len(event.text) < FOLD_FROM:
        return event
    cut = event.text.rfind(" ", FOLDED // 2, FOLDED)
    cut = cut if cut > 0 else FOLDED
    return replace(event, text=event.text[:cut], rest=event.text[cut:].strip())


def note_event(one: Note, user: User, today: date) -> Event:
    written = timezone.localtime(one.created_at)
    return Event(
        kind="notes",
        icon="sticky-note",
        title=_("Note"),
        by=one.author.name if one.author else _("A former colleague"),
        on=written.date(),
        ago=when.ago(written.date(), today),
        text=one.body,
        private=one.visibility == NoteVisibility.PRIVATE,
        edited=one.edited_at is not None,
        note=one.pk if one.author == user else None,
        speaks=one.pk,
        order=written.replace(tzinfo=None),
    )


def contact_event(one: Contact, user: User, today: date) -> Event:
    """A colleague's contact shows that it happened, by which channel and who; never its text."""
    mine = one.by == user
    title = one.get_channel_display()
    if mine and one.direction == Direction.INBOUND:
        title += _(", they reached out")
    if mine and not one.answered:
        title += _(", no answer yet")
    noon = one.happened_at or time(12)
    return Event(
        kind="contacts",
        icon=CHANNEL_ICONS[one.channel],
        title=title,
        by=one.by.name if one.by else _("A former colleague"),
        on=one.happened_on,
        ago=when.ago(one.happened_on, today),
        text=one.text if mine else "",
        contact=one.pk if mine else None,
        order=datetime.combine(one.happened_on, noon),
    )


def happened_event(one: Happened, today: date) -> Event:
    """Introduced to a department, or answered by its manager."""
    at = timezone.localtime(one.at)
    return Event(
        kind="contacts",
        icon=one.icon,
        title=one.title,
        by=one.by,
        on=at.date(),
        ago=when.ago(at.date(), today),
        text=one.text,
        order=at.replace(tzinfo=None),
    )


def move_event(one: TierMove, today: date) -> Event:
    moved = timezone.localtime(one.at)
    tiers = {"from": one.get_from_tier_display(), "to": one.get_to_tier_display()}
    by_hand = one.by.name if one.by else _("By hand")
    return Event(
        kind="moves",
        icon="arrow-up" if one.to_tier == Tier.INVEST else "arrow-down",
        title=_("Moved from %(from)s to %(to)s") % tiers,
        by="" if one.ranking else by_hand,
        on=moved.date(),
        ago=when.ago(moved.date(), today),
        text=one.reason,
        run=one.ranking.number if one.ranking else None,
        order=moved.replace(tzinfo=None),
    )
