"""Discover: never asked is not without purpose, and whom to ask next."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Contact
from recruiter import discovering, readings
from recruiter.models import Recruiter, Relationship, UndoRecord, User
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_note,
    make_relationship,
)
from tests.recruiter.conftest import CLOSE, PROBLEM, asking

pytestmark = pytest.mark.django_db


def listed(rita: Recruiter, name: str, *statements: str, **fields: object) -> Relationship:
    facts = {key: fields.pop(key) for key in ("asked_on", "purpose_state") if key in fields}
    return make_relationship(rita, make_candidate(name, *statements, **facts), **fields)


def names(rita: Recruiter) -> list[str]:
    return [one.name for one in discovering.read(rita).asks]


def test_four_counts_of_ones_own_people(
    at_desk: Client, rita: Recruiter, raj: Recruiter, rerank: Callable[[], None]
) -> None:
    listed(rita, "Never")
    listed(rita, "Asked", asked_on=days_before(3), purpose_state="asked")
    listed(rita, "Stated", CLOSE)
    make_relationship(raj, make_candidate("Raj's own"))
    rerank()
    counts = {one.label: one.count for one in discovering.read(rita).figures}
    assert counts == {"Never asked": 1, "Asked, none yet": 1, "Heard": 0, "Stated": 1}
    assert "Never asked" in at_desk.get("/discover/").content.decode()


def test_the_order_is_the_published_one(rita: Recruiter, rerank: Callable[[], None]) -> None:
    listed(rita, "Plain")
    due = listed(rita, "Due")
    Relationship.objects.filter(pk=due.pk).update(added_at=timezone.now() - timedelta(days=200))
    spoken = listed(rita, "Spoken")
    make_contact(spoken.candidate, rita.user, days_ago=20)
    listed(rita, "Asked long ago", asked_on=days_before(200), purpose_state="asked")
    listed(rita, "Asked lately", asked_on=days_before(20), purpose_state="asked")
    listed(rita, "Holds a place", tier="invest")
    with_problem = listed(rita, "With a problem", PROBLEM)
    readings.read_statements([PROBLEM], readings.unnoticed, until=float("inf"))
    assert names(rita) == [
        "Holds a place",
        "Due",
        "Asked long ago",
        "Spoken",
        "With a problem",
        "Plain",
    ]
    why = {one.name: one.why for one in discovering.read(rita).asks}
    assert why["With a problem"] == "One problem on file, never asked what they are for"
    assert with_problem.candidate.statements.exists()


def old_friend(rita: Recruiter, name: str, days: int) -> None:
    one = listed(rita, name)
    since = timezone.now() - timedelta(days=days)
    Relationship.objects.filter(pk=one.pk).update(added_at=since)


def test_what_a_colleague_knows_comes_before_the_longest_relationship(
    rita: Recruiter, raj: Recruiter
) -> None:
    listed(rita, "New here")
    old_friend(rita, "Three months", 95)
    old_friend(rita, "Nearly four", 115)
    make_contact(listed(rita, "Spoken").candidate, raj.user, days_ago=70, text="Raj's words")
    make_contact(listed(rita, "Spoken long ago").candidate, raj.user, days_ago=200)
    noted = listed(rita, "Noted").candidate
    make_note(noted, raj.user, "Mends radios.")
    make_note(listed(rita, "Noted privately").candidate, raj.user, "Hush.", visibility="private")
    asks = discovering.read(rita).asks
    assert [one.name for one in asks] == [
        "Noted",
        "Spoken",
        "Nearly four",
        "Three months",
        "New here",
        "Noted privately",
        "Spoken long ago",
    ]
    why = {one.name: one.why for one in asks}
    assert why["Noted"] == "Raj Malhotra wrote a note about them today; read that first"
    assert why["Spoken"].startswith("Raj Malhotra spoke with them 2 months ago")
    assert why["Nearly four"].startswith("On your list since ")
    assert why["Noted privately"] == why["New here"] == "On your list, and never asked"
    assert "Raj's words" not in repr(asks)


def test_what_was_retired_is_no_reason_to_ask(rita: Recruiter) -> None:
    ivo = listed(rita, "Ivo Maric", PROBLEM)
    readings.read_statements([PROBLEM], readings.unnoticed, until=float("inf"))
    ivo.candidate.statements.get().retire("Copied from an old CV", by=rita.user)
    (ask,) = discovering.read(rita).asks
    assert "problem" not in ask.why
    assert ask.words == ""


def test_who_is_asleep_or_not_to_be_contacted_is_not_asked(rita: Recruiter) -> None:
    listed(rita, "Asleep", snoozed_until=days_before(-3))
    silent = listed(rita, "Silent").candidate
    silent.do_not_contact_since = days_before(1)
    silent.save()
    assert names(rita) == []


def test_a_colleague_who_spoke_last_is_named(rita: Recruiter, raj: Recruiter) -> None:
    one = listed(rita, "Shared")
    make_contact(one.candidate, raj.user, days_ago=7, text="Raj's words")
    ask = discovering.read(rita).asks[0]
    assert ask.last.startswith("Raj Malhotra, 7 days ago · Due")
    assert "Raj's words" not in repr(ask)


def test_asked_marks_the_day_logs_a_contact_and_is_taken_back(
    at_desk: Client, rita: Recruiter
) -> None:
    one = listed(rita, "Never").candidate
    response = at_desk.post(f"/discover/{one.pk}/asked/", headers=asking("asks", "/discover/"))
    assert "marked as asked today. Contact logged too." in response.content.decode()
    one.refresh_from_db()
    assert (one.asked_on, one.purpose_state) == (days_before(0), "asked")
    assert Contact.objects.filter(candidate=one, by=rita.user).count() == 1
    at_desk.post(f"/undo/{UndoRecord.objects.get().pk}/")
    one.refresh_from_db()
    assert (one.asked_on, one.purpose_state) == (None, "never_asked")
    assert not Contact.objects.exists()


def test_nobody_left_to_ask_says_so_and_the_kit_stands_alone(at_desk: Client) -> None:
    assert "Nobody is left to ask" in at_desk.get("/discover/").content.decode()
    html = at_desk.get("/discover/questions/").content.decode()
    assert all(question in html for question in discovering.kit())


@pytest.mark.parametrize("count", [2, 15])
def test_it_costs_the_same_queries_whatever_the_list(
    rita: Recruiter, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        listed(rita, f"Person {number}", f"{PROBLEM} Number {number}.")
    with django_assert_num_queries(4):
        discovering.read(rita)


def test_strangers_and_others(client: Client, raj: Recruiter, hana: User, amara: Candidate) -> None:
    client.force_login(raj.user)
    assert client.post(f"/discover/{amara.pk}/asked/").status_code == 404
    assert client.get(f"/discover/{amara.pk}/asked/").status_code == 405
    client.force_login(hana)
    assert client.get("/discover/").status_code == 403
