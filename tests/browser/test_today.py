"""A morning on Today by mouse, by keys, and without script; a swap from there."""

import pytest
from playwright.sync_api import Locator, Page, expect

from candidates.models import Candidate, Contact, Note, Reminder
from recruiter.models import Recruiter, Relationship
from tests.browser.conftest import Desk
from tests.browser.test_pages import overflow, violations
from tests.factories import days_before, make_contact, make_recruiter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def first_name(page: Page) -> Locator:
    return page.locator(".reach .p-name").first


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def told(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


@pytest.fixture
def promise(overdue: list[Candidate], rita: Recruiter) -> Reminder:
    return Reminder.objects.create(
        candidate=overdue[0], user=rita.user, text="Send the figures", due_on=days_before(0)
    )


# ---- By keys alone ----


def test_contact_is_logged_with_one_key_and_taken_back_with_another(
    desk: Desk, overdue: list[Candidate]
) -> None:
    page = desk.open("/today/")
    names = page.locator(".reach .p-name").all_inner_texts()
    press(page, "j", "j", "l")
    told(page, f"Contact logged with {names[1]}. Next: ")
    # Whoever came after them has the focus.
    expect(page.get_by_role("link", name=names[2], exact=True)).to_be_focused()
    press(page, "z")
    told(page, "Taken back: contact logged")
    expect(page.get_by_role("link", name=names[1], exact=True)).to_be_focused()


def test_the_last_deed_is_taken_back_when_no_toast_is_left(
    desk: Desk, overdue: list[Candidate]
) -> None:
    page = desk.open("/today/")
    press(page, "j", "l")
    told(page, "Contact logged with")
    page.reload()
    expect(page.locator(".toast")).to_have_count(0)
    press(page, "z")
    told(page, "Taken back: contact logged")
    assert not Contact.objects.filter(happened_on=days_before(0)).exists()
    press(page, "z")
    told(page, "You did nothing within a day that can be taken back.")
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_contact_is_logged_in_detail_by_keys(desk: Desk, overdue: list[Candidate]) -> None:
    page = desk.open("/today/")
    press(page, "j")
    name = first_name(page).inner_text()
    press(page, "L")
    expect(page.get_by_label("By", exact=True)).to_be_focused()
    page.keyboard.type("Mee")
    press(page, "Tab")
    page.keyboard.type("They")
    press(page, "Tab")
    page.get_by_label("On", exact=True).fill(days_before(2).isoformat())
    page.get_by_label("What was said").focus()
    page.keyboard.type("Spoke about j and k.")
    press(page, "Control+Enter")
    told(page, f"Contact logged with {name}. Next: ")
    logged = Contact.objects.latest("pk")
    assert (logged.channel, logged.direction, logged.happened_on, logged.text) == (
        "meeting",
        "inbound",
        days_before(2),
        "Spoke about j and k.",
    )
    expect(first_name(page)).to_be_focused()


def test_a_form_that_is_left_gives_the_focus_back_and_keeps_what_was_typed(
    desk: Desk, overdue: list[Candidate]
) -> None:
    page = desk.open("/today/")
    press(page, "j", "L")
    page.get_by_label("What was said").fill("Half a thought")
    press(page, "Escape")
    expect(page.locator(".row-form")).to_have_count(0)
    expect(first_name(page)).to_be_focused()
    press(page, "L")
    expect(page.get_by_label("What was said")).to_have_value("Half a thought")


def test_a_note_with_a_promise_by_keys(desk: Desk, overdue: list[Candidate]) -> None:
    page = desk.open("/today/")
    press(page, "j")
    name = first_name(page).inner_text()
    press(page, "n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    page.keyboard.type("Liked it. Send the figures tomorrow.")
    press(page, "Control+Enter")
    told(page, "That sounds like a promise")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    # Both are to be seen: the way back, and the offer.
    above, below = (one.bounding_box() for one in page.locator(".toast").all())
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]
    page.get_by_role("button", name="Remind me").focus()
    press(page, "Enter")
    told(page, "You will be reminded")
    assert Reminder.objects.get().text == "Send the figures tomorrow."
    press(page, "z")
    told(page, "Taken back: reminder set")
    assert not Reminder.objects.exists()


def test_a_note_is_taken_back_by_key_and_put_back_by_its_button(
    desk: Desk, overdue: list[Candidate]
) -> None:
    page = desk.open("/today/")
    press(page, "j", "n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    page.keyboard.type("An hour of thought.")
    press(page, "Control+Enter")
    told(page, "saved.")
    press(page, "z")
    told(page, "Taken back: note written")
    assert not Note.objects.filter(body="An hour of thought.").exists()
    page.get_by_role("button", name="Put it back").focus()
    press(page, "Enter")
    told(page, "Taken back: note deleted")
    assert Note.objects.filter(body="An hour of thought.").count() == 1


@pytest.mark.parametrize(("button", "days"), [("In a week", 7), ("Skip today", 1)])
def test_a_snooze_by_keys(
    desk: Desk, overdue: list[Candidate], rita: Recruiter, button: str, days: int
) -> None:
    page = desk.open("/today/")
    names = page.locator(".reach .p-name").all_inner_texts()
    press(page, "j", "s")
    expect(page.get_by_role("button", name="In a week")).to_be_focused()
    page.get_by_role("button", name=button).focus()
    press(page, "Enter")
    told(page, f"{names[0]} is snoozed until")
    expect(page.get_by_role("link", name=names[1], exact=True)).to_be_focused()
    assert rita.relationships.filter(snoozed_until=days_before(-days)).count() == 1
    press(page, "z")
    told(page, "Taken back: snoozed")
    expect(page.get_by_role("link", name=names[0], exact=True)).to_be_focused()
    assert not rita.relationships.exclude(snoozed_until=None).exists()


def test_a_promise_is_kept_by_keys_and_the_focus_goes_on(desk: Desk, promise: Reminder) -> None:
    page = desk.open("/today/")
    page.get_by_role("button", name="Done: Send the figures").focus()
    press(page, "Enter")
    told(page, "Done: your promise to")
    expect(first_name(page)).to_be_focused()
    press(page, "z")
    told(page, "Taken back: reminder done")
    expect(page.get_by_role("button", name="Done: Send the figures")).to_be_visible()


# ---- By mouse ----


def test_contact_is_logged_by_mouse_and_taken_back_from_the_toast(
    desk: Desk, overdue: list[Candidate]
) -> None:
    page = desk.open("/today/")
    name = first_name(page).inner_text()
    page.get_by_role("button", name=f"Log contact with {name}").click()
    told(page, f"Contact logged with {name}. Next: ")
    page.get_by_role("button", name="Undo").click()
    told(page, "Taken back: contact logged")
    expect(first_name(page)).to_have_text(name)
    expect(first_name(page)).to_be_focused()


def test_contact_is_logged_in_detail_by_mouse_beside_a_colleagues(
    desk: Desk, overdue: list[Candidate]
) -> None:
    raj = make_recruiter("Raj Malhotra")
    make_contact(overdue[0], raj.user, days_ago=1, channel="mail")
    page = desk.open("/today/")
    name = overdue[0].name
    page.get_by_role("link", name=f"Log a contact with {name} in detail").click()
    expect(page.locator(".row-form .note-box")).to_contain_text("Raj Malhotra: mail yesterday.")
    assert violations(desk) == []
    page.get_by_label("On", exact=True).fill(days_before(-3).isoformat())
    page.locator(".row-form").get_by_role("button", name="Log contact").click()
    expect(page.locator(".row-form .errsum")).to_be_focused()
    page.get_by_label("On", exact=True).fill(days_before(3).isoformat())
    page.locator(".row-form").get_by_role("button", name="Log contact").click()
    told(page, f"Contact logged with {name}. Next: ")
    assert Contact.objects.latest("pk").happened_on == days_before(3)
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_a_colleagues_contact_is_counted_by_mouse(
    desk: Desk, overdue: list[Candidate], rita: Recruiter
) -> None:
    raj = make_recruiter("Raj Malhotra")
    make_contact(overdue[0], raj.user, days_ago=1, channel="mail")
    page = desk.open("/today/")
    page.get_by_role("button", name=f"Count it as mine: {overdue[0].name}").click()
    told(page, f"Contact logged with {overdue[0].name}. Next: ")
    counted = Contact.objects.get(by=rita.user, happened_on=days_before(1))
    assert (counted.candidate, counted.channel) == (overdue[0], "mail")


def test_a_snooze_until_a_day_by_mouse(desk: Desk, overdue: list[Candidate]) -> None:
    page = desk.open("/today/")
    name = first_name(page).inner_text()
    page.get_by_role("link", name=f"Snooze {name}").click()
    assert violations(desk) == []
    page.get_by_label("Until", exact=False).fill(days_before(-40).isoformat())
    page.get_by_label("Why", exact=False).fill("On leave")
    page.get_by_role("button", name="Snooze until then").click()
    told(page, f"{name} is snoozed until")
    asleep = Relationship.objects.get(candidate__name=name)
    assert (asleep.snoozed_until, asleep.snooze_reason) == (days_before(-40), "On leave")


def test_enter_beside_a_day_snoozes_until_that_day(desk: Desk, overdue: list[Candidate]) -> None:
    """And not for the week of the first button."""
    page = desk.open("/today/")
    name = first_name(page).inner_text()
    press(page, "j", "s")
    page.get_by_label("Why", exact=False).fill("On leave")
    press(page, "Enter")
    expect(page.locator(".row-form .err")).to_have_count(1)
    expect(page.get_by_label("Until", exact=False)).to_be_focused()
    expect(page.get_by_label("Why", exact=False)).to_have_value("On leave")
    assert violations(desk) == []
    page.get_by_label("Until", exact=False).fill(days_before(-40).isoformat())
    page.get_by_label("Why", exact=False).focus()
    press(page, "Enter")
    told(page, f"{name} is snoozed until")
    asleep = Relationship.objects.get(candidate__name=name)
    assert (asleep.snoozed_until, asleep.snooze_reason) == (days_before(-40), "On leave")
    desk.complaints = [one for one in desk.complaints if "422" not in one]


def test_a_skip_with_a_reason_by_mouse(desk: Desk, overdue: list[Candidate]) -> None:
    page = desk.open("/today/")
    name = first_name(page).inner_text()
    page.get_by_role("link", name=f"Snooze {name}").click()
    page.get_by_label("Why", exact=False).fill("Travelling")
    page.get_by_role("button", name="Skip today").click()
    told(page, f"{name} is snoozed until")
    skipped = Relationship.objects.get(candidate__name=name)
    assert (skipped.snoozed_until, skipped.snooze_reason) == (days_before(-1), "Travelling")
    page.get_by_role("button", name="Undo").click()
    told(page, "Taken back: snoozed")
    expect(first_name(page)).to_have_text(name)


def test_a_note_by_mouse_also_logs_a_contact_and_both_go_back(
    desk: Desk, overdue: list[Candidate], rita: Recruiter
) -> None:
    page = desk.open("/today/")
    name = first_name(page).inner_text()
    page.get_by_role("link", name=f"Add a note about {name}").click()
    page.locator(".row-form textarea").fill("Rang from the train.")
    page.get_by_label("Also log contact today").check()
    page.get_by_role("button", name="Save note").click()
    told(page, f"Note saved, contact logged with {name}. Next: ")
    page.get_by_role("button", name="Undo").click()
    told(page, "Taken back:")
    assert not Note.objects.filter(body="Rang from the train.").exists()
    assert not Contact.objects.filter(by=rita.user, happened_on=days_before(0)).exists()


def test_a_promise_is_kept_by_mouse(desk: Desk, promise: Reminder) -> None:
    page = desk.open("/today/")
    page.get_by_role("button", name="Done: Send the figures").click()
    told(page, "Done: your promise to")
    expect(page.get_by_role("heading", name="You promised")).to_have_count(0)


def test_nothing_jumps_when_a_contact_is_logged(desk: Desk, overdue: list[Candidate]) -> None:
    """The page above the list stays where it is, and so does the reader."""
    page = desk.open("/today/")
    top = page.locator("#h-reach").bounding_box()
    press(page, "j", "l")
    told(page, "Contact logged with")
    assert page.locator("#h-reach").bounding_box() == top
    assert page.evaluate("window.scrollY") == 0


def test_nothing_jumps_on_a_phone_when_a_note_is_taken_back(
    desk: Desk, overdue: list[Candidate]
) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 700})
    page = desk.open("/today/")
    press(page, "j", "j", "n")
    expect(page.locator(".row-form textarea")).to_be_focused()
    page.keyboard.type("Rang from the train.")
    press(page, "Control+Enter")
    told(page, "saved.")
    name = page.locator(".reach .p-name").nth(1)
    expect(name).to_be_focused()
    before = page.evaluate("window.scrollY")
    press(page, "z")
    told(page, "Taken back: note written")
    expect(name).to_be_in_viewport()
    assert abs(page.evaluate("window.scrollY") - before) < 60
    # What floats covers no button of a form that opens.
    press(page, "L")
    button = page.locator(".row-form .primary").bounding_box()
    toast = page.locator(".toast").bounding_box()
    assert button
    assert toast
    assert button["y"] + button["height"] <= toast["y"]


def test_without_a_connection_nothing_is_lost_and_a_second_press_does_it(
    desk: Desk, overdue: list[Candidate], rita: Recruiter
) -> None:
    page = desk.open("/today/")
    names = page.locator(".reach .p-name").all_inner_texts()
    press(page, "j", "L")
    page.get_by_label("What was said").fill("Half an hour of thought.")
    page.context.set_offline(True)
    press(page, "Control+Enter")
    expect(page.locator(".row-form [role=alert]")).to_contain_text("Your text is still here.")
    expect(page.get_by_label("What was said")).to_have_value("Half an hour of thought.")
    press(page, "Escape", "j", "l")
    expect(page.locator("#toasts")).to_contain_text("Not saved. Try again.")
    assert page.locator(".reach .p-name").all_inner_texts() == names
    page.context.set_offline(False)
    press(page, "l")
    told(page, f"Contact logged with {names[1]}")
    press(page, "k", "L")
    expect(page.get_by_label("What was said")).to_have_value("Half an hour of thought.")
    press(page, "Control+Enter")
    told(page, f"Contact logged with {names[0]}")
    assert Contact.objects.filter(by=rita.user, happened_on=days_before(0)).count() == 2
    desk.complaints = [one for one in desk.complaints if "INTERNET_DISCONNECTED" not in one]
    desk.complaints = [one for one in desk.complaints if "htmx:sendError" not in one]


# ---- Without JavaScript ----


def test_contact_and_snooze_without_script(plain_desk: Desk, overdue: list[Candidate]) -> None:
    page = plain_desk.open("/today/")
    name = first_name(page).inner_text()
    page.get_by_role("button", name=f"Log contact with {name}").click()
    told(page, f"Contact logged with {name}")
    assert page.url.split("#")[0].endswith("/today/")
    page.get_by_role("button", name="Undo").click()
    told(page, "Taken back: contact logged")
    expect(first_name(page)).to_have_text(name)
    page.get_by_role("link", name=f"Snooze {name}").click()
    page.get_by_label("Why", exact=False).fill("Travelling")
    page.get_by_role("button", name="Skip today").click()
    assert page.url.split("#")[0].endswith("/today/")
    told(page, f"{name} is snoozed until")
    other = first_name(page).inner_text()
    page.get_by_role("link", name=f"Snooze {other}").click()
    page.get_by_label("Until", exact=False).fill(days_before(-40).isoformat())
    page.get_by_role("button", name="Snooze until then").click()
    told(page, f"{other} is snoozed until")
    asleep = Relationship.objects.get(candidate__name=other)
    assert asleep.snoozed_until == days_before(-40)


def test_contact_in_detail_without_script(plain_desk: Desk, overdue: list[Candidate]) -> None:
    raj = make_recruiter("Raj Malhotra")
    make_contact(overdue[0], raj.user, days_ago=1, channel="mail")
    page = plain_desk.open("/today/")
    name = overdue[0].name
    page.get_by_role("link", name=f"Log a contact with {name} in detail").click()
    expect(page.locator(".note-box").first).to_contain_text("Raj Malhotra: mail yesterday.")
    page.get_by_label("On", exact=True).fill(days_before(-3).isoformat())
    page.get_by_label("What was said").fill("Kept while it is mended.")
    page.get_by_role("main").get_by_role("button", name="Log contact").click()
    expect(page.locator(".errsum")).to_contain_text("Choose today or a day before it.")
    expect(page.get_by_label("What was said")).to_have_value("Kept while it is mended.")
    page.get_by_label("On", exact=True).fill(days_before(3).isoformat())
    page.get_by_role("main").get_by_role("button", name="Log contact").click()
    assert page.url.split("#")[0].endswith("/today/")
    told(page, f"Contact logged with {name}. Next: ")


def test_a_colleagues_contact_is_counted_without_script(
    plain_desk: Desk, overdue: list[Candidate], rita: Recruiter
) -> None:
    raj = make_recruiter("Raj Malhotra")
    make_contact(overdue[0], raj.user, days_ago=1, channel="mail")
    page = plain_desk.open("/today/")
    page.get_by_role("button", name=f"Count it as mine: {overdue[0].name}").click()
    told(page, f"Contact logged with {overdue[0].name}")
    assert page.url.split("#")[0].endswith("/today/")
    assert Contact.objects.filter(by=rita.user, happened_on=days_before(1)).count() == 1


def test_a_note_and_its_promise_without_script(plain_desk: Desk, overdue: list[Candidate]) -> None:
    page = plain_desk.open("/today/")
    name = first_name(page).inner_text()
    page.get_by_role("link", name=f"Add a note about {name}").click()
    page.get_by_label(f"Note about {name}").fill("Liked it. Send the figures today.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("button", name="Remind me").click()
    told(page, "You will be reminded")
    page = plain_desk.open("/today/")
    page.get_by_role("button", name="Done: Send the figures today.").click()
    told(page, "Done: your promise to")
    page.get_by_role("button", name="Undo").click()
    told(page, "Taken back: reminder done")


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
    expect(page.get_by_role("heading", level=1)).to_contain_text("into Invest")
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
