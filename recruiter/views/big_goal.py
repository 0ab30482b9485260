"""The hiring manager's page: why their department exists.

Only their own departments; no candidate, no list, no rank. Of the recruiters, counts.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from hiring.forms import CompareForm, GoalForm, ReadVersionForm
from hiring.models import BigGoal, Department, GoalDraft, StaleGoal
from hiring.wording import differences
from recruiter import impact
from recruiter.access import ManagerRequest, manager_required
from recruiter.coached import GoalAdvice
from recruiter.effect import effect_on
from recruiter.models import Shortlist, User

VERSIONS_SHOWN = 5
CHANGED_MEANWHILE = gettext_lazy(
    "The goal was changed since you opened this page. Read it, then confirm."
)
NOTHING_IN_FORCE = gettext_lazy("There is no goal yet. Your words are below: save them again.")


@dataclass(frozen=True)
class Earlier:
    """A version that is no longer in force, and until when it was."""

    goal: BigGoal
    until: datetime


@dataclass(frozen=True)
class Standing:
    """ "You confirmed this", and when."""

    words: str
    at: datetime

    def __str__(self) -> str:
        return self.words


@manager_required
@require_safe
def my_goals(request: ManagerRequest) -> HttpResponse:
    """Where log-in leads: the first of their departments. The page has a switch to the others."""
    return redirect("goal_edit", request.departments.values_list("pk", flat=True)[0])


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def goal_edit(request: ManagerRequest, pk: int) -> HttpResponse:
    """The goal in force, and saving the next one on top of the version that was read."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    if request.method != "POST":
        draft = department.draft_of(request.user)
        return page(request, department, GoalForm(department=department, draft=draft), draft=draft)
    form = GoalForm(request.POST, department=department)
    if not form.is_valid():
        keep_typed(request, department, form)
        return page(request, department, form, status=422)
    try:
        goal = form.save(author=request.user)
    except StaleGoal as stale:
        keep_typed(request, department, form)
        return conflict(request, department, stale.current, mine=form.cleaned_data["text"])
    department.discard_draft(request.user)
    messages.success(request, said_of(goal))
    return redirect("goal_edit", pk)


@manager_required
@require_POST
def goal_confirm(request: ManagerRequest, pk: int) -> HttpResponse:
    """Still true: for the version that they read, not for one that was saved meanwhile."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    read = ReadVersionForm(request.POST)
    if not (read.is_valid() and read.cleaned_data["version"] == department.goal_version > 0):
        form = GoalForm(department=department)
        return page(request, department, form, CHANGED_MEANWHILE, status=409)
    department.confirm_goal(by=request.user)
    department.discard_draft(request.user)
    messages.success(request, _("Confirmed: still true"))
    return redirect("goal_edit", pk)


@manager_required
@require_safe
def goal_version(request: ManagerRequest, pk: int, version: int) -> HttpResponse:
    """A wording beside the one in force, or beside any other, with the way to bring it back."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    goals = {one.version: one for one in department.goals.select_related("author")}
    goal = goals.get(version)
    if goal is None:
        raise Http404
    against = CompareForm(request.GET, versions=goals)
    other = goals[against.chosen(default=department.goal_version)]
    context = {
        "department": department,
        "goal": goal,
        "other": other,
        "in_force": department.big_goal,
        "goals": list(goals.values()),
        "differences": differences(goal.text, other.text),
    }
    return render(request, "hiring/goal_version.html", context)


@manager_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def goal_effect(request: ManagerRequest, pk: int) -> HttpResponse:
    """How far the recruiters are; asked again until all lists show the goal."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    if request.htmx.target != "effect":
        return redirect("goal_edit", pk)
    effect = effect_on(department)
    if str(effect.waiting) == request.GET.get("waiting"):
        return HttpResponse(status=204)  # nothing new to say; the page asks again
    return render(request, "hiring/effect.html", {"department": department, "effect": effect})


def page(
    request: ManagerRequest,
    department: Department,
    form: GoalForm,
    error: str | Promise = "",
    *,
    status: int = 200,
    advice: GoalAdvice | None = None,
    draft: GoalDraft | None = None,
    focus: str = "errors",
    **more: Any,
) -> HttpResponse:
    """The whole page, or what is inside its frame when htmx asks for that.

    Args:
        draft: what they had typed before, now in the form.
        focus: where it belongs when something is to be said.
        more: what the answer to one press adds.
    """
    shown = None if "all" in request.GET else VERSIONS_SHOWN + 1
    goals = list(department.goals.select_related("author")[:shown])
    context = {
        "departments": request.departments,
        "department": department,
        "goal": department.big_goal,
        "form": form,
        "error": error,
        "advice": advice,
        "draft": draft,
        "standing": standing(department.big_goal, request.user, is_drafted=draft is not None),
        "effect": effect_on(department),
        "colleagues": colleagues(department, request.user),
        "looks_left": impact.left(request.user),
        # Each earlier version was in use until the next one was written.
        "earlier": [Earlier(goal, newer.created_at) for newer, goal in pairwise(goals)],
        "more": department.goal_version - len(goals),
        "openings": department.openings.open(timezone.localdate()).count(),
        "shared": Shortlist.objects.shown_to(request.user, timezone.localdate())
        .filter(opening__department=department)
        .count(),
    } | more
    return answer(request, "hiring/goal_edit.html", context, status, focus=focus)


def keep_typed(request: ManagerRequest, department: Department, form: GoalForm) -> None:
    """Keep what was typed on the server, also what the form refuses."""
    based_on = form.cleaned_data.get("based_on", 0)
    typed = form.cleaned_data.get("text") or request.POST.get("text", "")
    department.keep_draft(typed, by=request.user, based_on=based_on)


def conflict(
    request: ManagerRequest, department: Department, current: BigGoal | None, mine: str
) -> HttpResponse:
    """Both wordings, what differs, and a form that saves the manager's own on top of the newest."""
    form = GoalForm(department=department, initial={"text": mine})
    if current is None:
        return page(request, department, form, NOTHING_IN_FORCE, status=409)
    form.initial["based_on"] = current.version
    context = {
        "department": department,
        "current": current,
        "form": form,
        "differences": differences(current.text, mine),
    }
    return answer(request, "hiring/goal_conflict.html", context, 409, focus="conflict")


def answer(
    request: ManagerRequest, template: str, context: dict[str, Any], status: int, *, focus: str
) -> HttpResponse:
    """Render for whoever asked: the browser, or htmx for what is inside the frame."""
    if request.htmx.target != "main":
        return render(request, template, context, status=status)
    response = render(request, f"{template}#main", context, status=status)
    if status != 200 or focus != "errors":
        response["HX-Trigger-After-Settle"] = json.dumps({"cultivate:focus": {"value": focus}})
    return response


def said_of(goal: BigGoal | None) -> str:
    """What a press on Save has done, in one line."""
    if goal is None:
        return _("Nothing to save: these are its words")
    return _("Saved as version %(version)d") % {"version": goal.version}


def standing(goal: BigGoal | None, user: User, *, is_drafted: bool) -> Standing | None:
    """Who stands by the goal in force, and since when."""
    if goal is None:
        return None
    latest = goal.confirmations.select_related("by").first()
    person = latest.by if latest else goal.author
    if person == user:
        words = [
            [_("You wrote this"), _("You confirmed this")],
            [_("You wrote the wording in force"), _("You confirmed the wording in force")],
        ][is_drafted][latest is not None]
    else:
        words = [
            [_("%(who)s wrote this"), _("%(who)s confirmed this")],
            [_("%(who)s wrote the wording in force"), _("%(who)s confirmed the wording in force")],
        ][is_drafted][latest is not None] % {"who": person or _("Somebody")}
    return Standing(words, latest.at if latest else goal.created_at)


def colleagues(department: Department, user: User) -> list[str]:
    """Who else speaks for a department, by name; one query."""
    links = department.managers.filter(user__is_active=True).exclude(user=user)
    return [str(link.user) for link in links.select_related("user").order_by("user__name")]
