"""Log-in, log-out, the way home, and the theme."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from recruiter.access import UserRequest
from recruiter.context import THEME_COOKIE, THEMES
from recruiter.forms import LoginForm
from recruiter.models import Recruiter

YEAR = 365 * 24 * 3600


class Login(LoginView):
    """By e-mail. The error never says which of the two was wrong."""

    template_name = "account/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Logout(LogoutView):
    """Ends the session and says so on the log-in page."""


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """The first page of whoever this is."""
    if Recruiter.objects.filter(user=request.user).exists():
        return redirect("invest")
    if request.user.managed_departments.exists():
        return redirect("my_goals")
    if request.user.is_staff:
        return redirect("admin:index")
    raise PermissionDenied("No role yet: ask an administrator.")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie, so that the server prints it and no page flashes."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(came_from(request))
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def came_from(request: HttpRequest) -> str:
    """The page of ours that the form names, else home."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else "/"
