"""Takes a picture of every page and state, light and dark, wide and narrow, of a running server.

    python -m tests.browser.screenshots FOLDER [ADDRESS]

ADDRESS is http://localhost:8000 unless given; the demonstration company is expected there.
Pages come from tests/browser/pages.py. A state is a page after somebody did something with it;
a new one is a function in STATES. None of them saves anything but a fresh link of one person.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from recruiter.demo import DEMO_LOGINS, DEMO_PASSWORD
from setup import chromium
from tests.browser.pages import LED_TO, MANAGER_PAGES, OWN_PAGES, PERSON_PAGES, RECRUITER_PAGES

THEMES = ("light", "dark")
SIZES = {1440: 900, 390: 844}
ADDRESS = "http://localhost:8000"
LOGINS = dict(DEMO_LOGINS)
OWN_WORDS = (
    "I have worked on three system implementations. In the evenings I try to work out how a"
    " month-end close could take one day."
)


def main(arguments: list[str]) -> None:
    if not 1 <= len(arguments) <= 2:
        sys.exit(__doc__)
    folder, address = Path(arguments[0]), (arguments[1:] or [ADDRESS])[0].rstrip("/")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.find()), args=["--no-sandbox"]
        )
        for theme in THEMES:
            for width in SIZES:
                take_all(browser, folder, address, theme, width)
        browser.close()


def take_all(browser: Browser, folder: Path, address: str, theme: str, width: int) -> None:
    """Both roles' pages in one theme and width, each role in a browser of its own."""

    def photograph(page: Page, name: str, *, whole: bool = False) -> None:
        take(page, folder / f"{name}-{theme}-{width}.png", whole=whole)

    for role, pages in (("recruiter", RECRUITER_PAGES), ("hiring manager", MANAGER_PAGES)):
        context = browser.new_context(viewport={"width": width, "height": SIZES[width]})
        context.add_cookies([{"name": "theme", "value": theme, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/log-in/")
        if role == "recruiter":
            photograph(page, "log-in")
        log_in(page, LOGINS[role])
        for name, path in pages.items():
            page.goto(address + path)
            photograph(page, name)
        if role == "recruiter":
            for name, (path, link) in LED_TO.items():
                page.goto(address + path)
                page.locator(link).first.click()
                page.wait_for_load_state()
                photograph(page, name)
            person = address + first_person(page, address)
            for name, path in PERSON_PAGES.items():
                page.goto(person + path)
                photograph(page, name)
            for name, bring_about in STATES.items():
                bring_about(page, address)
                photograph(page, name)
            known = open_own_page(page, person)
            photograph(page, "own-page", whole=True)
            for name, path in OWN_PAGES.items():
                if name == "own-page":
                    continue
                page.goto(address + path)
                photograph(page, name, whole=True)
                if name == "own-check":
                    page.locator("#check-email").fill(known)
                    page.locator("#check").click()
        context.close()


def refuse_pace(page: Page, address: str) -> None:
    page.goto(f"{address}/settings/")
    page.locator("#pace-daily_budget").fill("4")
    page.locator("#pace-invest_days").fill("14")
    page.locator("#save-pace").click()
    page.locator(".errsum").wait_for()


def take_a_way_out(page: Page, address: str) -> None:
    refuse_pace(page, address)
    page.locator("#way-invest_places").click()
    page.locator(".note-box.due").first.wait_for()


def ask_for_fewer_places(page: Page, address: str) -> None:
    page.goto(f"{address}/settings/")
    page.locator("#pace-daily_budget").fill("")
    page.locator("#pace-invest_places").fill("45")
    page.locator("#save-pace").click()
    page.locator("#save-leaving").wait_for()


def open_note(page: Page, address: str) -> None:
    open_form(page, address, "note")


def open_pin(page: Page, address: str) -> None:
    open_form(page, address, "pin")


def open_form(page: Page, address: str, act: str) -> None:
    """A form below the first row."""
    page.goto(f"{address}/invest/")
    page.locator(f"[data-act={act}]").first.dispatch_event("click")
    page.locator(".row-form").first.wait_for()


def open_contact(page: Page, address: str) -> None:
    """A contact in detail, under the second line of Today: a colleague was in touch with them."""
    page.goto(f"{address}/today/")
    page.locator("[data-act=details]").nth(1).click()
    page.locator(".row-form").first.wait_for()


def open_snooze(page: Page, address: str) -> None:
    page.goto(f"{address}/today/")
    page.locator("[data-act=snooze]").first.click()
    page.locator(".row-form").first.wait_for()


STATES: dict[str, Callable[[Page, str], None]] = {
    "settings-refused": refuse_pace,
    "settings-way-out": take_a_way_out,
    "settings-fewer-places": ask_for_fewer_places,
    "invest-note": open_note,
    "invest-pin": open_pin,
    "today-contact": open_contact,
    "today-snooze": open_snooze,
}


def open_own_page(page: Page, person: str) -> str:
    """The first person's own page by a fresh link, with words that the coach has read.

    Returns:
        Their address, which the page behind asks for.
    """
    page.goto(person)
    mailto = page.locator("a[href^='mailto:']").first.get_attribute("href") or ""
    page.locator("#link-make").click()
    page.goto(page.locator("#link-url").input_value())
    page.locator("#say-text").fill(OWN_WORDS)
    page.locator("#coach .tips").wait_for()
    return mailto.removeprefix("mailto:")


def log_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()


def first_person(page: Page, address: str) -> str:
    page.goto(f"{address}/invest/")
    return page.locator(".p-name").first.get_attribute("href") or "/invest/"


def take(page: Page, file: Path, *, whole: bool = False) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=whole)
    print(file)


if __name__ == "__main__":
    main(sys.argv[1:])
