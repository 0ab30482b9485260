"""Promises kept as reminders: offered after a note, done with one press."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.models import Note, Reminder
from recruiter import promises, unwriting, when
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.views import answers, today


@recruiter_required
@require_POST
def reminder_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Keep the promise that note `pk`, one's own, makes."""
    note = get_object_or_404(Note.objects.select_related("candidate"), pk=pk, author=request.user)
    promise = promises.find_promise(note.body, timezone.localdate(note.created_at))
    if promise is None:
        return answers.refused(request, _("The note has no promise with a day any more."))
    # Pressed twice it is there already, and that is what was asked for.
    kept = Reminder.objects.get_or_create(
        candidate=note.candidate, user=request.user, text=promise.text, due_on=promise.due_on
    )[0]
    words = _("You will be reminded on %(day)s.") % {"day": when.exact(promise.due_on)}
    answers.say(request, words, unwriting.remember_kept_reminder(kept, request.user))
    if request.htmx:
        return HttpResponse(answers.toasts(request))
    return HttpResponseRedirect(came_from(request))


@recruiter_required
@require_POST
def reminder_done(request: RecruiterRequest, pk: int) -> HttpResponse:
    mine = Reminder.objects.select_related("candidate").filter(user=request.user)
    reminder = get_object_or_404(mine, pk=pk)
    if reminder.done_at is None:
        reminder.done_at = timezone.now()
        reminder.save(update_fields=["done_at"])
    record = unwriting.remember_reminder(reminder, request.user)
    words = _("Done: your promise to %(who)s.") % {"who": reminder.candidate}
    answers.say(request, words, record)
    if today.is_asking(request):
        return today.answer(request, f"done-{pk}")
    if request.htmx:
        return answers.person(request, reminder.candidate, "promises", focus_on="h-touch")
    return HttpResponseRedirect(came_from(request))
