"""Moves that a ranking proposes and a person accepts, where the recruiter confirms moves.

Nothing of it is stored: what waits is the difference between the published ranking's tiers and the
lists as they are. The next ranking replaces it. A move that is declined becomes a pin with an end,
which the engine respects like any other.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from recruiter import desk, moves, sentences, tiering, undo
from recruiter.models import Ranking, Recruiter, Relationship, RerankDue, Tier, TierMove, User

DECLINED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody whom the published ranking would have in the other list, and why."""

    pk: int
    name: str
    page: str
    where: str
    why: str
    to: Tier


def waiting(recruiter: Recruiter) -> list[Proposal]:
    """What waits to be accepted, into Invest first; at most four queries."""
    if not recruiter.confirm_moves:
        return []
    listed = desk.relationships(recruiter)
    published = desk.read_published(recruiter, listed)
    names = desk.departments({one.goal for one in published.reasons.values()})
    found = [
        proposal_of(one, reason, names)
        for one in listed
        if (reason := published.reasons.get(one.candidate_id)) and waits(one, reason)
    ]
    return sorted(found, key=lambda one: (one.to != Tier.INVEST, one.name, one.pk))


def count(recruiter: Recruiter) -> int:
    """How many moves wait; two queries, and none where a re-rank moves people by itself."""
    if not recruiter.confirm_moves:
        return 0
    due = RerankDue.objects.only("published").get(recruiter=recruiter)
    if due.published_id is None:
        return 0
    into, out = proposed(due.published_id)
    mine = recruiter.relationships.may_rank().filter(pin="")
    return mine.filter(
        Q(tier=Tier.MAINTAIN, candidate__in=into) | Q(tier=Tier.INVEST, candidate__in=out)
    ).count()


@lru_cache(maxsize=200)
def proposed(ranking: int) -> tuple[frozenset[int], frozenset[int]]:
    """Whom a ranking would have in Invest, and whom in Maintain. A ranking never changes."""
    records = tiering.unpack(bytes(Ranking.objects.only("records").get(pk=ranking).records)).records
    invest = records["tier"] == tiering.Tier.INVEST
    people = records["person"]
    return frozenset(people[invest].tolist()), frozenset(people[~invest].tolist())


def waiting_in(listed: Sequence[Relationship], published: desk.Published) -> int:
    """The same of lists and a ranking that are known already; no query."""
    reasons = published.reasons
    return sum(
        waits(one, reasons[one.candidate_id]) for one in listed if one.candidate_id in reasons
    )


def waits(one: Relationship, reason: tiering.Reason) -> bool:
    return not one.pin and desk.TIERS[reason.tier] != one.tier and desk.may_rank(one.candidate)


def proposal_of(one: Relationship, reason: tiering.Reason, names: sentences.Names) -> Proposal:
    to = desk.TIERS[reason.tier]
    return Proposal(
        pk=one.candidate_id,
        name=one.candidate.name,
        page=one.candidate.get_absolute_url(),
        where=_("into Invest") if to == Tier.INVEST else _("to Maintain"),
        why=sentences.standing(reason, names, one.candidate.purpose_state),
        to=to,
    )


@transaction.atomic
def accept(recruiter: Recruiter, people: Collection[int], *, by: User) -> list[Relationship]:
    """Make these moves, those that still wait, in one statement; one undo takes all back.

    Raises:
        CannotMove: Invest would hold more than it has places.
    """
    moves.locked(recruiter)
    proposed = {one.pk: one.to for one in waiting(recruiter) if one.pk in people}
    number = RerankDue.objects.get(recruiter=recruiter).published_id
    batch = uuid.uuid4()
    moved = list(recruiter.relationships.select_related("candidate").filter(candidate__in=proposed))
    before = [undo.place_of(one) for one in moved]
    for one in moved:
        to = proposed[one.candidate_id]
        TierMove.objects.create(
            relationship=one, ranking_id=number, by=by, from_tier=one.tier, to_tier=to
        )
        one.tier, one.tier_since = to, timezone.now()
    try:
        with transaction.atomic():
            Relationship.objects.bulk_update(moved, ["tier", "tier_since"])
    except IntegrityError:
        raise moves.CannotMove(
            _("Invest is full: accept somebody's step to Maintain first, or accept all.")
        ) from None
    for one, was in zip(moved, before, strict=True):
        undo.remember_move(one, was, by, batch)
    return moved


@transaction.atomic
def decline(recruiter: Recruiter, people: Collection[int], *, by: User) -> list[Relationship]:
    """Hold people where they are for a while, those whose move still waits; one undo for all."""
    moves.locked(recruiter)
    proposed = [one.pk for one in waiting(recruiter) if one.pk in people]
    batch = uuid.uuid4()
    held = list(recruiter.relationships.select_related("candidate").filter(candidate__in=proposed))
    for one in held:
        undo.remember_pin(one, by, batch)
        moves.pin(one, reason=_("Move declined"), until=timezone.now() + DECLINED_FOR)
    return held
