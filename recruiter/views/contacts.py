"""Contacts: log one with its circumstances, or today's with one press; change one, delete one."""

from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.forms import ContactEditForm, ContactForm
from candidates.models import Candidate, Contact
from candidates.writing import KeyInUse, keep_contact
from recruiter import desk, undo, when
from recruiter import today as morning
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.models import UndoRecord
from recruiter.views import answers, parts
from recruiter.views.today import answer, is_asking


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def contact_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Log a contact with its circumstances: from a person's page, under a line of Today, or on a
    page of its own, which is the one that says where to go on (`next`)."""
    touched = get_object_or_404(Candidate, pk=pk)
    if request.method == "GET":
        return contact_form(request, touched, ContactForm(auto_id=f"contact-{pk}-%s"))
    from_page = not is_asking(request) and "next" not in request.POST
    form = ContactForm(request.POST, auto_id="contact-%s" if from_page else f"contact-{pk}-%s")
    if not form.is_valid():
        if from_page:
            return answers.person(request, touched, "contact", status=422, contact_form=form)
        return contact_form(request, touched, form)
    facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
    log(request, touched, form.cleaned_data["key"], **facts)
    return logged(request, touched)


def contact_form(request: RecruiterRequest, touched: Candidate, form: ContactForm) -> HttpResponse:
    """The form under a line of Today; without script a page of its own."""
    status = 422 if form.is_bound else 200
    today = timezone.localdate()
    page: dict[str, Any] = {
        "candidate": touched,
        "form": form,
        "colleague": morning.read_colleague(request.recruiter, touched, today),
        "in_today": is_asking(request),
    }
    if request.htmx:
        return answers.form_row(request, "contact", page, status=status)
    page["next"] = request.POST.get("next", request.GET.get("next", ""))
    return render(request, "recruiter/contact.html", page, status=status)


def logged(request: RecruiterRequest, touched: Candidate) -> HttpResponse:
    """The page that it was logged on, or what has changed of it."""
    if is_asking(request):
        return answer(request, f"name-{touched.pk}")
    if request.htmx:
        parts = ("contact", "touch", "timeline")
        return answers.person(request, touched, *parts, focus_on="log-contact")
    return (
        HttpResponseRedirect(came_from(request))
        if "next" in request.POST
        else answers.back(touched)
    )


@recruiter_required
@require_POST
def contact_quick(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Today's contact from a row of a list: one press, and one to take it back."""
    touched = get_object_or_404(Candidate, pk=pk)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return answers.refused(request, _("Reload the page, and press once more."))
    log(request, touched, key)
    if is_asking(request):
        return answer(request, f"name-{pk}")
    if request.htmx:
        return answers.row(request, touched)
    return HttpResponseRedirect(f"{came_from(request)}#p-{pk}")


@recruiter_required
@require_POST
def contact_count(request: RecruiterRequest, pk: int) -> HttpResponse:
    """A colleague's contact counts as one's own: its day and channel, never its text.

    The key follows from both, so that it counts once however often it is pressed.
    """
    happened = Contact.objects.happened_by(timezone.localdate()).exclude(by=request.user)
    theirs = get_object_or_404(happened.select_related("candidate"), pk=pk)
    touched = theirs.candidate
    get_object_or_404(request.recruiter.relationships, candidate=touched)
    key = uuid5(theirs.key, str(request.user.pk))
    log(request, touched, key, channel=theirs.channel, happened_on=theirs.happened_on)
    if is_asking(request):
        return answer(request, f"name-{touched.pk}")
    if request.htmx:
        return answers.person(request, touched, "touch", "timeline", focus_on="snooze")
    if "next" in request.POST:
        return HttpResponseRedirect(came_from(request))
    return answers.back(touched, "touch")


def log(
    request: RecruiterRequest,
    touched: Candidate,
    key: UUID,
    *,
    batch: UUID | None = None,
    **facts: Any,
) -> None:
    """Keep a contact, and say at once when the next one is due.

    Args:
        batch: what the same press did besides, such as writing a note, has it in common.
    """
    today = timezone.localdate()
    facts.setdefault("happened_on", today)
    try:
        contact = keep_contact(touched, request.user, key, **facts)[0]
    except KeyInUse:
        raise Http404(_("This form belongs to somebody else.")) from None
    relationship = next(iter(desk.relationships(request.recruiter, touched)), None)
    due = desk.due_of(relationship, today) if relationship else None
    told = (
        _("Note saved, contact logged with %(who)s.")
        if batch
        else _("Contact logged with %(who)s.")
    )
    words = told % {"who": touched}
    if due is not None and due.on is not None:
        next_one = {"day": when.next_day(due.on, today)}
        due_words = _("Next: %(day)s.") if due.on >= today else _("Still due since %(day)s.")
        words = f"{words} {due_words % next_one}"
    answers.say(request, words, undo.remember_contact(contact, request.user, batch))


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def contact(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Change a contact of one's own; the due date follows."""
    mine = own(request, pk)
    before = undo.as_is(mine)
    typed = request.POST if request.method == "POST" else None
    form = ContactEditForm(typed, instance=mine, auto_id=f"contact-{pk}-%s")
    if not form.is_valid():
        place = parts.Place(_("Change a contact"), f"contact-{pk}", "timeline", _("Save contact"))
        return parts.form(request, mine.candidate, form, place)
    form.save()
    action = UndoRecord.Action.CONTACT_EDIT
    record = undo.remember_change(mine, before, mine.candidate, request.user, action)
    answers.say(request, _("Contact changed."), record)
    if request.htmx:
        focus = f"edit-contact-{pk}"
        return answers.person(request, mine.candidate, "timeline", "touch", focus_on=focus)
    return answers.back(mine.candidate, "timeline")


@recruiter_required
@require_POST
def contact_delete(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Delete a contact of one's own; it can be put back for a day."""
    mine = own(request, pk)
    record = undo.remember_deleted_contact(mine, request.user)
    mine.delete()
    answers.say(request, _("Contact deleted."), record)
    return answers.changed(
        request, mine.candidate, "timeline", "touch", focus_on="timeline", anchor="timeline"
    )


def own(request: RecruiterRequest, pk: int) -> Contact:
    """One's own contact `pk`, locked where it is to be changed, or 404."""
    contacts = request.user.contacts.select_related("candidate")
    if request.method == "POST":
        contacts = contacts.select_for_update(of=("self",))
    return get_object_or_404(contacts, pk=pk)
