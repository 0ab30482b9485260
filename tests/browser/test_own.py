"""A candidate on a phone: by touch, by keyboard, without JavaScript, and for axe."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate
from recruiter import links
from recruiter.models import Recruiter
from tests.browser.conftest import Desk
from tests.browser.pages import OWN_PAGES
from tests.browser.test_pages import open_everything, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
WORDS = "In my spare time I help small charities close their books in one day."
ADDRESS = "p0@x.example"


def amara() -> Candidate:
    return Candidate.objects.get(name="Amara Okonkwo")


def link_of(recruiter: Recruiter) -> str:
    _, token = links.make(amara(), recruiter.user)
    return f"/link/{token}/"


@pytest.fixture
def phone(
    browser: Browser, live_server: LiveServer, company: None, rita: Recruiter
) -> Iterator[Desk]:
    """Amara's phone, on her own page."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    opened = Desk(context, live_server.url)
    opened.open(link_of(rita))
    yield opened
    context.close()
    assert [one for one in opened.complaints if "422" not in one and "410" not in one] == []


def show_data(page: Page) -> None:
    page.locator("#see-data").click()
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.locator("#check").click()
    expect(page.get_by_role("heading", name="What we hold about you")).to_be_visible()


def test_words_stay_on_the_device_until_they_are_sent(phone: Desk) -> None:
    page = phone.page
    assert "/link/" not in page.url
    page.locator("#say-text").fill(WORDS)
    expect(page.locator("#coach")).to_contain_text("something you would do anyway")
    kept = "Saved on this device as you type. Not sent yet."
    expect(page.locator("#say-hint")).to_have_text(kept)
    page.reload()
    expect(page.locator("#say-text")).to_have_value(WORDS)
    page.locator("#send").click()
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator("#say-text")).to_have_value(WORDS)
    page.get_by_label("may keep what I write").check()
    page.locator("#send").click()
    expect(page.get_by_role("heading", name="Sent. Thank you")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert amara().statements.filter(text=WORDS).exists()


def press_to(page: Page, target: str, *, most: int = 60) -> None:
    """Tab until the focus is there, as somebody without a mouse does, and see that it shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == target:
            shown = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(shown) != "none", f"the focus on {target} cannot be seen"
            return
    raise AssertionError(f"Tab does not lead to {target}")


def test_the_question_and_the_data_by_keyboard_alone(phone: Desk) -> None:
    page = phone.page
    press_to(page, "say-text")
    page.keyboard.type(WORDS)
    press_to(page, "see-examples")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Something they would do anyway")).to_be_visible()
    press_to(page, "say-agree-keep")
    page.keyboard.press("Space")
    press_to(page, "send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sent. Thank you")).to_be_visible()
    press_to(page, "see-data")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    press_to(page, "check-email")
    page.keyboard.type("wrong@x.example")
    page.keyboard.press("Enter")
    expect(page.locator(".errsum")).to_be_focused()
    press_to(page, "check-email")
    page.keyboard.press("Control+a")
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What we hold about you")).to_be_visible()
    press_to(page, "correct-facts")
    page.keyboard.press("Enter")
    press_to(page, "fact-location")
    page.keyboard.press("Control+a")
    page.keyboard.type("Bath")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Corrected.")
    said = amara().statements.get(text=WORDS)
    press_to(page, f"change-{said.pk}")
    page.keyboard.press("Enter")
    press_to(page, f"remove-{said.pk}")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Taken back. It is gone.")
    assert amara().location == "Bath"
    assert not amara().statements.filter(text=WORDS).exists()


def test_rights_by_keyboard_alone(phone: Desk) -> None:
    page = phone.page
    show_data(page)
    for pressed, told in {
        "agree-named": "Thank you. Noted.",
        "withdraw-named": "Withdrawn.",
        "object": "You are not ranked any more",
        "allow-ranking": "You may be ranked again.",
        "review": "is asked to look at it personally",
    }.items():
        press_to(page, pressed)
        page.keyboard.press("Enter")
        expect(page.locator("#toasts")).to_contain_text(told)
    press_to(page, "download-json")
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename == "my-data.json"
    press_to(page, "go-erase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Erase everything about you?")).to_be_visible()
    press_to(page, "erase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your erasure is on its way")).to_be_visible()
    press_to(page, "keep-me")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Nothing is erased.")
    assert amara().erase_at is None


def test_a_link_that_does_not_open_by_keyboard_alone(phone: Desk) -> None:
    page = phone.open("/link/nothing/")
    press_to(page, "ask-email")
    page.keyboard.type("not an address")
    page.keyboard.press("Enter")
    expect(page.locator(".errsum")).to_be_focused()
    press_to(page, "ask-email")
    page.keyboard.press("Control+a")
    page.keyboard.type(ADDRESS)
    press_to(page, "ask-again")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_consent_that_ran_out_is_given_again_by_keyboard(phone: Desk) -> None:
    Candidate.objects.filter(pk=amara().pk).update(lapsed_at=timezone.now())
    page = phone.open("/own/")
    press_to(page, "see-wording")
    page.keyboard.press("Enter")
    expect(page.locator(".own-state")).to_contain_text("For two years")
    press_to(page, "agree-again")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Thank you. Noted.")
    assert amara().lapsed_at is None


def test_somebody_of_whom_nothing_is_on_file_is_confirmed_without_script(
    browser: Browser, live_server: LiveServer, company: None, rita: Recruiter, plain_desk: Desk
) -> None:
    Candidate.objects.filter(pk=amara().pk).update(email="", phone="")
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = Desk(context, live_server.url).open(link_of(rita))
    page.locator("#see-data").click()
    page.locator("#confirm-me").click()
    expect(page.locator("#toasts")).to_contain_text("Rita Okafor is asked.")
    desk = plain_desk.open(amara().get_absolute_url())
    expect(desk.locator("#heard")).to_contain_text("Asked to be confirmed, to see their data")
    desk.locator("#link-confirm").click()
    page.reload()
    page.goto(f"{live_server.url}/own/data/")
    expect(page.get_by_role("heading", name="What we hold about you")).to_be_visible()
    page.locator("#go-erase").click()
    page.locator("#erase").click()
    desk.reload()
    expect(desk.locator("#leaving")).to_contain_text("Asked to be erased")
    desk.locator("#stop-erasure").click()
    expect(desk.locator("#toasts")).to_contain_text("Stopped. Nothing is erased.")
    assert amara().erase_at is None
    context.close()


def test_without_script_it_all_works(
    browser: Browser, live_server: LiveServer, company: None, rita: Recruiter
) -> None:
    context: BrowserContext = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        java_script_enabled=False,
    )
    page = Desk(context, live_server.url).open(link_of(rita))
    expect(page.locator("#say-hint")).to_have_text("Nothing is kept until you send it.")
    page.locator("#say-text").fill(WORDS)
    page.get_by_role("button", name="Ask what to add").click()
    expect(page.locator("#coach")).to_contain_text("?")
    expect(page.locator("#say-text")).to_have_value(WORDS)
    page.get_by_label("may keep what I write").check()
    page.locator("#send").click()
    show_data(page)
    page.locator("#correct-facts").click()
    page.get_by_label("Where").fill("Bath")
    page.locator("#save-facts").click()
    expect(page.locator("#toasts")).to_contain_text("Corrected.")
    page.locator("#withdraw-keep").click()
    expect(page.locator("#toasts")).to_contain_text("Withdrawn.")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Was wir über Sie gespeichert")
    page.get_by_role("button", name="English").click()
    page.locator("#go-erase").click()
    page.locator("#erase").click()
    expect(page.get_by_role("heading", name="Your erasure is on its way")).to_be_visible()
    page.locator("#keep-me").click()
    expect(page.locator("#toasts")).to_contain_text("Nothing is erased.")
    page.locator("#go-erase").click()
    page.locator("#erase").click()
    assert amara().erase_at
    context.close()


def test_the_other_rights_and_doors_without_script(
    browser: Browser, live_server: LiveServer, company: None, rita: Recruiter
) -> None:
    Candidate.objects.filter(pk=amara().pk).update(email="", phone="0117 496 0123")
    said = amara().statements.get(source="own_words")
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = Desk(context, live_server.url).open(link_of(rita))
    page.locator("#see-data").click()
    page.get_by_label("Your phone number").fill("0117 496 0123")
    page.locator("#check").click()
    page.locator(f"#change-{said.pk}").click()
    page.locator(f"#words-{said.pk}").fill(WORDS)
    page.locator(f"#reword-{said.pk}").click()
    expect(page.locator("#toasts")).to_contain_text("Changed.")
    for pressed, told in {
        "object": "You are not ranked any more",
        "allow-ranking": "You may be ranked again.",
        "review": "is asked to look at it personally",
        "agree-named": "Thank you. Noted.",
        "withdraw-named": "Withdrawn.",
    }.items():
        page.locator(f"#{pressed}").click()
        expect(page.locator("#toasts")).to_contain_text(told)
    with page.expect_download() as got:
        page.locator("#download-page").click()
    assert got.value.suggested_filename == "my-data.html"
    Candidate.objects.filter(pk=amara().pk).update(lapsed_at=timezone.now())
    page.reload()
    page.locator("#see-wording").click()
    page.locator("#agree-again").click()
    expect(page.locator("#toasts")).to_contain_text("Thank you. Noted.")
    assert amara().lapsed_at is None
    page.goto(f"{live_server.url}/link/nothing/")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.locator("#ask-again").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_and_state_is_accessible_and_fits_at_twice_the_size(
    browser: Browser,
    live_server: LiveServer,
    company: None,
    rita: Recruiter,
    theme: str,
    width: int,
    language: str,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale=language)
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    own = Desk(context, live_server.url)
    found: dict[str, list[str]] = {}
    wide: dict[str, int] = {}

    def look(name: str) -> None:
        """With everything unfolded; at 200 % zoom a page has half the width."""
        open_everything(own)
        found[name] = violations(own)
        own.page.set_viewport_size({"width": width // 2, "height": 422})
        wide[name] = overflow(own)
        own.page.set_viewport_size({"width": width, "height": 844})

    own.open(link_of(rita))
    own.page.locator("#say-text").fill(WORDS)
    own.page.locator("#coach .tips").wait_for()
    look("own-page")
    own.page.locator("#send").click()
    own.page.locator(".errsum").wait_for()
    look("own-page refused")
    own.open(OWN_PAGES["own-check"])
    look("own-check")
    own.page.locator("#check-email").fill("wrong@x.example")
    own.page.locator("#check").click()
    own.page.locator(".errsum").wait_for()
    look("own-check refused")
    own.page.locator("#check-email").fill(ADDRESS)
    own.page.locator("#check").click()
    own.page.locator("#correct-facts").wait_for()
    for name, path in OWN_PAGES.items():
        if name not in ("own-page", "own-check"):
            own.open(path)
            look(name)
    own.page.locator("#erase").click()
    own.page.locator("#keep-me").wait_for()
    look("own-erase asked")
    own.open("/own/")
    look("own-page before an erasure")
    person = Candidate.objects.filter(pk=amara().pk)
    person.update(erase_at=None, lapsed_at=timezone.now(), objected_at=timezone.now())
    for path in ("/own/", "/own/data/"):
        own.open(path)
        look(f"{path} of a consent that ran out")
    person.update(email="", phone="")
    own.open(link_of(rita))
    for path in ("/own/check/", "/own/erase/"):
        own.open(path)
        look(f"{path} with nothing on file")
    own.open("/link/nothing/")
    look("own-closed by a link")
    own.page.locator("#ask-email").fill(ADDRESS)
    own.page.locator("#ask-again").click()
    own.page.get_by_role("heading", level=1).wait_for()
    look("own-closed asked")
    context.close()
    assert {name: what for name, what in found.items() if what} == {}
    assert {name: by for name, by in wide.items() if by > 0} == {}


def test_the_recruiters_side_is_accessible_too(desk: Desk) -> None:
    Candidate.objects.filter(pk=amara().pk).update(
        email="", phone="", erase_at=timezone.now() + timedelta(days=3)
    )
    page = desk.open(amara().get_absolute_url())
    page.locator("#link-make").click()
    page.locator("#link-confirm").wait_for()
    assert violations(desk) == []
    page.locator("#link-confirm").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#link-confirm")).to_have_count(0)
    expect(page.locator("#link-make")).to_be_focused()
    page.locator("#stop-erasure").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#stop-erasure")).to_have_count(0)
    assert amara().erase_at is None


def test_a_recruiter_makes_a_link_hears_of_it_and_erases(desk: Desk, rita: Recruiter) -> None:
    page = desk.open(amara().get_absolute_url())
    page.locator("#link-make").click()
    expect(page.locator("#link-url")).to_be_focused()
    assert "/link/" in page.locator("#link-url").input_value()
    page.locator("#link-revoke").click()
    expect(page.locator("#toasts")).to_contain_text("does not open any more")
    page.locator("#erase-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#erase-cancel")).to_be_focused()
    assert violations(desk) == []
    page.keyboard.press("Escape")
    expect(page.locator("#erase-box")).to_be_hidden()
    page.locator("#erase-open").click()
    page.locator("#erase-sure").click()
    expect(page.locator("#toasts")).to_contain_text("Erased. Nothing of them is left.")
    desk.open("/heard/")
    expect(page.locator(".heard")).to_contain_text("erased")
    assert violations(desk) == []
