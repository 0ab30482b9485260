"""Tags and goal interests of one person: put on, taken off."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.models import Candidate, Tag
from recruiter import tagging, undo
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.list_forms import TagForm
from recruiter.views import answers


@recruiter_required
@require_POST
def tag_add(request: RecruiterRequest, pk: int) -> HttpResponse:
    tagged = get_object_or_404(Candidate, pk=pk)
    form = TagForm(request.POST, auto_id="tag-%s")
    if not form.is_valid():
        return answers.person(request, tagged, "tags", status=422, tag_form=form)
    tag = tagging.tag_named(form.cleaned_data["name"])
    records = tagging.put_on([tagged], tag, request.user)
    words = _("%(name)s: tagged “%(tag)s”.") % {"name": tagged, "tag": tag}
    answers.say(request, words, records[0] if records else None)
    return changed(request, tagged)


@recruiter_required
@require_POST
def tag_remove(request: RecruiterRequest, pk: int, tag: int) -> HttpResponse:
    tagged = get_object_or_404(Candidate, pk=pk)
    taken = get_object_or_404(Tag, pk=tag, candidates=tagged)
    record = tagging.take_off(tagged, taken, request.user)
    words = _("%(name)s: “%(tag)s” taken off.") % {"name": tagged, "tag": taken}
    answers.say(request, words, record)
    return changed(request, tagged)


@recruiter_required
@require_POST
def interest_remove(request: RecruiterRequest, pk: int, department: int) -> HttpResponse:
    relationship = own_relationship(request, pk)
    said = get_object_or_404(relationship.interests, department=department)
    record = undo.remember_interest(relationship, said.department, said.note, request.user)
    said.delete()
    words = _("%(name)s: no longer for %(department)s.")
    names = {"name": relationship.candidate, "department": said.department}
    answers.say(request, words % names, record)
    return changed(request, relationship.candidate)


def changed(request: RecruiterRequest, tagged: Candidate) -> HttpResponse:
    if request.htmx:
        return answers.person(request, tagged, "tags", focus_on="tag-name")
    return answers.back(tagged, "tags")
