"""Not now: snooze, skip and wake, each taken back for a day."""

import pytest
from django.test import Client

from candidates.models import Candidate
from recruiter.models import Recruiter, Relationship, RerankDue, UndoRecord, User
from tests.factories import days_before
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db


def address(candidate: Candidate) -> str:
    return f"/people/{candidate.pk}/snooze/"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({"weeks": "1"}, 7),
        ({"weeks": "4"}, 28),
        ({"weeks": "0"}, 1),
        ({"until": days_before(-40).isoformat()}, 40),
    ],
)
def test_until_a_day_or_for_weeks(
    at_desk: Client, relationship: Relationship, typed: dict[str, str], days: int
) -> None:
    response = at_desk.post(address(relationship.candidate), typed | {"reason": "On leave"})
    assert response.status_code == 302
    relationship.refresh_from_db()
    assert relationship.snoozed_until == days_before(-days)
    assert relationship.snooze_reason == "On leave"


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Choose a day, or one of the buttons."),
        (days_before(0).isoformat(), "Choose a day that is still to come."),
        ("2099-01-01", "Choose a day within 2 years."),
        ("soon", "Give a day such as"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_and_the_reason_stays(
    at_desk: Client, relationship: Relationship, until: str, words: str
) -> None:
    response = at_desk.post(
        address(relationship.candidate), {"until": until, "reason": "Moving house"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert "Moving house" in html
    relationship.refresh_from_db()
    assert relationship.snoozed_until is None


def test_it_changes_no_rank(at_desk: Client, rita: Recruiter, relationship: Relationship) -> None:
    before = RerankDue.objects.get(recruiter=rita).due
    at_desk.post(address(relationship.candidate), {"weeks": "2"})
    assert RerankDue.objects.get(recruiter=rita).due == before


def test_waking_and_taking_back(at_desk: Client, relationship: Relationship) -> None:
    at_desk.post(address(relationship.candidate), {"weeks": "2", "reason": "Ill"})
    at_desk.post(f"/people/{relationship.candidate_id}/wake/")
    relationship.refresh_from_db()
    assert (relationship.snoozed_until, relationship.snooze_reason) == (None, "")
    for record in UndoRecord.objects.order_by("-pk"):
        at_desk.post(f"/undo/{record.pk}/")
    relationship.refresh_from_db()
    assert (relationship.snoozed_until, relationship.snooze_reason) == (None, "")
    first = UndoRecord.objects.order_by("pk").first()
    assert first is not None
    assert first.undone_at is not None


def test_taking_the_waking_back_snoozes_again(at_desk: Client, relationship: Relationship) -> None:
    at_desk.post(address(relationship.candidate), {"weeks": "2", "reason": "Ill"})
    at_desk.post(f"/people/{relationship.candidate_id}/wake/")
    at_desk.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/")
    relationship.refresh_from_db()
    assert (relationship.snoozed_until, relationship.snooze_reason) == (days_before(-14), "Ill")


def test_under_a_row_it_answers_the_row(at_desk: Client, relationship: Relationship) -> None:
    pk = relationship.candidate_id
    form = at_desk.get(address(relationship.candidate), headers=asking(f"p-{pk}"))
    assert form.content.decode().startswith('<tr class="row-form"')
    html = at_desk.post(
        address(relationship.candidate), {"weeks": "1"}, headers=asking(f"p-{pk}")
    ).content.decode()
    assert f'<tr class="p" id="p-{pk}"' in html
    assert "Snoozed for 7 days" in html


def test_strangers_and_others(
    client: Client, at_desk: Client, raj: Recruiter, hana: User, amara: Candidate
) -> None:
    client.force_login(raj.user)
    assert client.post(address(amara), {"weeks": "1"}).status_code == 404
    assert client.post(f"/people/{amara.pk}/wake/").status_code == 404
    client.force_login(hana)
    assert client.get(address(amara)).status_code == 403
