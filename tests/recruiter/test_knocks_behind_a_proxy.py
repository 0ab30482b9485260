"""Who knocks, behind a proxy of ours and without one."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from recruiter import knocks


@pytest.mark.parametrize(
    ("behind", "sent", "who"),
    [
        (False, "198.51.100.7", "127.0.0.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "203.0.113.1, 198.51.100.7", "198.51.100.7"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_what_our_proxy_added_counts(
    settings: Settings, behind: bool, sent: str, who: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", headers={"x-forwarded-for": sent})
    assert knocks.address_of(request) == who
