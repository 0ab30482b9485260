"""What an address says: where to go back to, and numbers."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# Django refuses to redirect to more than 2,048 characters; a fragment may follow.
LONGEST = 2000
DIGITS = 18  # below 2 ** 63


def came_from(request: HttpRequest) -> str:
    """The page of ours that the form names, else home."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, None, require_https=request.is_secure())
    return address if ours and address.startswith("/") and len(address) <= LONGEST else "/"


def whole(number: str) -> int | None:
    """A number out of an address; None when it is none of ours, however long it is."""
    return int(number) if number.isdecimal() and len(number) <= DIGITS else None
