"""Discover and the pool: asked, brought in, kept as a silver medallist; mouse, keys and plain."""

import re

import pytest
from playwright.sync_api import expect

from candidates.models import Candidate, Contact, SilverMedal
from recruiter.models import Recruiter
from tests.browser.conftest import Desk
from tests.browser.test_pages import overflow, violations
from tests.factories import make_candidate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def outsider(company: None) -> Candidate:
    return make_candidate("Zoë Žnidaršič", headline="Bus mechanic", location="Maribor")


def test_somebody_is_asked_by_mouse_and_z_takes_it_back(desk: Desk) -> None:
    page = desk.open("/discover/")
    name = page.locator("#asks .p-name").first.inner_text()
    person = Candidate.objects.get(name=name)
    before = Contact.objects.filter(candidate=person).count()
    page.get_by_role("button", name=f"Asked {name}", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("is marked as asked today")
    expect(page.locator("#h-ask")).to_be_focused()
    expect(page.locator("#asks .p-name", has_text=name)).to_have_count(0)
    assert Contact.objects.filter(candidate=person).count() == before + 1
    page.keyboard.press("z")
    expect(page.locator("#asks .p-name", has_text=name)).to_have_count(1)
    person.refresh_from_db()
    assert person.asked_on is None
    assert Contact.objects.filter(candidate=person).count() == before


def test_somebody_is_asked_by_keys(desk: Desk) -> None:
    page = desk.open("/discover/")
    name = page.locator("#asks .p-name").first.inner_text()
    page.keyboard.press("j")
    expect(page.locator("#asks .p-name").first).to_be_focused()
    page.get_by_role("button", name=f"Asked {name}", exact=True).press("Enter")
    expect(page.locator("#asks .p-name", has_text=name)).to_have_count(0)
    expect(page.locator("#h-ask")).to_be_focused()


@pytest.mark.parametrize("with_script", [True, False])
def test_what_they_told_is_written_down_from_there(
    request: pytest.FixtureRequest, *, with_script: bool
) -> None:
    opened: Desk = request.getfixturevalue("desk" if with_script else "plain_desk")
    page = opened.open("/discover/")
    name = page.locator("#asks .p-name").first.inner_text()
    page.get_by_role("link", name=f"Write down what {name} said").click()
    words = page.locator("#statement-text")
    expect(words).to_be_visible()
    words.fill("On Sundays I mend my neighbours' bicycles, because nobody asks me to.")
    page.locator("#save-statement").click()
    expect(page.locator("#said")).to_contain_text("mend my neighbours' bicycles")


def test_the_pool_is_searched_and_somebody_brought_in_by_keys(
    desk: Desk, outsider: Candidate, rita: Recruiter
) -> None:
    page = desk.open("/pool/")
    page.keyboard.press("/")
    page.keyboard.type("znidarsik")
    page.wait_for_url("**q=znidarsik**")
    expect(page.locator("#everybody tr.p")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    desk.open(f"/people/{outsider.pk}/bring-in/")
    page.locator("#save-bring-in").press("Enter")
    expect(page.locator(".toast")).to_contain_text("is on your list")
    assert rita.relationships.filter(candidate=outsider).exists()
    page.wait_for_load_state()  # the keys come with the page's script
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Taken back: brought in")
    assert not rita.relationships.filter(candidate=outsider).exists()


def test_a_filter_of_the_pool_keeps_the_focus(desk: Desk, outsider: Candidate) -> None:
    page = desk.open("/pool/")
    page.select_option("#source", "event")
    expect(page.locator("#everybody")).to_contain_text("Nobody in the pool matches")
    page.locator("#source").focus()
    page.select_option("#source", "added")
    expect(page.locator("#everybody tr.p")).to_have_count(1)
    expect(page.locator("#source")).to_be_focused()


def test_without_script_it_is_forms_and_links(
    plain_desk: Desk, outsider: Candidate, rita: Recruiter
) -> None:
    page = plain_desk.open("/discover/")
    page.locator("#asks form button").first.click()
    expect(page.locator(".toast")).to_contain_text("is marked as asked today")
    plain_desk.open("/pool/")
    page.locator("#q").fill("mechanic")
    page.locator("#find").click()
    assert re.search(r"q=mechanic", page.url)
    expect(page.locator("#everybody tr.p")).to_have_count(1)
    plain_desk.open(f"/people/{outsider.pk}/silver/")
    page.get_by_label("Second for").fill("Depot lead")
    page.get_by_label("Why it was not them").fill("Lived far")
    page.locator("#save-silver").click()
    plain_desk.open("/pool/")
    expect(page.locator(".silver")).to_contain_text("No date yet")
    page.get_by_role("button", name=re.compile("^Drop Zoë")).click()
    assert not SilverMedal.objects.exists()
    page.locator(".toast button").first.click()
    assert SilverMedal.objects.get().role == "Depot lead"


def test_many_are_chosen_by_keys_tagged_brought_in_and_taken_back(
    desk: Desk, outsider: Candidate, rita: Recruiter
) -> None:
    make_candidate("Ben Adeyemi", headline="Ferry mate")
    page = desk.open("/pool/")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator(".bulk-count")).to_be_visible()
    page.locator("#chosen-tag-opener").press("Enter")
    expect(page.locator("#chosen-tag")).to_be_focused()
    page.locator("#chosen-tag-go").press("Enter")
    expect(page.locator("#pool-bulk .note-box")).to_contain_text("Write the tag.")
    expect(page.locator("#pool-bulk .note-box")).to_be_focused()
    expect(page.locator("tbody .check:checked")).to_have_count(2)
    desk.complaints = [one for one in desk.complaints if "422" not in one]
    page.locator("#chosen-bring").press("Enter")
    expect(page.locator(".toast")).to_contain_text("2 people: on your list")
    expect(page.locator("#everybody")).to_contain_text("The pool is empty")
    page.wait_for_load_state()
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Taken back")
    assert not rita.relationships.filter(candidate=outsider).exists()


def test_a_row_is_brought_in_by_mouse_and_a_medal_leads_back(
    desk: Desk, outsider: Candidate, rita: Recruiter
) -> None:
    page = desk.open("/pool/?q=mechanic")
    page.get_by_role("link", name="Keep Zoë Žnidaršič as a silver medallist").click()
    page.get_by_label("Second for").fill("Depot lead")
    page.get_by_label("Why it was not them").fill("Lived far")
    page.locator("#save-silver").click()
    page.wait_for_url("**/pool/?q=mechanic")
    expect(page.locator(".silver")).to_contain_text("Depot lead")
    page.locator(f"#bring-{outsider.pk}").click()
    expect(page.locator(".toast")).to_contain_text("Zoë Žnidaršič: on your list")
    assert rita.relationships.filter(candidate=outsider).exists()


def test_without_script_many_are_kept_as_medallists(plain_desk: Desk, outsider: Candidate) -> None:
    page = plain_desk.open("/pool/")
    page.locator(f"#pick-{outsider.pk}").check()
    page.locator("#chosen-silver-opener").click()
    page.locator("#chosen-role").fill("Depot lead")
    page.locator("#chosen-reason").fill("Lived far")
    page.locator("#chosen-silver-go").click()
    expect(page.locator(".toast")).to_contain_text("second for Depot lead")
    assert SilverMedal.objects.get().candidate == outsider


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pool_and_its_forms_are_accessible_and_fit(
    desk: Desk, outsider: Candidate, rita: Recruiter, theme: str
) -> None:
    medal = SilverMedal.objects.create(candidate=outsider, role="Depot lead", reason="Far")
    page = desk.page
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    paths = ("/pool/", f"/people/{outsider.pk}/bring-in/", f"/silver/{medal.pk}/")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            desk.open(path)
            assert violations(desk) == [], f"{path} at {width}"
            assert overflow(desk) <= 0, f"{path} at {width}"
