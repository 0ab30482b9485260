"""A candidate on a phone: by touch, by keyboard, without JavaScript, and for axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate
from recruiter import links
from recruiter.models import Recruiter
from tests.browser.conftest import Desk
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


def test_the_whole_way_by_keyboard(phone: Desk) -> None:
    page = phone.page
    page.locator("#say-text").focus()
    page.keyboard.type(WORDS)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "say-agree-keep":
            break
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "send":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sent. Thank you")).to_be_visible()
    page.locator("#see-data").focus()
    page.keyboard.press("Enter")
    page.locator("#check-email").focus()
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    page.locator("#object").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("You are not ranked any more")
    assert amara().objected_at


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
    expect(page.get_by_role("heading", level=1)).to_contain_text("Was würden Sie auch dann tun")
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
    context = browser.new_context(viewport={"width": width, "height": 844})
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    own = Desk(context, live_server.url)
    found: dict[str, list[str]] = {}
    wide: dict[str, int] = {}

    def look(name: str) -> None:
        open_everything(own)
        found[name] = violations(own)
        own.page.set_viewport_size({"width": 195, "height": 422} if width == 390 else PHONE)  # type: ignore[arg-type]
        wide[name] = overflow(own)
        own.page.set_viewport_size({"width": width, "height": 844})

    own.open("/link/nothing/")
    look("closed")
    own.open(link_of(rita))
    own.page.locator("#say-text").fill(WORDS)
    own.page.locator("#coach .tips").wait_for()
    look("question")
    own.open("/own/check/")
    look("check")
    own.page.get_by_label("Your e-mail address").fill(ADDRESS)
    own.page.locator("#check").click()
    look("data")
    own.open("/own/erase/")
    look("erase")
    context.close()
    assert {name: what for name, what in found.items() if what} == {}
    assert {name: by for name, by in wide.items() if by > 0} == {}


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
