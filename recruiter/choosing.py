"""What one press does to many people of the pool: all of it or nothing, and one way back."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Candidate, SilverMedal
from recruiter import departing, moves, tagging
from recruiter.models import Recruiter, Relationship, UndoRecord, User

Chosen = Sequence[Candidate]


@transaction.atomic
def bring_in(chosen: Chosen, recruiter: Recruiter) -> UndoRecord:
    """All of them onto the list, in Maintain, if there is room for all.

    Raises:
        CannotMove: not everybody fits; nobody is brought in.
    """
    free = moves.locked(recruiter).free
    if len(chosen) > free:
        raise moves.CannotMove(full(len(chosen), free))
    batch = uuid4()
    added = Relationship.objects.bulk_create(
        [Relationship(recruiter=recruiter, candidate=one) for one in chosen]
    )
    action = UndoRecord.Action.BROUGHT_IN
    return [
        departing.remember(action, one, one.candidate, recruiter.user, batch=batch) for one in added
    ][-1]


def full(wanted: int, free: int) -> str:
    if not free:
        return _("Your list is full. Bring them in one by one, each for somebody who leaves it.")
    places = ngettext("%d place is free", "%d places are free", free) % free
    words = _("%(places)s, and you chose %(wanted)d. Nobody was brought in: choose fewer.")
    return words % {"places": places, "wanted": wanted}


def tag(chosen: Chosen, name: str, user: User) -> UndoRecord | None:
    """Put a tag on all of them; None when everybody had it."""
    records = tagging.put_on(chosen, tagging.tag_named(name), user, uuid4())
    return records[-1] if records else None


@transaction.atomic
def keep(
    chosen: Chosen, role: str, reason: str, look_again_on: date | None, user: User
) -> UndoRecord:
    """All of them came second for a role, for one reason."""
    batch = uuid4()
    given = SilverMedal.objects.bulk_create(
        [
            SilverMedal(
                candidate=one, role=role, reason=reason, look_again_on=look_again_on, added_by=user
            )
            for one in chosen
        ]
    )
    action = UndoRecord.Action.SILVER
    return [departing.remember(action, one, one.candidate, user, batch=batch) for one in given][-1]
