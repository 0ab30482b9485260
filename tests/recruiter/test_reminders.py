"""Managers are asked whether their goal is still true: in time, not too often, really by mail."""

import re
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from hiring.models import BigGoal, Department, GoalReminder
from recruiter import reminders
from recruiter.models import Recruiter, User
from tests.factories import make_department, make_manager, make_user, serve
from tests.pages import words

LONG_AGO = timedelta(days=200)


def grow_old(department: Department, by: timedelta = LONG_AGO, text: str = "") -> None:
    """As if its goal had been written so long ago."""
    BigGoal.objects.create(
        department=department,
        version=department.goal_version + 1,
        text=text or f"Be there since {by.days} days.",
        created_at=timezone.now() - by,
    )
    department.refresh_from_db()


@pytest.fixture
def old(finance: Department, hana: User) -> Department:
    grow_old(finance)
    return finance


@pytest.fixture
def at_desk(client: Client, rita: Recruiter) -> Client:
    client.force_login(rita.user)
    return client


def age(by: timedelta) -> None:
    """As if every reminder had been asked for so much earlier."""
    for one in GoalReminder.objects.all():
        one.asked_at -= by
        one.save(update_fields=["asked_at"])


# ---- by itself ----


def test_half_a_year_asks_by_itself_and_the_mail_leads_to_the_one_press(
    old: Department, hana: User, client: Client
) -> None:
    assert reminders.remind_unconfirmed() == 1
    assert reminders.send_unsent() == 1
    sent = mail.outbox[0]
    assert sent.to == [hana.email]
    assert sent.subject == "Is this still why Finance Operations exists?"
    assert "Hello Hana," in sent.body
    assert "Be there since 200 days." in sent.body
    found = re.search(r"http://localhost:\d+(/\S+)", str(sent.body))
    assert found is not None
    link = found[1]
    assert client.get(link)["Location"] == f"{reverse('login')}?next={link}"
    client.force_login(hana)
    page = client.get(link)
    assert "Still true" in words(page)
    assert not old.goals.first().confirmations.filter(by=hana)  # type: ignore[union-attr]
    client.post(reverse("goal_confirm", args=[old.pk]), {"version": old.goal_version})
    age(timedelta(days=31))
    assert reminders.remind_unconfirmed() == 0


def test_the_html_says_the_same_and_shows_no_markup_of_the_goal(
    old: Department, hana: User
) -> None:
    grow_old(old, text="<b>Be</b> there.")
    GoalReminder.objects.create(department=old, user=hana)
    made = reminders.message(GoalReminder.objects.get())
    html = str(made.alternatives[0][0])
    assert "&lt;b&gt;Be&lt;/b&gt; there." in html
    assert "<b>Be</b> there." in made.body
    assert f"/departments/{old.pk}/goal/" in html


def test_once_in_thirty_days_for_each_department(old: Department, hana: User) -> None:
    make_manager(old, make_user("Tomas Lind"))
    assert reminders.remind_unconfirmed() == 2
    assert reminders.remind_unconfirmed() == 0
    age(timedelta(days=29))
    assert reminders.remind_unconfirmed() == 0
    age(timedelta(days=2))
    assert reminders.remind_unconfirmed() == 2


@pytest.mark.parametrize("days", [0, 100, 182])
def test_what_was_confirmed_within_half_a_year_is_left_alone(
    finance: Department, hana: User, days: int
) -> None:
    grow_old(finance, timedelta(days=days))
    assert reminders.remind_unconfirmed() == 0


def test_nobody_is_mailed_who_cannot_or_need_not_answer(old: Department, hana: User) -> None:
    closed = make_department("Closed", closed_at=timezone.now())
    grow_old(closed)
    make_manager(closed, hana)
    empty = make_department("Without a goal")
    make_manager(empty, hana)
    User.objects.filter(pk=hana.pk).update(is_active=False)
    assert reminders.remind_unconfirmed() == 0


def test_a_goal_confirmed_before_its_mail_left_is_not_asked_about(
    old: Department, hana: User
) -> None:
    reminders.remind_unconfirmed()
    old.confirm_goal(by=hana)
    assert reminders.send_unsent() == 0
    assert mail.outbox == []
    assert not GoalReminder.objects.exists()


def test_each_mail_is_sent_once(old: Department) -> None:
    reminders.remind_unconfirmed()
    assert [reminders.send_unsent(), reminders.send_unsent()] == [1, 0]
    assert len(mail.outbox) == 1


# ---- asked by a recruiter ----


def test_a_recruiter_asks_and_is_told_who_is_mailed(
    at_desk: Client, old: Department, hana: User
) -> None:
    assert "Ask managers to confirm" in words(at_desk.get(reverse("goals")))
    page = at_desk.post(reverse("goals_ask"), follow=True)
    assert "Mail is on its way to Hana Novak (Finance Operations)" in words(page)
    reminders.send_unsent()
    assert "Rita Okafor matches people to why Finance Operations exists" in mail.outbox[0].body


def test_asking_is_limited_to_once_a_week(at_desk: Client, old: Department) -> None:
    at_desk.post(reverse("goals_ask"))
    again = at_desk.post(reverse("goals_ask"), follow=True)
    assert "Nobody was mailed: all were asked within a week" in words(again)
    assert GoalReminder.objects.count() == 1
    age(timedelta(days=8))
    at_desk.post(reverse("goals_ask"))
    assert GoalReminder.objects.count() == 2


def test_only_the_departments_that_one_serves_are_asked(
    at_desk: Client, rita: Recruiter, old: Department, hana: User
) -> None:
    other = make_department("Security")
    grow_old(other)
    make_manager(other, hana)
    at_desk.post(reverse("goals_ask"))
    assert [one.department for one in GoalReminder.objects.all()] == [old]


def test_a_department_that_nobody_speaks_for_is_told(
    at_desk: Client, rita: Recruiter, old: Department
) -> None:
    old.managers.all().delete()
    page = words(at_desk.get(reverse("goals")))
    assert "Nobody speaks for Finance Operations." in page
    asked = words(at_desk.post(reverse("goals_ask"), follow=True))
    assert "Nobody was mailed" in asked
    assert "Nobody speaks for Finance Operations" in asked
    quality = make_department("Quality", closed_at=timezone.now())
    serve(rita, quality)
    assert "Quality." not in words(at_desk.get(reverse("goals"))).split("Bench by goal")[0]


def test_there_is_nothing_to_ask_while_all_are_confirmed(
    at_desk: Client, finance: Department
) -> None:
    assert "Ask managers" not in words(at_desk.get(reverse("goals")))


def test_a_manager_cannot_ask_and_get_is_405(
    client: Client, hana: User, at_desk: Client, old: Department
) -> None:
    assert at_desk.get(reverse("goals_ask")).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    client.force_login(hana)
    assert client.post(reverse("goals_ask")).status_code == HTTPStatus.FORBIDDEN
    assert not GoalReminder.objects.exists()


# ---- a real mail server ----


class Postbox:
    """What a mail server took."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), message))
        return "250 Taken"


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()


def test_a_real_server_takes_both_parts(postbox: Postbox, old: Department, hana: User) -> None:
    grow_old(old, text="Be … naïvely … there since 200 days.")
    reminders.remind_unconfirmed()
    assert reminders.send_unsent() == 1
    recipients, message = postbox.taken[0]
    assert recipients == [hana.email]
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Be … naïvely … there since 200 days." in plain.get_content()
    assert "Be … naïvely … there since 200 days." in html.get_content()
    assert message["From"] == "cultivate@localhost"


def test_a_server_that_is_away_loses_nothing_and_is_asked_again_later(
    settings: Settings, old: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders.remind_unconfirmed()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert reminders.send_unsent() == 0
    assert GoalReminder.objects.get().attempts == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminders.send_unsent() == 0, "it is too early to try again"
    age(timedelta(minutes=5))
    assert reminders.send_unsent() == 1
    assert issubclass(smtplib.SMTPException, OSError)
