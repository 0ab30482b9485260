"""Openings: a manager's short-lived need, answered from the bench in two presses."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hiring.models import Opening, OpeningQuerySet
from recruiter import naming, shortlists, when
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.forms import PicksForm, ShareForm
from recruiter.models import Shortlist, ShortlistEntry

OVER_SHOWN = 20
SHARED_ALREADY = gettext_lazy("It is shared already: take it back first, then change it.")


@dataclass(frozen=True)
class Need:
    """An opening as the list shows it."""

    opening: Opening
    closes: str
    state: str
    is_unanswered: bool = False


@recruiter_required
@require_safe
def openings(request: RecruiterRequest) -> HttpResponse:
    """What the departments need now, the most urgent first, and what is over."""
    today = timezone.localdate()
    known = served(request).for_page()
    mine = {one.opening_id: one for one in request.recruiter.shortlists.all()}
    needs = [need_of(one, mine.get(one.pk)) for one in known.open(today).order_by("closes_on")]
    over = known.over(today).order_by("-closes_on")[:OVER_SHOWN]
    context = {"needs": needs, "over": [need_of(one, mine.get(one.pk)) for one in over]}
    return render(request, "recruiter/openings.html", context)


@recruiter_required
@require_safe
def opening(request: RecruiterRequest, pk: int) -> HttpResponse:
    """One need: the department's bench on the left, the shortlist on the right."""
    return page(request, get_object_or_404(served(request).for_page(), pk=pk))


@recruiter_required
@require_POST
def opening_close(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Not needed any more: what was shared for it closes too. A second press changes nothing."""
    need = get_object_or_404(served(request), pk=pk)
    if need.is_open(timezone.localdate()):
        need.take_back(timezone.localdate(), by=request.user)
        messages.success(request, _("Closed: nobody is asked for it any more"))
    return redirect("opening", pk)


@recruiter_required
@require_POST
def opening_reopen(request: RecruiterRequest, pk: int) -> HttpResponse:
    """The way back, for what a recruiter closed. What its department took back stays so."""
    need = get_object_or_404(served(request), pk=pk)
    if can_reopen(need):
        need.open_again()
        messages.success(request, _("Open again"))
    return redirect("opening", pk)


@recruiter_required
@require_POST
def shortlist_make(request: RecruiterRequest, pk: int) -> HttpResponse:
    """The first press: whoever is ticked is on the shortlist. Nobody else sees it yet."""
    need = get_object_or_404(open_now(request).for_page(), pk=pk)
    offered = shortlists.offered(request.recruiter, need.department_id)
    form = PicksForm(request.POST, offered=offered)
    if not form.is_valid():
        return page(request, need, picks_form=form, ticked=[], status=422)
    try:
        shortlists.make(request.recruiter, need, form.cleaned_data["people"], offered)
    except shortlists.AlreadyShared:
        return page(request, need, refused=SHARED_ALREADY, status=409)
    return redirect("opening", pk)


@recruiter_required
@require_POST
def shortlist_share(request: RecruiterRequest, pk: int) -> HttpResponse:
    """The second press: the department's managers can open it, until the opening closes."""
    need = get_object_or_404(open_now(request).for_page(), pk=pk)
    shortlist = get_object_or_404(request.recruiter.shortlists, opening=need)
    form = ShareForm(request.POST, instance=shortlist)
    if not need.department.managers.exists() or not form.is_valid():
        refused = _("Nobody speaks for %(department)s.") % {"department": need.department}
        return page(request, need, refused=refused, status=409)
    shortlists.share(form.save(commit=False))
    messages.success(request, _("Shared"))
    return redirect("opening", pk)


@recruiter_required
@require_POST
def shortlist_revoke(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Take it back: its page is gone for managers with the next request."""
    need = get_object_or_404(served(request), pk=pk)
    shortlists.revoke(get_object_or_404(request.recruiter.shortlists, opening=need))
    messages.success(request, _("Taken back: nobody can open it any more"))
    return redirect("opening", pk)


@recruiter_required
@require_POST
def shortlist_agreed(request: RecruiterRequest, pk: int, entry: int) -> HttpResponse:
    """Somebody who was asked said yes to the recruiter."""
    need = get_object_or_404(served(request), pk=pk)
    mine = ShortlistEntry.objects.filter(shortlist__recruiter=request.recruiter)
    asked = get_object_or_404(
        mine.select_related("candidate", "shortlist").filter(shortlist__opening=need), pk=entry
    )
    if not shortlists.agree(asked):
        return page(request, need, refused=naming.refuses(asked.candidate), status=409)
    messages.success(request, _("%(who)s may be introduced") % {"who": asked.candidate})
    return redirect("opening", pk)


def served(request: RecruiterRequest) -> OpeningQuerySet:
    """Openings of the departments that this recruiter serves."""
    return Opening.objects.of_open_departments().filter(
        department__served_by__recruiter=request.recruiter
    )


def open_now(request: RecruiterRequest) -> OpeningQuerySet:
    return served(request).open(timezone.localdate())


def can_reopen(one: Opening) -> bool:
    """Whether a recruiter closed it, and its date has not passed since."""
    return bool(one.closed_by_id) and one.closes_on >= timezone.localdate()


def need_of(one: Opening, shortlist: Shortlist | None) -> Need:
    today = timezone.localdate()
    if one.closed_on and one.closed_by:
        told = {"who": one.closed_by, "when": when.ago(one.closed_on, today)}
        closes = _("Closed by %(who)s %(when)s") % told
    elif one.closed_on:
        closes = _("Taken back %s") % when.ago(one.closed_on, today)
    elif one.closes_on < today:
        closes = _("Closed %s") % when.ago(one.closes_on, today)
    else:
        closes = _("Closes itself %s") % when.ahead(one.closes_on, today)
    if shortlist is None:
        state = _("No shortlist yet")
    elif shortlist.is_shared(today) and one.is_open(today):
        state = _("Shared")
    else:
        state = _("Taken back") if shortlist.revoked_at else _("Shortlist made")
    return Need(one, closes, state, is_unanswered=shortlist is None and one.is_open(today))


def page(
    request: RecruiterRequest,
    one: Opening,
    *,
    ticked: list[int] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page; `ticked` as it was sent, else whoever is on the shortlist."""
    today = timezone.localdate()
    shortlist = request.recruiter.shortlists.filter(opening=one).first()
    found = shortlists.matches(request.recruiter, one.department_id)
    outside = shortlists.pool_matches(request.recruiter, one.department_id)
    made = shortlists.cards(shortlist, outside | found) if shortlist else []
    if ticked is None and shortlist:
        ticked = [card.candidate for card in made]
    bench = shortlists.bench(request.recruiter, found, ticked)
    first = len(bench) if "all" in request.GET else shortlists.SHOWN
    shown = [pick for place, pick in enumerate(bench) if place < first or pick.is_ticked]
    context = {
        "opening": one,
        "need": need_of(one, shortlist),
        "is_open": one.is_open(today),
        "asked_when": when.ago(one.opened_on, today),
        "can_reopen": can_reopen(one),
        "picks": shown,
        "beside": shortlists.beside(request.recruiter, outside, ticked or []),
        "more": len(bench) - len(shown),
        "sharing": len(bench),
        "shortlist": shortlist,
        "is_shared": bool(shortlist and shortlist.is_shared(today) and one.is_open(today)),
        "cards": [card for card in made if not card.asks],
        "held": [card for card in made if card.asks],
        "share_form": ShareForm(instance=shortlist) if shortlist else None,
        "managers": [link.user for link in one.department.managers.select_related("user")],
    } | more
    return render(request, "recruiter/opening.html", context, status=status)
