"""What a candidate said: add it, and correct what it counts as."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from candidates.forms import StatementForm
from candidates.models import Candidate, Statement, StatementKind
from recruiter import violations
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.views import answers

SAID = {
    StatementKind.PURPOSE: "Kept as a purpose. It counts from the next re-rank.",
    StatementKind.PROBLEM: "Kept as a problem, for context.",
    "": "Handed back to the engine.",
}


@recruiter_required
@require_POST
def statement_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    speaker = get_object_or_404(Candidate, pk=pk)
    form = StatementForm(request.POST, auto_id="statement-%s")
    if form.is_valid():
        form.instance.candidate, form.instance.added_by = speaker, request.user
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError as error:
            form.add_error("text", violations.sentence(error))
    if form.errors:
        return answers.person(request, speaker, "says", status=422, statement_form=form)
    answers.say(request, "Statement added. It is read within seconds.")
    if request.htmx:
        return answers.person(request, speaker, "says", focus_on="add-statement")
    return answers.back(speaker)


@recruiter_required
@require_POST
def statement_kind(request: RecruiterRequest, pk: int) -> HttpResponse:
    """A person's word on whether a statement is a purpose; empty hands it back to the engine."""
    statement = get_object_or_404(Statement.objects.select_related("candidate"), pk=pk)
    kind = request.POST.get("kind")
    if kind not in SAID:
        return answers.refused(request, "Choose purpose or problem.")
    statement.correct_kind(kind, by=request.user)
    answers.say(request, SAID[kind])
    if request.htmx:
        return answers.person(request, statement.candidate, "says", focus_on=f"said-{pk}")
    return answers.back(statement.candidate)
