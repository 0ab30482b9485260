"""From the cells of a row to cleaned values, or to everything that is wrong with the row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Field, Model

from recruiter.importing.cells import Clean
from recruiter.importing.columns import Layout
from recruiter.importing.problems import BadCell, Problem, excerpt
from recruiter.importing.table import Row


def length_of(model: type[Model], name: str) -> int:
    """How many characters a field holds."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field) or field.max_length is None:
        raise TypeError(f"{name} has no greatest length.")
    return field.max_length


@dataclass(frozen=True)
class Slot:
    """One value of a row: the column it comes from, and how it is cleaned.

    `missing` is what to say when it is empty; empty itself where it may be.
    """

    place: int
    title: str
    clean: Clean
    missing: str = ""


def slots(
    layout: Layout, rules: Mapping[str, Clean], missing: Mapping[str, str]
) -> dict[tuple[str, int], Slot]:
    """A slot for every known column of a file."""
    return {
        (name, number): Slot(
            place, layout.title(name, number), rules[name], missing.get(name, "") * (number == 1)
        )
        for (name, number), place in layout.places.items()
    }


def row_reader(plan: Sequence[Slot]) -> Callable[[Row], tuple[list[str], list[Problem]]]:
    """Make the function that reads a row.

    Returns:
        A function to values in the order of `plan` and the problems met; a value with a problem
        is empty.
    """
    steps = [(slot.place, slot.clean, slot.missing, slot.title) for slot in plan]

    def read(row: Row) -> tuple[list[str], list[Problem]]:
        values: list[str] = []
        problems: list[Problem] = []
        cells = row.cells
        for place, clean, missing, title in steps:
            cell = cells[place]
            value = ""
            if cell:
                try:
                    value = clean(cell)
                except BadCell as bad:
                    problems.append(
                        Problem(row.number, row.line, title, bad.code, bad.message, excerpt(cell))
                    )
                    values.append("")
                    continue
            if missing and not value:
                problems.append(Problem(row.number, row.line, title, "missing", missing))
            values.append(value)
        return values, problems

    return read
