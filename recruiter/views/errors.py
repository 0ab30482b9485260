"""What a person sees when something broke: that nothing was lost, and what to press."""

import json
from urllib.parse import urlsplit

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import permission_denied

# How Django begins the reason when the form had a token, but not the one of this browser.
MISMATCH = "CSRF token from"
LONG = 40
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
TOO_LONG = gettext_lazy(
    "That is more than one form can hold. Go back: your text should still be there."
    " Send it in shorter parts."
)
NOT_UNDERSTOOD = gettext_lazy(
    "This request could not be read. Go back: your text should still be there."
    " Copy it, open the page again, and send it from there."
)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a posted form that are fit to be shown and sent again.

    None of a form that cannot be read. What is no text in UTF-8 has question marks in its place.
    """
    try:
        if request.method != "POST" or request.FILES:
            return []
        fields = list(request.POST.lists())
    except UNREADABLE:
        return []
    return [
        (printable(name), printable(str(value)))
        for name, values in fields
        if shown_back(name)
        for value in values
    ]


def printable(text: str) -> str:
    return text.encode(errors="replace").decode()


def shown_back(name: str) -> bool:
    """Not secrets, nor what the form adds by itself."""
    return name != "csrfmiddlewaretoken" and "password" not in name.lower()


def written(fields: list[tuple[str, str]]) -> list[str]:
    """The texts among typed fields that somebody would miss."""
    return [value for name, value in fields if name in ("body", "text") or len(value) > LONG]


def from_here(request: HttpRequest, *, unsaid: bool = False) -> bool:
    """Whether a page of ours sent this, by its Origin, or its Referer where that is absent.

    Args:
        unsaid: the answer when the browser says neither.
    """
    source = request.headers.get("Origin", request.headers.get("Referer"))
    if source is None:
        return unsaid
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with what was typed, in a form that sends it again under the same key.

    Must not touch the database: it may be what broke, perhaps before anybody looked at where the
    form came from. A page that asked by htmx still shows its form, so nothing is swapped there.
    """
    page = {
        "typed": typed(request) if from_here(request, unsaid=True) else [],
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("500.html", page), status=500)
    if request.headers.get("HX-Request"):
        response["HX-Reswap"] = "none"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 to more than is taken in, without reading any further."""
    too_much = isinstance(exception, TOO_MUCH)
    page = {"words": TOO_LONG if too_much else NOT_UNDERSTOOD}
    htmx = bool(request.headers.get("HX-Request"))
    html = render_to_string("components/refusal.html" if htmx else "400.html", page)
    response = HttpResponse(html, status=413 if too_much else 400)
    if htmx:
        response["HX-Reswap"] = "none"
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 to the wrong role: a page, or a toast where htmx would put it into another."""
    if not request.headers.get("HX-Request"):
        return permission_denied(request, exception)
    page = {"words": str(exception) or _("This is for another role.")}
    response = render(request, "components/refusal.html", page, status=403)
    response["HX-Reswap"] = "none"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a page older than the last log-in; its text is kept and can be sent again.

    A form that did not come from a page of ours gets no button that would send it with a valid
    token: one press would do what the check of forms is there to prevent. Its long texts are shown.
    """
    fields = typed(request)
    again = reason.startswith(MISMATCH) and from_here(request)
    page = {
        "typed": fields if again else [],
        "written": [] if again else written(fields),
        "path": request.get_full_path(),
    }
    response = render(request, "403_csrf.html", page, status=403)
    if request.headers.get("HX-Request"):
        response = render(request, "components/stale.html", status=403)
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = json.dumps({"cultivate:token": get_token(request)})
    return response
