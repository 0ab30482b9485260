"""Not now: snooze somebody until a day, skip them today, or wake them."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recruiter import snoozing, when
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.addresses import came_from
from recruiter.forms import SnoozeForm
from recruiter.models import Relationship
from recruiter.views import answers, today


@recruiter_required
@require_http_methods(["GET", "POST"])
def snooze(request: RecruiterRequest, pk: int) -> HttpResponse:
    asleep = own_relationship(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = SnoozeForm(typed, auto_id=f"snooze-{pk}-%s")
    if not form.is_valid():
        return blank(request, asleep, form)
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
    record = snoozing.snooze(asleep, until, request.user, reason=reason)
    said = {"who": asleep.candidate, "day": when.exact(until)}
    answers.say(request, _("%(who)s is snoozed until %(day)s.") % said, record)
    return done(request, asleep)


def blank(request: RecruiterRequest, asleep: Relationship, form: SnoozeForm) -> HttpResponse:
    """The form under a line of Today or of a list; without script a page of its own."""
    status = 422 if form.is_bound else 200
    page: dict[str, Any] = {"candidate": asleep.candidate, "form": form, "asleep": asleep}
    if request.htmx:
        page["in_today"] = today.is_asking(request)
        return answers.form_row(request, "snooze", page, status=status)
    page |= {"next": request.GET.get("next", request.POST.get("next", "")), "here": asleep.tier}
    return render(request, "recruiter/snooze.html", page, status=status)


@recruiter_required
@require_POST
def wake(request: RecruiterRequest, pk: int) -> HttpResponse:
    asleep = own_relationship(request, pk)
    record = snoozing.snooze(asleep, None, request.user)
    words = _("%(who)s is due again as usual.") % {"who": asleep.candidate}
    answers.say(request, words, record)
    return done(request, asleep)


def done(request: RecruiterRequest, asleep: Relationship) -> HttpResponse:
    pk = asleep.candidate_id
    if today.is_asking(request):
        return today.answer(request, f"name-{pk}")
    if answers.from_row(request):
        return answers.row(request, asleep.candidate, closes=f"snooze-form-{pk}")
    if request.htmx:
        return answers.person(request, asleep.candidate, "touch", focus_on="snooze")
    return HttpResponseRedirect(f"{came_from(request)}#p-{pk}")
