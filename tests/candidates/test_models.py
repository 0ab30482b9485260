"""What a row may say: each rule is the database's, by name, with a sentence."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from candidates.models import Candidate, Consent, Contact, Note
from recruiter.models import Recruiter
from recruiter.violations import constraint_name, sentence
from tests.factories import make_candidate, make_note, make_statement, make_user

pytestmark = pytest.mark.django_db


def refused_by(model: type[models.Model], **fields: Any) -> IntegrityError:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        model._default_manager.create(**fields)
    return refused.value


def test_one_e_mail_address_is_one_person() -> None:
    make_candidate("Ana", email="ana@example.com")
    error = refused_by(Candidate, name="Anna", email="ANA@example.com")
    assert constraint_name(error) == "candidate_email_once"
    assert sentence(error) == "Somebody with this e-mail address is already here."
    make_candidate("Ben")
    make_candidate("Cem")  # no address is no clash


def test_a_statement_is_kept_once_per_person() -> None:
    one, other = make_candidate("", "I sing."), make_candidate("", "I sing.")
    assert one.statements.count() == other.statements.count() == 1
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make_statement(one, "I sing.")
    assert "already on file" in sentence(refused.value)


def test_a_retried_note_is_one_note(rita: Recruiter) -> None:
    note = make_note(make_candidate(), rita.user)
    error = refused_by(
        Note, candidate=note.candidate, author=rita.user, body="Again.", key=note.key
    )
    assert constraint_name(error) == "note_once_per_key"
    make_note(note.candidate, make_user(), key=note.key)  # a key belongs to its author


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_blank_is_nothing_said(blank: str) -> None:
    candidate = make_candidate()
    assert constraint_name(refused_by(Candidate, name=blank)) == "candidate_name_given"
    assert (
        constraint_name(refused_by(Note, candidate=candidate, author=None, body=blank))
        == "note_body_given"
    )


def test_consent_is_withdrawn_after_it_is_given() -> None:
    error = refused_by(
        Consent,
        candidate=make_candidate(),
        wording_version="1",
        withdrawn_at=timezone.now() - timedelta(days=1),
    )
    assert constraint_name(error) == "consent_withdrawn_after_given"


def test_private_notes_are_seen_by_their_author_alone(rita: Recruiter, raj: Recruiter) -> None:
    candidate = make_candidate()
    team = make_note(candidate, rita.user)
    private = make_note(candidate, rita.user, visibility="private")
    assert set(candidate.notes.visible_to(rita.user)) == {team, private}
    assert set(candidate.notes.visible_to(raj.user)) == {team}


def test_a_meeting_ahead_is_no_contact() -> None:
    candidate, today = make_candidate(), timezone.localdate()
    Contact.objects.create(candidate=candidate, happened_on=today + timedelta(days=3))
    held = Contact.objects.create(candidate=candidate, happened_on=today)
    assert list(Contact.objects.happened_by(today)) == [held]


@pytest.mark.parametrize("bad", ["a\x00b", "a\u202eb", "a\x1bb"])
def test_invisible_control_characters_are_refused(bad: str) -> None:
    with pytest.raises(ValidationError, match="invisible"):
        Candidate(name=bad).full_clean()


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "ftp://example.org/", "data:text/html,x"])
def test_only_web_addresses_are_links(bad: str) -> None:
    statement = make_statement(make_candidate())
    statement.link = bad
    with pytest.raises(ValidationError) as refused:
        statement.full_clean()
    assert "link" in refused.value.message_dict


def test_every_constraint_is_named_after_its_model() -> None:
    for app in ("candidates", "hiring", "recruiter"):
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                assert constraint.name.startswith(f"{model._meta.model_name}_")
