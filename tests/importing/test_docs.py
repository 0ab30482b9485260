"""docs/importing.md says what the code does."""

import re
from pathlib import Path

from django.conf import settings

from recruiter.importing import limits
from recruiter.importing.candidate_rows import COLUMNS as CANDIDATE_COLUMNS
from recruiter.importing.goal_import import COLUMNS as GOAL_COLUMNS

BASE = Path(settings.BASE_DIR)
PAGE = (BASE / "docs/importing.md").read_text()
SOURCE = "".join(path.read_text() for path in (BASE / "recruiter/importing").glob("*.py"))


def test_every_code_is_listed_and_every_listed_code_is_used() -> None:
    listed = set(re.findall(r"`(\w+)`", PAGE.partition("\nCodes: ")[2].partition("\n\n")[0]))
    used = set(re.findall(r"(?:FileRefused|BadCell)\(\s*\"(\w+)\"", SOURCE))
    assert used <= listed
    assert all(f'"{code}"' in SOURCE for code in listed)


def test_every_column_and_each_of_its_titles_named_there_is_understood() -> None:
    people, departments = re.findall(r"\n\| Column \|.*?\n\n", PAGE, re.DOTALL)
    for table, columns in ((people, CANDIDATE_COLUMNS), (departments, GOAL_COLUMNS)):
        rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE)
        assert [name for name, _ in rows] == list(columns.synonyms)
        for name, titles in rows:
            assert {columns.find(title) for title in titles.split(", ")} == {(name, 1)}


def test_the_limits_are_the_ones_stated() -> None:
    assert f"{limits.MAX_BYTES // 2**20} MB" in PAGE
    for limit in (limits.MAX_ROWS, limits.MAX_COLUMNS, limits.MAX_CELL):
        assert f"{limit:,}" in PAGE
