"""What a person sees when something broke: that nothing was lost, and what to press."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# Never shown back: secrets, and what the form adds by itself.
KEPT_OUT = {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"}


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with what was typed, in a form that sends it again under the same key.

    Must not touch the database: it may be what broke.
    """
    typed = []
    if request.method == "POST" and not request.FILES:
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in KEPT_OUT
            for value in values
        ]
    return HttpResponse(
        render_to_string("500.html", {"typed": typed, "path": request.get_full_path()}), status=500
    )
