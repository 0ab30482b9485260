"""Taking back what one press did, for a day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from candidates.models import Contact, Note
from recruiter import moves
from recruiter.models import Relationship, UndoRecord, User

KEPT = timedelta(days=1)
NOTE_FIELDS = ("body", "visibility", "key", "created_at", "edited_at")


class TooLate(Exception):
    """The day is over."""


def remember_contact(contact: Contact, user: User) -> UndoRecord:
    """A contact logged just now; taking it back removes it. One record per contact."""
    record, _ = UndoRecord.objects.get_or_create(
        user=user,
        action=UndoRecord.Action.CONTACT,
        candidate=contact.candidate,
        target_id=contact.pk,
    )
    return record


def note_as_is(note: Note) -> dict[str, str]:
    """What putting a note back needs; taken before a form touches it."""
    return {name: text_of(getattr(note, name)) for name in NOTE_FIELDS}


def remember_note(
    note: Note, before: dict[str, str], user: User, action: UndoRecord.Action
) -> UndoRecord:
    """A note as it was before it was edited or deleted."""
    return UndoRecord.objects.create(
        user=user, action=action, candidate=note.candidate, target_id=note.pk, before=before
    )


def remember_pin(relationship: Relationship, user: User) -> UndoRecord:
    """A pin as it is before it is set or lifted."""
    before = {
        "pin": relationship.pin,
        "reason": relationship.pin_reason,
        "until": text_of(relationship.pin_until),
    }
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.PIN,
        candidate=relationship.candidate,
        target_id=relationship.pk,
        before=before,
    )


@transaction.atomic
def take_back(record: UndoRecord) -> None:
    """Put things back as they were. A second call changes nothing.

    Raises:
        TooLate: more than a day has passed.
    """
    record = UndoRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.undone_at is not None:
        return
    if record.created_at < timezone.now() - KEPT:
        raise TooLate
    {
        UndoRecord.Action.CONTACT: remove_contact,
        UndoRecord.Action.NOTE_EDIT: restore_note,
        UndoRecord.Action.NOTE_DELETE: restore_note,
        UndoRecord.Action.PIN: restore_pin,
    }[UndoRecord.Action(record.action)](record)
    record.undone_at = timezone.now()
    record.save(update_fields=["undone_at"])


def remove_contact(record: UndoRecord) -> None:
    Contact.objects.filter(pk=record.target_id, by=record.user).delete()


def restore_note(record: UndoRecord) -> None:
    """Write the note back under its own primary key, whether it was edited or deleted."""
    before = record.before
    created_at = moment(before["created_at"]) or record.created_at
    Note.objects.update_or_create(
        pk=record.target_id,
        author=record.user,
        candidate=record.candidate,
        defaults={
            "body": before["body"],
            "visibility": before["visibility"],
            "key": before["key"],
            "created_at": created_at,
            "edited_at": moment(before["edited_at"]),
        },
    )


def restore_pin(record: UndoRecord) -> None:
    relationship = Relationship.objects.filter(pk=record.target_id).first()
    if relationship is None:
        return
    if record.before["pin"]:
        until = moment(record.before["until"])
        moves.pin(relationship, reason=record.before["reason"], until=until)
    else:
        moves.unpin(relationship)


def text_of(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def moment(text: str) -> datetime | None:
    return parse_datetime(text) if text else None
