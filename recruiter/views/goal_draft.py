"""What happens to a big goal before it is saved: coached, reworded, counted, put aside.

Nothing here changes a goal. What is typed is kept on the server with every press.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from hiring.forms import GoalForm, RewordForm
from hiring.models import Department
from hiring.wording import without
from recruiter import impact
from recruiter.access import ManagerRequest, manager_required
from recruiter.coached import goal_advice
from recruiter.views.big_goal import keep_typed, page


@manager_required
@require_POST
@vary_on_headers("HX-Request", "HX-Target")
def goal_coach(request: ManagerRequest, pk: int) -> HttpResponse:
    """What the coach says of the words as they are being typed; they are kept as a draft."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    form = GoalForm(request.POST, department=department)
    status = 200 if form.is_valid() else 422
    keep_typed(request, department, form)
    advice = goal_advice(form.cleaned_data.get("text", ""), request.POST.getlist("keep"))
    if request.htmx.target != "coach":
        return page(request, department, form, status=status, advice=advice)
    context = {"advice": advice, "form": form, "department": department, "oob": True}
    return render(request, "hiring/coach_tips.html", context, status=status)


@manager_required
@require_POST
@vary_on_headers("HX-Request", "HX-Target")
def goal_reword(request: ManagerRequest, pk: int) -> HttpResponse:
    """Take a sentence out of what is typed, or put the text back as it was. Saves no goal."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    typed = GoalForm(request.POST, department=department)
    typed.is_valid()
    before = typed.cleaned_data.get("text") or request.POST.get("text", "")
    press = RewordForm(request.POST)
    press.is_valid()
    out = press.cleaned_data.get("out", "")
    after = press.cleaned_data.get("restore") or without(before, out)
    form = reworded(request, department, after)
    keep_typed(request, department, form)
    advice = goal_advice(form.cleaned_data.get("text", ""), request.POST.getlist("keep"))
    taken = {"out": out, "before": before, "found": after != before} if out else None
    return page(request, department, form, advice=advice, focus="id_text", taken=taken)


@manager_required
@require_POST
def goal_discard(request: ManagerRequest, pk: int) -> HttpResponse:
    """Drop what was typed and not saved; the goal in force is as it was."""
    department = get_object_or_404(request.departments, pk=pk)
    department.discard_draft(request.user)
    return redirect("goal_edit", pk)


@manager_required
@require_POST
@vary_on_headers("HX-Request", "HX-Target")
def goal_impact(request: ManagerRequest, pk: int) -> HttpResponse:
    """How many people would match the words as typed, in round counts, before they are saved."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    form = GoalForm(request.POST, department=department)
    valid = form.is_valid()
    keep_typed(request, department, form)
    seen = impact.look(department, form.cleaned_data["text"], request.user) if valid else None
    status = 422 if seen is None else 429 if seen.refused else 200
    if request.htmx.target != "impact":
        return page(request, department, form, status=status, impact=seen)
    left = impact.left(request.user)
    context = {"department": department, "impact": seen, "form": form, "looks_left": left}
    return render(request, "hiring/impact.html", context, status=status)


def reworded(request: ManagerRequest, department: Department, text: str) -> GoalForm:
    """The form with other words in it, and everything else as it was sent."""
    data = request.POST.copy()
    data["text"] = text
    form = GoalForm(data, department=department)
    form.is_valid()
    return form
