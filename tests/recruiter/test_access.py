import pytest
from django.test import Client

from candidates.models import Candidate
from recruiter.models import User
from tests.factories import make_user
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db

READ = ["/invest/", "/maintain/", "/status/", "/people/new/", "/people/{}/"]
WRITE = [
    "/people/{}/keep/",
    "/people/{}/statements/",
    "/people/{}/contacts/today/",
    "/people/{}/unpin/",
    "/statements/{}/kind/",
    "/notes/{}/delete/",
    "/undo/{}/",
    "/undo/",
]
BOTH = ["/people/{}/notes/", "/people/{}/contacts/", "/people/{}/pin/", "/notes/{}/"]


@pytest.mark.parametrize("address", READ + BOTH)
def test_reading_is_for_recruiters(
    client: Client, amara: Candidate, hana: User, ada: User, address: str
) -> None:
    for stranger in (hana, ada, make_user()):
        client.force_login(stranger)
        assert client.get(address.format(amara.pk)).status_code == 403


@pytest.mark.parametrize("address", WRITE + BOTH)
def test_writing_is_for_recruiters(
    client: Client, amara: Candidate, hana: User, ada: User, address: str
) -> None:
    for stranger in (hana, ada):
        client.force_login(stranger)
        assert client.post(address.format(amara.pk)).status_code == 403


@pytest.mark.parametrize("address", WRITE)
def test_what_writes_answers_no_get(at_desk: Client, amara: Candidate, address: str) -> None:
    assert at_desk.get(address.format(amara.pk)).status_code == 405


@pytest.mark.parametrize("address", [one for one in READ if one != "/people/new/"])
def test_what_reads_answers_no_post(at_desk: Client, amara: Candidate, address: str) -> None:
    assert at_desk.post(address.format(amara.pk)).status_code == 405


@pytest.mark.parametrize("address", [*BOTH, "/people/new/"])
def test_nothing_answers_a_put(at_desk: Client, amara: Candidate, address: str) -> None:
    assert at_desk.put(address.format(amara.pk)).status_code == 405


def test_to_htmx_a_refused_role_is_a_toast_and_nothing_is_swapped(
    client: Client, amara: Candidate, hana: User
) -> None:
    client.force_login(hana)
    response = client.post(f"/people/{amara.pk}/unpin/", headers=asking(f"p-{amara.pk}"))
    assert response.status_code == 403
    assert response.headers["HX-Reswap"] == "none"
    assert "This page is for recruiters." in response.content.decode()


def test_a_refused_role_reads_whom_the_page_is_for(client: Client, hana: User) -> None:
    client.force_login(hana)
    assert "This page is for recruiters." in client.get("/invest/").content.decode()
