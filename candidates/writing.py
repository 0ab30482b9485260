"""Writing notes, contacts and statements so that a retry cannot make two."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from candidates.models import Candidate, Contact, Note, Statement


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


def keep_statements(
    candidate: Candidate, by: models.Model, said: Mapping[str, str], **facts: Any
) -> int:
    """Write statements, each once per person; two queries, whatever their number.

    Args:
        said: what a person says each is, by its text; empty where the engine shall say.
        facts: source, said_on and link of all of them.

    Returns:
        How many are new. The others were on file, and stay as they are.
    """
    known = set(candidate.statements.filter(text__in=list(said)).values_list("text", flat=True))
    now = timezone.now()
    new = [
        Statement(
            candidate=candidate,
            text=text,
            kind=kind,
            kind_set_by_id=by.pk if kind else None,
            kind_set_at=now if kind else None,
            added_by_id=by.pk,
            **facts,
        )
        for text, kind in said.items()
        if text not in known
    ]
    # Somebody else may just have written the same; theirs stays.
    Statement.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
