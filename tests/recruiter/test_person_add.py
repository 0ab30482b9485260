import pytest
from django.test import Client

from candidates.models import Candidate
from recruiter.models import Recruiter, Tier
from tests.factories import make_candidate, make_relationship
from tests.recruiter.conftest import CLOSE

pytestmark = pytest.mark.django_db


def form(**fields: str) -> dict[str, str]:
    return {
        "name": "Mei-Lin Castellanos",
        "email": "mei-lin@example.org",
        "phone": "",
        "headline": "Materials engineer",
        "location": "Lyon",
        "source": "event",
        "said-text": CLOSE,
        "said-source": "heard",
        "said-said_on": "2026-01-15",
    } | fields


def test_a_person_is_added_with_their_words_onto_ones_own_list(
    at_desk: Client, rita: Recruiter
) -> None:
    response = at_desk.post("/people/new/", form())
    added = Candidate.objects.get()
    assert response.headers["Location"] == added.get_absolute_url()
    assert added.source == "event"
    assert added.statements.get().text == CLOSE
    assert added.statements.get().added_by == rita.user
    assert rita.relationships.get().tier == Tier.MAINTAIN


def test_words_may_come_later(at_desk: Client) -> None:
    assert at_desk.post("/people/new/", form(**{"said-text": "", "email": ""})).status_code == 302
    assert not Candidate.objects.get().statements.exists()


def test_an_address_that_is_known_says_who_it_is_and_offers_to_keep_them(
    at_desk: Client, rita: Recruiter
) -> None:
    known = make_candidate("Mei Castellanos", email="Mei-Lin@Example.org")
    response = at_desk.post("/people/new/", form(headline="Typed with care"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Mei Castellanos has this e-mail address already." in html
    assert "Add Mei Castellanos to my list" in html
    assert f"/people/{known.pk}/keep/" in html
    assert "Typed with care" in html
    assert CLOSE in html
    assert Candidate.objects.count() == 1


def test_a_full_list_refuses_and_writes_nothing(at_desk: Client, rita: Recruiter) -> None:
    make_relationship(rita)
    Recruiter.objects.filter(pk=rita.pk).update(capacity=1, invest_places=1)
    response = at_desk.post("/people/new/", form())
    html = response.content.decode()
    assert response.status_code == 422
    assert "more people than your capacity" in html
    assert "Mei-Lin Castellanos" in html
    assert Candidate.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"email": "mei@"},
        {"said-said_on": "2999-01-01"},
        {"source": "nowhere"},
        {"said-source": "rumour"},
    ],
)
def test_a_bad_form_is_refused_and_loses_nothing(at_desk: Client, wrong: dict[str, str]) -> None:
    response = at_desk.post("/people/new/", form(**wrong))
    html = response.content.decode()
    assert response.status_code == 422
    assert 'class="errsum"' in html
    assert CLOSE in html
    assert not Candidate.objects.exists()


def test_an_empty_form_is_refused(at_desk: Client) -> None:
    assert at_desk.post("/people/new/", {}).status_code == 422


def test_a_blank_form_asks_for_name_and_words(at_desk: Client) -> None:
    html = at_desk.get("/people/new/").content.decode()
    assert "What they said" in html
    assert "errsum" not in html


def test_an_address_with_a_null_character_is_refused(at_desk: Client) -> None:
    response = at_desk.post("/people/new/", form(email="mei\0@example.org"))
    assert response.status_code == 422
    assert not Candidate.objects.exists()
