"""Import candidates and what they said, in one transaction: stage, check, publish."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from candidates.models import Tombstone
from recruiter import tombstones
from recruiter.importing import candidate_sql as sql
from recruiter.importing.candidate_rows import COLUMNS, read_candidates, unused
from recruiter.importing.outcome import Choices, Outcome, Progress, silent
from recruiter.importing.problems import FileRefused, Problem, excerpt
from recruiter.importing.table import Table, open_table

PROGRESS_EVERY = 1000
FURTHEST_AHEAD = timedelta(hours=14)


def import_candidates(
    binary: BinaryIO, choices: Choices | None = None, progress: Progress = silent
) -> Outcome:
    """Bring the database in line with a file of candidates, or leave it as it is.

    One import runs at a time. People on file are found by e-mail address, or, without one, by
    name, headline and location (docs/importing.md). What the file says replaces what is on file,
    what it leaves empty stays, and statements are only ever added. A row of the database that
    would stay as it is is not touched.

    Args:
        binary: a seekable stream. It is read twice.
        progress: called during reading.

    Returns:
        `written` is false in a dry run, and when a row is bad and bad rows are not to be skipped.

    Raises:
        FileRefused: the file cannot be read, or another import is running; nothing was written.
    """
    choices = choices or Choices()
    with (
        open_table(
            binary, COLUMNS, encoding=choices.encoding, delimiter=choices.delimiter
        ) as table,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        take_turn(cursor)
        cursor.execute(sql.PLAN_FOR_MANY)
        rows, problems = stage(cursor, table, progress)
        problems += contradictions(cursor, table)
        drop(cursor, problems)
        cursor.execute(sql.PERSONS)
        problems += ambiguities(cursor, table)
        problems += erased(cursor, table)
        problems.sort(key=lambda problem: problem.row)
        outcome = Outcome(
            table.description, table.layout.ignored + unused(table.layout), rows, problems
        )
        if problems and not choices.skip_bad:
            transaction.set_rollback(True)
            return outcome
        cursor.execute(sql.DROP_AMBIGUOUS)
        cursor.execute(sql.DROP_PERSONS, [[problem.row for problem in problems]])
        counts = publish(cursor)
        notes = doubles(cursor, table)
        if choices.dry_run:
            transaction.set_rollback(True)
    return replace(outcome, counts=counts, notes=notes, written=not choices.dry_run)


def latest_today() -> date:
    """Today where the day begins first, so that nobody's today is refused as a future date."""
    return (datetime.now(UTC) + FURTHEST_AHEAD).date()


def take_turn(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('cultivate.import'))")
    if not cursor.fetchone()[0]:
        raise FileRefused("busy", "Another import is running. Wait until it is done.")


def stage(cursor: CursorWrapper, table: Table, progress: Progress) -> tuple[int, list[Problem]]:
    """Copy every good row into the staging table; count all rows and keep what is wrong."""
    rows = 0
    problems: list[Problem] = []
    cursor.execute(sql.STAGE)
    with cursor.copy(sql.COPY) as copy:
        for found in read_candidates(table, latest_today()):
            rows += 1
            for one in found:
                if isinstance(one, Problem):
                    problems.append(one)
                else:
                    copy.write_row(one)
            if rows % PROGRESS_EVERY == 0:
                progress(rows, table.progress)
    if not rows:
        raise FileRefused("no_rows", "There are no rows under the header.")
    progress(rows, 1.0)
    return rows, problems


def contradictions(cursor: CursorWrapper, table: Table) -> list[Problem]:
    """Rows that say something else of a person than an earlier row of the same person."""
    cursor.execute(sql.CONTRADICTIONS)
    return [
        Problem(
            row,
            line,
            table.layout.title(field),
            "contradiction",
            f"An earlier row says something else of the same person: {excerpt(first)}.",
            excerpt(now),
        )
        for row, line, field, now, first in cursor.fetchall()
    ]


def ambiguities(cursor: CursorWrapper, table: Table) -> list[Problem]:
    """Rows without an address that could mean several people on file."""
    cursor.execute(sql.AMBIGUOUS)
    return [
        Problem(
            row,
            line,
            table.layout.title("email"),
            "ambiguous",
            "Several people on file have this name, headline and location. Give an address.",
            excerpt(name),
        )
        for row, line, name in cursor.fetchall()
    ]


def erased(cursor: CursorWrapper, table: Table) -> list[Problem]:
    """New people who asked to be erased: a file may not bring them back."""
    if not Tombstone.objects.exists():
        return []
    cursor.execute(sql.NEW_PERSONS)
    found = cursor.fetchall()
    refused = tombstones.refusals({row: (name, email) for row, _, name, email in found})
    return [
        Problem(row, line, table.layout.title("email"), "erased", refused[row])
        for row, line, _, _ in found
        if row in refused
    ]


def drop(cursor: CursorWrapper, problems: Iterable[Problem]) -> None:
    if rows := sorted({problem.row for problem in problems}):
        cursor.execute(sql.DROP_ROWS, [rows])


def publish(cursor: CursorWrapper) -> dict[str, int]:
    """Write everybody in the staging tables and say what changed."""
    cursor.execute(sql.STATEMENTS)
    cursor.execute(sql.LOCK)
    cursor.execute(sql.DROP_GONE)
    cursor.execute(sql.CHANGE)
    changed = cursor.rowcount
    cursor.execute(sql.ADD)
    changed += cursor.rowcount
    cursor.execute(sql.ADD_STATEMENTS, [timezone.localdate()])
    statements = cursor.rowcount
    cursor.execute(sql.COUNT_PERSONS)
    people, new = cursor.fetchone()
    return {
        "new": new,
        "changed": changed,
        "unchanged": people - new - changed,
        "statements added": statements,
    }


def doubles(cursor: CursorWrapper, table: Table) -> list[Problem]:
    """New people whose name is on file, where an address is missing to tell."""
    cursor.execute(sql.DOUBLES)
    return [
        Problem(
            row,
            line,
            table.layout.title("name"),
            "possible_duplicate",
            f"Somebody with this name is on file already, as number {other}. Look at both.",
            excerpt(name),
        )
        for row, line, name, other in cursor.fetchall()
    ]
