"""Why a re-rank was owed, in words that name what the database's triggers noted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hiring.models import Department
from recruiter.causes import Noted, because
from recruiter.models import Cause, Recruiter, RerankDue, User
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_relationship,
    make_statement,
    serve,
)


@pytest.fixture
def calm(rita: Recruiter) -> Recruiter:
    """Rita with nothing owed."""
    finish(rita)
    return rita


def finish(recruiter: Recruiter) -> None:
    due = RerankDue.objects.get(recruiter=recruiter)
    due.done, due.due_since = due.due, timezone.now()
    due.save(update_fields=["done", "due_since"])


def told(recruiter: Recruiter) -> str:
    """What the due row says now."""
    due = RerankDue.objects.get(recruiter=recruiter)
    assert due.is_due
    return because(recruiter, [Noted.of_due(due)])[0]


def test_a_goal_is_told_with_its_author(calm: Recruiter, finance: Department, hana: User) -> None:
    make_goal(finance, "Be done by noon.", hana)
    assert told(calm) == "Hana Novak edited Finance Operations\u2019 goal"


def test_a_goal_without_an_author_is_told_without_one(calm: Recruiter, finance: Department) -> None:
    make_goal(finance, "Be done by noon.")
    assert told(calm) == "Finance Operations\u2019 goal was edited"


def test_a_first_goal_is_stated(calm: Recruiter, hana: User) -> None:
    security = make_department("Security")
    serve(calm, security)
    finish(calm)
    make_goal(security, "Make the safe way the pleasant way.", hana)
    assert told(calm) == "Hana Novak stated Security\u2019s goal"


def test_renaming_a_department_is_not_told_as_an_edit_of_its_goal(
    calm: Recruiter, finance: Department
) -> None:
    due = RerankDue.objects.get(recruiter=calm)
    due.due_since = timezone.now() + timedelta(minutes=1)  # the goal is older than what is owed
    due.save(update_fields=["due_since"])
    noted = Noted(Cause.GOAL, finance.big_goal_id, timezone.now() + timedelta(minutes=1))
    assert because(calm, [noted]) == ["Finance Operations changed"]


def test_what_happened_to_people_is_told_with_their_name(calm: Recruiter) -> None:
    ann = make_candidate("Ann Odell")
    relationship = make_relationship(calm, ann)
    assert told(calm) == "you added Ann Odell"
    finish(calm)
    statement = make_statement(ann, "Nobody should have to ask us twice.")
    assert told(calm) == "a statement of Ann Odell changed"
    finish(calm)
    ann.objected_at = timezone.now()
    ann.save(update_fields=["objected_at"])
    assert told(calm) == "what Ann Odell agreed to changed"
    finish(calm)
    relationship.added_at = timezone.now() - timedelta(days=30)
    relationship.tier = "invest"
    relationship.save(update_fields=["added_at", "tier"])
    assert told(calm) == "you moved or pinned Ann Odell"
    finish(calm)
    statement.delete()
    assert told(calm) == "a statement went"
    finish(calm)
    relationship.delete()
    assert told(calm) == "Ann Odell left your list"


def test_settings_of_the_recruiter_are_told(calm: Recruiter) -> None:
    serve(calm, make_department("Security", "Make the safe way the pleasant way."))
    assert told(calm) == "the departments you serve changed: Security"
    finish(calm)
    calm.invest_places = 40
    calm.save(update_fields=["invest_places"])
    assert told(calm) == "your number of Invest places changed"
    finish(calm)
    calm.rerank.ask()
    assert told(calm) == "you asked for it"


def test_every_cause_has_words_even_when_its_row_is_gone(calm: Recruiter) -> None:
    noted = [Noted(cause, 987_654) for cause in Cause] + [Noted(cause, None) for cause in Cause]
    words = because(calm, noted)
    assert all(words)
    assert not [word for word in words if "None" in word]


def test_costs_the_same_whatever_the_number_of_causes(
    calm: Recruiter, finance: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ann, bob = make_candidate(), make_candidate()
    noted = [
        Noted(Cause.GOAL, finance.big_goal_id),
        Noted(Cause.STATEMENT, make_statement(ann).pk),
        Noted(Cause.LIST, ann.pk),
        Noted(Cause.SERVED, finance.pk),
    ]
    with django_assert_num_queries(5):
        because(calm, noted)
    with django_assert_num_queries(5):
        because(calm, noted * 5 + [Noted(Cause.LIST, bob.pk)])
