import pytest
from django.conf import settings
from django.test import Client

from candidates.models import Candidate
from recruiter.models import Recruiter, User
from tests.factories import PASSWORD, make_user
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita_can_log_in(rita: Recruiter) -> Recruiter:
    rita.user.set_password(PASSWORD)
    rita.user.save()
    return rita


def log_in(client: Client, email: str, password: str, **fields: str) -> tuple[int, str, str]:
    response = client.post("/log-in/", {"username": email, "password": password} | fields)
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_an_e_mail_in_any_capitals_logs_in(client: Client, rita_can_log_in: Recruiter) -> None:
    status, location, _ = log_in(client, "Rita.OKAFOR@example.com", PASSWORD)
    assert (status, location) == (302, "/")
    assert client.get("/").headers["Location"] == "/today/"


def test_log_in_goes_on_to_the_page_that_was_asked_for_and_never_off_the_site(
    client: Client, rita_can_log_in: Recruiter
) -> None:
    email = rita_can_log_in.user.email
    assert log_in(client, email, PASSWORD, next="/maintain/")[1] == "/maintain/"
    client.logout()
    assert log_in(client, email, PASSWORD, next="https://elsewhere.example/")[1] == "/"


def test_the_refusal_never_says_which_of_the_two_was_wrong(
    client: Client, rita_can_log_in: Recruiter
) -> None:
    gone = make_user("Gone Away", is_active=False)
    gone.set_password(PASSWORD)
    gone.save()
    tries = [
        log_in(client, rita_can_log_in.user.email, "not it"),
        log_in(client, "nobody@example.com", PASSWORD),
        log_in(client, gone.email, PASSWORD),
    ]
    assert [status for status, _, _ in tries] == [422] * 3
    for _, _, html in tries:
        assert "That e-mail and password do not match" in html
        assert PASSWORD not in html


def test_the_session_is_a_new_one_after_log_in(client: Client, rita_can_log_in: Recruiter) -> None:
    client.get("/log-in/")
    session = client.session
    session["left"] = "behind"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    before = session.session_key
    log_in(client, rita_can_log_in.user.email, PASSWORD)
    assert client.session.session_key != before


def test_logging_out_ends_the_session_and_needs_a_post(
    at_desk: Client,
) -> None:
    assert at_desk.get("/log-out/").status_code == 405
    assert at_desk.post("/log-out/").headers["Location"] == "/log-in/"
    assert at_desk.get("/invest/").status_code == 302


def test_home_leads_each_role_to_its_page(
    client: Client, rita: Recruiter, hana: User, ada: User
) -> None:
    for user, place in ((rita.user, "/today/"), (hana, "/goal/"), (ada, "/admin/")):
        client.force_login(user)
        assert client.get("/").headers["Location"] == place
    client.force_login(make_user("No Role"))
    assert client.get("/").status_code == 403


def test_a_page_is_only_for_who_is_logged_in(client: Client, amara: Candidate) -> None:
    for address in ("/invest/", amara.get_absolute_url(), "/people/new/", "/status/"):
        assert client.get(address).headers["Location"].startswith("/log-in/?next=")


def test_a_session_that_ended_leaves_what_was_typed_in_its_place(client: Client) -> None:
    response = client.get("/log-in/?next=/people/1/notes/", headers=asking("composer"))
    assert response.headers["HX-Reswap"] == "none"
    assert "Your text is still here" in response.content.decode()


def test_the_poll_of_a_session_that_ended_stays_quiet(client: Client) -> None:
    response = client.get("/log-in/?next=/status/", headers=asking("status"))
    assert response.status_code == 204


def test_the_theme_is_printed_by_the_server_from_a_cookie(at_desk: Client) -> None:
    response = at_desk.post("/theme/", {"theme": "dark", "next": "/maintain/"})
    assert response.headers["Location"] == "/maintain/"
    assert 'data-theme="dark"' in at_desk.get("/invest/").content.decode()
    at_desk.post("/theme/", {"theme": ""})
    assert "data-theme" not in at_desk.get("/invest/").content.decode()


def test_an_unknown_theme_is_forgotten_and_no_markup_comes_through(at_desk: Client) -> None:
    at_desk.cookies["theme"] = 'dark"><script>'
    assert "data-theme" not in at_desk.get("/invest/").content.decode()


def test_whoever_is_logged_in_does_not_go_round_in_the_log_in(at_desk: Client) -> None:
    response = at_desk.get("/log-in/", {"next": "/log-in/"})
    assert response.headers["Location"] == "/"


def test_letters_that_only_share_a_capital_are_two_addresses(client: Client, db: None) -> None:
    for address in ("sam@example.com", "\u017fam@example.com"):
        user = make_user(address, email=address)
        user.set_password(PASSWORD)
        user.save()
        assert User.objects.get_by_natural_key(address.replace("a", "A")) == user
    response = client.post("/log-in/", {"username": "Sam@Example.com", "password": PASSWORD})
    assert response.status_code == 302
