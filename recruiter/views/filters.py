"""Filters of the lists that a user keeps under a name."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import came_from
from recruiter.list_forms import SavedFilterForm
from recruiter.models import SavedFilter
from recruiter.views import answers, lists


@recruiter_required
@require_POST
def filter_save(request: RecruiterRequest) -> HttpResponse:
    """Keep the filter of the page that it is pressed on."""
    tier, filters = lists.named(came_from(request))
    kept = SavedFilter(user=request.user, tier=tier, query=filters.query)
    form = SavedFilterForm(request.POST, instance=kept, auto_id="saved-%s")
    if not form.is_valid():
        return lists.list_page(request, tier, filters, saved_form=form, status=422)
    form.save()
    answers.say(request, _("Saved: %(name)s.") % {"name": kept.name})
    return HttpResponseRedirect(lists.address(tier, filters))


@recruiter_required
@require_POST
def filter_delete(request: RecruiterRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(request.user.saved_filters, pk=pk)
    kept.delete()
    answers.say(request, _("Deleted: %(name)s.") % {"name": kept.name})
    return HttpResponseRedirect(came_from(request))
