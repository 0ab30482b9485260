"""Changing a desk's places and pace: what it would change, and the change in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruiter import desk, moves
from recruiter.models import Recruiter, Relationship, Tier, User
from recruiter.pace import Pace
from recruiter.swapping import cost

REASON = "Fewer Invest places"


class TooManyPins(Exception):
    """More people are pinned in Invest than it would have places; the message names them."""


def stepping_out(recruiter: Recruiter, places: int) -> list[Relationship]:
    """Who in Invest would lose their place: those who cost the list least, never a pinned one.

    Raises:
        TooManyPins: the pinned people alone are more than the places.
    """
    return leaving_of(recruiter, desk.relationships(recruiter), places)


def leaving_of(
    recruiter: Recruiter, listed: Sequence[Relationship], places: int
) -> list[Relationship]:
    """`stepping_out` of a list that was read already; one query where somebody would."""
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


@dataclass(frozen=True, slots=True)
class Effect:
    """What another pace would change for the people on a list.

    Attributes:
        leaving: how many would step to Maintain.
        before, after: how many are overdue with the pace that is set, and with the other one.
        refusal: why it cannot be, in a sentence; empty when it can.
    """

    leaving: int
    before: int
    after: int
    refusal: str = ""

    @property
    def words(self) -> str:
        if self.refusal:
            return self.refusal
        said = ngettext("%d would move to Maintain", "%d would move to Maintain", self.leaving)
        said = said % self.leaving if self.leaving else _("Nobody would move")
        if not self.before and not self.after:
            return f"{said}."
        if self.after == self.before:
            return _("%(moved)s, and %(overdue)d stay overdue.") % {
                "moved": said,
                "overdue": self.before,
            }
        return _("%(moved)s; overdue: %(before)d now, %(after)d then.") % {
            "moved": said,
            "before": self.before,
            "after": self.after,
        }


def effects(recruiter: Recruiter, now: Pace, others: Sequence[Pace]) -> list[Effect]:
    """What each of several paces would change, before any of them is saved.

    Two queries, and one for each pace with fewer places than are taken.

    Args:
        now: the pace that is set.
    """
    listed, today = desk.relationships(recruiter), timezone.localdate()
    before = overdue(listed, now, (), today)
    found = []
    for other in others:
        try:
            leaving = leaving_of(recruiter, listed, other.invest_places)
        except TooManyPins as refusal:
            found.append(Effect(0, before, before, str(refusal)))
            continue
        gone = {one.pk for one in leaving}
        found.append(Effect(len(gone), before, overdue(listed, other, gone, today)))
    return found


def overdue(
    listed: Sequence[Relationship], pace: Pace, leaving: Collection[int], today: date
) -> int:
    """How many people would be overdue with this pace, were some of them in Maintain."""
    late = 0
    for one in listed:
        invested = one.tier == Tier.INVEST and one.pk not in leaving
        usual = pace.invest_days if invested else pace.maintain_days
        late += desk.due_of(one, today, one.cadence_days or usual).state == "over"
    return late


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
