"""What a person does to the lists by hand: move, swap, pin, add, let go.

Each takes the recruiter's row first, then the relationships, so that two of them, or one of them
and a re-rank, cannot wait for each other. Capacity is the database's word: where a list is full it
raises IntegrityError by a named constraint, and `recruiter.violations` has the sentence.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidate
from recruiter.models import Recruiter, Relationship, Tier, TierMove, User


class CannotMove(Exception):
    """What was asked does not fit the lists; the message is a sentence for the user."""


def locked(recruiter: Recruiter) -> Recruiter:
    """Lock the recruiter's row for this transaction. Not FOR UPDATE: foreign keys share it."""
    return Recruiter.objects.select_for_update(no_key=True).get(pk=recruiter.pk)


@transaction.atomic
def add(recruiter: Recruiter, candidate: Candidate) -> Relationship:
    """Put a candidate on the list, in Maintain; the engine moves them up if they match.

    Raises:
        IntegrityError: relationship_once_per_candidate, recruiter_capacity_kept.
    """
    locked(recruiter)
    return Relationship.objects.create(recruiter=recruiter, candidate=candidate)


@transaction.atomic
def let_go(relationship: Relationship) -> None:
    """Take a candidate off the list. They stay known to everybody."""
    locked(relationship.recruiter)
    relationship.delete()


@transaction.atomic
def exchange(leaving: Relationship, candidate: Candidate) -> Relationship:
    """Let one person go and take another on, both or neither: for a list that is full.

    Raises:
        CannotMove: whoever should leave is pinned.
        IntegrityError: relationship_once_per_candidate.
    """
    locked(leaving.recruiter)
    leaving.refresh_from_db()
    if leaving.pin:
        raise CannotMove(is_pinned(leaving.candidate))
    recruiter = leaving.recruiter
    leaving.delete()
    return Relationship.objects.create(recruiter=recruiter, candidate=candidate)


@transaction.atomic
def move(
    relationship: Relationship,
    tier: str,
    *,
    by: User,
    reason: str,
    until: datetime | None = None,
) -> None:
    """Move one person by hand and pin them there: the machine must not undo it before `until`.

    Raises:
        CannotMove: they are there already.
        IntegrityError: recruiter_invest_places_kept, when Invest is full: swap instead.
    """
    locked(relationship.recruiter)
    relationship.refresh_from_db()
    if relationship.tier == tier:
        raise CannotMove(
            _("%(name)s is in %(list)s already.")
            % {"name": relationship.candidate, "list": Tier(tier).label}
        )
    record(relationship, tier, by=by, reason=reason)
    relationship.tier = relationship.pin = tier
    relationship.tier_since = timezone.now()
    relationship.pin_reason, relationship.pin_until = reason, until
    relationship.save(update_fields=["tier", "tier_since", "pin", "pin_reason", "pin_until"])


@transaction.atomic
def move_all(people: Sequence[Relationship], tier: str, *, by: User, reason: str) -> None:
    """Move many by hand from one list to the other, in one statement; they are pinned there.

    Raises:
        IntegrityError: recruiter_invest_places_kept, when Invest has not room for all of them.
    """
    now = timezone.now()
    for one in people:
        record(one, tier, by=by, reason=reason)
        one.tier = one.pin = Tier(tier)
        one.tier_since, one.pin_reason, one.pin_until = now, reason, None
    Relationship.objects.bulk_update(
        people, ["tier", "tier_since", "pin", "pin_reason", "pin_until"]
    )


@transaction.atomic
def swap(
    up: Relationship,
    down: Relationship,
    *,
    by: User,
    reason: str,
    until: datetime | None = None,
) -> None:
    """Give one person's Invest place to another: both or neither, also when Invest is full.

    Both are pinned where they land, for the same reason.

    Raises:
        CannotMove: two recruiters, not on the two sides, or whoever steps out is pinned.
    """
    if up.recruiter_id != down.recruiter_id:
        raise CannotMove(_("Only two people of the same list can swap."))
    locked(up.recruiter)
    up.refresh_from_db()
    down.refresh_from_db()
    if (up.tier, down.tier) != (Tier.MAINTAIN, Tier.INVEST):
        raise CannotMove(_("Somebody moved meanwhile. Look at the lists again."))
    if down.pin:
        raise CannotMove(is_pinned(down.candidate))
    for one, tier in ((up, Tier.INVEST), (down, Tier.MAINTAIN)):
        record(one, tier, by=by, reason=reason)
        one.tier = one.pin = tier
        one.pin_reason, one.pin_until, one.tier_since = reason, until, timezone.now()
    # One statement, so that the counters see the net change and a full Invest stays full.
    Relationship.objects.bulk_update(
        [up, down], ["tier", "pin", "pin_reason", "pin_until", "tier_since"]
    )


@transaction.atomic
def pin(relationship: Relationship, *, reason: str, until: datetime | None = None) -> None:
    """Hold a person where they are, until a moment or for good."""
    locked(relationship.recruiter)
    relationship.refresh_from_db()
    relationship.pin, relationship.pin_reason = relationship.tier, reason
    relationship.pin_until = until
    relationship.save(update_fields=["pin", "pin_reason", "pin_until"])


@transaction.atomic
def unpin(relationship: Relationship) -> None:
    """Hand a person back to the engine."""
    locked(relationship.recruiter)
    relationship.pin, relationship.pin_reason, relationship.pin_until = "", "", None
    relationship.save(update_fields=["pin", "pin_reason", "pin_until"])


def is_pinned(candidate: Candidate) -> str:
    return _("%(name)s is pinned. Unpin them first, or choose another.") % {"name": candidate}


def record(relationship: Relationship, tier: str, *, by: User, reason: str) -> None:
    TierMove.objects.create(
        relationship=relationship, by=by, from_tier=relationship.tier, to_tier=tier, reason=reason
    )
