"""What is done in a simulated year, how often and on which days, and with which words.

Pure: the words are those of year.toml and of the demonstration company, dealt by given dice.
"""

import random
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from recruiter.demo import Company

YEAR = 365
WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "year.toml").read_text("utf-8"))


class Kind(StrEnum):
    """What was done."""

    GOAL_REWORDED = "goal reworded, same meaning"
    GOAL_CHANGED = "goal changed"
    STATED = "statement added"
    REWORDED = "statement reworded, same meaning"
    REWRITTEN = "statement replaced"
    CORRECTED = "kind of a statement corrected"
    RETIRED = "statement taken back"
    PINNED = "pinned"
    PIN_ENDED = "pin ended"
    UNPINNED = "pin taken off"
    MOVED = "moved by hand"
    SWAPPED = "swapped by hand"
    JOINED = "person joined the list"
    LEFT = "person left the list"
    SERVED = "department newly served"
    DROPPED = "department no longer served"
    IMPORTANCE = "importance of a department changed"
    PLACES = "invest places changed"
    OBJECTED = "objection to ranking"
    ALLOWED = "objection taken back"
    DO_NOT_CONTACT = "do not contact"


SAME_MEANING = (Kind.GOAL_REWORDED, Kind.REWORDED)
# How often in a year, beside the goals that the company itself rewrites and pins that end.
OFTEN = {
    Kind.GOAL_REWORDED: 24,
    Kind.GOAL_CHANGED: 4,
    Kind.STATED: 75,
    Kind.REWORDED: 40,
    Kind.REWRITTEN: 5,
    Kind.CORRECTED: 16,
    Kind.RETIRED: 8,
    Kind.PINNED: 9,
    Kind.UNPINNED: 4,
    Kind.MOVED: 5,
    Kind.SWAPPED: 3,
    Kind.JOINED: 24,
    Kind.LEFT: 12,
    Kind.SERVED: 1,
    Kind.DROPPED: 1,
    Kind.IMPORTANCE: 4,
    Kind.PLACES: 2,
    Kind.OBJECTED: 2,
    Kind.ALLOWED: 1,
    Kind.DO_NOT_CONTACT: 1,
}


@dataclass(frozen=True)
class Edit:
    """One thing that was done.

    Attributes:
        people: candidates whom it is about.
        statement, department: primary keys, 0 for none.
        level: of a goal's rewording: "light", "medium", "free".
    """

    kind: Kind
    people: frozenset[int] = frozenset()
    statement: int = 0
    department: int = 0
    level: str = ""


LEVELS = ("", "light", "medium", "free")


@dataclass(frozen=True)
class Wording:
    """How a goal is worded now.

    Attributes:
        number: of the company's own wording that it is, or stands for.
        own: that wording.
        text: the text in force.
    """

    number: int
    own: str
    text: str


def days_of(dice: random.Random) -> list[tuple[int, Kind]]:
    """On which day of the year what is done: evenly spread, in an order of chance."""
    dealt = [kind for kind, count in OFTEN.items() for _ in range(count)]
    dice.shuffle(dealt)
    return [(1 + number * YEAR // len(dealt), kind) for number, kind in enumerate(dealt)]


class Rewrites(NamedTuple):
    """What the company itself made of a goal, and when."""

    day: date
    department: str
    wording: Wording


def rewrites(plan: Company, start: date) -> list[Rewrites]:
    """The goals that the demonstration company rewrote after a day."""
    found = [
        Rewrites(goal.stated_on, one.name, Wording(number, goal.text, goal.text))
        for one in plan.departments
        for number, goal in enumerate(one.goals, start=1)
        if goal.stated_on > start
    ]
    return sorted(found, key=lambda one: (one.day, one.department))


def words_of(department: str, number: int) -> dict[str, str]:
    """The rewordings of a department's goal; none for a wording that year.toml does not have."""
    for row in WORDS["goals"]:
        if (row["department"], row["wording"]) == (department, number):
            return {key: text for key, text in row.items() if key not in ("department", "wording")}
    return {}


def same_in_other_words(department: str, now: Wording) -> list[tuple[str, Wording]]:
    """The other texts that mean the same, each with how far the change goes.

    From a free wording back to the company's own is as far as the other way. None once the goal was
    changed to something else.
    """
    row = words_of(department, now.number)
    if not row or now.text == row["changes"]:
        return []
    texts = {"": now.own} | {level: row[level] for level in LEVELS[1:]}
    here = next(level for level, text in texts.items() if text == now.text)
    return [
        (max(here, level, key=LEVELS.index), replace(now, text=text))
        for level, text in texts.items()
        if text != now.text
    ]


def in_other_words(text: str, dice: random.Random) -> str:
    """The text with one or two small changes that keep its meaning; the same when none fits."""
    able = [phrase for phrase in WORDS["phrases"] if phrase in text]
    for phrase in dice.sample(able, min(len(able), 2)):
        text = text.replace(phrase, WORDS["phrases"][phrase], 1)
    return text
