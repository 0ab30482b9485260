"""Moves that wait, to accept or decline some or all; and moves of a run, to take back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recruiter import moves, proposals, unmoving
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.models import Relationship, UndoRecord
from recruiter.views import answers


@recruiter_required
@require_POST
def moves_accept(request: RecruiterRequest) -> HttpResponse:
    try:
        moved = proposals.accept(request.recruiter, chosen(request), by=request.user)
    except moves.CannotMove as refusal:
        return answers.refused(request, str(refusal), status=409)
    return told(request, moved, _("%(who)s moved.") % {"who": names(moved)})


@recruiter_required
@require_POST
def moves_decline(request: RecruiterRequest) -> HttpResponse:
    held = proposals.decline(request.recruiter, chosen(request), by=request.user)
    words = ngettext(
        "%(who)s stays as they are for 30 days.", "%(who)s stay as they are for 30 days.", len(held)
    )
    return told(request, held, words % {"who": names(held)})


@recruiter_required
@require_POST
def run_take_back(request: RecruiterRequest, number: int) -> HttpResponse:
    """Everybody whom a run moved goes back, where that still can be."""
    run = get_object_or_404(request.recruiter.rankings, number=number)
    done = unmoving.take_back(run, by=request.user)
    if not done.back and done.without_place:
        words = _("Invest is full: nobody can go back to it.")
        return answers.refused(request, words, status=409)
    words = _("%(who)s went back, pinned there for 30 days.") % {"who": people(done.back)}
    if done.without_place:
        left = {"who": people(done.without_place)}
        words += " " + _("Invest is full: %(who)s could not go back to it.") % left
    if not done.record:
        words = _("Nothing of that run is left to take back.")
    answers.say(request, words, done.record)
    return redirect("run", run.number)


def chosen(request: RecruiterRequest) -> set[int]:
    """Keys of the people whose moves were ticked or pressed."""
    wanted = {whole(pk) for pk in request.POST.getlist("person")}
    return {pk for pk in wanted if pk}


def told(request: RecruiterRequest, done: list[Relationship], words: str) -> HttpResponse:
    """Back to the runs, with one undo for all of them."""
    if done:
        answers.say(request, words, UndoRecord.objects.filter(user=request.user).latest("pk"))
    else:
        answers.say(request, _("Nothing waits any more: look at the newest run."))
    return redirect("runs")


def names(done: list[Relationship]) -> str:
    return done[0].candidate.name if len(done) == 1 else people(len(done))


def people(count: int) -> str:
    return ngettext("%d person", "%d people", count) % count
