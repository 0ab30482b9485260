"""What will be out of date is quoted exactly; what is every year's, or far away, is left alone."""

from datetime import date

import pytest

from recruiter.coaching.dates import find_dated

TODAY = date(2026, 5, 4)


def phrases(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_dated(text, today=TODAY)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Hire two clerks before March.", "before March"),
        ("Reach 4 million in Q3.", "in Q3"),
        ("Go live by the end of 2027.", "by the end of 2027"),
        ("Cut costs this year, all of us.", "this year"),
        ("Move before the summer.", "before the summer"),
        ("Train all by 31 March 2027.", "by 31 March 2027"),
        ("Ready within six months of signing.", "within six months"),
        ("Sales in financial year 26/27 count.", "in financial year 26/27"),
        ("NPS above 60 by year-end.", "by year-end"),
        ("We move to SAP PM 7.5 soon.", "SAP PM 7.5"),
        ("Deliver phase 2 of project Beacon.", "phase 2 of project Beacon"),
        ("Reports are done by Friday.", "by Friday"),
    ],
)
def test_the_phrase_is_found_to_the_letter(text: str, phrase: str) -> None:
    assert phrases(text) == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "Carbon neutral by 2050.",
        "Close the books every month.",
        "Since 1998 we keep the archive.",
        "People may march for it, and we march too.",
        "Raise 2.2 million trees.",
        "Nobody waits more than five minutes.",
        "Every March the river rises.",
    ],
)
def test_what_lasts_is_not_dated(text: str) -> None:
    assert phrases(text) == []


def test_a_month_alone_belongs_to_a_plan_only_inside_one() -> None:
    (january,) = find_dated("The ambulance gets through in January.", today=TODAY)
    (deadline,) = find_dated("Get the ambulance by January.", today=TODAY)
    assert (january.is_firm, deadline.is_firm) == (False, True)
