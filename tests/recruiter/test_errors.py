import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Note
from recruiter.views.errors import csrf_failure, server_error
from tests.recruiter.conftest import asking, note_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def notes_break(db: None) -> Iterator[None]:
    """Every write of a note fails inside the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION break_notes() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'broken on purpose'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER break_notes BEFORE INSERT ON candidates_note"
            " FOR EACH ROW EXECUTE FUNCTION break_notes()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION break_notes() CASCADE")


def test_a_server_error_shows_what_was_typed_in_a_form_that_sends_it_again(
    at_desk: Client, amara: Candidate, notes_break: None
) -> None:
    at_desk.raise_request_exception = False
    typed = note_form(body='Half an hour of "typing" & thought.')
    response = at_desk.post(f"/people/{amara.pk}/notes/", typed)
    html = response.content.decode()
    assert response.status_code == 500
    assert "Half an hour of &quot;typing&quot; &amp; thought." in html
    assert f'action="/people/{amara.pk}/notes/"' in html
    assert f'value="{typed["key"]}"' in html
    assert "csrfmiddlewaretoken" in html


def test_sent_again_after_the_error_it_makes_one_note(at_desk: Client, amara: Candidate) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        at_desk.post(f"/people/{amara.pk}/notes/", note_form(key=key))
    assert Note.objects.count() == 1


def test_to_htmx_a_server_error_swaps_nothing(
    at_desk: Client, amara: Candidate, notes_break: None
) -> None:
    at_desk.raise_request_exception = False
    response = at_desk.post(f"/people/{amara.pk}/notes/", note_form(), headers=asking("composer"))
    assert response.status_code == 500
    assert response.headers["HX-Reswap"] == "none"


def test_the_error_page_asks_nothing_of_the_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = rf.post("/people/1/notes/", {"body": "Words.", "password": "secret words"})
    with django_assert_num_queries(0):
        html = server_error(request).content.decode()
    assert "Words." in html
    assert "secret words" not in html


MISMATCH = "CSRF token from POST incorrect."
OURS = {"Origin": "http://testserver"}


def refused_form(
    rf: RequestFactory, headers: dict[str, str], reason: str = MISMATCH, **fields: str
) -> str:
    request = rf.post("/people/1/notes/", {"body": "Words.", **fields}, headers=headers)
    response = csrf_failure(request, reason)
    assert response.status_code == 403
    return response.content.decode()


@pytest.mark.parametrize("headers", [OURS, {"Referer": "http://testserver/people/1/"}])
def test_a_page_older_than_the_last_log_in_keeps_what_was_typed(
    rf: RequestFactory, headers: dict[str, str]
) -> None:
    html = refused_form(rf, headers, csrfmiddlewaretoken="stale")
    assert "Words." in html
    assert "Send it now" in html
    assert "stale" not in html


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Origin": "https://evil.example"}, MISMATCH),
        ({"Origin": "https://evil.example", "Referer": "http://testserver/"}, MISMATCH),
        ({"Origin": "null"}, MISMATCH),
        ({"Referer": "http://evil.example/http://testserver/"}, MISMATCH),
        ({"Referer": "http://[::1"}, MISMATCH),
        ({}, MISMATCH),
        (OURS, "CSRF cookie not set."),
        (OURS, "CSRF token missing."),
    ],
)
def test_a_form_from_elsewhere_gets_no_button_that_sends_it(
    rf: RequestFactory, headers: dict[str, str], reason: str
) -> None:
    html = refused_form(rf, headers, reason, visibility="team")
    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html
    assert "Words.</textarea>" in html


@pytest.mark.parametrize("headers", [OURS, {}])
def test_no_field_with_password_in_its_name_is_shown_back(
    rf: RequestFactory, headers: dict[str, str]
) -> None:
    secret = "a secret that is much longer than forty characters are"
    html = refused_form(rf, headers, password1=secret, usable_Password=secret)
    assert "secret" not in html


def test_a_broken_server_offers_nothing_to_a_form_from_elsewhere(rf: RequestFactory) -> None:
    headers = {"Origin": "https://evil.example"}
    request = rf.post("/notes/1/delete/", {"body": "Words."}, headers=headers)
    assert "<form" not in server_error(request).content.decode()


def test_to_htmx_it_sends_the_new_token_and_swaps_nothing(rf: RequestFactory) -> None:
    request = rf.post("/people/1/notes/", {"body": "Words."}, headers={"HX-Request": "true"})
    response = csrf_failure(request)
    assert response.headers["HX-Reswap"] == "none"
    assert "cultivate:token" in response.headers["HX-Trigger"]


def test_a_forged_form_is_refused(rita_page: Client, amara: Candidate) -> None:
    response = rita_page.post(f"/people/{amara.pk}/notes/", note_form())
    assert response.status_code == 403
    assert "Likes ledgers." in response.content.decode()
    assert not Note.objects.exists()


@pytest.fixture
def rita_page(at_desk: Client) -> Client:
    """Rita's browser, with the check of forms switched on."""
    at_desk.handler.enforce_csrf_checks = True
    return at_desk


def test_a_missing_page_says_so_calmly(at_desk: Client) -> None:
    response = at_desk.get("/nowhere/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()


CHARSETS = ["utf-7", "unicode_escape", "hex", "utf-16", "rot13", "idna", "latin-1"]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_a_body_in_anything_but_utf_8_is_refused_unread(
    at_desk: Client, amara: Candidate, kind: str, charset: str
) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\\ud800\r\n--x--\r\n'
    response = at_desk.generic(
        "POST", f"/people/{amara.pk}/notes/", body, content_type=f"{kind}; charset={charset}"
    )
    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
    assert "Content-Security-Policy" in response.headers
    assert not Note.objects.exists()


def test_a_body_in_utf_8_may_say_so(at_desk: Client, amara: Candidate) -> None:
    response = at_desk.generic(
        "POST",
        f"/people/{amara.pk}/notes/",
        urlencode(note_form()),
        content_type="application/x-www-form-urlencoded; charset=UTF-8",
    )
    assert response.status_code == 302
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    "form", [note_form(body="x" * 3_000_000), {f"field{n}": "" for n in range(1500)}]
)
def test_more_than_one_form_can_hold_is_refused_with_what_to_do(
    at_desk: Client, amara: Candidate, form: dict[str, str]
) -> None:
    address = f"/people/{amara.pk}/notes/"
    response = at_desk.post(address, form)
    assert response.status_code == 413
    assert "Send it in shorter parts." in response.content.decode()
    response = at_desk.post(address, form, headers=asking("composer"))
    assert response.status_code == 413
    assert response.headers["HX-Reswap"] == "none"
    assert 'id="toasts"' in response.content.decode()


def test_the_error_page_shows_what_is_no_text(rf: RequestFactory) -> None:
    kind = "multipart/form-data; boundary=x; charset=unicode_escape"
    body = (
        b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nHalf \\ud800 a letter.\r\n--x--'
    )
    request = rf.generic("POST", "/people/1/notes/", body + b"\r\n", content_type=kind)
    assert "Half ? a letter." in server_error(request).content.decode()


def test_the_error_page_does_without_a_form_that_cannot_be_read(rf: RequestFactory) -> None:
    request = rf.post("/people/1/notes/", {f"field{n}": "" for n in range(1500)})
    assert "Nothing was changed." in server_error(request).content.decode()
