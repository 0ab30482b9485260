"""What a recruiter does with a mouse, htmx being the fast path."""

import re

import pytest
from django.db import connection
from django.utils.formats import date_format
from playwright.sync_api import expect

from candidates.models import Candidate, Contact, Note, Statement
from recruiter import evidence, ranking
from recruiter.models import Recruiter, Relationship
from tests.browser.conftest import Desk, log_in
from tests.browser.test_pages import violations
from tests.factories import PASSWORD, days_before, make_statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def amara() -> Candidate:
    return Candidate.objects.get(name="Amara Okonkwo")


def row_of(desk: Desk, path: str = "/invest/") -> str:
    desk.open(path)
    return f"#p-{amara().pk}"


def test_one_press_logs_contact_and_one_takes_it_back(desk: Desk) -> None:
    row = desk.page.locator(row_of(desk))
    row.hover()
    row.get_by_role("button", name="Log contact with Amara Okonkwo").click()
    expect(row).to_contain_text("Today")
    toast = desk.page.locator(".toast")
    on = date_format(days_before(-30), "D j F")
    expect(toast).to_contain_text(f"Contact logged with Amara Okonkwo. Next: {on}, in 4 weeks.")
    toast.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("Never")
    assert not Contact.objects.filter(candidate=amara(), happened_on__gte="2999-01-01").exists()


def test_a_double_click_logs_one_contact(desk: Desk) -> None:
    row = desk.page.locator(row_of(desk))
    row.hover()
    row.get_by_role("button", name="Log contact").dblclick()
    expect(row).to_contain_text("Today")
    assert amara().contacts.count() == 1


def test_a_note_from_the_row_logs_contact_and_leaves_no_form_behind(desk: Desk) -> None:
    row = desk.page.locator(row_of(desk))
    row.hover()
    row.get_by_role("link", name="Add a note about Amara Okonkwo").click()
    form = desk.page.locator(".row-form")
    form.get_by_label("Note about Amara Okonkwo").fill("Her November evening is about ledgers.")
    form.get_by_label("Also log contact today").check()
    form.get_by_role("button", name="Save note").click()
    expect(form).to_have_count(0)
    expect(row).to_contain_text("Today")
    expect(row.locator(".p-name")).to_be_focused()
    assert Note.objects.filter(body="Her November evening is about ledgers.").count() == 1
    assert amara().contacts.count() == 1


def test_the_note_form_opens_once_and_an_empty_note_is_refused_in_place(desk: Desk) -> None:
    row = desk.page.locator(row_of(desk))
    row.hover()
    opener = row.get_by_role("link", name="Add a note")
    opener.click()
    form = desk.page.locator(".row-form")
    expect(form.locator("textarea")).to_be_focused()
    opener.click()
    expect(form).to_have_count(1)
    form.get_by_role("button", name="Save note").click()
    form.locator("textarea").evaluate("field => field.removeAttribute('required')")
    form.get_by_role("button", name="Save note").click()
    expect(form).to_contain_text("Write the note first.")
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_a_pin_needs_its_reason_and_shows_on_the_row(desk: Desk) -> None:
    row = desk.page.locator(row_of(desk))
    row.hover()
    row.get_by_role("link", name="Pin Amara Okonkwo").click()
    form = desk.page.locator(".row-form")
    form.get_by_label("Why", exact=True).fill("Meets Hana in May")
    form.get_by_role("button", name="Pin in Invest").click()
    expect(form).to_have_count(0)
    pinned = row.get_by_role("button", name="Unpin Amara Okonkwo")
    expect(pinned).to_have_attribute("aria-pressed", "true")
    pinned.click()
    expect(row.get_by_role("link", name="Pin Amara Okonkwo")).to_be_visible()
    assert Relationship.objects.get(candidate=amara()).pin == ""


def test_search_narrows_the_list_as_one_types_and_stays_in_the_address(desk: Desk) -> None:
    desk.open("/maintain/")
    desk.page.get_by_role("searchbox").fill("oslo")
    expect(desk.page.locator("tr.p")).to_have_count(1)
    expect(desk.page).to_have_url(re.compile(r"/maintain/\?q=oslo$"))
    desk.page.get_by_role("searchbox").fill("blockchain")
    expect(desk.page.locator("#list")).to_contain_text("Nobody in Maintain matches")


def test_on_the_page_of_a_person_everything_is_saved_in_place(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    page.get_by_label("Note about Amara Okonkwo").fill("A draft that must survive.")
    page.get_by_role("button", name="Change to problem").first.click()
    expect(page.locator("#says")).to_contain_text("You said so")
    expect(page.get_by_label("Note about Amara Okonkwo")).to_have_value(
        "A draft that must survive."
    )
    page.get_by_role("button", name="Let the engine decide").click()
    expect(page.locator("#says")).not_to_contain_text("You said so")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("A draft that must survive.")
    expect(page.get_by_label("Note about Amara Okonkwo")).to_have_value("")


def test_a_statement_is_added_and_a_double_one_refused_with_its_reason(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    page.get_by_text("Add a statement").click()
    words = "Every second Sunday I rebuild one stranger's spreadsheet for nothing."
    page.get_by_label("What they said").fill(words)
    page.get_by_role("button", name="Add statement").click()
    expect(page.locator("#says")).to_contain_text(words)
    expect(page.locator("#says")).to_contain_text("Reading…")
    page.get_by_text("Add a statement").click()
    page.get_by_label("What they said").fill(words)
    page.get_by_role("button", name="Add statement").click()
    expect(page.locator(".errsum")).to_contain_text("already on file")
    expect(page.locator(".errsum")).to_be_focused()
    assert Statement.objects.filter(text=words).count() == 1
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_the_link_to_log_contact_opens_the_form_and_says_when_the_next_is_due(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    page.get_by_role("link", name="Log contact").click()
    page.get_by_label("By", exact=True).last.select_option("meeting")
    page.locator("#contact").get_by_role("button", name="Log contact").click()
    expect(page.locator("#touch")).to_contain_text("Today, by meeting")
    expect(page.locator("#timeline")).to_contain_text("Meeting")
    expect(page.locator("#toasts")).to_contain_text(", in 4 weeks.")


def test_the_focus_goes_on_where_the_pressed_button_is_gone(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    said = page.locator(".says > li").first
    said.get_by_role("button", name="Change to problem").click()
    expect(page.locator(".says > li").last).to_be_focused()
    page.locator("#pin-opener").click()
    page.get_by_label("Why", exact=True).fill("Meets Hana in May")
    page.locator("#save-pin").click()
    expect(page.locator("#unpin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pin-opener")).to_be_focused()


def test_leaving_an_edit_brings_the_note_back_and_keeps_other_drafts(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    page.locator("#note-body").fill("A draft beside it.")
    timeline = page.locator("#timeline")
    timeline.get_by_role("link", name="Edit").click()
    timeline.get_by_role("link", name="Cancel").click()
    expect(timeline).to_contain_text("Would like to meet Hana, no rush.")
    expect(timeline.get_by_role("link", name="Edit")).to_be_visible()
    expect(page.locator("#note-body")).to_have_value("A draft beside it.")


def test_a_row_that_could_not_be_saved_says_so(desk: Desk) -> None:
    row = desk.page.locator(row_of(desk))
    desk.page.route("**/contacts/today/", lambda route: route.abort())
    row.hover()
    row.get_by_role("button", name="Log contact").click()
    expect(desk.page.locator(".toast")).to_contain_text("Not saved. Try again.")
    desk.complaints.clear()


def test_a_note_is_edited_in_place_deleted_and_put_back(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    timeline = page.locator("#timeline")
    timeline.get_by_role("link", name="Edit").click()
    timeline.get_by_label("Note about Amara Okonkwo").fill("Meets Hana in May.")
    timeline.get_by_role("button", name="Save note").click()
    expect(timeline).to_contain_text("Meets Hana in May.")
    timeline.get_by_role("button", name="Delete").click()
    expect(timeline).not_to_contain_text("Meets Hana in May.")
    page.get_by_role("button", name="Undo").click()
    expect(timeline).to_contain_text("Meets Hana in May.")


def test_a_note_that_the_server_could_not_keep_stays_in_its_form_and_is_kept_once_later(
    desk: Desk,
) -> None:
    page = desk.open(amara().get_absolute_url())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE candidates_note RENAME TO candidates_note_gone")
    page.get_by_label("Note about Amara Okonkwo").fill("Half an hour of thought.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".unsaved")).to_contain_text("Not saved. Your text is still here.")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE candidates_note_gone RENAME TO candidates_note")
    expect(page.get_by_label("Note about Amara Okonkwo")).to_have_value("Half an hour of thought.")
    page.get_by_role("button", name="Save note").dblclick()
    expect(page.locator("#timeline")).to_contain_text("Half an hour of thought.")
    assert Note.objects.filter(body="Half an hour of thought.").count() == 1
    desk.complaints = [one for one in desk.complaints if "500" not in one]


def test_a_note_survives_a_session_that_ended_and_a_log_in_beside_it(
    desk: Desk, rita: Recruiter
) -> None:
    rita.user.set_password(PASSWORD)
    rita.user.save()
    log_in(desk.page.context, rita.user, desk.base)
    page = desk.open(amara().get_absolute_url())
    page.get_by_label("Note about Amara Okonkwo").fill("Half an hour of thought.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#toasts")).to_contain_text("You are logged out.")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="log in in another tab").click()
    beside = opening.value
    beside.get_by_label("E-mail").fill(rita.user.email)
    beside.get_by_label("Password", exact=True).fill(PASSWORD)
    beside.get_by_role("button", name="Log in").click()
    beside.wait_for_url("**/today/")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#toasts")).to_contain_text("You have logged in again")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("Half an hour of thought.")
    desk.complaints = [one for one in desk.complaints if "403" not in one]


def test_a_person_is_added_and_met_again_on_their_page(desk: Desk) -> None:
    page = desk.open("/people/new/")
    page.get_by_label("Name").fill("Mei-Lin Castellanos")
    page.get_by_label("What they said").fill("I teach carers to do their own accounts.")
    page.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("heading", name="Mei-Lin Castellanos")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("is on your list")


def test_the_theme_is_chosen_and_stays(desk: Desk) -> None:
    page = desk.open("/invest/")
    page.locator("#me-opener").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_finished_re_rank_is_announced_and_the_list_waits_for_the_reader(
    desk: Desk, rita: Recruiter
) -> None:
    page = desk.open("/invest/")
    before = page.locator(".p-name").all_inner_texts()
    make_statement(
        Candidate.objects.get(name="Ingrid Solheim-Nakamura"),
        "I write plain guides to repairing fridges and teach them at the food bank.",
    )
    ranking.rerank([rita.pk])
    expect(page.locator("#status")).to_contain_text("Re-rank finished.", timeout=15_000)
    assert page.locator(".p-name").all_inner_texts() == before
    page.get_by_role("link", name="Show new order").click()
    expect(page.locator("#list")).to_contain_text("Stated a new purpose")
    expect(page.locator("#status")).to_be_empty()


def test_a_paste_is_split_in_place_and_what_is_ticked_is_kept(desk: Desk) -> None:
    page = desk.open(amara().get_absolute_url())
    page.get_by_text("Add a statement").click()
    page.get_by_label("What they said").fill(
        "I rebuild a stranger's spreadsheet every Sunday, unasked. I am a team player."
    )
    page.get_by_role("button", name="Add statement").click()
    expect(page.locator("#split")).to_be_focused()
    assert violations(desk) == []
    page.get_by_role("button", name="Save the ticked ones").click()
    expect(page.locator("#toasts")).to_contain_text("Statement added.")
    expect(page.locator("#add-statement")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("every Sunday, unasked.")
    assert not amara().statements.filter(text__contains="team player").exists()


def test_a_paste_can_stay_whole(desk: Desk) -> None:
    text = "I rebuild a stranger's spreadsheet every Sunday. Nobody asked me to."
    page = desk.open(amara().get_absolute_url())
    page.get_by_text("Add a statement").click()
    page.get_by_label("What they said").fill(text)
    page.get_by_role("button", name="Add statement").click()
    page.get_by_role("button", name="Keep it as one statement").click()
    expect(page.locator("#toasts")).to_contain_text("Statement added.")
    assert amara().statements.filter(text=text).count() == 1


def test_the_match_is_marked_and_what_would_change_it_comes_on_one_press(desk: Desk) -> None:
    evidence.look(seconds=60)
    desk.open(amara().get_absolute_url())
    panel = desk.page.locator("#match")
    expect(panel.locator("mark[data-kind=match]")).to_have_count(2)
    panel.get_by_role("link", name="What would change it").click()
    changes = desk.page.locator("#changes")
    expect(changes).to_contain_text("Finance Operations\u2019 goal out:")
    expect(changes.get_by_role("listitem").first).to_be_visible()
    assert desk.page.url.endswith(amara().get_absolute_url())
