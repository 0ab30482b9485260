"""Attention: planned against actual contacts of twelve weeks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Contact
from recruiter import attention
from recruiter.models import Recruiter, Relationship, User
from tests.factories import make_candidate, make_contact, make_relationship

pytestmark = pytest.mark.django_db


def known(rita: Recruiter, name: str, *days: int, **fields: object) -> Relationship:
    """Somebody held for a year, with contacts so many days ago."""
    candidate = make_candidate(name)
    for one in days:
        make_contact(candidate, rita.user, days_ago=one)
    fields.setdefault("tier_since", timezone.now() - timedelta(days=365))
    return make_relationship(rita, candidate, **fields)


def test_too_little_history_shows_the_arithmetic_alone(at_desk: Client, rita: Recruiter) -> None:
    known(rita, "New", 3)
    html = at_desk.get("/attention/").content.decode()
    assert "Too early for pictures" in html
    assert "3.75" in html
    assert "<svg class=" in html
    assert 'class="weeks' not in html


def test_contacts_are_counted_by_week_and_tier(rita: Recruiter, raj: Recruiter) -> None:
    invest = known(rita, "Invested", 0, 40, tier="invest")
    known(rita, "Maintained", 0, 0, 200)
    make_contact(invest.candidate, raj.user, days_ago=0)
    make_contact(invest.candidate, rita.user, days_ago=-5)
    found = attention.read(rita)
    assert found.enough
    assert (found.weeks[-1].invest, found.weeks[-1].maintain) == (1, 2)
    assert sum(one.invest for one in found.weeks) == 2
    assert sum(one.maintain for one in found.weeks) == 2
    assert found.contacts == 4


def test_who_is_rarely_reached_and_who_is_treated_as_invest(rita: Recruiter) -> None:
    known(rita, "Forgotten", 300, tier="invest")
    known(rita, "Cared for", 5, 30, 60, tier="invest")
    known(rita, "Favourite", 5, 20, 40, 60)
    known(rita, "Usual", 50)
    known(rita, "Just in", 300, tier="invest", tier_since=timezone.now())
    found = attention.read(rita)
    assert [one.name for one in found.below] == ["Forgotten"]
    assert [one.name for one in found.above] == ["Favourite"]


def test_the_overdue_list_and_what_clears_it(at_desk: Client, rita: Recruiter) -> None:
    for number in range(6):
        known(rita, f"Late {number}", 200)
    known(rita, "Late too", 60, tier="invest")
    found = attention.read(rita)
    assert (found.overdue_invest, found.overdue_maintain) == (1, 6)
    assert found.clearing[0].now
    assert all(not one.grows for one in found.clearing[1:])
    assert "people overdue: 1 Invest, 6 Maintain" in at_desk.get("/attention/").content.decode()


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 29)])
def test_the_numbers_are_those_of_a_hand_count(
    at_desk: Client, rita: Recruiter, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    """Counted on paper: a Monday, a Wednesday and a Sunday of one week, two people.

    Twelve weeks from Monday 7 September: 78, 80 or 84 days. Ida of Invest: 6 September is before
    them; 7 September, 23 November twice. Max of Maintain: 13 and 14 September.
    """
    monkeypatch.setattr(timezone, "localdate", lambda value=None: today)
    days = {date(2026, 11, 23): 78, date(2026, 11, 25): 80, date(2026, 11, 29): 84}[today]
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    ida = make_relationship(rita, make_candidate("Ida"), tier="invest", tier_since=long_ago)
    peer = make_relationship(rita, make_candidate("Max"), tier_since=long_ago)
    for one, month, day in [
        (ida, 9, 6),
        (ida, 9, 7),
        (ida, 11, 23),
        (ida, 11, 23),
        (peer, 9, 13),
        (peer, 9, 14),
    ]:
        Contact.objects.create(
            candidate=one.candidate, by=rita.user, happened_on=date(2026, month, day)
        )
    found = attention.read(rita)
    assert found.weeks[0].label == "7 Sep"
    assert [one.invest for one in found.weeks] == [1, *[0] * 10, 2]
    assert [one.maintain for one in found.weeks] == [1, 1, *[0] * 10]
    assert found.made == 5 / days
    assert found.falls_due == pytest.approx(7 / 30 + 7 / 120)
    plan_i, plan_m = round(days / 30), round(days / 120)
    assert found.summary == f"Invest: 3 of {plan_i} planned. Maintain: 2 of {plan_m}."
    assert (found.overdue_invest, found.overdue_maintain) == (0, 0)
    html = at_desk.get("/attention/").content.decode()
    assert html.count("<tr><td>") == 12
    assert '<td>23 Nov <span class="muted">so far</span></td>' in html


def test_weeks_to_clear_the_list_are_reckoned_with_the_numbers_on_the_page() -> None:
    """22 overdue, 25.5 fall due a week: at 26 half a person a week, at 28 two and a half."""
    told = attention.clearing(22, 25.48, 22.4)
    assert [(one.a_week, one.words) for one in told] == [
        (22.4, "grows by 3.1 a week"),
        (26, "44 weeks"),
        (28, "9 weeks"),
        (30, "5 weeks"),
        (35, "3 weeks"),
    ]
    assert [one.words for one in attention.clearing(0, 25.48, 26)] == ["is clear"] * 5
    assert attention.clearing(3, 4.0, 4)[0].words == "stays as it is"


def test_attempts_are_told_apart_from_conversations(rita: Recruiter) -> None:
    silent = known(rita, "Silent", 70).candidate
    for days in (10, 20, 30):
        make_contact(silent, rita.user, days_ago=days, answered=False)
    found = attention.read(rita)
    assert (found.conversations, found.attempts, found.silent) == (1, 3, 1)


@pytest.mark.parametrize("count", [1, 20])
def test_it_costs_three_queries_whatever_the_list(
    rita: Recruiter, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        known(rita, f"Person {number}", number, number + 40)
    with django_assert_num_queries(3):
        attention.read(rita)


def test_nobody_on_the_list_is_no_error(at_desk: Client, rita: Recruiter) -> None:
    assert at_desk.get("/attention/").status_code == 200


def test_only_recruiters_read_it(client: Client, hana: User, rita: Recruiter) -> None:
    client.force_login(hana)
    assert client.get("/attention/").status_code == 403
    client.force_login(rita.user)
    assert client.post("/attention/").status_code == 405
