"""What a candidate's page shows, in a fixed number of queries, ready to print."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidate, Consent, Contact, Note, PurposeState, Reminder
from recruiter import desk, matching, past, said, sentences, tiering, timeline, when
from recruiter.discovering import kit
from recruiter.introductions import introductions
from recruiter.matching import Match, Near
from recruiter.models import (
    MatchFeedback,
    Recruiter,
    Relationship,
    ServedDepartment,
    TierMove,
    User,
)
from recruiter.past import Beside, Past
from recruiter.said import Words
from recruiter.timeline import Event


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
    #: The colleague's contact that may be counted as one's own: only one that is news.
    countable: int | None
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
    words: Words
    match: Match | None
    feedback: MatchFeedback | None
    near: Sequence[Near]
    events: Sequence[Event]
    touch: Touch | None
    neighbours: Neighbours | None
    moves: Sequence[TierMove]
    consent: Consent | None
    past: Past | None
    beside: Sequence[Beside]
    promises: Sequence[Reminder]
    tags: Sequence[dict[str, Any]]
    hints: Sequence[dict[str, Any]]

    @property
    def asks(self) -> Sequence[str]:
        """What to ask somebody without a purpose: the same for everybody; empty with one."""
        if self.candidate.purpose_state in (PurposeState.HEARD, PurposeState.STATED):
            return []
        return kit()

    @property
    def pinned_until(self) -> date | None:
        """The last day of the pin: it ends with that day, at the midnight after it."""
        until = self.relationship.pin_until if self.relationship else None
        return timezone.localdate(until - timedelta(microseconds=1)) if until else None

    @property
    def tier(self) -> str:
        return self.relationship.tier if self.relationship else ""


def read(recruiter: Recruiter, candidate: Candidate, *, said_page: int = 1) -> Profile:
    """Read one page in at most nineteen queries, whatever the person's history."""
    today, user = timezone.localdate(), recruiter.user
    relationship = next(iter(desk.relationships(recruiter, candidate)), None)
    published = desk.read_published(recruiter, [relationship]) if relationship else None
    ranked = desk.may_rank(candidate)
    reason = published.reasons.get(candidate.pk) if published and ranked else None
    move = published.moves.get(candidate.pk) if published and ranked else None
    unpacked = published.unpacked if published else None
    statements = said.read_statements(candidate)
    readings = said.read_readings(statements)
    counting = [one for one in statements if one.retired_at is None]
    served = matching.served_goals(recruiter)
    marked = [mark["department"] for mark in desk.marks_of(relationship)] if relationship else []
    names = names_of(served, reason, move, marked)
    match = matching.read_match(reason, unpacked, {one.pk: one for one in counting})
    near = matching.read_near(counting, readings, served) if ranked else []
    contacts = list(candidate.contacts.select_related("by"))
    notes = list(Note.objects.visible_to(user).filter(candidate=candidate).select_related("author"))
    moves = list(relationship.moves.select_related("ranking", "by")[:30]) if relationship else []
    ranking = published.ranking if published and ranked else None
    return Profile(
        candidate=candidate,
        relationship=relationship,
        rank=reason.position if reason and reason.may_rank else None,
        shown=published.ranking.pk if published and published.ranking else None,
        why=standing(candidate, reason, names),
        moved=sentences.why(move, names) if move and move.moved else "",
        words=said.words_of(statements, readings, user, today, said_page),
        match=match,
        feedback=read_feedback(recruiter, candidate, match),
        near=[
            one for one in near if one.bars and (not match or one.department != match.department)
        ],
        events=timeline.events_of(
            notes, contacts, moves, introductions(recruiter, candidate), user, today
        ),
        touch=touch_of(relationship, contacts, user, today) if relationship else None,
        neighbours=neighbours(relationship, published) if relationship and published else None,
        moves=moves[:8],
        consent=candidate.consents.to_keep().first(),
        past=past.read_past(recruiter, candidate, ranking),
        beside=past.read_beside(recruiter, reason, unpacked),
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


def read_feedback(
    recruiter: Recruiter, candidate: Candidate, match: Match | None
) -> MatchFeedback | None:
    """What the recruiter said of this match; one query where there is a match."""
    if match is None:
        return None
    return recruiter.feedback.filter(candidate=candidate, department=match.department_pk).first()


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
        return desk.why_not_ranked(candidate)
    return sentences.standing(reason, names, candidate.purpose_state) if reason else ""


def touch_of(
    relationship: Relationship, contacts: Sequence[Contact], user: User, today: date
) -> Touch:
    """Contacts come latest first; those ahead of today are none yet."""
    past = [one for one in contacts if one.happened_on <= today]
    mine = [one for one in past if one.by == user]
    others = [one for one in past if one.by != user and one.by is not None]
    last = mine[0] if mine else None
    is_news = bool(others) and (last is None or others[0].happened_on > last.happened_on)
    return Touch(
        last=when.ago(last.happened_on, today) if last else _("never"),
        channel=last.get_channel_display().lower() if last else "",
        due=desk.due_of(relationship, today),
        cadence=desk.cadence_of(relationship),
        exception=relationship.cadence_days is not None,
        this_year=sum(one.happened_on.year == today.year for one in mine),
        colleague=f"{others[0].by}, {when.ago(others[0].happened_on, today)}" if others else "",
        countable=others[0].pk if is_news else None,
        asleep=desk.is_asleep(relationship, today),
        snooze_reason=relationship.snooze_reason if desk.is_asleep(relationship, today) else "",
    )


def neighbours(relationship: Relationship, published: desk.Published) -> Neighbours:
    """Whose page comes before and after, in the order of the whole list; one query."""
    last = len(published.reasons) + 1
    same = relationship.recruiter.relationships.filter(tier=relationship.tier)
    people = sorted(
        same.values_list("candidate_id", "candidate__name"),
        key=lambda one: (
            published.reasons[one[0]].position if one[0] in published.reasons else last,
            one[1],
        ),
    )
    return beside(relationship.candidate_id, [key for key, _ in people])


def beside(person: int, keys: Sequence[int]) -> Neighbours:
    """Where somebody stands among the people of a list, in its order."""
    at = keys.index(person)
    return Neighbours(
        place=at + 1,
        of=len(keys),
        before=keys[at - 1] if at else None,
        after=keys[at + 1] if at + 1 < len(keys) else None,
    )
