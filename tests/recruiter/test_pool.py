"""The pool: everybody outside the lists, and who would fill a thin bench."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, SilverMedal
from hiring.models import Department
from recruiter import matching, pool, pool_fits, readings
from recruiter.models import (
    GoalInterest,
    Recruiter,
    Relationship,
    TierMove,
    UndoRecord,
    User,
)
from tests.factories import days_before, make_candidate, make_contact, make_relationship
from tests.recruiter.conftest import CLOSE, FAR, PROBLEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(rita: Recruiter, rerank: Callable[[], None]) -> list[Candidate]:
    """Three people outside Rita's list, read by a worker; the first near to finance."""
    people = [
        make_candidate("Zoë Žnidaršič", CLOSE, headline="Bus mechanic", location="Maribor"),
        make_candidate("Ada Far", FAR),
        make_candidate("Ben Problem", PROBLEM),
    ]
    make_relationship(rita, make_candidate("On the list"))
    rerank()
    while readings.read_unlisted(100, seconds=60):
        pass
    return people


def names(rita: Recruiter, **asked: object) -> list[str]:
    return [one.name for one in pool.read(rita, **asked).people]  # type: ignore[arg-type]


def test_everybody_outside_the_list_the_best_fit_first(
    at_desk: Client, rita: Recruiter, known: list[Candidate]
) -> None:
    found = pool.read(rita)
    assert (found.total, found.found, found.unread) == (3, 3, 0)
    assert found.people[0].name == "Zoë Žnidaršič"
    assert found.people[0].goal == "Finance Operations"
    assert found.people[0].words == CLOSE
    html = at_desk.get("/pool/").content.decode()
    assert "On the list" not in html
    assert "3 people outside your lists" in html


def test_what_was_retired_is_neither_matched_nor_quoted(
    rita: Recruiter, known: list[Candidate]
) -> None:
    known[0].statements.get().retire("Said in another life", by=rita.user)
    found = {one.name: one for one in pool.read(rita).people}
    assert (found["Zoë Žnidaršič"].goal, found["Zoë Žnidaršič"].words) == ("", "")


@pytest.mark.parametrize(
    "words", ["znidarsic", "ZOË", "znidarsik", "mechanic maribor", "charities", "charitees"]
)
def test_search_needs_no_accents_and_forgives_a_letter(
    rita: Recruiter, known: list[Candidate], words: str
) -> None:
    assert names(rita, words=words) == ["Zoë Žnidaršič"]


@pytest.mark.parametrize("words", ["nobody-has-this", "100%", "_", "mechanic oslo", "\\"])
def test_what_nobody_has_finds_nobody(
    at_desk: Client, rita: Recruiter, known: list[Candidate], words: str
) -> None:
    assert names(rita, words=words) == []
    html = at_desk.get("/pool/", {"q": words}).content.decode()
    assert "Nobody in the pool matches" in html


def test_filters(rita: Recruiter, known: list[Candidate]) -> None:
    assert names(rita, state="stated") == ["Zoë Žnidaršič", "Ada Far"]
    assert names(rita, state="nonsense") == names(rita)
    SilverMedal.objects.create(candidate=known[1], role="Planner", reason="Lived far")
    SilverMedal.objects.create(
        candidate=known[2], role="Clerk", reason="Notice", look_again_on=days_before(-9)
    )
    assert set(names(rita, silver="any")) == {"Ada Far", "Ben Problem"}
    assert names(rita, silver="due") == ["Ada Far"]


def test_a_thin_bench_names_who_would_fill_it(
    at_desk: Client, rita: Recruiter, known: list[Candidate]
) -> None:
    fill = pool.read(rita).fills[0]
    assert (fill.department, fill.people[0].name) == ("Finance Operations", "Zoë Žnidaršič")
    assert all(one.name != "Ben Problem" for one in fill.people)


def test_whoever_objected_is_found_by_name_and_never_proposed(
    rita: Recruiter, known: list[Candidate]
) -> None:
    known[0].objected_at = timezone.now()
    known[0].save()
    found = pool.read(rita)
    assert found.fills[0].people == []
    assert "Zoë Žnidaršič" in [one.name for one in found.people]
    assert all(not one.goal for one in found.people if one.name == "Zoë Žnidaršič")


def test_who_was_not_read_yet_is_counted_and_not_guessed(rita: Recruiter) -> None:
    make_candidate("New", "I teach the deaf kids to drum with the floor.")
    found = pool.read(rita)
    assert (found.unread, found.people[0].goal) == (1, "")


def test_bringing_in_takes_a_free_place(at_desk: Client, rita: Recruiter) -> None:
    new = make_candidate("New")
    assert "Bring in New" in at_desk.get(f"/people/{new.pk}/bring-in/").content.decode()
    at_desk.post(f"/people/{new.pk}/bring-in/")
    assert rita.relationships.get(candidate=new).tier == "maintain"


def test_into_a_full_list_somebody_is_let_go_in_the_same_step(
    at_desk: Client, rita: Recruiter
) -> None:
    rita.capacity, rita.invest_places = 2, 1
    rita.save()
    old = make_relationship(rita, make_candidate("Old"))
    pinned = make_relationship(
        rita, make_candidate("Pinned"), pin="maintain", pin_reason="A promise"
    )
    new = make_candidate("New")
    address = f"/people/{new.pk}/bring-in/"
    html = at_desk.get(address).content.decode()
    assert "All 2 places are taken" in html
    assert "Pinned" not in html
    assert at_desk.post(address).status_code == 409
    refused = at_desk.post(address, {"leaving": pinned.candidate_id})
    assert refused.status_code == 409
    assert "Pinned is pinned." in refused.content.decode()
    at_desk.post(address, {"leaving": old.candidate_id})
    kept = set(rita.relationships.values_list("candidate__name", flat=True))
    assert kept == {"New", "Pinned"}


def test_somebody_already_listed_is_not_brought_in_twice(
    at_desk: Client, relationship: Relationship
) -> None:
    response = at_desk.post(f"/people/{relationship.candidate_id}/bring-in/")
    assert response.status_code == 409
    assert "already on your list" in response.content.decode()


def test_a_silver_medallist_has_a_role_a_reason_and_a_day(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    address = f"/people/{amara.pk}/silver/"
    refused = at_desk.post(address, {"role": "Planner", "reason": ""})
    assert refused.status_code == 422
    assert 'value="Planner"' in refused.content.decode()
    past = at_desk.post(
        address,
        {"role": "Planner", "reason": "Far", "look_again_on": days_before(1).isoformat()},
    )
    assert "Choose a day that is still to come." in past.content.decode()
    at_desk.post(address, {"role": "Planner", "reason": "Lived far"})
    medal = SilverMedal.objects.get()
    assert medal.added_by == rita.user
    assert "No date yet" in at_desk.get("/pool/").content.decode()
    at_desk.post(f"/silver/{medal.pk}/drop/")
    assert not SilverMedal.objects.exists()


def test_a_hundred_to_a_page(at_desk: Client, rita: Recruiter) -> None:
    for number in range(103):
        make_candidate(f"Person {number:03}")
    html = at_desk.get("/pool/").content.decode()
    assert "1 to 100 of 103 people" in html
    assert "Next 100" in html
    html = at_desk.get("/pool/?page=2").content.decode()
    assert "101 to 103 of 103 people" in html
    assert at_desk.get("/pool/?page=99999999999999999999").status_code == 200


def test_who_spoke_to_them_last(rita: Recruiter, raj: Recruiter) -> None:
    make_contact(make_candidate("Told"), raj.user, days_ago=3)
    make_contact(make_candidate("Mine"), rita.user, days_ago=1)
    found = {one.name: (one.last, one.by) for one in pool.read(rita).people}
    assert found == {"Told": ("3 days ago", "Raj Malhotra"), "Mine": ("Yesterday", "You")}


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_queries_whatever_the_pool(
    rita: Recruiter,
    rerank: Callable[[], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        make_candidate(f"Person {number}", f"{CLOSE} Number {number}.")
    rerank()
    with django_assert_num_queries(14):
        pool.read(rita, words="person charities")


def test_only_recruiters(client: Client, hana: User, amara: Candidate) -> None:
    client.force_login(hana)
    for page in ("/pool/", f"/people/{amara.pk}/bring-in/", f"/people/{amara.pk}/silver/"):
        assert client.get(page).status_code == 403


def undo(client: Client) -> str:
    record = UndoRecord.objects.latest("pk")
    return client.post(f"/undo/{record.pk}/", follow=True).content.decode()


def test_bringing_in_is_taken_back(at_desk: Client, rita: Recruiter) -> None:
    new = make_candidate("New")
    at_desk.post(f"/people/{new.pk}/bring-in/")
    assert "Taken back: brought in, New." in undo(at_desk)
    assert not rita.relationships.exists()


def test_an_exchange_goes_back_in_one_press(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    rita.capacity, rita.invest_places = 1, 1
    rita.save()
    old = make_relationship(rita, make_candidate("Old"), snooze_reason="On leave", cadence_days=45)
    GoalInterest.objects.create(relationship=old, department=finance, note="Asked about audits")
    TierMove.objects.create(relationship=old, from_tier="invest", to_tier="maintain", reason="Sat")
    new = make_candidate("New")
    at_desk.post(f"/people/{new.pk}/bring-in/", {"leaving": old.candidate_id})
    assert rita.relationships.get().candidate == new
    undo(at_desk)
    back = rita.relationships.get()
    assert (back.pk, back.candidate.name, back.cadence_days) == (old.pk, "Old", 45)
    assert (back.snooze_reason, back.added_at) == ("On leave", old.added_at)
    assert GoalInterest.objects.get().note == "Asked about audits"
    assert TierMove.objects.get().reason == "Sat"


def test_an_exchange_stays_where_the_place_was_taken_since(
    at_desk: Client, rita: Recruiter
) -> None:
    rita.capacity, rita.invest_places = 1, 1
    rita.save()
    old = make_relationship(rita, make_candidate("Old"))
    new = make_candidate("New")
    at_desk.post(f"/people/{new.pk}/bring-in/", {"leaving": old.candidate_id})
    rita.relationships.all().delete()
    make_relationship(rita, make_candidate("Third"))
    assert "There is no place for Old any more" in undo(at_desk)
    assert rita.relationships.get().candidate.name == "Third"


def test_whoever_was_pinned_since_stays(at_desk: Client, rita: Recruiter) -> None:
    new = make_candidate("New")
    at_desk.post(f"/people/{new.pk}/bring-in/")
    rita.relationships.update(pin="maintain", pin_reason="A promise")
    assert "New was pinned since." in undo(at_desk)
    assert rita.relationships.exists()


def test_nobody_in_invest_is_let_go_from_here(at_desk: Client, rita: Recruiter) -> None:
    top = make_relationship(rita, make_candidate("Top"), tier="invest")
    new = make_candidate("New")
    response = at_desk.post(f"/people/{new.pk}/bring-in/", {"leaving": top.candidate_id})
    assert response.status_code == 404


def test_a_medal_given_or_dropped_is_taken_back(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/silver/", {"role": "Planner", "reason": "Lived far"})
    medal = SilverMedal.objects.get()
    at_desk.post(f"/silver/{medal.pk}/drop/")
    undo(at_desk)
    back = SilverMedal.objects.get()
    assert (back.pk, back.role, back.reason, back.added_at) == (
        medal.pk,
        "Planner",
        "Lived far",
        medal.added_at,
    )
    given = UndoRecord.objects.get(action="silver")
    at_desk.post(f"/undo/{given.pk}/")
    assert not SilverMedal.objects.exists()


def test_what_was_kept_of_a_place_goes_with_the_person(at_desk: Client, rita: Recruiter) -> None:
    rita.capacity, rita.invest_places = 1, 1
    rita.save()
    old = make_relationship(rita, make_candidate("Old"))
    new = make_candidate("New")
    at_desk.post(f"/people/{new.pk}/bring-in/", {"leaving": old.candidate_id})
    old.candidate.delete()
    assert [one.action for one in UndoRecord.objects.all()] == ["brought_in"]


def test_people_by_how_they_came(rita: Recruiter) -> None:
    make_candidate("Met", source="event")
    make_candidate("Typed")
    assert names(rita, source="event") == ["Met"]
    assert names(rita, source="nonsense") == names(rita)


def test_a_fit_once_computed_is_not_fetched_again(
    rita: Recruiter,
    known: list[Candidate],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = pool.read(rita)
    with django_assert_num_queries(3):
        pool_fits.fits(rita, matching.served_goals(rita))
    assert pool.read(rita).people == first.people


def test_a_medal_gets_a_day_and_says_what_is_wrong(at_desk: Client, amara: Candidate) -> None:
    medal = SilverMedal.objects.create(candidate=amara, role="Planner", reason="Lived far")
    address = f"/silver/{medal.pk}/"
    assert f'href="{address}"' in at_desk.get("/pool/").content.decode()
    assert 'value="Planner"' in at_desk.get(address).content.decode()
    typed = {"role": "Planner", "reason": "Moved", "look_again_on": days_before(1).isoformat()}
    refused = at_desk.post(address, typed)
    assert refused.status_code == 422
    assert 'value="Moved"' in refused.content.decode()
    at_desk.post(address, typed | {"look_again_on": days_before(-9).isoformat()})
    medal.refresh_from_db()
    assert (medal.reason, medal.look_again_on) == ("Moved", days_before(-9))
    assert at_desk.get("/silver/0/").status_code == 404


def test_where_no_bench_is_thin_the_pool_says_so(
    at_desk: Client, known: list[Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recruiter.benches.Bench.is_thin", False)
    assert "at least five strong people" in at_desk.get("/pool/").content.decode()
