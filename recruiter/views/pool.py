"""The pool: everybody outside the lists, who would fill a thin bench, and silver medallists."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.forms import SilverForm
from candidates.models import Candidate, PurposeState, SilverMedal
from recruiter import moves, violations
from recruiter import pool as outside
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.views import answers

LEAVING_OFFERED = 12


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def pool(request: RecruiterRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "silver")}
    found = outside.read(
        request.recruiter,
        words=asked["q"],
        state=asked["state"],
        silver=asked["silver"],
        page=whole(request.GET.get("page", "")) or 1,
    )
    page = {"pool": found, "asked": asked, "states": PurposeState.choices}
    part = "#everybody" if request.htmx.target == "everybody" else ""
    return render(request, f"recruiter/pool.html{part}", page)


@recruiter_required
@require_http_methods(["GET", "POST"])
def bring_in(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Onto one's own list, in Maintain; where it is full, somebody is let go in the same step."""
    new = get_object_or_404(Candidate, pk=pk)
    if request.method == "GET":
        return bring_in_page(request, new)
    chosen = whole(request.POST.get("leaving", ""))
    mine = request.recruiter.relationships.select_related("candidate")
    leaving = get_object_or_404(mine, candidate=chosen) if chosen else None
    try:
        with transaction.atomic():
            if leaving is not None:
                moves.exchange(leaving, new)
            else:
                moves.add(request.recruiter, new)
    except moves.CannotMove as refusal:
        return bring_in_page(request, new, str(refusal), 409)
    except IntegrityError as error:
        return bring_in_page(request, new, violations.sentence(error), 409)
    words = f"{new} is on your list, in Maintain until the next re-rank."
    answers.say(request, words if leaving is None else f"{words} {leaving.candidate} was let go.")
    return redirect(new)


def bring_in_page(
    request: RecruiterRequest, new: Candidate, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Offered to leave are those in Maintain without a pin, the longest without contact first."""
    page = {
        "new": new,
        "refusal": refusal,
        "leaving": request.recruiter.relationships.least_in_touch()[:LEAVING_OFFERED],
        "here": "pool",
    }
    return render(request, "recruiter/bring_in.html", page, status=status)


@recruiter_required
@require_http_methods(["GET", "POST"])
def silver_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Candidate, pk=pk)
    medal = SilverMedal(candidate=person, added_by=request.user)
    form = SilverForm(
        request.POST if request.method == "POST" else None, instance=medal, auto_id="silver-%s"
    )
    if not form.is_valid():
        page = {"person": person, "form": form}
        return render(request, "recruiter/silver.html", page, status=422 if form.is_bound else 200)
    form.save()
    answers.say(request, f"{person} is kept as a silver medallist.")
    return redirect(person)


@recruiter_required
@require_POST
def silver_drop(request: RecruiterRequest, pk: int) -> HttpResponse:
    medal = get_object_or_404(SilverMedal.objects.select_related("candidate"), pk=pk)
    medal.delete()
    answers.say(request, f"{medal.candidate} is no silver medallist any more.")
    return redirect("pool")
