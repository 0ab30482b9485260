"""What counts as a promise with a day, on Wednesday 25 November 2026."""

from datetime import date

import pytest

from recruiter.promises import find_promise

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("Send her the report by Friday.", date(2026, 11, 27)),
        ("She keeps bees. Call back in two weeks.", date(2026, 12, 9)),
        ("Introduce him to Wanjiru before 12 March", date(2027, 3, 12)),
        ("Promised to mail the link tomorrow", date(2026, 11, 26)),
        ("Will send the notes next week", date(2026, 11, 30)),
        ("Ask again at the end of the month", date(2026, 11, 30)),
        ("Follow up in March", date(2027, 3, 1)),
        ("write to her by 3rd of December", date(2026, 12, 3)),
        ("Ring on Wednesday", date(2026, 12, 2)),
        ("Share the draft by 2026-12-24", date(2026, 12, 24)),
        ("Invite them at the end of the year", date(2026, 12, 31)),
    ],
)
def test_found_with_its_day(note: str, day: date) -> None:
    found = find_promise(note, TODAY)
    assert found is not None
    assert found.due_on == day


@pytest.mark.parametrize(
    "note",
    [
        "We met on Friday",
        "Called last Monday.",
        "He will be in Lagos on Friday.",
        "Send her something nice",
        "Call back by 30 February",
        "Mailed on 2026-01-01",
        "",
    ],
)
def test_no_promise(note: str) -> None:
    assert find_promise(note, TODAY) is None


def test_the_words_are_the_notes_own() -> None:
    found = find_promise("Liked it.\n\nSend   her the report by Friday.\nLater.", TODAY)
    assert found is not None
    assert found.text == "Send her the report by Friday."


def test_a_long_note_is_read_quickly_and_its_words_are_cut() -> None:
    found = find_promise("Call back tomorrow " + "and talk " * 3000, TODAY)
    assert found is None or len(found.text) <= 300
