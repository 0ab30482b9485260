"""The ways in, and the pages that say no: by keys, without script, and for axe in every look."""

import pytest
from playwright.sync_api import Page, expect

from candidates.models import Candidate, Note
from recruiter.models import Recruiter
from tests.browser.conftest import Desk
from tests.browser.test_pages import overflow, violations
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def door(desk: Desk, rita: Recruiter) -> Desk:
    """Rita before she has logged in."""
    rita.user.set_password(PASSWORD)
    rita.user.save()
    desk.page.context.clear_cookies()
    return desk


def looked_at(desk: Desk) -> None:
    """Nothing for axe and nothing sideways, in both themes, wide, narrow and narrowest."""
    for theme in ("light", "dark"):
        desk.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for width in (1440, 390, 320):
            desk.page.set_viewport_size({"width": width, "height": 900})
            assert (violations(desk), overflow(desk)) == ([], 0)


def log_in(page: Page, password: str) -> None:
    page.get_by_label("E-mail").focus()
    page.keyboard.type("rita.okafor@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_one_logs_in_by_keys_and_comes_to_the_page_asked_for(door: Desk) -> None:
    page = door.open("/maintain/")
    expect(page.get_by_text("Log in to go on.")).to_be_visible()
    looked_at(door)
    log_in(page, PASSWORD)
    page.wait_for_url("**/maintain/")


def test_a_refused_log_in_says_what_to_do_and_keeps_the_address(door: Desk) -> None:
    page = door.open("/log-in/")
    log_in(page, "not it")
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("rita.okafor@example.com")
    looked_at(door)
    page.get_by_role("link", name="Type the password again").press("Enter")
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today/")
    door.complaints = [one for one in door.complaints if "422" not in one]


def test_another_roles_page_says_so_and_leads_home(desk: Desk) -> None:
    page = desk.open("/goal/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is for somebody else")
    looked_at(desk)
    page.get_by_role("link", name="Go to your page").click()
    page.wait_for_url("**/today/")
    desk.complaints = [one for one in desk.complaints if "403" not in one]


def test_a_form_older_than_the_log_in_keeps_its_text_and_sends_it(plain_desk: Desk) -> None:
    amara = Candidate.objects.get(name="Amara Okonkwo")
    page = plain_desk.open(amara.get_absolute_url())
    page.get_by_label("Note about Amara Okonkwo").fill("Half an hour of thought.")
    page.context.clear_cookies(name="csrftoken")
    other = page.context.new_page()
    other.goto(f"{plain_desk.base}/today/")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page was open for too long")
    expect(page.get_by_label("What you typed")).to_have_value("Half an hour of thought.")
    assert not Note.objects.filter(body__startswith="Half an hour").exists()
    page.get_by_role("button", name="Send it now").click()
    assert Note.objects.filter(body="Half an hour of thought.").count() == 1
