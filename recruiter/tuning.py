"""Changing a desk's places: who would step to Maintain, in one transaction with the setting."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

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
        words = ngettext(
            "%(count)d person is pinned in Invest: %(names)s. Unpin, or keep %(count)d place.",
            "%(count)d people are pinned in Invest: %(names)s. Unpin, or keep %(count)d places.",
            len(names),
        )
        raise TooManyPins(words % {"count": len(names), "names": ", ".join(names)})
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
