import uuid
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from candidates.models import Candidate, Contact
from recruiter.models import Recruiter, User
from tests.factories import days_before, make_candidate, make_contact
from tests.recruiter.conftest import asking, contact_form

pytestmark = pytest.mark.django_db


def test_a_contact_is_logged_with_its_circumstances_and_the_next_due_date_said(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    form = contact_form(happened_on=timezone.localdate().isoformat(), direction="inbound")
    response = at_desk.post(
        f"/people/{amara.pk}/contacts/",
        form,
        headers=asking("contact", amara.get_absolute_url()),
    )
    html = response.content.decode()
    contact = Contact.objects.get()
    assert (contact.by, contact.channel, contact.direction) == (rita.user, "mail", "inbound")
    on = date_format(days_before(-120), "D j F")
    assert f"Contact logged with Amara Okonkwo. Next: {on}, in 4 months." in html
    assert 'id="touch" hx-swap-oob="true"' in html
    assert 'id="timeline" tabindex="-1" hx-swap-oob="true"' in html


def test_a_contact_cannot_lie_in_the_future(at_desk: Client, amara: Candidate) -> None:
    response = at_desk.post(
        f"/people/{amara.pk}/contacts/", contact_form(happened_on="2999-01-01", text="Kept.")
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose today or a day before it." in html
    assert "Kept." in html
    assert not Contact.objects.exists()


@time_machine.travel("2026-03-01T23:30:00Z")
def test_today_is_the_readers_today(at_desk: Client, amara: Candidate, rita: Recruiter) -> None:
    rita.user.time_zone = "Asia/Tokyo"
    rita.user.save()
    form = contact_form(happened_on="2026-03-02")
    assert at_desk.post(f"/people/{amara.pk}/contacts/", form).status_code == 302
    assert Contact.objects.get().happened_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    "wrong", [{"channel": "pigeon"}, {"direction": ""}, {"happened_on": "soon"}, {"key": ""}]
)
def test_a_bad_form_is_refused(at_desk: Client, amara: Candidate, wrong: dict[str, str]) -> None:
    response = at_desk.post(f"/people/{amara.pk}/contacts/", contact_form(**wrong))
    assert response.status_code == 422
    assert not Contact.objects.exists()


def test_one_press_in_a_row_logs_todays_contact_and_answers_the_row(
    at_desk: Client, amara: Candidate
) -> None:
    response = at_desk.post(
        f"/people/{amara.pk}/contacts/today/",
        {"key": str(uuid.uuid4())},
        headers=asking(f"p-{amara.pk}"),
    )
    html = response.content.decode()
    assert Contact.objects.get().happened_on == timezone.localdate()
    assert html.strip().startswith(f'<tr class="p" id="p-{amara.pk}">')
    assert "Today" in html
    assert 'data-act="undo"' in html


def test_two_presses_with_one_key_are_one_contact(at_desk: Client, amara: Candidate) -> None:
    press = {"key": str(uuid.uuid4()), "next": "/invest/"}
    answers = [at_desk.post(f"/people/{amara.pk}/contacts/today/", press) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {f"/invest/#p-{amara.pk}"}
    assert Contact.objects.count() == 1


def test_a_press_without_a_key_is_refused_in_words(at_desk: Client, amara: Candidate) -> None:
    address = f"/people/{amara.pk}/contacts/today/"
    plain = at_desk.post(address, {"key": "x"})
    htmx = at_desk.post(address, {"key": "x"}, headers=asking(f"p-{amara.pk}"))
    assert (plain.status_code, htmx.status_code) == (422, 422)
    assert "Reload the page" in plain.content.decode()
    assert htmx.headers["HX-Reswap"] == "none"
    assert not Contact.objects.exists()


def test_going_back_never_leaves_the_site(at_desk: Client, amara: Candidate) -> None:
    press = {"key": str(uuid.uuid4()), "next": "https://elsewhere.example/"}
    response = at_desk.post(f"/people/{amara.pk}/contacts/today/", press)
    assert response.headers["Location"] == f"/#p-{amara.pk}"


def test_of_a_colleagues_contact_shows_only_that_it_happened(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    make_contact(amara, raj.user, days_ago=7, channel="mail", text="Offered her a role.")
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "Raj Malhotra" in html
    assert "7 days ago" in html
    assert "Offered her a role." not in html


def test_nobody_to_contact_is_not_found(at_desk: Client) -> None:
    for path in ("contacts/", "contacts/today/"):
        assert at_desk.post(f"/people/999999/{path}", contact_form()).status_code == 404


def test_a_contact_with_somebody_off_the_list_is_logged_without_a_due_date(
    at_desk: Client, rita: Recruiter
) -> None:
    stranger = make_candidate("Bo Lind")
    at_desk.post(f"/people/{stranger.pk}/contacts/", contact_form())
    html = at_desk.get(stranger.get_absolute_url()).content.decode()
    assert "Contact logged with Bo Lind." in html
    assert "Nobody is reminded" in html


@pytest.mark.parametrize("elsewhere", ["foo", "invest", "https://evil.example/"])
def test_after_one_press_nobody_is_led_elsewhere(
    at_desk: Client, amara: Candidate, elsewhere: str
) -> None:
    press = {"key": str(uuid.uuid4()), "next": elsewhere}
    response = at_desk.post(f"/people/{amara.pk}/contacts/today/", press)
    assert response.headers["Location"] == f"/#p-{amara.pk}"


@pytest.mark.parametrize("day", ["1949-12-31", "2001-01-01"])
def test_a_contact_long_before_anybody_could_know_them_is_refused_kindly(
    at_desk: Client, amara: Candidate, day: str
) -> None:
    response = at_desk.post(f"/people/{amara.pk}/contacts/", contact_form(happened_on=day))
    assert response.status_code == 422
    assert "Choose a day within the last ten years." in response.content.decode()


def test_a_colleagues_contact_counts_once_with_one_press_and_never_its_text(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    theirs = make_contact(amara, raj.user, days_ago=7, channel="mail", text="Offered her a role.")
    page = amara.get_absolute_url()
    assert "Count it as mine" in at_desk.get(page).content.decode()
    html = at_desk.post(f"/contacts/{theirs.pk}/count/", headers=asking("touch", page)).content
    assert 'data-act="undo"' in html.decode()
    assert "Count it as mine" not in html.decode()
    assert at_desk.post(f"/contacts/{theirs.pk}/count/").status_code == 302
    mine = Contact.objects.get(by=rita.user)
    assert (mine.happened_on, mine.channel, mine.text) == (theirs.happened_on, "mail", "")


def test_only_a_colleagues_contact_with_somebody_on_the_list_can_be_counted(
    at_desk: Client, client: Client, amara: Candidate, rita: Recruiter, raj: Recruiter, hana: User
) -> None:
    own = make_contact(amara, rita.user, days_ago=3)
    elsewhere = make_contact(make_candidate("Bo Lind"), raj.user, days_ago=3)
    ahead = make_contact(amara, raj.user, days_ago=-3)
    for one in (own, elsewhere, ahead):
        assert at_desk.post(f"/contacts/{one.pk}/count/").status_code == 404
    assert at_desk.get(f"/contacts/{own.pk}/count/").status_code == 405
    client.force_login(hana)
    assert client.post(f"/contacts/{own.pk}/count/").status_code == 403
