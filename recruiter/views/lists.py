"""Invest and Maintain."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from recruiter import desk, progress
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.models import Tier


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def invest(request: RecruiterRequest) -> HttpResponse:
    return people(request, Tier.INVEST)


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def maintain(request: RecruiterRequest) -> HttpResponse:
    return people(request, Tier.MAINTAIN)


def people(request: RecruiterRequest, tier: Tier) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = desk.read_list(request.recruiter, tier, words=words)
    page = {
        "tier": tier,
        "rows": found.rows,
        "words": words,
        "ranking": found.published.ranking,
        "next_in_line": found.next_in_line,
        "elsewhere": found.elsewhere,
        "other": Tier.MAINTAIN if tier == Tier.INVEST else Tier.INVEST,
        "status": progress.status_of(found.published.due, found.published.ranking),
    }
    part = "#list" if request.htmx.target == "list" else ""
    return render(request, f"recruiter/people.html{part}", page)


@recruiter_required
@require_GET
def status(request: RecruiterRequest) -> HttpResponse:
    """The line above the lists, polled; 204 while it has not changed.

    Pages that are no list ask for a quiet one: it tells of a newer ranking only.
    """
    shown = whole(request.GET.get("ranking", ""))
    line = progress.read_status(request.recruiter, shown)
    quiet = request.GET.get("quiet") == "1"
    if line.key == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "components/status.html", {"status": line, "quiet": quiet})
