"""Pins: hold somebody where they are, with a reason and perhaps a date."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recruiter import moves, undo
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.addresses import came_from
from recruiter.forms import PinForm
from recruiter.models import Relationship
from recruiter.views import answers


@recruiter_required
@require_http_methods(["GET", "POST"])
def pin(request: RecruiterRequest, pk: int) -> HttpResponse:
    held = own_relationship(request, pk)
    if request.method == "GET":
        return blank(request, held)
    in_row = answers.from_row(request)
    form = PinForm(request.POST, auto_id=f"pin-{pk}-%s" if in_row else "pin-%s")
    if form.is_valid():
        save(request, held, form)
        if in_row:
            return answers.row(request, held.candidate, closes=f"pin-form-{pk}")
        if request.htmx:
            return answers.person(request, held.candidate, "pin", focus_on="unpin")
        return answers.back(held.candidate)
    if in_row:
        return answers.form_row(request, "pin", form_page(held, form), status=422)
    return answers.person(request, held.candidate, "pin", status=422, pin_form=form)


def blank(request: RecruiterRequest, held: Relationship) -> HttpResponse:
    """The form under a row; without script the one on the person's page."""
    if not request.htmx:
        return answers.back(held.candidate, "pin-reason")
    return answers.form_row(
        request, "pin", form_page(held, PinForm(auto_id=f"pin-{held.candidate_id}-%s"))
    )


def form_page(held: Relationship, form: PinForm) -> dict[str, Any]:
    return {"candidate": held.candidate, "form": form, "tier": held.get_tier_display()}


def save(request: RecruiterRequest, held: Relationship, form: PinForm) -> None:
    record = undo.remember_pin(held, request.user)
    said = {"name": held.candidate, "list": held.get_tier_display()}
    moves.pin(held, reason=form.cleaned_data["reason"], until=form.ends_at)
    answers.say(request, _("%(name)s is pinned in %(list)s.") % said, record)


@recruiter_required
@require_POST
def unpin(request: RecruiterRequest, pk: int) -> HttpResponse:
    held = own_relationship(request, pk)
    record = undo.remember_pin(held, request.user)
    moves.unpin(held)
    answers.say(request, _("%(name)s is not pinned any more.") % {"name": held.candidate}, record)
    if answers.from_row(request):
        return answers.row(request, held.candidate)
    if request.htmx:
        return answers.person(request, held.candidate, "pin", focus_on="pin-opener")
    return HttpResponseRedirect(came_from(request))
