"""Who may open a candidate's own pages: whoever holds a pass, and nobody by log-in.

Log-in is required everywhere else. The two decorators here say explicitly where it is not.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django_htmx.middleware import HtmxDetails

from candidates.models import CandidateLink
from candidates.own_forms import AddressForm
from recruiter import knocks, links

P = ParamSpec("P")
LANGUAGE_COOKIE = "own-language"
LANGUAGES = {"en-gb": "English", "de": "Deutsch"}
"""What these pages are written in."""


class OwnRequest(HttpRequest):
    """A request of somebody who came by a link. `is_sure`: they have shown to be the person."""

    link: CandidateLink
    is_sure: bool
    htmx: HtmxDetails


def language_of(request: HttpRequest) -> str:
    """What they chose, or the first of their browser's languages that these pages have."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    header = request.headers.get("Accept-Language", "").lower()
    for code, _ in parse_accept_lang_header(header):
        for known in LANGUAGES:
            if code.split("-")[0] == known.split("-")[0]:
                return known
    return "en-gb"


def open_to_all(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page that tells nothing of anybody, in the reader's language."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(language_of(request)):
            return view(request, *args, **kwargs)

    return login_not_required(wrapped)


def pass_required(
    view: Callable[Concatenate[OwnRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who came by a link that still opens (one query)."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        held = links.read_pass(request)
        if held is None:
            return turned_away(request)
        request.link, request.is_sure = held.link, held.is_sure  # type: ignore[attr-defined]
        with translation.override(language_of(request)):
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]
        return response

    return login_not_required(wrapped)


def sure_required(
    view: Callable[Concatenate[OwnRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who has also shown to be the person: a link may have been passed on."""

    @wraps(view)
    def sure(request: OwnRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.is_sure:
            return redirect("own_check")
        return view(request, *args, **kwargs)

    return pass_required(sure)


def sure_if_possible(
    view: Callable[Concatenate[OwnRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """As `sure_required`, where something is on file to be sure by; else the link alone does."""

    @wraps(view)
    def sure(request: OwnRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.is_sure and links.known_by(request.link.candidate):
            return redirect("own_check")
        return view(request, *args, **kwargs)

    return pass_required(sure)


def limited(
    view: Callable[Concatenate[OwnRequest, P], HttpResponse],
) -> Callable[Concatenate[OwnRequest, P], HttpResponse]:
    """Take so much in by one link and not more; what is only looked at is not counted."""

    @wraps(view)
    def wrapped(request: OwnRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and knocks.WRITING.is_over(str(request.link.pk)):
            return render(request, "own/busy.html", {"link": request.link}, status=429)
        return view(request, *args, **kwargs)

    return wrapped


def turned_away(request: HttpRequest) -> HttpResponse:
    """To the page that is the same for every link that does not open. What was typed is given
    back: a page may have stood open for longer than its pass."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    if request.method != "POST" or not (typed := request.POST.get("text", "").strip()):
        return redirect("own_closed")
    with translation.override(language_of(request)):
        form = AddressForm(auto_id="ask-%s")
        return render(request, "own/closed.html", {"form": form, "typed": typed}, status=410)
