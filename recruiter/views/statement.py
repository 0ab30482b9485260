"""One statement: correct it, say what kind it is, retire it, bring it back."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.forms import ReasonForm, StatementForm
from candidates.models import Statement, StatementKind
from recruiter import purpose, undo, violations
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.models import UndoRecord
from recruiter.readings import current_encoder
from recruiter.views import answers, parts
from recruiter.views.statements import must_ask, on_file

SAID = {
    StatementKind.PURPOSE: gettext_lazy("Kept as a purpose. It counts from the next re-rank."),
    StatementKind.PROBLEM: gettext_lazy("Kept as a problem, for context."),
    "": gettext_lazy("Handed back to the engine."),
}


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def statement(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Correct the words of a statement, or where they come from."""
    said = found(request, pk)
    before, words = undo.as_is(said), said.text
    typed = request.POST if request.method == "POST" else None
    form = StatementForm(typed, instance=said, auto_id=f"said-{pk}-%s")
    asks = form.is_valid() and said.text != words and must_ask(request, said.candidate, said.text)
    if form.is_valid() and not asks and save(request, said, form, words):
        return done(
            request, said, before, _("Statement corrected. It is read anew within seconds.")
        )
    return parts.form(request, said.candidate, form, correcting(pk, asks=asks))


def correcting(pk: int, *, asks: bool) -> parts.Place:
    if asks:
        return parts.Place(
            _("Correct a statement"),
            f"said-{pk}",
            "says",
            _("Save it for all recruiters"),
            _("These words stand in a private note of yours. All recruiters see a statement."),
            asks=True,
        )
    return parts.Place(
        _("Correct a statement"),
        f"said-{pk}",
        "says",
        _("Save statement"),
        _("All recruiters see a statement. Another wording is read anew and may count otherwise."),
    )


def save(request: RecruiterRequest, said: Statement, form: StatementForm, words: str) -> bool:
    """Keep a correction; other words are the engine's again until a person has judged them."""
    said.edited_by_id, said.edited_at = request.user.pk, timezone.now()
    if said.text != words:
        said.kind, said.kind_set_by, said.kind_set_at = "", None, None
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError as error:
        form.add_error("text", on_file(said) or violations.sentence(error))
        return False
    return True


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def statement_retire(request: RecruiterRequest, pk: int) -> HttpResponse:
    """End a statement, with a reason: kept for the record, and nothing is matched by it."""
    said = found(request, pk)
    before = undo.as_is(said)
    typed = request.POST if request.method == "POST" else None
    form = ReasonForm(typed, auto_id=f"said-{pk}-%s")
    if form.is_valid():
        said.retire(form.cleaned_data["reason"], by=request.user)
        return done(request, said, before, _("Statement retired. It counts no longer."))
    place = parts.Place(
        _("Retire a statement"),
        f"said-{pk}",
        "says",
        _("Retire it"),
        _("It stays on file and counts no longer. All recruiters see why, and can bring it back."),
        quote=said.text,
    )
    return parts.form(request, said.candidate, form, place)


@recruiter_required
@require_POST
def statement_restore(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Let a retired statement count again."""
    said = found(request, pk)
    before = undo.as_is(said)
    said.bring_back()
    return done(
        request, said, before, _("Statement brought back. It counts from the next re-rank.")
    )


@recruiter_required
@require_POST
def statement_kind(request: RecruiterRequest, pk: int) -> HttpResponse:
    """A person's word on whether a statement is a purpose; empty hands it back to the engine."""
    said = found(request, pk)
    kind = request.POST.get("kind")
    if kind not in SAID:
        return answers.refused(request, _("Choose purpose or problem."))
    before = undo.as_is(said)
    said.correct_kind(kind, by=request.user)
    return done(request, said, before, str(SAID[kind]))


def found(request: RecruiterRequest, pk: int) -> Statement:
    """Statement `pk`, locked where it is to be changed, or 404."""
    statements = Statement.objects.select_related("candidate")
    if request.method == "POST":
        statements = statements.select_for_update(of=("self",))
    return get_object_or_404(statements, pk=pk)


def done(
    request: RecruiterRequest, said: Statement, before: dict[str, object], words: str
) -> HttpResponse:
    """Say what was changed, with a way back, and show the statements."""
    speaker, action = said.candidate, UndoRecord.Action.STATEMENT_EDIT
    purpose.refresh_states([speaker.pk], current_encoder().model_id)
    record = undo.remember_change(said, before, speaker, request.user, action)
    answers.say(request, words, record)
    if request.htmx:
        focus = "show-retired" if said.retired_at else f"said-{said.pk}"
        return answers.person(request, speaker, "says", "match", focus_on=focus, keeps=True)
    return answers.back(speaker)
