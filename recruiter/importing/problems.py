"""What is wrong with a file or a row, in words that name the place."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from recruiter.importing.limits import EXCERPT_LENGTH

# A spreadsheet takes a cell that begins like this for a formula, full-width forms included.
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001 the full-width forms are meant
COLUMNS = ("row", "line", "column", "code", "message", "excerpt")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row.

    Args:
        row: as a spreadsheet counts, the header being row 1.
        line: line of the file on which the row begins; a cell may span several.
        column: the column's own title in the file; empty when the row as a whole is meant.
        code: for programs.
        message: for people: what to do.
        excerpt: the beginning of the value, at most 40 characters, all of them visible.
    """

    row: int
    line: int
    column: str
    code: str
    message: str
    excerpt: str = ""

    def __str__(self) -> str:
        place = f"Row {self.row}, {self.column}" if self.column else f"Row {self.row}"
        value = f" ({self.excerpt})" if self.excerpt else ""
        return f"{place}: {self.message}{value}"


class FileRefused(Exception):
    """The file as a whole cannot be read, so nothing of it is used.

    `line` is the line of the file that is to blame, where there is one.
    """

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message


class BadCell(Exception):
    """A value that cannot be used; whoever reads the row knows where it stood."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def excerpt(value: str) -> str:
    """The beginning of a value, safe to print: nothing invisible, at most 40 characters."""
    shown = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}"
        for character in value[: EXCERPT_LENGTH + 1]
    )
    return shown if len(shown) <= EXCERPT_LENGTH else shown[: EXCERPT_LENGTH - 1] + "…"


def formula_safe(value: str) -> str:
    """The same text for a cell that no spreadsheet will run."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def write_problems(stream: TextIO, problems: Iterable[Problem]) -> None:
    """Write problems as CSV, a header first.

    Args:
        stream: opened with `newline=""` and an encoding with a byte order mark, for spreadsheets.
    """
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for problem in problems:
        writer.writerow(
            (
                problem.row or "",
                problem.line or "",
                formula_safe(problem.column),
                problem.code,
                formula_safe(problem.message),
                formula_safe(problem.excerpt),
            )
        )
