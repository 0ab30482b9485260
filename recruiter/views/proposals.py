"""Moves that wait: accept some or all, or decline one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from recruiter import moves, proposals, undo
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.models import UndoRecord
from recruiter.views import answers


@recruiter_required
@require_POST
def moves_accept(request: RecruiterRequest) -> HttpResponse:
    wanted = {whole(pk) for pk in request.POST.getlist("person")} - {None}
    try:
        moved = proposals.accept(request.recruiter, {pk for pk in wanted if pk}, by=request.user)
    except moves.CannotMove as refusal:
        return answers.refused(request, str(refusal), status=409)
    if not moved:
        answers.say(request, "Nothing waits any more: look at the newest run.")
        return redirect("runs")
    record = UndoRecord.objects.filter(user=request.user).latest("pk")
    names = moved[0].candidate.name if len(moved) == 1 else f"{len(moved)} people"
    answers.say(request, f"{names} moved.", record)
    return redirect("runs")


@recruiter_required
@require_POST
def move_decline(request: RecruiterRequest, pk: int) -> HttpResponse:
    mine = request.recruiter.relationships.select_related("candidate")
    held = get_object_or_404(mine, candidate=pk)
    record = undo.remember_pin(held, request.user)
    proposals.decline(held)
    answers.say(
        request, f"{held.candidate} stays in {held.get_tier_display()} for 30 days.", record
    )
    return redirect("runs")
