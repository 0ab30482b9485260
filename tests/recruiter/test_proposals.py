"""Confirm moves: a ranking proposes, and nobody moves until a person accepts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import UNRANKED_SINCE
from hiring.models import Department
from recruiter import proposals, ranking, readings, replay
from recruiter.models import Ranking, Recruiter, Relationship, RerankDue, TierMove, UndoRecord, User
from tests.factories import make_candidate, make_goal, make_relationship, make_statement
from tests.recruiter.conftest import CLOSE
from tests.recruiter.test_lists import FRAME, LIST

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful(rita: Recruiter, finance: Department) -> Recruiter:
    """Rita, who confirms moves, with one Invest place."""
    rita.confirm_moves, rita.invest_places = True, 1
    rita.save()
    return rita


@pytest.fixture
def rising(careful: Recruiter, rerank: Callable[[], None]) -> Relationship:
    """Somebody whom the ranking would have in Invest."""
    one = make_relationship(careful, make_candidate("Rising", CLOSE))
    rerank()
    return one


def tier(one: Relationship) -> str:
    one.refresh_from_db()
    return one.tier


def test_nobody_moves_until_it_is_accepted(
    at_desk: Client, careful: Recruiter, rising: Relationship
) -> None:
    assert tier(rising) == "maintain"
    assert not TierMove.objects.exists()
    run = Ranking.objects.get()
    assert (run.entered, run.left) == (0, 0)
    assert [one.name for one in proposals.waiting(careful)] == ["Rising"]
    html = at_desk.get("/runs/").content.decode()
    assert "Moves waiting for you" in html
    assert 'Re-rank runs<span class="count">1</span>' in html


def test_accepting_moves_without_a_pin_and_is_taken_back(
    at_desk: Client, careful: Recruiter, rising: Relationship
) -> None:
    at_desk.post("/runs/accept/", {"person": rising.candidate_id})
    assert tier(rising) == "invest"
    assert rising.pin == ""
    move = TierMove.objects.get()
    assert (move.by, move.ranking) == (careful.user, Ranking.objects.get())
    assert proposals.waiting(careful) == []
    at_desk.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/")
    assert tier(rising) == "maintain"


def test_accepting_is_no_new_question(
    at_desk: Client, careful: Recruiter, rising: Relationship, rerank: Callable[[], None]
) -> None:
    at_desk.post("/runs/accept/", {"person": rising.candidate_id})
    assert ranking.rerank([careful.pk])[careful.pk] == ranking.Outcome.UNCHANGED
    assert Ranking.objects.count() == 1


def test_declining_holds_for_a_while_and_survives_the_next_run(
    at_desk: Client, careful: Recruiter, rising: Relationship, rerank: Callable[[], None]
) -> None:
    at_desk.post("/runs/decline/", {"person": rising.candidate_id})
    assert tier(rising) == "maintain"
    assert (rising.pin, rising.pin_reason) == ("maintain", "Move declined")
    assert rising.pin_until is not None
    rerank()
    assert proposals.waiting(careful) == []
    at_desk.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/")
    rerank()
    assert [one.name for one in proposals.waiting(careful)] == ["Rising"]


def test_into_a_full_invest_only_together_with_who_steps_out(
    at_desk: Client, careful: Recruiter, rerank: Callable[[], None]
) -> None:
    held = make_relationship(careful, make_candidate("Holder"), tier="invest")
    rising = make_relationship(careful, make_candidate("Rising", CLOSE))
    rerank()
    names = [one.name for one in proposals.waiting(careful)]
    assert names == ["Rising", "Holder"]
    refused = at_desk.post("/runs/accept/", {"person": rising.candidate_id})
    assert refused.status_code == 409
    assert "Invest is full" in refused.content.decode()
    at_desk.post("/runs/accept/", {"person": [rising.candidate_id, held.candidate_id]})
    assert (tier(rising), tier(held)) == ("invest", "maintain")
    record = UndoRecord.objects.latest("pk")
    at_desk.post(f"/undo/{record.pk}/")
    assert (tier(rising), tier(held)) == ("maintain", "invest")


def test_all_are_left_as_they_are_and_one_undo_takes_it_back(
    at_desk: Client, careful: Recruiter, rerank: Callable[[], None]
) -> None:
    held = make_relationship(careful, make_candidate("Holder"), tier="invest")
    rising = make_relationship(careful, make_candidate("Rising", CLOSE))
    rerank()
    both = {"person": [rising.candidate_id, held.candidate_id]}
    html = at_desk.post("/runs/decline/", both, follow=True).content.decode()
    assert "2 people stay as they are for 30 days." in html
    assert (tier(rising), tier(held)) == ("maintain", "invest")
    assert (rising.pin, held.pin) == ("maintain", "invest")
    assert proposals.waiting(careful) == []
    at_desk.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/")
    assert len(proposals.waiting(careful)) == 2


def test_the_next_ranking_replaces_what_waits(
    careful: Recruiter,
    finance: Department,
    rising: Relationship,
    rerank: Callable[[], None],
) -> None:
    make_goal(finance, "Teach every neighbour's child to swim in the lake on Sundays.")
    rerank()
    assert Ranking.objects.count() == 2
    assert proposals.waiting(careful) == []


def test_a_proposing_run_can_be_replayed(careful: Recruiter, rising: Relationship) -> None:
    made = replay.replay(Ranking.objects.get(), readings.current_encoder())
    assert [str(one) for one in made.differences] == []
    assert made.verdict == replay.Verdict.SAME


def test_turned_off_the_next_run_moves_people(
    at_desk: Client, careful: Recruiter, rising: Relationship, rerank: Callable[[], None]
) -> None:
    before = RerankDue.objects.get(recruiter=careful).due
    at_desk.post("/settings/moves/", {})
    careful.refresh_from_db()
    assert not careful.confirm_moves
    assert RerankDue.objects.get(recruiter=careful).due > before
    rerank()
    assert tier(rising) == "invest"
    at_desk.post("/settings/moves/", {"confirm_moves": "on"})
    careful.refresh_from_db()
    assert careful.confirm_moves


def test_what_no_longer_waits_is_said(at_desk: Client, rising: Relationship) -> None:
    make_statement(rising.candidate, "I hold three certificates.")
    html = at_desk.post("/runs/accept/", {"person": "999999"}, follow=True).content.decode()
    assert "Nothing waits any more" in html


def test_strangers_and_others(
    client: Client, raj: Recruiter, hana: User, rising: Relationship
) -> None:
    client.force_login(raj.user)
    client.post("/runs/decline/", {"person": rising.candidate_id})
    rising.refresh_from_db()
    assert rising.pin == ""
    client.post("/runs/accept/", {"person": rising.candidate_id})
    assert tier(rising) == "maintain"
    assert client.get("/runs/accept/").status_code == 405
    client.force_login(hana)
    assert client.post("/runs/accept/").status_code == 403


def test_the_number_beside_runs_is_that_of_the_moves_that_wait(
    at_desk: Client, careful: Recruiter, rising: Relationship
) -> None:
    assert proposals.count(careful) == len(proposals.waiting(careful)) == 1
    rising.candidate.do_not_contact_since = timezone.localdate()
    rising.candidate.do_not_contact_reason = "They asked"
    rising.candidate.save()
    assert proposals.count(careful) == len(proposals.waiting(careful)) == 0
    rising.candidate.do_not_contact_since, rising.candidate.do_not_contact_reason = None, ""
    rising.candidate.save()
    at_desk.post("/runs/decline/", {"person": rising.candidate_id})
    assert proposals.count(careful) == len(proposals.waiting(careful)) == 0


@pytest.mark.parametrize("since", UNRANKED_SINCE)
def test_the_number_leaves_out_whoever_is_not_ranked(
    careful: Recruiter, rising: Relationship, since: str
) -> None:
    setattr(rising.candidate, since, timezone.now())
    rising.candidate.do_not_contact_reason = "They asked"
    assert not rising.candidate.may_rank
    rising.candidate.save()
    assert proposals.count(careful) == len(proposals.waiting(careful)) == 0


def test_the_number_costs_two_queries_and_on_a_list_none(
    at_desk: Client,
    careful: Recruiter,
    rising: Relationship,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    at_desk.get("/people/new/")
    with django_assert_num_queries(FRAME + 2):
        assert 'Re-rank runs<span class="count">1</span>' in (
            at_desk.get("/people/new/").content.decode()
        )
    with django_assert_num_queries(FRAME + LIST):
        assert 'Re-rank runs<span class="count">1</span>' in (
            at_desk.get("/maintain/").content.decode()
        )
