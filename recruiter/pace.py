"""The arithmetic of a desk: how many contacts a day its places and cadences ask for."""

import math
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

LONGEST = 365


@dataclass(frozen=True, slots=True)
class Pace:
    """Places and days, as a recruiter sets them; `budget` is contacts a day, None where not set."""

    capacity: int
    invest_places: int
    invest_days: int
    maintain_days: int
    budget: int | None = None

    @property
    def maintain_places(self) -> int:
        return self.capacity - self.invest_places

    @property
    def invested(self) -> float:
        """Contacts a day that Invest asks for when it is full."""
        return self.invest_places / self.invest_days

    @property
    def maintained(self) -> float:
        return self.maintain_places / self.maintain_days

    @property
    def asked(self) -> float:
        return self.invested + self.maintained

    @property
    def shown(self) -> tuple[float, float, float]:
        """Invest, Maintain and their sum as they are printed: rounded, and they add up."""
        whole, invested = round(self.asked, 2), round(self.invested, 2)
        return invested, round(whole - invested, 2), whole

    @property
    def left(self) -> float:
        """Contacts a day that the budget leaves over, of what is printed; negative for too much."""
        return round((self.budget or 0) - self.shown[2], 2)

    @property
    def fits(self) -> bool:
        """By what is printed: nobody is refused for a thousandth that they cannot see."""
        return self.budget is None or self.left >= 0

    @property
    def sum(self) -> str:
        """50/30 + 250/120 = 3.75."""
        return (
            f"{self.invest_places}/{self.invest_days} + {self.maintain_places}/{self.maintain_days}"
            f" = {two(self.asked)}"
        )


@dataclass(frozen=True, slots=True)
class Way:
    """One change that makes a pace fit: the field, its new value, and what it comes to."""

    field: str
    value: int
    label: str
    words: str


def two(number: float) -> str:
    """At most two digits after the point: 3.75, 4."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def ways_out(pace: Pace) -> list[Way]:
    """Up to three single changes, each of which makes the pace fit; none when it fits."""
    if pace.fits or pace.budget is None:
        return []
    found = [slower_invest(pace), fewer_places(pace), slower_maintain(pace)]
    return [*[way for way in found if way][:2], more_a_day(pace)]


def slower_invest(pace: Pace) -> Way | None:
    for days in range(pace.invest_days + 1, LONGEST + 1):
        other = replace(pace, invest_days=days)
        if other.fits:
            words = _("Invest stays at %(places)d places: %(asked)s a day") % {
                "places": pace.invest_places,
                "asked": two(other.asked),
            }
            return Way("invest_days", days, _("Invest every %d days") % days, words)
    return None


def slower_maintain(pace: Pace) -> Way | None:
    for days in range(pace.maintain_days + 1, LONGEST + 1):
        other = replace(pace, maintain_days=days)
        if other.fits:
            words = _("Invest stays as it is: %s a day") % two(other.asked)
            return Way("maintain_days", days, _("Maintain every %d days") % days, words)
    return None


def fewer_places(pace: Pace) -> Way | None:
    for places in range(pace.invest_places - 1, -1, -1):
        other = replace(pace, invest_places=places)
        if other.fits:
            words = _("every %(days)d days, %(maintain)d in Maintain: %(asked)s a day") % {
                "days": pace.invest_days,
                "maintain": other.maintain_places,
                "asked": two(other.asked),
            }
            return Way("invest_places", places, _("%d Invest places") % places, words)
    return None


def more_a_day(pace: Pace) -> Way:
    count = math.ceil(pace.asked)
    words = _("if your week has room for it")
    return Way("daily_budget", count, _("%d contacts a day") % count, words)
