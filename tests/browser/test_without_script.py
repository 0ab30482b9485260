"""The same with JavaScript switched off: forms and links alone."""

import pytest
from playwright.sync_api import expect

from candidates.models import Candidate, Note
from recruiter.models import Relationship
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def amara() -> Candidate:
    return Candidate.objects.get(name="Amara Okonkwo")


def test_contact_is_logged_from_the_row_and_taken_back(plain_desk: Desk) -> None:
    page = plain_desk.open("/invest/")
    row = page.locator(f"#p-{amara().pk}")
    row.hover()
    row.get_by_role("button", name="Log contact").click()
    expect(row).to_contain_text("Today")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#p-{amara().pk}")).to_contain_text("Never")


def test_a_note_is_written_on_the_persons_page_edited_and_deleted(plain_desk: Desk) -> None:
    page = plain_desk.open("/invest/")
    row = page.locator(f"#p-{amara().pk}")
    row.hover()
    row.get_by_role("link", name="Add a note").click()
    page.get_by_label("Note about Amara Okonkwo").fill("Without any script.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Note about Amara Okonkwo").fill("Edited without any script.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("Edited without any script.")
    page.get_by_role("button", name="Delete").first.click()
    assert not Note.objects.filter(body__contains="script").exists()


def test_a_statement_is_added_and_its_kind_corrected(plain_desk: Desk) -> None:
    page = plain_desk.open(amara().get_absolute_url())
    page.get_by_text("Add a statement").click()
    page.get_by_label("What they said").fill("I rebuild a stranger's spreadsheet every Sunday.")
    page.get_by_role("button", name="Add statement").click()
    expect(page.locator("#says")).to_contain_text("every Sunday")
    page.get_by_role("button", name="It is a purpose").first.click()
    expect(page.locator("#says")).to_contain_text("You said so")


PASTE = (
    "Hello Rita,\n\nI rebuild a stranger's spreadsheet every Sunday, unasked."
    " I have ten years of experience in SAP.\n\nBest, Amara"
)


def test_a_mail_is_split_and_the_ticked_statements_are_saved(plain_desk: Desk) -> None:
    page = plain_desk.open(amara().get_absolute_url())
    page.get_by_text("Add a statement").click()
    page.get_by_label("What they said").fill(PASTE)
    page.get_by_role("button", name="Add statement").click()
    parts = page.locator(".parts > li")
    expect(parts).to_have_count(2)
    expect(parts.nth(0).get_by_role("checkbox")).to_be_checked()
    expect(parts.nth(1).get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("button", name="Change the text").click()
    expect(page.get_by_label("What they said")).to_have_value(PASTE)
    page.get_by_role("button", name="Add statement").click()
    page.get_by_role("button", name="Save the ticked ones").click()
    expect(page.locator("#said")).to_contain_text("every Sunday, unasked.")
    expect(page.locator("#said")).not_to_contain_text("ten years of experience in SAP")


def test_a_pin_is_set_and_lifted(plain_desk: Desk) -> None:
    page = plain_desk.open("/invest/")
    row = page.locator(f"#p-{amara().pk}")
    row.hover()
    row.get_by_role("link", name="Pin Amara Okonkwo").click()
    page.get_by_label("Why", exact=True).fill("Meets Hana in May")
    page.locator("#save-pin").click()
    expect(page.locator("#pin")).to_contain_text("Pinned in Invest.")
    page.get_by_role("button", name="Unpin").click()
    assert Relationship.objects.get(candidate=amara()).pin == ""


def test_search_and_the_other_list_are_links_and_a_form(plain_desk: Desk) -> None:
    page = plain_desk.open("/invest/")
    page.get_by_role("navigation", name="Tier").get_by_role("link", name="Maintain").click()
    page.get_by_role("searchbox").fill("oslo")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("tr.p")).to_have_count(1)


def test_a_person_is_added_and_one_logs_out(plain_desk: Desk) -> None:
    page = plain_desk.open("/people/new/")
    page.get_by_label("Name").fill("Bo Lind")
    page.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("heading", name="Bo Lind")).to_be_visible()
    page.locator("#me-opener").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_note_that_broke_the_server_is_sent_again_from_the_error_page(plain_desk: Desk) -> None:
    page = plain_desk.open(amara().get_absolute_url())
    page.get_by_label("Note about Amara Okonkwo").fill("Half an hour of thought.")
    Note.objects.all().delete()
    page.get_by_role("button", name="Save note").click()
    assert Note.objects.get().body == "Half an hour of thought."
