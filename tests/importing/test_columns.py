import pytest

from recruiter.importing.candidate_rows import COLUMNS
from recruiter.importing.columns import arrange, simplified
from recruiter.importing.problems import FileRefused


@pytest.mark.parametrize(
    "title",
    ["email", "E-Mail", " e_mail ", "EMAIL ADDRESS", "E mail.", "\ufeffemail", "ｅｍａｉｌ"],  # noqa: RUF001
)
def test_a_title_means_the_same_whatever_its_spelling(title: str) -> None:
    assert COLUMNS.find(title) == ("email", 1)


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("statement", ("statement", 1)),
        ("Statement 1", ("statement", 1)),
        ("statement_02", ("statement", 2)),
        ("STATEMENT12", ("statement", 12)),
        ("said on 3", ("said_on", 3)),
        ("link_2", ("link", 2)),
        ("email 2", None),
        ("statement_0", None),
        ("statement_100", None),
        ("2", None),
        ("", None),
    ],
)
def test_columns_that_repeat_are_numbered(title: str, meaning: tuple[str, int] | None) -> None:
    assert COLUMNS.find(title) == meaning


def test_no_two_columns_share_a_title() -> None:
    titles = [simplified(t) for name, more in COLUMNS.synonyms.items() for t in {name, *more}]
    meanings = {simplified(t): name for name, more in COLUMNS.synonyms.items() for t in more}
    for name, more in COLUMNS.synonyms.items():
        assert all(meanings[simplified(t)] == name for t in more)
        assert COLUMNS.find(name) == (name, 1)
    assert len(titles) > 30


def test_unknown_columns_are_listed_and_ignored() -> None:
    layout = arrange(["LinkedIn", "Name", "", "\x1b[31mfax"], COLUMNS)
    assert layout.places == {("name", 1): 1}
    assert layout.ignored == ("LinkedIn", "column 3", "\\u001b[31mfax")


def test_a_column_is_called_what_the_file_calls_it() -> None:
    layout = arrange(["Full  Name", "E-Mail "], COLUMNS)
    assert layout.title("name") == "Full  Name"
    assert layout.title("email") == "E-Mail"
    assert layout.title("phone") == "phone"


def test_the_two_columns_of_one_meaning_are_named() -> None:
    with pytest.raises(FileRefused, match=r"statement and Statement 1 both mean statement\."):
        arrange(["name", "statement", "Statement 1"], COLUMNS)


def test_a_missing_column_is_named_with_what_stands_there_instead() -> None:
    with pytest.raises(FileRefused, match=r"no column name.*reads Vorname, Nachname"):
        arrange(["Vorname", "Nachname"], COLUMNS)
