import csv
import io
import tracemalloc
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruiter.importing.columns import Columns
from recruiter.importing.problems import FileRefused, Problem
from recruiter.importing.table import Row, open_table, quote_lines
from tests.importing.reading import read

ANY = Columns({"name": (), "a": (), "b": (), "c": ()}, required=frozenset({"name"}))
Quoting = Literal[0, 1]  # csv.QUOTE_MINIMAL, csv.QUOTE_ALL
HEADER = ["name", "a", "b", "c"]
# What a CSV writer keeps: all but lone surrogates, which no encoding holds.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LATIN = st.text(st.characters(codec="cp1252"), max_size=30)
ROWS = st.lists(st.lists(TEXT, min_size=4, max_size=4), max_size=6)


def written(
    rows: list[list[str]], delimiter: str, line_end: str, quoting: Quoting, encoding: str
) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows([HEADER, *rows])
    return stream.getvalue().encode(encoding)


def rows_of(data: bytes, encoding: str | None = None) -> list[Row | Problem]:
    with open_table(io.BytesIO(data), ANY, encoding=encoding) as table:
        return list(table.rows())


def cells_of(data: bytes, encoding: str | None = None) -> list[list[str]]:
    rows = rows_of(data, encoding)
    assert all(isinstance(row, Row) for row in rows)
    return [row.cells for row in rows if isinstance(row, Row)]


@settings(max_examples=150, deadline=None)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t"),
    # Where it may leave quotes out, Python's writer only minds the line end that it writes itself.
    style=st.sampled_from(
        [(end, csv.QUOTE_ALL) for end in ("\n", "\r\n", "\r")] + [("\r\n", csv.QUOTE_MINIMAL)]
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_whatever_a_spreadsheet_writes_is_read_as_it_was_written(
    rows: list[list[str]], delimiter: str, style: tuple[str, Quoting], encoding: str
) -> None:
    line_end, quoting = style
    data = written(rows, delimiter, line_end, quoting, encoding)
    # Spaces after a delimiter are no part of a cell, and a row of nothing is no row.
    expected = [row for row in rows if any(cell.lstrip(" ") for cell in row)]
    found = cells_of(data)
    if quoting == csv.QUOTE_ALL:
        assert found == [row for row in rows if any(row)]
    else:
        assert [[c.lstrip(" ") for c in row] for row in found] == [
            [c.lstrip(" ") for c in row] for row in expected
        ]


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.lists(LATIN, min_size=4, max_size=4), max_size=4))
def test_a_declared_encoding_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    # The last row is no UTF-8, so that the declaration is needed.
    data = written([*rows, ["Zoë"] * 4], ",", "\r\n", csv.QUOTE_ALL, "cp1252")
    assert cells_of(data, "cp1252") == [*(row for row in rows if any(row)), ["Zoë"] * 4]


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200), encoding=st.sampled_from([None, "cp1252", "utf-16"]))
def test_no_bytes_at_all_bring_the_reader_down(data: bytes, encoding: str | None) -> None:
    for start in (b"", b"name,statement\n"):
        reading = read(start + data, encoding=encoding)
        assert all(
            problem.code and problem.message and 1 <= problem.row <= problem.line
            for problem in reading.problems
        )
        assert all(person.name.strip() for person in reading.good)


@pytest.mark.parametrize("first", ["x", '"x"', '"x\ny"'])
@pytest.mark.parametrize("second", ["", '"a,b"', '"a\n\nb"'])
def test_the_line_of_an_open_quote_is_exact_wherever_it_stands(first: str, second: str) -> None:
    before = f"name,a,b,c\n{first},{second},z,\n{first},{second},"
    with pytest.raises(FileRefused) as refused:
        rows_of(f'{before}"open,\nmore,,,\n'.encode())
    assert refused.value.code == "open_quote"
    assert refused.value.line == before.count("\n") + 1


@settings(max_examples=300, deadline=None)
@given(text=st.text('ab",\n ', max_size=25))
def test_the_search_for_a_quote_agrees_with_the_csv_module(text: str) -> None:
    lines = io.StringIO(text, newline="").readlines()
    try:
        next(csv.reader(lines, strict=True, skipinitialspace=True), None)
    except csv.Error:
        opened, _ = quote_lines(lines, ",", 1)
        assert opened is not None
    else:
        assert quote_lines(lines, ",", 1) == (None, None)


def test_a_long_row_says_from_where_to_where_it_runs() -> None:
    (problem,) = rows_of(b'name,a,b,c\nx,"1\n2\n",\n')
    assert isinstance(problem, Problem)
    assert "from line 2 to line 4" in problem.message


def test_the_delimiter_is_the_one_that_makes_sense_of_the_header() -> None:
    with open_table(io.BytesIO(b'name;"x, y, z"\nLee;1,2,3,4\n'), ANY) as table:
        assert table.delimiter == ";"
        assert table.description == "utf-8, semicolon"


def test_progress_goes_from_nothing_to_all() -> None:
    with open_table(io.BytesIO(b"name\n" + b"x\n" * 100_000), ANY) as table:
        seen = [table.progress for _ in table.rows()]
    assert seen == sorted(seen)
    assert seen[0] < 0.5
    assert seen[-1] == 1.0


def test_more_rows_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recruiter.importing.table.MAX_ROWS", 3)
    assert len(rows_of(b"name\n" + b"x\n" * 3)) == 3
    with pytest.raises(FileRefused) as refused:
        rows_of(b"name\n" + b"x\n" * 4)
    assert (refused.value.code, refused.value.line) == ("too_many_rows", 5)


def test_a_large_file_is_never_in_memory_as_a_whole() -> None:
    stream = io.BytesIO(b"name,a,b,c\n" + b"Ann,%s,b,c\n" % (b"a" * 300) * 30_000)
    tracemalloc.start()
    try:
        with open_table(stream, ANY) as table:
            assert sum(1 for _ in table.rows()) == 30_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(stream.getvalue()) / 2


def test_the_stream_still_belongs_to_the_caller() -> None:
    good, bad = io.BytesIO(b"name\nAnn\n"), io.BytesIO(b"a,b\n1,2\n")
    with open_table(good, ANY) as table:
        list(table.rows())
    with pytest.raises(FileRefused), open_table(bad, ANY):
        pass
    assert not good.closed
    assert not bad.closed
