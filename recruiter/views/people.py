"""One person: their page, adding them, and taking somebody known onto one's own list."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.forms import CandidateForm, FirstStatementForm
from candidates.models import Candidate
from recruiter import moves, tombstones, violations, what_if
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.views import answers

DOUBLE_PRESS = timedelta(minutes=1)


@recruiter_required
@require_GET
def candidate(request: RecruiterRequest, pk: int) -> HttpResponse:
    return answers.person(request, get_object_or_404(Candidate, pk=pk))


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def candidate_changes(request: RecruiterRequest, pk: int) -> HttpResponse:
    """What would change where somebody on one's own list stands; a part of their page for htmx."""
    mine = request.recruiter.relationships.select_related("candidate", "recruiter")
    relationship = get_object_or_404(mine, candidate=pk)
    is_part = request.htmx.target == "changes"
    page = {
        "relationship": relationship,
        "changes": what_if.read(relationship),
        "here": relationship.tier,
        "is_part": is_part,
    }
    part = "#changes" if is_part else ""
    return render(request, f"recruiter/candidate_changes.html{part}", page)


@recruiter_required
@require_POST
def candidate_keep(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Take somebody whom the organisation knows onto one's own list."""
    known = get_object_or_404(Candidate, pk=pk)
    try:
        with transaction.atomic():
            moves.add(request.recruiter, known)
    except IntegrityError as error:
        return answers.person(request, known, status=422, refusal=violations.sentence(error))
    answers.say(request, on_list(known))
    return answers.back(known)


def on_list(new: Candidate) -> str:
    return _("%(who)s is on your list, in Maintain until the next re-rank.") % {"who": new}


@recruiter_required
@require_http_methods(["GET", "POST"])
def person_add(request: RecruiterRequest) -> HttpResponse:
    """A new person with what they said, on one's own list: all of it or nothing."""
    typed = request.POST if request.method == "POST" else None
    form = CandidateForm(typed, auto_id="person-%s")
    said = FirstStatementForm(typed, prefix="said", auto_id="statement-%s")
    refusal = ""
    if form.is_valid() and said.is_valid():
        refusal = tombstones.refusal(form.cleaned_data["name"], form.cleaned_data["email"])
    if form.is_valid() and said.is_valid() and not refusal:
        try:
            return added(request, form, said)
        except IntegrityError as error:
            refusal = violations.sentence(error)
    known = form.known
    listed = known is not None and request.recruiter.relationships.filter(candidate=known).exists()
    page = {"form": form, "said": said, "refusal": refusal, "known": known, "listed": listed}
    return render(request, "recruiter/person_add.html", page, status=422 if form.is_bound else 200)


def added(request: RecruiterRequest, form: CandidateForm, said: FirstStatementForm) -> HttpResponse:
    with transaction.atomic():
        moves.locked(request.recruiter)
        if twin := sent_before(request, form):
            return redirect(twin)
        new = form.save()
        if said.cleaned_data["text"]:
            said.instance.candidate, said.instance.added_by = new, request.user
            said.save()
        moves.add(request.recruiter, new)
    answers.say(request, on_list(new))
    return redirect(new)


def sent_before(request: RecruiterRequest, form: CandidateForm) -> Candidate | None:
    """Who was added just now from the same words; without an e-mail address nothing else tells.

    Call it with the recruiter's row locked, so that a second press waits for the first.
    """
    just_now = timezone.now() - DOUBLE_PRESS
    same = {name: form.cleaned_data[name] for name in form.Meta.fields}
    return Candidate.objects.filter(
        relationships__recruiter=request.recruiter, created_at__gt=just_now, **same
    ).first()
