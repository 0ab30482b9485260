"""Why a re-rank was owed, in words: the cause that a trigger noted, with the names it points to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from candidates.models import Candidate, Statement
from hiring.models import BigGoal, Department
from recruiter.models import Cause, Ranking, Recruiter, RerankDue
from recruiter.sentences import possessive
from recruiter.wording import Told

# The application's clock and the database's may differ by so much.
CLOCKS_DIFFER = timedelta(seconds=2)

PLAIN = Told(
    {
        Cause.PLACES: gettext_noop("your number of Invest places changed"),
        Cause.TIME: gettext_noop("a pin ended"),
        Cause.ASKED: gettext_noop("you asked for it"),
        Cause.ENGINE: gettext_noop("the way texts are read changed"),
        Cause.NEW: gettext_noop("it is the first"),
    }
)


@dataclass(frozen=True)
class Noted:
    """A cause as it was noted: what kind, which row, and since when it can have happened."""

    cause: str
    key: int | None
    since: datetime | None = None

    @classmethod
    def of_due(cls, due: RerankDue) -> "Noted":
        return cls(due.cause, due.cause_id, due.due_since)

    @classmethod
    def of_run(cls, run: Ranking, before: Ranking | None) -> "Noted":
        return cls(run.cause, run.cause_id, before.started_at if before else None)

    def is_recent(self, moment: datetime) -> bool:
        return self.since is None or moment >= self.since - CLOCKS_DIFFER


def because(recruiter: Recruiter, noted: Sequence[Noted]) -> list[str]:
    """Finish the sentence "re-ranked because …" for each cause, in the same order.

    At most five queries, whatever their number. A row that is gone by now is told without a name.
    """
    goals = BigGoal.objects.select_related("department", "author").in_bulk(keys(noted, Cause.GOAL))
    statements = Statement.objects.select_related("candidate").in_bulk(keys(noted, Cause.STATEMENT))
    people = Candidate.objects.in_bulk(keys(noted, Cause.CANDIDATE) | keys(noted, Cause.LIST))
    departments = Department.objects.in_bulk(keys(noted, Cause.SERVED))
    listed = dict(
        recruiter.relationships.filter(candidate__in=keys(noted, Cause.LIST)).values_list(
            "candidate_id", "added_at"
        )
    )

    def told(one: Noted) -> str:
        key = one.key or 0
        match one.cause:
            case Cause.GOAL:
                return goal_changed(goals.get(key), one)
            case Cause.STATEMENT:
                said = statements.get(key)
                return (
                    _("a statement of %(name)s changed") % {"name": said.candidate}
                    if said
                    else _("a statement went")
                )
            case Cause.CANDIDATE:
                person = people.get(key)
                return (
                    _("what %(name)s agreed to changed") % {"name": person}
                    if person
                    else _("a person's wishes changed")
                )
            case Cause.LIST:
                return list_changed(people.get(key), listed.get(key), one)
            case Cause.SERVED:
                served = departments.get(key)
                words = _("the departments you serve changed")
                return f"{words}: {served}" if served else words
        return PLAIN[Cause(one.cause)]

    return [told(one) for one in noted]


def keys(noted: Iterable[Noted], cause: Cause) -> set[int]:
    return {one.key for one in noted if one.cause == cause and one.key is not None}


def goal_changed(goal: BigGoal | None, noted: Noted) -> str:
    if goal is None:
        return _("a department changed")
    # A department that is renamed or closed points to its goal as well, which is then an old one.
    if not noted.is_recent(goal.created_at):
        return _("%(department)s changed") % {"department": goal.department}
    told = {"who": goal.author, "whose": possessive(str(goal.department))}
    if goal.version > 1:
        words = (
            _("%(who)s edited %(whose)s goal") if goal.author else _("%(whose)s goal was edited")
        )
    else:
        words = (
            _("%(who)s stated %(whose)s goal") if goal.author else _("%(whose)s goal was stated")
        )
    return words % told


def list_changed(person: Candidate | None, added: datetime | None, noted: Noted) -> str:
    if person is None:
        return _("your list changed")
    if added is None:
        return _("%(name)s left your list") % {"name": person}
    if noted.is_recent(added):
        return _("you added %(name)s") % {"name": person}
    return _("you moved or pinned %(name)s") % {"name": person}
