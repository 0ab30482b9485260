"""Taking back what was written: a note, an edit of it, its deletion, and a reminder."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from candidates.models import Contact, Note, Reminder
from recruiter.departing import CannotTakeBack
from recruiter.models import UndoRecord, User

NOTE_FIELDS = ("body", "visibility", "key", "created_at", "edited_at")


def remember_new(
    row: Note | Contact | Reminder,
    user: User,
    action: UndoRecord.Action,
    batch: UUID | None = None,
) -> UndoRecord:
    """A row written just now; taking it back deletes it. One record a row, however often sent."""
    return UndoRecord.objects.get_or_create(
        user=user,
        action=action,
        candidate=row.candidate,
        target_id=row.pk,
        defaults={"batch": batch},
    )[0]


def remember_new_note(note: Note, user: User, batch: UUID | None = None) -> UndoRecord:
    return remember_new(note, user, UndoRecord.Action.NOTE, batch)


def note_as_is(note: Note) -> dict[str, str]:
    """What putting a note back needs; taken before a form touches it."""
    return {name: text_of(getattr(note, name)) for name in NOTE_FIELDS}


def remember_note(
    note: Note, before: dict[str, str], user: User, action: UndoRecord.Action
) -> UndoRecord:
    """A note as it was before it was edited or deleted.

    An edit takes the record's `created_at` as its own time, by which it is known as the last one.
    """
    return UndoRecord.objects.create(
        user=user, action=action, candidate=note.candidate, target_id=note.pk, before=before
    )


def remember_reminder(reminder: Reminder, user: User) -> UndoRecord:
    """A reminder that was done or dropped just now."""
    return UndoRecord.objects.create(
        user=user,
        action=UndoRecord.Action.REMINDER,
        candidate=reminder.candidate,
        target_id=reminder.pk,
    )


def remember_kept_reminder(reminder: Reminder, user: User) -> UndoRecord:
    """A promise that was kept as a reminder just now."""
    return remember_new(reminder, user, UndoRecord.Action.REMINDER_KEPT)


def remove_note(record: UndoRecord) -> None:
    """Delete a note that was new. Its words are remembered as those of any deleted note."""
    note = Note.objects.select_for_update().filter(pk=record.target_id, author=record.user).first()
    if note is not None:
        before = note_as_is(note) | {"taken_back": "yes"}
        remember_note(note, before, record.user, UndoRecord.Action.NOTE_DELETE)
        note.delete()


def deleted_by(record: UndoRecord) -> UndoRecord | None:
    """The way to have a new note again that `record`, or its batch, has deleted; two queries."""
    same = {"batch": record.batch} if record.batch else {"pk": record.pk}
    mine = UndoRecord.objects.filter(user=record.user)
    new = mine.filter(action=UndoRecord.Action.NOTE, **same)
    deleted = mine.filter(action=UndoRecord.Action.NOTE_DELETE, undone_at=None)
    return deleted.filter(target_id__in=new.values("target_id")).first()


def restore_words(record: UndoRecord) -> None:
    """Put the words before an edit back, unless the note was written on since."""
    note = Note.objects.select_for_update().filter(pk=record.target_id, author=record.user).first()
    if note is None:
        raise CannotTakeBack(_("The note was deleted since. Put it back first."))
    if note.edited_at != record.created_at:
        raise CannotTakeBack(_("The note was changed again since. Its newest words stay."))
    note.body, note.visibility = record.before["body"], record.before["visibility"]
    note.edited_at = moment(record.before["edited_at"])
    note.save(update_fields=["body", "visibility", "edited_at"])


def restore_note(record: UndoRecord) -> None:
    """Write a deleted note under its own primary key, unless its form was sent again since."""
    before = record.before
    try:
        with transaction.atomic():
            Note.objects.create(
                pk=record.target_id,
                author=record.user,
                candidate=record.candidate,
                body=before["body"],
                visibility=before["visibility"],
                key=before["key"],
                created_at=moment(before["created_at"]) or record.created_at,
                edited_at=moment(before["edited_at"]),
            )
    except IntegrityError:
        raise CannotTakeBack(_("The note was sent again since. It is there already.")) from None


def restore_reminder(record: UndoRecord) -> None:
    Reminder.objects.filter(pk=record.target_id, user=record.user).update(done_at=None)


def drop_reminder(record: UndoRecord) -> None:
    Reminder.objects.filter(pk=record.target_id, user=record.user).delete()


WAY_BACK = {
    UndoRecord.Action.NOTE: remove_note,
    UndoRecord.Action.NOTE_EDIT: restore_words,
    UndoRecord.Action.NOTE_DELETE: restore_note,
    UndoRecord.Action.REMINDER: restore_reminder,
    UndoRecord.Action.REMINDER_KEPT: drop_reminder,
}


def text_of(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def moment(text: str) -> datetime | None:
    return parse_datetime(text) if text else None
