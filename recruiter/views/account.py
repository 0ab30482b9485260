"""Log-in, log-out, the way home, and the theme."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from recruiter.access import UserRequest
from recruiter.addresses import came_from
from recruiter.context import THEME_COOKIE, prefer
from recruiter.forms import LoginForm
from recruiter.models import Recruiter


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """By e-mail. The error never says which of the two was wrong."""

    template_name = "account/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """A page whose session has ended keeps what was typed: only a toast arrives there."""
        if request.headers.get("HX-Target") == "status":
            return HttpResponse(status=204)
        if request.headers.get("HX-Request"):
            response = render(request, "components/logged-out.html")
            response["HX-Reswap"] = "none"
            return response
        return super().dispatch(request, *args, **kwargs)

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where they wanted to go; never to the log-in itself, which would go round for ever."""
        del request
        wanted: str = super().get_redirect_url()
        return "" if urlsplit(wanted).path == self.request.path else wanted

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Logout(LogoutView):
    """Ends the session and says so on the log-in page."""


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """The first page of whoever this is."""
    if Recruiter.objects.filter(user=request.user).exists():
        return redirect("today")
    if request.user.managed_departments.exists():
        return redirect("my_goals")
    if request.user.is_staff:
        return redirect("admin:index")
    raise PermissionDenied(_("No role yet: ask an administrator."))


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie, so that the server prints it and no page flashes."""
    return keep(request, THEME_COOKIE)


@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Keep the height of rows in a cookie, as the theme is kept."""
    return keep(request, "density")


def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Remember what was chosen in this browser; what is not known is the usual."""
    chosen = request.POST.get(name, "")
    response = HttpResponseRedirect(came_from(request))
    prefer(request, response, name, chosen)
    return response
