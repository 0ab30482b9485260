"""What a run changed: four groups, one reason each, and nothing that is not so."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate
from hiring.models import Department
from recruiter import moves
from recruiter.differences import Difference, Row, count_moved, difference
from recruiter.models import Recruiter, Relationship, Tier
from tests.factories import make_candidate, make_goal, make_relationship
from tests.recruiter.runs import Fits, publish


@pytest.fixture
def people(rita: Recruiter) -> list[Candidate]:
    made = [make_candidate(f"Person {number:02}") for number in range(12)]
    for person in made:
        make_relationship(rita, person)
    return made


def even(people: list[Candidate], finance: Department) -> Fits:
    """Everybody matches a little less than the one before."""
    return {person: (finance, 0.9 - row / 40) for row, person in enumerate(people)}


def groups(found: Difference) -> dict[str, list[str]]:
    return {group.title: [row.name for row in group.rows] for group in found.groups}


def row_of(found: Difference, person: Candidate) -> Row:
    rows = [row for group in found.groups for row in group.rows]
    return next(row for row in rows if row.move.person == person.pk)


def test_tells_who_went_where_and_why(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=6)
    rita.refresh_from_db()
    fits = even(people, finance)
    before = publish(rita, fits)
    make_goal(finance, "Be done by noon.")
    finance.refresh_from_db()
    fits[people[11]], fits[people[5]] = (finance, 0.99), (finance, 0.16)
    after = publish(rita, fits)
    found = difference(before, after)
    told = groups(found)
    assert told["Into Invest"] == ["Person 11"]
    assert told["To Maintain"] == ["Person 05"]
    up = row_of(found, people[11])
    assert (up.direction, up.places) == ("up", 11)
    assert up.why == "Finance Operations rewrote its goal"
    assert found.moved + found.stayed == len(people)
    assert found.causes[0].words == "Finance Operations rewrote its goal"


def test_small_shifts_are_folded(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    fits = even(people, finance)
    before = publish(rita, fits)
    fits[people[3]], fits[people[4]] = fits[people[4]], fits[people[3]]
    found = difference(before, publish(rita, fits))
    assert found.groups == []
    assert {row.name for row in found.shifted} <= {"Person 03", "Person 04"}
    assert found.stayed == len(people)


def test_the_count_alone_is_that_of_the_groups(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    fits = even(people, finance)
    before = publish(rita, fits)
    fits[people[0]] = (finance, 0.2)
    after = publish(rita, fits)
    found = difference(before, after)
    assert found.shifted
    assert count_moved(before, after) == found.moved == 1


def test_who_came_and_who_left_are_told(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    before = publish(rita, even(people, finance))
    Relationship.objects.get(candidate=people[0]).delete()
    new = make_candidate("Newcomer")
    make_relationship(rita, new)
    found = difference(before, publish(rita, even(people[1:], finance)))
    assert groups(found)["New on your list"] == ["Newcomer"]
    assert groups(found)["No longer on your list"] == ["Person 00"]
    assert row_of(found, people[0]).direction == "gone"


def test_somebody_erased_is_told_without_a_name(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    before = publish(rita, even(people, finance))
    people[0].delete()
    found = difference(before, publish(rita, even(people[1:], finance)))
    assert groups(found)["No longer on your list"] == [""]


def test_the_same_inputs_move_nobody(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    fits = even(people, finance)
    found = difference(publish(rita, fits), publish(rita, fits))
    assert (found.groups, found.shifted, found.stayed) == ([], [], len(people))


def test_runs_in_between_are_not_moves_by_hand(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=6)
    rita.refresh_from_db()
    past = timezone.now() - timedelta(days=3)
    fits = even(people, finance)
    first = publish(rita, fits, published_at=past)
    fits[people[11]] = (finance, 0.99)
    publish(rita, fits, published_at=past + timedelta(days=1))
    last = publish(rita, fits, published_at=past + timedelta(days=2))
    whys = {row.why for group in difference(first, last).groups for row in group.rows}
    assert "You moved them by hand" not in whys


def test_a_move_by_hand_between_two_runs_is_told(
    rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    past = timezone.now() - timedelta(days=3)
    fits = even(people, finance)
    first = publish(rita, fits, published_at=past)
    publish(rita, fits, published_at=past + timedelta(days=1))
    relationship = Relationship.objects.get(candidate=people[0])
    assert relationship.tier == Tier.INVEST
    moves.move(relationship, Tier.MAINTAIN, by=rita.user, reason="They moved abroad.")
    last = publish(rita, fits)
    assert row_of(difference(first, last), people[0]).why == "You pinned them here"


def test_costs_the_same_however_many_moved(
    rita: Recruiter,
    finance: Department,
    people: list[Candidate],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fits = even(people, finance)
    first = publish(rita, fits)
    fits[people[3]], fits[people[4]] = fits[people[4]], fits[people[3]]
    few = publish(rita, fits)
    turned = publish(rita, even(people[::-1], finance))
    with django_assert_num_queries(2):
        difference(first, few)
    with django_assert_num_queries(2):
        difference(few, turned)
    with django_assert_num_queries(3):
        difference(first, turned)
