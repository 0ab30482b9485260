"""What a candidate said: add it, alone or out of a longer text."""

from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from candidates.forms import PasteForm, StatementForm
from candidates.models import (
    STATEMENT_MAX_LENGTH,
    Candidate,
    Note,
    Statement,
    StatementSource,
)
from candidates.writing import keep_statements
from recruiter import coached, violations
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.forms import SplitForm, statements_of
from recruiter.views import answers


@recruiter_required
@require_POST
def statement_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    """One statement, or the step that splits a text of several into them."""
    speaker = get_object_or_404(Candidate, pk=pk)
    if "edit" in request.POST:
        return retyping(request, speaker)
    paste = PasteForm(request.POST, auto_id="statement-%s")
    if "whole" not in request.POST and is_several(paste):
        return splitting(request, speaker, paste)
    form = StatementForm(request.POST, auto_id="statement-%s")
    if form.is_valid() and must_ask(request, speaker, form.cleaned_data["text"]):
        return asking_first(request, speaker, form)
    if not form.is_valid() or not save(request, speaker, form):
        return answers.person(request, speaker, "says", status=422, statement_form=form)
    answers.say(request, "Statement added. It is read within seconds.")
    if request.htmx:
        return answers.person(request, speaker, "says", focus_on="add-statement")
    return answers.back(speaker)


def save(request: RecruiterRequest, speaker: Candidate, form: StatementForm) -> bool:
    """Keep a statement; False when it is on file already, which the form then says."""
    form.instance.candidate, form.instance.added_by = speaker, request.user
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError as error:
        form.add_error("text", on_file(form.instance) or violations.sentence(error))
        return False
    return True


def on_file(said: Statement) -> str:
    """What to do where the same words were retired; empty where they count."""
    twin = Statement.objects.filter(candidate=said.candidate, text=said.text)
    if not twin.filter(retired_at__isnull=False).exists():
        return ""
    return _("This statement is on file, retired. Bring it back under the statements.")


def asking_first(
    request: RecruiterRequest, speaker: Candidate, form: StatementForm
) -> HttpResponse:
    """Words of a private note are about to be seen by everybody: that takes a second press."""
    return answers.person(
        request,
        speaker,
        "says",
        focus_on="save-statement",
        statement_form=form,
        asks_first=True,
        typing=True,
    )


@recruiter_required
@require_safe
def note_statements(request: RecruiterRequest, pk: int) -> HttpResponse:
    """The statements that a note may hold, to be ticked. Nothing is saved by looking."""
    notes = Note.objects.visible_to(request.user).select_related("candidate")
    note = get_object_or_404(notes, pk=pk)
    facts = {
        "text": note.body,
        "source": StatementSource.HEARD,
        "said_on": timezone.localdate(note.created_at),
    }
    form = PasteForm(facts, auto_id="statement-%s")
    form.full_clean()
    return splitting(request, note.candidate, form)


@recruiter_required
@require_POST
def statement_split(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Keep the statements that were chosen out of a paste."""
    speaker = get_object_or_404(Candidate, pk=pk)
    form = SplitForm(request.POST, auto_id="statement-%s")
    if not form.is_valid():
        return splitting(request, speaker, form, status=422)
    added = keep_statements(speaker, request.user, form.chosen, **form.facts)
    answers.say(request, told(added, len(form.chosen)))
    if request.htmx:
        return answers.person(request, speaker, "says", focus_on="add-statement")
    return answers.back(speaker)


def is_several(paste: PasteForm) -> bool:
    return paste.is_valid() and len(statements_of(paste.cleaned_data["text"])) > 1


def retyping(request: RecruiterRequest, speaker: Candidate) -> HttpResponse:
    """Back to the form with what was typed."""
    form = StatementForm(initial=request.POST.dict(), auto_id="statement-%s")
    return answers.person(
        request, speaker, "says", statement_form=form, typing=True, focus_on="statement-text"
    )


def splitting(
    request: RecruiterRequest, speaker: Candidate, form: PasteForm, status: int = 200
) -> HttpResponse:
    """The step between a paste and its statements. Nothing has been saved."""
    text = form.cleaned_data.get("text")
    if text is None:
        return answers.person(
            request,
            speaker,
            "says",
            status=422,
            statement_form=StatementForm(request.POST, auto_id="statement-%s"),
        )
    chosen = {int(one) for one in request.POST.getlist("keep") if one.isdecimal()}
    step = coached.split_of(
        text, ticked=chosen if isinstance(form, SplitForm) else None, kinds=kinds(request)
    )
    page = {
        "split": step,
        "split_form": form,
        "fits": len(text) <= STATEMENT_MAX_LENGTH,
        "is_private": is_private(request, speaker, text),
    }
    focus = "split" if status == HTTPStatus.OK else ""
    return answers.person(request, speaker, "says", status=status, focus_on=focus, **page)


def kinds(request: RecruiterRequest) -> dict[int, str]:
    """What the recruiter has said that statements are, by number."""
    return {
        int(name.removeprefix("kind-")): str(kind)
        for name, kind in request.POST.items()
        if name.removeprefix("kind-").isdecimal()
    }


def is_private(request: RecruiterRequest, speaker: Candidate, text: str) -> bool:
    """Whether words of it stand in a private note of the recruiter's about them; one query."""
    notes = Note.objects.private_to(request.user).filter(candidate=speaker)
    bodies = [" ".join(body.split()) for body in notes.values_list("body", flat=True)]
    return any(one in body for body in bodies for one in statements_of(text))


def must_ask(request: RecruiterRequest, speaker: Candidate, text: str) -> bool:
    """Whether words of a private note are about to be shared, and nobody has said yes to that."""
    return "share" not in request.POST and is_private(request, speaker, text)


def told(added: int, chosen: int) -> str:
    """How many statements were added, and how many had been there."""
    if added == chosen:
        counted = "Statement added. It is" if added == 1 else f"{added} statements added. They are"
        return f"{counted} read within seconds."
    there = chosen - added
    before = "one was" if there == 1 else f"{there} were"
    return f"{added} added, {before} on file already."
