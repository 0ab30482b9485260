"""A person's statements as their page shows them: words, kind, and where they come from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.models import Candidate, Statement, StatementSource
from recruiter import when
from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.highlight import Segment, as_read, segments
from recruiter.models import TextReading, User
from recruiter.readings import current_encoder

SHOWN = 40
"""So many statements stand on a page: masking one takes half a millisecond, and some have more."""

KINDS = {
    "purpose": gettext_lazy("Purpose"),
    "problem": gettext_lazy("Problem"),
    "unsure": gettext_lazy("Unsure"),
    "not_read": gettext_lazy("Not read"),
    "reading": gettext_lazy("Reading…"),
}
SOURCE_ICONS = {
    StatementSource.OWN_WORDS: "message-square",
    StatementSource.HEARD: "phone",
    StatementSource.IMPORT: "upload",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its words, what they count as, and who says so.

    `read_as` is what the engine reads in place of the words; empty when it reads them as they are.
    `retired` says when and why it ended; empty while it counts.
    """

    pk: int
    segments: Sequence[Segment]
    read_as: Sequence[Segment]
    kind: str
    tag: str
    not_read: str
    corrected_by: str
    icon: str
    source: str
    on: date
    ago: str
    link: str
    entered: str
    edited: str
    retired: str


@dataclass(frozen=True, slots=True)
class Words:
    """One page of what somebody said, purposes first, and what was retired last.

    Attributes:
        count: all statements that count, in words.
        page: which part is shown, from 1 on, of `pages`.
        is_reading: whether one of them all waits to be read.
    """

    shown: Sequence[Said]
    retired: Sequence[Said]
    retired_count: int
    count: str
    page: int
    pages: int
    is_reading: bool

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None

    @property
    def purposes(self) -> list[Said]:
        return [one for one in self.shown if one.kind == "purpose"]


def read_statements(candidate: Candidate) -> list[Statement]:
    """Everything on file of what somebody said, the latest first; one query."""
    people = ("kind_set_by", "added_by", "edited_by", "retired_by")
    return list(candidate.statements.select_related(*people))


def read_readings(statements: Sequence[Statement]) -> dict[bytes, TextReading]:
    """What the engine thinks of these texts, by digest; one query."""
    rows = TextReading.objects.filter(
        model=current_encoder().model_id, digest__in=[bytes(one.digest) for one in statements]
    )
    return {bytes(row.digest): row for row in rows}


def words_of(
    statements: Sequence[Statement],
    readings: Mapping[bytes, TextReading],
    user: User,
    today: date,
    page: int,
) -> Words:
    """One page of statements. Only what is shown is masked."""
    kinds = {one.pk: kind_of(one, readings.get(bytes(one.digest))) for one in statements}
    counting = [one for one in statements if one.retired_at is None]
    counting.sort(key=lambda one: weight(kinds[one.pk]))
    retired = [one for one in statements if one.retired_at is not None]
    pages = max(1, -(-len(counting) // SHOWN))
    page = min(max(page, 1), pages)

    def said(one: Statement) -> Said:
        return said_of(one, kinds[one.pk], readings.get(bytes(one.digest)), user, today)

    return Words(
        shown=[said(one) for one in counting[SHOWN * (page - 1) : SHOWN * page]],
        retired=[said(one) for one in retired[:SHOWN]],
        retired_count=len(retired),
        count=count_kinds([kinds[one.pk] for one in counting]),
        page=page,
        pages=pages,
        is_reading=any(kinds[one.pk] == "reading" for one in counting),
    )


def said_of(
    one: Statement, kind: str, reading: TextReading | None, user: User, today: date
) -> Said:
    is_retired = one.retired_at is not None
    return Said(
        pk=one.pk,
        segments=segments(one.text, [tuple(cue) for cue in reading.cues] if reading else []),
        read_as=[] if kind == "not_read" or is_retired else as_read(one.text),
        kind=kind,
        tag=str(KINDS[kind]),
        not_read=reading.not_read if reading else "",
        corrected_by=corrected_by(one, user),
        icon=SOURCE_ICONS.get(StatementSource(one.source), "message-square"),
        source=one.get_source_display(),
        on=one.said_on,
        ago=when.ago(one.said_on, today),
        # Whatever way a link came in, only one that leads to a page is made into one.
        link=one.link if one.link.startswith(("https://", "http://")) else "",
        entered=entered(one, user, today),
        edited=edited(one, user, today),
        retired=retired(one, user, today),
    )


def entered(one: Statement, user: User, today: date) -> str:
    """Who wrote it down, and when; empty for what nobody of us did."""
    if one.added_by is None:
        return ""
    written = when.ago(timezone.localdate(one.created_at), today)
    return _("Entered by %(who)s, %(when)s") % {"who": name(one.added_by, user), "when": written}


def edited(one: Statement, user: User, today: date) -> str:
    if one.edited_at is None:
        return ""
    changed = when.ago(timezone.localdate(one.edited_at), today)
    who = name(one.edited_by, user)
    return _("Corrected by %(who)s, %(when)s") % {"who": who, "when": changed}


def retired(one: Statement, user: User, today: date) -> str:
    if one.retired_at is None:
        return ""
    ended = when.ago(timezone.localdate(one.retired_at), today)
    who = name(one.retired_by, user)
    return _("Retired by %(who)s, %(when)s: %(why)s") % {
        "who": who,
        "when": ended,
        "why": one.retired_reason,
    }


def name(who: User | None, user: User) -> str:
    """Somebody's name as the reader would say it in the middle of a sentence."""
    if who is None:
        return _("a former colleague")
    return _("you") if who == user else who.name


def weight(kind: str) -> int:
    """What was just written first, then purposes, what may be one, and context; latest first."""
    return {"reading": 0, "purpose": 1, "unsure": 2}.get(kind, 3)


def kind_of(one: Statement, reading: TextReading | None) -> str:
    """A person's word first, then the engine's: purpose, problem, unsure, not_read or reading."""
    if one.kind:
        return one.kind
    if reading is None:
        return "reading"
    if reading.p_purpose is None:
        return "not_read"
    if reading.p_purpose >= PURPOSE_FROM:
        return "purpose"
    return "problem" if reading.p_purpose < PROBLEM_BELOW else "unsure"


def corrected_by(one: Statement, user: User) -> str:
    """Who said what kind it is; empty while that is the engine's guess."""
    if not one.kind:
        return ""
    if one.kind_set_by is None:
        return _("A colleague")
    return _("You") if one.kind_set_by == user else one.kind_set_by.name


def count_kinds(kinds: Sequence[str]) -> str:
    """2 purposes, 1 problem."""
    counts = Counter(kinds)
    words = {
        "purpose": ngettext("%d purpose", "%d purposes", counts["purpose"]),
        "problem": ngettext("%d problem", "%d problems", counts["problem"]),
        "unsure": _("%d unsure"),
        "not_read": _("%d not read"),
    }
    return ", ".join(text % counts[kind] for kind, text in words.items() if counts[kind])
