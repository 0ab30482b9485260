"""What every page's frame shows: the theme, and for a recruiter the sidebar."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from recruiter import proposals
from recruiter.models import Recruiter

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
#: What a browser keeps as cookies of these names, and what each may say; empty is the usual.
PREFERENCES = {THEME_COOKIE: THEMES, "density": ("compact",), "keys": ("off",)}
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Place:
    """One entry of the sidebar; `name` is a URL name."""

    name: str
    label: str
    icon: str
    count: int | None = None


def preferences(request: HttpRequest) -> dict[str, str]:
    """What this browser keeps; anything unknown counts as the usual."""
    kept = {name: request.COOKIES.get(name, "") for name in PREFERENCES}
    return {name: said if said in PREFERENCES[name] else "" for name, said in kept.items()}


def shell(request: HttpRequest) -> dict[str, object]:
    """Costs no query: the role decorator has already read the recruiter's row."""
    match = request.resolver_match
    frame: dict[str, object] = {
        **preferences(request),
        "here": match.url_name if match else "",
    }
    recruiter = getattr(request, "recruiter", None)
    if isinstance(recruiter, Recruiter):
        frame |= desk_frame(recruiter)
    return frame


def prefer(request: HttpRequest, response: HttpResponse, name: str, chosen: str) -> None:
    """Keep a preference in the reader's browser; what is not known is the usual, and not kept."""
    if chosen not in PREFERENCES[name]:
        response.delete_cookie(name)
        return
    response.set_cookie(
        name, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )


def waiting_moves(recruiter: Recruiter) -> int | None:
    """How many moves wait to be accepted; two queries, unless the page has counted them itself."""
    if recruiter.moves_waiting is None:
        recruiter.moves_waiting = proposals.count(recruiter)
    return recruiter.moves_waiting or None


def desk_frame(recruiter: Recruiter) -> dict[str, object]:
    maintained = recruiter.used - recruiter.invest_used
    words = recruiter.user.name.split() or [recruiter.user.email]
    return {
        "recruiter": recruiter,
        "initials": "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper(),
        "maintain_used": maintained,
        "lists": (
            Place("today", _("Today"), "sun"),
            Place("invest", _("Invest"), "sprout", recruiter.invest_used),
            Place("maintain", _("Maintain"), "leaf", maintained),
        ),
        "own_places": (
            Place("attention", _("Attention"), "list-checks"),
            Place("runs", _("Re-rank runs"), "refresh-cw", waiting_moves(recruiter)),
            Place("settings", _("Settings"), "settings"),
        ),
        "add_person": Place("person_add", _("Add person"), "user-plus"),
        "purpose_places": (
            Place("goals", _("Goals"), "target"),
            Place("discover", _("Discover"), "lightbulb"),
            Place("openings", _("Openings"), "briefcase"),
            Place("pool", _("Pool"), "users"),
            Place("heard", _("From candidates"), "message-square"),
        ),
    }
