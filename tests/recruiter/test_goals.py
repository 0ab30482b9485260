"""The page of goals: what each department is for, who stands behind it, in bars and in a table."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hiring.models import BigGoal, Department
from recruiter.models import Recruiter, User
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_manager,
    make_relationship,
    make_statement,
    make_user,
    serve,
)
from tests.pages import words
from tests.recruiter.runs import publish

GOALS = "/goals/"


@pytest.fixture
def desk(client: Client, rita: Recruiter) -> Client:
    client.force_login(rita.user)
    return client


def test_shows_each_department_with_goal_manager_and_importance(
    desk: Client, rita: Recruiter, finance: Department, hana: User
) -> None:
    serve(rita, make_department("Security", "Make the safe way the pleasant way."), importance=3)
    told = words(desk.get(GOALS))
    assert "Close the books in one day" in told
    assert "Hana Novak" in told
    assert told.index("Security") < told.index("Finance Operations")
    assert "Highest" in told


def test_shows_only_departments_that_are_served(desk: Client, finance: Department) -> None:
    make_department("Canary department", "Canary goal.")
    assert "Canary" not in desk.get(GOALS).content.decode()


def test_another_recruiters_people_are_not_counted(
    desk: Client, rita: Recruiter, raj: Recruiter, finance: Department
) -> None:
    serve(raj, finance)
    theirs = make_candidate()
    make_relationship(raj, theirs)
    publish(raj, {theirs: (finance, 0.9)})
    publish(rita, {})
    assert "0 strong, 0 good, 0 faint" in desk.get(GOALS).content.decode()


@pytest.mark.parametrize("role", ["hana", "ada"])
def test_other_roles_get_403(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(GOALS).status_code == HTTPStatus.FORBIDDEN


def test_the_wrong_verb_is_405(desk: Client) -> None:
    assert desk.post(GOALS).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_serving_nothing_says_what_to_do(client: Client, raj: Recruiter) -> None:
    client.force_login(raj.user)
    assert "You serve no department yet" in words(client.get(GOALS))


def test_before_the_first_ranking_nobody_is_counted(desk: Client) -> None:
    told = words(desk.get(GOALS))
    assert "Nobody is counted yet" in told
    assert "Thin" not in told


def test_a_ranking_that_is_no_longer_read_does_not_break_the_page(
    desk: Client, rita: Recruiter
) -> None:
    publish(rita, {})
    rita.rankings.update(records=b"not a ranking")
    assert "counts anew" in words(desk.get(GOALS))


def test_bars_and_table_say_the_same(desk: Client, rita: Recruiter, finance: Department) -> None:
    strong, good, faint = (make_candidate() for _ in range(3))
    for person in (strong, good, faint):
        make_relationship(rita, person)
    publish(rita, {strong: (finance, 0.9), good: (finance, 0.4), faint: (finance, 0.2)})
    bars = desk.get(GOALS).content.decode()
    assert "Finance Operations: 1 strong, 1 good, 1 faint. Aim: 5 strong." in bars
    assert "1 of 50 Invest places go to a strong match" in words(desk.get(GOALS))
    assert "Thin bench: Finance Operations" in words(desk.get(GOALS))
    table = words(desk.get(GOALS, {"view": "table"}))
    assert "Finance Operations Thin 1 1 1 3 0 Normal" in table


def test_a_goal_that_nobody_confirmed_for_half_a_year_is_amber(
    desk: Client, rita: Recruiter, finance: Department
) -> None:
    security = make_department("Security")
    serve(rita, security)
    BigGoal.objects.create(
        department=security,
        version=1,
        text="Make the safe way the pleasant way.",
        created_at=timezone.now() - timedelta(days=250),
    )
    publish(rita, {})
    assert "1 Goal not confirmed for 6 months: Security" in words(desk.get(GOALS))
    assert "8 months ago" in words(desk.get(GOALS))
    security.refresh_from_db()
    security.confirm_goal(by=rita.user)
    assert "0 Goals not confirmed for 6 months" in words(desk.get(GOALS))


def test_a_department_without_a_goal_and_a_closed_one_are_not_thin(
    desk: Client, rita: Recruiter, finance: Department
) -> None:
    serve(rita, make_department("Quality"))
    finance.closed_at = timezone.now()
    finance.save(update_fields=["closed_at"])
    publish(rita, {})
    told = words(desk.get(GOALS))
    assert "No goal yet" in told
    assert "Closed" in told
    assert "0 Thin benches" in told


def test_says_when_the_numbers_are_about_to_change(
    desk: Client, rita: Recruiter, finance: Department
) -> None:
    publish(rita, {})
    assert "about to change" not in words(desk.get(GOALS))
    make_goal(finance, "Be done by noon.")
    assert "about to change" in words(desk.get(GOALS))


def test_costs_the_same_whatever_the_number_of_goals(
    desk: Client,
    rita: Recruiter,
    finance: Department,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_manager(finance)
    make_relationship(rita, ann := make_candidate())
    make_statement(ann, "I count what others lose.", pk=ann.pk)  # as `publish` has it
    publish(rita, {ann: (finance, 0.5)})
    desk.get(GOALS)
    with django_assert_num_queries(17):
        desk.get(GOALS)
    for _ in range(5):
        department = make_department(goal="Be there.")
        serve(rita, department)
        make_manager(department, make_user())
        person = make_candidate()
        make_relationship(rita, person)
    publish(rita, {ann: (finance, 0.5)})
    with django_assert_num_queries(17):
        desk.get(GOALS)
