"""The one-page brief for a call."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates.models import Candidate
from recruiter import profile
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.brief import brief_of


@recruiter_required
@require_safe
def brief(request: RecruiterRequest, pk: int) -> HttpResponse:
    """To print, or to look at during a call. Private notes are in it only where ticked."""
    about = get_object_or_404(Candidate, pk=pk)
    ticked = {number for one in request.GET.getlist("note") if (number := whole(one))}
    page = {
        "brief": brief_of(profile.read(request.recruiter, about), ticked),
        "today": timezone.localdate(),
    }
    return render(request, "recruiter/brief.html", page)
