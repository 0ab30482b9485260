"""What a candidate sees of themself, and what they do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import (
    Candidate,
    CandidateAct,
    CandidateLink,
    Consent,
    ConsentScope,
    Contact,
    Note,
    SilverMedal,
    Statement,
    StatementSource,
)
from recruiter import acts, consents, desk, exporting, matching, said
from recruiter.acts import Action
from recruiter.forms import statements_of
from recruiter.highlight import Segment, as_read
from recruiter.models import Recruiter, TextReading, UndoRecord


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """One statement: the words, what the program makes of them, and whether they may be changed."""

    pk: int
    text: str
    source: str
    on: date
    counts_as: str
    read_as: Sequence[Segment]
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class OwnMatch:
    """A goal that a statement of theirs is near to, with the words marked that carry it.

    No rank, no points, nobody else.
    """

    recruiter: str
    department: str
    goal: Sequence[Segment]
    words: Sequence[Segment]


@dataclass(frozen=True)
class OwnData:
    """Everything that is held about somebody, as they see it.

    `hidden_notes` counts what the organisation does not show; it is erased with the rest.
    """

    candidate: Candidate
    statements: Sequence[OwnStatement]
    matches: Sequence[OwnMatch]
    keepers: Sequence[str]
    contacts: Sequence[Contact]
    notes: Sequence[Note]
    hidden_notes: int
    consents: Sequence[Consent]
    silver: Sequence[SilverMedal]
    tags: Sequence[str]
    acts: Sequence[CandidateAct]
    kept_until: date | None


def read(candidate: Candidate) -> OwnData:
    """Read one person's data: eleven queries, and four for each recruiter who looks after them."""
    statements = list(candidate.statements.all())
    readings = said.read_readings(statements)
    visible = exporting.shown_to_candidates()
    notes = list(candidate.notes.select_related("author"))
    given = list(candidate.consents.all())
    keepers = list(
        Recruiter.objects.filter(relationships__candidate=candidate).select_related("user")
    )
    keep = [one for one in given if one.scope == ConsentScope.KEEP and one.withdrawn_at is None]
    return OwnData(
        candidate=candidate,
        statements=[statement_of(one, readings.get(bytes(one.digest))) for one in statements],
        matches=[]
        if not desk.may_rank(candidate)
        else read_matches(candidate, keepers, statements),
        keepers=[one.user.name for one in keepers],
        contacts=list(candidate.contacts.select_related("by")),
        notes=[one for one in notes if one.visibility in visible],
        hidden_notes=sum(one.visibility not in visible for one in notes),
        consents=given,
        silver=list(candidate.silver_medals.all()),
        tags=[one.name for one in candidate.tags.all()],
        acts=list(CandidateAct.objects.about(candidate).select_related("by")[: acts.SHOWN]),
        kept_until=timezone.localdate(keep[0].ends_at) if keep else None,
    )


def statement_of(one: Statement, reading: TextReading | None) -> OwnStatement:
    kind = "retired" if one.retired_at else said.kind_of(one, reading)
    return OwnStatement(
        pk=one.pk,
        text=one.text,
        source=source_of(one),
        on=one.said_on,
        counts_as=counts_as(kind, one),
        read_as=[] if kind == "not_read" else as_read(one.text),
        is_theirs=one.source == StatementSource.OWN_WORDS,
    )


def source_of(one: Statement) -> str:
    return {
        StatementSource.OWN_WORDS: _("your own words"),
        StatementSource.HEARD: _("heard by a recruiter"),
        StatementSource.IMPORT: _("taken over from a file"),
    }[StatementSource(one.source)]


def counts_as(kind: str, one: Statement) -> str:
    """In plain words what a statement counts as, and who says so."""
    words = {
        "purpose": _(
            "Read as something you would do anyway. It is compared with what departments are for."
        ),
        "problem": _("Read as something you did. It is kept for context and not compared."),
        "unsure": _("Could be either. It is not compared until that is clear."),
        "not_read": _("The program cannot read this: it reads English. People read it."),
        "reading": _("Not read by the program yet."),
        "retired": _("Set aside. It is not compared."),
    }[kind]
    decided = _("A person decided that.")
    return f"{words} {decided}" if one.kind else words


def read_matches(
    candidate: Candidate, keepers: Sequence[Recruiter], statements: Sequence[Statement]
) -> list[OwnMatch]:
    """The goal and the words of every recruiter's ranking that is in force."""
    by_key = {one.pk: one for one in statements}
    found = []
    for recruiter in keepers:
        listed = desk.relationships(recruiter, candidate)
        published = desk.read_published(recruiter, listed)
        reason = published.reasons.get(candidate.pk)
        if match := matching.read_match(reason, published.unpacked, by_key):
            found.append(OwnMatch(recruiter.user.name, match.department, match.goal, match.words))
    return found


@transaction.atomic
def send(link: CandidateLink, text: str, agreed: Sequence[str]) -> int:
    """Keep what they wrote, sentence by sentence where it says several things, and the consent."""
    candidate = link.candidate
    if agreed:
        consents.give(candidate, agreed, by=link.by)
        acts.note(candidate, Action.AGREED, *agreed, link=link)
    known = set(candidate.statements.values_list("text", flat=True))
    parts = [one for one in dict.fromkeys(statements_of(text) or [text]) if one not in known]
    Statement.objects.bulk_create(
        [
            Statement(candidate=candidate, text=one, source=StatementSource.OWN_WORDS)
            for one in parts
        ],
        ignore_conflicts=True,
    )
    acts.note(candidate, Action.SENT, "text", link=link)
    return len(parts)


@transaction.atomic
def reword(link: CandidateLink, statement: Statement, text: str) -> None:
    """Change a statement; what anybody had said of the old words falls away with them."""
    if statement.text == text:
        return
    forget_changes(statement)
    statement.text = text
    statement.kind, statement.kind_set_by, statement.kind_set_at = "", None, None
    statement.edited_by, statement.edited_at = None, timezone.now()
    statement.retired_at, statement.retired_by, statement.retired_reason = None, None, ""
    statement.save()
    acts.note(link.candidate, Action.REWORDED, "text", link=link)


def forget_changes(statement: Statement) -> None:
    """A recruiter's change of it can be undone for a day, and would keep the words as long."""
    UndoRecord.objects.filter(
        candidate=statement.candidate_id,
        action=UndoRecord.Action.STATEMENT_EDIT,
        target_id=statement.pk,
    ).delete()


@transaction.atomic
def take_back(link: CandidateLink, statement: Statement) -> None:
    forget_changes(statement)
    statement.delete()
    acts.note(link.candidate, Action.REMOVED, "text", link=link)


@transaction.atomic
def correct(link: CandidateLink, candidate: Candidate, changed: Sequence[str]) -> None:
    """Save corrected details. `candidate` carries them, `changed` names them."""
    if changed:
        candidate.save(update_fields=list(changed))
        acts.note(candidate, Action.CORRECTED, *changed, link=link)


@transaction.atomic
def object_to_ranking(link: CandidateLink) -> None:
    """They stay reachable and are never ranked; the lists follow by trigger."""
    if link.candidate.objected_at is None:
        link.candidate.objected_at = timezone.now()
        link.candidate.save(update_fields=["objected_at"])
        acts.note(link.candidate, Action.OBJECTED, link=link)


@transaction.atomic
def allow_ranking(link: CandidateLink) -> None:
    if link.candidate.objected_at is not None:
        link.candidate.objected_at = None
        link.candidate.save(update_fields=["objected_at"])
        acts.note(link.candidate, Action.UNOBJECTED, link=link)


@transaction.atomic
def agree(link: CandidateLink, scope: str) -> None:
    consents.give(link.candidate, [scope], by=link.by)
    acts.note(link.candidate, Action.AGREED, scope, link=link)


@transaction.atomic
def withdraw(link: CandidateLink, scope: str) -> None:
    """Take a consent back. Without one to keep their words nobody is ranked by them."""
    if consents.withdraw(link.candidate, [scope]):
        acts.note(link.candidate, Action.WITHDREW, scope, link=link)
        if scope == ConsentScope.KEEP:
            object_to_ranking(link)
