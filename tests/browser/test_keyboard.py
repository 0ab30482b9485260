"""The same with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from candidates.models import Candidate
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_j_and_k_walk_the_list_and_enter_opens(desk: Desk) -> None:
    page = desk.open("/maintain/")
    names = page.locator(".p-name")
    press(page, "j", "j", "k")
    expect(names.nth(0)).to_be_focused()
    first = names.nth(0).inner_text()
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)


def test_on_a_persons_page_j_goes_to_the_next_one(desk: Desk) -> None:
    page = desk.open("/maintain/")
    second = page.locator(".p-name").nth(1).inner_text()
    press(page, "j", "Enter")
    page.wait_for_url("**/people/*/")
    press(page, "j")
    expect(page.get_by_role("heading", level=1)).to_have_text(second)


def test_a_note_is_written_and_saved_without_leaving_the_keys(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "j", "n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    page.keyboard.type("Typed and kept, j k n l and all.")
    press(page, "Control+Enter")
    expect(page.locator(".row-form")).to_have_count(0)
    expect(page.locator(".p-name").first).to_be_focused()
    about = Candidate.objects.get(name=page.locator(".p-name").first.inner_text())
    assert about.notes.filter(body="Typed and kept, j k n l and all.").count() == 1


def test_escape_leaves_the_form_and_gives_the_focus_back(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "j", "n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    press(page, "Escape")
    expect(page.locator(".row-form")).to_have_count(0)
    expect(page.locator(".p-name").first).to_be_focused()


def test_what_was_typed_in_a_form_that_was_left_comes_back(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "j", "n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    page.keyboard.type("Half a thought")
    press(page, "Escape")
    expect(page.locator(".row-form")).to_have_count(0)
    press(page, "n")
    expect(page.locator(".row-form textarea")).to_have_value("Half a thought")


def test_taking_back_leaves_the_focus_on_the_page(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "j", "l")
    page.locator("[data-act=undo]").focus()
    press(page, "Enter")
    expect(page.locator(".toast")).to_contain_text("Taken back")
    expect(page.locator("main :focus")).to_have_count(1)


def test_l_logs_contact_and_z_takes_it_back(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "j", "l")
    expect(page.locator(".toast")).to_contain_text("Contact logged with")
    expect(page.locator("tr.p").first).to_contain_text("Today")
    press(page, "z")
    expect(page.locator(".toast")).to_contain_text("Taken back")
    expect(page.locator("tr.p").first).not_to_contain_text("Today")


def test_p_opens_the_pin_form(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "j", "p")
    expect(page.get_by_label("Why", exact=True)).to_be_focused()


def test_without_a_person_the_live_region_says_what_to_press(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "n")
    expect(page.locator("#live")).to_have_text("Choose a person first: press j")


def test_slash_searches_and_question_mark_helps(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "?")
    expect(page.locator("#keys-help")).to_be_visible()
    press(page, "Escape", "/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_first_tab_stop_skips_to_the_content(desk: Desk) -> None:
    page = desk.open("/invest/")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_failed_log_in_puts_the_focus_on_what_to_fix(desk: Desk) -> None:
    desk.page.context.clear_cookies()
    page = desk.open("/log-in/")
    page.get_by_label("E-mail").fill("rita.okafor@example.com")
    page.get_by_label("Password", exact=True).fill("not it")
    press(page, "Enter")
    expect(page.locator(".errsum")).to_be_focused()
    desk.complaints = [one for one in desk.complaints if "422" not in one]
