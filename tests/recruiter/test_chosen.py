"""Many people of the pool with one press: brought in, tagged, kept as silver medallists."""

import pytest
from django.test import Client

from candidates.models import Candidate, SilverMedal, Tagging
from recruiter.models import Recruiter, UndoRecord, User
from tests.factories import days_before, make_candidate, make_relationship
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db

ADDRESS = "/pool/chosen/"


@pytest.fixture
def three(rita: Recruiter) -> list[Candidate]:
    return [make_candidate(name) for name in ("Ada", "Ben", "Cai")]


def keys(people: list[Candidate]) -> list[int]:
    return [one.pk for one in people]


def undo(client: Client) -> None:
    client.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/")


def test_all_of_them_are_brought_in_and_one_press_takes_it_back(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    sent = {"act": "bring", "people": keys(three[:2]), "next": "/pool/?q=a"}
    response = at_desk.post(ADDRESS, sent, follow=True)
    assert response.redirect_chain == [("/pool/?q=a", 302)]
    assert "2 people: on your list, in Maintain" in response.content.decode()
    assert set(rita.relationships.values_list("candidate", flat=True)) == set(keys(three[:2]))
    undo(at_desk)
    assert not rita.relationships.exists()


def test_where_not_all_fit_nobody_is_brought_in(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    rita.capacity, rita.invest_places = 2, 1
    rita.save()
    sent = {"act": "bring", "people": keys(three), "next": "/pool/"}
    response = at_desk.post(ADDRESS, sent, headers=asking("everybody", "/pool/"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "2 places are free, and you chose 3. Nobody was brought in: choose fewer." in html
    assert html.count(" checked>") == 3
    assert not rita.relationships.exists()
    make_relationship(rita, make_candidate("One"))
    make_relationship(rita, make_candidate("Two"))
    full = at_desk.post(ADDRESS, {"act": "bring", "one": three[0].pk})
    assert "Your list is full." in full.content.decode()


def test_one_press_on_a_row_is_for_that_row_alone(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    sent = {"act": "bring", "one": three[1].pk, "people": keys(three)}
    response = at_desk.post(ADDRESS, sent, headers=asking("everybody", "/pool/"))
    assert response.headers["HX-Refresh"] == "true"
    assert rita.relationships.get().candidate == three[1]


def test_all_of_them_are_tagged(at_desk: Client, three: list[Candidate]) -> None:
    at_desk.post(ADDRESS, {"act": "tag", "people": keys(three), "tag": "Night shift"})
    assert Tagging.objects.filter(tag__name="Night shift").count() == 3
    undo(at_desk)
    assert not Tagging.objects.exists()


def test_all_of_them_are_kept_as_silver_medallists(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    sent = {"act": "silver", "people": keys(three), "role": "Planner", "reason": "Lived far"}
    day = {"look_again_on": days_before(-30).isoformat()}
    at_desk.post(ADDRESS, sent | day)
    given = SilverMedal.objects.all()
    assert {(one.role, one.reason, one.added_by) for one in given} == {
        ("Planner", "Lived far", rita.user)
    }
    assert {one.look_again_on for one in given} == {days_before(-30)}
    undo(at_desk)
    assert not SilverMedal.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"act": "tag"}, "Write the tag."),
        ({"act": "silver", "role": "Planner"}, "Say why it was not them."),
        ({"act": "silver", "reason": "Far"}, "Say for which role they came second."),
        ({"act": "erase"}, "Press what to do with them"),
        (
            {"act": "silver", "role": "P", "reason": "F", "look_again_on": "2020-01-01"},
            "Choose a day that is still to come.",
        ),
    ],
)
def test_what_cannot_be_done_says_why_and_keeps_who_was_chosen(
    at_desk: Client, three: list[Candidate], sent: dict[str, str], words: str
) -> None:
    response = at_desk.post(ADDRESS, sent | {"people": keys(three)})
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert html.count(" checked>") == 3
    assert not SilverMedal.objects.exists()


def test_nobody_chosen_says_so(at_desk: Client, amara: Candidate) -> None:
    """Amara is on the list, so she is not in the pool."""
    for people in ([], [amara.pk], ["x", "9" * 30]):
        response = at_desk.post(ADDRESS, {"act": "bring", "people": people})
        assert response.status_code == 422
        assert "Choose somebody first" in response.content.decode()


def test_a_row_offers_both_and_leads_back_to_the_pool(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    rita.capacity, rita.invest_places = 1, 1
    rita.save()
    old = make_relationship(rita, make_candidate("Old"))
    html = at_desk.get("/pool/?q=ada").content.decode()
    back = "/pool/%3Fq%3Dada"
    assert f'href="/people/{three[0].pk}/bring-in/?next={back}"' in html
    assert f'href="/people/{three[0].pk}/silver/?next={back}"' in html
    form = at_desk.get(f"/people/{three[0].pk}/bring-in/?next={back}").content.decode()
    assert 'name="next" value="/pool/?q=ada"' in form
    sent = {"leaving": old.candidate_id, "next": "/pool/?q=ada"}
    response = at_desk.post(f"/people/{three[0].pk}/bring-in/", sent)
    assert response.headers["Location"] == "/pool/?q=ada"
    elsewhere = {"role": "P", "reason": "F", "next": "https://elsewhere.example/"}
    response = at_desk.post(f"/people/{three[1].pk}/silver/", elsewhere)
    assert response.headers["Location"] == three[1].get_absolute_url()


def test_only_recruiters_and_only_by_post(client: Client, rita: Recruiter, hana: User) -> None:
    client.force_login(hana)
    assert client.post(ADDRESS).status_code == 403
    client.force_login(rita.user)
    assert client.get(ADDRESS).status_code == 405
