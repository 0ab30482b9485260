"""Today: the recruiter's first page."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from recruiter import acts, progress
from recruiter import today as morning
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.views import answers

NOON, EVENING = 12, 18


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def today(request: RecruiterRequest) -> HttpResponse:
    part = "#reach" if request.htmx.target == "reach" else ""
    return render(request, f"recruiter/today.html{part}", page(request))


def page(request: RecruiterRequest) -> dict[str, Any]:
    everybody = shows_everybody(request)
    found = morning.read(request.recruiter, everybody=everybody)
    return {
        "today": found,
        "everybody": everybody,
        "heard": acts.count_new(request.user),
        "greeting": greeting(request.user.get_short_name()),
        "now": timezone.localdate(),
        "ranking": found.published.ranking,
        "status": progress.status_of(found.published.due, found.published.ranking),
    }


def shows_everybody(request: RecruiterRequest) -> bool:
    """Whether the page shows all who are overdue. What is pressed on it has an address of its own:
    htmx tells which page it was pressed on."""
    shown = urlsplit(request.htmx.current_url or "").query
    return "all" in request.GET or "all" in QueryDict(shown)


def greeting(name: str) -> str:
    hour = timezone.localtime().hour
    words = (
        _("Good morning, %(name)s")
        if hour < NOON
        else _("Good afternoon, %(name)s")
        if hour < EVENING
        else _("Good evening, %(name)s")
    )
    return words % {"name": name}


def is_asking(request: RecruiterRequest) -> bool:
    """Whether it was pressed on Today: in a line of it, or in a form under one."""
    target = request.htmx.target or ""
    return target == "reach" or target.startswith("t-")


def answer(request: RecruiterRequest, focus_on: str) -> HttpResponse:
    """Today's people anew with the toasts.

    Args:
        focus_on: DOM id of what was pressed about; the next one stands in once it is gone.
    """
    html = render_to_string("recruiter/today.html#reach", page(request), request)
    response = HttpResponse(html + answers.toasts(request))
    response["HX-Retarget"], response["HX-Reswap"] = "#reach", "outerHTML"
    return answers.focus(response, focus_on, otherwise="h-reach")
