import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate, Contact, Note, Reminder
from recruiter.models import Recruiter, Relationship, UndoRecord
from tests.factories import make_note
from tests.recruiter.conftest import asking, contact_form, note_form

pytestmark = pytest.mark.django_db


def take_back(client: Client, page: str = "/invest/") -> str:
    record = UndoRecord.objects.latest("pk")
    response = client.post(f"/undo/{record.pk}/", headers=asking("toasts", page))
    assert response.status_code == 200
    return response.content.decode()


def test_a_contact_is_taken_back_and_the_row_shows_it(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    html = take_back(at_desk)
    assert not Contact.objects.exists()
    assert f'<tr class="p" id="p-{amara.pk}" hx-swap-oob="true">' in html
    assert "Never" in html


def test_on_the_persons_page_their_parts_are_sent(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/", contact_form())
    html = take_back(at_desk, amara.get_absolute_url())
    for part in ("timeline", "touch", "pin"):
        assert f'id="{part}"' in html
    assert "Taken back: contact logged, Amara Okonkwo." in html


def test_an_edit_is_taken_back_to_the_words_before(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user, "Old words.", visibility="private")
    at_desk.post(f"/notes/{note.pk}/", {"body": "New words.", "visibility": "team"})
    take_back(at_desk)
    note.refresh_from_db()
    assert (note.body, note.visibility, note.edited_at) == ("Old words.", "private", None)


def test_a_deleted_note_comes_back_as_it_was(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    note = make_note(amara, rita.user, "Keep me.", created_at=long_ago)
    at_desk.post(f"/notes/{note.pk}/delete/")
    take_back(at_desk)
    back = Note.objects.get()
    assert (back.pk, back.body, back.key) == (note.pk, "Keep me.", note.key)
    assert (back.author, back.created_at) == (rita.user, long_ago)


def test_a_pin_is_taken_back_to_what_it_was(
    at_desk: Client, amara: Candidate, relationship: Relationship
) -> None:
    at_desk.post(f"/people/{amara.pk}/pin/", {"reason": "First"})
    at_desk.post(f"/people/{amara.pk}/unpin/")
    take_back(at_desk)
    relationship.refresh_from_db()
    assert (relationship.pin, relationship.pin_reason) == ("maintain", "First")


def test_taking_back_twice_changes_nothing_more(at_desk: Client, amara: Candidate) -> None:
    press = {"key": str(uuid.uuid4())}
    at_desk.post(f"/people/{amara.pk}/contacts/today/", press)
    take_back(at_desk)
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    first = UndoRecord.objects.earliest("pk")
    assert at_desk.post(f"/undo/{first.pk}/").status_code == 302
    assert Contact.objects.count() == 1


def test_after_a_day_it_stays(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    UndoRecord.objects.update(created_at=timezone.now() - timedelta(hours=25))
    record = UndoRecord.objects.get()
    response = at_desk.post(f"/undo/{record.pk}/")
    assert response.status_code == 422
    assert "more than a day ago" in response.content.decode()
    assert Contact.objects.count() == 1


def test_nobody_takes_back_what_a_colleague_did(
    client: Client, rita: Recruiter, raj: Recruiter, amara: Candidate
) -> None:
    client.force_login(rita.user)
    client.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    client.force_login(raj.user)
    record = UndoRecord.objects.get()
    assert client.post(f"/undo/{record.pk}/").status_code == 404
    assert Contact.objects.count() == 1


def test_without_script_it_goes_back_to_the_page(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    record = UndoRecord.objects.get()
    response = at_desk.post(f"/undo/{record.pk}/", {"next": "/maintain/"})
    assert response.headers["Location"] == "/maintain/"
    assert not Contact.objects.exists()


def test_a_new_note_is_taken_back_and_put_back(at_desk: Client, amara: Candidate) -> None:
    form = note_form(body="An hour of thought.")
    at_desk.post(f"/people/{amara.pk}/notes/", form, headers=asking("composer"))
    html = take_back(at_desk, amara.get_absolute_url())
    assert "Taken back: note written, Amara Okonkwo." in html
    assert "Put it back" in html
    assert 'data-act="undo"' not in html
    assert not Note.objects.exists()
    take_back(at_desk, amara.get_absolute_url())
    assert Note.objects.get().body == "An hour of thought."


def test_a_note_that_also_logged_a_contact_goes_back_with_it(
    at_desk: Client, amara: Candidate
) -> None:
    html = at_desk.post(
        f"/people/{amara.pk}/notes/", note_form(also_contact="on"), headers=asking("composer")
    ).content.decode()
    assert "Note saved, contact logged with Amara Okonkwo." in html
    html = take_back(at_desk)
    assert not Note.objects.exists()
    assert not Contact.objects.exists()
    assert f'<tr class="p" id="p-{amara.pk}" hx-swap-oob="true">' in html
    assert "Put it back" in html


def test_a_note_sent_twice_is_taken_back_once(at_desk: Client, amara: Candidate) -> None:
    form = note_form()
    for _ in range(2):
        at_desk.post(f"/people/{amara.pk}/notes/", form)
    assert UndoRecord.objects.count() == 1


def test_a_reminder_is_taken_back(at_desk: Client, amara: Candidate, rita: Recruiter) -> None:
    note = make_note(amara, rita.user, "Call back tomorrow.")
    at_desk.post(f"/notes/{note.pk}/remind/")
    assert Reminder.objects.count() == 1
    assert "Taken back: reminder set, Amara Okonkwo." in take_back(at_desk)
    assert not Reminder.objects.exists()


def test_the_last_deed_is_taken_back_without_a_toast_and_then_the_one_before(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    note = make_note(amara, raj.user, "Raj's own.")
    UndoRecord.objects.create(user=raj.user, action="note", candidate=amara, target_id=note.pk)
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    at_desk.post(f"/people/{amara.pk}/notes/", note_form(body="Mine."))
    for what in ("note written", "contact logged"):
        html = at_desk.post("/undo/", headers=asking("x")).content.decode()
        assert f"Taken back: {what}, Amara Okonkwo." in html
    response = at_desk.post("/undo/", headers=asking("x"))
    assert response.status_code == 422
    assert "You did nothing within a day that can be taken back." in response.content.decode()
    assert [one.body for one in Note.objects.all()] == ["Raj's own."]


def test_what_was_done_more_than_a_day_ago_is_not_the_last_deed(
    at_desk: Client, amara: Candidate
) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    UndoRecord.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert at_desk.post("/undo/").status_code == 422
    assert Contact.objects.count() == 1


def test_the_focus_returns_to_whom_it_was_about(at_desk: Client, amara: Candidate) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    record = UndoRecord.objects.get()
    for page, element in (
        ("/today/", f"name-{amara.pk}"),
        ("/invest/", f"name-{amara.pk}"),
        (amara.get_absolute_url(), "timeline"),
    ):
        response = at_desk.post(f"/undo/{record.pk}/", headers=asking("x", page))
        told = json.loads(response.headers["HX-Trigger-After-Settle"])["cultivate:focus"]
        assert told["value"] == element


def refusal(client: Client, record: UndoRecord) -> str:
    response = client.post(f"/undo/{record.pk}/", headers=asking("toasts"))
    assert response.status_code == 422
    record.refresh_from_db()
    assert record.undone_at is None
    return response.content.decode()


def edit(client: Client, note: Note, body: str) -> UndoRecord:
    client.post(f"/notes/{note.pk}/", {"body": body, "visibility": "team"})
    return UndoRecord.objects.latest("pk")


def test_taking_an_edit_back_never_loses_a_later_one(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user, "One.")
    first, second = edit(at_desk, note, "Two."), edit(at_desk, note, "Three.")
    assert "Its newest words stay." in refusal(at_desk, first)
    note.refresh_from_db()
    assert note.body == "Three."
    for record, words in ((second, "Two."), (first, "One.")):
        at_desk.post(f"/undo/{record.pk}/")
        note.refresh_from_db()
        assert note.body == words


def test_an_edit_is_not_taken_back_over_a_form_that_was_sent_again(
    at_desk: Client, amara: Candidate
) -> None:
    form = note_form(body="One.")
    at_desk.post(f"/people/{amara.pk}/notes/", form)
    record = edit(at_desk, Note.objects.get(), "Two.")
    at_desk.post(f"/people/{amara.pk}/notes/", form | {"body": "Three."})
    refusal(at_desk, record)
    assert Note.objects.get().body == "Three."


def test_an_edit_of_a_deleted_note_waits_until_it_is_back(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user, "One.")
    edited = edit(at_desk, note, "Two.")
    at_desk.post(f"/notes/{note.pk}/delete/")
    deleted = UndoRecord.objects.latest("pk")
    assert "Put it back first." in refusal(at_desk, edited)
    for record in (deleted, edited):
        at_desk.post(f"/undo/{record.pk}/")
    assert Note.objects.get().body == "One."


def test_a_deleted_note_whose_form_was_sent_again_is_not_there_twice(
    at_desk: Client, amara: Candidate
) -> None:
    form = note_form()
    at_desk.post(f"/people/{amara.pk}/notes/", form)
    at_desk.post(f"/notes/{Note.objects.get().pk}/delete/")
    at_desk.post(f"/people/{amara.pk}/notes/", form)
    assert "It is there already." in refusal(at_desk, UndoRecord.objects.get(action="note_delete"))
    assert Note.objects.count() == 1


@pytest.mark.parametrize("press", ["pin", "unpin"])
def test_a_pin_is_not_taken_back_once_the_person_has_moved(
    at_desk: Client, amara: Candidate, relationship: Relationship, press: str
) -> None:
    at_desk.post(f"/people/{amara.pk}/{press}/", {"reason": "Keep"})
    Relationship.objects.update(tier="invest", pin="invest", pin_reason="By hand")
    assert "has moved to Invest since." in refusal(at_desk, UndoRecord.objects.get())
    relationship.refresh_from_db()
    assert (relationship.pin, relationship.pin_reason) == ("invest", "By hand")


@pytest.mark.parametrize("page", ["http://[::1", "http://testserver/\0", "javascript:"])
def test_a_page_whose_address_is_none_is_no_obstacle(
    at_desk: Client, amara: Candidate, page: str
) -> None:
    at_desk.post(f"/people/{amara.pk}/contacts/today/", {"key": str(uuid.uuid4())})
    record = UndoRecord.objects.get()
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    assert at_desk.post(f"/undo/{record.pk}/", headers=headers).status_code == 302
    assert not Contact.objects.exists()
