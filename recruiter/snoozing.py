"""Not now: a person is due no sooner than a day that the recruiter chooses.

A skip is the shortest snooze, until tomorrow, with its reason.
"""

from datetime import date
from uuid import UUID

from recruiter import undo
from recruiter.models import Relationship, UndoRecord, User


def snooze(
    relationship: Relationship,
    until: date | None,
    user: User,
    *,
    reason: str = "",
    batch: UUID | None = None,
) -> UndoRecord:
    """Remind of somebody no sooner than a day; None wakes them. Changes no rank.

    Args:
        until: the first day on which they may be due again.
        batch: what one press did to several people has it in common.
    """
    record = undo.remember_snooze(relationship, user, batch)
    relationship.snoozed_until, relationship.snooze_reason = until, reason if until else ""
    relationship.save(update_fields=["snoozed_until", "snooze_reason"])
    return record
