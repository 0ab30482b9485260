"""Contacts: log one with its circumstances, or today's with one press."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from candidates.forms import ContactForm
from candidates.models import Candidate
from candidates.writing import KeyInUse, keep_contact
from recruiter import desk, undo
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.views import answers, today


@recruiter_required
@require_POST
def contact_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    touched = get_object_or_404(Candidate, pk=pk)
    form = ContactForm(request.POST, auto_id="contact-%s")
    if not form.is_valid():
        return answers.person(request, touched, "contact", status=422, contact_form=form)
    facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
    log(request, touched, form.cleaned_data["key"], **facts)
    if request.htmx:
        return answers.person(
            request, touched, "contact", "touch", "timeline", focus_on="log-contact"
        )
    return answers.back(touched)


@recruiter_required
@require_POST
def contact_quick(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Today's contact from a row of a list: one press, and one to take it back."""
    touched = get_object_or_404(Candidate, pk=pk)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return answers.refused(request, "Reload the page, and press once more.")
    log(request, touched, key)
    if today.is_asking(request):
        return today.answer(request)
    if request.htmx:
        return answers.row(request, touched)
    return HttpResponseRedirect(f"{came_from(request)}#p-{pk}")


def log(request: RecruiterRequest, touched: Candidate, key: UUID, **facts: Any) -> None:
    """Keep a contact, and say at once when the next one is due."""
    facts.setdefault("happened_on", timezone.localdate())
    try:
        contact, _ = keep_contact(touched, request.user, key, **facts)
    except KeyInUse:
        raise Http404("This form belongs to somebody else.") from None
    relationship = next(iter(desk.relationships(request.recruiter, touched)), None)
    due = desk.due_of(relationship, timezone.localdate()) if relationship else None
    words = f"Contact logged with {touched}."
    if due is not None and due.on is not None:
        words += f" Next: {due.words[0].lower()}{due.words[1:]}."
    answers.say(request, words, undo.remember_contact(contact, request.user))
