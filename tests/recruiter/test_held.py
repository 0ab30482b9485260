"""People in Maintain who match a goal well: named, each with why they are there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate
from hiring.models import Department
from recruiter import held, tiering
from recruiter.held import Held
from recruiter.models import Recruiter, Relationship, Tier
from tests.factories import make_candidate, make_department, make_relationship, serve
from tests.pages import words
from tests.recruiter.runs import publish

GOALS = "/goals/"


@pytest.fixture
def small(rita: Recruiter) -> Recruiter:
    """Rita with two places in Invest."""
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=2)
    rita.refresh_from_db()
    return rita


def listed(recruiter: Recruiter, *names: str, **fields: object) -> list[Candidate]:
    people = [make_candidate(name) for name in names]
    for person in people:
        make_relationship(recruiter, person, **fields)
    return people


def read(recruiter: Recruiter) -> list[Held]:
    recruiter = Recruiter.objects.get(pk=recruiter.pk)
    published = recruiter.rerank.published
    assert published is not None
    return held.read(
        recruiter,
        list(recruiter.relationships.select_related("candidate")),
        tiering.unpack(bytes(published.records)),
        {one.department_id: one.department.name for one in recruiter.served.all()},
    )


def test_without_a_place_they_hear_who_is_before_them(
    small: Recruiter, finance: Department
) -> None:
    ann, ben, cem = listed(small, "Ann", "Ben", "Cem")
    publish(small, {ann: (finance, 0.9), ben: (finance, 0.8), cem: (finance, 0.7)})
    (found,) = read(small)
    assert (found.name, found.strength, found.rank) == ("Cem", "Strong", 3)
    assert found.why == "No place: would be 3rd on the Finance Operations bench"
    assert found.ahead == [(ann.pk, "Ann"), (ben.pk, "Ben")]
    assert found.numbers.startswith("Would add 45; who adds least in Invest adds 64")


def test_those_beyond_three_are_counted(rita: Recruiter, finance: Department) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=5)
    rita.refresh_from_db()
    people = listed(rita, *"ABCDEF")
    publish(rita, {one: (finance, 0.9 - place / 50) for place, one in enumerate(people)})
    (found,) = read(rita)
    assert [name for _, name in found.ahead] == ["A", "B", "C"]
    assert found.ahead_too == "2 more"


def test_a_pin_is_told_with_its_reason_and_last_day(small: Recruiter, finance: Department) -> None:
    (ann,) = listed(
        small,
        "Ann",
        pin=Tier.MAINTAIN,
        pin_reason="On parental leave",
        pin_until=datetime(2031, 5, 2, tzinfo=UTC),
    )
    publish(small, {ann: (finance, 0.9)})
    (found,) = read(small)
    assert found.why == "You pinned them here until 1 May 2031: On parental leave"
    assert (found.ahead, found.numbers) == ([], "")
    Relationship.objects.update(pin_until=None)
    assert read(small)[0].why == "You pinned them here: On parental leave"


def test_what_was_not_accepted_and_what_came_since_is_told_as_such(
    small: Recruiter, finance: Department
) -> None:
    (ann,) = listed(small, "Ann")
    publish(small, {ann: (finance, 0.9)})
    Relationship.objects.update(tier=Tier.MAINTAIN)
    assert read(small)[0].why == "Came to Maintain after the re-rank"
    Recruiter.objects.filter(pk=small.pk).update(confirm_moves=True)
    assert "you have not accepted that yet" in read(small)[0].why


def test_a_place_free_since_is_told(small: Recruiter, finance: Department) -> None:
    people = listed(small, "Ann", "Ben", "Cem")
    publish(small, {one: (finance, 0.9 - place / 10) for place, one in enumerate(people)})
    Relationship.objects.get(candidate=people[0]).delete()
    assert "has a place free since the re-rank" in read(small)[0].why


def test_strong_before_good_and_faint_not_at_all(small: Recruiter, finance: Department) -> None:
    Recruiter.objects.filter(pk=small.pk).update(invest_places=0)
    small.refresh_from_db()
    faint, good, strong = listed(small, "Faint", "Good", "Strong")
    publish(small, {faint: (finance, 0.2), good: (finance, 0.4), strong: (finance, 0.8)})
    assert [one.name for one in read(small)] == ["Strong", "Good"]


@pytest.mark.parametrize("wish", ["objected_at", "do_not_contact_since"])
def test_a_wish_not_to_be_ranked_holds_at_once(
    small: Recruiter, finance: Department, wish: str
) -> None:
    (ann,) = listed(small, "Ann", pin=Tier.MAINTAIN, pin_reason="Later")
    publish(small, {ann: (finance, 0.9)})
    Candidate.objects.update(**{wish: timezone.now() - timedelta(minutes=1)})
    assert read(small) == []


def test_the_page_names_them_and_leads_to_page_and_swap(
    at_desk: Client, small: Recruiter, finance: Department
) -> None:
    Recruiter.objects.filter(pk=small.pk).update(invest_places=1)
    small.refresh_from_db()
    ann, ben = listed(small, "Ann", "Ben")
    publish(small, {ann: (finance, 0.9), ben: (finance, 0.8)})
    told = at_desk.get(GOALS)
    assert "1 Strong or good matches in Maintain" in words(told)
    assert "Before them: Ann" in words(told)
    page = told.content.decode()
    assert f'href="/people/{ben.pk}/swap/"' in page
    assert f'href="/people/{ben.pk}/"' in page
    assert at_desk.get(f"/people/{ben.pk}/swap/").status_code == 200


def test_a_goal_that_is_not_served_any_more_holds_nobody(
    small: Recruiter, finance: Department
) -> None:
    other = make_department("Security", "Make the safe way the pleasant way.")
    serve(small, other)
    (ann,) = listed(small, "Ann", pin=Tier.MAINTAIN, pin_reason="Later")
    publish(small, {ann: (other, 0.9)})
    small.served.filter(department=other).delete()
    assert read(small) == []
