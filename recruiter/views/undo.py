"""Taking back: one press, within a day, by whoever did it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from recruiter import purpose
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.models import UndoRecord
from recruiter.readings import current_encoder
from recruiter.undo import CannotTakeBack, take_back
from recruiter.views import answers

# Of a person's page, what an undo changes: no more, because a part may have something typed in it.
PARTS = {
    UndoRecord.Action.STATEMENT_EDIT: ("says", "match"),
    UndoRecord.Action.PERSON_EDIT: ("head", "says", "match", "touch", "privacy"),
    UndoRecord.Action.CADENCE: ("touch",),
}
OTHER_PARTS = ("timeline", "touch", "pin")


@recruiter_required
@require_POST
def undo(request: RecruiterRequest, pk: int) -> HttpResponse:
    records = UndoRecord.objects.filter(user=request.user).select_related("candidate")
    record = get_object_or_404(records, pk=pk)
    try:
        take_back(record)
    except CannotTakeBack as refusal:
        return answers.refused(request, str(refusal))
    purpose.refresh_states([record.candidate_id], current_encoder().model_id)
    record.candidate.refresh_from_db()
    answers.say(request, f"Taken back: {record.get_action_display().lower()}, {record.candidate}.")
    page = asking_page(request)
    if page in ("invest", "maintain"):
        return answers.row(request, record.candidate)
    if page == "candidate":
        parts = PARTS.get(UndoRecord.Action(record.action), OTHER_PARTS)
        return answers.person(request, record.candidate, *parts, keeps=True)
    return HttpResponseRedirect(came_from(request))


def asking_page(request: RecruiterRequest) -> str:
    """URL name of the page that htmx asks from; empty without htmx, and for no address at all."""
    try:
        return resolve(request.htmx.current_url_abs_path or "").url_name or ""
    except (Resolver404, ValueError):
        return ""
