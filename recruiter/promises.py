"""A promise in a note: "send her the report by Friday". Found to be offered, never kept unasked."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from recruiter.coaching import split

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        1,
    )
} | {"a": 1, "a couple of": 2, "a few": 3}
#: What somebody does who promises: without such a verb a date tells of something else.
DOES = re.compile(
    r"\b(?:send|sent|call|ring|phone|mail|e-?mail|write|reply|answer|ask|tell|check|introduce|"
    r"connect|meet|invite|share|forward|follow[- ]?up|get back|come back|bring|lend|visit|"
    r"remind|let (?:her|him|them|me) know|look (?:at|into)|find out|prepare|arrange|book|"
    r"speak|talk|catch up|promised?)\b",
    re.IGNORECASE,
)
#: Told of the past, it is no promise any more.
PAST = re.compile(
    r"\b(?:last|ago|yesterday|since)\b|^(?:I |we |she |he |they )?(?:called|met|spoke|wrote)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\b(?:(?P<near>today|tonight|tomorrow)"
    rf"|(?:by|before|until|on|next|this|coming)\s+(?:the\s+)?(?:next\s+|coming\s+)?"
    rf"(?P<weekday>{'|'.join(DAYS)})"
    rf"|in\s+(?P<count>\d{{1,2}}|{'|'.join(NUMBERS)})\s+(?P<unit>day|week|month)s?"
    r"|(?P<next>next|end of(?: the| this)?)\s+(?P<period>week|month|quarter|year)"
    rf"|(?:by|before|until|on|in)\s+(?:the\s+)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:\s+of)?\s+)?(?P<month>{'|'.join(MONTHS)})\b\.?(?:\s+(?P<day_after>\d{{1,2}})(?!\d))?"
    r"|(?:by|on)\s+(?P<iso>20\d\d-\d\d-\d\d))\b",
    re.IGNORECASE,
)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, in the note's own words, and the day that these mean."""

    text: str
    due_on: date


def find_promise(note: str, today: date) -> Promise | None:
    """The first promise of a note, or None.

    Args:
        note: as written.
        today: the writer's today; a weekday is the next one of its name, a month the next one.
    """
    for sentence in split(note[:4000]):
        words = " ".join(sentence.of(note).split())
        if not DOES.search(words) or PAST.search(words):
            continue
        found = WHEN.search(words)
        day = day_of(found, today) if found else None
        if day is not None and day >= today:
            return Promise(words[:LONGEST], day)
    return None


def day_of(found: re.Match[str], today: date) -> date | None:
    """The day that a phrase means; None for one that no calendar has."""
    part = {name: text.lower() for name, text in found.groupdict().items() if text}
    try:
        if "iso" in part:
            return date.fromisoformat(part["iso"])
        if "month" in part:
            return next_date(MONTHS[part["month"]], part.get("day") or part.get("day_after"), today)
    except ValueError:
        return None
    if "near" in part:
        return today + timedelta(days=part["near"] == "tomorrow")
    if "weekday" in part:
        return today + timedelta(days=(DAYS[part["weekday"]] - today.weekday()) % 7 or 7)
    if "unit" in part:
        count = int(part["count"]) if part["count"].isdigit() else NUMBERS[part["count"]]
        return today + timedelta(days=count * {"day": 1, "week": 7, "month": 30}[part["unit"]])
    return end_of(part["period"], today, following=part["next"] == "next")


def next_date(month: int, day: str | None, today: date) -> date:
    """A day of a month, or its first, this year or else the next. Raises ValueError for 30 Feb."""
    on = date(today.year, month, int(day or 1))
    return on if on >= today else on.replace(year=today.year + 1)


def end_of(period: str, today: date, *, following: bool) -> date:
    """ "End of the month" is its last day; "next week" the Monday after; of a month its first."""
    if period == "week":
        days = 7 - today.weekday() if following else (4 - today.weekday()) % 7
        return today + timedelta(days=days)
    months = {"month": 1, "quarter": 3 - (today.month - 1) % 3, "year": 13 - today.month}[period]
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first if following else first - timedelta(days=1)
