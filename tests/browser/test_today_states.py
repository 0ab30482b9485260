"""Today in each of its states, and its forms: for axe, in every width and both themes."""

import os

import pytest
from playwright.sync_api import expect

from candidates.models import Candidate
from recruiter.models import Recruiter
from tests.browser import states
from tests.browser.conftest import Desk
from tests.browser.test_pages import overflow, violations
from tests.factories import make_contact, make_recruiter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("state", states.TODAY)
def test_every_state_is_accessible_and_fits(desk: Desk, rita: Recruiter, state: str) -> None:
    bring_about, words = states.TODAY[state]
    bring_about(rita)
    found = {}
    for theme in ("light", "dark"):
        desk.page.context.add_cookies([{"name": "theme", "value": theme, "url": desk.base}])
        for width in (1440, 390, 320):
            desk.page.set_viewport_size({"width": width, "height": 900})
            page = desk.open("/today/")
            expect(page.locator("#main")).to_contain_text(words)
            found[theme, width] = violations(desk) + ["sideways"] * (overflow(desk) > 0)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{state}-{theme}-{width}.png", full_page=True)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("page", ["contacts/", "snooze/"])
def test_the_pages_of_the_forms_are_accessible_and_fit(
    desk: Desk, overdue: list[Candidate], page: str
) -> None:
    raj = make_recruiter("Raj Malhotra")
    make_contact(overdue[0], raj.user, days_ago=1, channel="mail")
    for theme in ("light", "dark"):
        desk.page.context.add_cookies([{"name": "theme", "value": theme, "url": desk.base}])
        for width in (1440, 390, 320):
            desk.page.set_viewport_size({"width": width, "height": 900})
            desk.open(f"{overdue[0].get_absolute_url()}{page}")
            assert (violations(desk), overflow(desk)) == ([], 0)


def test_a_form_under_a_line_fits_a_phone(desk: Desk, overdue: list[Candidate]) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 800})
    page = desk.open("/today/")
    for act in ("details", "snooze", "note"):
        page.locator(f"[data-act={act}]").first.click()
        page.locator(".row-form").first.wait_for()
        assert (violations(desk), overflow(desk)) == ([], 0)
        page.keyboard.press("Escape")
        expect(page.locator(".row-form")).to_have_count(0)


def test_the_line_about_the_re_rank_moves_nothing(desk: Desk, rita: Recruiter) -> None:
    calm = desk.open("/today/").locator("#h-reach").bounding_box()
    states.rank_now(rita)
    page = desk.open("/today/")
    expect(page.locator("#status")).to_contain_text("Re-ranking now")
    assert page.locator("#h-reach").bounding_box() == calm
