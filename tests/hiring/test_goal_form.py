"""The form of a big goal: what it takes, and with which sentence it refuses."""

import pytest

from hiring.forms import GoalForm
from hiring.models import GOAL_MAX_LENGTH, Department, StaleGoal
from recruiter.models import User
from tests.factories import make_goal


def filled(department: Department, text: str, based_on: object = 1) -> GoalForm:
    return GoalForm({"text": text, "based_on": based_on}, department=department)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write why the department exists."),
        (" \n\t ", "Write why the department exists."),
        ("a" * (GOAL_MAX_LENGTH + 1), "Keep it to 2000 characters: these are 2001. One to"),
        ("Be there.\x00", "Remove the invisible control characters."),
        ("Be \x1b[31mthere.", "Remove the invisible control characters."),
        ("Be \u202ethere.", "Remove the invisible control characters."),
    ],
)
def test_refuses_with_a_sentence(finance: Department, text: str, sentence: str) -> None:
    form = filled(finance, text)
    assert not form.is_valid()
    assert str(form.errors["text"][0]).startswith(sentence)


def test_the_limit_counts_line_breaks_as_one_character(finance: Department) -> None:
    assert filled(finance, "\r\n".join("a" * 1000)).is_valid()


def test_keeps_paragraphs_with_plain_line_breaks(finance: Department, hana: User) -> None:
    form = filled(finance, "One day.\r\n\r\nEvery month.")
    assert form.is_valid()
    goal = form.save(author=hana)
    assert goal is not None
    assert goal.text == "One day.\n\nEvery month."


def test_the_same_words_make_no_version(finance: Department, hana: User) -> None:
    assert finance.big_goal is not None
    form = filled(finance, f"  {finance.big_goal.text}\r\n")
    assert form.is_valid()
    assert form.save(author=hana) is None
    assert finance.goals.count() == 1


@pytest.mark.parametrize("based_on", ["", "x", "-1", "0", "2", "99999999999999999999", "1.5"])
def test_whoever_did_not_read_the_goal_in_force_cannot_replace_it(
    finance: Department, hana: User, based_on: str
) -> None:
    form = filled(finance, "Something else.", based_on)
    assert form.is_valid()
    with pytest.raises(StaleGoal) as caught:
        form.save(author=hana)
    assert caught.value.current == finance.goals.get()


def test_starts_with_the_goal_in_force(finance: Department) -> None:
    make_goal(finance, "Be done by noon.")
    form = GoalForm(department=finance)
    assert form["text"].value() == "Be done by noon."
    assert form["based_on"].value() == 2
