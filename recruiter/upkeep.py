"""Housekeeping: signs of life, and what has served its time."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from recruiter.models import Heartbeat, UndoRecord

UNDO_FOR = timedelta(days=1)


def beat(name: str) -> None:
    """Say that whoever runs this is alive and at work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def tidy() -> None:
    """Delete undo records older than a day, and sessions that have ended."""
    UndoRecord.objects.filter(created_at__lt=timezone.now() - UNDO_FOR).delete()
    call_command("clearsessions")
