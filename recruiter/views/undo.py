"""Taking back: one press, within a day, by whoever did it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recruiter import purpose, unwriting
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.departing import CannotTakeBack
from recruiter.models import UndoRecord
from recruiter.readings import current_encoder
from recruiter.undo import last_of, take_back
from recruiter.views import answers, lists, today

Action = UndoRecord.Action
# What a row of a list shows without anything else.
IN_ROW = {
    Action.CONTACT,
    Action.NOTE,
    Action.NOTE_EDIT,
    Action.NOTE_DELETE,
    Action.PIN,
    Action.SNOOZE,
    Action.REMINDER_KEPT,
}
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
    return taken_back(request, get_object_or_404(records, pk=pk))


@recruiter_required
@require_POST
def undo_last(request: RecruiterRequest) -> HttpResponse:
    """What the key z takes back when no toast offers anything any more."""
    record = last_of(request.user)
    if record is None:
        return answers.refused(request, _("You did nothing within a day that can be taken back."))
    return taken_back(request, record)


def taken_back(request: RecruiterRequest, record: UndoRecord) -> HttpResponse:
    """Take it back and say so; a note that was new can be put back in its turn."""
    try:
        take_back(record)
    except CannotTakeBack as refusal:
        return answers.refused(request, str(refusal))
    purpose.refresh_states([record.candidate_id], current_encoder().model_id)
    record.candidate.refresh_from_db()
    said = {"what": record.get_action_display().lower(), "who": record.candidate}
    words = _("Taken back: %(what)s, %(who)s.") % said
    answers.say(request, words, unwriting.deleted_by(record), again=True)
    return shown_again(request, record)


def shown_again(request: RecruiterRequest, record: UndoRecord) -> HttpResponse:
    """The page that it was pressed on, or what has changed of it."""
    page, about = asking_page(request), record.candidate
    if page == "today":
        is_promise = record.action == Action.REMINDER
        return today.answer(
            request, f"done-{record.target_id}" if is_promise else f"name-{about.pk}"
        )
    if page in ("invest", "maintain"):
        if record.action in IN_ROW and is_of_one(record):
            return answers.focus(answers.row(request, about), f"name-{about.pk}", lost=True)
        return lists.anew(request)
    if page == "candidate" and record.action in PARTS:
        parts = PARTS[Action(record.action)]
        response = answers.person(request, about, *parts, keeps=True)
        return answers.focus(response, parts[0], lost=True)
    if page:
        # Rows change lists and whole pages follow: the page is shown anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(came_from(request))


def is_of_one(record: UndoRecord) -> bool:
    """Whether what was taken back is about one person alone."""
    if not record.batch:
        return True
    same = UndoRecord.objects.filter(user=record.user, batch=record.batch)
    return not same.exclude(candidate=record.candidate_id).exists()


def asking_page(request: RecruiterRequest) -> str:
    """URL name of the page that htmx asks from; empty without htmx, and for no address at all."""
    try:
        return resolve(request.htmx.current_url_abs_path or "").url_name or ""
    except (Resolver404, ValueError):
        return ""
