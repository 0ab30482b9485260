"""Notes about a candidate: write, edit, delete. Each can be sent twice and is there once."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.forms import NoteEditForm, NoteForm
from candidates.models import Candidate, Note
from candidates.writing import KeyInUse, keep_note
from recruiter import promises, unwriting, when
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.models import UndoRecord
from recruiter.views import answers, contacts, today


@recruiter_required
@require_http_methods(["GET", "POST"])
def note_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    about = get_object_or_404(Candidate, pk=pk)
    if request.method == "GET":
        return blank(request, about)
    in_today = today.is_asking(request)
    in_row = answers.from_row(request) or in_today
    form = NoteForm(request.POST, auto_id=f"note-{pk}-%s" if in_row else "note-%s")
    if form.is_valid() and save(request, about, form):
        return written(request, about)
    if in_row:
        page = {"candidate": about, "form": form, "in_today": in_today}
        return answers.form_row(request, "note", page, status=422)
    return answers.person(request, about, "composer", status=422, note_form=form)


def written(request: RecruiterRequest, about: Candidate) -> HttpResponse:
    """The part of the page that it was written on."""
    if today.is_asking(request):
        return today.answer(request, f"name-{about.pk}")
    if answers.from_row(request):
        return answers.row(request, about, closes=f"note-form-{about.pk}")
    return answers.changed(
        request, about, "composer", "timeline", "touch", focus_on="note-body", anchor="timeline"
    )


def blank(request: RecruiterRequest, about: Candidate) -> HttpResponse:
    """The form under a row; without script the one on the person's page."""
    if not request.htmx:
        return answers.back(about, "note-body")
    form = NoteForm(auto_id=f"note-{about.pk}-%s")
    page = {"candidate": about, "form": form, "in_today": today.is_asking(request)}
    return answers.form_row(request, "note", page)


def save(request: RecruiterRequest, about: Candidate, form: NoteForm) -> bool:
    """Keep the note; False when its key is of another person's form: it has a new one then."""
    facts = form.cleaned_data
    try:
        kept = keep_note(
            about, request.user, facts["key"], body=facts["body"], visibility=facts["visibility"]
        )
    except KeyInUse:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["key"] = ""  # type: ignore[index]
        form.add_error(
            "key", _("This form was sent for somebody else. Look it over, and press once more.")
        )
        return False
    # What one press wrote goes back with one press.
    batch = facts["key"] if facts["also_contact"] else None
    record = unwriting.remember_new_note(kept, request.user, batch)
    if batch:
        contacts.log(request, about, batch, batch=batch, channel=facts["channel"] or "call")
    else:
        answers.say(request, _("Note about %(who)s saved.") % {"who": about}, record)
    offer(request, kept)
    return True


def offer(request: RecruiterRequest, note: Note) -> None:
    """Ask whether to be reminded of a promise that the note makes; nothing is kept unasked."""
    promise = promises.find_promise(note.body, timezone.localdate())
    if promise is not None:
        answers.offer_reminder(request, note, when.exact(promise.due_on))


@recruiter_required
@require_http_methods(["GET", "POST"])
def note(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Edit a note of one's own."""
    notes = request.user.notes.select_related("candidate").select_for_update(of=("self",))
    mine = get_object_or_404(notes, pk=pk)
    before = unwriting.note_as_is(mine)
    typed = request.POST if request.method == "POST" else None
    form = NoteEditForm(typed, instance=mine, auto_id=f"edit-{pk}-%s")
    if form.is_valid():
        record = unwriting.remember_note(mine, before, request.user, UndoRecord.Action.NOTE_EDIT)
        mine.edited_at = record.created_at
        mine.save(update_fields=["body", "visibility", "edited_at"])
        answers.say(request, _("Note about %(who)s changed.") % {"who": mine.candidate}, record)
        return answers.changed(
            request, mine.candidate, "timeline", focus_on=f"edit-{pk}", anchor="timeline"
        )
    return edit_form(request, mine, form)


def edit_form(request: RecruiterRequest, mine: Note, form: NoteEditForm) -> HttpResponse:
    """In place of the note on its timeline; without script a page of its own."""
    form.fields["body"].widget.attrs["autofocus"] = True
    part = "#form" if request.htmx else ""
    status = 422 if form.is_bound else 200
    page = {"note": mine, "form": form, "is_part": bool(request.htmx)}
    response = render(request, f"recruiter/note.html{part}", page, status=status)
    if request.htmx and form.is_bound:
        response["HX-Retarget"], response["HX-Reswap"] = f"#note-{mine.pk}", "outerHTML"
    return response


@recruiter_required
@require_POST
def note_delete(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Delete a note of one's own; it can be put back for a day."""
    mine = get_object_or_404(Note.objects.select_related("candidate"), pk=pk, author=request.user)
    before = unwriting.note_as_is(mine)
    record = unwriting.remember_note(mine, before, request.user, UndoRecord.Action.NOTE_DELETE)
    mine.delete()
    answers.say(request, _("Note about %(who)s deleted.") % {"who": mine.candidate}, record)
    return answers.changed(
        request, mine.candidate, "timeline", focus_on="timeline", anchor="timeline"
    )
