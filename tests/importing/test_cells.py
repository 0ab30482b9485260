from datetime import date

import pytest
from django.core.validators import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.models import no_control_characters, web_address
from recruiter.importing import cells
from recruiter.importing.problems import BadCell

LINE, PROSE, NAME = cells.line_of(50), cells.prose_of(80), cells.name_of(50)
# Deadlines measure the machine, not the code.
STEADY = settings(max_examples=300, deadline=None)
PIECES = st.lists(
    st.sampled_from(
        ["a", "Z", "09", "-", ".", "_", "+", "@", "xn--", "a" * 63, "\u017f", "\u212a"]
    ),
    min_size=1,
    max_size=5,
).map("".join)
EVERYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@STEADY
@given(PIECES, PIECES, st.sampled_from(["com", "c", "x-y", "museum", "xn--p1ai"]))
def test_the_quick_check_of_addresses_accepts_nothing_that_django_refuses(
    user: str, host: str, top: str
) -> None:
    address = f"{user}@{host}.{top}"
    if len(address) <= cells.PLAIN_EMAIL_MAX_LENGTH and cells.PLAIN_EMAIL.fullmatch(address):
        validate_email(address)


@STEADY
@given(PIECES, st.sampled_from(["com", "c", "x-y", "museum", "xn--p1ai"]), EVERYTHING)
def test_the_quick_check_of_links_accepts_nothing_that_django_refuses(
    host: str, top: str, rest: str
) -> None:
    for address in (f"https://{host}.{top}/{rest}", f"HTTP://{host}.{top}?{rest}"):
        if len(address) <= cells.PLAIN_LINK_MAX_LENGTH and cells.PLAIN_LINK.fullmatch(address):
            web_address(address)


@pytest.mark.parametrize("clean", [LINE, PROSE, NAME, cells.phone_of(50)])
@STEADY
@given(cell=EVERYTHING)
def test_a_cleaned_value_is_clean_already(clean: cells.Clean, cell: str) -> None:
    try:
        value = clean(cell)
    except BadCell:
        return
    assert clean(value) == value
    assert value == value.strip()
    no_control_characters(value)


@STEADY
@given(cell=EVERYTHING)
def test_a_value_of_one_line_has_no_line_end(cell: str) -> None:
    try:
        value = LINE(cell)
    except BadCell:
        return
    assert len(value.splitlines()) <= 1


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("  Ann \t Lee\n", "Ann Lee"),
        ("Ann\u00a0Lee", "Ann Lee"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("שלום \u200fא", "שלום \u200fא"),
    ],
)
def test_a_line_is_composed_and_its_white_space_made_plain(cell: str, value: str) -> None:
    assert LINE(cell) == value


def test_prose_keeps_its_lines_and_makes_their_ends_the_same() -> None:
    assert PROSE("\r\nI mend.\r\rI teach.\r\n\tAnd so on. ") == "I mend.\n\nI teach.\n\tAnd so on."


def test_a_reason_is_a_sentence_that_says_what_to_do() -> None:
    for clean, cell, words in (
        (NAME, "1234", "no letter"),
        (LINE, "x" * 51, "51 characters, and 50 fit"),
        (LINE, "a\x07", "U\\+0007"),
        (cells.day, "31/12/2025", "year-month-day"),
        (cells.email, "ann", "not an e-mail address"),
        (cells.link, "javascript:alert(1)", "https://"),
        (cells.phone_of(40), "4,4E+11", "rounded this number"),
        (cells.one_of({"event": "Met at an event"}), "spam", "event"),
    ):
        with pytest.raises(BadCell, match=words):
            clean(cell)


def test_a_choice_is_known_by_name_and_by_label() -> None:
    clean = cells.one_of({"event": "Met at an event"})
    assert [clean(c) for c in ("event", " EVENT ", "met  at an Event", "")] == [
        "event",
        "event",
        "event",
        "",
    ]


def test_today_is_no_future_date() -> None:
    clean = cells.past_day(date(2026, 1, 15))
    assert clean(" 2026-01-15 ") == "2026-01-15"
    assert clean("") == ""
    with pytest.raises(BadCell):
        clean("2026-01-16")
