"""The hiring manager's page: why their department exists.

Only their own departments; no candidate, no list, no rank. Of the recruiters, counts.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from hiring.forms import GoalForm, ReadVersionForm
from hiring.models import BigGoal, Department, StaleGoal
from hiring.wording import differences
from recruiter.access import ManagerRequest, manager_required
from recruiter.coached import GoalAdvice, goal_advice
from recruiter.effect import effect_on
from recruiter.models import User

VERSIONS_SHOWN = 5
CHANGED_MEANWHILE = "The goal was changed since you opened this page. Read it, then confirm."
NOTHING_IN_FORCE = "There is no goal yet. Your words are below: save them again."


@dataclass(frozen=True)
class Earlier:
    """A version that is no longer in force, and until when it was."""

    goal: BigGoal
    until: datetime


@dataclass(frozen=True)
class Standing:
    """ "You confirmed this", and when."""

    who: str
    verb: str
    at: datetime


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
        return page(request, department, GoalForm(department=department))
    form = GoalForm(request.POST, department=department)
    if not form.is_valid():
        return page(request, department, form, status=422)
    try:
        goal = form.save(author=request.user)
    except StaleGoal as stale:
        return conflict(request, department, stale.current, mine=form.cleaned_data["text"])
    said = f"Saved as version {goal.version}" if goal else "Nothing to save: these are its words"
    messages.success(request, said)
    return redirect("goal_edit", pk)


@manager_required
@require_POST
@vary_on_headers("HX-Request", "HX-Target")
def goal_coach(request: ManagerRequest, pk: int) -> HttpResponse:
    """What the coach says of the words as they are being typed. Writes nothing."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    form = GoalForm(request.POST, department=department)
    status = 200 if form.is_valid() else 422
    advice = goal_advice(form.cleaned_data.get("text", ""))
    if request.htmx.target != "coach":
        return page(request, department, form, status=status, advice=advice)
    context = {"advice": advice, "form": form, "oob": True}
    return render(request, "hiring/coach_tips.html", context, status=status)


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
    messages.success(request, "Confirmed: still true")
    return redirect("goal_edit", pk)


@manager_required
@require_safe
def goal_version(request: ManagerRequest, pk: int, version: int) -> HttpResponse:
    """An earlier wording beside the one in force, with the way to bring it back."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    goal = get_object_or_404(department.goals.select_related("author"), version=version)
    current = department.big_goal or goal
    context = {
        "department": department,
        "goal": goal,
        "current": current,
        "differences": differences(goal.text, current.text),
    }
    return render(request, "hiring/goal_version.html", context)


@manager_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def goal_effect(request: ManagerRequest, pk: int) -> HttpResponse:
    """How far the recruiters are; asked again until all lists show the goal."""
    department = get_object_or_404(request.departments, pk=pk)
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
    error: str = "",
    *,
    status: int = 200,
    advice: GoalAdvice | None = None,
) -> HttpResponse:
    """The whole page, or what is inside its frame when htmx asks for that."""
    shown = None if "all" in request.GET else VERSIONS_SHOWN + 1
    goals = list(department.goals.select_related("author")[:shown])
    context = {
        "departments": request.departments,
        "department": department,
        "goal": department.big_goal,
        "form": form,
        "error": error,
        "advice": advice,
        "standing": standing(department.big_goal, request.user),
        "effect": effect_on(department),
        # Each earlier version was in use until the next one was written.
        "earlier": [Earlier(goal, newer.created_at) for newer, goal in pairwise(goals)],
        "more": department.goal_version - len(goals),
    }
    return answer(request, "hiring/goal_edit.html", context, status, focus="errors")


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
    if status != 200:
        response["HX-Trigger-After-Settle"] = json.dumps({"cultivate:focus": {"value": focus}})
    return response


def standing(goal: BigGoal | None, user: User) -> Standing | None:
    """Who stands by the goal in force, and since when."""
    if goal is None:
        return None
    latest = goal.confirmations.select_related("by").first()
    person = latest.by if latest else goal.author
    return Standing(
        who="You" if person == user else str(person or "Somebody"),
        verb="confirmed" if latest else "wrote",
        at=latest.at if latest else goal.created_at,
    )
