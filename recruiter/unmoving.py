"""Taking back the moves of one published run, where they still stand.

A re-rank would make the same moves again, so whoever goes back is held there for a while by a pin.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from recruiter import desk, moves, undo
from recruiter.models import Ranking, Relationship, Tier, TierMove, UndoRecord, User

HELD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unmoved:
    """How many went back, how many found no place in Invest, and the way to make it all undone."""

    back: int
    without_place: int
    record: UndoRecord | None


def standing(run: Ranking) -> list[Relationship]:
    """Who is where a run put them, unpinned, and moved by no later run; one query.

    Moves by hand do not count for themselves: they pin, and one that was undone changes nothing.
    """
    newest = TierMove.objects.filter(
        relationship=OuterRef("relationship"), ranking__isnull=False
    ).values("pk")[:1]
    still = run.moves.filter(
        pk=Subquery(newest), relationship__tier=F("to_tier"), relationship__pin=""
    ).select_related("relationship__candidate", "relationship__recruiter")
    found = [one.relationship for one in still.order_by("pk")]
    return [one for one in found if desk.may_rank(one.candidate)]


@transaction.atomic
def take_back(run: Ranking, *, by: User) -> Unmoved:
    """Everybody back where the run had found them, in one statement, as far as Invest has places.

    People go to Maintain first, so that those who return to Invest find the places they left.
    """
    recruiter = moves.locked(run.recruiter)
    found = standing(run)
    leaving = [one for one in found if one.tier == Tier.INVEST]
    returning = [one for one in found if one.tier == Tier.MAINTAIN]
    room = max(recruiter.invest_places - recruiter.invest_used + len(leaving), 0)
    people = [*leaving, *returning[:room]]
    before = [undo.place_of(one) for one in people]
    now, reason = timezone.now(), _("Re-rank %(number)d taken back") % {"number": run.number}
    for one in people:
        tier = Tier.MAINTAIN if one.tier == Tier.INVEST else Tier.INVEST
        moves.record(one, tier, by=by, reason=reason)
        one.tier = one.pin = tier
        one.tier_since, one.pin_reason, one.pin_until = now, reason, now + HELD_FOR
    Relationship.objects.bulk_update(people, undo.MOVED)
    batch = uuid.uuid4()
    records = [
        undo.remember_move(one, was, by, batch) for one, was in zip(people, before, strict=True)
    ]
    return Unmoved(len(people), len(found) - len(people), records[-1] if records else None)
