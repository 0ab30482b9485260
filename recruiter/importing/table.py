"""A CSV file as a header and its rows, read once from front to back in bounded memory."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from recruiter.importing.columns import Columns, Layout, arrange
from recruiter.importing.decoding import find_encoding
from recruiter.importing.limits import MAX_CELL, MAX_ROWS
from recruiter.importing.problems import FileRefused, Problem

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
SPELLINGS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
# A spreadsheet's own way to say how its file is delimited, on a line before the header.
SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


class Row(NamedTuple):
    """A row as wide as the header.

    `number` counts as a spreadsheet does (the header is row 1, empty rows count), `line` is where
    the row begins in the file.
    """

    number: int
    line: int
    cells: list[str]


class Table:
    """An open file whose header is known. `rows` may be read once."""

    def __init__(
        self, binary: BinaryIO, text: io.TextIOWrapper, columns: Columns, delimiter: str | None
    ) -> None:
        self.binary = binary
        self.text = text
        self.size = binary.seek(0, io.SEEK_END)
        self.preamble, said = self._preamble()
        self.delimiter, header = self._header(columns, known_delimiter(delimiter) or said)
        self.layout: Layout = arrange(header, columns)

    @property
    def progress(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self.binary.tell() / self.size

    @property
    def description(self) -> str:
        """How the file was read, for its owner to check: `utf-8, semicolon`."""
        name = self.text.encoding.removesuffix("-sig")
        return f"{name}, {DELIMITERS.get(self.delimiter, self.delimiter)}"

    def rows(self) -> Iterator[Row | Problem]:
        """Every row that is not empty, or what is wrong with its shape.

        Raises:
            FileRefused: the rest cannot be told apart (a quote), or is too long.
        """
        reader = self._reader(self.delimiter)
        width = len(self.layout.titles)
        number = 0
        seen_header = False
        while True:
            line = self.preamble + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self._misquoted(error, line) from error
            except UnicodeDecodeError as error:
                raise FileRefused("changed", "The file changed while it was read.") from error
            number += 1
            if not any(cells):
                continue
            if not seen_header:
                seen_header = True
                continue
            if number > MAX_ROWS + 1:
                raise FileRefused(
                    "too_many_rows", f"The file has more than {MAX_ROWS:,} rows. Split it.", line
                )
            if len(cells) != width:
                # Even when only empty cells are too many: an unquoted delimiter may have moved all.
                last = self.preamble + reader.line_num
                yield Problem(number, line, "", "ragged", ragged(len(cells), width, line, last))
                continue
            yield Row(number, line, cells)

    def _rewind(self) -> None:
        self.text.seek(0)
        for _ in range(self.preamble):
            self.text.readline()

    def _preamble(self) -> tuple[int, str | None]:
        """Lines before the table, and the delimiter that they name."""
        self.text.seek(0)
        match = SEP_LINE.fullmatch(self.text.readline(32))
        return (1, match[1]) if match else (0, None)

    def _reader(self, delimiter: str) -> "Reader":
        self._rewind()
        return csv.reader(self.text, delimiter=delimiter, strict=True, skipinitialspace=True)

    def _header(self, columns: Columns, given: str | None) -> tuple[str, list[str]]:
        """The delimiter under which the header makes most sense, and the header."""
        found: list[tuple[int, str, list[str]]] = []
        failure: FileRefused | None = None
        for delimiter in [given] if given else DELIMITERS:
            try:
                header = next((cells for cells in self._reader(delimiter) if any(cells)), [])
            except csv.Error as error:
                failure = failure or self._misquoted(error, 1, delimiter)
            else:
                found.append((columns.known(header), delimiter, header))
        # max() keeps the first of equals: the comma, then the semicolon.
        known, delimiter, header = max(
            found, key=lambda one: (one[0], len(one[2])), default=(0, "", [])
        )
        if failure and not known:
            raise failure
        return delimiter, header

    def _misquoted(self, error: csv.Error, line: int, delimiter: str | None = None) -> FileRefused:
        """Say on which line the quote was opened that broke the record which began on `line`."""
        self.text.seek(0)
        opened, closed = quote_lines(
            islice(self.text, line - 1, None), delimiter or self.delimiter, line
        )
        if opened is None:
            return FileRefused("unreadable", f"This row cannot be read: {error}.", line)
        if closed is None:
            return FileRefused(
                "open_quote",
                f"The quote that opens on this line is not closed within {MAX_CELL:,} characters.",
                opened,
            )
        return FileRefused(
            "open_quote",
            "The quote that opens on this line closes in the middle of a cell, on line"
            f" {closed}. Close it where the cell ends, and write a quote inside a cell twice.",
            opened,
        )


@contextmanager
def open_table(
    binary: BinaryIO, columns: Columns, *, encoding: str | None = None, delimiter: str | None = None
) -> Iterator[Table]:
    """Read a stream as a table; the stream stays open and belongs to the caller.

    Args:
        binary: seekable. It is read twice: once to see that all of it is text.
        encoding: what its owner says it is, for files that do not say so themselves.
        delimiter: a character or its name; found from the header when not given.

    Raises:
        FileRefused: not a table, or not one with these columns.
    """
    name = find_encoding(binary, encoding)
    text = io.TextIOWrapper(binary, encoding=name, errors="strict", newline="")
    try:
        yield Table(binary, text, columns, delimiter)
    finally:
        text.detach()


def known_delimiter(spelled: str | None) -> str | None:
    """The character that somebody means by `tab`, `;` or `semicolon`.

    Raises:
        FileRefused: no character, or one that cannot part cells.
    """
    if spelled is None:
        return None
    delimiter = SPELLINGS.get(spelled.lower(), spelled)
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in ' "\r\n\0':
        raise FileRefused(
            "unknown_delimiter",
            f"{spelled[:20]!r} cannot part cells. Use comma, semicolon, tab, or one character.",
        )
    return delimiter


def ragged(cells: int, width: int, line: int, last: int) -> str:
    has = f"The row has {cells} cell{'s' * (cells != 1)} and the header {width}."
    if last > line:
        return f"{has} It runs from line {line} to line {last}: a quote may be missing or too many."
    if cells < width:
        return f"{has} Its last cells are missing."
    return f"{has} A value that holds the delimiter must stand in quotes."


def quote_lines(lines: Iterable[str], delimiter: str, first: int) -> tuple[int | None, int | None]:
    """Find the quote that spoils a record, following the csv module's own rules.

    Args:
        lines: the file from the beginning of the record on, line ends included.
        first: number of the first of them.

    Returns:
        The line on which the quote opens and the line on which text follows where it closes;
        (line, None) when it is not closed in time, (None, None) when no quote is to blame.
    """
    opened = None
    begins, quoted, closing = True, False, False
    length = 0
    for number, text in enumerate(lines, start=first):
        for character in text:
            if quoted:
                length += 1
                if length > MAX_CELL:
                    return opened, None
                quoted, closing = character != '"', character == '"'
            elif closing and character == '"':
                quoted, closing = True, False
            elif character == delimiter:
                begins, closing = True, False
            elif character in "\r\n":
                return None, None
            elif closing:
                return opened, number
            elif begins and character == '"':
                quoted, opened, length = True, number, 0
            elif not (begins and character == " "):
                begins = False
    return (opened, None) if quoted else (None, None)
