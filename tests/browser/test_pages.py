"""Every page: nothing for axe to report, nothing that scrolls sideways, a quiet console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate
from recruiter.models import Recruiter
from tests.browser.conftest import Desk, log_in
from tests.browser.pages import RECRUITER_PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = list(RECRUITER_PAGES.values())


def open_everything(desk: Desk) -> None:
    """Unfold what is folded, so that it is looked at as well."""
    desk.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def violations(desk: Desk) -> list[str]:
    found = Axe().run(desk.page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def overflow(desk: Desk) -> int:
    width: int = desk.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible(
    browser: Browser,
    live_server: LiveServer,
    company: None,
    rita: Recruiter,
    theme: str,
    width: int,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    desk = Desk(context, live_server.url)
    people = [one.get_absolute_url() for one in Candidate.objects.all()[:5]]
    people.append(f"{people[0]}brief/")
    found = {}
    desk.open("/log-in/")
    found["/log-in/"] = violations(desk)
    log_in(context, rita.user, live_server.url)
    for path in PATHS + people:
        desk.open(path)
        open_everything(desk)
        found[path] = violations(desk)
    context.close()
    assert {path: what for path, what in found.items() if what} == {}
    assert [one for one in desk.complaints if "404" not in one] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_no_page_scrolls_sideways(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 800})
    people = [one.get_absolute_url() for one in Candidate.objects.all()]
    wide = {}
    for path in PATHS + people:
        desk.open(path)
        open_everything(desk)
        if overflow(desk) > 0:
            wide[path] = overflow(desk)
    assert wide == {}
    desk.complaints = [one for one in desk.complaints if "404" not in one]


def test_the_forms_in_a_row_are_accessible_too(desk: Desk) -> None:
    page = desk.open("/invest/")
    for name in ("note", "pin"):
        page.locator(f"[data-act={name}]").first.dispatch_event("click")
        page.locator(".row-form").last.wait_for()
    assert violations(desk) == []
