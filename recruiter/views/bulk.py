"""What is done to the chosen people of a list with one press."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recruiter import bulk as work
from recruiter import moves, when
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from, whole
from recruiter.filtering import Filters
from recruiter.list_forms import OTHER, BulkForm
from recruiter.models import Relationship, Tier, UndoRecord
from recruiter.views import answers, lists

MOST = 1000


@recruiter_required
@require_POST
def bulk(request: RecruiterRequest) -> HttpResponse:
    """Tag, snooze, move, or say whom they are for: all of the chosen people or nobody."""
    people = chosen(request)
    served = request.recruiter.served.values_list("department", "department__name")
    form = BulkForm(request.recruiter, request.POST, choices=list(served))
    if not people:
        return again(request, people, _("Choose somebody first: tick the boxes of their rows."))
    if not form.is_valid():
        return again(request, people)
    try:
        words, record = done(request, people, form)
    except moves.CannotMove as refusal:
        return again(request, people, str(refusal), status=409)
    answers.say(request, words, record)
    return after(request)


def chosen(request: RecruiterRequest) -> list[Relationship]:
    """Whom the boxes name, as far as they are one's own; in the order of their keys."""
    keys = [key for key in map(whole, request.POST.getlist("people")[:MOST]) if key is not None]
    mine = request.recruiter.relationships.filter(candidate__in=keys)
    return list(mine.select_related("candidate", "recruiter").order_by("candidate"))


def done(
    request: RecruiterRequest, people: list[Relationship], form: BulkForm
) -> tuple[str, UndoRecord | None]:
    """Do it, and say what was done."""
    user, said, act = request.user, form.cleaned_data, form.cleaned_data["act"]
    count = ngettext("%d person", "%d people", len(people)) % len(people)
    if act == "tag":
        record = work.tag(people, said["tag"], user)
        return _("%(count)s: tagged “%(tag)s”.") % {"count": count, "tag": said["tag"]}, record
    if act == "snooze":
        words = _("%(count)s: snoozed until %(day)s.")
        day = when.exact(form.until)
        return words % {"count": count, "day": day}, work.snooze(people, form.until, user)
    if act == "interest":
        words = _("%(count)s: for %(department)s, as a hint that moves nobody.")
        department = said["department"]
        record = work.interest(people, department, said["note"], user)
        return words % {"count": count, "department": department}, record
    to = OTHER[tier_and_query(request)[0]]
    record = work.move(people, to, user, said["reason"])
    words = _("%(count)s: moved to %(list)s, pinned there.")
    return words % {"count": count, "list": to.label}, record


def after(request: RecruiterRequest) -> HttpResponse:
    """The list as it is now."""
    if not request.htmx:
        return HttpResponseRedirect(came_from(request))
    return answers.focus(lists.anew(request, came_from(request)), "q")


def again(
    request: RecruiterRequest, people: list[Relationship], words: str = "", status: int = 422
) -> HttpResponse:
    """The list with the same people chosen, what was typed, and what to mend."""
    return lists.list_page(
        request,
        *tier_and_query(request),
        chosen={one.candidate_id for one in people},
        typed=request.POST,
        refusal=words,
        status=status,
    )


def tier_and_query(request: RecruiterRequest) -> tuple[Tier, Filters]:
    """The list that the form stood on."""
    return lists.named(came_from(request))
