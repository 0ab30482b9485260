"""What an address says: where to go back to, and numbers."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

# Django refuses to redirect to more than 2,048 characters; a fragment may follow.
LONGEST = 2000
DIGITS = 18  # below 2 ** 63


def came_from(request: HttpRequest) -> str:
    """The page of ours that the form names, else home."""
    return ours(request, request.POST.get("next", "")) or "/"


def ours(request: HttpRequest, address: str) -> str:
    """The address of a page of this site; empty for any other."""
    is_ours = url_has_allowed_host_and_scheme(address, None, require_https=request.is_secure())
    return address if is_ours and address.startswith("/") and len(address) <= LONGEST else ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The list that somebody's page was opened from, as `?from=` names it; empty without one.

    Attributes:
        address: with its filters.
        page: URL name.
        query: to be added to the address of the next person's page.
    """

    address: str = ""
    page: str = ""
    query: str = ""


def origin(request: HttpRequest) -> Origin:
    address = ours(request, request.GET.get("from", ""))
    if not address:
        return Origin()
    parts = urlsplit(address)
    try:
        page = resolve(parts.path).url_name or ""
    except Resolver404:
        return Origin()
    return Origin(address, page, "?" + urlencode({"from": address}))


def whole(number: str) -> int | None:
    """A number out of an address; None when it is none of ours, however long it is."""
    return int(number) if number.isdecimal() and len(number) <= DIGITS else None
