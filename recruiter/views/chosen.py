"""What is done to the chosen people of the pool with one press."""

from urllib.parse import urlsplit

from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from candidates.models import Candidate
from recruiter import choosing, moves, violations
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from, whole
from recruiter.choosing_forms import ChosenForm
from recruiter.models import UndoRecord
from recruiter.pool import PAGE, outside_of
from recruiter.views import answers, pool


@recruiter_required
@require_POST
def chosen(request: RecruiterRequest) -> HttpResponse:
    """Bring in, tag, or keep as silver medallists: all of the chosen people or nobody."""
    people = named(request)
    form = ChosenForm(request.POST)
    if not people:
        return again(
            request, people, form, _("Choose somebody first: tick the boxes of their rows.")
        )
    if not form.is_valid():
        return again(request, people, form)
    try:
        words, record = done(request, people, form)
    except moves.CannotMove as refusal:
        return again(request, people, form, str(refusal), status=409)
    except IntegrityError as error:
        return again(request, people, form, violations.sentence(error), status=409)
    answers.say(request, words, record)
    if not request.htmx:
        return HttpResponseRedirect(back_to(request))
    # The benches and the medallists change as well, so the page is shown anew.
    return HttpResponse(headers={"HX-Refresh": "true"})


def named(request: RecruiterRequest) -> list[Candidate]:
    """Whom the boxes name, or the one whose row was pressed, as far as they are in the pool."""
    one = request.POST.get("one")
    keys = map(whole, [one] if one else request.POST.getlist("people")[:PAGE])
    found = outside_of(request.recruiter).filter(pk__in=[key for key in keys if key is not None])
    return list(found.order_by("pk"))


def done(
    request: RecruiterRequest, people: list[Candidate], form: ChosenForm
) -> tuple[str, UndoRecord | None]:
    """Do it, and say what was done."""
    user, said = request.user, form.cleaned_data
    count = ngettext("%d person", "%d people", len(people)) % len(people)
    who = str(people[0]) if len(people) == 1 else count
    if said["act"] == "tag":
        words = _("%(who)s: tagged “%(tag)s”.") % {"who": who, "tag": said["tag"]}
        return words, choosing.tag(people, said["tag"], user)
    if said["act"] == "silver":
        record = choosing.keep(people, said["role"], said["reason"], said["look_again_on"], user)
        words = _("%(who)s: second for %(role)s, and kept as such.")
        return words % {"who": who, "role": said["role"]}, record
    record = choosing.bring_in(people, request.recruiter)
    return _("%(who)s: on your list, in Maintain until the next re-rank.") % {"who": who}, record


def back_to(request: RecruiterRequest) -> str:
    """The pool as it was narrowed; wherever else the form says it stood, the whole pool."""
    address = came_from(request)
    return address if urlsplit(address).path == reverse("pool") else reverse("pool")


def again(
    request: RecruiterRequest,
    people: list[Candidate],
    form: ChosenForm,
    words: str = "",
    status: int = 422,
) -> HttpResponse:
    """The pool with the same people chosen, what was typed, and what to mend."""
    page = pool.page(request, QueryDict(urlsplit(back_to(request)).query)) | {
        "form": form,
        "chosen": {one.pk for one in people},
        "refusal": words,
    }
    return pool.shown(request, page, status)
