"""What a hiring manager needs for a while, and what a recruiter shares with them in answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring.forms import OpeningForm
from hiring.models import Department
from recruiter import shortlists, when
from recruiter.access import ManagerRequest, manager_required
from recruiter.forms import AnswerForm
from recruiter.models import Answer, Shortlist
from recruiter.sharing import ShortlistQuerySet
from recruiter.views.openings import need_of


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: ManagerRequest, pk: int) -> HttpResponse:
    """The openings of one department, and a new one. None of them is matched to anybody."""
    department = get_object_or_404(request.departments, pk=pk)
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opening = form.save(commit=False)
        opening.department, opening.opened_by = department, request.user
        opening.save()
        messages.success(request, _("Your recruiter sees it now"))
        return redirect("needs", pk)
    return page(request, department, form, status=422 if request.method == "POST" else 200)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def need_change(request: ManagerRequest, pk: int, opening: int) -> HttpResponse:
    """Other words or another day for a need that is open; whatever was shared for it stays."""
    department = get_object_or_404(request.departments, pk=pk)
    need = get_object_or_404(department.openings.open(timezone.localdate()), pk=opening)
    form = OpeningForm(request.POST or None, instance=need)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Changed: your recruiter sees it now"))
        return redirect("needs", pk)
    context = {"department": department, "opening": need, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "hiring/need_change.html", context, status=status)


@manager_required
@require_POST
def need_take_back(request: ManagerRequest, pk: int, opening: int) -> HttpResponse:
    """Not needed any more. What was shared for it closes as well."""
    department = get_object_or_404(request.departments, pk=pk)
    get_object_or_404(department.openings, pk=opening).take_back(timezone.localdate())
    messages.success(request, _("Taken back"))
    return redirect("needs", pk)


@manager_required
@require_safe
def shared(request: ManagerRequest, pk: int) -> HttpResponse:
    """People whom a recruiter shared for an opening: why, in their own words; no rank, no note."""
    shortlist = shown(request).filter(pk=pk).first()
    return shared_page(request, shortlist) if shortlist else closed_page(request, pk)


@manager_required
@require_POST
def shared_answer(request: ManagerRequest, pk: int, entry: int) -> HttpResponse:
    """Yes, not now, or tell me more: it reaches the recruiter on this person's timeline."""
    shortlist = shown(request).filter(pk=pk).first()
    if shortlist is None:
        return closed_page(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shared_page(request, shortlist, status=422)
    entries = {one.pk: one for one in shortlists.entries_of(shortlist)}
    chosen = entries.get(entry)
    if chosen is None or not shortlists.may_be_named(chosen):
        return shared_page(request, shortlist, status=409)
    shortlists.answer(chosen, form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("%(who)s is told") % {"who": shortlist.recruiter})
    return redirect("shared", pk)


def shown(request: ManagerRequest) -> ShortlistQuerySet:
    today = timezone.localdate()
    return Shortlist.objects.shown_to(request.user, today).select_related(
        "opening__department__big_goal", "recruiter__user"
    )


def page(
    request: ManagerRequest, department: Department, form: OpeningForm, *, status: int
) -> HttpResponse:
    today = timezone.localdate()
    known = department.openings.for_page()
    context = {
        "departments": request.departments,
        "department": department,
        "form": form,
        "needs": [need_of(one, None) for one in known.open(today)],
        "over": [need_of(one, None) for one in known.over(today).order_by("-closes_on")[:5]],
        "shared": list(shown(request).filter(opening__department=department)),
    }
    return render(request, "hiring/needs.html", context, status=status)


def shared_page(
    request: ManagerRequest, shortlist: Shortlist, *, status: int = 200
) -> HttpResponse:
    cards, held = shortlists.shown_to_managers(shortlist)
    context = {
        "shortlist": shortlist,
        "opening": shortlist.opening,
        "department": shortlist.opening.department,
        "cards": cards,
        "held": held,
        "answers": Answer.choices,
        "expires": when.ahead(shortlist.expires_on, timezone.localdate()),
    }
    return render(request, "hiring/shared.html", context, status=status)


def closed_page(request: ManagerRequest, pk: int) -> HttpResponse:
    """It was open to them once. The page says what became of it, and nothing of anybody on it."""
    once = Shortlist.objects.once_shared_with(request.user).distinct()
    shortlist = get_object_or_404(once.select_related("opening__department"), pk=pk)
    context = {"opening": shortlist.opening, "department": shortlist.opening.department}
    return render(request, "hiring/shared_closed.html", context, status=410)
