import uuid

import pytest
from django.test import Client

from candidates.models import Candidate, Contact, Note
from recruiter.models import Recruiter
from tests.factories import make_candidate, make_note
from tests.recruiter.conftest import asking, note_form

pytestmark = pytest.mark.django_db


def add(client: Client, about: Candidate, target: str = "", **fields: str) -> tuple[int, str]:
    headers = asking(target, about.get_absolute_url()) if target else {}
    response = client.post(f"/people/{about.pk}/notes/", note_form(**fields), headers=headers)
    return response.status_code, response.content.decode()


def test_a_note_is_kept_with_its_author_and_stands_on_the_page(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    status, _ = add(at_desk, amara, body="Wants to meet Margit.")
    assert status == 302
    assert Note.objects.get().author == rita.user
    assert "Wants to meet Margit." in at_desk.get(amara.get_absolute_url()).content.decode()


def test_the_same_form_sent_twice_makes_one_note(at_desk: Client, amara: Candidate) -> None:
    key = str(uuid.uuid4())
    assert [add(at_desk, amara, key=key)[0], add(at_desk, amara, key=key)[0]] == [302, 302]
    assert Note.objects.count() == 1


def test_sent_again_with_other_words_the_last_words_count(
    at_desk: Client, amara: Candidate
) -> None:
    key = str(uuid.uuid4())
    add(at_desk, amara, key=key, body="First try.")
    add(at_desk, amara, key=key, body="Second try, longer.")
    note = Note.objects.get()
    assert note.body == "Second try, longer."
    assert note.edited_at is not None


def test_a_key_of_another_persons_form_is_refused(at_desk: Client, amara: Candidate) -> None:
    key = str(uuid.uuid4())
    add(at_desk, amara, key=key)
    status, html = add(at_desk, make_candidate(), key=key, body="Kept words.")
    assert status == 422
    assert "Kept words." in html
    assert "This form was sent for somebody else." in html
    assert key not in html
    assert Note.objects.get().candidate == amara


@pytest.mark.parametrize("wrong", [{"body": " "}, {"key": "no uuid"}, {"visibility": "world"}])
def test_a_bad_form_comes_back_with_what_was_typed(
    at_desk: Client, amara: Candidate, wrong: dict[str, str]
) -> None:
    status, html = add(at_desk, amara, **{"body": "Kept words."} | wrong)
    assert status == 422
    assert Note.objects.count() == 0
    assert ("Kept words." in html) == ("body" not in wrong)
    assert 'class="err"' in html
    assert "no uuid" not in html


def test_a_bad_form_under_a_row_replaces_itself_there(at_desk: Client, amara: Candidate) -> None:
    headers = asking(f"p-{amara.pk}")
    response = at_desk.post(f"/people/{amara.pk}/notes/", note_form(body=""), headers=headers)
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == f"#note-form-{amara.pk}"
    assert "Write the note first." in response.content.decode()


def test_under_a_row_the_answer_is_the_row_without_the_form_and_the_focus_on_the_name(
    at_desk: Client, amara: Candidate
) -> None:
    response = at_desk.post(
        f"/people/{amara.pk}/notes/", note_form(), headers=asking(f"p-{amara.pk}")
    )
    html = response.content.decode()
    assert html.strip().startswith(f'<tr class="p" id="p-{amara.pk}">')
    assert f'id="note-form-{amara.pk}" hx-swap-oob="delete"' in html
    assert f"name-{amara.pk}" in response.headers["HX-Trigger-After-Settle"]


def test_the_row_form_is_a_fragment_for_htmx_and_the_page_without_script(
    at_desk: Client, amara: Candidate
) -> None:
    address = f"/people/{amara.pk}/notes/"
    part = at_desk.get(address, headers=asking(f"p-{amara.pk}")).content.decode()
    assert part.strip().startswith("<tr")
    assert at_desk.get(address).headers["Location"] == f"/people/{amara.pk}/#note-body"


def test_a_note_can_log_todays_contact_with_it_once(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        add(at_desk, amara, key=key, also_contact="on", channel="meeting")
    contact = Contact.objects.get()
    assert (contact.by, contact.channel) == (rita.user, "meeting")


def test_a_private_note_is_seen_by_its_author_alone(
    client: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    make_note(amara, rita.user, "Her father is unwell.", visibility="private")
    make_note(amara, rita.user, "Likes ledgers.")
    seen = {}
    for recruiter in (rita, raj):
        client.force_login(recruiter.user)
        seen[recruiter] = client.get(amara.get_absolute_url()).content.decode()
    assert "Her father is unwell." in seen[rita]
    assert "Her father is unwell." not in seen[raj]
    assert "Likes ledgers." in seen[raj]


def test_the_author_edits_a_note_in_its_place(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user, "Old words.")
    form = at_desk.get(f"/notes/{note.pk}/", headers=asking(f"note-{note.pk}")).content.decode()
    assert form.strip().startswith(f'<li id="note-{note.pk}">')
    answer = at_desk.post(
        f"/notes/{note.pk}/",
        {"body": "New words.", "visibility": "private"},
        headers=asking("timeline", amara.get_absolute_url()),
    )
    note.refresh_from_db()
    assert (note.body, note.visibility) == ("New words.", "private")
    assert "New words." in answer.content.decode()
    assert "edited" in answer.content.decode()


def test_editing_works_on_a_page_of_its_own_without_script(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user, "Old words.")
    assert "<!doctype html>" in at_desk.get(f"/notes/{note.pk}/").content.decode()
    response = at_desk.post(f"/notes/{note.pk}/", {"body": "New.", "visibility": "team"})
    assert response.headers["Location"].startswith(amara.get_absolute_url())


def test_an_empty_edit_is_refused_and_changes_nothing(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user, "Old words.")
    assert at_desk.post(f"/notes/{note.pk}/", {"body": "", "visibility": "team"}).status_code == 422
    note.refresh_from_db()
    assert note.body == "Old words."


@pytest.mark.parametrize("address", ["/notes/{}/", "/notes/{}/delete/"])
def test_a_colleagues_note_cannot_be_edited_or_deleted(
    at_desk: Client, amara: Candidate, raj: Recruiter, address: str
) -> None:
    note = make_note(amara, raj.user, "Raj's words.")
    response = at_desk.post(address.format(note.pk), {"body": "Mine.", "visibility": "team"})
    assert response.status_code == 404
    note.refresh_from_db()
    assert note.body == "Raj's words."


def test_deleting_says_so_and_offers_the_way_back(
    at_desk: Client, amara: Candidate, rita: Recruiter
) -> None:
    note = make_note(amara, rita.user)
    response = at_desk.post(f"/notes/{note.pk}/delete/", headers=asking("timeline"))
    assert not Note.objects.exists()
    assert 'data-act="undo"' in response.content.decode()


def test_notes_about_nobody_are_not_found(at_desk: Client) -> None:
    assert at_desk.post("/people/999999/notes/", note_form()).status_code == 404


def test_markup_in_a_note_stays_text(at_desk: Client, amara: Candidate, rita: Recruiter) -> None:
    make_note(amara, rita.user, '"><img src=x onerror=alert(1)> {{ 7|add:7 }}')
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "<img" not in html
    assert "{{ 7|add:7 }}" in html
