"""Forms that open in a place of somebody's page, and are pages of their own without script."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from candidates.models import Candidate
from recruiter.access import RecruiterRequest


@dataclass(frozen=True)
class Place:
    """Where a form opens, and what it does.

    Attributes:
        title: of the page that it is without script.
        element: DOM id of the element whose content it takes.
        part: DOM id of the part of the page that its answer replaces.
        button: what the button says.
        hint: what to know before pressing it.
        asks: a press of the button means yes to the hint: its value goes as `share`.
        quote: the words that it is about, where the form does not show them itself.
    """

    title: str
    element: str
    part: str
    button: str
    hint: str = ""
    asks: bool = False
    quote: str = ""


def form(
    request: RecruiterRequest, about: Candidate, form: BaseForm, place: Place, status: int = 0
) -> HttpResponse:
    """The form in its place; one that was refused stays there, with 422."""
    is_part = request.htmx.target in (place.element, place.part)
    next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    page = {
        "candidate": about,
        "form": form,
        "place": place,
        "action": request.path,
        "is_part": is_part,
    }
    template = "recruiter/person_form.html" + ("#form" if is_part else "")
    status = status or (422 if form.is_bound else 200)
    response = render(request, template, page, status=status)
    if is_part:
        response["HX-Retarget"], response["HX-Reswap"] = f"#{place.element}", "innerHTML"
    return response
