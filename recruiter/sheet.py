"""The rows of a list for a spreadsheet: what the page shows, and nothing else."""

from django.utils.translation import gettext as _

from recruiter.desk import Movement, Row
from recruiter.importing.problems import formula_safe


def heads() -> list[str]:
    return [
        _("Rank"),
        _("Movement"),
        _("Name"),
        _("Role"),
        _("Purpose"),
        _("Matched goal"),
        _("Strength"),
        _("Why"),
        _("Last contact"),
        _("Due"),
        _("Pinned"),
        _("Tags"),
        _("For"),
    ]


def cells(row: Row) -> list[str]:
    """One row, each cell such that no spreadsheet takes it for a formula."""
    values = (
        "" if row.rank is None else str(row.rank),
        moved(row.movement),
        row.name,
        row.role,
        row.quote or row.without,
        row.goal,
        row.strength if row.goal else "",
        row.why,
        row.last_on or row.last,
        row.due.words,
        row.pin_reason if row.pinned else "",
        ", ".join(row.tags),
        ", ".join(hint.department for hint in row.hints),
    )
    return [formula_safe(value) for value in values]


def moved(movement: Movement) -> str:
    return f"{movement.kind} {movement.places}" if movement.places else movement.kind
