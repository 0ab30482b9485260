"""Openings and Goals by mouse, by keys, and without script; every state of them in both themes."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate, Consent, ConsentScope
from hiring.models import Department, Opening
from recruiter import ranking, readings
from recruiter.models import Ranking, Recruiter, RerankDue, Shortlist, ShortlistEntry, User
from tests.browser.conftest import Desk, log_in
from tests.browser.test_pages import open_everything, overflow, violations
from tests.factories import (
    make_candidate,
    make_department,
    make_manager,
    make_recruiter,
    make_relationship,
    serve,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLOSERS = [
    "In my spare time I help small charities close their books in one day.",
    "I stay up at night working out how a month-end close could take one day.",
    "Since 2019 I have built a free tool with which clubs close their books the same evening.",
]
#: A folder into which the states are photographed as they are looked at; none by default.
PICTURES = os.environ.get("CULTIVATE_PICTURES", "")


@pytest.fixture
def need(company: None, rita: Recruiter, finance: Department, hana: User) -> Opening:
    """Something that Finance needs, three who share its goal and agreed, and one in the pool."""
    for place, text in enumerate(CLOSERS):
        one = make_candidate(f"Closer {place}", text, email=f"closer{place}@example.com")
        for scope in (ConsentScope.KEEP, ConsentScope.NAMED):
            Consent.objects.create(candidate=one, scope=scope, wording_version="1")
        if place < 2:
            make_relationship(rita, one)
    ranking.rerank([rita.pk])
    readings.read_unlisted(10, seconds=30)
    return Opening.objects.create(
        department=finance,
        opened_by=hana,
        text="Two people for the Rotterdam close, by March.",
        closes_on=timezone.localdate() + timedelta(days=30),
    )


def names(page: Page) -> list[str]:
    return page.locator("#shortlist > li > b").all_inner_texts()


# ---- an opening ----


def test_two_presses_lead_from_the_bench_to_a_shared_shortlist(desk: Desk, need: Opening) -> None:
    page = desk.open("/openings/")
    page.get_by_role("link", name="Answer it: Finance Operations").click()
    expect(page.locator("#h-beside")).to_be_visible()
    expect(page.get_by_label("Closer 0")).to_be_checked()
    page.locator("#make-shortlist").click()
    page.locator("#share").click()
    expect(page.locator("#toasts")).to_contain_text("Shared")
    made = Shortlist.objects.get(opening=need)
    assert made.is_shared(timezone.localdate())
    assert (made.with_contacts, made.with_briefs) == (True, True)
    assert violations(desk) == []


def test_the_same_two_presses_by_keys_and_the_pool_as_well(desk: Desk, need: Opening) -> None:
    page = desk.open(f"/openings/{need.pk}/")
    page.get_by_label("Closer 2").focus()
    page.keyboard.press("Space")
    page.locator("#make-shortlist").focus()
    page.keyboard.press("Enter")
    page.locator("#shortlist").wait_for()
    assert "Closer 2" in names(page)
    page.locator("#share").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#revoke")).to_be_visible()
    expect(page.get_by_label("Closer 2")).to_be_disabled()


def test_all_of_it_without_script(plain_desk: Desk, need: Opening) -> None:
    page = plain_desk.open(f"/openings/{need.pk}/")
    page.locator("#make-shortlist").click()
    page.locator("#share").click()
    expect(page.locator("#toasts")).to_contain_text("Shared")
    page.locator("#revoke").click()
    expect(page.locator("#share")).to_be_visible()
    page.locator("#close-opening").click()
    expect(page.locator("main")).to_contain_text("Closed by Rita Okafor today")
    page.locator("#reopen").click()
    expect(page.locator("#close-opening")).to_be_visible()


def test_nobody_ticked_is_told_with_the_focus_on_it(desk: Desk, need: Opening) -> None:
    page = desk.open(f"/openings/{need.pk}/")
    ticked = page.locator(".picks input:checked")
    while ticked.count():
        ticked.first.uncheck()
    page.locator("#make-shortlist").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("Tick at least one person.")
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_a_need_is_closed_by_keys_and_z_opens_it_again(desk: Desk, need: Opening) -> None:
    page = desk.open(f"/openings/{need.pk}/")
    page.locator("#close-opening").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reopen")).to_be_focused()
    need.refresh_from_db()
    assert need.closed_on == timezone.localdate()
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Open again")
    need.refresh_from_db()
    assert need.closed_on is None


def test_what_the_manager_answers_stands_on_the_timeline(
    desk: Desk, browser: Browser, live_server: LiveServer, need: Opening, hana: User
) -> None:
    page = desk.open(f"/openings/{need.pk}/")
    page.locator("#make-shortlist").click()
    page.locator("#share").click()
    made = Shortlist.objects.get(opening=need)
    context = browser.new_context()
    log_in(context, hana, live_server.url)
    manager = Desk(context, live_server.url)
    card = manager.open(made.get_absolute_url()).locator("li", has_text="Closer 0").first
    card.get_by_role("button", name="Tell me more").click()
    manager.page.wait_for_load_state()
    context.close()
    entry = ShortlistEntry.objects.get(answer="more")
    page = desk.open(entry.candidate.get_absolute_url())
    expect(page.locator("#timeline")).to_contain_text("Tell me more")
    expect(page.locator("#timeline")).to_contain_text("Hana Novak, Finance Operations")
    page = desk.open(f"/openings/{need.pk}/")
    expect(page.locator("#shortlist")).to_contain_text("Tell me more")


# ---- goals ----


def test_bars_and_table_are_one_press_apart_by_keys(desk: Desk) -> None:
    page = desk.open("/goals/")
    expect(page.locator("svg.bench").first).to_be_visible()
    page.get_by_role("link", name="Show as table").focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.counts")).to_be_visible()
    page.get_by_role("link", name="Show as bars").click()
    expect(page.locator("table.counts")).to_have_count(0)


def test_goals_lead_to_the_department_s_need(desk: Desk, need: Opening) -> None:
    page = desk.open("/goals/")
    page.get_by_role("link", name="1 need open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A need of Finance Operations")


# ---- every state ----


def owe(recruiter: Recruiter, **fields: object) -> None:
    due = RerankDue.objects.get(recruiter=recruiter)
    due.ask()
    for name, value in fields.items():
        setattr(due, name, value)
    due.save(update_fields=list(fields) or None)


def wait(rita: Recruiter) -> None:
    owe(rita)


def run(rita: Recruiter) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    owe(rita, lease_until=soon, started_at=timezone.now(), step_done=1204, step_total=1790)


def fail(rita: Recruiter) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    owe(
        rita,
        lease_until=None,
        failed_at=timezone.now(),
        failure="Out of memory",
        retry_at=soon,
    )


def lose(rita: Recruiter) -> None:
    """A worker has gone without a word: its lease is over, and nobody has taken it up yet."""
    gone = timezone.now() - timedelta(minutes=2)
    owe(rita, lease_until=gone, started_at=gone - timedelta(minutes=1), step_done=3, step_total=9)


def share(rita: Recruiter) -> None:
    need = Opening.objects.get()
    people = Candidate.objects.filter(name__startswith="Closer")
    made = Shortlist.objects.create(opening=need, recruiter=rita, expires_on=need.closes_on)
    for place, one in enumerate([*people, *Candidate.objects.filter(name__startswith="Ivo")]):
        made.entries.create(candidate=one, place=place)
    Shortlist.objects.filter(pk=made.pk).update(shared_at=timezone.now())


def unshare(_rita: Recruiter) -> None:
    Shortlist.objects.update(shared_at=None)


def close(rita: Recruiter) -> None:
    Opening.objects.get().take_back(timezone.localdate(), by=rita.user)


def unserve(rita: Recruiter) -> None:
    rita.served.all().delete()


def forget_runs(rita: Recruiter) -> None:
    RerankDue.objects.filter(recruiter=rita).update(published=None)
    Ranking.objects.filter(recruiter=rita).delete()


def nothing(_rita: Recruiter) -> None:
    """As it is."""


#: In this order: what one brings about stays for the next.
STATES: list[tuple[str, str, Callable[[Recruiter], None]]] = [
    ("opening-made", "/openings/{need}/", share),
    ("opening-unshared", "/openings/{need}/", unshare),
    ("openings-open", "/openings/", nothing),
    ("goals-table", "/goals/?view=table", nothing),
    ("runs-first", "/runs/1/", nothing),
    ("runs-compared", "/runs/compare/?from=1&to=2", nothing),
    ("runs-compare-refused", "/runs/compare/?from=1&to=1", nothing),
    ("runs-waiting", "/runs/", wait),
    ("runs-lost", "/runs/", lose),
    ("runs-running", "/runs/", run),
    ("runs-failed", "/runs/", fail),
    ("opening-closed", "/openings/{need}/", close),
    ("openings-over", "/openings/", nothing),
    ("runs-none", "/runs/", forget_runs),
    ("goals-unserved", "/goals/", unserve),
    ("openings-none", "/openings/", nothing),
    ("settings-unserved", "/settings/", nothing),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_state_is_accessible_and_fits(
    browser: Browser,
    live_server: LiveServer,
    rita: Recruiter,
    need: Opening,
    theme: str,
    width: int,
) -> None:
    serve(rita, make_department("Quality and everything that goes with it"), importance=3)
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    log_in(context, rita.user, live_server.url)
    opened, found = Desk(context, live_server.url), {}
    for name, path, bring_about in STATES:
        bring_about(rita)
        opened.open(path.format(need=need.pk))
        if PICTURES:
            picture = Path(PICTURES, f"{name}-{theme}-{width}.png")
            opened.page.screenshot(path=picture, full_page=True)
        open_everything(opened)
        found[name] = violations(opened)
        if width == 390:
            opened.page.set_viewport_size({"width": 320, "height": 900})
            found[name] += ["scrolls sideways"] * (overflow(opened) > 0)
            opened.page.set_viewport_size({"width": width, "height": 900})
    context.close()
    assert {name: what for name, what in found.items() if what} == {}


def test_a_recruiter_without_anything_meets_no_dead_end(
    browser: Browser, live_server: LiveServer, finance: Department, hana: User
) -> None:
    """Nobody on the list, no department, no run: every page says what will be here."""
    fresh = make_recruiter("Nele Frisch")
    make_manager(make_department("Alone"), hana)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    log_in(context, fresh.user, live_server.url)
    opened, found = Desk(context, live_server.url), {}
    for path in ("/goals/", "/openings/", "/runs/", "/attention/", "/settings/"):
        page = opened.open(path)
        if PICTURES:
            page.screenshot(path=Path(PICTURES, f"fresh-{path.strip('/')}.png"), full_page=True)
        found[path] = violations(opened)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
    assert {path: what for path, what in found.items() if what} == {}
    assert opened.complaints == []
