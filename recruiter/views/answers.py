"""Answers that several views give: a person's page or parts of it, a row of a list, a focus."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from candidates.forms import ContactForm, NoteForm, StatementForm
from candidates.models import Candidate, Note
from recruiter import addresses, desk, listing, profile, rights, timeline
from recruiter.access import RecruiterRequest
from recruiter.filtering import Filters
from recruiter.forms import PinForm
from recruiter.list_forms import TagForm
from recruiter.models import Tier, UndoRecord
from recruiter.progress import Status

# Parts of a person's page, by DOM id: templates/recruiter/candidate/<part>.html.
FORMS = {
    "note_form": (NoteForm, "note"),
    "contact_form": (ContactForm, "contact"),
    "statement_form": (StatementForm, "statement"),
    "pin_form": (PinForm, "pin"),
    "tag_form": (TagForm, "tag"),
}


def person(
    request: RecruiterRequest,
    candidate: Candidate,
    *parts: str,
    status: int = 200,
    focus_on: str = "",
    **bound: Any,
) -> HttpResponse:
    """A person's page; for htmx only these parts of it, out of band but for the one asked for.

    Args:
        parts: DOM ids.
        focus_on: id of the element that has the focus next, where the pressed one is gone.
        bound: forms by name that stand in for the fresh ones.
    """
    page: dict[str, Any] = {
        name: form(auto_id=f"{prefix}-%s") for name, (form, prefix) in FORMS.items()
    }
    said_page = addresses.whole(request.GET.get("said", "")) or 1
    seen = profile.read(request.recruiter, candidate, said_page=said_page)
    shows, everything = request.GET.get("timeline", ""), "all" in request.GET
    line = timeline.line_of(seen.events, shows, everything=everything)
    origin = addresses.origin(request)
    page |= {
        "profile": seen,
        "line": line,
        "origin": origin,
        "neighbours": found_beside(request, candidate, origin) or seen.neighbours,
        # Read by the parts that show it; most answers do not.
        "rights": SimpleLazyObject(lambda: rights.read(request.user, candidate, seen.consent)),
        **bound,
    }
    if request.htmx and parts:
        response = HttpResponse(pieces(request, page, parts), status=status)
        return focus(response, focus_on) if focus_on else response
    page["here"] = page["profile"].tier
    page["status"] = Status("", "", page["profile"].shown)
    return render(request, "recruiter/candidate.html", page, status=status)


def found_beside(
    request: RecruiterRequest, candidate: Candidate, origin: addresses.Origin
) -> profile.Neighbours | None:
    """Who comes before and after on the list as it was narrowed and ordered; at most six queries.

    None where it was the whole list by rank, and when they would not be found any more.
    """
    if origin.page not in Tier.values:
        return None
    filters = Filters.read(QueryDict(urlsplit(origin.address).query))
    if not filters.query:
        return None
    rows = listing.read_list(request.recruiter, origin.page, filters).rows
    keys = [row.pk for row in rows]
    return profile.beside(candidate.pk, keys) if candidate.pk in keys else None


def pieces(request: RecruiterRequest, page: dict[str, Any], parts: tuple[str, ...]) -> str:
    asked_for = request.htmx.target
    html = [
        render_to_string(
            f"recruiter/candidate/{part}.html", page | {"oob": part != asked_for}, request
        )
        for part in parts
    ]
    return "".join([*html, toasts(request)])


def toasts(request: RecruiterRequest) -> str:
    """The toasts out of band, in a template of their own: after a table row a browser would take
    a form apart."""
    html = render_to_string("components/toasts.html", {"oob": True}, request)
    return f"<template>{html}</template>"


def from_row(request: RecruiterRequest) -> bool:
    """Whether it was pressed in a row of a list, or in a form under one."""
    return (request.htmx.target or "").startswith("p-")


def row(request: RecruiterRequest, candidate: Candidate, *, closes: str = "") -> HttpResponse:
    """The row of a list with the toasts, and the id of a form row that has done its work."""
    row = desk.read_row(request.recruiter, candidate)
    page = {
        "rows": [row] if row else [],
        "closes": closes,
        "oob": not from_row(request),
    }
    html = render_to_string("recruiter/people/row_answer.html", page, request)
    response = HttpResponse(html + toasts(request))
    return focus(response, f"name-{candidate.pk}") if closes else response


def form_row(
    request: RecruiterRequest, name: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A form under a row of a list; one that was refused replaces itself.

    Args:
        name: "note", "contact", "pin", "snooze" or "move".
    """
    fields = page["form"].visible_fields()
    wrong = [one for one in fields if one.errors]
    # The buttons of a snooze come before its fields.
    for first in wrong[:1] or (fields[:1] if name != "snooze" else []):
        first.field.widget.attrs["autofocus"] = True
    response = render(request, f"recruiter/people/{name}_form.html", page, status=status)
    if status != HTTPStatus.OK:
        response["HX-Retarget"] = f"#{name}-form-{page['candidate'].pk}"
        response["HX-Reswap"] = "outerHTML"
    return response


def focus(
    response: HttpResponse, element: str, *, otherwise: str = "", lost: bool = False
) -> HttpResponse:
    """Tell the page where the focus belongs once it has settled.

    Args:
        element: DOM id. When it is gone from a list, whatever came after it there stands in.
        otherwise: DOM id of what has the focus when nothing came after it.
        lost: only when the focus is nowhere: a key was pressed elsewhere, and stays there.
    """
    told = {"value": element, "otherwise": otherwise, "lost": lost}
    response["HX-Trigger-After-Settle"] = json.dumps({"cultivate:focus": told})
    return response


def back(candidate: Candidate, anchor: str = "") -> HttpResponse:
    """To the person's page, for browsers without script."""
    return redirect(candidate.get_absolute_url() + (f"#{anchor}" if anchor else ""))


def changed(
    request: RecruiterRequest, about: Candidate, *parts: str, focus_on: str, anchor: str = ""
) -> HttpResponse:
    """What changed of a person's page; without script the page itself, at `anchor`."""
    if request.htmx:
        return person(request, about, *parts, focus_on=focus_on)
    return back(about, anchor)


AGAIN = "again-"


def say(
    request: RecruiterRequest, words: str, undo: UndoRecord | None = None, *, again: bool = False
) -> None:
    """A line that the next page or answer shows, with a way back where there is one.

    Args:
        again: the way back is one from a way back: it is no undo, and the key z leaves it alone.
    """
    messages.success(request, words, extra_tags=f"{AGAIN * again}{undo.pk}" if undo else "")


OFFER = "remind-"


def offer_reminder(request: RecruiterRequest, note: Note, day: str) -> None:
    """Ask in the next toasts whether to keep a note's promise as a reminder."""
    words = _("That sounds like a promise for %(day)s.") % {"day": day}
    messages.info(request, words, extra_tags=f"{OFFER}{note.pk}")


def refused(request: RecruiterRequest, words: str, status: int = 422) -> HttpResponse:
    """A refusal where no form stands: a toast for htmx, a plain page without script."""
    page = {"words": words}
    if not request.htmx:
        return render(request, "recruiter/refused.html", page, status=status)
    response = render(request, "components/refusal.html", page, status=status)
    response["HX-Reswap"] = "none"
    return response
