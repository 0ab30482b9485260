"""How contact with one person went over two years, told by the cadence of their tier."""

import random
from datetime import date, timedelta
from functools import cache

from recruiter.demo.files import rows
from recruiter.demo.records import DemoContact, DemoRecruiter, DemoRelationship

LONGEST_MEMORY = timedelta(days=730)
# How often each channel is used; meetings are rare.
CHANNELS = ("call", "mail", "message", "meeting")
WEIGHTS = (38, 30, 22, 10)


def contacts(
    recruiter: DemoRecruiter, relationship: DemoRelationship, *, cadence: int, today: date
) -> tuple[DemoContact, ...]:
    """Every contact with one person, newest first.

    Args:
        recruiter: whose contacts they are.
        relationship: says how the rhythm stands now.
        cadence: days between two contacts in the person's tier.
        today: the last day that is told.

    Returns:
        Nothing for somebody never contacted; else the newest contact lies `rhythm` cadences
        back, so that it is due today at exactly 1. The same arguments give the same contacts.
    """
    if relationship.rhythm is None:
        return ()
    dice = random.Random(f"{recruiter.email} {relationship.person}")  # noqa: S311 - no secret
    day = today - timedelta(days=round(relationship.rhythm * cadence))
    begin = max(relationship.added_on, today - LONGEST_MEMORY)
    made = [contact(dice, day, newest=True)]
    while True:
        day = working_day(day - timedelta(days=max(2, round(cadence * dice.uniform(0.6, 1.5)))))
        if day < begin:
            return tuple(made)
        made.append(contact(dice, day, newest=False))


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def contact(dice: random.Random, day: date, *, newest: bool) -> DemoContact:
    channel = dice.choices(CHANNELS, WEIGHTS)[0]
    inbound = dice.random() < 0.22
    answered = inbound or channel == "meeting" or dice.random() < 0.86
    way = "inbound" if inbound else "outbound" if answered else "unanswered"
    wordings = texts().get((channel, way), ())
    told = bool(wordings) and dice.random() < (0.4 if newest else 0.06)
    return DemoContact(day, channel, inbound, answered, dice.choice(wordings) if told else "")


@cache
def texts() -> dict[tuple[str, str], tuple[str, ...]]:
    """What was written down of contacts, by channel and way."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows("contacts.csv"):
        found.setdefault((row["channel"], row["way"]), []).append(row["text"])
    return {key: tuple(wordings) for key, wordings in found.items()}
