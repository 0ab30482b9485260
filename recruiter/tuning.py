"""Changing a desk's places: who would step to Maintain, in one transaction with the setting."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from recruiter import desk, moves
from recruiter.models import Recruiter, Relationship, Tier, User
from recruiter.swapping import cost

REASON = "Fewer Invest places"


class TooManyPins(Exception):
    """More people are pinned in Invest than it would have places; the message names them."""


def stepping_out(recruiter: Recruiter, places: int) -> list[Relationship]:
    """Who in Invest would lose their place: those who cost the list least, never a pinned one.

    Raises:
        TooManyPins: the pinned people alone are more than the places.
    """
    listed = desk.relationships(recruiter)
    held = [one for one in listed if one.tier == Tier.INVEST]
    too_many = len(held) - places
    if too_many <= 0:
        return []
    published = desk.read_published(recruiter, listed)
    free = sorted((one for one in held if not one.pin), key=lambda one: cost(one, published))
    if too_many > len(free):
        names = sorted(one.candidate.name for one in held if one.pin)
        people = "1 person is" if len(names) == 1 else f"{len(names)} people are"
        places_kept = "1 place" if len(names) == 1 else f"{len(names)} places"
        raise TooManyPins(
            f"{people} pinned in Invest: {', '.join(names)}. Unpin, or keep {places_kept}."
        )
    return free[:too_many]


@transaction.atomic
def set_pace(recruiter: Recruiter, leaving: Sequence[Relationship], *, by: User) -> None:
    """Save a recruiter's changed places after whoever loses theirs has stepped to Maintain.

    Raises:
        IntegrityError: by a named rule, when somebody came in meanwhile.
    """
    moves.locked(recruiter)
    for one in leaving:
        moves.record(one, Tier.MAINTAIN, by=by, reason=REASON)
        one.tier, one.tier_since = Tier.MAINTAIN, timezone.now()
    Relationship.objects.bulk_update(leaving, ["tier", "tier_since"])
    recruiter.save(
        update_fields=[
            "capacity",
            "invest_places",
            "invest_days",
            "maintain_days",
            "daily_budget",
        ]
    )
