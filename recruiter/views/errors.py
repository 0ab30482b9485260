"""What a person sees when something broke: that nothing was lost, and what to press."""

import json

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import permission_denied

# Never shown back: secrets, and what the form adds by itself.
KEPT_OUT = {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a posted form that are fit to be shown and sent again."""
    if request.method != "POST" or request.FILES:
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in KEPT_OUT
        for value in values
    ]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with what was typed, in a form that sends it again under the same key.

    Must not touch the database: it may be what broke. A page that asked by htmx still shows its
    form, so nothing is swapped there.
    """
    page = {
        "typed": typed(request),
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
    """Answer 403 to a page older than the last log-in; its text is kept and can be sent again."""
    del reason
    page = {"typed": typed(request), "path": request.get_full_path()}
    response = render(request, "403_csrf.html", page, status=403)
    if request.headers.get("HX-Request"):
        response = render(request, "components/stale.html", status=403)
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = json.dumps({"cultivate:token": get_token(request)})
    return response
