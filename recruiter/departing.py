"""Rows that a press deletes, kept for a day as they were: a place on a list, a silver medal.

They stand in the undo record of whom they tell of, and go with that person.
"""

import json
from collections.abc import Iterable
from uuid import UUID

from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from candidates.models import Candidate, SilverMedal
from recruiter import moves
from recruiter.models import GoalInterest, Recruiter, Relationship, TierMove, UndoRecord, User


class CannotTakeBack(Exception):
    """Something was done since; the message is a sentence for the user."""


def packed(rows: Iterable[Model]) -> str:
    """Django's JSON would cut microseconds off, which are an identity elsewhere."""
    return json.dumps(serializers.serialize("python", rows), default=str)


def unpack(text: str) -> None:
    """Write rows under the keys they had.

    Raises:
        IntegrityError: there is no room for them any more, or they were made anew.
    """
    with transaction.atomic():
        for row in serializers.deserialize("python", json.loads(text)):
            row.save(force_insert=True)


def place_on_list(relationship: Relationship) -> str:
    """A relationship with its interests and its history of moves; two queries."""
    interests = GoalInterest.objects.filter(relationship=relationship)
    history = TierMove.objects.filter(relationship=relationship)
    return packed([relationship, *interests, *history])


def remember(
    action: UndoRecord.Action,
    row: Model,
    candidate: Candidate,
    user: User,
    *,
    kept: str = "",
    batch: UUID | None = None,
) -> UndoRecord:
    """A row made just now, or one to be deleted, with what putting it back needs."""
    return UndoRecord.objects.create(
        user=user,
        action=action,
        candidate=candidate,
        target_id=row.pk,
        before={"rows": kept},
        batch=batch,
    )


def leave_again(record: UndoRecord) -> None:
    """Take somebody off the list who was brought in, unless they were pinned there since."""
    found = Relationship.objects.filter(pk=record.target_id).first()
    if found is None:
        return
    moves.locked(found.recruiter)
    found.refresh_from_db()
    if found.pin:
        raise CannotTakeBack(
            _("%(who)s was pinned since. Unpin them first.") % {"who": record.candidate}
        )
    found.delete()


def come_back(record: UndoRecord) -> None:
    """Put somebody back on the list as they stood there, if there is room and they are not."""
    moves.locked(Recruiter.objects.get(user=record.user))
    try:
        unpack(record.before["rows"])
    except IntegrityError:
        raise CannotTakeBack(
            _("There is no place for %(who)s any more, or they are on your list again.")
            % {"who": record.candidate}
        ) from None


def drop_medal(record: UndoRecord) -> None:
    SilverMedal.objects.filter(pk=record.target_id).delete()


def keep_medal(record: UndoRecord) -> None:
    unpack(record.before["rows"])


WAY_BACK = {
    UndoRecord.Action.BROUGHT_IN: leave_again,
    UndoRecord.Action.LET_GO: come_back,
    UndoRecord.Action.SILVER: drop_medal,
    UndoRecord.Action.SILVER_DROP: keep_medal,
}
