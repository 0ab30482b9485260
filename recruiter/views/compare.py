"""Two minutes of a manager's time: five statements in order, and how far the engine agrees."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hiring.models import Department
from recruiter import comparing
from recruiter.access import ManagerRequest, manager_required
from recruiter.forms import PlacesForm


@manager_required
@require_safe
def compare(request: ManagerRequest, pk: int) -> HttpResponse:
    """A round that was begun, or the way to begin one; and how earlier ones went."""
    return page(request, get_object_or_404(request.departments.with_goal(), pk=pk))


@manager_required
@require_POST
def compare_begin(request: ManagerRequest, pk: int) -> HttpResponse:
    """Five statements of people who agreed to be shown; a few rounds a day."""
    department = get_object_or_404(request.departments, pk=pk)
    if comparing.open_round(department, request.user) is None:
        if not comparing.may_begin(department, request.user):
            refused = _("That is enough for today. Come back tomorrow.")
            return page(request, department, refused=refused, status=429)
        if comparing.begin(department, request.user) is None:
            refused = _("There are too few statements to compare yet.")
            return page(request, department, refused=refused, status=409)
    return redirect("compare", pk)


@manager_required
@require_POST
def compare_answer(request: ManagerRequest, pk: int) -> HttpResponse:
    """Their order; kept as one figure."""
    department = get_object_or_404(request.departments.with_goal(), pk=pk)
    begun = comparing.open_round(department, request.user)
    if begun is None:
        return page(request, department, status=409)
    form = PlacesForm(request.POST, statements=[key for key, _points in begun.shown])
    if not form.is_valid():
        return page(request, department, form=form, status=422)
    comparing.answer(begun, form.places)
    said = _("You and the engine put %(agreed)d of %(pairs)d pairs in the same order")
    messages.success(request, said % {"agreed": begun.agreed, "pairs": begun.pairs})
    return redirect("compare", pk)


def page(
    request: ManagerRequest,
    department: Department,
    *,
    form: PlacesForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    begun = comparing.open_round(department, request.user)
    shown = comparing.read(begun) if begun else []
    form = form or PlacesForm(statements=[one.statement for one in shown])
    context = {
        "department": department,
        "refused": refused,
        "form": form,
        "rows": [(one, form[f"place-{one.statement}"]) for one in shown],
        "past": comparing.past(department),
    }
    return render(request, "hiring/compare.html", context, status=status)
