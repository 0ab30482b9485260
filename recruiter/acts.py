"""What was done with a person's data by right of theirs: noted without a value, and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Func, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, CandidateAct, CandidateLink
from recruiter import when
from recruiter.models import Recruiter, User

Action = CandidateAct.Action
SHOWN = 200
ASKS = (
    Action.REVIEW,
    Action.LINK_ASKED,
    Action.WHO_ASKED,
    Action.LAPSED,
    Action.ERASE_ASKED,
)
"""What waits for somebody who works here."""
FIELDS = {
    "name": _("name"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "headline": _("what they do"),
    "location": _("where"),
    "keep": _("keeping and reading their words"),
    "hiring": _("being told of hiring"),
    "named": _("being introduced to managers by name"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act, ready to print. `name` is empty for somebody who is gone."""

    pk: int
    person: int
    name: str
    what: str
    fields: str
    ago: str
    on: date
    is_new: bool
    asks: bool


def note(
    candidate: Candidate,
    action: Action,
    *fields: str,
    by: User | None = None,
    link: CandidateLink | None = None,
) -> CandidateAct:
    """Keep an act and tell whoever looks after the person; one query to read, one to write."""
    told = set(candidate.relationships.values_list("recruiter__user_id", flat=True))
    if link:
        told.add(link.by_id)
    if action == Action.LINK_ASKED:
        told |= set(candidate.links.values_list("by_id", flat=True))
    if not told:  # on nobody's list: whoever comes first sees to it
        told = set(Recruiter.objects.values_list("user_id", flat=True))
    return CandidateAct.objects.create(
        person=candidate.pk,
        action=action,
        fields=sorted(fields),
        by=by,
        told=sorted(told),
        seen=[by.pk] if by else [],
    )


def read(user: User, candidate: Candidate | None = None, *, new: bool = False) -> list[Act]:
    """What somebody was told, the latest first; two queries.

    Args:
        candidate: about them alone.
        new: only what was not marked as seen.
    """
    rows = CandidateAct.objects.unseen_by(user) if new else CandidateAct.objects.told_to(user)
    if candidate:
        rows = rows.about(candidate)
    found = list(rows[:SHOWN])
    names = dict(
        Candidate.objects.filter(pk__in={one.person for one in found}).values_list("pk", "name")
    )
    today = timezone.localdate()
    return [act_of(one, names, user, today) for one in found]


def count_new(user: User) -> int:
    """How much somebody was told and has not marked as seen; one query."""
    return CandidateAct.objects.unseen_by(user).count()


def act_of(one: CandidateAct, names: dict[int, str], user: User, today: date) -> Act:
    on = timezone.localdate(one.at)
    return Act(
        pk=one.pk,
        person=one.person,
        name=names.get(one.person, ""),
        what=one.get_action_display(),
        fields=", ".join(str(FIELDS[name]) for name in one.fields if name in FIELDS),
        ago=when.ago(on, today),
        on=on,
        is_new=user.pk not in one.seen,
        asks=one.action in ASKS,
    )


def mark_seen(user: User, keys: Sequence[int] | None = None, about: int | None = None) -> int:
    """Mark what somebody was told as seen: some of it, all about a person, or all; one query."""
    rows = CandidateAct.objects.unseen_by(user)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    if about is not None:
        rows = rows.filter(person=about)
    return rows.update(seen=Func("seen", Value(user.pk), function="array_append"))
