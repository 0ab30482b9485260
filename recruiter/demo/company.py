"""Put the demonstration company together: the same for everybody on the same day."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from recruiter.demo.dealing import Lists, deal
from recruiter.demo.files import Voice, rows, toml, voices
from recruiter.demo.pool import Backdrop, days_before, identities, speaker
from recruiter.demo.records import (
    Company,
    DemoDepartment,
    DemoGoal,
    DemoNote,
    DemoOpening,
    DemoPerson,
    DemoRecruiter,
    DemoRelationship,
)

POOL = 1400
# The oldest re-rank that is replayed, in days; the later ones follow the goals and new statements.
FIRST_MOMENT = 125
# Fresh purposes per recruiter: said within the last days, they move today's lists.
FRESH_EACH = 6


class Deck(NamedTuple):
    """Shares of people never contacted, due today and overdue; with the rest all is well."""

    never: float
    due: float
    overdue: float


# People who share a purpose with a department served mostly land in Invest, where a month is long.
NEAR = Deck(never=0.02, due=0.05, overdue=0.09)
FAR = Deck(never=0.05, due=0.01, overdue=0.03)


def dice_for(what: str) -> random.Random:
    """The same chance every time; each part has its own, so that one does not stir another."""
    return random.Random(f"cultivate demonstration, {what}")  # noqa: S311 - no secret


def company(today: date) -> Company:
    """The demonstration company as it stands on a day. Pure: the same day gives the same."""
    plan = toml("company.toml")
    speakers, singular = voices(), toml("names.toml")["singular"]
    rest = range(len(speakers), POOL)
    noted = {row["about"] for row in rows("notes.csv") if row["about"]}
    lists = deal(plan, speakers, rest, noted, dice_for("lists"))
    people = pool(plan, speakers, singular, lists, today)
    recruiters = tuple(recruiter_of(plan, one, lists, people, today) for one in plan["recruiters"])
    departments = tuple(department_of(plan, one, today) for one in plan["departments"])
    return Company(
        name=plan["name"],
        today=today,
        departments=departments,
        people=people,
        recruiters=recruiters,
        notes=tuple(notes(recruiters, people, today)),
        administrator=(plan["administrator"]["name"], plan["administrator"]["email"]),
        moments=moments(departments, today),
    )


def moments(departments: Sequence[DemoDepartment], today: date) -> tuple[date, ...]:
    """A first ranking, one for each goal that was rewritten since, and today's."""
    first = days_before(today, FIRST_MOMENT)
    rewritten = {
        goal.stated_on for one in departments for goal in one.goals if goal.stated_on > first
    }
    return (first, *sorted(rewritten), today)


def department_of(plan: Mapping[str, Any], one: Mapping[str, Any], today: date) -> DemoDepartment:
    return DemoDepartment(
        name=one["name"],
        manager=one["manager"],
        email=one["email"],
        goals=tuple(DemoGoal(g["text"], days_before(today, g["age"])) for g in one["goals"]),
        confirmed_on=days_before(today, one["confirmed"]),
        openings=tuple(
            DemoOpening(
                row["text"],
                days_before(today, row["opened"]),
                today + timedelta(days=row["closes"]),
            )
            for row in plan["openings"]
            if row["department"] == one["name"]
        ),
    )


def pool(
    plan: Mapping[str, Any],
    speakers: Sequence[Voice],
    singular: Sequence[Mapping[str, str]],
    lists: Lists,
    today: date,
) -> tuple[DemoPerson, ...]:
    """Everybody, in rows that `lists` speaks of."""
    names = identities(speakers, singular, POOL - len(speakers) - len(singular), dice_for("names"))
    corrected = {row["who"]: row["kind"] for row in plan["corrections"]}
    fresh, listed = fresh_rows(plan, speakers, lists), lists.listed
    dice = dice_for("words")
    backdrop = Backdrop(dice_for("backdrop"), today)
    people = [
        speaker(
            voice,
            names[row],
            corrected=corrected.get(voice.headline, ""),
            fresh=row in fresh,
            today=today,
            dice=dice,
        )
        for row, voice in enumerate(speakers)
    ]
    for row in range(len(speakers), POOL):
        unusual = row - len(speakers)
        headline = singular[unusual]["headline"] if unusual < len(singular) else ""
        people.append(backdrop.person(names[row], headline, listed=row in listed))
    return tuple(with_wishes(plan, one, today) for one in people)


def fresh_rows(plan: Mapping[str, Any], speakers: Sequence[Voice], lists: Lists) -> set[int]:
    """People who told their one purpose only this week, some on every list."""
    fresh: set[int] = set()
    for recruiter in plan["recruiters"]:
        fitting = [
            row
            for row in lists.people[recruiter["email"]]
            if row < len(speakers)
            and speakers[row].theme in recruiter["served"]
            and [line.kind for line in speakers[row].lines] == ["purpose"]
        ]
        fresh.update(fitting[:FRESH_EACH])
    return fresh


def with_wishes(plan: Mapping[str, Any], person: DemoPerson, today: date) -> DemoPerson:
    """The person with their objection to ranking or to contact, if they made one."""
    for row in plan["objections"]:
        if row["who"] == person.headline:
            return replace(person, objected_on=days_before(today, row["age"]))
    for row in plan["do_not_contact"]:
        if row["who"] == person.headline:
            return replace(person, do_not_contact_since=days_before(today, row["age"]))
    return person


def recruiter_of(
    plan: Mapping[str, Any],
    one: Mapping[str, Any],
    lists: Lists,
    people: Sequence[DemoPerson],
    today: date,
) -> DemoRecruiter:
    dice = dice_for(one["email"])
    chosen = [people[row] for row in lists.people[one["email"]]]
    near = [person for person in chosen if shares_a_purpose(person, one["served"])]
    rhythms = {
        person.email: rhythm
        for group, deck in ((near, NEAR), ([p for p in chosen if p not in near], FAR))
        for person, rhythm in zip(group, rhythms_of(deck, len(group), dice), strict=True)
    }
    return DemoRecruiter(
        name=one["name"],
        email=one["email"],
        time_zone=one["time_zone"],
        served=dict(one["served"]),
        relationships=tuple(
            relationship(plan, one["email"], person, rhythms[person.email], today, dice)
            for person in chosen
        ),
    )


def shares_a_purpose(person: DemoPerson, served: Mapping[str, int]) -> bool:
    return any(said.theme in served for said in person.statements)


def rhythms_of(deck: Deck, count: int, dice: random.Random) -> list[float | None]:
    """How contact stands with each of some people, in chance order; see `DemoRelationship`."""
    rhythms: list[float | None] = [None] * round(count * deck.never)
    rhythms += [1.0] * round(count * deck.due)
    rhythms += [dice.uniform(1.1, 1.7) for _ in range(round(count * deck.overdue))]
    rhythms += [dice.uniform(0.03, 0.96) for _ in range(count - len(rhythms))]
    dice.shuffle(rhythms)
    return rhythms


def relationship(
    plan: Mapping[str, Any],
    recruiter: str,
    person: DemoPerson,
    rhythm: float | None,
    today: date,
    dice: random.Random,
) -> DemoRelationship:
    known = (today - person.known_since).days
    added = days_before(today, dice.randint(min(known, FIRST_MOMENT + 1), known))
    mine = DemoRelationship(person.email, added, None if person.do_not_contact_since else rhythm)
    for row in plan["pins"]:
        if (row["recruiter"], row["who"]) == (recruiter, person.headline):
            until = today + timedelta(days=row["days"]) if "days" in row else None
            return replace(mine, pin=row["tier"], pin_reason=row["reason"], pin_until=until)
    for row in plan["snoozes"]:
        if (row["recruiter"], row["who"]) == (recruiter, person.headline):
            return replace(mine, snoozed_until=today + timedelta(days=row["days"]))
    return mine


def notes(
    recruiters: Sequence[DemoRecruiter], people: Sequence[DemoPerson], today: date
) -> Iterator[DemoNote]:
    """Each note once: those about somebody with whoever looks after them, the others dealt.

    A note says nothing that its author cannot know, so it is never older than the relationship.
    """
    dice = dice_for("notes")
    by_email = {person.email: person for person in people}
    held = [
        (recruiter, one, by_email[one.person])
        for recruiter in recruiters
        for one in recruiter.relationships
    ]
    of_headline = {person.headline: (recruiter, one) for recruiter, one, person in held}
    strangers = [
        (recruiter, one)
        for recruiter, one, person in held
        if one.rhythm is not None and not person.do_not_contact_since
    ]
    dice.shuffle(strangers)
    for row in rows("notes.csv"):
        if row["about"]:
            recruiter, one = of_headline[row["about"]]
        else:
            # A remark about a colleague is not that colleague's own.
            recruiter, one = next(
                pair for pair in strangers if pair[0].name.split()[0] not in row["text"]
            )
            strangers.remove((recruiter, one))
        age = (today - one.added_on).days
        yield DemoNote(
            person=one.person,
            author=recruiter.email,
            body=row["text"],
            private=row["visibility"] == "private",
            written_on=days_before(today, dice.randint(1, age)),
        )
