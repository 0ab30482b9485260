"""A health check for the processes that nobody can open in a browser."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, Q
from django.utils import timezone

from recruiter.models import Heartbeat, RerankDue

# Beat asks for a sign of life every 30 s, and the dispatcher looks every 2 s.
HEARTBEAT_WITHIN = timedelta(seconds=100)
CLAIMED_WITHIN = timedelta(seconds=60)


class Command(BaseCommand):
    """Ask for the work and not for the process: one can live without doing it."""

    help = "Fail if the worker (and beat), or the dispatcher, does not do its work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", choices=sorted(CHECKS))

    def handle(self, *, who: str, **options: Any) -> None:
        del options
        if complaint := CHECKS[who](timezone.now()):
            raise CommandError(complaint)


def worker(now: datetime) -> str | None:
    """Beat sends a task through the broker, and a worker does it: all three are asked at once."""
    last = Heartbeat.objects.filter(name="worker").first()
    if last is None:
        return "No worker has given a sign of life yet."
    if last.at < now - HEARTBEAT_WITHIN:
        return f"The last sign of life is of {last.at:%Y-%m-%d %H:%M:%S} UTC."
    return None


def dispatcher(now: datetime) -> str | None:
    """What is due and free is rung for within seconds, and then claimed."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    may_start = Q(retry_at=None) | Q(retry_at__lt=now - CLAIMED_WITHIN)
    waiting = RerankDue.objects.filter(
        free, may_start, due__gt=F("done"), due_since__lt=now - CLAIMED_WITHIN
    ).count()
    return f"Re-ranks that nobody claims: {waiting}." if waiting else None


CHECKS: dict[str, Callable[[datetime], str | None]] = {
    "worker": worker,
    "dispatcher": dispatcher,
}
