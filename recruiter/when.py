"""Dates in words, and when somebody is due for contact."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

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
    return spanned(days, get_language())


# Many rows of a list have few days between them and today: each is worded once a language.
@lru_cache(maxsize=2000)
def spanned(days: int, language: str | None) -> str:
    """`span` in the language that is active, which is what `language` names."""
    del language
    if days > YEAR:
        return _("over a year")
    if days <= IN_DAYS:
        days = max(1, days)
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days <= IN_WEEKS:
        weeks = round(days / 7)
        return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}
    months = max(1, round(days / MONTH))
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def ago(day: date, today: date) -> str:
    """When something happened: "today", "3 weeks ago"; over a year, the date itself."""
    days = (today - day).days
    if days > YEAR:
        return exact(day)
    return past(days, get_language()) if days >= 0 else _("on %(day)s") % {"day": exact(day)}


@lru_cache(maxsize=YEAR * 4)
def past(days: int, language: str | None) -> str:
    if days <= 1:
        return _("yesterday") if days else _("today")
    return _("%(span)s ago") % {"span": spanned(days, language)}


def ahead(day: date, today: date) -> str:
    """When something will happen: "today", "tomorrow", "in 3 weeks"."""
    days = (day - today).days
    return _("on %(day)s") % {"day": exact(day)} if days > YEAR else coming(days, get_language())


@lru_cache(maxsize=YEAR * 4)
def coming(days: int, language: str | None) -> str:
    if days in (0, 1):
        return _("tomorrow") if days else _("today")
    return _("in %(span)s") % {"span": spanned(days, language)}


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
        asleep = span((snoozed_until - today).days)
        return Due(max(on, snoozed_until), _("Snoozed for %(span)s") % {"span": asleep})
    if on < today:
        late = span((today - on).days)
        return Due(on, _("Overdue %(span)s") % {"span": late}, "over")
    words = _("Due %(ahead)s") % {"ahead": ahead(on, today)}
    return Due(on, words, "soon" if (on - today).days <= SOON_DAYS else "")


def next_day(on: date, today: date) -> str:
    """What the day of the next contact is, after one was logged: "Thu 25 March, in 4 months"."""
    days = (on - today).days
    if days > YEAR:
        return exact(on)
    day = date_format(on, "D j F")
    return f"{day}, {ahead(on, today)}" if days >= 0 else f"{day}, {ago(on, today)}"
