"""What in a goal will be out of date: deadlines, quarters, near years, versions, named projects."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from recruiter.coaching.vocabulary import one_of, plain

#: A year so far ahead, or so little behind, belongs to a plan and not to an aim.
YEARS_AHEAD, YEARS_BEHIND = 4, 1

MONTH = (
    r"(?:January|February|March|April|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|May\b"
)
YEAR = r"(?P<year{0}>20\d\d(?!\.\d))"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
SEASON = r"(?:spring|summer|autumn|winter|Christmas|Easter|Ramadan|New Year|harvest|the holidays)"
PERIOD = (
    r"(?:quarter|year|month|week|half[- ]year|season|semester|term|sprint|cycle|decade"
    r"|(?:fiscal|financial|calendar|school|budget) year|spring|summer|autumn|fall|winter|Christmas"
    r"|Easter|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday)"
)
WHICH = r"(?:this|next|last|the (?:current|coming|next|first|second|third|fourth|last|new)|current)"
NUMBER = rf"(?:\d{{1,3}}|{one_of('numbers')})"
LEAD = (
    r"(?:(?:from|between)\s+(?=[^,.;]{1,25}\s(?:to|and)\s))?"
    r"(?:(?:by|before|until|till|from|in|on|during|within|after|over|through|throughout|for|at"
    r"|as of"
    r"|starting|no later than|at the latest|ahead of|not later than|up to|this side of)\s+)?"
    r"(?:the\s+)?(?:(?:end|start|beginning|middle|close|first half|second half"
    r"|turn)\s+of\s+)?(?:the\s+)?"
    r"(?:(?:early|late|mid-?|end)\s+)?"
)
#: What may follow a date and belong to it: "and 2027", "to March".
TIMES = "|".join(
    (
        rf"(?:{DAY}\s+(?:of\s+)?)?(?:{MONTH})(?:\s+{DAY})?(?:,?\s+{YEAR.format(1)})?",
        rf"(?:Q[1-4]|H[12]|FY)(?:[\s/-]*(?:FY)?(?:{YEAR.format(2)}|'?\d\d\b))?",
        rf"(?:financial|fiscal|budget|school|academic)\s+year\s+(?:\d\d/\d\d"
        rf"|{YEAR.format(3)}(?:/\d\d)?)",
        rf"(?:the\s+)?(?:first|1st)\s+of\s+(?:{MONTH})",
        rf"the\s+(?:first|second)\s+half(?:\s+of\s+{YEAR.format(6)})?",
        rf"{WHICH}\s+(?:{NUMBER}\s+)?{PERIOD}s?(?:'s?\s+end)?",
        r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
        rf"{SEASON}(?:\s+(?:of\s+)?{YEAR.format(4)})?",
        r"(?:the\s+)?(?:year|quarter|month)(?:'s|-|\s)end",
        rf"{YEAR.format(5)}(?:/\d\d(?:\d\d)?)?",
        r"\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    )
)
DATE = re.compile(
    rf"(?<![\w/.-]){LEAD}(?P<time>{TIMES})(?:\s+at the latest)?(?![\w-])", re.IGNORECASE
)
#: "the end of the year", "within six months": a time only together with what leads to it.
LED = re.compile(
    rf"(?<![\w-])(?:(?:by|before|until|till|at|from|in)\s+)?(?:the\s+)?(?:end|close"
    rf"|start)\s+of\s+(?:the\s+"
    rf"|this\s+|next\s+)?(?:\w+\s+)?{PERIOD}(?!\w)"
    rf"|(?<![\w-])(?:within|in|over|during|for)\s+(?:the\s+)?(?:next|coming"
    rf"|first)\s+(?:{NUMBER}\s+)?{PERIOD}s?(?!\w)"
    rf"|(?<![\w-])(?:within|in)\s+(?:the\s+)?{NUMBER}\s+(?:months?|weeks?|quarters?|sprints?"
    rf"|years?)(?!\w)",
    re.IGNORECASE,
)
VERSION = re.compile(
    r"(?<![\w.])(?:[A-Z][\w/+-]*\s+){1,3}(?:v(?:ersion)?\s?\.?)?\d+(?:\.\d+)+(?![\w.]*%)"
    r"|(?<!\w)(?:version|release)\s+\d+(?:\.\d+)*|(?<!\w)v\d+(?:\.\d+)*"
    r"|(?<!\w)(?:Windows|Dynamics|Office)\s\d+"
)
PROJECT = re.compile(
    r"(?<!\w)(?:[Pp]hase|[Ww]ave|[Ss]print|[Mm]ilestone|[Ll]ot|[Rr]elease)\s+(?:\d+|[IVX]+|one|two"
    r"|three)\b"
    r"(?:\s+of\s+(?:the\s+)?(?:[Pp]roject|[Pp]rogramme|[Pp]rogram)\s+[A-Z][\w-]*)?"
    r"|(?<!\w)(?:the\s+)?(?:[Pp]roject|[Pp]rogramme|[Ii]nitiative|[Oo]peration)\s+[A-Z][\w-]+"
    r"|(?<!\w)(?:the\s+)?[A-Z][\w-]+\s+(?:rollout|roll-out|go-live|migration|merger"
    r"|reorgani[sz]ation)\b"
)
EVERY = re.compile(r"(?:every|each|any|all|per|a|most|since|once a)\s+$", re.IGNORECASE)
#: Without a day, a year or a word that leads to it, a small "march" or "may" is a verb.
VERBS = re.compile(r"(?:march|may|mar|jun|spring|fall|sept?|dec|harvest)$", re.IGNORECASE)
DEADLINE = re.compile(r"(?:by|before|until|till|no later than|not later than)\b", re.IGNORECASE)
#: Told apart from "March" and "may" by what leads to it; alone it may be any year's.
ANY_YEARS = re.compile(
    rf"(?:{MONTH}|{SEASON}|(?:year|quarter|month)(?:-|\s)end|(?:\w+)day)$", re.IGNORECASE
)
TOOL = re.compile(rf"(?:^|\s){one_of('tools')}$", re.IGNORECASE)
#: "Raise 2.2 million" and "Uptime 99.95" are no versions.
AMOUNT = re.compile(r"\s?(?:%|per|million|billion|days?|points?|hours?|k\b)")
STRIP = " \t\n,.;:"


@dataclass(frozen=True, slots=True)
class Dated:
    """A phrase that will be out of date: text[start:end].

    A firm one belongs to a plan wherever it stands: a quarter, a near year, a version, a deadline.
    "In January" may be every year's in a goal, and belongs to a plan only inside one. `is_time`: it
    is a date or a period, and no version or project.
    """

    start: int
    end: int
    is_firm: bool
    is_time: bool = True


def find_dated(text: str, *, today: date) -> list[Dated]:
    """Phrases that will be out of date within a few years, in order, without overlap.

    Args:
        text: the whole text.
        today: which years are near.
    """
    clean = plain(text)
    found = [
        Dated(match.start(), match.end(), _is_plan(match))
        for match in DATE.finditer(clean)
        if _is_dated(clean, match, today)
    ]
    found += [
        Dated(match.start(), match.end(), bool(DEADLINE.match(match[0])))
        for match in LED.finditer(clean)
        if not EVERY.search(clean[: match.start()])
    ]
    found += [
        Dated(match.start(), match.end(), is_firm=True, is_time=False)
        for pattern in (VERSION, PROJECT)
        for match in pattern.finditer(clean)
        if not (pattern is VERSION and _is_amount(clean, match))
    ]
    return _longest([_stripped(clean, one) for one in found])


def _is_plan(match: re.Match[str]) -> bool:
    return bool(DEADLINE.match(match[0])) or not (
        ANY_YEARS.match(match["time"]) or match["time"].lower().endswith(("month", "week"))
    )


def _is_dated(text: str, match: re.Match[str], today: date) -> bool:
    if EVERY.search(text[: match.start()]) and not DEADLINE.match(match[0]):
        return False
    years = [int(value) for key, value in match.groupdict().items() if value and key != "time"]
    if years:
        return today.year - YEARS_BEHIND <= years[0] <= today.year + YEARS_AHEAD
    time = match["time"]
    if re.match(r"on\s+(?:this|next|last|the)\b", match[0], re.IGNORECASE):
        return False  # "decide on this month"
    led = match.start("time") > match.start()
    if time.lower().endswith("day"):
        return bool(DEADLINE.match(match[0]))
    if VERBS.match(time) and time[0].islower():
        return led and time == "spring"
    return led or not ANY_YEARS.match(time)


def _is_amount(text: str, match: re.Match[str]) -> bool:
    name = re.split(r"\s+(?=v?\d)", match[0])[0]
    is_name = sum(letter.isupper() for letter in name) > 1 or bool(TOOL.search(name))
    return not is_name or bool(AMOUNT.match(text[match.end() :]))


def _stripped(text: str, one: Dated) -> Dated:
    start, end = one.start, one.end
    while start < end and text[start] in STRIP:
        start += 1
    while end > start and text[end - 1] in STRIP:
        end -= 1
    return replace(one, start=start, end=end)


def _longest(found: list[Dated]) -> list[Dated]:
    """Of phrases that overlap the longest, the first of two alike."""
    kept: list[Dated] = []
    for span in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if span.start < span.end and all(
            span.end <= other.start or span.start >= other.end for other in kept
        ):
            kept.append(span)
    return sorted(kept, key=lambda one: one.start)
