"""A morning on Today by mouse, by keys, and without script; a swap from there."""

import pytest
from playwright.sync_api import expect

from candidates.models import Candidate, Contact, Reminder
from recruiter.models import Recruiter, Relationship
from tests.browser.conftest import Desk
from tests.browser.test_pages import overflow, violations
from tests.factories import days_before, make_contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def overdue(company: None, rita: Recruiter) -> list[Candidate]:
    """Three of Rita's people, last contacted half a year ago."""
    people = [one.candidate for one in rita.relationships.select_related("candidate")[:3]]
    for person in people:
        Contact.objects.filter(candidate=person).delete()
        make_contact(person, rita.user, days_ago=200, text="Spoke about ledgers.")
    return people


def test_a_morning_by_keys(desk: Desk, overdue: list[Candidate], rita: Recruiter) -> None:
    page = desk.open("/today/")
    for key in "j", "l":
        page.keyboard.press(key)
    expect(page.locator("#toasts")).to_contain_text("Contact logged with")
    expect(page.locator(".reach .p-name").first).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="In a week")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("is snoozed until")
    assert rita.relationships.filter(snoozed_until=days_before(-7)).count() == 1
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    page.keyboard.type("Liked it. Send the figures tomorrow.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("That sounds like a promise")
    page.get_by_role("button", name="Remind me").click()
    expect(page.locator("#toasts")).to_contain_text("You will be reminded")
    assert Reminder.objects.get().text == "Send the figures tomorrow."


def test_a_skip_by_mouse_and_a_form_that_is_left(desk: Desk, overdue: list[Candidate]) -> None:
    page = desk.open("/today/")
    name = page.locator(".reach .p-name").first.inner_text()
    page.get_by_role("link", name=f"Snooze {name}").click()
    assert violations(desk) == []
    page.keyboard.press("Escape")
    expect(page.locator(".row-form")).to_have_count(0)
    page.get_by_role("link", name=f"Snooze {name}").click()
    page.get_by_role("button", name="Skip today").click()
    expect(page.locator("#toasts")).to_contain_text(f"{name} is snoozed until")
    assert Relationship.objects.get(candidate__name=name).snoozed_until == days_before(-1)


def test_without_script(plain_desk: Desk, overdue: list[Candidate]) -> None:
    page = plain_desk.open("/today/")
    name = page.locator(".reach .p-name").first.inner_text()
    page.get_by_role("button", name=f"Log contact with {name}").click()
    expect(page.locator("#toasts")).to_contain_text(f"Contact logged with {name}")
    assert page.url.split("#")[0].endswith("/today/")
    other = page.locator(".reach .p-name").first.inner_text()
    page.get_by_role("link", name=f"Snooze {other}").click()
    page.get_by_role("button", name="In 2 weeks").click()
    assert page.url.split("#")[0].endswith("/today/")
    expect(page.locator("#toasts")).to_contain_text(f"{other} is snoozed until")


def test_a_swap_is_looked_at_changed_made_and_taken_back(
    desk: Desk, overdue: list[Candidate], rita: Recruiter
) -> None:
    held = list(rita.relationships.filter(tier="invest").values_list("candidate", flat=True))
    if len(held) < 2:
        Relationship.objects.filter(
            pk__in=rita.relationships.filter(tier="maintain").values("pk")[: 2 - len(held)]
        ).update(tier="invest")
    rita.refresh_from_db()
    rita.invest_places = rita.invest_used
    rita.save()
    up = rita.relationships.filter(tier="maintain").select_related("candidate").first()
    assert up is not None
    page = desk.open(up.candidate.get_absolute_url())
    page.get_by_role("link", name="Swap into Invest").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Promote")
    assert violations(desk) == []
    assert overflow(desk) == 0
    second = page.locator(".alts input").nth(1)
    second.check()
    chosen = page.locator(".alts .pick b").nth(1).inner_text()
    expect(page.locator("#comparison .vs-name").nth(1)).to_contain_text(chosen)
    page.get_by_label("Why", exact=True).fill("They asked twice")
    page.get_by_role("button", name="Swap them").click()
    expect(page.locator("#toasts")).to_contain_text("is in Invest")
    up.refresh_from_db()
    assert (up.tier, up.pin_reason) == ("invest", "They asked twice")
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back: swapped")
    up.refresh_from_db()
    assert (up.tier, up.pin) == ("maintain", "")
