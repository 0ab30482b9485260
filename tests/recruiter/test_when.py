from datetime import date, timedelta

import pytest

from recruiter import when

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (5, "5 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (55, "8 weeks ago"),
        (56, "2 months ago"),
        (365, "12 months ago"),
        (366, "9 March 2025"),
        (-2, "on 12 March 2026"),
    ],
)
def test_the_past_is_told_as_a_person_would(days: int, words: str) -> None:
    assert when.ago(TODAY - timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("since", "words", "state"),
    [
        (0, "Due in 4 weeks", ""),
        (26, "Due in 4 days", ""),
        (27, "Due in 3 days", "soon"),
        (29, "Due tomorrow", "soon"),
        (30, "Due today", "soon"),
        (31, "Overdue 1 day", "over"),
        (51, "Overdue 3 weeks", "over"),
        (500, "Overdue over a year", "over"),
    ],
)
def test_due_runs_from_the_last_contact(since: int, words: str, state: str) -> None:
    due = when.next_contact(TODAY - timedelta(days=since), 30, TODAY)
    assert (due.words, due.state) == (words, state)


def test_a_snooze_holds_the_reminder_back_until_its_day() -> None:
    overdue = TODAY - timedelta(days=90)
    snoozed = when.next_contact(overdue, 30, TODAY, snoozed_until=TODAY + timedelta(days=5))
    assert (snoozed.words, snoozed.state) == ("Snoozed for 5 days", "")
    assert when.next_contact(overdue, 30, TODAY, snoozed_until=TODAY).state == "over"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (20, "in 3 weeks"), (400, "on 14 April 2027")],
)
def test_the_future_is_told_as_a_person_would(days: int, words: str) -> None:
    assert when.ahead(TODAY + timedelta(days=days), TODAY) == words
