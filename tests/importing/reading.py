"""Reading a file of candidates without a database."""

import io
from dataclasses import dataclass, field
from datetime import date

from recruiter.importing.candidate_rows import COLUMNS, Staged, read_candidates
from recruiter.importing.problems import FileRefused, Problem
from recruiter.importing.table import open_table

TODAY = date(2026, 1, 15)


@dataclass
class Reading:
    """What came of a file. `bad` is (row, line, column, code) of every problem."""

    good: list[Staged] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: tuple[str, int | None] | None = None

    @property
    def bad(self) -> list[tuple[int, int, str, str]]:
        return [(one.row, one.line, one.column, one.code) for one in self.problems]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.good]


def read(data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Reading:
    reading = Reading()
    try:
        with open_table(io.BytesIO(data), COLUMNS, encoding=encoding, delimiter=delimiter) as table:
            for found in read_candidates(table, TODAY):
                for one in found:
                    if isinstance(one, Problem):
                        reading.problems.append(one)
                    else:
                        reading.good.append(one)
    except FileRefused as refused:
        reading.refused = (refused.code, refused.line)
    return reading
