"""Everything held about a person, as JSON and as a page: what an erasure would remove."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils import timezone

from candidates.models import Candidate, Note, NoteVisibility, Tag
from recruiter.erasing import RULES, Follows, Goes, rows_of
from recruiter.models import User

EVERYTHING = frozenset(NoteVisibility.values)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one kind; each is (field, value) pairs in the order of the model."""

    label: str
    title: str
    rows: Sequence[Sequence[tuple[str, Any]]]


def shown_to_candidates() -> frozenset[str]:
    """Kinds of notes that the organisation lets a person read about themself."""
    return frozenset(settings.CANDIDATES_SEE)


def export(candidate: Candidate, visible: frozenset[str] = EVERYTHING) -> list[Table]:
    """Read everything about a person, one query per kind."""
    return [table_of(rows, hidden) for rows, hidden in kinds(candidate, visible)]


def kinds(
    candidate: Candidate, visible: frozenset[str]
) -> Iterator[tuple[QuerySet[Any], set[str]]]:
    """Rows of each kind with the columns that are not told.

    Args:
        visible: kinds of notes that are told. Without "private", what only its writer reads is
            left out: private notes, the text of contacts, reasons, a recruiter's saved searches.
    """
    for label, rule in RULES.items():
        rows = rows_of(label, candidate)
        if rows is None:
            continue
        if rows.model is Note:
            rows = rows.filter(visibility__in=visible)
        yield rows, hidden_columns(rule, visible)
        if NoteVisibility.PRIVATE in visible and isinstance(rule, Goes) and rule.also:
            beside = rule.also(candidate)
            # Rows of the same kind are somebody else's, and tell of both.
            if beside.model is not rows.model:
                yield beside, set()


def table_of(rows: QuerySet[Any], hidden: set[str]) -> Table:
    meta = rows.model._meta
    fields = [one for one in meta.concrete_fields if one.name not in hidden]
    return Table(
        meta.label,
        str(meta.verbose_name_plural),
        [[(one.name, value_of(row, one)) for one in fields] for row in rows],
    )


def hidden_columns(rule: object, visible: frozenset[str]) -> set[str]:
    if NoteVisibility.PRIVATE in visible:
        return set()
    if isinstance(rule, Goes):
        return set(rule.private.split())
    return {"vector"} if isinstance(rule, Follows) else set()


def value_of(row: Model, field: Field[Any, Any]) -> Any:
    """As JSON can hold it: people who work here and tags by name, bytes in base64."""
    if isinstance(field, ForeignKey) and field.related_model in (User, Tag):
        named = getattr(row, field.name)
        return named.name if named else None
    value = getattr(row, field.attname)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def as_json(tables: Sequence[Table]) -> dict[str, Any]:
    return {
        "exported_at": timezone.now().isoformat(),
        "data": {one.label: [dict(row) for row in one.rows] for one in tables},
    }
