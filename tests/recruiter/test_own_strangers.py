"""One person's link never opens another's, and nothing of a token leaves these pages.

The addresses come from the URLconf, so that a new one is held against this as well.
"""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from candidates.models import Candidate
from recruiter import exporting, links
from recruiter.models import Recruiter
from tests.factories import make_candidate, make_note, make_relationship
from tests.recruiter.conftest import CLOSE
from tests.recruiter.own import visit

pytestmark = pytest.mark.django_db
CANARY = "Zyxwvut"
# Everything that some form of these pages sends, at once: whatever a page takes from it, it gets.
EVERYTHING = {
    "text": "I mend clocks on Sundays.",
    "scope": "keep",
    "withdraw": "1",
    "remove": "1",
    "name": "Amara",
    "email": "amara@x.example",
    "agree-keep": "on",
    "language": "en-gb",
}
GIVEN = {"kind": "json"}


def own_patterns() -> list[URLPattern]:
    found = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    return [one for one in found if str(one.name).startswith("own_")]


NAMES = [str(one.name) for one in own_patterns()]


def address(name: str, other: Candidate) -> str:
    """The address of that name, with the keys of somebody else wherever it takes a key."""
    pattern = next(one for one in own_patterns() if one.name == name)
    keys = {"pk": other.statements.get().pk, "token": "x"} | GIVEN
    wanted = pattern.pattern.regex.groupindex
    return reverse(name, kwargs={one: keys[one] for one in wanted})


@pytest.fixture
def amara(rita: Recruiter) -> Candidate:
    one = make_candidate("Amara", CLOSE, email="amara@x.example")
    make_relationship(rita, one)
    return one


@pytest.fixture
def other(rita: Recruiter) -> Candidate:
    """Somebody else, with a canary in all that a page could show."""
    one = make_candidate(
        f"{CANARY} name",
        f"{CANARY} said this on Sundays.",
        email=f"{CANARY}@x.example",
        phone=f"{CANARY} phone",
        headline=f"{CANARY} headline",
    )
    make_relationship(rita, one)
    make_note(one, rita.user, f"{CANARY} note")
    return one


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_opens_or_changes_anything_of_somebody_else(
    amara: Candidate, other: Candidate, rita: Recruiter, name: str, verb: str
) -> None:
    before = exporting.as_json(exporting.export(other))["data"]
    visitor = visit(amara, rita.user)
    for extra in ({}, {"pk": str(other.pk), "candidate": str(other.pk), "link": "1"}):
        answer = getattr(visitor, verb)(address(name, other), EVERYTHING | extra)
        assert CANARY not in answer.text
    assert exporting.as_json(exporting.export(other))["data"] == before


@pytest.mark.parametrize("name", NAMES)
def test_no_address_opens_by_nothing_or_by_a_link_that_ended(
    amara: Candidate, other: Candidate, rita: Recruiter, name: str
) -> None:
    ended = visit(other, rita.user)
    links.revoke(other, rita.user)
    before = exporting.as_json(exporting.export(other))["data"]
    for browser in (ended, Client()):
        for verb in ("get", "post"):
            answer = getattr(browser, verb)(address(name, other), EVERYTHING)
            assert CANARY not in answer.text.replace(f"{CANARY}@x.example", "")
            assert answer.status_code in (200, 204, 302, 405, 410, 429)
    assert exporting.as_json(exporting.export(other))["data"] == before


LOADED = re.compile(r"""(?:src|href|action|hx-[a-z]+)="([a-z]+:)?//""")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_from_or_told_to_anybody_else(
    amara: Candidate, other: Candidate, rita: Recruiter, name: str
) -> None:
    _, token = links.make(amara, rita.user)
    visitor = Client()
    opened = visitor.get(f"/link/{token}/")
    assert opened["Referrer-Policy"] == "no-referrer"
    visitor.post("/own/check/", {"email": amara.email})
    answer = visitor.get(address(name, other))
    assert token not in answer.text
    assert token not in str(answer.headers)
    assert not LOADED.findall(answer.text)
    if answer.status_code == 200 and name != "own_download":
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy
        assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert "no-store" in answer["Cache-Control"]
