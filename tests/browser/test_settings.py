"""Settings by mouse, by keys, and without script; Attention at both widths."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from recruiter.models import Recruiter, Relationship, Tier
from tests.browser.conftest import Desk
from tests.browser.test_pages import open_everything, overflow, violations
from tests.factories import make_contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def type_pace(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#pace-{name}").fill(value)


def test_the_sum_follows_and_a_way_out_is_taken_by_mouse(desk: Desk, rita: Recruiter) -> None:
    page = desk.open("/settings/")
    type_pace(page, invest_days="14", daily_budget="4")
    expect(page.locator("#sum .eq")).to_have_text("50/14 + 250/120 = 5.65 a day")
    expect(page.locator("#sum .way")).to_have_count(3)
    expect(page.locator("#pace-daily_budget")).to_be_focused()
    expect(page.locator("#way-invest_days")).to_contain_text("Nobody would move")
    page.locator("#way-invest_days").click()
    expect(page.locator(".note-box.due")).to_contain_text("Nothing is saved yet.")
    expect(page.locator(".note-box.due")).to_be_focused()
    assert violations(desk) == []
    rita.refresh_from_db()
    assert rita.invest_days == 30
    page.locator("#save-way").click()
    expect(page.locator("#toasts")).to_contain_text("Places and pace saved.")
    rita.refresh_from_db()
    assert rita.invest_days > 14
    assert rita.contacts_a_day <= 4


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_enter_keeps_to_what_is_typed_and_the_refusal_is_accessible(
    desk: Desk, rita: Recruiter, theme: str, width: int
) -> None:
    desk.page.context.add_cookies([{"name": "theme", "value": theme, "url": desk.base}])
    desk.page.set_viewport_size({"width": width, "height": 900})
    page = desk.open("/settings/")
    type_pace(page, daily_budget="4", invest_days="14")
    expect(page.locator("#sum .way")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.locator(".errsum")).to_contain_text("5.65 contacts a day, and you can make 4")
    expect(page.locator(".errsum")).to_be_focused()
    assert page.locator("#pace-invest_days").input_value() == "14"
    rita.refresh_from_db()
    assert rita.invest_days == 30
    assert violations(desk) == []
    assert overflow(desk) <= 0
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_fewer_places_are_agreed_to_by_name(desk: Desk, rita: Recruiter) -> None:
    everybody = [one.pk for one in rita.relationships.all()[:3]]
    Relationship.objects.filter(pk__in=everybody).update(tier=Tier.INVEST)
    held = rita.relationships.filter(tier=Tier.INVEST).count()
    page = desk.open("/settings/")
    type_pace(page, invest_places="1")
    page.keyboard.press("Enter")
    expect(page.locator(".note-box.due")).to_contain_text(f"{held - 1} would step to Maintain")
    assert violations(desk) == []
    page.locator("#save-leaving").press("Enter")
    expect(page.locator("#toasts")).to_contain_text(f"{held - 1} stepped to Maintain.")
    assert rita.relationships.filter(tier=Tier.INVEST).count() == 1


def test_keys_off_and_a_narrow_row_at_once(desk: Desk) -> None:
    page = desk.open("/settings/")
    page.locator("#looks label", has_text="Off").click()
    page.locator("#looks label", has_text="Compact").click()
    page.locator("#looks label", has_text="Dark").click()
    page.locator("#save-looks").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    desk.open("/maintain/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.classList.contains('p-name')") is False


def test_all_of_it_without_script(plain_desk: Desk, rita: Recruiter) -> None:
    page = plain_desk.open("/settings/")
    type_pace(page, invest_days="14", daily_budget="4")
    page.keyboard.press("Enter")
    expect(page.locator(".errsum")).to_contain_text("and you can make 4")
    page.locator("#way-daily_budget").click()
    expect(page.locator(".note-box.due")).to_contain_text("Nothing is saved yet.")
    page.locator("#save-way").click()
    rita.refresh_from_db()
    assert (rita.invest_days, rita.daily_budget) == (14, 6)
    page.locator("#departments label", has_text="Field Engineering").first.click()
    page.locator("#save-departments").click()
    assert [one.department.name for one in rita.served.all()] == ["Finance Operations"]
    page.locator("#moves label").click()
    page.locator("#save-moves").click()
    rita.refresh_from_db()
    assert rita.confirm_moves


@pytest.fixture
def year(company: None, rita: Recruiter) -> None:
    """Contacts over three months, with one person too many and one too few."""
    rita.relationships.update(tier_since=timezone.now() - timedelta(days=365))
    listed = rita.relationships.select_related("candidate").order_by("pk")
    people = [one.candidate for one in listed[:2]]
    for days in range(0, 90, 6):
        make_contact(people[0], rita.user, days_ago=days)
    rita.relationships.filter(candidate=people[0]).update(tier=Tier.MAINTAIN)
    rita.relationships.filter(candidate=people[1]).update(tier=Tier.INVEST)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "shown"), [(1440, "w-wide"), (390, "w-narrow")])
def test_attention_draws_one_picture_for_each_width(
    desk: Desk, year: None, theme: str, width: int, shown: str
) -> None:
    desk.page.context.add_cookies([{"name": "theme", "value": theme, "url": desk.base}])
    desk.page.set_viewport_size({"width": width, "height": 900})
    page = desk.open("/attention/")
    open_everything(desk)
    assert page.locator(".weeks:visible").count() == 2
    assert page.locator(f".weeks.{shown}:visible").count() == 2
    assert page.locator("table.mini tbody tr:visible").count() == 12 + 2  # weeks, and people
    assert violations(desk) == []
    assert overflow(desk) <= 0
