import io
from typing import Any

import pytest
from django.utils import timezone

from hiring.models import BigGoal, Department, HiringManager
from recruiter.importing.goal_import import import_goals
from recruiter.importing.outcome import Choices, Outcome
from recruiter.importing.problems import FileRefused
from recruiter.models import Recruiter, User
from tests.factories import make_department, make_user

pytestmark = pytest.mark.django_db

LEGAL = "Nobody waits longer than a day for a contract."
GOALS = f"""Department,Goal,Manager e-mail,Manager
Legal,{LEGAL},lea@example.com,Lea Brandt
Packaging,"Nothing that we ship is thrown away
after one use.",,
"""


def bring(text: str, **choices: Any) -> Outcome:
    return import_goals(io.BytesIO(text.encode()), Choices(**choices))


def bad(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in outcome.problems]


def test_departments_goals_and_managers_arrive() -> None:
    outcome = bring(GOALS)
    assert outcome.written
    assert list(outcome.counts.values()) == [2, 2, 2, 1, 1]
    legal = Department.objects.get(name="Legal")
    assert legal.big_goal is not None
    assert (legal.big_goal.text, legal.goal_version, legal.big_goal.author) == (LEGAL, 1, None)
    packaging = Department.objects.get(name="Packaging")
    assert packaging.big_goal is not None
    assert packaging.big_goal.text == "Nothing that we ship is thrown away\nafter one use."
    manager = HiringManager.objects.get()
    assert (manager.department, manager.user.email) == (legal, "lea@example.com")


def test_a_new_manager_cannot_log_in_until_a_password_is_set() -> None:
    bring(GOALS)
    lea = User.objects.get(email="lea@example.com")
    assert lea.name == "Lea Brandt"
    assert not lea.has_usable_password()
    assert not lea.is_staff


def test_the_same_file_twice_makes_no_version() -> None:
    bring(GOALS)
    before = list(BigGoal.objects.values())
    outcome = bring(GOALS.replace("\n", "\r\n"))
    assert list(outcome.counts.values()) == [2, 0, 0, 0, 0]
    assert list(BigGoal.objects.values()) == before


def test_another_wording_is_a_new_version_on_top_of_the_last(finance: Department) -> None:
    bring("department,goal\nFINANCE  operations,Close the books in an hour.\n")
    finance.refresh_from_db()
    assert finance.goal_version == 2
    assert finance.big_goal is not None
    assert finance.big_goal.text == "Close the books in an hour."
    assert Department.objects.count() == 1


def test_a_new_goal_marks_the_recruiters_who_serve_the_department(
    rita: Recruiter, raj: Recruiter
) -> None:
    before = (rita.rerank.due, raj.rerank.due)
    bring("department,goal\nFinance Operations,Close the books in an hour.\n")
    rita.rerank.refresh_from_db()
    raj.rerank.refresh_from_db()
    assert (rita.rerank.due, raj.rerank.due) == (before[0] + 1, before[1])


def test_a_department_may_have_several_managers_and_a_manager_several_departments() -> None:
    bring(
        "department,goal,manager email,manager name\n"
        f"Legal,{LEGAL},lea@example.com,\n"
        "Legal,,mo@example.com,Mo Adeyemi\n"
        "Tax,Nobody fears the tax form.,LEA@example.com,Lea Brandt\n"
    )
    pairs = HiringManager.objects.values_list("department__name", "user__name")
    assert set(pairs) == {("Legal", "Lea Brandt"), ("Legal", "Mo Adeyemi"), ("Tax", "Lea Brandt")}


def test_a_user_who_is_there_keeps_their_name_and_password() -> None:
    lea = make_user("Lea B.", email="Lea@example.com")
    bring(GOALS)
    lea.refresh_from_db()
    assert lea.name == "Lea B."
    assert lea.has_usable_password()
    assert HiringManager.objects.get().user == lea


def test_nobody_is_removed() -> None:
    bring(GOALS)
    bring(f"department,goal,manager email\nLegal,{LEGAL},mo@example.com\n")
    assert HiringManager.objects.count() == 2
    assert Department.objects.count() == 2


def test_a_manager_can_be_added_without_repeating_the_goal(finance: Department) -> None:
    bring("department,goal,manager email\nFinance Operations,,mo@example.com\n")
    finance.refresh_from_db()
    assert finance.goal_version == 1
    assert finance.managers.get().user.name == "mo@example.com"


def test_every_bad_row_is_named() -> None:
    make_department("Closed", "Be missed.", closed_at=timezone.now())
    outcome = bring(
        "Department,Goal,Manager email,Manager\n"
        "Legal,,,\n"
        ",Be there.,,\n"
        "Tax,Be there.,mo,\n"
        "Ops,Be there.,,Mo\n"
        "Sales,Be there.,mo@example.com,Mo\n"
        "SALES,Be elsewhere.,,\n"
        "Design,Be there.,mo@example.com,Moses\n"
        "closed,Come back.,,\n"
        "Cold,Be\u202ethere.,,\n"
        f"Long,{'x' * 2001},,\n"
        "Too,many,,,\n"
    )
    assert bad(outcome) == [
        (2, "Goal", "missing"),
        (3, "Department", "missing"),
        (4, "Manager email", "bad_email"),
        (5, "Manager email", "missing"),
        (7, "Goal", "contradiction"),
        (8, "Manager", "contradiction"),
        (9, "Department", "closed"),
        (10, "Goal", "control_character"),
        (11, "Goal", "too_long"),
        (12, "", "ragged"),
    ]
    assert not outcome.written
    assert Department.objects.count() == 1
    assert not User.objects.exists()


def test_good_rows_may_go_ahead_of_the_bad_ones() -> None:
    outcome = bring(f"department,goal\nLegal,{LEGAL}\nTax,\n", skip_bad=True)
    assert outcome.written
    assert bad(outcome) == [(3, "goal", "missing")]
    assert Department.objects.get().name == "Legal"


def test_a_dry_run_counts_and_writes_nothing() -> None:
    counts = bring(GOALS, dry_run=True).counts
    assert not Department.objects.exists()
    assert not User.objects.exists()
    assert bring(GOALS).counts == counts


@pytest.mark.parametrize("text", ["department\nLegal\n", "goal\nBe there.\n", "department,goal\n"])
def test_a_file_without_departments_or_goals_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        bring(text)
