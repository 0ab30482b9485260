"""A desk runs by its owner's clock: around midnight two recruiters have two todays."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from candidates.models import Contact
from recruiter.models import Recruiter
from tests.factories import make_candidate, make_relationship
from tests.pages import words
from tests.recruiter.conftest import contact_form

pytestmark = pytest.mark.django_db

TENTH, ELEVENTH = date(2026, 3, 10), date(2026, 3, 11)


@pytest.fixture
def evening(rita: Recruiter, raj: Recruiter) -> Iterator[None]:
    """Half past eleven in London, where Raj is; Rita's Tokyo has the next morning."""
    for recruiter, zone in ((rita, "Asia/Tokyo"), (raj, "Europe/London")):
        recruiter.user.time_zone = zone
        recruiter.user.save()
    with patch("django.utils.timezone.now", return_value=datetime(2026, 3, 10, 23, 30, tzinfo=UTC)):
        yield


def known(recruiter: Recruiter, name: str, on: date) -> int:
    """Somebody in Invest whose next contact is due on that day."""
    candidate = make_candidate(name)
    Contact.objects.create(
        candidate=candidate, by=recruiter.user, happened_on=on - timedelta(days=30)
    )
    make_relationship(recruiter, candidate, tier="invest")
    return candidate.pk


@pytest.mark.parametrize(
    ("on", "in_tokyo", "in_london"),
    [
        (TENTH, "Overdue 1 day", "Due today"),
        (ELEVENTH, "Due today", "Due tomorrow"),
    ],
)
def test_due_today_is_the_readers_today(
    client: Client,
    rita: Recruiter,
    raj: Recruiter,
    evening: None,
    on: date,
    in_tokyo: str,
    in_london: str,
) -> None:
    for recruiter, said in ((rita, in_tokyo), (raj, in_london)):
        known(recruiter, "Amara Okonkwo", on)
        client.force_login(recruiter.user)
        for path in ("/today/", "/invest/"):
            assert said in words(client.get(path))


def test_a_contact_of_one_press_happened_on_the_readers_day(
    client: Client, rita: Recruiter, raj: Recruiter, evening: None
) -> None:
    for recruiter, day in ((rita, ELEVENTH), (raj, TENTH)):
        pk = known(recruiter, "Amara Okonkwo", TENTH)
        client.force_login(recruiter.user)
        client.post(f"/people/{pk}/contacts/today/", {"key": str(uuid.uuid4())})
        assert Contact.objects.filter(candidate=pk).latest("pk").happened_on == day


def test_tomorrow_is_refused_by_the_readers_calendar(
    client: Client, rita: Recruiter, raj: Recruiter, evening: None
) -> None:
    for recruiter, status in ((rita, 302), (raj, 422)):
        pk = known(recruiter, "Amara Okonkwo", TENTH)
        client.force_login(recruiter.user)
        form = contact_form(happened_on=str(ELEVENTH))
        assert client.post(f"/people/{pk}/contacts/", form).status_code == status


def test_a_snooze_ends_on_the_readers_day(
    client: Client, rita: Recruiter, raj: Recruiter, evening: None
) -> None:
    for recruiter, said in ((rita, "Due today"), (raj, "Snoozed for 1 day")):
        known(recruiter, "Amara Okonkwo", ELEVENTH)
        recruiter.relationships.update(snoozed_until=ELEVENTH)
        client.force_login(recruiter.user)
        assert said in words(client.get("/invest/"))


def test_a_new_zone_counts_from_the_next_page_on(
    client: Client, rita: Recruiter, evening: None
) -> None:
    known(rita, "Amara Okonkwo", ELEVENTH)
    client.force_login(rita.user)
    assert "Due today" in words(client.get("/invest/"))
    client.post("/settings/looks/", {"time_zone": "America/Los_Angeles"})
    assert "Due tomorrow" in words(client.get("/invest/"))
