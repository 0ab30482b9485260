"""A person's page: corrected, taken back, filtered and printed, by mouse, keyboard, and plainly."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate, Contact, Statement
from recruiter import ranking
from recruiter.models import MatchFeedback, Recruiter
from tests.browser.conftest import Desk, log_in
from tests.browser.test_pages import open_everything, overflow, violations
from tests.factories import days_before, make_contact, make_note, make_statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_NOTE = "She told me about the close. " * 700
OTHER_WORDS = "I read to the neighbours, one evening a week, because they asked for nothing."


@pytest.fixture
def amara(company: None, rita: Recruiter) -> Candidate:
    """Amara with everything that a page can hold."""
    one = Candidate.objects.get(name="Amara Okonkwo")
    for number in range(41):
        make_statement(one, f"🧵 I mend coat number {number} for neighbours, unasked.")
    make_statement(one, "أصلح الثلاجات المتبرع بها كل سبت.", source="heard", added_by=rita.user)
    retired = make_statement(one, "I used to collect stamps.")
    retired.retire("That was her sister", by=rita.user)
    make_note(one, rita.user, LONG_NOTE[:20_000], visibility="private")
    make_contact(one, rita.user, days_ago=4, text="Talked of accruals.")
    ranking.rerank([rita.pk])
    return one


def said(amara: Candidate) -> Statement:
    return amara.statements.get(text__startswith="I stay up at night")


def test_a_statement_is_corrected_retired_and_brought_back_by_mouse(
    desk: Desk, amara: Candidate
) -> None:
    key = said(amara).pk
    page = desk.open(amara.get_absolute_url())
    page.locator(f"#correct-{key}").click()
    words = page.get_by_label("What they said").first
    expect(words).to_be_focused()
    words.fill(OTHER_WORDS)
    page.get_by_role("button", name="Save statement").click()
    expect(page.locator(f"#said-{key}")).to_contain_text("Corrected by you, today")
    expect(page.locator(f"#said-{key}")).to_be_focused()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(f"#said-{key}")).to_contain_text("I stay up at night")
    page.locator(f"#retire-{key}").click()
    page.locator(f"#said-{key}-reason").fill("Said in another life")
    page.get_by_role("button", name="Retire it").click()
    expect(page.locator("#show-retired")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#retired")).to_contain_text("Said in another life")
    page.locator(f"#restore-{key}").click()
    expect(page.locator(".toast").last).to_contain_text("Statement brought back")
    expect(page.locator(f"#said-{key}")).to_be_focused()


def test_a_form_that_is_left_puts_back_what_stood_there(desk: Desk, amara: Candidate) -> None:
    key = said(amara).pk
    page = desk.open(amara.get_absolute_url())
    for opener, leaver in (
        (f"#correct-{key}", f"#said-{key}-leave"),
        ("#change-details", "#details-leave"),
        ("#change-pace", "#pace-leave"),
        ("#stop-contact", "#no-contact-leave"),
    ):
        page.locator(opener).click()
        page.locator(leaver).click()
        expect(page.locator(opener)).to_be_visible()


def test_what_is_being_typed_outlives_presses_elsewhere(desk: Desk, amara: Candidate) -> None:
    key = said(amara).pk
    page = desk.open(amara.get_absolute_url())
    page.locator("#add-statement").click()
    page.locator("#statement-text").fill("A draft of hers.")
    page.locator(f"#problem-{key}").click()
    expect(page.locator(".toast").last).to_contain_text("Kept as a problem")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast").last).to_contain_text("Taken back")
    expect(page.locator("#statement-text")).to_have_value("A draft of hers.")
    page.get_by_role("button", name="Add statement").click()
    expect(page.locator("#said")).to_contain_text("A draft of hers.")
    expect(page.locator("#statement-text")).to_have_value("")


def test_what_was_read_meanwhile_shows_up_but_never_over_an_open_form(
    desk: Desk, amara: Candidate, rita: Recruiter
) -> None:
    new = make_statement(amara, OTHER_WORDS)
    key = said(amara).pk
    page = desk.open(amara.get_absolute_url())
    expect(page.locator(f"#said-{new.pk} .tag")).to_have_text("Reading…")
    ranking.rerank([rita.pk])
    expect(page.locator(f"#said-{new.pk} .tag")).to_have_text("Purpose", timeout=8000)
    assert page.locator("#said-poll[hx-get]").count() == 0
    make_statement(amara, f"{OTHER_WORDS} And why not.")
    page.reload()
    expect(page.locator("#said-poll[hx-get]")).to_have_count(1)
    page.locator(f"#correct-{key}").click()
    page.locator(f"#said-{key}-text").fill("Being typed.")
    page.wait_for_timeout(3500)
    expect(page.locator(f"#said-{key}-text")).to_have_value("Being typed.")


def test_a_form_that_was_opened_in_a_tab_of_its_own_works_as_well(
    desk: Desk, amara: Candidate, rita: Recruiter
) -> None:
    page = desk.open(f"/statements/{said(amara).pk}/")
    page.get_by_label("What they said").fill(OTHER_WORDS)
    page.get_by_role("button", name="Save statement").click()
    expect(page.locator("#said")).to_contain_text("Corrected by you, today")
    note = make_note(amara, rita.user, "Likes ledgers.")
    page = desk.open(f"/notes/{note.pk}/")
    page.get_by_label("Note about Amara Okonkwo").fill("Likes ledgers a lot.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("Likes ledgers a lot.")
    page = desk.open(f"/people/{amara.pk}/details/")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#says")).to_be_visible()


def test_a_contact_is_changed_and_the_reminder_follows(
    desk: Desk, amara: Candidate, rita: Recruiter
) -> None:
    key = amara.contacts.get(text="Talked of accruals.").pk
    page = desk.open(amara.get_absolute_url())
    before = page.locator("#touch .note-box").inner_text()
    page.locator(f"#edit-contact-{key}").click()
    form = page.locator(f"#contact-{key}")
    form.get_by_label("On", exact=True).fill(days_before(29).isoformat())
    form.get_by_role("button", name="Save contact").click()
    expect(page.locator("#touch .note-box")).not_to_have_text(before)
    page.locator(f"#delete-contact-{key}").click()
    expect(page.locator(f"#contact-{key}")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").last.click()
    expect(page.locator(f"#contact-{key}")).to_contain_text("Talked of accruals.")


def test_the_timeline_is_filtered_and_a_long_note_unfolds(desk: Desk, amara: Candidate) -> None:
    page = desk.open(amara.get_absolute_url())
    page.locator("#show-contacts").click()
    expect(page.locator("#show-contacts")).to_have_attribute("aria-current", "true")
    expect(page.locator("#timeline")).not_to_contain_text("She told me about the close")
    page.locator("#show-notes").click()
    page.get_by_text("Show the rest").click()
    expect(page.locator("#timeline details .prose")).to_be_visible()


def test_a_note_suggests_statements_to_accept(
    desk: Desk, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(
        amara, rita.user, "I teach blind children to swim. I build kites for the school."
    )
    page = desk.open(amara.get_absolute_url())
    page.locator(f"#suggest-{note.pk}").click()
    expect(page.locator("#split")).to_be_focused()
    page.get_by_role("button", name="Save the ticked ones").click()
    expect(page.locator(".toast").last).to_contain_text("statement")
    assert amara.statements.filter(text__contains="swim").exists()


def test_a_match_is_doubted_and_the_doubt_taken_back_by_keyboard(
    desk: Desk, amara: Candidate
) -> None:
    page = desk.open(amara.get_absolute_url())
    page.locator("#say-no-match").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is wrong with it")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("She means her household.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feedback")).to_contain_text("She means her household.")
    expect(page.locator("#h-match")).to_be_focused()
    assert MatchFeedback.objects.get().doubt == "other_aim"
    page.keyboard.press("Tab")
    page.locator("#match-after-all").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#say-no-match")).to_be_visible()
    assert not MatchFeedback.objects.exists()


def test_pace_and_details_by_keyboard_with_z_to_take_back(desk: Desk, amara: Candidate) -> None:
    page = desk.open(amara.get_absolute_url())
    page.locator("#change-pace").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Every so many days")).to_be_focused()
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect(page.locator("#touch")).to_contain_text("agreed for Amara Okonkwo")
    expect(page.locator("#change-pace")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("#touch")).to_contain_text("the usual pace")


def test_whoever_types_faster_than_the_page_settles_stays_on_it(
    desk: Desk, amara: Candidate
) -> None:
    """A browser focuses a field as soon as it stands there: its form has to be ready by then."""
    page = desk.open(amara.get_absolute_url())
    page.evaluate(
        """() => document.addEventListener("focusin", ({ target }) => {
          if (target.id !== "pace-days") return;
          target.value = 14;
          target.form.requestSubmit();
        })"""
    )
    page.evaluate("document.body.dataset.same = 'page'")
    # Slower than any machine: what a frame takes is long against what a swap takes.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.locator("#change-pace").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#touch")).to_contain_text("agreed for Amara Okonkwo")
    expect(page.locator("#change-pace")).to_be_focused()
    assert page.locator("body").get_attribute("data-same") == "page"


def test_without_script_everything_has_a_page_of_its_own(
    plain_desk: Desk, amara: Candidate
) -> None:
    key, person = said(amara).pk, amara.get_absolute_url()
    page = plain_desk.open(person)
    page.locator(f"#correct-{key}").click()
    page.get_by_label("What they said").fill(OTHER_WORDS)
    page.get_by_role("button", name="Save statement").click()
    expect(page.locator(f"#said-{key}")).to_contain_text("Corrected by you, today")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#said-{key}")).to_contain_text("I stay up at night")
    page.locator(f"#retire-{key}").click()
    page.get_by_label("Why").fill("Said in another life")
    page.get_by_role("button", name="Retire it").click()
    assert said(amara).retired_at is not None
    page.locator("#show-retired").click()
    page.locator(f"#restore-{key}").click()
    assert said(amara).retired_at is None
    contact = Contact.objects.get(text="Talked of accruals.").pk
    page.locator(f"#edit-contact-{contact}").click()
    page.get_by_label("What was said").fill("Talked of fridges.")
    page.get_by_role("button", name="Save contact").click()
    expect(page.locator("#timeline")).to_contain_text("Talked of fridges.")
    page.locator("#stop-contact").click()
    page.get_by_label("Why").fill("Asked for a quiet year")
    page.get_by_role("button", name="Do not contact them").click()
    expect(page.locator("#privacy")).to_contain_text("Asked for a quiet year")
    page.locator("#contact-again").click()
    page.locator("#said-after").click()
    expect(page.locator("#says")).to_contain_text("Part 2 of 2")
    page.locator("#open-brief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Amara Okonkwo")
    page.locator("input[name=note]").first.check()
    page.get_by_role("button", name="Print the ticked ones too").click()
    expect(page.locator("#b-notes")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_form_of_the_page_is_accessible(
    browser: Browser,
    live_server: LiveServer,
    amara: Candidate,
    rita: Recruiter,
    theme: str,
    width: int,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    desk = Desk(context, live_server.url)
    log_in(context, rita.user, live_server.url)
    page = desk.open(amara.get_absolute_url())
    found = {}
    contact = amara.contacts.get(text="Talked of accruals.").pk
    openers = {
        f"#correct-{said(amara).pk}": f"#said-{said(amara).pk}-save",
        f"#edit-contact-{contact}": f"#contact-{contact}-save",
        "#say-no-match": "#no-match-save",
        "#change-pace": "#pace-save",
        "#stop-contact": "#no-contact-save",
        "#change-details": "#details-save",
    }
    for opener, opened in openers.items():
        page.locator(opener).click()
        page.locator(opened).wait_for()
    open_everything(desk)
    found["forms"] = violations(desk)
    wide = overflow(desk)
    page = desk.open(f"{amara.get_absolute_url()}brief/")
    found["brief"] = violations(desk)
    ingrid = Candidate.objects.get(name="Ingrid Solheim-Nakamura")
    desk.open(ingrid.get_absolute_url())
    found["never asked"] = violations(desk)
    context.close()
    assert {name: what for name, what in found.items() if what} == {}
    assert wide <= 0
    assert desk.complaints == []


@pytest.mark.parametrize("width", [320, 768])
def test_the_brief_does_not_scroll_sideways(desk: Desk, amara: Candidate, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 800})
    for one in Candidate.objects.all():
        desk.open(f"{one.get_absolute_url()}brief/")
        assert overflow(desk) <= 0


def test_the_brief_of_an_ordinary_person_prints_on_one_sheet(
    desk: Desk, company: None, rita: Recruiter
) -> None:
    amara = Candidate.objects.get(name="Amara Okonkwo")
    for days in (1, 20, 60):
        make_contact(amara, rita.user, days_ago=days, text="Talked about the close. " * 8)
    desk.open(f"{amara.get_absolute_url()}brief/")
    printed = desk.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
