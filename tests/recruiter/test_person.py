"""What is agreed with one person, and the timeline of what happened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate, Contact, Note, PurposeState
from hiring.models import Department
from recruiter import desk, moves, profile
from recruiter.models import MatchFeedback, Recruiter, Relationship, RerankDue, UndoRecord, User
from tests.factories import days_before, make_candidate, make_contact, make_note, make_relationship
from tests.recruiter.conftest import CLOSE, asking

pytestmark = pytest.mark.django_db

CONTACT = {"channel": "call", "direction": "inbound", "happened_on": "2026-02-01", "text": "New."}
DETAILS = {"name": "Amara O.", "email": "amara@example.org", "phone": "", "headline": "Auditor"}


def undo(client: Client, action: UndoRecord.Action) -> None:
    record = UndoRecord.objects.latest("pk")
    assert record.action == action
    assert client.post(f"/undo/{record.pk}/").status_code == 302


def test_a_contact_is_changed_and_the_due_date_follows(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    contact = make_contact(amara, rita.user, days_ago=300)
    (before,) = desk.relationships(rita, amara)
    day = days_before(1).isoformat()
    response = at_desk.post(
        f"/contacts/{contact.pk}/", CONTACT | {"happened_on": day}, headers=asking("timeline")
    )
    assert "Contact changed." in response.content.decode()
    contact.refresh_from_db()
    assert (contact.direction, contact.answered, contact.text) == ("inbound", False, "New.")
    (after,) = desk.relationships(rita, amara)
    today = timezone.localdate()
    assert desk.due_of(before, today).state == "over"
    assert desk.due_of(after, today).state == ""
    undo(at_desk, UndoRecord.Action.CONTACT_EDIT)
    contact.refresh_from_db()
    assert (contact.direction, contact.happened_on, contact.text) == (
        "outbound",
        days_before(300),
        "",
    )


def test_a_deleted_contact_comes_back_as_it_was(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    contact = make_contact(amara, rita.user, days_ago=3, channel="mail", text="Sent the report.")
    at_desk.post(f"/contacts/{contact.pk}/delete/")
    assert not Contact.objects.exists()
    undo(at_desk, UndoRecord.Action.CONTACT_DELETE)
    back = Contact.objects.get()
    assert (back.pk, back.key, back.channel, back.text) == (
        contact.pk,
        contact.key,
        "mail",
        "Sent the report.",
    )
    assert (back.happened_on, back.created_at) == (contact.happened_on, contact.created_at)


@pytest.mark.parametrize("wrong", [{"happened_on": "2999-01-01"}, {"channel": "pigeon"}])
def test_a_bad_contact_is_refused(
    at_desk: Client, amara: Candidate, rita: Recruiter, wrong: dict[str, str]
) -> None:
    contact = make_contact(amara, rita.user)
    response = at_desk.post(f"/contacts/{contact.pk}/", CONTACT | wrong)
    assert response.status_code == 422
    assert "thing to fix" in response.content.decode()


def test_a_colleagues_contact_is_nobody_elses_to_change(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    contact = make_contact(amara, raj.user, text="Only Raj's.")
    assert at_desk.get(f"/contacts/{contact.pk}/").status_code == 404
    assert at_desk.post(f"/contacts/{contact.pk}/", CONTACT).status_code == 404
    assert at_desk.post(f"/contacts/{contact.pk}/delete/").status_code == 404
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "Only Raj" not in html
    assert "edit-contact-" not in html


def test_the_timeline_shows_one_kind_when_asked(
    at_desk: Client, amara: Candidate, rita: Recruiter, relationship: Relationship
) -> None:
    make_note(amara, rita.user, "Likes ledgers.")
    make_contact(amara, rita.user, text="Spoke of ledgers.")
    moves.move(relationship, "invest", by=rita.user, reason="Promised it")
    seen = {}
    for kind in ("", "notes", "contacts", "moves", "rumours"):
        html = at_desk.get(f"{amara.get_absolute_url()}?timeline={kind}").content.decode()
        timeline = html[html.index('id="timeline"') : html.index("<aside")]
        words = ("Likes ledgers.", "Spoke of ledgers.", "Moved from Maintain to Invest")
        seen[kind] = [one in timeline for one in words]
    assert seen[""] == seen["rumours"] == [True, True, True]
    assert seen["notes"] == [True, False, False]
    assert seen["contacts"] == [False, True, False]
    assert seen["moves"] == [False, False, True]


def test_a_long_note_folds_without_losing_a_word(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    words = " ".join(f"word{number}" for number in range(2500))[:20_000]
    make_note(amara, rita.user, words)
    (event,) = profile.read(rita, amara).events
    assert len(event.text) < 1000
    assert f"{event.text} {event.rest}" == words
    assert "Show the rest" in at_desk.get(amara.get_absolute_url()).content.decode()


def test_a_long_history_is_shown_in_part_and_in_full_when_asked(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    Note.objects.bulk_create(
        Note(candidate=amara, author=rita.user, body=f"Note {number}.") for number in range(70)
    )
    page = amara.get_absolute_url()
    assert "Show 10 more" in at_desk.get(page).content.decode()
    html = at_desk.get(f"{page}?all").content.decode()
    assert html.count('<div class="prose"') == 70


def test_a_note_suggests_its_statements_and_saves_none(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    body = "Called at noon. In my spare time I teach children to swim. I hold an IFRS diploma."
    note = make_note(amara, rita.user, body, visibility="private")
    html = at_desk.get(f"/notes/{note.pk}/statements/", headers=asking("says")).content.decode()
    assert "I teach children to swim" in html
    assert "private note of yours" in html
    assert amara.statements.count() == 1
    foreign = make_note(amara, raj.user, body, visibility="private")
    assert at_desk.get(f"/notes/{foreign.pk}/statements/").status_code == 404
    shared = make_note(amara, raj.user, body)
    assert at_desk.get(f"/notes/{shared.pk}/statements/").status_code == 200


def test_details_are_changed_and_taken_back(at_desk: Client, amara: Candidate) -> None:
    html = at_desk.post(
        f"/people/{amara.pk}/details/", DETAILS | {"location": "Bath"}, headers=asking("head")
    ).content.decode()
    assert '<h1 dir="auto">Amara O.</h1>' in html
    undo(at_desk, UndoRecord.Action.PERSON_EDIT)
    amara.refresh_from_db()
    assert (amara.name, amara.email, amara.location) == ("Amara Okonkwo", "", "Bristol")


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"email": "no address"}, {"email": "TAKEN@example.org"}]
)
def test_bad_details_are_refused_and_the_page_keeps_the_name(
    at_desk: Client, amara: Candidate, wrong: dict[str, str]
) -> None:
    make_candidate("Bo Lind", email="taken@example.org")
    response = at_desk.post(f"/people/{amara.pk}/details/", DETAILS | wrong)
    assert response.status_code == 422
    assert "Amara Okonkwo" in response.content.decode()
    amara.refresh_from_db()
    assert amara.name == "Amara Okonkwo"


def test_a_pace_of_their_own_moves_the_due_date_and_is_taken_back(
    at_desk: Client, amara: Candidate, relationship: Relationship
) -> None:
    html = at_desk.post(
        f"/people/{amara.pk}/pace/", {"days": "14"}, headers=asking("touch")
    ).content.decode()
    assert "Every 14 days with Amara Okonkwo. Due in 2 weeks." in html
    assert "agreed for Amara Okonkwo" in html
    undo(at_desk, UndoRecord.Action.CADENCE)
    relationship.refresh_from_db()
    assert relationship.cadence_days is None


def test_an_empty_pace_is_the_usual_one(
    at_desk: Client, amara: Candidate, relationship: Relationship
) -> None:
    Relationship.objects.update(cadence_days=5)
    at_desk.post(f"/people/{amara.pk}/pace/", {"days": ""})
    relationship.refresh_from_db()
    assert relationship.cadence_days is None


@pytest.mark.parametrize("days", ["0", "-3", "731", "often", "1.5"])
def test_a_pace_that_cannot_be_is_refused(at_desk: Client, amara: Candidate, days: str) -> None:
    response = at_desk.post(f"/people/{amara.pk}/pace/", {"days": days})
    assert response.status_code == 422
    assert "from 1 to 730" in response.content.decode()


def test_do_not_contact_needs_a_reason_stops_reminders_and_marks_due(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    address = f"/people/{amara.pk}/no-contact/"
    assert at_desk.post(address, {"reason": ""}).status_code == 422
    at_desk.post(address, {"reason": "Asked for a quiet year"})
    assert RerankDue.objects.get(recruiter=rita).is_due
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "Asked for a quiet year" in html
    assert "Not ranked, as they wish" in html
    at_desk.post(f"/people/{amara.pk}/contact-again/")
    amara.refresh_from_db()
    assert (amara.do_not_contact_since, amara.do_not_contact_reason) == (None, "")
    undo(at_desk, UndoRecord.Action.PERSON_EDIT)
    amara.refresh_from_db()
    assert amara.do_not_contact_reason == "Asked for a quiet year"


def test_asked_today_is_told_apart_from_never_asked(at_desk: Client, rita: Recruiter) -> None:
    bo = make_candidate("Bo Lind")
    make_relationship(rita, bo)
    page = bo.get_absolute_url()
    assert "Nobody has asked them yet" in at_desk.get(page).content.decode()
    html = at_desk.post(f"/people/{bo.pk}/asked/", headers=asking("says")).content.decode()
    assert "and no purpose yet" in html
    bo.refresh_from_db()
    assert (bo.purpose_state, bo.asked_on) == (PurposeState.ASKED, timezone.localdate())
    undo(at_desk, UndoRecord.Action.PERSON_EDIT)
    bo.refresh_from_db()
    assert (bo.purpose_state, bo.asked_on) == (PurposeState.NEVER_ASKED, None)


def test_what_is_said_of_a_match_is_kept_shown_and_moves_nothing(
    at_desk: Client,
    amara: Candidate,
    rita: Recruiter,
    finance: Department,
    rerank: Callable[[], None],
) -> None:
    rerank()
    address = f"/people/{amara.pk}/no-match/{finance.pk}/"
    form = {"doubt": "other_aim", "words": "She means her household."}
    html = at_desk.post(address, form, headers=asking("match")).content.decode()
    assert "You said it is no match:" in html
    assert "She means her household." in html
    assert "No rank changed by it." in html
    assert not RerankDue.objects.get(recruiter=rita).is_due
    at_desk.post(address, form | {"words": "On second thoughts."})
    assert MatchFeedback.objects.get().words == "On second thoughts."
    at_desk.post(f"{address}withdraw/")
    assert not MatchFeedback.objects.exists()


@pytest.mark.parametrize("wrong", [{"doubt": "other"}, {"doubt": "bored"}, {"words": "x" * 501}])
def test_a_bad_word_on_a_match_is_refused(
    at_desk: Client, amara: Candidate, finance: Department, wrong: dict[str, str]
) -> None:
    form = {"doubt": "other_aim", "words": ""} | wrong
    response = at_desk.post(f"/people/{amara.pk}/no-match/{finance.pk}/", form)
    assert response.status_code == 422
    assert not MatchFeedback.objects.exists()


def test_a_colleagues_word_on_a_match_does_not_show(
    at_desk: Client,
    amara: Candidate,
    raj: Recruiter,
    finance: Department,
    rerank: Callable[[], None],
) -> None:
    rerank()
    MatchFeedback.objects.create(
        recruiter=raj, candidate=amara, department=finance, doubt="other", words="Raj's view"
    )
    assert "Raj&#x27;s view" not in at_desk.get(amara.get_absolute_url()).content.decode()


def test_the_places_of_the_last_re_ranks_are_drawn_and_told(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    assert profile.read(rita, amara).past is None
    for number in range(3):
        one = make_candidate("", f"{CLOSE} For the {number + 2}nd year.")
        make_relationship(rita, one)
        rerank()
    past = profile.read(rita, amara).past
    assert past is not None
    assert [one.run for one in past.all] == [1, 2, 3, 4]
    assert past.path.startswith("M4.0 ")
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert f'aria-label="{past.words}"' in html
    assert "over 4 re-ranks" in past.words or "last 4 re-ranks" in past.words
    assert "As a table" in html


def test_people_of_the_same_bench_are_named(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    bo = make_candidate("Bo Lind", f"{CLOSE} For the second year.")
    make_relationship(rita, bo)
    rerank()
    assert [one.name for one in profile.read(rita, amara).beside] == ["Bo Lind"]


def test_the_way_back_is_to_the_list_they_came_from(at_desk: Client, amara: Candidate) -> None:
    other = make_candidate("Bo Lind")
    make_relationship(Recruiter.objects.get(), other)
    page = amara.get_absolute_url()
    html = at_desk.get(f"{page}?from=/maintain/%3Fq%3Do").content.decode()
    assert 'id="back-to-list" href="/maintain/?q=o"' in html
    assert f"/people/{other.pk}/?from=%2Fmaintain%2F%3Fq%3Do" in html
    for foreign in ("https://evil.example/", "//evil.example/", "javascript:x()", "/nowhere/"):
        assert "back-to-list" not in at_desk.get(page, {"from": foreign}).content.decode()


def test_the_way_to_the_next_person_stays_among_those_who_were_searched_for(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    people = [make_candidate(name, headline="Clockmaker") for name in ("Bo Lind", "Cy Lund")]
    for one in (*people, make_candidate("Di Lang")):
        make_relationship(rita, one)
    page = people[0].get_absolute_url()
    assert "2 of 4" in at_desk.get(page).content.decode()
    html = at_desk.get(page, {"from": "/maintain/?q=clockmaker"}).content.decode()
    assert "1 of 2" in html
    assert f'id="next-person" href="/people/{people[1].pk}/?from=' in html
    assert "2 of 4" in at_desk.get(page, {"from": "/maintain/?q=baker"}).content.decode()


@pytest.mark.parametrize(
    "path",
    ["details/", "pace/", "asked/", "no-contact/", "contact-again/", "no-match/1/"],
)
def test_strangers_managers_and_wrong_verbs(
    client: Client, at_desk: Client, amara: Candidate, hana: User, path: str
) -> None:
    assert at_desk.post(f"/people/999999/{path}").status_code == 404
    assert at_desk.put(f"/people/{amara.pk}/{path}").status_code == 405
    client.force_login(hana)
    assert client.post(f"/people/{amara.pk}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["pace/", "no-match/1/"])
def test_what_belongs_to_a_relationship_is_not_found_without_one(
    at_desk: Client, path: str
) -> None:
    assert at_desk.post(f"/people/{make_candidate().pk}/{path}").status_code == 404


def test_every_form_opens_in_its_place_and_is_a_page_without_script(
    at_desk: Client, amara: Candidate, rita: Recruiter, finance: Department
) -> None:
    contact = make_contact(amara, rita.user)
    places = {
        f"/people/{amara.pk}/details/": "details",
        f"/people/{amara.pk}/pace/": "pace",
        f"/people/{amara.pk}/no-contact/": "no-contact",
        f"/people/{amara.pk}/no-match/{finance.pk}/": "no-match",
        f"/contacts/{contact.pk}/": f"contact-{contact.pk}",
    }
    for address, element in places.items():
        part = at_desk.get(address, headers=asking(element)).content.decode()
        assert part.strip().startswith("<form"), address
        assert "<html" in at_desk.get(address).content.decode()


def test_an_undo_of_a_day_ago_stays(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/pace/", {"days": "14"})
    UndoRecord.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert at_desk.post(f"/undo/{UndoRecord.objects.get().pk}/").status_code == 422


def test_wrong_verbs_on_contacts_and_notes(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    contact, note = make_contact(amara, rita.user), make_note(amara, rita.user)
    assert at_desk.get(f"/contacts/{contact.pk}/delete/").status_code == 405
    assert at_desk.delete(f"/contacts/{contact.pk}/").status_code == 405
    assert at_desk.post(f"/notes/{note.pk}/statements/").status_code == 405
