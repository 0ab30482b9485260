"""What both import commands share: their options, a progress line, and the report."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, OperationalError

from recruiter.importing.limits import MAX_BYTES, MAX_ROWS
from recruiter.importing.outcome import Choices, Outcome, Progress
from recruiter.importing.problems import FileRefused, Problem, write_problems

SHOWN = 20
REDRAW_SECONDS = 0.1


class ProgressLine:
    """One line that is drawn over and over; nothing at all when nobody watches a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.visible = stream.isatty()
        self.drawn_at = 0.0

    def __call__(self, rows: int, share: float) -> None:
        now = time.monotonic()
        if not self.visible or (share < 1 and now - self.drawn_at < REDRAW_SECONDS):
            return
        self.drawn_at = now
        bar = ("#" * round(share * 30)).ljust(30)
        step = "Reading" if share < 1 else "Writing"
        self.stream.write(f"\r{step} [{bar}] {share:4.0%}  {rows:,} rows")
        self.stream.flush()

    def clear(self) -> None:
        if self.drawn_at:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


class ImportCommand(BaseCommand):
    """Reads one CSV file. A subclass says what becomes of it."""

    def import_file(self, binary: BinaryIO, choices: Choices, progress: Progress) -> Outcome:
        """Do the work.

        Raises:
            FileRefused: the file as a whole cannot be used.
        """
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE.csv",
            help=f"up to {MAX_ROWS:,} rows and {MAX_BYTES // 2**20} MB; see docs/importing.md",
        )
        parser.add_argument(
            "--encoding", help="for a file that is not UTF-8, like cp1252 or utf-16"
        )
        parser.add_argument(
            "--delimiter", help="comma, semicolon, tab or a character; found when not given"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change and change nothing"
        )
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the good rows and list the bad ones"
        )
        parser.add_argument(
            "--errors", type=Path, metavar="FILE.csv", help="write what is wrong to this file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        choices = Choices(
            encoding=options["encoding"],
            delimiter=options["delimiter"],
            skip_bad=options["skip_bad"],
            dry_run=options["dry_run"],
        )
        with opened(options["file"], options["errors"]) as (binary, errors):
            outcome = self.run_import(binary, choices, errors)
        self.report(outcome, choices, options["errors"])

    def run_import(self, binary: BinaryIO, choices: Choices, errors: TextIO | None) -> Outcome:
        line = ProgressLine(sys.stderr)
        try:
            outcome = self.import_file(binary, choices, line)
        except FileRefused as refused:
            if errors:
                write_problems(
                    errors, [Problem(0, refused.line or 0, "", refused.code, refused.message)]
                )
            raise CommandError(f"{refused}\nNothing was written.") from refused
        except (IntegrityError, OperationalError) as error:
            raise CommandError(
                f"The database refused: {error}\nNothing was written. If somebody changed the same"
                " rows meanwhile, run it again."
            ) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing is half-written: run it again.") from None
        finally:
            line.clear()
        if errors:
            write_problems(errors, [*outcome.problems, *outcome.notes])
        return outcome

    def report(self, outcome: Outcome, choices: Choices, errors: Path | None) -> None:
        """Say how the file was read and what became of it.

        Raises:
            CommandError: rows are bad, so nothing was written.
        """
        self.stdout.write(f"Read {outcome.rows:,} rows ({outcome.description}).")
        if outcome.ignored:
            self.stdout.write(f"Ignored columns: {', '.join(outcome.ignored)}.")
        self.show("Bad rows", outcome.problems, errors)
        self.show("Look at these", outcome.notes, errors)
        if outcome.problems and not choices.skip_bad:
            raise CommandError(
                f"Nothing was written: {outcome.bad_rows:,} bad and {outcome.good_rows:,} good"
                " rows. Correct the file, or import the good rows with --skip-bad."
            )
        counts = ", ".join(f"{count:,} {name}" for name, count in outcome.counts.items())
        begin = "Done" if outcome.written else "Dry run, nothing was written"
        self.stdout.write(f"{begin}: {counts}, {outcome.bad_rows:,} bad rows.")

    def show(self, title: str, problems: Sequence[Problem], errors: Path | None) -> None:
        if not problems:
            return
        self.stdout.write(f"{title}:")
        for problem in problems[:SHOWN]:
            self.stdout.write(f"  {problem}")
        if len(problems) > SHOWN:
            where = f"all are in {errors}" if errors else "--errors FILE.csv lists them all"
            self.stdout.write(f"  … and {len(problems) - SHOWN:,} more; {where}.")


@contextmanager
def opened(path: Path, errors: Path | None) -> Iterator[tuple[BinaryIO, TextIO | None]]:
    """Open the file to read and the one for errors, so that neither fails after the work.

    Raises:
        CommandError: one of them cannot be opened, or both are the same.
    """
    try:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if errors is None:
            with path.open("rb") as binary:
                yield binary, None
            return
        if errors.exists() and errors.samefile(path):
            raise CommandError("--errors names the file to import. Choose another name.")
        with (
            path.open("rb") as binary,
            errors.open("w", encoding="utf-8-sig", newline="") as stream,
        ):
            yield binary, stream
    except OSError as error:
        raise CommandError(str(error)) from error
