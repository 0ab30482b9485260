"""What an import did, or found in its way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from recruiter.importing.problems import Problem

# Called now and then with the rows read so far and the share of the file, from 0 to 1.
Progress = Callable[[int, float], None]


def silent(rows: int, share: float) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class Choices:
    """How to treat a file.

    Args:
        encoding: tried when the file has no byte order mark and is not UTF-8.
        delimiter: the character, or its name; found from the header when not given.
        skip_bad: import the good rows although others are bad.
        dry_run: do everything and then undo it.
    """

    encoding: str | None = None
    delimiter: str | None = None
    skip_bad: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a file was read, and what became of it.

    Args:
        description: encoding and delimiter.
        ignored: titles of columns that mean nothing here.
        rows: rows that were not empty, bad ones included.
        problems: everything wrong with bad rows, in the order of rows.
        notes: rows that were imported and deserve a look.
        written: whether the database was changed for good.
        counts: what was (or in a dry run would be) written, in words.
    """

    description: str
    ignored: tuple[str, ...]
    rows: int
    problems: Sequence[Problem]
    notes: Sequence[Problem] = ()
    written: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})

    @property
    def good_rows(self) -> int:
        return self.rows - self.bad_rows
