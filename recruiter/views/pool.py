"""The pool: everybody outside the lists, who would fill a thin bench, and silver medallists."""

import uuid

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.forms import SilverForm
from candidates.models import Candidate, CandidateSource, PurposeState, SilverMedal
from recruiter import departing, moves, violations
from recruiter import pool as outside
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.models import Relationship, UndoRecord
from recruiter.views import answers

LEAVING_OFFERED = 12
Action = UndoRecord.Action


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def pool(request: RecruiterRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "source", "silver")}
    found = outside.read(
        request.recruiter,
        words=asked["q"],
        state=asked["state"],
        source=asked["source"],
        silver=asked["silver"],
        page=whole(request.GET.get("page", "")) or 1,
    )
    page = {
        "pool": found,
        "asked": asked,
        "narrowed": any(asked.values()),
        "states": PurposeState.choices,
        "sources": CandidateSource.choices,
    }
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
    mine = request.recruiter.relationships.maintained().select_related("candidate")
    leaving = get_object_or_404(mine, candidate=chosen) if chosen else None
    try:
        record = brought_in(request, new, leaving)
    except moves.CannotMove as refusal:
        return bring_in_page(request, new, str(refusal), 409)
    except IntegrityError as error:
        return bring_in_page(request, new, violations.sentence(error), 409)
    words = _("%(who)s is on your list, in Maintain until the next re-rank.") % {"who": new}
    if leaving is not None:
        gone = _("%(who)s was let go.") % {"who": leaving.candidate}
        words = f"{words} {gone}"
    answers.say(request, words, record)
    return redirect(new)


@transaction.atomic
def brought_in(
    request: RecruiterRequest, new: Candidate, leaving: Relationship | None
) -> UndoRecord:
    """Both or neither, and one undo for both."""
    batch = uuid.uuid4()
    if leaving is None:
        added = moves.add(request.recruiter, new)
    else:
        kept = departing.place_on_list(leaving)
        departing.remember(
            Action.LET_GO, leaving, leaving.candidate, request.user, kept=kept, batch=batch
        )
        added = moves.exchange(leaving, new)
    return departing.remember(Action.BROUGHT_IN, added, new, request.user, batch=batch)


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
    form = silver_form(request, medal)
    if not form.is_valid():
        return silver_page(request, form)
    form.save()
    record = departing.remember(Action.SILVER, medal, person, request.user)
    answers.say(request, _("%(who)s is kept as a silver medallist.") % {"who": person}, record)
    return redirect(person)


@recruiter_required
@require_http_methods(["GET", "POST"])
def silver_edit(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Another day to look again, or better words."""
    medal = get_object_or_404(SilverMedal.objects.select_related("candidate"), pk=pk)
    form = silver_form(request, medal)
    if not form.is_valid():
        return silver_page(request, form)
    form.save()
    told = {"who": medal.candidate, "role": medal.role}
    answers.say(request, _("Changed: %(who)s, second for %(role)s.") % told)
    return redirect("pool")


def silver_form(request: RecruiterRequest, medal: SilverMedal) -> SilverForm:
    typed = request.POST if request.method == "POST" else None
    return SilverForm(typed, instance=medal, auto_id="silver-%s")


def silver_page(request: RecruiterRequest, form: SilverForm) -> HttpResponse:
    page = {"person": form.instance.candidate, "form": form}
    return render(request, "recruiter/silver.html", page, status=422 if form.is_bound else 200)


@recruiter_required
@require_POST
def silver_drop(request: RecruiterRequest, pk: int) -> HttpResponse:
    medal = get_object_or_404(SilverMedal.objects.select_related("candidate"), pk=pk)
    kept = departing.packed([medal])
    record = departing.remember(Action.SILVER_DROP, medal, medal.candidate, request.user, kept=kept)
    medal.delete()
    words = _("%(who)s is no silver medallist any more.") % {"who": medal.candidate}
    answers.say(request, words, record)
    return redirect("pool")
