"""Who is on whose list: voices go to recruiters who serve what they care about, mostly."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recruiter.demo.files import NOBODY, Voice

# Of the voices, how many nobody has on a list yet, and how many two recruiters share.
UNLISTED = 0.1
SHARED = 0.12
# Of those dealt, how many end on the list of somebody who does not serve their subject.
ASTRAY = 0.06


@dataclass
class Lists:
    """Rows of the pool by recruiter's address, in the order in which they were added."""

    people: dict[str, list[int]] = field(default_factory=dict)

    def add(self, recruiter: str, row: int) -> None:
        if row not in self.people[recruiter]:
            self.people[recruiter].append(row)

    def holders(self, row: int) -> list[str]:
        return [recruiter for recruiter, rows in self.people.items() if row in rows]

    @property
    def listed(self) -> set[int]:
        return {row for rows in self.people.values() for row in rows}


def wanted(plan: Mapping[str, Any], noted: set[str]) -> dict[str, str]:
    """Headlines that must be on a list: of whom pins, snoozes and notes speak. "" is any list."""
    must = dict.fromkeys(noted, "")
    must |= {row["who"]: "" for key in ("objections", "corrections") for row in plan[key]}
    return must | {row["who"]: row["recruiter"] for key in ("pins", "snoozes") for row in plan[key]}


def deal(
    plan: Mapping[str, Any],
    voices: Sequence[Voice],
    rest: Sequence[int],
    noted: set[str],
    dice: random.Random,
) -> Lists:
    """Fill the lists up to the sizes that the plan gives.

    Args:
        plan: company.toml.
        voices: rows 0.. of the pool.
        rest: the other rows, people who said little or nothing.
        noted: headlines of people on whom there is a note.
        dice: the only source of chance.
    """
    recruiters = plan["recruiters"]
    lists = Lists({recruiter["email"]: [] for recruiter in recruiters})
    must = wanted(plan, noted)
    for row, voice in enumerate(voices):
        if voice.held_by:
            if voice.held_by != NOBODY:
                lists.add(voice.held_by, row)
            continue
        if voice.headline not in must and dice.random() < UNLISTED:
            continue
        home = must.get(voice.headline) or choose(recruiters, voice.theme, dice)
        lists.add(home, row)
        if dice.random() < SHARED:
            lists.add(choose(recruiters, voice.theme, dice), row)
    strangers = list(rest)
    dice.shuffle(strangers)
    for recruiter in recruiters:
        own = lists.people[recruiter["email"]]
        while len(own) < recruiter["people"]:
            own.append(strangers.pop())
        dice.shuffle(own)
    return lists


def choose(recruiters: Sequence[Mapping[str, Any]], theme: str, dice: random.Random) -> str:
    """A recruiter who serves the subject, the likelier the more it weighs there; else anybody."""
    weights = [recruiter["served"].get(theme, 0) for recruiter in recruiters]
    if not any(weights) or dice.random() < ASTRAY:
        weights = [1] * len(recruiters)
    chosen: str = dice.choices([recruiter["email"] for recruiter in recruiters], weights)[0]
    return chosen
