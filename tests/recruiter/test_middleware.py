"""One transaction per request: committed before the answer, rolled back when something broke."""

from collections.abc import Callable
from unittest.mock import patch

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from candidates.models import Candidate
from recruiter.middleware import TransactionMiddleware, TryAgain, sqlstate
from recruiter.models import Recruiter
from tests.factories import make_candidate, make_user

View = Callable[[HttpRequest], HttpResponse]


def answer(view: View) -> HttpResponse:
    return TransactionMiddleware(view)(RequestFactory().post("/somewhere/", {"body": "A note."}))


@pytest.mark.django_db(transaction=True)
def test_an_answer_commits_what_was_written() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        make_candidate("Ana")
        assert connection.in_atomic_block
        return HttpResponse("done")

    assert answer(view).status_code == 200
    assert not connection.in_atomic_block
    assert Candidate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_5xx_leaves_nothing_behind() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        make_candidate("Ana")
        return HttpResponse("broken", status=500)

    assert answer(view).status_code == 500
    assert Candidate.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_tried_again_from_the_start() -> None:
    tries: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        tries.append(Candidate.objects.count())
        make_candidate("Ana")
        return TryAgain(status=503) if len(tries) < 3 else HttpResponse("done")

    assert answer(view).status_code == 200
    assert tries == [0, 0, 0]
    assert Candidate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_keeps_losing_is_told_to_wait_and_keeps_its_words() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return TryAgain(status=503)

    response = answer(view)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "A note." in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_answers_503_with_what_was_typed() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise AssertionError("not reached")

    with patch.object(connection, "connect", side_effect=OperationalError("away")):
        connection.close()
        response = answer(view)
    assert response.status_code == 503
    assert "A note." in response.content.decode()


def test_deadlocks_and_serialization_failures_are_what_is_tried_again() -> None:
    middleware = TransactionMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/")

    def caused_by(cause: Exception) -> OperationalError:
        error = OperationalError("no")
        error.__cause__ = cause
        return error

    for cause in (psycopg.errors.DeadlockDetected(), psycopg.errors.SerializationFailure()):
        assert sqlstate(caused_by(cause))
        assert isinstance(middleware.process_exception(request, caused_by(cause)), TryAgain)
    assert middleware.process_exception(request, caused_by(ValueError())) is None
    assert middleware.process_exception(request, ValueError()) is None


@pytest.mark.django_db
def test_the_database_knows_who_acts_for_the_length_of_a_request(
    client: Client, rita: Recruiter
) -> None:
    seen: list[str] = []

    def spy(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if "recruiter_relationship" in sql and not seen:
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('cultivate.actor', true)")
                seen.extend(cursor.fetchone())
        return execute(sql, *rest)

    client.force_login(rita.user)
    with connection.execute_wrapper(spy):
        assert client.get("/invest/").status_code == 200
    assert seen == [str(rita.user.pk)]


@pytest.mark.django_db
def test_private_pages_are_kept_by_nobody(client: Client, rita: Recruiter) -> None:
    client.force_login(rita.user)
    response = client.get("/invest/")
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_every_page_asks_who_you_are(client: Client) -> None:
    for address in ("/invest/", "/maintain/", "/goals/", "/runs/", "/admin/"):
        response = client.get(address)
        assert response.status_code == 302, address
        assert "next=" in response["Location"]


@pytest.mark.django_db
def test_dates_are_in_the_readers_time_zone(client: Client) -> None:
    user = make_user(time_zone="Pacific/Auckland")
    assert user.time_zone == "Pacific/Auckland"
    client.force_login(user)
    assert client.get("/invest/").status_code == 403  # logged in, without a role
