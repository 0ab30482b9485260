"""Today: who to reach out to, within what a day has room for."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Contact, Reminder
from hiring.models import Department
from recruiter import today
from recruiter.models import Recruiter, Relationship, UndoRecord, User
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_note,
    make_relationship,
    make_statement,
)
from tests.recruiter.conftest import CLOSE, asking, contact_form, note_form

pytestmark = pytest.mark.django_db


def known_for(recruiter: Recruiter, name: str, days: int, **fields: object) -> Relationship:
    """Somebody on the list whom the recruiter was last in touch with so many days ago."""
    candidate = make_candidate(name)
    make_contact(candidate, recruiter.user, days_ago=days)
    return make_relationship(recruiter, candidate, **fields)


def names(recruiter: Recruiter, **options: bool) -> list[str]:
    return [one.row.name for one in today.read(recruiter, **options).people]


def test_overdue_invest_comes_first_then_overdue_maintain_then_what_is_due_soon(
    rita: Recruiter,
) -> None:
    known_for(rita, "Soon", 28, tier="invest")
    known_for(rita, "Old Maintain", 300)
    known_for(rita, "Late", 35, tier="invest")
    known_for(rita, "Later", 60, tier="invest")
    known_for(rita, "Calm", 1)
    assert names(rita) == ["Later", "Late", "Old Maintain", "Soon"]


def test_a_day_has_room_for_what_the_cadences_ask(rita: Recruiter, at_desk: Client) -> None:
    """50/30 + 250/120 = 3.75: four."""
    for number in range(6):
        known_for(rita, f"Person {number}", 200)
    assert (rita.contacts_a_day, rita.budget) == (3.75, 4)
    html = at_desk.get("/today/").content.decode()
    assert "50 people every 30 days and 250 every 120: 3.75 contacts a day." in html
    assert "2 more are overdue" in html
    assert len(names(rita)) == 4
    assert len(names(rita, everybody=True)) == 6
    rita.daily_budget = 5
    assert len(names(rita)) == 5


def test_whom_one_was_in_touch_with_today_takes_room(rita: Recruiter, at_desk: Client) -> None:
    rita.daily_budget = 2
    rita.save()
    for number in range(3):
        known_for(rita, f"Person {number}", 200)
    known_for(rita, "Just called", 0)
    assert len(names(rita)) == 1
    known_for(rita, "Just met", 0)
    html = at_desk.get("/today/").content.decode()
    assert "That was today" in html
    assert "Go on with 3 more" in html


def test_snoozed_people_and_those_not_to_contact_are_left_alone(rita: Recruiter) -> None:
    known_for(rita, "Asleep", 200, snoozed_until=days_before(-3))
    silent = known_for(rita, "Silent", 200).candidate
    silent.do_not_contact_since = days_before(1)
    silent.save()
    objector = known_for(rita, "Objector", 200).candidate
    objector.objected_at = timezone.now()
    objector.save()
    assert names(rita) == ["Objector"]


def test_the_last_words_are_of_the_later_of_note_and_contact(
    rita: Recruiter, raj: Recruiter
) -> None:
    noted = known_for(rita, "Noted", 200)
    make_note(noted.candidate, rita.user, "Wants to meet\nMargit.", visibility="private")
    make_note(noted.candidate, raj.user, "Secret of Raj.", visibility="private")
    told = make_candidate("Told")
    make_relationship(rita, told)
    make_contact(told, rita.user, days_ago=200, text="Sent the timetable.")
    make_contact(told, raj.user, days_ago=100, text="Raj's own words.")
    words = {one.row.name: one.words for one in today.read(rita).people}
    assert words == {
        "Noted": "Last: Wants to meet Margit.",
        "Told": "Last: Sent the timetable.",
    }


def test_a_colleagues_recent_contact_is_shown_without_its_text(
    rita: Recruiter, raj: Recruiter
) -> None:
    one = known_for(rita, "Shared", 200)
    make_contact(one.candidate, raj.user, days_ago=1, text="Not for Rita.")
    person = today.read(rita).people[0]
    assert person.colleague is not None
    assert person.colleague.words == "Raj Malhotra: call yesterday"
    assert "Not for Rita" not in repr(person)


def test_after_three_attempts_without_an_answer_it_is_better_to_pause(rita: Recruiter) -> None:
    tried = known_for(rita, "Silent", 400).candidate
    for days in (200, 180, 160):
        make_contact(tried, rita.user, days_ago=days, answered=False)
    once = known_for(rita, "Once", 400).candidate
    make_contact(once, rita.user, days_ago=200, answered=False)
    back = known_for(rita, "Back", 400).candidate
    make_contact(back, rita.user, days_ago=200, answered=False)
    make_contact(back, rita.user, days_ago=190, direction="inbound")
    advice = {one.row.name: one.advice for one in today.read(rita).people}
    assert advice == {
        "Silent": "Three attempts without an answer: better pause",
        "Once": "No answer yet",
        "Back": "",
    }


def test_log_contact_answers_with_todays_people_and_the_next_due_day(
    at_desk: Client, rita: Recruiter
) -> None:
    first = known_for(rita, "First", 300)
    known_for(rita, "Second", 200)
    response = at_desk.post(
        f"/people/{first.candidate_id}/contacts/today/",
        {"key": str(uuid.uuid4())},
        headers=asking("reach", "/today/"),
    )
    html = response.content.decode()
    assert "First</a>" not in html
    assert "Contact logged with First. Next: " in html
    told = json.loads(response.headers["HX-Trigger-After-Settle"])["cultivate:focus"]
    assert told == {"value": f"name-{first.candidate_id}", "otherwise": "h-reach", "lost": False}
    assert "1 done today" in html


def test_a_contact_is_logged_in_detail_under_its_line(
    at_desk: Client, rita: Recruiter, raj: Recruiter
) -> None:
    one = known_for(rita, "Amara", 200).candidate
    make_contact(one, raj.user, days_ago=2, channel="mail", text="Not for Rita.")
    address = f"/people/{one.pk}/contacts/"
    html = at_desk.get(address, headers=asking(f"t-{one.pk}", "/today/")).content.decode()
    assert html.strip().startswith('<li class="row-form"')
    assert "Raj Malhotra: mail 2 days ago." in html
    assert "Not for Rita." not in html
    wrong = contact_form(happened_on="2999-01-01", text="Kept.")
    refused = at_desk.post(address, wrong, headers=asking("reach", "/today/"))
    assert refused.status_code == 422
    assert refused.headers["HX-Retarget"] == f"#contact-form-{one.pk}"
    assert "Kept." in refused.content.decode()
    form = contact_form(happened_on=days_before(3).isoformat(), direction="inbound", text="Rang.")
    html = at_desk.post(address, form, headers=asking("reach", "/today/")).content.decode()
    mine = Contact.objects.filter(by=rita.user).latest("pk")
    assert (mine.happened_on, mine.direction, mine.text) == (days_before(3), "inbound", "Rang.")
    assert "Contact logged with Amara. Next: " in html
    assert html.strip().startswith('<section id="reach"')


def test_without_script_the_form_is_a_page_that_leads_back(
    at_desk: Client, rita: Recruiter
) -> None:
    one = known_for(rita, "Amara", 200).candidate
    address = f"/people/{one.pk}/contacts/"
    html = at_desk.get(f"{address}?next=/today/").content.decode()
    assert "A contact with Amara" in html
    assert '<input type="hidden" name="next" value="/today/">' in html
    wrong = at_desk.post(address, contact_form(channel="pigeon", next="/today/", text="Kept."))
    assert wrong.status_code == 422
    assert "A contact with Amara" in wrong.content.decode()
    assert "Kept." in wrong.content.decode()
    for after, where in (("/today/", "/today/"), ("https://elsewhere.example/", "/")):
        response = at_desk.post(address, contact_form(next=after))
        assert response.headers["Location"] == where
    assert at_desk.get("/people/999999/contacts/").status_code == 404


def test_a_contact_of_the_past_says_since_when_the_next_one_is_due(
    at_desk: Client, rita: Recruiter
) -> None:
    one = known_for(rita, "Amara", 300).candidate
    form = contact_form(happened_on=days_before(150).isoformat(), next="/today/")
    at_desk.post(f"/people/{one.pk}/contacts/", form)
    since = date_format(days_before(30), "D j F")
    html = at_desk.get("/today/").content.decode()
    assert f"Contact logged with Amara. Still due since {since}, 4 weeks ago." in html


def test_a_colleagues_contact_is_counted_from_today(
    at_desk: Client, rita: Recruiter, raj: Recruiter
) -> None:
    one = known_for(rita, "Amara", 200).candidate
    theirs = make_contact(one, raj.user, days_ago=2, channel="mail")
    assert "Count it as mine" in at_desk.get("/today/").content.decode()
    address = f"/contacts/{theirs.pk}/count/"
    html = at_desk.post(address, headers=asking("reach", "/today/")).content.decode()
    assert html.strip().startswith('<section id="reach"')
    assert Contact.objects.get(by=rita.user, happened_on=days_before(2)).channel == "mail"
    plain = at_desk.post(address, {"next": "/today/"})
    assert plain.headers["Location"] == "/today/"


def test_a_colleagues_contact_before_ones_own_is_told_and_not_counted(
    rita: Recruiter, raj: Recruiter
) -> None:
    one = known_for(rita, "Amara", 3, cadence_days=2).candidate
    make_contact(one, raj.user, days_ago=5)
    told = today.read(rita).people[0].colleague
    assert told is not None
    assert told.countable is None


def test_the_recruiter_is_told_when_nobody_speaks_for_a_department(
    at_desk: Client, rita: Recruiter, finance: Department, hana: User
) -> None:
    assert "Nobody speaks for" not in at_desk.get("/today/").content.decode()
    hana.is_active = False
    hana.save()
    assert "Nobody speaks for Finance Operations now." in at_desk.get("/today/").content.decode()
    finance.managers.all().delete()
    assert "Nobody speaks for Finance Operations now." in at_desk.get("/today/").content.decode()
    finance.closed_at = timezone.now()
    finance.save()
    assert "Nobody speaks for" not in at_desk.get("/today/").content.decode()


def test_who_goes_on_beyond_the_day_keeps_everybody_after_each_contact(
    at_desk: Client, rita: Recruiter
) -> None:
    people = [known_for(rita, f"Person {number}", 200) for number in range(8)]
    address = f"/people/{people[0].candidate_id}/contacts/today/"
    for page, left in (("/today/?all=1", 7), ("/today/", 3)):
        form = {"key": str(uuid.uuid4())}
        html = at_desk.post(address, form, headers=asking("reach", page)).content.decode()
        assert html.count('class="p-name"') == left


def test_a_contact_of_the_past_moves_nothing_when_a_later_one_is_known(
    at_desk: Client, rita: Recruiter
) -> None:
    one = known_for(rita, "Amara", 10)
    form = contact_form(happened_on=days_before(90).isoformat())
    at_desk.post(f"/people/{one.candidate_id}/contacts/", form)
    assert Contact.objects.count() == 2
    html = at_desk.get(one.get_absolute_url()).content.decode()
    assert "<dd>10 days ago, by call</dd>" in html


def test_a_note_on_today_keeps_the_page(at_desk: Client, rita: Recruiter) -> None:
    one = known_for(rita, "Amara", 200)
    address = f"/people/{one.candidate_id}/notes/"
    form = at_desk.get(address, headers=asking(f"t-{one.candidate_id}", "/today/"))
    assert form.content.decode().startswith('<li class="row-form"')
    refused = at_desk.post(address, note_form(body=" "), headers=asking("reach", "/today/"))
    assert refused.status_code == 422
    assert refused.content.decode().startswith('<li class="row-form"')
    kept = at_desk.post(address, note_form(), headers=asking("reach", "/today/"))
    assert "Last: Likes ledgers." in kept.content.decode()


def test_a_promise_in_a_note_is_offered_and_kept_only_when_asked(
    at_desk: Client, rita: Recruiter
) -> None:
    one = known_for(rita, "Amara", 200)
    address = f"/people/{one.candidate_id}/notes/"
    html = at_desk.post(
        address, note_form(body="Liked it. Send her the report tomorrow."), headers=asking("reach")
    ).content.decode()
    assert "That sounds like a promise for" in html
    assert not Reminder.objects.exists()
    note = one.candidate.notes.get()
    for _ in range(2):
        assert at_desk.post(f"/notes/{note.pk}/remind/").status_code == 302
    reminder = Reminder.objects.get()
    assert (reminder.text, reminder.due_on) == (
        "Send her the report tomorrow.",
        days_before(-1),
    )
    assert "Send her the report tomorrow." in at_desk.get(one.get_absolute_url()).content.decode()


def test_a_note_of_somebody_else_reminds_nobody(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    note = make_note(amara, raj.user, "Call back tomorrow.")
    assert at_desk.post(f"/notes/{note.pk}/remind/").status_code == 404


def test_a_promise_whose_day_has_come_stands_first_and_is_done_with_one_press(
    at_desk: Client, rita: Recruiter, raj: Recruiter, amara: Candidate
) -> None:
    mine = Reminder.objects.create(
        candidate=amara, user=rita.user, text="Send the report", due_on=days_before(1)
    )
    other = Reminder.objects.create(
        candidate=amara, user=raj.user, text="Secret of Raj", due_on=days_before(1)
    )
    html = at_desk.get("/today/").content.decode()
    assert "Send the report" in html
    assert "Secret of Raj" not in html
    assert at_desk.post(f"/reminders/{other.pk}/done/").status_code == 404
    html = at_desk.post(
        f"/reminders/{mine.pk}/done/", headers=asking("reach", "/today/")
    ).content.decode()
    assert "You promised" not in html
    at_desk.post(f"/undo/{UndoRecord.objects.latest('pk').pk}/", headers=asking("x", "/today/"))
    mine.refresh_from_db()
    assert mine.done_at is None


def test_what_moved_and_one_swap_are_shown(
    at_desk: Client, rita: Recruiter, finance: Department, rerank: Callable[[], None]
) -> None:
    rita.invest_places = 1
    rita.save()
    held = make_relationship(rita, make_candidate("Holder"), tier="invest")
    rerank()
    make_relationship(rita, make_candidate("Rising", CLOSE))
    rerank()
    held.refresh_from_db()
    html = at_desk.get("/today/").content.decode()
    assert "Moved at the last re-rank" in html
    assert "Rising" in html


def test_nobody_yet_and_nobody_due_say_so(at_desk: Client, rita: Recruiter) -> None:
    assert "Nobody on your list yet" in at_desk.get("/today/").content.decode()
    known_for(rita, "Calm", 1)
    assert "Nobody is due today" in at_desk.get("/today/").content.decode()


@pytest.mark.parametrize("count", [2, 12])
def test_it_costs_the_same_queries_whatever_the_list(
    at_desk: Client,
    rita: Recruiter,
    rerank: Callable[[], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        one = known_for(rita, f"Person {number}", 100 + number, tier="invest")
        make_statement(one.candidate, f"{CLOSE} Number {number}.")
    rerank()
    with django_assert_num_queries(10):  # and two more for what moved and the swap
        today.read(rita, everybody=True)


def test_only_recruiters_read_it(client: Client, hana: User, at_desk: Client) -> None:
    assert at_desk.post("/today/").status_code == 405
    client.force_login(hana)
    assert client.get("/today/").status_code == 403


def test_due_today_is_the_readers_today(at_desk: Client, rita: Recruiter) -> None:
    """Just after midnight in Auckland somebody is due whom London would leave for tomorrow."""
    rita.user.time_zone = "Pacific/Kiritimati"
    rita.user.save()
    with timezone.override("Pacific/Kiritimati"):
        there = timezone.localdate()
    known = known_for(rita, "Edge", 0)
    Contact.objects.filter(candidate=known.candidate).update(
        happened_on=there - timedelta(days=120)
    )
    assert "Due today" in at_desk.get("/today/").content.decode()
