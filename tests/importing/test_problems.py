import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruiter.importing.problems import (
    FORMULA_STARTS,
    FileRefused,
    Problem,
    excerpt,
    write_problems,
)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_an_excerpt_is_short_and_all_of_it_visible(value: str) -> None:
    shown = excerpt(value)
    assert len(shown) <= 40
    assert shown.isprintable()
    if value.isprintable() and len(value) <= 40:
        assert shown == value


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_of_the_list_is_a_formula(start: str) -> None:
    stream = io.StringIO(newline="")
    evil = f"{start}HYPERLINK(1)"
    write_problems(stream, [Problem(2, 2, evil, "code", evil, evil)])
    _, cells = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []
    assert cells[5] == f"'{evil}"


def test_a_problem_reads_as_a_sentence() -> None:
    problem = Problem(7, 9, "said on", "bad_date", "Write the date anew.", "1/2/3")
    assert str(problem) == "Row 7, said on: Write the date anew. (1/2/3)"
    assert str(Problem(7, 9, "", "ragged", "Cells are missing.")) == "Row 7: Cells are missing."
    assert str(FileRefused("x", "It is no table.", 3)) == "Line 3: It is no table."
    assert str(FileRefused("x", "It is no table.")) == "It is no table."
