"""Goals: what each department is for, and how many people on the list share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hiring.models import BigGoal, Department, Opening
from recruiter import held, reminders, tiering, unshared
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.benches import AIM, Bar, Bench, Benches, bars, benches
from recruiter.held import Held
from recruiter.models import Recruiter, ServedDepartment
from recruiter.reminders import CONFIRM_AGAIN_AFTER
from recruiter.tiering import PackError
from recruiter.unshared import Unshared


@dataclass(frozen=True)
class GoalRow:
    """One department served, with its bench once there is a ranking.

    `needs` are its open needs by key, the most urgent first.
    """

    served: ServedDepartment
    bench: Bench | None
    bar: Bar | None
    needs: Sequence[int] = ()

    @property
    def department(self) -> Department:
        return self.served.department

    @property
    def goal(self) -> BigGoal | None:
        return self.department.big_goal

    @property
    def managers(self) -> str:
        return ", ".join(sorted(str(one.user) for one in self.department.managers.all()))

    @property
    def is_matched(self) -> bool:
        """Whether people are matched to it at all."""
        return self.goal is not None and self.department.closed_at is None

    @property
    def is_thin(self) -> bool:
        return self.is_matched and self.bench is not None and self.bench.is_thin

    @property
    def is_unconfirmed(self) -> bool:
        """Whether nobody has stood by the wording for half a year."""
        if self.goal is None or not self.is_matched:
            return False
        return self.goal.confirmed_at < timezone.now() - CONFIRM_AGAIN_AFTER

    @property
    def is_unspoken(self) -> bool:
        """Whether nobody is left who could confirm or change the goal."""
        return self.department.closed_at is None and not self.department.managers.all()


@recruiter_required
@require_safe
def goals(request: RecruiterRequest) -> HttpResponse:
    """The departments served, most important first, as bars or as a table of the same numbers."""
    served = list(request.recruiter.served.with_goals())
    found = readable(request.recruiter, served)
    rows = goal_rows(served, found, needs_of(served))
    waiting, apart = people_of(request.recruiter, rows) if found else ([], None)
    return render(
        request,
        "recruiter/goals.html",
        {
            "rows": rows,
            "benches": found,
            "thin": [row for row in rows if row.is_thin],
            "unconfirmed": [row for row in rows if row.is_unconfirmed],
            "due": request.recruiter.rerank,
            "unspoken": [row for row in rows if row.is_unspoken],
            "held": waiting,
            "unshared": apart,
            "aim": AIM,
            "as_table": request.GET.get("view") == "table",
        },
    )


@recruiter_required
@require_POST
def goals_ask(request: RecruiterRequest) -> HttpResponse:
    """Ask the managers of unconfirmed goals by mail, and say who is mailed."""
    asked = reminders.ask(request.recruiter)
    said = [_("Nobody was mailed: all were asked within a week")]
    if asked.people:
        said = [_("Mail is on its way to %(people)s") % {"people": ", ".join(asked.people)}]
    if asked.without_manager:
        names = ", ".join(asked.without_manager)
        said.append(_("Nobody speaks for %(names)s") % {"names": names})
    messages.success(request, ". ".join(said))
    return redirect("goals")


def readable(recruiter: Recruiter, served: list[ServedDepartment]) -> Benches | None:
    """The benches; None before the first ranking, and when it was kept in a form no longer read."""
    try:
        return benches(recruiter, [one.department_id for one in served])
    except PackError:
        return None


def people_of(recruiter: Recruiter, rows: list[GoalRow]) -> tuple[list[Held], Unshared | None]:
    """Whom the list holds back, and what its people share without a goal; three queries.

    For a ranking that `readable` could read.
    """
    published = recruiter.rerank.published
    if published is None:
        return [], None
    ranking = tiering.unpack(bytes(published.records))
    listed = list(recruiter.relationships.select_related("candidate"))
    names = {row.department.pk: row.department.name for row in rows if row.is_matched}
    return held.read(recruiter, listed, ranking, names), unshared.read(listed, ranking)


def needs_of(served: list[ServedDepartment]) -> dict[int, list[int]]:
    """Keys of what is needed now, by department; one query."""
    found: dict[int, list[int]] = {}
    known = Opening.objects.open(timezone.localdate()).of_open_departments()
    known = known.filter(department__in=[one.department_id for one in served])
    for department, key in known.order_by("closes_on", "pk").values_list("department", "pk"):
        found.setdefault(department, []).append(key)
    return found


def goal_rows(
    served: list[ServedDepartment], found: Benches | None, needs: Mapping[int, Sequence[int]]
) -> list[GoalRow]:
    drawn = bars(found.of) if found else {}
    return [
        GoalRow(
            served=one,
            bench=found.of[one.department_id] if found else None,
            bar=drawn.get(one.department_id),
            needs=needs.get(one.department_id, ()),
        )
        for one in served
    ]
