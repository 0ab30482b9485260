"""What a file of candidates may say, and how its rows become rows of the staging table."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from candidates.models import STATEMENT_MAX_LENGTH, Candidate, CandidateSource
from recruiter.importing.cells import (
    Clean,
    email,
    line_of,
    link,
    name_of,
    one_of,
    past_day,
    phone_of,
    prose_of,
)
from recruiter.importing.columns import Columns, Layout
from recruiter.importing.problems import Problem
from recruiter.importing.rows import length_of, row_reader, slots
from recruiter.importing.table import Row, Table

COLUMNS = Columns(
    synonyms={
        "name": ("full name", "candidate", "candidate name", "person"),
        "email": ("e-mail", "mail", "email address", "e-mail address"),
        "phone": ("phone number", "telephone", "tel", "mobile", "mobile number", "cell"),
        "headline": ("title", "job title", "position", "role", "current role"),
        "location": ("city", "place", "town", "based in"),
        "source": ("origin", "candidate source"),
        "asked_on": ("purpose asked on", "purpose asked", "asked"),
        "statement": ("statements", "statement text", "purpose statement", "quote"),
        "said_on": ("date said", "statement date"),
        "link": ("url", "web address", "statement link", "source link"),
    },
    required=frozenset({"name"}),
    numbered=frozenset({"statement", "said_on", "link"}),
)
PERSON = ("name", "email", "phone", "headline", "location", "source", "asked_on")


class Staged(NamedTuple):
    """A row of the staging table: a person and at most one statement, all as text.

    A row of the file with several statements becomes several of these, with `part` 0, 1, 2 …
    """

    number: int
    line: int
    part: int
    name: str
    email: str
    phone: str
    headline: str
    location: str
    source: str
    asked_on: str
    statement: str
    said_on: str
    link: str


def rules(today: date) -> dict[str, Clean]:
    return {
        "name": name_of(length_of(Candidate, "name")),
        "email": email,
        "phone": phone_of(length_of(Candidate, "phone")),
        "headline": line_of(length_of(Candidate, "headline")),
        "location": line_of(length_of(Candidate, "location")),
        "source": one_of({one.value: str(one.label) for one in CandidateSource}),
        "asked_on": past_day(today),
        "statement": prose_of(STATEMENT_MAX_LENGTH),
        "said_on": past_day(today),
        "link": link,
    }


def unused(layout: Layout) -> tuple[str, ...]:
    """Titles of numbered columns whose statement the file does not have."""
    return tuple(
        layout.title(name, number)
        for name, number in layout.places
        if number > 1 and layout.place("statement", number) is None
    )


def read_candidates(table: Table, today: date) -> Iterator[list[Staged] | list[Problem]]:
    """Read a file of candidates, row by row.

    Args:
        today: no date may be later.

    Yields:
        For every row of the file that is not empty, either its staged rows or its problems.

    Raises:
        FileRefused: the rest of the file cannot be read.
    """
    found = slots(table.layout, rules(today), {"name": "Give the person's name."})
    position = {key: index for index, key in enumerate(found)}
    nothing = len(found)  # Where every row of values gets an empty one.
    person = [position.get((name, 1), nothing) for name in PERSON]
    statements = [
        (
            position["statement", number],
            # The plain column serves every statement that has no numbered one of its own.
            position.get(("said_on", number), position.get(("said_on", 1), nothing)),
            position.get(("link", number), position.get(("link", 1), nothing)),
        )
        for name, number in sorted(found)
        if name == "statement"
    ]
    read = row_reader(list(found.values()))
    for row in table.rows():
        if isinstance(row, Problem):
            yield [row]
            continue
        values, problems = read(row)
        if problems:
            yield problems
            continue
        values.append("")
        yield staged(row, [values[index] for index in person], values, statements)


def staged(
    row: Row, person: list[str], values: list[str], statements: list[tuple[int, int, int]]
) -> list[Staged]:
    said = [
        (values[text], values[said_on], values[link])
        for text, said_on, link in statements
        if values[text]
    ] or [("", "", "")]
    return [
        Staged._make((row.number, row.line, part, *person, *statement))
        for part, statement in enumerate(said)
    ]
