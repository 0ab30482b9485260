"""One transaction per request, who is acting in it, and what no page may leave behind."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_cache_control

from recruiter.views.errors import server_error

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# 40001 serialization failure, 40P01 deadlock: PostgreSQL asks for another try.
TRY_AGAIN = {"40001", "40P01"}
ATTEMPTS = 3
CSP = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())


def sqlstate(error: BaseException | None) -> str:
    """SQLSTATE of a database error or of what caused it; empty when there is none."""
    while error is not None:
        if state := getattr(error, "sqlstate", None):
            return str(state)
        error = error.__cause__
    return ""


class TransactionMiddleware:
    """Open a transaction before the request and commit it before the answer leaves.

    An answer of 500 and above rolls back, so nothing is half-written. A deadlock is tried again
    from the start: what the request had written is undone by then. When the database cannot be
    reached the answer is 503, and the page keeps what was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            for attempt in range(1, ATTEMPTS + 1):
                with transaction.atomic():
                    response = self.get_response(request)
                    if response.status_code >= 500:
                        transaction.set_rollback(True)
                if not isinstance(response, TryAgain):
                    return response
                time.sleep(0.02 * attempt)
        except (OperationalError, InterfaceError):
            logger.exception("The database did not answer.")
        return busy(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        del request
        if isinstance(exception, OperationalError) and sqlstate(exception) in TRY_AGAIN:
            return TryAgain(status=503)
        return None


class TryAgain(HttpResponse):
    """Marks a request that lost a race in the database; never leaves the process."""


def busy(request: HttpRequest) -> HttpResponse:
    response = server_error(request)
    response.status_code = 503
    response["Retry-After"] = "5"
    return response


class Utf8Middleware:
    """Refuse a body that says it is written in anything but UTF-8, before any of it is read.

    Python knows codecs that are no alphabets (hex), and some that make lone surrogates, which
    neither the database nor a page can hold.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest("Only UTF-8 is read.")
        return self.get_response(request)


class ActorMiddleware:
    """Tell the database who acts, for this transaction only, and speak their language and time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cultivate.actor', %s, true)", [str(user.pk)])
        with timezone.override(user.time_zone), translation.override(user.language):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """Headers of every answer: a strict content policy, and no copy of a private page anywhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True)
        return response
