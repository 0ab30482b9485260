"""Invest and Maintain: the page, the rows alone, and the rows as a table to take along."""

import csv
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from recruiter import filter_controls, listing, progress
from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.addresses import whole
from recruiter.filtering import Filters
from recruiter.list_forms import OTHER, BulkForm, SavedFilterForm
from recruiter.models import Tier
from recruiter.sheet import cells, heads
from recruiter.views import answers


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def invest(request: RecruiterRequest) -> HttpResponse:
    return people(request, Tier.INVEST)


@recruiter_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def maintain(request: RecruiterRequest) -> HttpResponse:
    return people(request, Tier.MAINTAIN)


def people(request: RecruiterRequest, tier: Tier) -> HttpResponse:
    """The page; for htmx the list with its controls, under the shortest address that says it."""
    filters = Filters.read(request.GET)
    response = list_page(
        request, tier, filters, chosen=None if request.GET.get("all") == "1" else ()
    )
    if request.htmx.target == "list":
        response["HX-Push-Url"] = address(tier, filters)
    return response


def address(tier: str, filters: Filters) -> str:
    query = filters.query
    return f"{reverse(tier)}?{query}" if query else reverse(tier)


def way_back(tier: str, filters: Filters) -> str:
    """Tells a person's page which list it was opened from, where that is not the whole one."""
    return "?" + urlencode({"from": address(tier, filters)}) if filters.query else ""


def elsewhere(number: int, other: Tier) -> str:
    words = ngettext("%(number)d in %(list)s matches", "%(number)d in %(list)s match", number)
    return words % {"number": number, "list": other.label}


def list_page(
    request: RecruiterRequest,
    tier: Tier,
    filters: Filters,
    *,
    chosen: Collection[int] | None = (),
    status: int = 200,
    typed: Any = None,
    refusal: str = "",
    saved_form: SavedFilterForm | None = None,
    part: str = "",
) -> HttpResponse:
    """A list as it is now.

    Args:
        chosen: whose box is ticked; None for everybody who is shown.
        typed: what was typed for the chosen people, where it was refused.
        refusal: why, where it is not of one field.
        part: "#list" where it goes into the page that is there; as htmx asks for it.
    """
    found = listing.read_list(request.recruiter, tier, filters, chosen)
    served = [(one.pk, one.name) for one in found.names.served]
    form = BulkForm(request.recruiter, typed, choices=served)
    part = part or ("#list" if request.htmx.target == "list" else "")
    page = {
        "tier": tier,
        "desk": found,
        "rows": found.rows,
        "filters": filters,
        "controls": filter_controls.read(tier, filters, found),
        "words": filters.words,
        "ranking": found.published.ranking,
        "next_in_line": found.next_in_line,
        "other": OTHER[tier],
        "here": tier.value,
        "here_address": address(tier, filters),
        "next": quote(address(tier, filters)),
        "way_back": way_back(tier, filters),
        "elsewhere": elsewhere(found.elsewhere, OTHER[tier]),
        "elsewhere_address": address(OTHER[tier], filters),
        "status": progress.status_of(found.published.due, found.published.ranking),
        "form": form,
        "preset": chosen is None or bool(chosen),
        "saved_form": saved_form or SavedFilterForm(auto_id="saved-%s"),
        "refusal": refusal,
        "part": bool(part),
    }
    return render(request, f"recruiter/people.html{part}", page, status=status)


def anew(request: RecruiterRequest, address: str = "") -> HttpResponse:
    """A list as it is now, with what its frame counts and the toasts.

    Args:
        address: of the list; without it the one that htmx asks from.
    """
    request.recruiter.refresh_from_db(fields=["used", "invest_used"])
    tier, filters = named(address or request.htmx.current_url_abs_path or "")
    response = list_page(request, tier, filters, part="#list")
    response.write(render_to_string("recruiter/people/frame.html", {}, request))
    response.write(answers.toasts(request))
    response["HX-Retarget"], response["HX-Reswap"] = "#list", "outerHTML"
    return response


def named(address: str) -> tuple[Tier, Filters]:
    """The list that an address leads to."""
    parts = urlsplit(address)
    tier = Tier.MAINTAIN if parts.path == reverse("maintain") else Tier.INVEST
    return tier, Filters.read(QueryDict(parts.query))


def is_asking(request: RecruiterRequest) -> bool:
    """Whether htmx asks from one of the two lists."""
    parts = urlsplit(request.htmx.current_url_abs_path or "")
    return bool(request.htmx) and parts.path in (reverse("invest"), reverse("maintain"))


@recruiter_required
@require_GET
def export(request: RecruiterRequest, tier: str) -> HttpResponse:
    """What the page shows, in its order, as a table for a spreadsheet."""
    filters = Filters.read(request.GET)
    found = listing.read_list(request.recruiter, tier, filters)
    name = f"{tier}-{timezone.localdate():%Y-%m-%d}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    # Without this mark some spreadsheets take UTF-8 for something else.
    response.write("\N{BYTE ORDER MARK}")
    table = csv.writer(response)
    table.writerow(heads())
    table.writerows(cells(row) for row in found.rows)
    return response


@recruiter_required
@require_GET
def status(request: RecruiterRequest) -> HttpResponse:
    """The line above the lists, polled; 204 while it has not changed.

    Pages that are no list ask for a quiet one: it tells of a newer ranking only.
    """
    shown = whole(request.GET.get("ranking", ""))
    line = progress.read_status(request.recruiter, shown)
    quiet = request.GET.get("quiet") == "1"
    if line.key == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "components/status.html", {"status": line, "quiet": quiet})
