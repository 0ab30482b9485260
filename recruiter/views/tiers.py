"""Moves by hand: into Invest, to Maintain, or a swap where Invest is full."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from recruiter import moves, swapping, undo, violations
from recruiter.access import RecruiterRequest, own_relationship, recruiter_required
from recruiter.addresses import whole
from recruiter.forms import MoveForm, SwapForm
from recruiter.models import Relationship, Tier
from recruiter.views import answers, lists


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def move(request: RecruiterRequest, pk: int) -> HttpResponse:
    """To the other list; where Invest is full, to the swap with what was typed."""
    moved = own_relationship(request, pk)
    to = Tier.INVEST if request.POST.get("to", other(moved)) == Tier.INVEST else Tier.MAINTAIN
    auto_id = f"move-{pk}-%s" if answers.from_row(request) else "move-%s"
    form = MoveForm(request.POST if request.method == "POST" else None, auto_id=auto_id)
    if request.method == "GET" and to == Tier.INVEST and request.recruiter.is_invest_full:
        return swap_page(request, moved, blank_swap())
    if request.method == "GET" or not form.is_valid():
        return move_page(request, moved, form, 422 if form.is_bound else 200)
    before, said = undo.place_of(moved), form.cleaned_data
    try:
        with transaction.atomic():
            moves.move(moved, to, by=request.user, reason=said["reason"], until=form.ends_at)
    except moves.CannotMove as refusal:
        form.add_error(None, str(refusal))
        return move_page(request, own_relationship(request, pk), form, 409)
    except IntegrityError as error:
        violations.sentence(error)
        return swap_page(request, moved, SwapForm(initial=said, use_required_attribute=False))
    record = undo.remember_move(moved, before, request.user)
    words = _("%(name)s moved to %(list)s, pinned there.")
    answers.say(request, words % {"name": moved.candidate, "list": to.label}, record)
    return after(request, moved)


@recruiter_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def swap(request: RecruiterRequest, pk: int) -> HttpResponse:
    """Two people side by side; one press swaps them in one transaction."""
    up = own_relationship(request, pk)
    if request.method == "GET":
        return swap_page(request, up, SwapForm(request.GET or None, use_required_attribute=False))
    form = SwapForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return swap_page(request, up, form, status=422)
    mine = request.recruiter.relationships.select_related("candidate")
    down = mine.filter(candidate=form.cleaned_data["down"]).first()
    if down is None:
        form.add_error("down", _("They are not on your list any more. Choose somebody else."))
        return swap_page(request, up, form, status=409)
    before, said = (undo.place_of(up), undo.place_of(down)), form.cleaned_data
    try:
        moves.swap(up, down, by=request.user, reason=said["reason"], until=form.ends_at)
    except moves.CannotMove as refusal:
        form.add_error(None, str(refusal))
        return swap_page(request, up, form, status=409)
    record = undo.remember_swap(up, down, before, request.user)
    words = _("%(up)s is in Invest, %(down)s in Maintain: both pinned.")
    answers.say(request, words % {"up": up.candidate, "down": down.candidate}, record)
    return after(request, up)


def after(request: RecruiterRequest, moved: Relationship) -> HttpResponse:
    """The list as it is now where it was done there, else the person's page."""
    return lists.anew(request) if lists.is_asking(request) else redirect(moved)


def blank_swap() -> SwapForm:
    return SwapForm(use_required_attribute=False)


def swap_page(
    request: RecruiterRequest, up: Relationship, form: SwapForm, status: int = 200
) -> HttpResponse:
    """The comparison: a page, a dialog over the list, or what of the two is drawn anew."""
    page: dict[str, Any]
    chosen = whole(str(form["down"].value() or ""))
    part = part_of(request)
    try:
        proposal = swapping.read(request.recruiter, up.candidate_id, chosen)
    except swapping.NothingToSwap as refusal:
        return nothing_to_swap(request, up, form, str(refusal))
    if not form.is_bound or not form.data.get("reason"):
        form.initial.setdefault("reason", proposal.reason)
    page = {"proposal": proposal, "form": form, "here": up.tier, "in_dialog": bool(part)}
    response = render(request, f"recruiter/swap.html{part}", page, status=status)
    if part == "#dialog":
        response["HX-Retarget"], response["HX-Reswap"] = "#over", "innerHTML"
    return response


def part_of(request: RecruiterRequest) -> str:
    """What of the swap htmx asks for: what is drawn anew, or all of it as a dialog."""
    if not lists.is_asking(request):
        return "#comparison" if request.htmx.target == "comparison" else ""
    return {"comparison": "#comparison", "swap-form": "#form"}.get(
        request.htmx.target or "", "#dialog"
    )


def nothing_to_swap(
    request: RecruiterRequest, up: Relationship, form: SwapForm, words: str
) -> HttpResponse:
    """What was typed is shown, to be copied; before that a word is enough."""
    if request.method == "GET":
        if request.htmx:
            return answers.refused(request, words, status=409)
        answers.say(request, words)
        return redirect(up)
    in_dialog = part_of(request) == "#form"
    page = {"up": up, "words": words, "form": form, "here": up.tier, "in_dialog": in_dialog}
    template = "recruiter/swap_gone.html" + ("#gone" if in_dialog else "")
    return render(request, template, page, status=409)


def move_page(
    request: RecruiterRequest, moved: Relationship, form: MoveForm, status: int
) -> HttpResponse:
    """The form names the list it leads to, so that a page from before a re-rank moves nobody."""
    page = {
        "moved": moved,
        "candidate": moved.candidate,
        "to": other(moved),
        "form": form,
        "here": moved.tier,
    }
    if answers.from_row(request):
        return answers.form_row(request, "move", page, status)
    return render(request, "recruiter/move.html", page, status=status)


def other(one: Relationship) -> Tier:
    return Tier.MAINTAIN if one.tier == Tier.INVEST else Tier.INVEST
