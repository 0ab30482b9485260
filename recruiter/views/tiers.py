"""Moves by hand: into Invest, to Maintain, or a swap where Invest is full."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from recruiter import moves, swapping, undo, violations
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.addresses import whole
from recruiter.forms import MoveForm, SwapForm
from recruiter.models import Relationship, Tier
from recruiter.views import answers


@recruiter_required
@require_http_methods(["GET", "POST"])
def move(request: RecruiterRequest, pk: int) -> HttpResponse:
    """To the other list; where Invest is full, to the swap with what was typed."""
    moved = own_relationship(request, pk)
    to = Tier.INVEST if request.POST.get("to", other(moved)) == Tier.INVEST else Tier.MAINTAIN
    form = MoveForm(request.POST if request.method == "POST" else None, auto_id="move-%s")
    if request.method == "GET" or not form.is_valid():
        return move_page(request, moved, form, 422 if form.is_bound else 200)
    reason = form.cleaned_data["reason"]
    before = undo.place_of(moved)
    try:
        with transaction.atomic():
            moves.move(moved, to, by=request.user, reason=reason, until=form.ends_at)
    except moves.CannotMove as refusal:
        form.add_error(None, str(refusal))
        return move_page(request, own_relationship(request, pk), form, 409)
    except IntegrityError as error:
        violations.sentence(error)
        return swap_page(request, moved, SwapForm(initial=form.cleaned_data))
    record = undo.remember_move(moved, before, request.user)
    said = {"name": moved.candidate, "list": to.label}
    answers.say(request, _("%(name)s moved to %(list)s, pinned there.") % said, record)
    return HttpResponseRedirect(moved.get_absolute_url())


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def swap(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Two people side by side; one press swaps them in one transaction."""
    up = own_relationship(request, pk)
    if request.method == "GET":
        return swap_page(request, up, SwapForm(request.GET or None, use_required_attribute=False))
    form = SwapForm(request.POST)
    if not form.is_valid():
        return swap_page(request, up, form, status=422)
    mine = request.recruiter.relationships.select_related("candidate")
    down = mine.filter(candidate=form.cleaned_data["down"]).first()
    if down is None:
        form.add_error("down", _("They are not on your list any more. Choose somebody else."))
        return swap_page(request, up, form, status=409)
    before = undo.place_of(up), undo.place_of(down)
    try:
        moves.swap(
            up, down, by=request.user, reason=form.cleaned_data["reason"], until=form.ends_at
        )
    except moves.CannotMove as refusal:
        form.add_error(None, str(refusal))
        return swap_page(request, up, form, status=409)
    record = undo.remember_swap(up, down, before, request.user)
    both = {"up": up.candidate, "down": down.candidate}
    answers.say(
        request, _("%(up)s is in Invest, %(down)s in Maintain: both pinned.") % both, record
    )
    return HttpResponseRedirect(up.get_absolute_url())


def swap_page(
    request: RecruiterRequest, up: Relationship, form: SwapForm, status: int = 200
) -> HttpResponse:
    """The comparison; for htmx, when another person is chosen, without the page around it."""
    page: dict[str, Any]
    chosen = whole(str(form["down"].value() or ""))
    try:
        proposal = swapping.read(request.recruiter, up.candidate_id, chosen)
    except swapping.NothingToSwap as refusal:
        if request.method == "POST":
            page = {"up": up, "words": str(refusal), "form": form, "here": up.tier}
            return render(request, "recruiter/swap_gone.html", page, status=409)
        answers.say(request, str(refusal))
        return redirect(up)
    if not form.is_bound or not form.data.get("reason"):
        form.initial.setdefault("reason", proposal.reason)
    page = {"proposal": proposal, "form": form, "here": up.tier}
    part = "#comparison" if request.htmx.target == "comparison" else ""
    return render(request, f"recruiter/swap.html{part}", page, status=status)


def move_page(
    request: RecruiterRequest, moved: Relationship, form: MoveForm, status: int
) -> HttpResponse:
    """The form names the list it leads to, so that a page from before a re-rank moves nobody."""
    page = {"moved": moved, "to": other(moved), "form": form, "here": moved.tier}
    return render(request, "recruiter/move.html", page, status=status)


def other(one: Relationship) -> Tier:
    return Tier.MAINTAIN if one.tier == Tier.INVEST else Tier.INVEST
