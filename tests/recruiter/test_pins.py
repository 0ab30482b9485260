from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate
from recruiter.models import Recruiter, Relationship, Tier
from tests.factories import make_candidate, make_relationship
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db


def test_a_pin_holds_somebody_with_a_reason_until_the_end_of_a_day(
    at_desk: Client, rita: Recruiter, relationship: Relationship
) -> None:
    rita.user.time_zone = "Asia/Tokyo"
    rita.user.save()
    until = timezone.localdate() + timedelta(days=10)
    response = at_desk.post(
        f"/people/{relationship.candidate_id}/pin/",
        {"reason": "Wants a quiet year", "until": until.isoformat()},
    )
    assert response.status_code == 302
    relationship.refresh_from_db()
    assert (relationship.pin, relationship.pin_reason) == (Tier.MAINTAIN, "Wants a quiet year")
    assert relationship.pin_until is not None
    with timezone.override("Asia/Tokyo"):
        ends = timezone.localtime(relationship.pin_until)
    assert (ends.date(), ends.hour) == (until + timedelta(days=1), 0)


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"reason": "Why", "until": "2020-01-01"}, {"reason": "x" * 301}]
)
def test_a_pin_without_a_reason_or_into_the_past_is_refused(
    at_desk: Client, relationship: Relationship, wrong: dict[str, str]
) -> None:
    address = f"/people/{relationship.candidate_id}/pin/"
    assert at_desk.post(address, wrong).status_code == 422
    in_row = at_desk.post(address, wrong, headers=asking(f"p-{relationship.candidate_id}"))
    assert in_row.headers["HX-Retarget"] == f"#pin-form-{relationship.candidate_id}"
    relationship.refresh_from_db()
    assert relationship.pin == ""


def test_unpinning_hands_them_back_and_offers_the_way_back(
    at_desk: Client, amara: Candidate, relationship: Relationship
) -> None:
    at_desk.post(f"/people/{amara.pk}/pin/", {"reason": "Why not"})
    response = at_desk.post(f"/people/{amara.pk}/unpin/", headers=asking(f"p-{amara.pk}"))
    relationship.refresh_from_db()
    assert (relationship.pin, relationship.pin_reason) == ("", "")
    assert 'data-act="undo"' in response.content.decode()
    assert 'aria-pressed="true"' not in response.content.decode()


def test_the_form_opens_under_the_row_and_on_the_page_without_script(
    at_desk: Client, amara: Candidate
) -> None:
    address = f"/people/{amara.pk}/pin/"
    part = at_desk.get(address, headers=asking(f"p-{amara.pk}")).content.decode()
    assert part.strip().startswith(f'<tr class="row-form" id="pin-form-{amara.pk}">')
    assert at_desk.get(address).headers["Location"] == f"/people/{amara.pk}/#pin-reason"


def test_a_pin_set_in_a_row_answers_the_row_and_on_the_page_its_section(
    at_desk: Client, amara: Candidate
) -> None:
    row = at_desk.post(
        f"/people/{amara.pk}/pin/", {"reason": "Why"}, headers=asking(f"p-{amara.pk}")
    ).content.decode()
    assert 'aria-pressed="true"' in row
    section = at_desk.post(
        f"/people/{amara.pk}/pin/",
        {"reason": "Other"},
        headers=asking("pin", amara.get_absolute_url()),
    ).content.decode()
    assert section.strip().startswith('<section id="pin"')
    assert "Pinned in Maintain." in section


@pytest.mark.parametrize("path", ["pin/", "unpin/"])
def test_somebody_on_another_recruiters_list_is_not_found(
    at_desk: Client, raj: Recruiter, path: str
) -> None:
    theirs = make_relationship(raj, make_candidate())
    response = at_desk.post(f"/people/{theirs.candidate_id}/{path}", {"reason": "Mine now"})
    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.pin == ""


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "2999-01-01"])
def test_a_pin_ends_within_years(
    at_desk: Client, amara: Candidate, relationship: Relationship, day: str
) -> None:
    response = at_desk.post(f"/people/{amara.pk}/pin/", {"reason": "Keep", "until": day})
    assert response.status_code == 422
    assert "Choose a day within 10 years." in response.content.decode()
    relationship.refresh_from_db()
    assert relationship.pin == ""


@pytest.mark.parametrize(
    "elsewhere", ["foo", "invest", "//evil.example/", "https://evil.example/", "/" + "a" * 3000]
)
def test_after_unpinning_nobody_is_led_elsewhere(
    at_desk: Client, amara: Candidate, relationship: Relationship, elsewhere: str
) -> None:
    response = at_desk.post(f"/people/{amara.pk}/unpin/", {"next": elsewhere})
    assert response.status_code == 302
    assert response.headers["Location"] == "/"


def test_a_pin_names_its_last_day(at_desk: Client, amara: Candidate) -> None:
    until = timezone.localdate() + timedelta(days=10)
    form = {"reason": "Wants a quiet year", "until": until.isoformat()}
    at_desk.post(f"/people/{amara.pk}/pin/", form)
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert f"until {until.day} {until:%B %Y}<" in html
