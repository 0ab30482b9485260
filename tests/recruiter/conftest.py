"""What tests of the recruiter's pages share."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from candidates.models import Candidate
from hiring.models import Department
from recruiter import ranking
from recruiter.models import Recruiter, Relationship
from tests.factories import make_candidate, make_relationship

CLOSE = "In my spare time I help small charities close their books in one day."
FAR = "On Sundays I teach my neighbours' children to swim in the lake."
PROBLEM = "I have worked on three system implementations and hold an IFRS diploma."


@pytest.fixture
def amara(rita: Recruiter) -> Candidate:
    """Somebody on Rita's list, with a purpose close to the goal of finance."""
    candidate = make_candidate("Amara Okonkwo", CLOSE, headline="Accountant", location="Bristol")
    make_relationship(rita, candidate)
    return candidate


@pytest.fixture
def relationship(rita: Recruiter, amara: Candidate) -> Relationship:
    return rita.relationships.get(candidate=amara)


@pytest.fixture
def at_desk(client: Client, rita: Recruiter) -> Client:
    """Rita, logged in."""
    client.force_login(rita.user)
    return client


@pytest.fixture
def rerank(rita: Recruiter, finance: Department) -> Callable[[], None]:
    """Rank Rita's list now, in this process."""

    def run() -> None:
        outcomes = ranking.rerank([rita.pk])
        assert outcomes, "nothing was due"
        rita.refresh_from_db()

    return run


def asking(target: str, page: str = "/invest/") -> dict[str, str]:
    """Headers of an htmx request that will swap the element `target`."""
    return {
        "HX-Request": "true",
        "HX-Target": target,
        "HX-Current-URL": f"http://testserver{page}",
    }


def note_form(**fields: str) -> dict[str, str]:
    form = {"key": str(uuid.uuid4()), "body": "Likes ledgers.", "visibility": "team"}
    return form | {"channel": "call"} | fields


def contact_form(**fields: str) -> dict[str, str]:
    form = {
        "key": str(uuid.uuid4()),
        "channel": "mail",
        "direction": "outbound",
        "happened_on": "2026-01-15",
        "answered": "on",
        "text": "",
    }
    return form | fields
