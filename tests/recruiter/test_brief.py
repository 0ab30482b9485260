"""The one-page brief: what it has, and what stays out of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Reminder
from recruiter import discovering
from recruiter.models import Recruiter, User
from tests.factories import make_candidate, make_contact, make_note, make_statement
from tests.recruiter.conftest import CLOSE, FAR

pytestmark = pytest.mark.django_db
FRAME, PAGE = 6, 18


def brief(client: Client, candidate: Candidate, query: str = "") -> str:
    response = client.get(f"/people/{candidate.pk}/brief/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_has_their_words_the_goal_and_the_last_three_contacts(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    for days in (1, 10, 20, 30):
        make_contact(amara, rita.user, days_ago=days, text=f"Talk of {days} days ago.")
    rerank()
    html = brief(at_desk, amara)
    assert "voice big-voice" in html
    assert "Finance Operations" in html
    assert [f"Talk of {days} days ago." in html for days in (1, 10, 20, 30)] == [True] * 3 + [False]


def test_ones_own_open_promises_are_on_it_and_nobody_elses(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    day = timezone.localdate()
    for user, text in ((rita.user, "Send her the report"), (raj.user, "Only Raj's promise")):
        Reminder.objects.create(candidate=amara, user=user, text=text, due_on=day)
    done = Reminder.objects.create(candidate=amara, user=rita.user, text="Kept", due_on=day)
    Reminder.objects.filter(pk=done.pk).update(done_at=timezone.now())
    html = brief(at_desk, amara)
    assert "Send her the report" in html
    assert "Raj" not in html
    assert "Kept" not in html


def test_private_notes_stay_out_unless_ticked_in(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    mine = make_note(amara, rita.user, "Her father is unwell.", visibility="private")
    foreign = make_note(amara, raj.user, "Only Raj's.", visibility="private")
    make_note(amara, raj.user, "Likes ledgers.")
    html = brief(at_desk, amara)
    printed = html[: html.index("no-print brief-private")]
    assert "Likes ledgers." in printed
    assert "Her father" not in printed
    html = brief(at_desk, amara, f"?note={mine.pk}&note={foreign.pk}&note=x")
    assert "Her father is unwell." in html[: html.index("no-print brief-private")]
    assert "Only Raj" not in html


def test_without_a_purpose_it_has_the_questions_for_everybody(at_desk: Client) -> None:
    html = brief(at_desk, make_candidate("Bo Lind"))
    assert discovering.kit()[0] in html
    assert "No purpose on file yet" in html


def test_a_colleagues_contacts_stay_theirs(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    make_contact(amara, raj.user, text="Only Raj's.")
    assert "Only Raj" not in brief(at_desk, amara)


def test_managers_and_wrong_verbs_and_nobody(
    client: Client, at_desk: Client, amara: Candidate, hana: User
) -> None:
    assert at_desk.post(f"/people/{amara.pk}/brief/").status_code == 405
    assert at_desk.get("/people/999999/brief/").status_code == 404
    client.force_login(hana)
    assert client.get(f"/people/{amara.pk}/brief/").status_code == 403


@pytest.mark.parametrize("much", [1, 8])
def test_it_costs_the_same_queries_whatever_the_history(
    at_desk: Client,
    amara: Candidate,
    rita: Recruiter,
    rerank: Callable[[], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    much: int,
) -> None:
    for number in range(much):
        make_statement(amara, f"{CLOSE} Number {number}.")
        make_contact(amara, rita.user, days_ago=number, text=FAR)
        make_note(amara, rita.user, f"Note {number}.")
    rerank()
    with django_assert_num_queries(FRAME + PAGE):
        at_desk.get(f"/people/{amara.pk}/brief/")
