"""The recruiter's side of a person's own link, of what they did, and of their erasure."""

import email
import email.policy
import re
import smtplib
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from candidates.models import CONSENT_HOLDS, Candidate, CandidateAct, CandidateLink
from recruiter import acts, consents
from recruiter.models import Recruiter, User
from tests.factories import make_candidate, make_relationship
from tests.pages import HTMX, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def amara(rita: Recruiter) -> Candidate:
    one = make_candidate("Amara Okonkwo", email="amara@x.example")
    make_relationship(rita, one)
    return one


def url_in(text: str) -> str:
    found = re.search(r"http://testserver(/link/[\w-]+/)", text)
    assert found
    return found[1]


def test_a_link_is_made_and_shown_this_once(at_desk: Client, amara: Candidate) -> None:
    made = at_desk.post(f"/people/{amara.pk}/link/")
    url = url_in(made.text)
    assert Client().get(url).headers["Location"] == "/own/"
    again = at_desk.get(f"/people/{amara.pk}/")
    assert url not in again.text
    assert "Opens until" in words(again)
    assert "Last opened" in words(again)


def test_htmx_gets_the_box_alone(at_desk: Client, amara: Candidate) -> None:
    headers = HTMX | {"HX-Target": "own_link"}
    answer = at_desk.post(f"/people/{amara.pk}/link/", headers=headers)
    assert answer.text.lstrip().startswith('<section id="own_link"')
    url_in(answer.text)
    for path in ("link/mail/", "link/revoke/"):
        answer = at_desk.post(f"/people/{amara.pk}/{path}", headers=headers)
        assert 'id="own_link"' in answer.text


def test_a_new_link_ends_the_one_before_and_not_a_colleagues(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    colleague = Client()
    colleague.force_login(raj.user)
    theirs = url_in(colleague.post(f"/people/{amara.pk}/link/").text)
    first = url_in(at_desk.post(f"/people/{amara.pk}/link/").text)
    at_desk.post(f"/people/{amara.pk}/link/")
    assert Client().get(first).headers["Location"] == "/own/closed/"
    assert Client().get(theirs).headers["Location"] == "/own/"
    at_desk.post(f"/people/{amara.pk}/link/revoke/")
    assert CandidateLink.objects.not_revoked().get().by == raj.user


def test_a_link_is_mailed_in_text_and_html(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    assert at_desk.post(f"/people/{amara.pk}/link/mail/").status_code == 302
    letter = mail.outbox[0]
    assert letter.to == ["amara@x.example"]
    assert letter.reply_to == [rita.user.email]
    html, kind = letter.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert url_in(str(letter.body)) == url_in(str(html))
    assert Client().get(url_in(str(letter.body))).headers["Location"] == "/own/"
    assert "Mailed" in words(at_desk.get(f"/people/{amara.pk}/"))
    amara.refresh_from_db()
    assert (amara.asked_on is not None, amara.purpose_state) == (True, "asked")


def test_a_mail_goes_by_smtp(
    at_desk: Client, amara: Candidate, settings: pytest.FixtureRequest
) -> None:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        host, port = server.server_address[:2]
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, port  # type: ignore[attr-defined]
        at_desk.post(f"/people/{amara.pk}/link/mail/")
    letter = email.message_from_bytes(server.letter, policy=email.policy.default)
    assert letter["To"] == "amara@x.example"
    assert letter.get_content_type() == "multipart/alternative"
    text = letter.get_body(("plain",))
    assert text
    assert Client().get(url_in(text.get_content())).headers["Location"] == "/own/"


class MailServer(socketserver.TCPServer):
    """Takes one letter, as a mail server does, and keeps it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letter = b""
        self.thread = threading.Thread(target=self.handle_request)
        self.thread.start()

    def server_close(self) -> None:
        self.thread.join(10)
        super().server_close()


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (part := self.rfile.readline()) != b".\r\n":
                    self.server.letter += part.removeprefix(b".")
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 yes\r\n")
            if verb == b"QUIT":
                return


def test_today_says_that_something_was_done(at_desk: Client, amara: Candidate) -> None:
    assert "page of their own" not in words(at_desk.get("/today/"))
    acts.note(amara, acts.Action.REVIEW)
    assert "1 thing was done on a page of their own. See what" in words(at_desk.get("/today/"))


def test_somebody_on_no_list_is_everybodys_concern(
    amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    rita.relationships.all().delete()
    assert acts.note(amara, acts.Action.LINK_ASKED).told == sorted([rita.user_id, raj.user_id])


def test_a_mail_that_does_not_go_leaves_the_link_to_copy(
    at_desk: Client, amara: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    answer = at_desk.post(f"/people/{amara.pk}/link/mail/")
    assert answer.status_code == 200
    assert "The mail did not go" in words(answer)
    url_in(answer.text)


def test_nobody_without_an_address_is_mailed(at_desk: Client, rita: Recruiter) -> None:
    silent = make_candidate("Bo Lind")
    assert at_desk.post(f"/people/{silent.pk}/link/mail/").status_code == 422
    assert "Mail a link" not in at_desk.get(f"/people/{silent.pk}/").text


def test_what_they_did_is_told_until_it_is_seen(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    acts.note(amara, acts.Action.CORRECTED, "email")
    page = words(at_desk.get(f"/people/{amara.pk}/"))
    assert "Corrected their details: e-mail, today" in page
    assert "New" in words(at_desk.get("/heard/"))
    at_desk.post(f"/people/{amara.pk}/heard/")
    assert "Corrected their details" not in words(at_desk.get(f"/people/{amara.pk}/"))
    assert "Corrected their details" in words(at_desk.get("/heard/"))
    colleague = Client()
    colleague.force_login(raj.user)
    assert "Nothing yet" in words(colleague.get("/heard/"))


def test_all_is_marked_as_seen(at_desk: Client, amara: Candidate, rita: Recruiter) -> None:
    acts.note(amara, acts.Action.REVIEW)
    assert "Waits for you" in words(at_desk.get("/heard/"))
    at_desk.post("/heard/")
    assert CandidateAct.objects.get().seen == [rita.user_id]
    at_desk.post("/heard/")
    assert CandidateAct.objects.get().seen == [rita.user_id]


def test_a_person_is_erased_after_the_dialog_has_named_what_goes(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    page = words(at_desk.get(f"/people/{amara.pk}/"))
    assert "Erase Amara Okonkwo ?" in page
    assert "0 statements" in page
    assert at_desk.post(f"/people/{amara.pk}/erase/").status_code == 422
    assert Candidate.objects.filter(pk=amara.pk).exists()
    at_desk.post(f"/people/{amara.pk}/erase/", {"sure": "1"})
    assert not Candidate.objects.filter(pk=amara.pk).exists()
    assert at_desk.get(f"/people/{amara.pk}/").status_code == 404
    assert f"Number {amara.pk}, erased" in words(at_desk.get("/heard/"))


PATHS = [
    "link/",
    "link/mail/",
    "link/revoke/",
    "link/confirm/",
    "erase/",
    "erase/stop/",
    "heard/",
]


@pytest.mark.parametrize("path", PATHS)
def test_strangers_roles_and_verbs(
    at_desk: Client, amara: Candidate, hana: User, client: Client, path: str
) -> None:
    assert at_desk.get(f"/people/{amara.pk}/{path}").status_code == 405
    assert at_desk.post(f"/people/0/{path}").status_code == 404
    manager = Client()
    manager.force_login(hana)
    assert manager.post(f"/people/{amara.pk}/{path}").status_code == 403
    assert "/log-in/" in Client().post(f"/people/{amara.pk}/{path}").headers["Location"]


def test_the_list_costs_the_same_queries_whatever_was_done(
    at_desk: Client, amara: Candidate, django_assert_num_queries: object
) -> None:
    for _ in range(5):
        acts.note(amara, acts.Action.REVIEW)
    with django_assert_num_queries(8):  # type: ignore[operator]
        at_desk.get("/heard/")


def test_the_page_says_whether_they_may_be_told_of_hiring(
    at_desk: Client, amara: Candidate
) -> None:
    assert "Tell them of hiring" not in words(at_desk.get(f"/people/{amara.pk}/"))
    consents.give(amara, ["hiring"])
    page = words(at_desk.get(f"/people/{amara.pk}/"))
    assert "Tell them of hiring Agreed" in page
    assert "Consent None on file" in page


def test_a_consent_that_has_run_out_is_said(at_desk: Client, amara: Candidate) -> None:
    consents.give(amara, ["keep"])
    assert "has run out" not in words(at_desk.get(f"/people/{amara.pk}/"))
    amara.consents.update(given_at=timezone.now() - CONSENT_HOLDS - timedelta(days=1))
    assert "Their consent has run out" in words(at_desk.get(f"/people/{amara.pk}/"))
