"""Takes a picture of every page, light and dark, wide and narrow, from a running server.

    python -m tests.browser.screenshots FOLDER [ADDRESS]

ADDRESS is http://localhost:8000 unless given; the demonstration company is expected there.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from recruiter.demo import DEMO_LOGINS, DEMO_PASSWORD
from setup import chromium

THEMES = ("light", "dark")
SIZES = {1440: 900, 390: 844}
ADDRESS = "http://localhost:8000"
LOGINS = dict(DEMO_LOGINS)
# Picture, path; a path of None is the first person's page, one without a slash leads on from it.
RECRUITER_PAGES = (
    ("today", "/today/"),
    ("invest", "/invest/"),
    ("maintain", "/maintain/"),
    ("candidate", None),
    ("brief", "brief/"),
    ("person-add", "/people/new/"),
    ("goals", "/goals/"),
    ("openings", "/openings/"),
    ("runs", "/runs/"),
    ("heard", "/heard/"),
    ("attention", "/attention/"),
    ("discover", "/discover/"),
    ("pool", "/pool/"),
    ("settings", "/settings/"),
    ("not-found", "/nowhere/"),
)
MANAGER_PAGES = (("big-goal", "/goal/"),)
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
    for role, pages in (("recruiter", RECRUITER_PAGES), ("hiring manager", MANAGER_PAGES)):
        context = browser.new_context(viewport={"width": width, "height": SIZES[width]})
        context.add_cookies([{"name": "theme", "value": theme, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/log-in/")
        if role == "recruiter":
            take(page, folder / f"log-in-{theme}-{width}.png")
        log_in(page, LOGINS[role])
        for name, path in pages:
            if path is None or not path.startswith("/"):
                path = first_person(page, address) + (path or "")
            page.goto(address + path)
            take(page, folder / f"{name}-{theme}-{width}.png")
        if role == "recruiter":
            open_own_page(page, first_person(page, address))
            take(page, folder / f"own-page-{theme}-{width}.png", whole=True)
        context.close()


def open_own_page(page: Page, person: str) -> None:
    """The first person's own page by a fresh link, with words that the coach has read."""
    page.goto(page.url.split("/invest/")[0] + person)
    page.locator("#link-make").click()
    page.goto(page.locator("#link-url").input_value())
    page.locator("#say-text").fill(OWN_WORDS)
    page.locator("#coach .tips").wait_for()


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
