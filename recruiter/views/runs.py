"""Re-rank runs: what is owed right now, and what each published run changed, and why."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from recruiter import proposals, unmoving
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.causes import Noted, because
from recruiter.differences import Difference, difference
from recruiter.forms import CompareForm
from recruiter.models import Ranking
from recruiter.progress import Status
from recruiter.runs import Listed, progress
from recruiter.tiering import PackError

RUNS_SHOWN = 12


@recruiter_required
@require_safe
def runs(request: RecruiterRequest) -> HttpResponse:
    """The newest run, and the one that is on its way."""
    return page(request, request.recruiter.rankings.first())


@recruiter_required
@require_safe
def run(request: RecruiterRequest, number: int) -> HttpResponse:
    """Any run by its number. Numbers are a recruiter's own, so another's is not found."""
    return page(request, get_object_or_404(request.recruiter.rankings, number=number))


@recruiter_required
@require_safe
def run_compare(request: RecruiterRequest) -> HttpResponse:
    """Two runs of the reader's choice, the earlier one first whichever way they chose."""
    form = CompareForm(request.recruiter.rankings.all(), offered(request), request.GET)
    if not form.is_valid():
        return page(request, request.recruiter.rankings.first(), form, status=422)
    earlier, later = form.chosen
    return page(request, later, form, against=earlier)


@recruiter_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def run_progress(request: RecruiterRequest) -> HttpResponse:
    """What is on its way; asked again every two seconds until it has arrived."""
    if request.htmx.target != "progress":
        return redirect("runs")
    seen = request.GET.get("seen", "")
    known = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    now = progress(request.recruiter, known)
    context = {"progress": now, "seen": seen, "asked_again": True}
    return render(request, "recruiter/run_progress.html", context)


@recruiter_required
@require_POST
@vary_on_headers("HX-Request", "HX-Target")
def rerank_now(request: RecruiterRequest) -> HttpResponse:
    """Mark the ranking due. The dispatcher hears of it; this process talks to no queue."""
    request.recruiter.rerank.ask()
    if request.htmx.target == "progress":
        now = progress(request.recruiter)
        context = {"progress": now, "seen": now.number}
        return render(request, "recruiter/run_progress.html", context)
    messages.success(request, _("The re-rank starts in a moment"))
    return redirect("runs")


def page(
    request: RecruiterRequest,
    shown: Ranking | None,
    form: CompareForm | None = None,
    against: Ranking | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A run beside the one before it, or beside the one that was chosen."""
    now, listed = progress(request.recruiter), offered(request)
    waiting = proposals.waiting(request.recruiter) if shown else []
    request.recruiter.moves_waiting = len(waiting)
    context: dict[str, Any] = {
        "progress": now,
        "seen": now.number,
        "status": Status("", "", now.due.published_id),
        "listed": [Listed(one) for one in listed],
        "more": bool(listed) and listed[-1].number > 1 and "all" not in request.GET,
        "form": form or CompareForm(request.recruiter.rankings.all(), listed),
        "run": shown,
        "against": against,
        "waiting": waiting,
    }
    if shown is not None:
        context |= told(request, shown, against)
    return render(request, "recruiter/runs.html", context, status=status)


def told(request: RecruiterRequest, shown: Ranking, against: Ranking | None) -> dict[str, Any]:
    """What caused a run, what it changed, and how much of that can be taken back."""
    before = against or request.recruiter.rankings.before(shown.number).first()
    return {
        "before": before,
        "standing": 0 if against else len(unmoving.standing(shown)),
        "because": because(request.recruiter, [Noted.of_run(shown, before)])[0],
        "difference": readable(before, shown),
    }


def offered(request: RecruiterRequest) -> list[Ranking]:
    """The newest runs, or every one when that is asked for."""
    return list(
        request.recruiter.rankings.for_list()[: None if "all" in request.GET else RUNS_SHOWN]
    )


def readable(before: Ranking | None, after: Ranking) -> Difference | None:
    """What changed; None for the first run, and when one was kept in a form no longer read."""
    if before is None:
        return None
    try:
        return difference(before, after)
    except PackError:
        return None
