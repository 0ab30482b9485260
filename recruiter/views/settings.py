"""Settings: each part saves by itself, and the list is re-ranked when it has to be."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from recruiter import attention, pace, tuning, violations
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.context import PREFERENCES, prefer, preferences
from recruiter.models import Recruiter
from recruiter.setting_forms import DepartmentsForm, LooksForm, MovesForm, PaceForm
from recruiter.views import answers

#: Names of the pace's own, where the form has another.
FIELDS = {"daily_budget": "budget"}


@recruiter_required
@require_GET
def settings(request: RecruiterRequest) -> HttpResponse:
    return page(request)


def page(request: RecruiterRequest, *, status: int = 200, **bound: Any) -> HttpResponse:
    looks = preferences(request) | {"time_zone": request.user.time_zone}
    context: dict[str, Any] = {
        "pace_form": bound.get("pace_form") or PaceForm(request.recruiter),
        "departments_form": bound.get("departments_form") or DepartmentsForm(request.recruiter),
        "looks_form": bound.get("looks_form") or LooksForm(initial=looks),
        "moves_form": MovesForm(initial={"confirm_moves": request.recruiter.confirm_moves}),
        "leaving": bound.get("leaving", ()),
        "preview": bound.get("preview"),
        "made": pace.two(attention.made(request.recruiter)),
    }
    # A form that was typed in has changed the recruiter of the frame, unsaved.
    request.recruiter.refresh_from_db()
    context |= arithmetic(request.recruiter, context["pace_form"])
    return render(request, "recruiter/settings.html", context, status=status)


def arithmetic(recruiter: Recruiter, form: PaceForm) -> dict[str, Any]:
    """The sum of what is typed and, where it is too much, ways out with what each would change."""
    now = form.pace
    most = max(now.asked, now.budget or 0, 0.01)
    return {
        "pace": now,
        "ways": ways(recruiter, now),
        "left": pace.two(now.left),
        "shown": dict(zip(("invest", "maintain", "asked"), map(pace.two, now.shown), strict=True)),
        "week": pace.two(now.shown[2] * 7 / 5),
        "bar": {
            "invest": round(400 * now.invested / most, 1),
            "maintain": round(400 * now.maintained / most, 1),
            "budget": round(400 * (now.budget or 0) / most, 1),
        },
    }


def ways(recruiter: Recruiter, now: pace.Pace) -> list[tuple[pace.Way, tuning.Effect]]:
    """What makes a pace fit, each with what it would change; no query when it fits."""
    found = pace.ways_out(now)
    if not found:
        return []
    others = [replace(now, **{FIELDS.get(way.field, way.field): way.value}) for way in found]
    saved = PaceForm(recruiter).pace
    return list(zip(found, tuning.effects(recruiter, saved, others), strict=True))


@recruiter_required
@require_GET
def settings_sum(request: RecruiterRequest) -> HttpResponse:
    """The sum while somebody types; says nothing of what is not a number yet."""
    form = PaceForm(request.recruiter, request.GET)
    form.is_valid()
    context = {"pace_form": form} | arithmetic(request.recruiter, form)
    return render(request, "recruiter/settings/sum.html", context)


@recruiter_required
@require_POST
def settings_pace(request: RecruiterRequest) -> HttpResponse:
    """Places and pace, refused with ways out where a day has no room for them."""
    way = request.POST.get("way", "").partition("=")
    form = PaceForm(request.recruiter, with_way(request.POST, way[0], way[2]))
    if not form.is_valid():
        return page(request, status=422, pace_form=form)
    if not form.pace.fits:
        form.refuse()
        return page(request, status=422, pace_form=form)
    if way[0]:
        return look(request, form)
    try:
        leaving = tuning.stepping_out(request.recruiter, form.pace.invest_places)
    except tuning.TooManyPins as refusal:
        form.add_error("invest_places", str(refusal))
        return page(request, status=422, pace_form=form)
    agreed = request.POST.get("leaving", "") == ",".join(str(one.pk) for one in leaving)
    if leaving and not agreed:
        return page(request, pace_form=form, leaving=leaving)
    return save_pace(request, form, leaving)


def with_way(typed: QueryDict, field: str, value: str) -> QueryDict:
    """What was typed, with the one number that a way out would change."""
    if field in PaceForm.base_fields:
        typed = typed.copy()
        typed[field] = value
    return typed


def look(request: RecruiterRequest, form: PaceForm) -> HttpResponse:
    """A way out that was pressed: the numbers stand in the form, and nothing is saved yet."""
    request.recruiter.refresh_from_db()
    saved = PaceForm(request.recruiter).pace
    effect = tuning.effects(request.recruiter, saved, [form.pace])[0]
    if effect.refusal:
        form.add_error("invest_places", effect.refusal)
        return page(request, status=422, pace_form=form)
    leaving = tuning.stepping_out(request.recruiter, form.pace.invest_places)
    return page(request, pace_form=form, leaving=leaving, preview=effect)


def save_pace(request: RecruiterRequest, form: PaceForm, leaving: list[Any]) -> HttpResponse:
    try:
        with transaction.atomic():
            tuning.set_pace(form.fill(), leaving, by=request.user)
    except IntegrityError as error:
        form.add_error(None, violations.sentence(error))
        return page(request, status=409, pace_form=form)
    words = _("Places and pace saved.")
    if leaving:
        count = len(leaving)
        stepped = ngettext("%d stepped to Maintain.", "%d stepped to Maintain.", count) % count
        words = f"{words} {stepped}"
    answers.say(request, words)
    return redirect("settings")


@recruiter_required
@require_POST
def settings_departments(request: RecruiterRequest) -> HttpResponse:
    form = DepartmentsForm(request.recruiter, request.POST)
    if not form.is_valid():
        return page(request, status=422, departments_form=form)
    form.save()
    answers.say(request, _("Departments saved. Your people are re-ranked if anything changed."))
    return redirect("settings")


@recruiter_required
@require_POST
def settings_moves(request: RecruiterRequest) -> HttpResponse:
    """Moves at once, or moves that wait; either way the list is looked at again."""
    request.recruiter.confirm_moves = "confirm_moves" in request.POST
    request.recruiter.save(update_fields=["confirm_moves"])
    request.recruiter.rerank.ask()
    if request.recruiter.confirm_moves:
        answers.say(request, _("From now on moves wait on Re-rank runs to be accepted."))
    else:
        answers.say(request, _("From now on a re-rank moves people by itself."))
    return redirect("settings")


@recruiter_required
@require_POST
def settings_looks(request: RecruiterRequest) -> HttpResponse:
    """Theme, row height and keys stay in this browser; the time zone goes with the user."""
    form = LooksForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, looks_form=form)
    request.user.time_zone = form.cleaned_data["time_zone"]
    request.user.save(update_fields=["time_zone"])
    answers.say(request, _("Saved."))
    response = redirect("settings")
    for name in PREFERENCES:
        prefer(request, response, name, form.cleaned_data[name])
    return response
