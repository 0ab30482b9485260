from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from candidates.models import Candidate
from recruiter import urls
from recruiter.erasing import erase
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


def test_an_address_of_somebody_on_ones_list_leads_to_their_page(
    at_desk: Client, rita: Recruiter
) -> None:
    known = make_candidate("Mei Castellanos", email="mei-lin@example.org")
    make_relationship(rita, known)
    html = at_desk.post("/people/new/", form()).content.decode()
    assert "has this e-mail address already, and is on your list." in html
    assert f'href="/people/{known.pk}/"' in html
    assert f"/people/{known.pk}/keep/" not in html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "x" * 501, "Shorten this to"),
        ("email", "mei at home", "Give an e-mail address such as"),
        ("said-said_on", "soon", "Give a day such as"),
    ],
)
def test_what_cannot_be_kept_is_said_in_our_words(
    at_desk: Client, field: str, value: str, words: str
) -> None:
    html = at_desk.post("/people/new/", form(**{field: value})).content.decode()
    assert words in html
    assert "Ensure this value" not in html


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


def test_letters_that_only_share_a_capital_are_two_addresses(db: None) -> None:
    for address in ("sam@example.com", "\u017fam@example.com"):
        known = make_candidate(email=address)
        assert Candidate.objects.with_email(address.replace("a", "A")).get() == known


def test_two_presses_without_an_address_add_one_person(at_desk: Client, rita: Recruiter) -> None:
    typed = form(email="")
    first, second = (at_desk.post("/people/new/", typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Candidate.objects.count() == 1
    at_desk.post("/people/new/", typed | {"location": "Lille"})
    Candidate.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    at_desk.post("/people/new/", typed)
    assert rita.relationships.count() == 3


def test_somebody_who_was_erased_is_not_added_again(at_desk: Client) -> None:
    erase(make_candidate("Mei-Lin Castellanos", email="mei-lin@example.org"))
    answer = at_desk.post("/people/new/", form())
    assert answer.status_code == 422
    assert "asked to be erased" in answer.text
    assert CLOSE in answer.text
    assert at_desk.post("/people/new/", form(email="")).status_code == 422
    assert not Candidate.objects.exists()
    assert at_desk.post("/people/new/", form(email="another@example.org")).status_code == 302


def test_no_two_addresses_share_a_name() -> None:
    """The later one would answer for both: a button of one page would do what another says."""
    names = [one.name for one in urls.urlpatterns if isinstance(one, URLPattern) and one.name]
    assert sorted(names) == sorted(set(names))
