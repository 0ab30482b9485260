"""Openings answered: from a department's bench to a shortlist, and what its managers see of it.

A manager sees purposes in people's own words and why they were chosen. Never a rank, a strength, a
note, or anybody who is not on the list. A name is shown while its person agrees to that, and
whether they do is asked anew each time a page is read.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidate, Consent, ConsentScope, Contact, Statement
from hiring.models import Opening
from recruiter import desk, matching, sentences, tiering, when
from recruiter.blind import hidden
from recruiter.encoder import goal_text
from recruiter.highlight import Segment, marked
from recruiter.models import (
    Answer,
    PairReading,
    Recruiter,
    Relationship,
    RerankDue,
    Shortlist,
    ShortlistEntry,
    User,
)
from recruiter.policy import POLICY
from recruiter.pool_fits import fits
from recruiter.readings import current_encoder, digest_of
from recruiter.tiering import Band

TICKED = 4
SHOWN = 12
BESIDE = 6
"""So many people of the pool stand beside a bench."""


class AlreadyShared(Exception):
    """The shortlist is open to managers: it has to be taken back before it can be another."""


@dataclass(frozen=True)
class Matched:
    """How near somebody is to a department's goal, and by which statement."""

    points: int
    statement: int


@dataclass(frozen=True)
class Pick:
    """Somebody on the bench of an opening's department, ready to print.

    `asks` is why their name cannot be shared yet; empty when it can. `last` is told of the pool.
    """

    pk: int
    name: str
    role: str
    quote: str
    bars: int
    strength: str
    tier: str
    asks: str
    is_ticked: bool
    last: str = ""


@dataclass(frozen=True)
class Card:
    """One person of a shortlist. `name` is empty where names are hidden, or not to be told.

    Attributes:
        held_name, email_to_ask: for the recruiter alone, who has to ask them.
        words: what they said that comes nearest to the department's goal, marked where it does.
        others: what else they said: all of it, when a brief goes along.
        answer: the manager's, as a word of `Answer`.
    """

    entry: int
    candidate: int
    name: str
    role: str
    email: str
    phone: str
    words: Sequence[Segment]
    source: str
    is_nearest: bool
    others: Sequence[Sequence[Segment]]
    answer: str
    answered: str
    asks: str
    held_name: str
    email_to_ask: str
    can_agree: bool

    @property
    def answer_words(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""


def consents(lookup: str = "candidate__consents") -> "Prefetch[str, QuerySet[Consent], str]":
    """What they agreed to, the newest first."""
    return Prefetch(lookup, Consent.objects.order_by("-given_at", "-pk"))


def latest(candidate: Candidate, scope: ConsentScope) -> Consent | None:
    return next((one for one in candidate.consents.all() if one.scope == scope), None)


def holds(consent: Consent | None) -> bool:
    return consent is not None and consent.withdrawn_at is None and not consent.is_over


def refuses(candidate: Candidate) -> str:
    """Why somebody is never shared by name, in a sentence; empty when they may be asked."""
    if candidate.objected_at is not None:
        return _("Has objected: is never introduced by name")
    if candidate.do_not_contact_since is not None:
        return _("Wants no contact: is never introduced by name")
    if has_withdrawn(candidate, ConsentScope.KEEP) or has_withdrawn(candidate, ConsentScope.NAMED):
        return _("Has withdrawn consent: is never introduced by name")
    return ""


def has_withdrawn(candidate: Candidate, scope: ConsentScope) -> bool:
    last = latest(candidate, scope)
    return last is not None and last.withdrawn_at is not None


def asks(candidate: Candidate, agreed_on: date | None) -> str:
    """What stands between a name and a manager; empty when nothing does."""
    if reason := refuses(candidate):
        return reason
    if agreed_on is None and not holds(latest(candidate, ConsentScope.NAMED)):
        return _("Not agreed to be introduced: ask first")
    return ""


def may_be_read(candidate: Candidate) -> bool:
    """Whether a manager may read their words without a name: while they let them be kept."""
    return desk.may_rank(candidate) and holds(latest(candidate, ConsentScope.KEEP))


def may_be_named(entry: ShortlistEntry) -> bool:
    """Whether a manager may read this person's name now."""
    return not asks(entry.candidate, entry.agreed_on)


# ---- the bench ----


def matches(recruiter: Recruiter, department: int) -> dict[int, Matched]:
    """Everybody whose purpose comes near a department's goal in the published ranking; one query.

    Also those whose best goal is another: a need is answered by whoever could. Where the inputs of
    the ranking are not kept, those whose best goal it is.
    """
    due = RerankDue.objects.select_related("published").get(recruiter=recruiter)
    if due.published is None:
        return {}
    try:
        scored = tiering.unpack_recorded(bytes(due.published.inputs)).scored
    except tiering.PackError:
        return best_matches(bytes(due.published.records), department)
    columns = (scored.goals.keys == department).nonzero()[0]
    if not columns.size:
        return {}
    fit = tiering.best_fit(scored)
    points = (fit.points[:, columns[0]] * scored.people.may_rank).tolist()
    rows = fit.statement[:, columns[0]].tolist()
    statements = scored.statements.keys.tolist()
    return {
        key: Matched(points[place], statements[rows[place]])
        for place, key in enumerate(scored.people.keys.tolist())
        if POLICY.band(points[place]) != Band.NONE
    }


def best_matches(records: bytes, department: int) -> dict[int, Matched]:
    try:
        reasons = tiering.unpack(records).reasons()
    except tiering.PackError:
        return {}
    return {
        one.person: Matched(one.points, one.statement)
        for one in reasons
        if one.goal == department and POLICY.band(one.points) != Band.NONE
    }


def pool_matches(recruiter: Recruiter, department: int) -> dict[int, Matched]:
    """Who is on nobody's list and comes near a department's goal, from Good up; five queries.

    By the readings that are stored: whoever no worker has read yet is not among them. Somebody
    whom a colleague looks after is introduced by that colleague.
    """
    served = [one for one in matching.served_goals(recruiter) if one.department_id == department]
    points, statements, people = fits(recruiter, served)
    found: dict[int, Matched] = {}
    for row, person in enumerate(people):
        near = int(points[row, 0])
        better = person not in found or near > found[person].points
        if better and POLICY.band(near) >= Band.GOOD:
            found[person] = Matched(near, statements[row])
    if not found:
        return found
    listed = Relationship.objects.filter(candidate__in=found).values_list("candidate", flat=True)
    return {key: found[key] for key in found.keys() - set(listed)}


def beside(
    recruiter: Recruiter, found: Mapping[int, Matched], ticked: Collection[int]
) -> list[Pick]:
    """The nearest people of the pool, and those of it who are chosen already; four queries."""
    if not found:
        return []
    order = sorted(found, key=lambda key: (-found[key].points, key))
    shown = [key for place, key in enumerate(order) if place < BESIDE or key in ticked]
    people = Candidate.objects.prefetch_related(consents("consents")).in_bulk(shown)
    texts = texts_of([found[key].statement for key in shown])
    last = last_contacts(recruiter, shown)
    return [
        pick(
            people[key],
            found[key],
            texts.get(found[key].statement, ""),
            is_ticked=key in ticked,
            tier=_("From the pool"),
            last=last.get(key, ""),
        )
        for key in shown
        if key in people
    ]


def last_contacts(recruiter: Recruiter, people: Sequence[int]) -> dict[int, str]:
    """When anybody was last in touch with these, and who: a colleague may be; one query."""
    today = timezone.localdate()
    rows = (
        Contact.objects.happened_by(today)
        .filter(candidate__in=people)
        .order_by("candidate", "-happened_on", "-pk")
        .distinct("candidate")
        .values_list("candidate", "happened_on", "by", "by__name")
    )
    told = {}
    for person, on, by, name in rows:
        who = _("you") if by == recruiter.user_id else name or _("a former colleague")
        told[person] = _("Last contact %(when)s, by %(who)s") % {
            "when": when.ago(on, today),
            "who": who,
        }
    return told


def bench(
    recruiter: Recruiter, found: Mapping[int, Matched], ticked: Collection[int] | None
) -> list[Pick]:
    """Who shares the department's goal, the strongest first; three queries.

    Args:
        found: what `matches` says.
        ticked: candidates whom the recruiter has chosen; None ticks the best four.
    """
    listed = {
        one.candidate_id: one
        for one in recruiter.relationships.filter(candidate__in=found.keys())
        .select_related("candidate")
        .prefetch_related(consents())
        if desk.may_rank(one.candidate)
    }
    order = sorted(listed, key=lambda key: (-found[key].points, key))
    texts = texts_of([found[key].statement for key in order])
    chosen = set(order[:TICKED]) if ticked is None else set(ticked)
    return [
        pick(
            listed[key].candidate,
            found[key],
            texts.get(found[key].statement, ""),
            is_ticked=key in chosen,
            tier=listed[key].get_tier_display(),
        )
        for key in order
    ]


def pick(
    one: Candidate, match: Matched, quote: str, *, is_ticked: bool, tier: str, last: str = ""
) -> Pick:
    band = POLICY.band(match.points)
    return Pick(
        pk=one.pk,
        name=one.name,
        role=one.role,
        quote=quote,
        bars=int(band),
        strength=sentences.BANDS[band],
        tier=tier,
        asks=asks(one, None),
        is_ticked=is_ticked,
        last=last,
    )


def texts_of(keys: Sequence[int]) -> dict[int, str]:
    return dict(Statement.objects.filter(pk__in=keys).values_list("pk", "text"))


# ---- made, shared, taken back ----


def offered(recruiter: Recruiter, department: int) -> set[int]:
    """Whom a recruiter may put on a shortlist: their own people, and who stands beside them."""
    mine = recruiter.relationships.values_list("candidate", flat=True)
    return {*mine, *pool_matches(recruiter, department)}


@transaction.atomic
def make(
    recruiter: Recruiter,
    opening: Opening,
    candidates: Sequence[int],
    offered: Collection[int] | None = None,
) -> Shortlist:
    """Put people on the shortlist, in this order, and nobody else.

    Contacts and briefs go along unless the recruiter leaves them out when sharing.

    Args:
        offered: who may be on it; None means the recruiter's own list.

    Raises:
        AlreadyShared: managers are looking at it.
    """
    if offered is None:
        offered = set(recruiter.relationships.values_list("candidate", flat=True))
    shortlist, _made = Shortlist.objects.select_for_update().get_or_create(
        opening=opening,
        recruiter=recruiter,
        defaults={"expires_on": opening.closes_on, "with_briefs": True},
    )
    if shortlist.is_shared(timezone.localdate()):
        raise AlreadyShared
    chosen = [key for key in dict.fromkeys(candidates) if key in offered]
    shortlist.entries.exclude(candidate__in=chosen).delete()
    for place, key in enumerate(chosen):
        shortlist.entries.update_or_create(candidate_id=key, defaults={"place": place})
    return shortlist


@transaction.atomic
def share(shortlist: Shortlist) -> None:
    """Open it to the department's managers until the opening closes."""
    shortlist.shared_at, shortlist.revoked_at = timezone.now(), None
    shortlist.expires_on = shortlist.opening.closes_on
    shortlist.save()
    for entry in entries_of(shortlist):
        introduce(entry)


def revoke(shortlist: Shortlist) -> None:
    """Close it to managers at once. What they answered stays."""
    shortlist.revoked_at = timezone.now()
    shortlist.save(update_fields=["revoked_at"])


def agree(entry: ShortlistEntry) -> bool:
    """Somebody told the recruiter that they may be introduced. False where no yes can be told."""
    if refuses(entry.candidate):
        return False
    entry.agreed_on = timezone.localdate()
    entry.save(update_fields=["agreed_on"])
    if entry.shortlist.is_shared(timezone.localdate()):
        introduce(entry)
    return True


def introduce(entry: ShortlistEntry) -> None:
    """Keep when somebody was first shared by name, for their timeline."""
    if entry.introduced_at is None and may_be_named(entry) and not entry.shortlist.blind:
        entry.introduced_at = timezone.now()
        entry.save(update_fields=["introduced_at"])


def answer(entry: ShortlistEntry, chosen: str, *, by: User) -> None:
    entry.answer, entry.answered_at, entry.answered_by = chosen, timezone.now(), by
    entry.save(update_fields=["answer", "answered_at", "answered_by"])


def entries_of(shortlist: Shortlist) -> list[ShortlistEntry]:
    """Its people with what decides whether they are named; two queries."""
    return list(
        shortlist.entries.select_related("candidate", "answered_by", "shortlist").prefetch_related(
            consents()
        )
    )


# ---- what is seen ----


def cards(shortlist: Shortlist, nearest: Mapping[int, Matched]) -> list[Card]:
    """The shortlist as its managers see it, in a fixed number of queries.

    Whoever may not be named comes last, as a card without anything of theirs.
    """
    entries = entries_of(shortlist)
    spoken: dict[int, list[Statement]] = {}
    people = [one.candidate_id for one in entries]
    in_force = Statement.objects.in_force().filter(candidate__in=people)
    for said in in_force.order_by("-said_on", "-pk"):
        spoken.setdefault(said.candidate_id, []).append(said)
    marks = read_marks(shortlist.opening, [said for group in spoken.values() for said in group])
    made = [
        card(one, shortlist, spoken.get(one.candidate_id, []), nearest, marks) for one in entries
    ]
    return sorted(made, key=lambda one: bool(one.asks))


def shown_to_managers(shortlist: Shortlist) -> tuple[list[Card], int]:
    """The cards that a manager may read, and how many more people are being asked."""
    made = cards(shortlist, nearest_of(shortlist))
    shown = [one for one in made if not one.asks]
    return shown, len(made) - len(shown)


def nearest_of(shortlist: Shortlist) -> dict[int, Matched]:
    """How near its people are to the goal, whether or not they are on the recruiter's list."""
    recruiter, department = shortlist.recruiter, shortlist.opening.department_id
    found = matches(recruiter, department)
    if shortlist.entries.exclude(candidate__in=found).exists():
        found = pool_matches(recruiter, department) | found
    return found


def read_marks(opening: Opening, said: Sequence[Statement]) -> dict[bytes, PairReading]:
    """Which words of each statement carry its nearness to the goal in force; one query."""
    goal = opening.department.big_goal
    if goal is None:
        return {}
    rows = PairReading.objects.filter(
        model=current_encoder().model_id,
        goal_digest=digest_of(goal_text(opening.department.name, goal.text)),
        statement_digest__in=[digest_of(one.text) for one in said],
    )
    return {bytes(row.statement_digest): row for row in rows}


def card(
    entry: ShortlistEntry,
    shortlist: Shortlist,
    said: Sequence[Statement],
    nearest: Mapping[int, Matched],
    marks: Mapping[bytes, PairReading],
) -> Card:
    person = entry.candidate
    held = asks(person, entry.agreed_on)
    named = not held and not shortlist.blind
    best = nearest.get(person.pk)
    lead = next((one for one in said if best and one.pk == best.statement), None)
    lead = lead or next(iter(said), None)
    shown = [] if held else [one for one in said if one != lead]
    return Card(
        entry=entry.pk,
        candidate=person.pk,
        name=person.name if named else "",
        role=person.role if named else "",
        email=person.email if named and shortlist.with_contacts else "",
        phone=person.phone if named and shortlist.with_contacts else "",
        words=words_of(lead, person, marks, blind=shortlist.blind) if lead and not held else [],
        source=source_of(lead) if lead and not held else "",
        is_nearest=bool(best and lead and lead.pk == best.statement),
        others=[words_of(one, person, {}, blind=shortlist.blind) for one in shown]
        if shortlist.with_briefs
        else [],
        answer=entry.answer,
        answered=answered(entry),
        asks=held,
        held_name=person.name if held else "",
        email_to_ask=person.email if held else "",
        can_agree=bool(held) and not refuses(person),
    )


def words_of(
    said: Statement, person: Candidate, marks: Mapping[bytes, PairReading], *, blind: bool
) -> Sequence[Segment]:
    """Their own words; without names, and what else tells who they are, where names are hidden."""
    if blind:
        return hidden(said.text, person)
    found = marks.get(digest_of(said.text))
    if found is None:
        return [Segment(said.text)]
    return marked(said.text, found.statement_start, found.statement_end)


def source_of(said: Statement) -> str:
    return f"{said.get_source_display()}, {when.ago(said.said_on, timezone.localdate())}"


def answered(entry: ShortlistEntry) -> str:
    if not entry.answer or entry.answered_at is None:
        return ""
    day = timezone.localdate(entry.answered_at)
    return f"{entry.answered_by or _('A manager')}, {when.ago(day, timezone.localdate())}"
