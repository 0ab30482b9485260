"""Invest and Maintain: filters, many people at once, saved filters; by mouse, keys and plain."""

import re

import pytest
from playwright.sync_api import expect

from candidates.models import Candidate, Tag
from recruiter.models import Recruiter
from tests.browser.conftest import Desk
from tests.browser.test_pages import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_filters_by_mouse_keep_the_address_and_back_restores(desk: Desk) -> None:
    page = desk.open("/maintain/")
    everybody = page.locator("tr.p").count()
    page.locator("#filter-purpose").focus()
    page.select_option("#filter-purpose", "never_asked")
    page.wait_for_url("**/maintain/?purpose=never_asked")
    expect(page.locator("tr.p")).to_have_count(
        Candidate.objects.filter(purpose_state="never_asked").count()
    )
    expect(page.locator("#filter-purpose")).to_be_focused()
    page.select_option("#sort", "name")
    page.wait_for_url("**/maintain/?purpose=never_asked&sort=name")
    page.locator("#filter-purpose-off").click()
    page.wait_for_url("**/maintain/?sort=name")
    expect(page.locator("tr.p")).to_have_count(everybody)
    page.go_back()
    page.wait_for_url("**/maintain/?purpose=never_asked&sort=name")
    expect(page.locator("#filter-purpose")).to_have_value("never_asked")


def test_search_by_keys_does_not_take_the_focus_away(desk: Desk) -> None:
    page = desk.open("/maintain/")
    page.keyboard.press("/")
    page.keyboard.type("hohenloe")
    page.wait_for_url("**q=hohenloe")
    expect(page.locator("#list")).to_contain_text("spelled so")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("tr.p")).to_have_count(1)


def test_many_are_tagged_by_keys_and_one_press_takes_it_back(desk: Desk) -> None:
    page = desk.open("/maintain/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#live")).to_have_text("2 chosen")
    page.locator("#bulk-tag-opener").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bulk-tag")).to_be_focused()
    page.keyboard.type("Night work")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("2 people: tagged “Night work”.")
    expect(page.locator("tr.p .tag", has_text="Night work")).to_have_count(2)
    expect(page.locator("#bulk")).not_to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("z")
    expect(page.locator("tr.p .tag")).to_have_count(0)
    assert Tag.objects.get().taggings.count() == 0


def test_all_that_are_shown_move_with_one_reason(desk: Desk, rita: Recruiter) -> None:
    page = desk.open("/invest/")
    there = page.locator("tr.p").count()
    page.locator("#pick-all").check()
    expect(page.locator("tbody .check:checked")).to_have_count(there)
    page.locator("#bulk-move-opener").click()
    page.locator("#bulk-move-go").click()
    expect(page.locator("#bulk [role=alert]")).to_contain_text("Say why you move them.")
    expect(page.locator("tbody .check:checked")).to_have_count(there)
    page.locator("#bulk-move-opener").click()
    page.locator("#bulk-reason").fill("A quiet month")
    page.locator("#bulk-move-go").click()
    expect(page.locator(".toast")).to_contain_text("pinned there")
    assert rita.relationships.invested().count() == 0
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_a_filter_is_saved_opened_and_deleted(desk: Desk) -> None:
    page = desk.open("/maintain/?purpose=never_asked")
    page.locator("#saved-opener").click()
    page.locator("#saved-name").fill("To ask")
    page.locator("#saved-save").click()
    expect(page.locator(".toast")).to_contain_text("Saved: To ask.")
    desk.open("/invest/")
    page.locator("#saved-opener").click()
    page.get_by_role("link", name="To ask").click()
    page.wait_for_url("**/maintain/?purpose=never_asked")
    page.locator("#saved-opener").click()
    page.get_by_role("button", name="Delete To ask").click()
    expect(page.locator(".toast")).to_contain_text("Deleted: To ask.")


def test_a_tag_on_a_persons_page_by_keys(desk: Desk) -> None:
    page = desk.open(Candidate.objects.get(name="Amara Okonkwo").get_absolute_url())
    page.locator("#tag-name").focus()
    page.keyboard.type("Night work")
    page.keyboard.press("Enter")
    expect(page.locator("#tags .tag")).to_have_text("Night work")
    expect(page.locator("#tag-name")).to_be_focused()
    page.get_by_role("button", name="Take the tag Night work off").press("Enter")
    expect(page.locator("#tags .tag")).to_have_count(0)


def test_without_script_it_is_forms_and_links(plain_desk: Desk) -> None:
    page = plain_desk.open("/maintain/")
    page.select_option("#filter-purpose", "never_asked")
    page.get_by_role("button", name="Apply").click()
    assert "purpose=never_asked" in page.url
    page.get_by_role("link", name=re.compile("Select all")).click()
    shown = page.locator("tr.p").count()
    assert page.locator("tbody .check:checked").count() == shown
    page.locator("#bulk-snooze-opener").click()
    page.locator("#bulk-snooze-go").click()
    expect(page.locator(".toast")).to_contain_text(
        re.compile(rf"^\s*{shown} (person|people): snoozed until")
    )
    assert page.url.endswith("/maintain/?purpose=never_asked")
    page.locator(".toast button").click()
    expect(page.locator(".toast")).to_contain_text("Taken back")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_over_a_list_is_accessible_and_fits(desk: Desk, theme: str) -> None:
    page = desk.page
    page.context.add_cookies([{"name": "theme", "value": theme, "url": desk.base}])
    desk.open("/maintain/?purpose=never_asked")
    page.locator(".check").last.check()
    assert violations(desk) == []
    for name in ("bulk-tag", "bulk-snooze", "bulk-move", "bulk-interest", "saved"):
        page.locator(f"#{name}-opener").click()
        assert violations(desk) == []
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(desk) <= 0
