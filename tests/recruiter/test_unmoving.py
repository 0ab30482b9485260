"""A run taken back: who goes back, who is held there, and who finds no place."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hiring.models import Department
from recruiter.models import Ranking, Recruiter, Relationship, TierMove, UndoRecord, User
from tests.factories import make_candidate, make_relationship
from tests.recruiter.conftest import CLOSE

pytestmark = pytest.mark.django_db

BUTTON = 'id="take-back"'


@pytest.fixture
def holder(rita: Recruiter, finance: Department) -> Relationship:
    """In the one Invest place, without a match."""
    rita.invest_places = 1
    rita.save()
    return make_relationship(rita, make_candidate("Holder"), tier="invest")


@pytest.fixture
def rising(rita: Recruiter, holder: Relationship, rerank: Callable[[], None]) -> Relationship:
    """Whom a run brought into Invest, for the holder."""
    one = make_relationship(rita, make_candidate("Rising", CLOSE))
    rerank()
    return one


@pytest.fixture
def run(rising: Relationship) -> Ranking:
    return Ranking.objects.get()


def tiers(*people: Relationship) -> list[str]:
    for one in people:
        one.refresh_from_db()
    return [one.tier for one in people]


def test_everybody_goes_back_and_is_held_there(
    at_desk: Client,
    run: Ranking,
    rising: Relationship,
    holder: Relationship,
    rerank: Callable[[], None],
) -> None:
    assert tiers(rising, holder) == ["invest", "maintain"]
    html = at_desk.get("/runs/").content.decode()
    assert BUTTON in html
    assert "2 moves still stand" in html
    html = at_desk.post(f"/runs/{run.number}/take-back/", follow=True).content.decode()
    assert "2 people went back, pinned there for 30 days." in html
    assert BUTTON not in html
    assert tiers(rising, holder) == ["maintain", "invest"]
    assert (rising.pin, holder.pin) == ("maintain", "invest")
    assert rising.pin_reason == f"Re-rank {run.number} taken back"
    assert rising.pin_until is not None
    rerank()
    assert tiers(rising, holder) == ["maintain", "invest"]


def test_one_undo_puts_the_run_in_force_again(
    at_desk: Client, run: Ranking, rising: Relationship, holder: Relationship
) -> None:
    at_desk.post(f"/runs/{run.number}/take-back/")
    at_desk.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/")
    assert tiers(rising, holder) == ["invest", "maintain"]
    assert (rising.pin, holder.pin) == ("", "")
    assert TierMove.objects.count() == 6
    assert BUTTON in at_desk.get("/runs/").content.decode()


def test_who_was_pinned_since_stays_and_a_full_invest_is_said(
    at_desk: Client, run: Ranking, rising: Relationship, holder: Relationship
) -> None:
    at_desk.post(f"/people/{rising.candidate_id}/pin/", {"reason": "Promised"})
    response = at_desk.post(f"/runs/{run.number}/take-back/")
    assert response.status_code == 409
    assert "Invest is full: nobody can go back to it." in response.content.decode()
    assert tiers(rising, holder) == ["invest", "maintain"]


def test_who_finds_no_place_stays_and_is_counted(
    at_desk: Client, rita: Recruiter, run: Ranking, rising: Relationship, holder: Relationship
) -> None:
    at_desk.post(f"/people/{rising.candidate_id}/pin/", {"reason": "Promised"})
    other = make_relationship(rita, make_candidate("Other"))
    TierMove.objects.create(relationship=other, ranking=run, from_tier="invest", to_tier="maintain")
    rita.invest_places = 2
    rita.save()
    html = at_desk.post(f"/runs/{run.number}/take-back/", follow=True).content.decode()
    assert "1 person went back, pinned there for 30 days." in html
    assert "Invest is full: 1 person could not go back to it." in html
    assert sorted(tiers(holder, other)) == ["invest", "maintain"]


def test_nothing_left_is_said(at_desk: Client, run: Ranking) -> None:
    at_desk.post(f"/runs/{run.number}/take-back/")
    html = at_desk.post(f"/runs/{run.number}/take-back/", follow=True).content.decode()
    assert "Nothing of that run is left to take back." in html


def test_strangers_and_others(client: Client, raj: Recruiter, hana: User, run: Ranking) -> None:
    client.force_login(raj.user)
    assert client.get(f"/runs/{run.number}/take-back/").status_code == 405
    assert client.post(f"/runs/{run.number}/take-back/").status_code == 404
    client.force_login(hana)
    assert client.post(f"/runs/{run.number}/take-back/").status_code == 403


def test_the_form_carries_its_token(rita: Recruiter, run: Ranking) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rita.user)
    html = strict.get("/runs/").content.decode()
    form = html[html.index(f'action="/runs/{run.number}/take-back/"') :]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form[: form.index("</form>")])
    assert token
    address, key = f"/runs/{run.number}/take-back/", {"csrfmiddlewaretoken": token[1]}
    assert strict.post(address, key).status_code == 302
