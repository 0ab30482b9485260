"""Taking back: one press, within a day, by whoever did it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recruiter import purpose
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.departing import CannotTakeBack
from recruiter.models import UndoRecord
from recruiter.readings import current_encoder
from recruiter.undo import take_back
from recruiter.views import answers, lists, today

Action = UndoRecord.Action
# What a row of a list shows without anything else.
IN_ROW = {Action.CONTACT, Action.NOTE_EDIT, Action.NOTE_DELETE, Action.PIN, Action.SNOOZE}
# What an undo changes of a person's page: no more, because a part may have something typed in it.
PARTS = {
    **dict.fromkeys(
        (*IN_ROW, Action.REMINDER, Action.CONTACT_EDIT, Action.CONTACT_DELETE),
        ("timeline", "touch", "pin"),
    ),
    Action.STATEMENT_EDIT: ("says", "match"),
    Action.PERSON_EDIT: ("head", "says", "match", "touch", "privacy"),
    Action.CADENCE: ("touch",),
    Action.TAG: ("tags",),
    Action.INTEREST: ("tags",),
}


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
    said = {"what": record.get_action_display().lower(), "name": record.candidate}
    answers.say(request, _("Taken back: %(what)s, %(name)s.") % said)
    page = asking_page(request)
    if page == "today":
        return today.answer(request)
    if page in ("invest", "maintain"):
        in_row = record.action in IN_ROW and not record.batch
        return answers.row(request, record.candidate) if in_row else lists.anew(request)
    if page == "candidate" and record.action in PARTS:
        parts = PARTS[Action(record.action)]
        return answers.person(request, record.candidate, *parts, keeps=True)
    if page:
        # Rows change lists and whole pages follow: the page is shown anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(came_from(request))


def asking_page(request: RecruiterRequest) -> str:
    """URL name of the page that htmx asks from; empty without htmx, and for no address at all."""
    try:
        return resolve(request.htmx.current_url_abs_path or "").url_name or ""
    except (Resolver404, ValueError):
        return ""
