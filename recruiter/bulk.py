"""What one press does to many people of a list: all of it or nothing, and one way back."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hiring.models import Department
from recruiter import moves, snoozing, tagging, undo
from recruiter.models import GoalInterest, Relationship, Tier, UndoRecord, User

Chosen = Sequence[Relationship]


def tag(chosen: Chosen, name: str, user: User) -> UndoRecord | None:
    """Put a tag on all of them; None when everybody had it."""
    people = [one.candidate for one in chosen]
    records = tagging.put_on(people, tagging.tag_named(name), user, uuid4())
    return records[-1] if records else None


def snooze(chosen: Chosen, until: date, user: User) -> UndoRecord:
    batch = uuid4()
    return [snoozing.snooze(one, until, user, batch=batch) for one in chosen][-1]


def interest(chosen: Chosen, department: Department, note: str, user: User) -> UndoRecord:
    """Say that all of them are for a department; an earlier word of it gets the new note."""
    batch = uuid4()
    had = dict(
        GoalInterest.objects.filter(relationship__in=chosen, department=department).values_list(
            "relationship", "note"
        )
    )
    GoalInterest.objects.bulk_create(
        [GoalInterest(relationship=one, department=department, note=note) for one in chosen],
        update_conflicts=True,
        unique_fields=["relationship", "department"],
        update_fields=["note"],
    )
    return [
        undo.remember_interest(one, department, had.get(one.pk), user, batch) for one in chosen
    ][-1]


@transaction.atomic
def move(chosen: Chosen, tier: str, user: User, reason: str) -> UndoRecord:
    """Move all of them to the other list and pin them there, if there is room for all.

    Raises:
        CannotMove: not everybody fits; nobody is moved.
    """
    recruiter = moves.locked(chosen[0].recruiter)
    free = recruiter.invest_places - recruiter.invest_used
    # Read anew behind the lock: a re-rank may have moved some of them meanwhile.
    fresh = recruiter.relationships.filter(pk__in=[one.pk for one in chosen])
    here = list(fresh.exclude(tier=tier).select_related("candidate"))
    if not here:
        raise moves.CannotMove(_("They are in %(list)s already.") % {"list": Tier(tier).label})
    if tier == Tier.INVEST and len(here) > free:
        raise moves.CannotMove(full(len(here), free))
    batch = uuid4()
    before = [undo.place_of(one) for one in here]
    moves.move_all(here, tier, by=user, reason=reason)
    return [
        undo.remember_move(one, was, user, batch) for one, was in zip(here, before, strict=True)
    ][-1]


def full(wanted: int, free: int) -> str:
    if not free:
        return _("Invest is full: no place is free. Move somebody to Maintain first, or swap.")
    words = ngettext(
        "%(free)d place is free in Invest, and you chose %(wanted)d. Nobody was moved: choose"
        " fewer.",
        "%(free)d places are free in Invest, and you chose %(wanted)d. Nobody was moved: choose"
        " fewer.",
        free,
    )
    return words % {"free": free, "wanted": wanted}
