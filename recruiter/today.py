"""Today: whom to reach out to, within what a day has room for; in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidate, Contact, Direction, Note, Reminder
from hiring.models import Department
from recruiter import desk, differences, sentences, tiering, when
from recruiter.models import Recruiter, Relationship, Tier

#: Letters of the last words that a line carries.
LINE = 140
MOVES = 5
#: After so many attempts in a row without an answer it is kinder to pause.
PAUSE_AFTER = 3
#: A colleague's contact of so many days ago is still worth knowing.
RECENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Colleague:
    """A colleague's recent contact: who, how and when, never what was said.

    `countable` is its key while it is later than one's own last one, and can be counted as one's
    own.
    """

    words: str
    countable: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to reach out to: their row, their list, the last words, and what to mind."""

    row: desk.Row
    tier: str
    tier_label: str
    words: str
    advice: str
    colleague: Colleague | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A reminder whose day has come."""

    pk: int
    text: str
    name: str
    page: str
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Who changed lists at the last ranking, and why."""

    name: str
    page: str
    movement: desk.Movement
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Who might take whose place: the next in line, and the one in Invest who adds least."""

    up: str
    up_pk: int
    down: str
    up_strength: str
    down_strength: str
    goal: str


@dataclass(frozen=True)
class Today:
    """One morning.

    `people` are within the budget, unless all were asked for; `waiting` are due beyond it.
    """

    people: Sequence[Person]
    done: int
    waiting: int
    promises: Sequence[Promise]
    moved: Sequence[Moved]
    moved_count: int
    swap: Swap | None
    published: desk.Published
    unspoken: Sequence[str]


def read(recruiter: Recruiter, *, everybody: bool = False) -> Today:
    """Who is due, most overdue of Invest first; thirteen queries at most, whatever the list."""
    today = timezone.localdate()
    listed = desk.relationships(recruiter)
    published = desk.read_published(recruiter, listed)
    waiting = in_order(listed, today)
    done = contacted_on(recruiter, today)
    room = len(waiting) if everybody else max(recruiter.budget - done, 0)
    shown = [one for one, due in waiting[:room]]
    moves = [move for move in published.moves.values() if move.tier != move.tier_before]
    names = desk.departments({move.goal for move in moves})
    return Today(
        people=people_of(recruiter, shown, published, today),
        done=done,
        waiting=sum(due.state == "over" for one, due in waiting[room:]),
        promises=promises_of(recruiter, today),
        moved=moved_of(listed, moves, names),
        moved_count=differences.count_told(published.moves.values()),
        swap=swap_of(listed, published),
        published=published,
        unspoken=unspoken(recruiter),
    )


def in_order(listed: Sequence[Relationship], today: date) -> list[tuple[Relationship, when.Due]]:
    """Who is overdue or due within days: overdue Invest, overdue Maintain, then by day."""

    def place(pair: tuple[Relationship, when.Due]) -> tuple[bool, bool, date, str]:
        one, due = pair
        on = due.on or today
        return (on > today, one.tier != Tier.INVEST, on, one.candidate.name)

    dues = [(one, desk.due_of(one, today)) for one in listed]
    return sorted((pair for pair in dues if pair[1].state), key=place)


def contacted_on(recruiter: Recruiter, day: date) -> int:
    """How many of their people the recruiter was in touch with on a day; one query."""
    mine = Contact.objects.filter(by=recruiter.user_id, happened_on=day)
    mine = mine.filter(candidate__relationships__recruiter=recruiter)
    return mine.values("candidate").distinct().count()


def people_of(
    recruiter: Recruiter,
    shown: Sequence[Relationship],
    published: desk.Published,
    today: date,
) -> list[Person]:
    rows = {row.pk: row for row in desk.rows_of(shown, published)}
    keys = list(rows)
    contacts: dict[int, list[Contact]] = {key: [] for key in keys}
    for contact in (
        Contact.objects.happened_by(today).filter(candidate__in=keys).select_related("by")
    ):
        contacts[contact.candidate_id].append(contact)
    notes: dict[int, Note] = {}
    for note in Note.objects.visible_to(recruiter.user).filter(candidate__in=keys):
        notes.setdefault(note.candidate_id, note)
    return [
        person_of(one, rows[one.candidate_id], contacts, notes, published, today) for one in shown
    ]


def person_of(
    one: Relationship,
    row: desk.Row,
    contacts: Mapping[int, Sequence[Contact]],
    notes: Mapping[int, Note],
    published: desk.Published,
    today: date,
) -> Person:
    mine = [each for each in contacts[row.pk] if each.by_id == one.recruiter.user_id]
    others = [each for each in contacts[row.pk] if each.by_id != one.recruiter.user_id]
    move = published.moves.get(row.pk)
    is_new = move is not None and move.tier == tiering.Tier.INVEST != move.tier_before
    return Person(
        row=row,
        tier=one.tier,
        tier_label=one.get_tier_display(),
        words=_("New in Invest: %(why)s") % {"why": row.why}
        if is_new
        else last_words(mine, notes.get(row.pk)),
        advice=advice(mine),
        colleague=colleague(others, mine, today),
    )


def last_words(contacts: Sequence[Contact], note: Note | None) -> str:
    """What was said last: of the latest contact with a text and the latest note the later one."""
    told = next((one for one in contacts if one.text.strip()), None)
    written = timezone.localtime(note.created_at).date() if note else None
    if told and (written is None or told.happened_on >= written):
        return _("Last: %(words)s") % {"words": sentences.line(told.text, LINE)}
    return _("Last: %(words)s") % {"words": sentences.line(note.body, LINE)} if note else ""


def unanswered(contacts: Sequence[Contact]) -> int:
    """How many attempts in a row, up to now, had no answer; contacts come latest first."""
    count = 0
    for one in contacts:
        if one.answered or one.direction == Direction.INBOUND:
            break
        count += 1
    return count


def advice(contacts: Sequence[Contact]) -> str:
    count = unanswered(contacts)
    if count >= PAUSE_AFTER:
        said = {"count": sentences.number(count).capitalize()}
        return _("%(count)s attempts without an answer: better pause") % said
    return _("No answer yet") if count else ""


def read_colleague(recruiter: Recruiter, candidate: Candidate, today: date) -> Colleague | None:
    """What to know before one logs a contact of one's own; one query."""
    contacts = candidate.contacts.happened_by(today).select_related("by")
    mine = [one for one in contacts if one.by_id == recruiter.user_id]
    others = [one for one in contacts if one.by_id != recruiter.user_id]
    return colleague(others, mine, today)


def colleague(others: Sequence[Contact], mine: Sequence[Contact], today: date) -> Colleague | None:
    """Who else was in touch within two weeks, so that two people do not collide."""
    last = next((one for one in others if (today - one.happened_on).days <= RECENT_DAYS), None)
    if last is None:
        return None
    who = last.by.name if last.by else _("A former colleague")
    channel = last.get_channel_display().lower()
    is_news = not mine or last.happened_on > mine[0].happened_on
    return Colleague(
        f"{who}: {channel} {when.ago(last.happened_on, today)}",
        last.pk if is_news and last.by else None,
    )


def unspoken(recruiter: Recruiter) -> list[str]:
    """Departments served for which nobody speaks, since their last manager left; one query."""
    served = Department.objects.filter(served_by__recruiter=recruiter, closed_at=None)
    return list(served.without_manager().order_by("name").values_list("name", flat=True))


def promises_of(recruiter: Recruiter, today: date) -> list[Promise]:
    """Reminders whose day has come; one query."""
    due = Reminder.objects.due_by(today).filter(user=recruiter.user_id)
    return [
        Promise(
            pk=one.pk,
            text=one.text,
            name=one.candidate.name,
            page=one.candidate.get_absolute_url(),
            when=_("Promised for today")
            if one.due_on == today
            else _("Promised for %(day)s") % {"day": when.exact(one.due_on)},
            late=one.due_on < today,
        )
        for one in due.select_related("candidate")
    ]


def moved_of(
    listed: Sequence[Relationship], moves: Sequence[tiering.Move], names: sentences.Names
) -> list[Moved]:
    people = {one.candidate_id: one.candidate for one in listed}
    tiers = {one.candidate_id: one.tier for one in listed}
    # Whoever left the list since has no page of one's own to show, and a move that waits to be
    # accepted is none yet.
    known = [
        move
        for move in moves
        if move.tier is not None and tiers.get(move.person) == desk.TIERS[move.tier]
    ]
    known.sort(key=lambda move: (move.tier != tiering.Tier.INVEST, move.position or 0))
    return [
        Moved(
            name=people[move.person].name,
            page=people[move.person].get_absolute_url(),
            movement=desk.movement(move),
            where=_("into Invest") if move.tier == tiering.Tier.INVEST else _("to Maintain"),
            why=sentences.why(move, names),
        )
        for move in known[:MOVES]
    ]


def swap_of(listed: Sequence[Relationship], published: desk.Published) -> Swap | None:
    """The one swap worth a thought: a stronger match waits while a weaker one holds a place.

    The engine leaves people where they are until a change is clearly worth it; a person may see
    it otherwise.
    """
    up = desk.next_in_line(listed, published)
    reasons = published.reasons
    held = [
        (reasons[one.candidate_id].adds, reasons[one.candidate_id].points, one.candidate_id, one)
        for one in listed
        if one.tier == Tier.INVEST and not one.pin and one.candidate_id in reasons
    ]
    if up is None or not held:
        return None
    down = min(held, key=lambda one: one[:3])[3]
    above, below = reasons[up.pk], reasons[down.candidate_id]
    # Within one word the difference is too small to spend a morning on.
    if sentences.POLICY.band(above.points) <= sentences.POLICY.band(below.points):
        return None
    department = desk.departments({above.goal})
    return Swap(
        up=up.name,
        up_pk=up.pk,
        down=down.candidate.name,
        up_strength=sentences.strength(above.points).lower(),
        down_strength=sentences.strength(below.points).lower(),
        goal=department.get(above.goal, ""),
    )
