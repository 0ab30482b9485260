"""What is agreed with one person: details, pace, what was asked, and what is said of a match."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from candidates.forms import DetailsForm, ReasonForm
from candidates.models import Candidate
from hiring.models import Department
from recruiter import desk, purpose, undo
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.forms import CadenceForm, FeedbackForm
from recruiter.models import MatchFeedback, Relationship, UndoRecord
from recruiter.readings import current_encoder
from recruiter.views import answers, parts

DETAILS = ("name", "email", "phone", "headline", "location")


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def details(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Who somebody is, and how to reach them."""
    known = found(request, pk)
    before = undo.as_is(known)
    typed = request.POST if request.method == "POST" else None
    form = DetailsForm(typed, instance=known, auto_id="details-%s")
    if not form.is_valid():
        place = parts.Place(_("Change details"), "details", "head", _("Save details"))
        return parts.form(request, Candidate.objects.get(pk=pk), form, place)
    known.save(update_fields=DETAILS)
    return changed(request, known, before, _("Details saved."), "head")


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def cadence(request: RecruiterRequest, pk: int) -> HttpResponse:
    """A pace of their own for one person of one's list; empty means as usual."""
    kept = own_relationship(request, pk)
    before = undo.as_is(kept)
    typed = request.POST if request.method == "POST" else None
    form = CadenceForm(typed, initial={"days": kept.cadence_days}, auto_id="pace-%s")
    if not form.is_valid():
        place = parts.Place(_("Another pace"), "pace", "touch", _("Save pace"))
        return parts.form(request, kept.candidate, form, place)
    kept.cadence_days = form.cleaned_data["days"]
    kept.save(update_fields=["cadence_days"])
    action = UndoRecord.Action.CADENCE
    record = undo.remember_change(kept, before, kept.candidate, request.user, action)
    answers.say(request, paced(request, kept), record)
    return answers.changed(request, kept.candidate, "touch", focus_on="change-pace")


def paced(request: RecruiterRequest, kept: Relationship) -> str:
    """What the pace is now, and when that makes the next contact due."""
    (now,) = desk.relationships(request.recruiter, kept.candidate)
    words = _("Every %(days)d days with %(who)s.") % {
        "days": desk.cadence_of(now),
        "who": kept.candidate,
    }
    due = desk.due_of(now, timezone.localdate())
    return f"{words} {due.words}." if due.on else words


@recruiter_required
@require_POST
def asked(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Their purpose was asked today; that alone is worth knowing."""
    known = found(request, pk)
    before = undo.as_is(known)
    known.asked_on = timezone.localdate()
    known.save(update_fields=["asked_on"])
    purpose.refresh_states([pk], current_encoder().model_id)
    known.refresh_from_db(fields=["purpose_state"])
    words = _("Noted: asked today what they care about.")
    return changed(request, known, before, words, "says", focus_on="h-says")


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def no_contact(request: RecruiterRequest, pk: int) -> HttpResponse:
    """They asked to be left alone: nobody is reminded, and they are not ranked."""
    known = found(request, pk)
    before = undo.as_is(known)
    typed = request.POST if request.method == "POST" else None
    form = ReasonForm(typed, auto_id="no-contact-%s")
    if not form.is_valid():
        place = parts.Place(
            _("Do not contact"),
            "no-contact",
            "privacy",
            _("Do not contact them"),
            _("All recruiters see it. Nobody is reminded of them, and they are not ranked."),
        )
        return parts.form(request, known, form, place)
    set_no_contact(known, timezone.localdate(), form.cleaned_data["reason"])
    words = _("Nobody contacts %(who)s from now on.") % {"who": known}
    return changed(request, known, before, words, "privacy", "touch", "head", "match")


@recruiter_required
@require_POST
def contact_again(request: RecruiterRequest, pk: int) -> HttpResponse:
    """They may be contacted again, and are ranked from the next re-rank on."""
    known = found(request, pk)
    before = undo.as_is(known)
    set_no_contact(known, None, "")
    words = _("%(who)s may be contacted again.") % {"who": known}
    return changed(request, known, before, words, "privacy", "touch", "head", "match")


def set_no_contact(known: Candidate, since: date | None, reason: str) -> None:
    known.do_not_contact_since, known.do_not_contact_reason = since, reason
    known.save(update_fields=["do_not_contact_since", "do_not_contact_reason"])


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def no_match(request: RecruiterRequest, pk: int, department_pk: int) -> HttpResponse:
    """Why somebody and a goal do not belong together. It moves no rank by itself, and says so."""
    mine = own_relationship(request, pk)
    typed = request.POST if request.method == "POST" else None
    department = get_object_or_404(Department, pk=department_pk)
    said = mine_of(request, mine.candidate).filter(department=department).first()
    feedback = said or MatchFeedback(
        recruiter=request.recruiter, candidate=mine.candidate, department=department
    )
    form = FeedbackForm(typed, instance=feedback, auto_id="no-match-%s")
    if form.is_valid():
        form.instance.created_at = timezone.now()
        form.save()
        answers.say(request, _("Kept. No rank changes by it; the engine's tuning reads it."))
        return answers.changed(request, mine.candidate, "match", focus_on="h-match")
    return parts.form(request, mine.candidate, form, doubting(department))


def doubting(department: Department) -> parts.Place:
    return parts.Place(
        _("Not a match with %(department)s?") % {"department": department},
        "no-match",
        "match",
        _("Keep it"),
        _(
            "It changes no rank by itself: pin them, or correct a statement, for that. It is kept"
            " beside the match for whoever tunes the engine."
        ),
    )


@recruiter_required
@require_POST
def match_after_all(request: RecruiterRequest, pk: int, department_pk: int) -> HttpResponse:
    """Take one's own word on a match back."""
    mine = own_relationship(request, pk)
    mine_of(request, mine.candidate).filter(department=department_pk).delete()
    answers.say(request, _("Taken back: what you said of the match."))
    return answers.changed(request, mine.candidate, "match", focus_on="h-match")


def mine_of(request: RecruiterRequest, about: Candidate) -> "QuerySet[MatchFeedback]":
    return request.recruiter.feedback.filter(candidate=about)


def found(request: RecruiterRequest, pk: int) -> Candidate:
    """Candidate `pk`, locked where they are to be changed, or 404."""
    people = Candidate.objects.all()
    if request.method == "POST":
        people = people.select_for_update(no_key=True)
    return get_object_or_404(people, pk=pk)


def changed(
    request: RecruiterRequest,
    known: Candidate,
    before: dict[str, object],
    words: str,
    *shown_parts: str,
    focus_on: str = "",
) -> HttpResponse:
    """Say what was changed of a person, with a way back."""
    action = UndoRecord.Action.PERSON_EDIT
    record = undo.remember_change(known, before, known, request.user, action)
    answers.say(request, words, record)
    return answers.changed(request, known, *shown_parts, focus_on=focus_on or shown_parts[0])
