"""Everybody the company knows: those with words of their own, and the many never asked."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from recruiter.demo.files import Line, Sector, Voice, sectors
from recruiter.demo.naming import Identity, Registry
from recruiter.demo.records import DemoPerson, DemoStatement

# A short imported line stands with so many people at most.
LINE_SHARED_BY = 3
FRESH_DAYS = 5
OLDEST_DAYS = 720


def days_before(today: date, days: int) -> date:
    return today - timedelta(days=days)


def identities(
    voices: Sequence[Voice], singular: Sequence[Mapping[str, str]], rest: int, dice: random.Random
) -> list[Identity]:
    """A name for every row of the pool: voices, people with unusual names, then the rest."""
    registry = Registry(dice)
    # Words that name a place go first, while every name of that place is free.
    order = sorted(range(len(voices)), key=lambda row: not voices[row].town)
    named = {
        row: registry.draw(voices[row].region, woman=voices[row].woman, town=voices[row].town)
        for row in order
    }
    return [
        *(named[row] for row in range(len(voices))),
        *(
            Identity(one["name"], registry.address(one["address"]), "", one["town"])
            for one in singular
        ),
        *(registry.draw() for _ in range(rest)),
    ]


def speaker(
    voice: Voice,
    who: Identity,
    *,
    corrected: Literal["purpose", "problem", ""],
    fresh: bool,
    today: date,
    dice: random.Random,
) -> DemoPerson:
    """A person with words of their own.

    Args:
        voice: what was written down for them.
        who: their name and whereabouts.
        corrected: what a recruiter said their doubtful statement is; "" if nobody did.
        fresh: they said it within the last days.
        today: everything is told relative to it.
        dice: the only source of chance.
    """
    known = dice.randint(135, OLDEST_DAYS)
    said = [
        known
        if line.source == "import"
        else dice.randint(0, FRESH_DAYS)
        if fresh
        else dice.randint(FRESH_DAYS + 1, known)
        for line in voice.lines
    ]
    own = [age for age, line in zip(said, voice.lines, strict=True) if line.source != "import"]
    return DemoPerson(
        name=who.name,
        email=who.email,
        phone=who.phone,
        headline=voice.headline,
        location=who.town,
        source="import" if len(own) < len(said) else dice.choice(("event", "referral", "own")),
        known_since=days_before(today, known),
        statements=tuple(
            statement(line, days_before(today, age), corrected)
            for line, age in zip(voice.lines, said, strict=True)
        ),
        asked_on=days_before(today, max(own)) if own and voice_was_asked(voice, dice) else None,
        consented_on=days_before(today, min(own)) if own and dice.random() < 0.6 else None,
    )


def voice_was_asked(voice: Voice, dice: random.Random) -> bool:
    """Whoever told a purpose was asked for it; of those who told duties, about half were."""
    return any(line.kind != "problem" for line in voice.lines) or dice.random() < 0.5


def statement(
    line: Line, said_on: date, corrected: Literal["purpose", "problem", ""]
) -> DemoStatement:
    return DemoStatement(
        text=line.text,
        source=line.source,
        said_on=said_on,
        judged=line.kind,
        theme=line.theme,
        link=line.link,
        corrected=corrected if line.kind in ("unsure", corrected) else "",
    )


class Backdrop:
    """People without a purpose on file: a line of work and, for about half, an imported line."""

    def __init__(self, dice: random.Random, today: date) -> None:
        self.dice = dice
        self.today = today
        self.sectors = sectors()
        # Twice over: two people may well do the same work.
        self.headlines = {
            sector: shuffled(headlines(sector), dice) + shuffled(headlines(sector), dice)
            for sector in self.sectors
        }
        self.lines = {
            sector: shuffled(list(sector.lines) * LINE_SHARED_BY, dice) for sector in self.sectors
        }

    def person(self, who: Identity, headline: str = "", *, listed: bool) -> DemoPerson:
        """One of the many.

        Args:
            who: their name and whereabouts.
            headline: what they do; drawn when empty.
            listed: a recruiter looks after them, and has asked some of them.
        """
        sector = max(self.sectors, key=lambda s: (len(self.headlines[s]), self.dice.random()))
        lines: list[str] = []
        if not headline:
            headline = self.headlines[sector].pop()
            deck = self.lines[sector]
            wish = self.dice.choices((0, 1, 2), (48, 40, 12))[0]
            while len(lines) < wish and deck:
                line = deck.pop()
                if line not in lines:
                    lines.append(line)
        known = self.dice.randint(130 if listed else 5, OLDEST_DAYS)
        asked = self.dice.randint(6, known) if listed and self.dice.random() < 0.12 else None
        return DemoPerson(
            name=who.name,
            email=who.email,
            phone=who.phone,
            headline=headline,
            location=who.town,
            source="import" if lines else self.dice.choice(("import", "event", "applied", "added")),
            known_since=days_before(self.today, known),
            statements=tuple(
                DemoStatement(line, "import", days_before(self.today, known), "problem")
                for line in lines
            ),
            asked_on=None if asked is None else days_before(self.today, asked),
        )


def headlines(sector: Sector) -> list[str]:
    return [f"{title} at {employer}" for title in sector.titles for employer in sector.employers]


def shuffled(items: list[Any], dice: random.Random) -> list[Any]:
    dice.shuffle(items)
    return items
