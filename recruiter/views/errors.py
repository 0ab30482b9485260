"""What a person sees when something broke: that nothing was lost, and what to press."""

import json
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import permission_denied

# How Django begins the reason when the form had a token, but not the one of this browser.
MISMATCH = "CSRF token from"
LONG = 40


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a posted form that are fit to be shown and sent again."""
    if request.method != "POST" or request.FILES:
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if shown_back(name)
        for value in values
    ]


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


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 to the wrong role: a page, or a toast where htmx would put it into another."""
    if not request.headers.get("HX-Request"):
        return permission_denied(request, exception)
    page = {"words": str(exception) or "This is for another role."}
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
