"""Writing notes and contacts so that a retry cannot make two."""

from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from candidates.models import Candidate, Contact, Note


class KeyInUse(Exception):
    """The key came with a form about somebody else."""


def keep_note(
    candidate: Candidate, author: models.Model, key: UUID, *, body: str, visibility: str
) -> Note:
    """Write a note once per key.

    The same key with other words means that the first answer never arrived and the writer went
    on: their last words count.

    Raises:
        KeyInUse: the key belongs to a note about another candidate.
    """
    note, made = Note.objects.get_or_create(
        author_id=author.pk,
        key=key,
        defaults={"candidate": candidate, "body": body, "visibility": visibility},
    )
    if note.candidate_id != candidate.pk:
        raise KeyInUse
    if not made and (note.body, note.visibility) != (body, visibility):
        note.body, note.visibility, note.edited_at = body, visibility, timezone.now()
        note.save(update_fields=["body", "visibility", "edited_at"])
    return note


def keep_contact(
    candidate: Candidate, by: models.Model, key: UUID, **facts: Any
) -> tuple[Contact, bool]:
    """Log a contact once per key; the second value is False when it was there already.

    Raises:
        KeyInUse: the key belongs to a contact with another candidate.
    """
    contact, made = Contact.objects.get_or_create(
        by_id=by.pk, key=key, defaults={"candidate": candidate, **facts}
    )
    if contact.candidate_id != candidate.pk:
        raise KeyInUse
    return contact, made
