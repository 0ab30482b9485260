"""Housekeeping: signs of life, and what has served its time."""

from django.core.management import call_command
from django.db.models import Exists, OuterRef
from django.utils import timezone

from candidates.models import Candidate, Statement
from hiring.models import GoalLook
from recruiter import impact, knocks, purpose, readings, undo
from recruiter.models import Heartbeat, TextReading, UndoRecord


def beat(name: str) -> None:
    """Say that whoever runs this is alive and at work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def tidy() -> None:
    """Delete what has served its time, and bring purpose states of everybody in line.

    A reading can outlive its statement when the statement went while it was being read.
    """
    UndoRecord.objects.filter(created_at__lt=timezone.now() - undo.KEPT).delete()
    GoalLook.objects.filter(at__lt=timezone.now() - impact.KEPT).delete()
    statements = Statement.objects.filter(digest=OuterRef("digest"))
    TextReading.objects.exclude(model__endswith="#goal").exclude(Exists(statements)).delete()
    everybody = Candidate.objects.values_list("pk", flat=True)
    purpose.refresh_states(everybody, readings.current_encoder().model_id)
    knocks.forget_old()
    call_command("clearsessions")
