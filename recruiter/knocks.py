"""How often something may be tried, counted in PostgreSQL: every web process sees the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from candidates.models import Knock

COUNT = """
INSERT INTO candidates_knock (key, since, count) VALUES (%s, %s, 1)
ON CONFLICT (key, since) DO UPDATE SET count = candidates_knock.count + 1 RETURNING count
"""
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds."""

    name: str
    times: int
    seconds: int

    def is_over(self, who: str) -> bool:
        """Count one more, and say whether that is too many; one query."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [self.key(who), self.since()])
            count: int = cursor.fetchone()[0]
        return count > self.times

    def was_over(self, who: str) -> bool:
        """Whether it was too many already, without counting; one query."""
        return Knock.objects.filter(
            key=self.key(who), since=self.since(), count__gte=self.times
        ).exists()

    def key(self, who: str) -> bytes:
        """Neither an address nor a key of anybody can be read in the table."""
        return salted_hmac("cultivate.knock", f"{self.name}:{who}", algorithm="sha256").digest()

    def since(self) -> datetime:
        now = int(timezone.now().timestamp())
        return datetime.fromtimestamp(now - now % self.seconds, UTC)


OPENING = Limit("open", 30, 600)
"""Links that did not open, per address: a token cannot be guessed, this keeps the trying cheap."""
ASKING = Limit("ask", 5, 3600)
"""Requests for a new link, per address."""
SURE = Limit("sure", 5, 3600)
"""Wrong addresses typed to see one's data, per link."""
WRITING = Limit("write", 40, 3600)
"""Anything sent, per link."""
COACHING = Limit("coach", 60, 600)
"""Texts read while they are typed, per link."""


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind our proxy that is what the proxy itself added last, never what was sent."""
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if forwarded:
            return str(forwarded)
    return str(request.META.get("REMOTE_ADDR", ""))


def forget_old() -> None:
    Knock.objects.filter(since__lt=timezone.now() - KEPT).delete()
