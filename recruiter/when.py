"""Dates in words, and when somebody is due for contact."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, override

SOON_DAYS = 3
YEAR = 365
# Up to so many days an amount of time is told in days, then in weeks, then in months.
IN_DAYS, IN_WEEKS, MONTH = 13, 55, 30.44


@dataclass(frozen=True, slots=True)
class Due:
    """When to be in touch again.

    Attributes:
        on: the day; None when they are not to be contacted.
        words: "Due in 3 weeks", "Overdue 4 days", "Do not contact".
        state: "over", "soon" or "" for calm.
    """

    on: date | None
    words: str
    state: str = ""


def exact(day: date) -> str:
    """12 September 2026."""
    return written(day, get_language())


@lru_cache(maxsize=2000)
def written(day: date, language: str | None) -> str:
    """Many rows of a list have few days, and Django takes its time over each."""
    with override(language):
        return date_format(day, "j F Y")


def span(days: int) -> str:
    """A number of days as a person would say it: "4 days", "3 weeks", "2 months", "over a year"."""
    if days > YEAR:
        return "over a year"
    for unit, length, limit in (
        ("day", 1.0, IN_DAYS),
        ("week", 7.0, IN_WEEKS),
        ("month", MONTH, YEAR),
    ):
        if days <= limit:
            count = max(1, round(days / length))
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    raise AssertionError("unreachable")


def ago(day: date, today: date) -> str:
    """When something happened: "today", "3 weeks ago"; over a year, the date itself."""
    days = (today - day).days
    if days < 0:
        return f"on {exact(day)}"
    if days > YEAR:
        return exact(day)
    return {0: "today", 1: "yesterday"}.get(days) or f"{span(days)} ago"


def ahead(day: date, today: date) -> str:
    """When something will happen: "today", "tomorrow", "in 3 weeks"."""
    days = (day - today).days
    if days > YEAR:
        return f"on {exact(day)}"
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {span(days)}"


def next_contact(
    since: date, cadence: int, today: date, *, snoozed_until: date | None = None
) -> Due:
    """When the next contact is due.

    Args:
        since: the recruiter's own last contact, or the day they took the person on.
        cadence: days from one contact to the next.
        today: the reader's today.
        snoozed_until: no reminder before this day.
    """
    on = since + timedelta(days=cadence)
    if snoozed_until is not None and snoozed_until > today:
        return Due(max(on, snoozed_until), f"Snoozed for {span((snoozed_until - today).days)}")
    if on < today:
        return Due(on, f"Overdue {span((today - on).days)}", "over")
    return Due(on, f"Due {ahead(on, today)}", "soon" if (on - today).days <= SOON_DAYS else "")
