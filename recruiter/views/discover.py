"""Discover: whose purpose is known, and whom to ask next."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.writing import keep_contact
from recruiter import discovering
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.addresses import came_from
from recruiter.views import answers


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def discover(request: RecruiterRequest) -> HttpResponse:
    part = "#asks" if request.htmx.target == "asks" else ""
    return render(request, f"recruiter/discover.html{part}", page(request))


def page(request: RecruiterRequest) -> dict[str, object]:
    return {"discover": discovering.read(request.recruiter), "kit": discovering.kit()}


@recruiter_required
@require_GET
def questions(request: RecruiterRequest) -> HttpResponse:
    """The question kit alone, to print or to keep beside the telephone."""
    return render(request, "recruiter/questions.html", {"kit": discovering.kit()})


@recruiter_required
@require_POST
def discover_asked(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Somebody on one's own list was asked today; that is a contact as well."""
    person = own_relationship(request, pk).candidate
    today = timezone.localdate()
    # One a day, however often it is pressed.
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"asked {request.user.pk} {person.pk} {today}")
    contact = keep_contact(person, request.user, key, happened_on=today)[0]
    record = discovering.mark_asked(person, contact, request.user)
    words = _("%(who)s is marked as asked today. Contact logged too.") % {"who": person}
    answers.say(request, words, record)
    if request.htmx:
        part = render(request, "recruiter/discover.html#asks", page(request))
        response = HttpResponse(part.content + answers.toasts(request).encode())
        return answers.focus(response, "h-ask")
    return HttpResponseRedirect(came_from(request))
