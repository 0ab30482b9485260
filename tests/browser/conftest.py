"""Real Chromium against a real server, with the cast's data. Any console error fails the test."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate, Contact
from hiring.models import Department
from recruiter import ranking
from recruiter.models import Recruiter, User
from setup import chromium
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_department,
    make_goal,
    make_note,
    make_relationship,
    make_statement,
    serve,
)

#: Sessions of the server's threads that are in the midst of something.
BUSY = """SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""

PEOPLE = [
    (
        "Amara Okonkwo",
        "Accountant, Bristol",
        "I stay up at night working out how a month-end close could take one day, and I publish"
        " what I learn so that smaller teams can copy it.",
    ),
    (
        "Joonas Lehtinen",
        "Operations analyst, Tampere",
        "In my spare time I compete in global online puzzle challenges about routing.",
    ),
    (
        "Nguyễn Thị Bảo Châu",
        "Pharmacist, Huế",
        "I maintain an open dataset of pharmacy power cuts that four clinics use every week.",
    ),
    ("Ingrid Solheim-Nakamura", "Technical writer, Oslo", ""),
    (
        "Maximiliana-Theodora von und zu Hohenlohe-Langenburg-Weikersheim",
        "Head of Fleet",
        "I have ten years of experience in key account management and three certificates.",
    ),
    ("ليلى بن يوسف", "مهندسة، تونس", "I repair donated fridges for the food bank on Saturdays."),
    (
        'Ivo "><img src=x onerror=alert(1)> Maric',
        "<b>Bookkeeper</b>, {{ 7|add:7 }}",
        "Supercalifragilistic" * 4 + "<img src=x onerror=alert(1)> bookkeeping is my job.",
    ),
]


@pytest.fixture(scope="session", autouse=True)
def queries_beside_the_browsers_loop() -> Iterator[None]:
    """Playwright runs a loop in this thread, and Django would refuse to query beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def answered(live_server: LiveServer) -> Iterator[None]:
    """Let the server finish what a closed page has asked for, before the tables are emptied.

    Emptying them beside a request that still reads would be a deadlock, and no fault of either.
    """
    yield
    quiet, until = 0, time.monotonic() + 5
    while quiet < 3 and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            row = cursor.fetchone()
        quiet = 0 if row and row[0] else quiet + 1
        time.sleep(0.01)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, without a database session left behind on either side of its loop.

    Beside a running loop Django keeps another connection for this thread. The one from before
    would stay open, and neither other tests nor the end of the session may find it.
    """
    connections.close_all()
    with sync_playwright() as started:
        yield started
        connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {
        "executable_path": str(chromium.find()),
        "args": ["--no-sandbox", "--disable-gpu"],
    }


@pytest.fixture
def company(transactional_db: None, rita: Recruiter, hana: User, finance: Department) -> None:
    """Rita's list after two re-ranks: the second because a goal was rewritten."""
    field = make_department("Field Engineering", "Keep every fridge running where nobody watches.")
    serve(rita, field)
    for place, (name, role, words) in enumerate(PEOPLE):
        headline, _, location = role.partition(", ")
        one = make_candidate(
            name, headline=headline, location=location, email=f"p{place}@x.example"
        )
        if words:
            make_statement(one, words, said_on=days_before(10 * place + 1))
        make_relationship(rita, one)
        if place % 3:
            make_contact(one, rita.user, days_ago=15 * place, channel="mail")
    amara = Candidate.objects.get(name="Amara Okonkwo")
    make_statement(amara, "I have worked on three system implementations.", source="import")
    make_note(amara, rita.user, "Would like to meet Hana, no rush.")
    ranking.rerank([rita.pk])
    make_goal(field, "Every repair teaches the next person to repair a fridge for the food bank.")
    ranking.rerank([rita.pk])


@pytest.fixture
def overdue(company: None, rita: Recruiter) -> list[Candidate]:
    """Three of Rita's people, last contacted half a year ago."""
    people = [one.candidate for one in rita.relationships.select_related("candidate")[:3]]
    for person in people:
        Contact.objects.filter(candidate=person).delete()
        make_contact(person, rita.user, days_ago=200, text="Spoke about ledgers.")
    return people


class Desk:
    """Somebody's browser: pages by path, and what the console complained about."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base = base
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        # htmx logs a request that a newer one replaced (hx-sync) as an error. A request that failed
        # logs htmx:sendError or htmx:responseError as well, and those count.
        if message.text.startswith(("htmx:afterRequest,", "htmx:sendAbort,")):
            return
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


def log_in(context: BrowserContext, user: User, base: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


@pytest.fixture
def desk(
    browser: Browser, live_server: LiveServer, company: None, rita: Recruiter
) -> Iterator[Desk]:
    """Rita at her desk, with a wide window."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    log_in(context, rita.user, live_server.url)
    opened = Desk(context, live_server.url)
    yield opened
    context.close()
    assert opened.complaints == []


@pytest.fixture
def plain_desk(
    browser: Browser, live_server: LiveServer, company: None, rita: Recruiter
) -> Iterator[Desk]:
    """Rita with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False)
    log_in(context, rita.user, live_server.url)
    yield Desk(context, live_server.url)
    context.close()
