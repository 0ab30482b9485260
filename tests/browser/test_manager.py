"""A manager's draft, need and shortlist in real Chromium: mouse, keyboard, and without script."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Candidate, Consent, ConsentScope
from hiring.models import Department, GoalDraft, Opening
from recruiter import ranking
from recruiter.models import Recruiter, Shortlist, User
from tests.browser.conftest import Desk
from tests.browser.test_goals_and_runs import faults, manager_of
from tests.factories import make_candidate, make_goal, make_relationship
from tests.recruiter.test_comparing import SAID

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SPEC = "Hire two SAP accountants before March."
MIXED = f"Nobody waits for their pay because of us. {SPEC}"
NEED = "Two people for the Rotterdam close, by March."
EXPECTED = re.compile(r"status of 4|Status Error Code 4")


@pytest.fixture(params=["with script", "without script"])
def office(
    browser: Browser,
    live_server: LiveServer,
    company: None,
    hana: User,
    request: pytest.FixtureRequest,
) -> Iterator[Desk]:
    """Hana at her page; once with JavaScript and once without."""
    scripted = request.param == "with script"
    opened = manager_of(browser, live_server.url, hana, java_script_enabled=scripted)
    yield opened
    opened.page.context.close()
    assert [one for one in opened.complaints if not EXPECTED.search(one)] == []


@pytest.fixture
def need(finance: Department, hana: User) -> Opening:
    closes_on = timezone.localdate() + timedelta(days=30)
    return Opening.objects.create(
        department=finance, text=NEED, opened_by=hana, closes_on=closes_on
    )


def is_plain(opened: Desk) -> bool:
    """Whether this is a browser without JavaScript: nothing but `noscript` shows its button."""
    return opened.page.get_by_role("button", name="Check the wording").count() > 0


def type_goal(opened: Desk, text: str) -> Page:
    page = opened.open("/goal/")
    page.get_by_label("Your big goal").fill(text)
    if is_plain(opened):
        page.get_by_role("button", name="Check the wording").click()
    return page


# ---- the draft and the coach ----


def test_a_sentence_is_taken_out_put_back_and_kept(office: Desk, finance: Department) -> None:
    page = type_goal(office, MIXED)
    page.get_by_role("button", name="Take this sentence out").click()
    goal = page.get_by_label("Your big goal")
    expect(goal).to_have_value("Nobody waits for their pay because of us.")
    if not is_plain(office):
        expect(goal).to_be_focused()
    page.get_by_role("button", name="Put it back").click()
    expect(goal).to_have_value(MIXED)
    page.get_by_role("button", name="Keep it anyway").first.click()
    expect(page.locator("#coach")).to_contain_text("You keep it anyway.")
    page.get_by_role("button", name="Save the goal").click()
    expect(page.locator("#toasts")).to_contain_text("Saved as version 2")
    assert not GoalDraft.objects.exists()


def test_a_draft_survives_a_closed_browser_and_goes_in_one_press(
    office: Desk, browser: Browser, live_server: LiveServer, hana: User
) -> None:
    page = type_goal(office, MIXED)
    expect(page.locator("#coach .tips")).to_contain_text("Head count.")
    again = manager_of(browser, live_server.url, hana)
    page = again.open("/goal/")
    expect(page.get_by_label("Your big goal")).to_have_value(MIXED)
    expect(page.locator("#draft")).to_contain_text("Your draft, not saved yet")
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.locator("#draft")).to_have_count(0)
    expect(page.get_by_label("Your big goal")).to_have_value(re.compile("^Close the books"))
    again.page.context.close()
    assert again.complaints == []


def test_people_are_counted_before_saving(office: Desk) -> None:
    page = type_goal(office, "Every repaired fridge keeps food safe for somebody.")
    page.get_by_role("button", name="Count who would match").click()
    expect(page.locator("#impact")).to_contain_text("People who match strongly")
    expect(page.locator("#impact")).to_contain_text("under 10")
    expect(page.get_by_label("Your big goal")).to_have_value(re.compile("^Every repaired"))
    if not is_plain(office):
        expect(page.locator("#count")).to_be_focused()


def test_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, company: None, hana: User
) -> None:
    opened = manager_of(browser, live_server.url, hana)
    page = opened.open("/goal/")
    page.get_by_label("Your big goal").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(MIXED)
    expect(page.get_by_role("button", name="Take this sentence out")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your big goal")).to_have_value(
        "Nobody waits for their pay because of us."
    )
    expect(page.get_by_label("Your big goal")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#put-back")).to_be_focused()
    page.context.close()
    assert opened.complaints == []


# ---- a need, answered ----


def agree(*names: str) -> None:
    for one in Candidate.objects.filter(name__in=names):
        for scope in (ConsentScope.KEEP, ConsentScope.NAMED):
            Consent.objects.create(candidate=one, scope=scope, wording_version="1")


def test_a_need_is_answered_in_two_presses_and_the_answer_comes_back(
    office: Desk, browser: Browser, live_server: LiveServer, rita: Recruiter, finance: Department
) -> None:
    agree("Amara Okonkwo")
    page = office.open(f"/departments/{finance.pk}/needs/")
    page.get_by_label("What do you need, and by when?").fill(NEED)
    page.get_by_label("Closes on").fill(str(timezone.localdate() + timedelta(days=20)))
    page.get_by_role("button", name="Send it to your recruiter").click()
    expect(page.locator(".aside")).to_contain_text(NEED)

    desk = manager_of(browser, live_server.url, rita.user)
    page = desk.open("/openings/")
    page.get_by_role("link", name="Finance Operations", exact=True).click()
    page.get_by_role("button", name="Make the shortlist").click()
    page.get_by_role("button", name="Share with Hana Novak").click()
    expect(page.locator("#main")).to_contain_text("Shared.")

    page = office.open(f"/departments/{finance.pk}/needs/")
    page.get_by_role("link", name=NEED, exact=True).click()
    card = page.locator(".shared-cards > li").filter(has_text="Amara Okonkwo")
    card.get_by_role("button", name="Tell me more").click()
    expect(card.get_by_role("button", name="Tell me more")).to_have_attribute(
        "aria-pressed", "true"
    )
    page = desk.open(Candidate.objects.get(name="Amara Okonkwo").get_absolute_url())
    expect(page.locator("#timeline")).to_contain_text("Tell me more · Hana Novak")
    desk.page.context.close()
    assert desk.complaints == []


def test_five_statements_are_put_in_order(
    office: Desk, rita: Recruiter, finance: Department
) -> None:
    for text in SAID:
        make_relationship(rita, make_candidate("", text))
    agree(*Candidate.objects.values_list("name", flat=True))
    ranking.rerank([rita.pk])
    page = office.open(f"/departments/{finance.pk}/compare/")
    page.get_by_role("button", name="Show me five").click()
    for place, one in enumerate(page.locator(".place select").all(), start=1):
        one.select_option(str(place))
    page.get_by_role("button", name="That is my order").click()
    expect(page.locator("#toasts")).to_contain_text("pairs in the same order")


# ---- every page and state, for axe ----


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_and_states_are_accessible(
    browser: Browser,
    live_server: LiveServer,
    rita: Recruiter,
    hana: User,
    company: None,
    finance: Department,
    need: Opening,
    width: int,
) -> None:
    agree("Amara Okonkwo", "Joonas Lehtinen")
    make_goal(finance, "Close the books in an hour.")
    size = {"width": width, "height": 900}
    desk = manager_of(browser, live_server.url, rita.user, viewport=size)
    office = manager_of(browser, live_server.url, hana, viewport=size)
    found = {}
    page = type_goal(office, MIXED)
    expect(page.locator("#coach .tips")).to_contain_text("Head count.")
    page.get_by_role("button", name="Count who would match").click()
    expect(page.locator("dl.impact")).to_be_visible()
    found["typing"] = faults(office)
    office.open("/goal/")
    expect(page.locator("#coach .tips")).to_contain_text("Head count.")
    found["a draft"] = faults(office)
    page.get_by_role("button", name="Take this sentence out").click()
    expect(page.locator("#put-back")).to_be_visible()
    found["taken out"] = faults(office)
    office.open(f"/departments/{finance.pk}/goal/versions/1/")
    found["two versions"] = faults(office)
    desk.open("/openings/")
    found["openings"] = faults(desk)
    page = desk.open(f"/openings/{need.pk}/")
    found["an opening"] = faults(desk)
    for box in page.locator(".picks .check").all():
        box.check()
    page.get_by_role("button", name="Make the shortlist").click()
    found["a shortlist"] = faults(desk)
    page.get_by_role("button", name="Share with Hana Novak").click()
    found["shared"] = faults(desk)
    office.open(f"/departments/{finance.pk}/needs/")
    found["needs"] = faults(office)
    office.page.get_by_role("button", name="Send it to your recruiter").click()
    expect(office.page.locator(".errsum")).to_be_focused()
    found["a bad need"] = faults(office)
    office.open(Shortlist.objects.get().get_absolute_url())
    found["people shared"] = faults(office)
    office.open(f"/departments/{finance.pk}/compare/")
    found["before comparing"] = faults(office)
    desk.page.context.close()
    office.page.context.close()
    assert {name: what for name, what in found.items() if what} == {}
