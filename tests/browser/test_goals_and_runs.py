"""A manager's goal and a recruiter's runs in real Chromium: with JavaScript, and without."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hiring.models import Department
from recruiter import ranking
from recruiter.models import Recruiter, Relationship, RerankDue, User
from tests.browser.conftest import Desk, log_in
from tests.browser.test_pages import open_everything, overflow, violations
from tests.factories import make_department, make_goal, make_manager, make_user, serve

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Chromium and htmx both report an answer of 409 or 422, which is meant to be one.
EXPECTED = re.compile(r"status of (409|422)|Status Error Code (409|422)")
WIDTHS = [1440, 390]


def manager_of(browser: Browser, base: str, user: User, **options: object) -> Desk:
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    log_in(context, user, base)
    return Desk(context, base)


@pytest.fixture
def office(browser: Browser, live_server: LiveServer, company: None, hana: User) -> Iterator[Desk]:
    """Hana at her page, with a wide window."""
    opened = manager_of(browser, live_server.url, hana, viewport={"width": 1440, "height": 900})
    yield opened
    opened.page.context.close()
    assert [one for one in opened.complaints if not EXPECTED.search(one)] == []


@pytest.fixture
def plain_office(
    browser: Browser, live_server: LiveServer, company: None, hana: User
) -> Iterator[Desk]:
    """Hana with JavaScript switched off."""
    opened = manager_of(browser, live_server.url, hana, java_script_enabled=False)
    yield opened
    opened.page.context.close()


def goal_in_force(department: Department) -> str:
    department.refresh_from_db()
    assert department.big_goal is not None
    return department.big_goal.text


def write(page: Page, text: str) -> None:
    page.get_by_label("Your big goal").fill(text)
    page.get_by_role("button", name="Save the goal").click()


def owe(recruiter: Recruiter, **fields: object) -> None:
    due = RerankDue.objects.get(recruiter=recruiter)
    due.ask()
    for name, value in fields.items():
        setattr(due, name, value)
    due.save(update_fields=list(fields) or None)


def faults(opened: Desk) -> list[str]:
    """What axe reports in light, what of it depends on the theme in dark, and overflow."""
    found = violations(opened)
    opened.page.emulate_media(color_scheme="dark")
    dark = Axe().run(opened.page, options={"runOnly": ["color-contrast"]}).response["violations"]
    opened.page.emulate_media(color_scheme="light")
    found += [f"dark: {node['target']}" for one in dark for node in one["nodes"]]
    return found + (["scrolls sideways"] if overflow(opened) > 0 else [])


# ---- the manager ----


def test_a_save_is_followed_until_the_lists_show_it(
    office: Desk, finance: Department, rita: Recruiter
) -> None:
    page = office.open("/goal/")
    write(page, "Let people decide on this month.")
    expect(page.locator("#toasts")).to_contain_text("Saved as version 2")
    expect(page.locator("#effect")).to_contain_text(
        "1 recruiter\u2019s list is being re-ranked now"
    )
    assert goal_in_force(finance) == "Let people decide on this month."
    ranking.rerank([rita.pk])
    expect(page.locator("#effect")).to_contain_text("Re-ranked", timeout=6000)
    expect(page.locator("#effect")).to_contain_text("ago")


def test_a_bad_text_moves_the_focus_to_what_is_wrong(office: Desk, finance: Department) -> None:
    page = office.open("/goal/")
    write(page, "   ")
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="Write why the department exists.").click()
    expect(page.get_by_label("Your big goal")).to_be_focused()


def test_two_managers_at_once_lose_no_word(office: Desk, finance: Department) -> None:
    page = office.open("/goal/")
    make_goal(finance, "Close the books in one hour.", make_user("Tomas Lind"))
    write(page, "Close the books in one week.")
    expect(page.locator("#conflict")).to_be_focused()
    expect(page.locator("main")).to_contain_text("Tomas Lind saved another wording")
    expect(page.locator("del")).to_contain_text("hour.")
    expect(page.locator("ins")).to_contain_text("week.")
    expect(page.get_by_label("Your wording")).to_have_value("Close the books in one week.")
    assert violations(office) == []
    page.get_by_role("button", name="Keep mine on top").click()
    expect(page.locator("#toasts")).to_contain_text("Saved as version 3")
    assert goal_in_force(finance) == "Close the books in one week."


def test_the_others_wording_can_be_taken_instead(office: Desk, finance: Department) -> None:
    page = office.open("/goal/")
    make_goal(finance, "Close the books in one hour.")
    write(page, "Close the books in one week.")
    page.get_by_role("button", name="Take this one").click()
    expect(page.get_by_label("Your big goal")).to_have_value("Close the books in one hour.")


def test_the_coach_follows_what_is_typed_and_leaves_the_text_alone(
    office: Desk, finance: Department
) -> None:
    page = office.open("/goal/")
    area = page.get_by_label("Your big goal")
    expect(page.locator("#coach")).to_contain_text("Close the books in one day")
    area.press("Control+End")
    area.press_sequentially(" Hire two SAP accountants before March.")
    expect(page.locator("#coach")).to_contain_text("Head count.")
    expect(page.locator("#coach-verdict")).to_contain_text("a head count")
    expect(area).to_be_focused()
    expect(area).to_have_value(re.compile("Hire two SAP accountants before March.$"))
    assert faults(office) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert overflow(office) <= 0
    assert goal_in_force(finance).startswith("Close the books")


def test_a_coach_that_does_not_answer_is_no_lost_text(office: Desk) -> None:
    page = office.open("/goal/")
    expect(page.locator("#coach .tips")).to_be_visible()
    page.route("**/coach/", lambda route: route.abort())
    page.get_by_label("Your big goal").fill("Let people decide on this month.")
    page.wait_for_event("requestfailed")
    expect(page.locator(".unsaved")).to_have_count(0)
    assert all("htmx" in one or "ERR_FAILED" in one for one in office.complaints)
    office.complaints.clear()


def test_without_javascript_the_wording_is_checked_by_a_button(
    plain_office: Desk, finance: Department
) -> None:
    page = plain_office.open("/goal/")
    page.get_by_label("Your big goal").fill("Hire two SAP accountants before March.")
    page.get_by_role("button", name="Check the wording").click()
    expect(page.locator("#coach")).to_contain_text("Head count.")
    expect(page.get_by_label("Your big goal")).to_have_value(
        "Hire two SAP accountants before March."
    )
    assert goal_in_force(finance).startswith("Close the books")
    page.get_by_role("button", name="Save the goal").click()
    expect(page.locator("#toasts")).to_contain_text("Saved as version 2")


def test_still_true_is_one_press(office: Desk, finance: Department) -> None:
    page = office.open("/goal/")
    page.get_by_role("button", name="Still true").click()
    expect(page.locator(".still")).to_contain_text("You confirmed this")


def test_without_javascript_a_goal_is_saved_compared_and_brought_back(
    plain_office: Desk, finance: Department
) -> None:
    first = goal_in_force(finance)
    page = plain_office.open("/goal/")
    write(page, "Let people decide on this month.")
    expect(page.locator("#toasts")).to_contain_text("Saved as version 2")
    expect(page.locator("#effect")).to_contain_text("being re-ranked now")
    page.get_by_role("link", name="Compare version").first.click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.locator("#toasts")).to_contain_text("Saved as version 3")
    assert goal_in_force(finance) == first


def test_without_javascript_a_conflict_keeps_both_texts(
    plain_office: Desk, finance: Department
) -> None:
    page = plain_office.open("/goal/")
    make_goal(finance, "Close the books in one hour.")
    write(page, "Close the books in one week.")
    expect(page.locator("main")).to_contain_text("Close the books in one hour.")
    expect(page.get_by_label("Your wording")).to_have_value("Close the books in one week.")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_managers_pages_are_accessible_and_fit(
    browser: Browser,
    live_server: LiveServer,
    company: None,
    hana: User,
    finance: Department,
    width: int,
) -> None:
    make_goal(finance, "Be done by noon.\n\n" + "Unbroken" * 12, hana)
    make_manager(make_department("Quality and everything that goes with it", ""), hana)
    opened = manager_of(browser, live_server.url, hana, viewport={"width": width, "height": 900})
    page, found = opened.page, {}

    def look(name: str) -> None:
        found[name] = faults(opened)

    opened.open(f"/departments/{finance.pk}/goal/")
    look("goal, waiting")
    write(page, "")
    page.locator("#errors").wait_for()
    look("goal, refused")
    opened.open(f"/departments/{finance.pk}/goal/versions/1/")
    look("version")
    opened.open(f"/departments/{finance.pk}/goal/")
    make_goal(finance, "Be done by ten.")
    write(page, "Be done by eight.")
    page.locator("#conflict").wait_for()
    look("conflict")
    page.context.close()
    assert {name: what for name, what in found.items() if what} == {}


# ---- the recruiter ----


def test_asking_for_a_re_rank_shows_it_until_it_is_done(desk: Desk, rita: Recruiter) -> None:
    page = desk.open("/runs/")
    page.get_by_role("button", name="Re-rank now").click()
    expect(page.locator("#progress")).to_contain_text("because you asked for it")
    ranking.rerank([rita.pk])
    expect(page.locator("#progress")).to_contain_text("Done, and nobody moved.", timeout=6000)
    expect(page.locator("#live")).to_have_text("The re-rank is done, and nobody moved")


def test_a_re_rank_that_moved_somebody_is_offered_not_forced(
    desk: Desk, rita: Recruiter, finance: Department, hana: User
) -> None:
    page = desk.open("/runs/")
    page.get_by_role("button", name="Re-rank now").click()
    page.locator("#h-now").wait_for()
    make_goal(finance, "Every fridge in the country is repaired on a Saturday.", hana)
    ranking.rerank([rita.pk])
    expect(page.locator("#progress")).to_contain_text("Re-rank 3 has finished.", timeout=6000)
    expect(page.locator("#h-last")).to_contain_text("Re-rank 2")
    page.get_by_role("link", name="Show what it changed").click()
    expect(page.locator("#h-last")).to_contain_text("Re-rank 3")
    expect(page.locator(".causes")).to_contain_text(
        "Hana Novak edited Finance Operations\u2019 goal"
    )


def moved_up(rita: Recruiter) -> str:
    """Somebody whom a run brings into Invest, after one who gave up the place."""
    one = rita.relationships.filter(tier="invest").select_related("candidate").latest("pk")
    Relationship.objects.filter(pk=one.pk).update(tier="maintain")
    ranking.rerank([rita.pk])
    one.refresh_from_db()
    assert one.tier == "invest"
    return one.candidate.name


def test_a_run_is_taken_back_and_that_as_well(desk: Desk, rita: Recruiter) -> None:
    name = moved_up(rita)
    one = rita.relationships.get(candidate__name=name)
    page = desk.open("/runs/")
    assert violations(desk) == []
    assert overflow(desk) == 0
    page.get_by_role("button", name="Undo this run").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("pinned there for 30 days.")
    expect(page.get_by_role("button", name="Undo this run")).to_have_count(0)
    one.refresh_from_db()
    assert (one.tier, one.pin) == ("maintain", "maintain")
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back: moved")
    one.refresh_from_db()
    assert (one.tier, one.pin) == ("invest", "")
    expect(page.get_by_role("button", name="Undo this run")).to_be_visible()


def test_without_javascript_waiting_moves_are_left_and_a_run_is_taken_back(
    plain_desk: Desk, rita: Recruiter
) -> None:
    moved_up(rita)
    page = plain_desk.open("/runs/")
    page.get_by_role("button", name="Undo this run").click()
    expect(page.locator("#toasts")).to_contain_text("pinned there for 30 days.")
    rita.confirm_moves = True
    rita.save()
    rita.relationships.update(pin="", pin_reason="", pin_until=None)
    ranking.rerank([rita.pk])
    page = plain_desk.open("/runs/")
    page.get_by_role("button", name="Leave all as they are").click()
    expect(page.locator("#toasts")).to_contain_text("as they are for 30 days.")
    expect(page.locator("#waiting")).to_have_count(0)


def test_without_javascript_a_re_rank_is_asked_for_and_runs_are_compared(
    plain_desk: Desk, rita: Recruiter
) -> None:
    page = plain_desk.open("/runs/")
    page.get_by_role("button", name="Re-rank now").click()
    expect(page.locator("#progress")).to_contain_text("because you asked for it")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#h-last")).to_contain_text("Re-rank 2 against 1")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_state_of_the_runs_is_accessible_and_fits(
    browser: Browser,
    live_server: LiveServer,
    company: None,
    rita: Recruiter,
    width: int,
) -> None:
    serve(rita, make_department("Quality and everything that goes with it"), importance=3)
    ranking.rerank([rita.pk])
    context = browser.new_context(viewport={"width": width, "height": 900})
    log_in(context, rita.user, live_server.url)
    opened, found = Desk(context, live_server.url), {}

    def look(path: str, name: str) -> None:
        opened.open(path)
        open_everything(opened)
        found[name] = faults(opened)

    look("/goals/?view=table", "table of goals")
    look("/runs/1/", "first run")
    look("/runs/compare/?from=1&to=2", "two runs")
    look("/runs/compare/?from=1&to=1", "two runs, refused")
    soon = timezone.now() + timedelta(minutes=5)
    owe(rita)
    look("/runs/", "waiting")
    owe(rita, lease_until=soon, started_at=timezone.now(), step_done=3, step_total=9)
    look("/runs/", "running")
    owe(rita, lease_until=None, failed_at=timezone.now(), failure="Out of memory", retry_at=soon)
    look("/runs/", "failed")
    context.close()
    assert {name: what for name, what in found.items() if what} == {}


def test_the_administration_keeps_the_content_policy(
    browser: Browser, live_server: LiveServer, company: None, ada: User, rita: Recruiter
) -> None:
    opened = manager_of(browser, live_server.url, ada)
    for path in (
        "/admin/",
        "/admin/candidates/candidate/",
        "/admin/recruiter/recruiter/",
        f"/admin/recruiter/recruiter/{rita.pk}/change/",
        "/admin/hiring/department/add/",
        "/admin/recruiter/user/add/",
    ):
        opened.open(path)
    opened.page.context.close()
    assert [one for one in opened.complaints if "404" not in one] == []
