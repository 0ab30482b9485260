"""Re-rank runs: what is on its way, what each run changed, and asking for one."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate
from hiring.models import Department
from recruiter.models import Cause, Ranking, Recruiter, RerankDue, User
from tests.factories import make_candidate, make_goal, make_relationship, serve
from tests.pages import IN_PROGRESS, words
from tests.recruiter.runs import Fits, publish

RUNS, COMPARE, PROGRESS, ASK = "/runs/", "/runs/compare/", "/runs/progress/", "/runs/re-rank/"


@pytest.fixture
def desk(client: Client, rita: Recruiter) -> Client:
    client.force_login(rita.user)
    return client


@pytest.fixture
def people(rita: Recruiter) -> list[Candidate]:
    made = [make_candidate(f"Person {number:02}") for number in range(8)]
    for person in made:
        make_relationship(rita, person)
    return made


def even(people: list[Candidate], finance: Department) -> Fits:
    return {person: (finance, 0.9 - row / 20) for row, person in enumerate(people)}


@pytest.fixture
def two_runs(
    rita: Recruiter, finance: Department, hana: User, people: list[Candidate]
) -> tuple[Ranking, Ranking]:
    """The second brings the last person to the front, because Hana edited the goal."""
    fits = even(people, finance)
    first = publish(rita, fits, published_at=timezone.now() - timedelta(days=20))
    goal = make_goal(finance, "Be done by noon.", hana)
    fits[people[7]] = (finance, 0.99)
    second = publish(rita, fits, cause=Cause.GOAL, cause_id=goal.pk)
    return first, second


def owe(recruiter: Recruiter, **fields: object) -> RerankDue:
    """Ask for a re-rank, and leave the due row as a worker would."""
    due = RerankDue.objects.get(recruiter=recruiter)
    due.ask()
    for name, value in fields.items():
        setattr(due, name, value)
    due.save(update_fields=list(fields) or None)
    return due


# ---- who may ----


@pytest.mark.parametrize("role", ["hana", "ada"])
@pytest.mark.parametrize("address", [RUNS, "/runs/1/", COMPARE, PROGRESS])
def test_other_roles_get_403(
    client: Client, role: str, address: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(address).status_code == HTTPStatus.FORBIDDEN
    assert client.post(ASK).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("address", [RUNS, "/runs/1/", COMPARE, PROGRESS])
def test_the_wrong_verb_is_405(desk: Client, address: str) -> None:
    assert desk.post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert desk.get(ASK).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_another_recruiters_run_is_not_there(
    client: Client, raj: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    client.force_login(raj.user)
    assert client.get("/runs/2/").status_code == HTTPStatus.NOT_FOUND
    compared = client.get(COMPARE, {"from": 1, "to": 2})
    assert compared.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Person" not in compared.content.decode()


def test_a_number_that_no_run_can_have_is_not_found(desk: Client) -> None:
    assert desk.get(f"/runs/{'9' * 40}/").status_code == HTTPStatus.NOT_FOUND


# ---- what a run changed ----


def test_the_newest_run_says_what_caused_it_and_who_moved(
    desk: Client, two_runs: tuple[Ranking, Ranking]
) -> None:
    told = words(desk.get(RUNS))
    assert "Re-rank 2" in told
    assert "Hana Novak edited Finance Operations\u2019 goal" in told
    assert "1 moved, 7 stayed" in told
    assert "Person 07 8 to 1 Finance Operations rewrote its goal" in told


def test_an_earlier_run_opens_by_its_number(
    desk: Client, two_runs: tuple[Ranking, Ranking]
) -> None:
    told = words(desk.get(two_runs[0].get_absolute_url()))
    assert "Re-rank 1, 2 weeks ago" in told or "Re-rank 1, 3 weeks ago" in told
    assert "The first re-rank: it put 8 people in order." in told


def test_a_run_that_moved_nobody_says_so(
    desk: Client, rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    for _ in range(2):
        publish(rita, even(people, finance))
    assert "Nobody moved: everybody kept their place." in words(desk.get(RUNS))


def test_a_run_of_a_form_no_longer_read_is_told(
    desk: Client, two_runs: tuple[Ranking, Ranking]
) -> None:
    Ranking.objects.filter(pk=two_runs[0].pk).update(records=b"not a ranking")
    told = words(desk.get(RUNS))
    assert "kept in a form that is no longer read" in told


def test_reduced_quality_is_told(
    desk: Client, rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    publish(rita, even(people, finance), reduced_quality="the small encoder is in use")
    assert "Reduced quality. the small encoder is in use" in words(desk.get(RUNS))


def test_before_the_first_run_the_page_says_what_will_be_here(desk: Client) -> None:
    assert "No re-rank yet" in words(desk.get(RUNS))


def test_costs_the_same_however_many_runs_and_people(
    desk: Client,
    rita: Recruiter,
    finance: Department,
    two_runs: tuple[Ranking, Ranking],
    people: list[Candidate],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk.get(RUNS)
    with django_assert_num_queries(14):
        desk.get(RUNS)
    for _ in range(4):
        goal = make_goal(finance)
        publish(rita, even(people[::-1], finance), cause=Cause.GOAL, cause_id=goal.pk)
        publish(rita, even(people, finance), cause=Cause.GOAL, cause_id=goal.pk)
    with django_assert_num_queries(14):
        desk.get(RUNS)


# ---- two runs of one's choice ----


@pytest.mark.parametrize("chosen", [(1, 2), (2, 1)])
def test_compares_two_runs_the_earlier_one_first(
    desk: Client, two_runs: tuple[Ranking, Ranking], chosen: tuple[int, int]
) -> None:
    told = words(desk.get(COMPARE, dict(zip(("from", "to"), chosen, strict=True))))
    assert "Re-rank 2 against 1" in told
    assert "Person 07 8 to 1" in told


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": 1, "to": 1}, "Choose two different runs."),
        ({"from": 1, "to": 99}, "Choose a run that is on the list."),
        ({"from": "x", "to": 2}, "Choose a run that is on the list."),
        ({"from": "9" * 30, "to": 2}, "Choose a run that is on the list."),
        ({}, "Choose a run that is on the list."),
    ],
)
def test_a_choice_that_cannot_be_compared_is_422(
    desk: Client, two_runs: tuple[Ranking, Ranking], query: dict[str, str | int], sentence: str
) -> None:
    response = desk.get(COMPARE, query)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in words(response)


# ---- what is on its way ----


def test_a_running_re_rank_shows_its_texts_and_its_cause(
    desk: Client, rita: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    owe(
        rita,
        lease_until=timezone.now() + timedelta(seconds=10),
        started_at=timezone.now() - timedelta(seconds=20),
        step_done=812,
        step_total=1699,
    )
    body = desk.get(RUNS).content.decode()
    told = words(desk.get(RUNS))
    assert "Running now started 20 seconds ago, because you asked for it 812 of 1,699" in told
    assert 'hx-trigger="every 2s"' in body
    assert f"{PROGRESS}?seen=2" in body
    assert "Re-rank 2" in told


def test_a_re_rank_that_waits_is_shown_as_starting(
    desk: Client, rita: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    owe(rita)
    assert "Starting" in words(desk.get(RUNS))


def test_a_worker_that_has_gone_quiet_is_told_and_waited_for(
    desk: Client, rita: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    gone = timezone.now() - timedelta(minutes=2)
    owe(rita, lease_until=gone, started_at=gone, step_done=3, step_total=9)
    page = words(desk.get(RUNS))
    assert "The worker on it has gone quiet. It was last heard of 2 minutes ago" in page
    assert "because you asked for it. Nothing is lost" in page
    assert "hx-trigger" in desk.get(PROGRESS, headers=IN_PROGRESS).content.decode()


def test_a_failed_re_rank_says_what_stands_and_when_it_tries_again(
    desk: Client, rita: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    owe(
        rita,
        failed_at=timezone.now() - timedelta(minutes=3),
        failure="The encoder\u2019s weights are missing.",
        retry_at=timezone.now() + timedelta(seconds=100),
        attempts=3,
    )
    told = words(desk.get(RUNS))
    assert "It stopped 3 minutes ago: The encoder\u2019s weights are missing. It was" in told
    assert "It tries again by itself in 2 minutes." in told
    assert "The lists of re-rank 2" in told
    assert "Your notes and contacts" in told


def test_progress_ends_by_saying_what_is_new(
    desk: Client,
    rita: Recruiter,
    finance: Department,
    people: list[Candidate],
    two_runs: tuple[Ranking, Ranking],
) -> None:
    owe(rita)
    waiting = desk.get(PROGRESS, {"seen": 2}, headers=IN_PROGRESS)
    assert "every 2s" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    publish(rita, even(people, finance), entered=2, left=1)
    done = desk.get(PROGRESS, {"seen": 2}, headers=IN_PROGRESS)
    assert "Re-rank 3 has finished. 2 into Invest, 1 to Maintain." in words(done)
    assert "every 2s" not in done.content.decode()


def test_progress_ends_by_saying_that_nobody_moved(
    desk: Client, rita: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    due = owe(rita)
    due.done = due.due
    due.save(update_fields=["done"])
    done = desk.get(PROGRESS, {"seen": 2}, headers=IN_PROGRESS)
    assert "Done, and nobody moved. Nothing had changed since re-rank 2." in words(done)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "9" * 5000])
def test_progress_takes_any_number(
    desk: Client, two_runs: tuple[Ranking, Ranking], seen: str
) -> None:
    response = desk.get(PROGRESS, {"seen": seen}, headers=IN_PROGRESS)
    assert response.status_code == HTTPStatus.OK


def test_progress_alone_leads_to_the_page(desk: Client) -> None:
    assert desk.get(PROGRESS)["Location"] == RUNS


# ---- asking for one ----


def test_asking_marks_the_ranking_due_and_shows_it(
    desk: Client, rita: Recruiter, two_runs: tuple[Ranking, Ranking]
) -> None:
    before = RerankDue.objects.get(recruiter=rita)
    assert not before.is_due
    response = desk.post(ASK, follow=True)
    after = RerankDue.objects.get(recruiter=rita)
    assert (after.due, after.cause) == (before.due + 1, Cause.ASKED)
    assert "because you asked for it" in words(response)


def test_asking_tries_a_failed_re_rank_again_at_once(desk: Client, rita: Recruiter) -> None:
    owe(rita, failed_at=timezone.now(), retry_at=timezone.now() + timedelta(hours=1))
    desk.post(ASK)
    assert RerankDue.objects.get(recruiter=rita).retry_at is None


def test_asking_on_the_fast_path_answers_the_progress_alone(
    desk: Client, two_runs: tuple[Ranking, Ranking]
) -> None:
    response = desk.post(ASK, headers=IN_PROGRESS)
    assert "Starting" in words(response)
    assert "<html" not in response.content.decode()


def test_asking_touches_nobody_else(desk: Client, raj: Recruiter, finance: Department) -> None:
    serve(raj, finance)
    before = RerankDue.objects.get(recruiter=raj).due
    desk.post(ASK)
    assert RerankDue.objects.get(recruiter=raj).due == before
