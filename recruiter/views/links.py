"""A person's own link, what they did by it, and their erasure, on the recruiter's side."""

import logging

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.models import Candidate
from recruiter import acts, erasing, links, purpose, waiting
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.views import answers

logger = logging.getLogger(__name__)


@recruiter_required
@require_POST
def link_make(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Make a link and show it this once: only its digest is kept."""
    person = get_object_or_404(Candidate, pk=pk)
    _link, token = links.make(person, request.user)
    url = links.address(request, token)
    return answers.person(request, person, "own_link", focus_on="link-url", link_url=url)


@recruiter_required
@require_POST
def link_mail(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Make a link and write to the person with it."""
    person = get_object_or_404(Candidate, pk=pk)
    if not person.email:
        return answers.refused(request, _("There is no e-mail address on file. Copy the link."))
    link, token = links.make(person, request.user)
    url = links.address(request, token)
    try:
        links.mail(link, url, "again" if person.lapsed_at else "mail")
    except OSError as error:  # also what smtplib raises
        logger.warning("A mail did not go: %s", type(error).__name__)
        answers.say(request, _("The mail did not go. Copy the link and send it yourself."))
        return answers.person(request, person, "own_link", focus_on="link-url", link_url=url)
    purpose.note_asked(person)
    answers.say(request, _("Mailed to %(address)s.") % {"address": person.email})
    return answers.changed(request, person, "own_link", focus_on="link-mail", anchor="own_link")


@recruiter_required
@require_POST
def link_revoke(request: RecruiterRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Candidate, pk=pk)
    if links.revoke(person, request.user):
        answers.say(request, _("The link does not open any more."))
    return answers.changed(request, person, "own_link", focus_on="link-make", anchor="own_link")


@recruiter_required
@require_POST
def link_confirm(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Say that the link is with the person: they were spoken to. It shows everything then."""
    person = get_object_or_404(Candidate, pk=pk)
    if links.confirm(person, request.user):
        acts.note(person, acts.Action.CONFIRMED, by=request.user)
        answers.say(request, _("Confirmed. Their page shows them everything now."))
    return answers.changed(request, person, "own_link", focus_on="link-make", anchor="own_link")


@recruiter_required
@require_POST
def erase_stop(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Stop an erasure that somebody else asked for by a link that was passed on."""
    person = get_object_or_404(Candidate, pk=pk)
    if waiting.stop(person, by=request.user):
        answers.say(request, _("Stopped. Nothing is erased."))
    return answers.changed(
        request, person, "leaving", "privacy", focus_on="privacy", anchor="privacy"
    )


@recruiter_required
@require_POST
def candidate_erase(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Erase a person for good. The dialog before it has named what goes."""
    person = get_object_or_404(Candidate, pk=pk)
    if "sure" not in request.POST:
        return answers.person(request, person, status=422, refusal=_("Nobody was erased."))
    erasing.erase(person, by=request.user)
    answers.say(request, _("Erased. Nothing of them is left."))
    return redirect("home")


@recruiter_required
@require_http_methods(["GET", "POST"])
def heard(request: RecruiterRequest) -> HttpResponse:
    """What candidates did; a press marks all of it as seen."""
    if request.method == "POST":
        acts.mark_seen(request.user)
        return redirect("heard")
    return render(request, "recruiter/heard.html", {"acts": acts.read(request.user)})


@recruiter_required
@require_POST
def heard_of(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Mark what one person did as seen."""
    person = get_object_or_404(Candidate, pk=pk)
    acts.mark_seen(request.user, about=pk)
    return answers.changed(request, person, "heard", focus_on="heard")
