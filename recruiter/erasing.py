"""Erasing a person, for real: every column that could hold a word of theirs has a rule here.

A model without a rule, and a new column of a model that stays, fail a test (tests/recruiter/
test_erasing.py asks Django and the database's own catalogue). What goes is what
`recruiter.exporting` exports.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.http import QueryDict

from candidates.models import Candidate, CandidateAct, Tag, Tagging
from recruiter import acts, desk, tombstones
from recruiter.models import PairReading, Recruiter, SavedFilter, TextReading, UndoRecord, User


@dataclass(frozen=True, slots=True)
class Goes:
    """Rows that go with the person, every column of them.

    Attributes:
        path: lookup that leads from the model to the candidate.
        private: columns that only their writer reads, apart with spaces. A person sees them where
            the organisation shows private notes.
        also: rows of somebody else that tell of this person, and go as well.
    """

    path: str
    private: str = ""
    also: Callable[[Candidate], QuerySet[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """Rows that a trigger deletes with what they were made from."""

    rows: Callable[[Candidate], QuerySet[Any]]
    why: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """Rows that stay, and lose what could be the person's in these columns."""

    columns: str
    clear: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Stays:
    """Columns that hold nothing of a candidate's, and why."""

    columns: str
    why: str


Rule = Goes | Follows | Cleared | Stays


def readings_of(candidate: Candidate) -> QuerySet[TextReading]:
    return TextReading.objects.filter(digest__in=candidate.statements.values("digest"))


def pairs_of(candidate: Candidate) -> QuerySet[PairReading]:
    return PairReading.objects.filter(statement_digest__in=candidate.statements.values("digest"))


def swaps_with(candidate: Candidate) -> QuerySet[UndoRecord]:
    """A swap is remembered with whom it moved up; the other side's pin stands there too."""
    listed = list(candidate.relationships.values_list("pk", flat=True))
    return UndoRecord.objects.filter(before__down__pk__in=listed)


def tags_of_nobody_else(candidate: Candidate) -> QuerySet[Tag]:
    """A tag that only this person has may be a word about them."""
    theirs = set(candidate.taggings.values_list("tag", flat=True))
    others = Tagging.objects.filter(tag__in=theirs).exclude(candidate=candidate)
    return Tag.objects.filter(pk__in=theirs - set(others.values_list("tag", flat=True)))


def filters_naming(candidate: Candidate) -> QuerySet[SavedFilter]:
    """Saved filters that search for this person by name, or are called like them."""
    name = set(desk.plain(candidate.name).split())
    naming = [
        one.pk
        for one in SavedFilter.objects.all()
        if name & set(desk.plain(f"{QueryDict(one.query).get('q', '')} {one.name}").split())
    ]
    return SavedFilter.objects.filter(pk__in=naming)


def drop_messages() -> None:
    """A line such as "Amara is on your list" waits in a session until it is shown."""
    for session in Session.objects.all():
        data = session.get_decoded()
        if data.pop("_messages", None) is not None:
            session.session_data = SessionStore().encode(data)
            session.save(update_fields=["session_data"])


# One line per model. Rows are deleted from the last to the first, the person at the end.
RULES: Mapping[str, Rule] = {
    "candidates.Candidate": Goes("pk", also=filters_naming),
    "candidates.Consent": Goes("candidate"),
    "candidates.Statement": Goes("candidate"),
    "candidates.Note": Goes("candidate"),
    "candidates.Contact": Goes("candidate", private="text"),
    "candidates.Reminder": Goes("candidate", private="text"),
    "candidates.SilverMedal": Goes("candidate"),
    "candidates.CandidateLink": Goes("candidate"),
    "candidates.Tagging": Goes("candidate", also=tags_of_nobody_else),
    "recruiter.Relationship": Goes("candidate", private="pin_reason snooze_reason"),
    "recruiter.GoalInterest": Goes("relationship__candidate", private="note"),
    "recruiter.MatchFeedback": Goes("candidate", private="words"),
    "recruiter.ShortlistEntry": Goes("candidate"),
    "recruiter.TierMove": Goes("relationship__candidate", private="reason"),
    "recruiter.UndoRecord": Goes("candidate", private="before", also=swaps_with),
    "recruiter.TextReading": Follows(readings_of, "A reading goes with the last of its texts."),
    "recruiter.PairReading": Follows(pairs_of, "A pair goes with the reading of either text."),
    "sessions.Session": Cleared("session_key session_data", drop_messages),
    "candidates.Tag": Stays("name", "A word for several people; one of nobody else goes."),
    "recruiter.SavedFilter": Stays(
        "name tier query", "A recruiter's own search; one that names the person goes."
    ),
    "candidates.CandidateAct": Stays("action fields", "Keys and names of fields."),
    "candidates.Tombstone": Stays("digest", "A keyed digest that only we can make."),
    "candidates.Knock": Stays("key", "A keyed digest, for a day."),
    "hiring.Department": Stays("name", "Not a person's."),
    "hiring.BigGoal": Stays("text", "A manager's words on a department."),
    "hiring.GoalDraft": Stays("text", "A manager's words on a department, not saved yet."),
    "recruiter.ComparingRound": Stays("engine shown", "Keys of statements and points, no words."),
    "hiring.Opening": Stays("text", "A manager's words on a need."),
    "recruiter.User": Stays("email name password time_zone language", "Somebody who works here."),
    "recruiter.Ranking": Stays(
        "cause engine input_hash records inputs reduced_quality",
        "Decision records: keys, points and fingerprints of texts, no words.",
    ),
    "recruiter.RerankDue": Stays("cause failure", "Names of kinds of errors, no text of a person."),
    "recruiter.Heartbeat": Stays("name", "Names of processes."),
    "admin.LogEntry": Stays(
        "object_id object_repr change_message", "Keys and names of fields (recruiter/site.py)."
    ),
    "auth.Permission": Stays("name codename", "The framework's."),
    "auth.Group": Stays("name", "The framework's."),
    "contenttypes.ContentType": Stays("app_label model", "The framework's."),
}


def rows_of(label: str, candidate: Candidate) -> QuerySet[Any] | None:
    """The rows of one model that go with a person; None when the model stays."""
    match RULES[label]:
        case Goes(path=path):
            model: type[Model] = apps.get_model(label)
            return model._base_manager.filter(**{path: candidate.pk})
        case Follows(rows=rows):
            return rows(candidate)
    return None


@transaction.atomic
def erase(candidate: Candidate, *, by: User | None = None) -> CandidateAct | None:
    """Remove a person and everything about them, and keep them from being brought back.

    Rankings stay as records: they know a number. Whoever looked after the person is told, and
    their lists are marked due by the triggers on what goes.

    Args:
        by: who pressed; None for the person.

    Returns:
        The act, which outlives the person; None where somebody else has just erased them.
    """
    lock_lists(candidate)
    # Whatever is being written of them now is waited for, or waits, and finds nobody.
    if not Candidate.objects.select_for_update().filter(pk=candidate.pk).exists():
        return None
    tombstones.leave(candidate)
    act = acts.note(candidate, acts.Action.ERASED, by=by)
    for label, rule in reversed(list(RULES.items())):
        if isinstance(rule, Goes):
            for rows in (rows_of(label, candidate), rule.also and rule.also(candidate)):
                if rows is not None:
                    rows.delete()
        elif isinstance(rule, Cleared):
            rule.clear()
    return act


def erase_again() -> int:
    """Erase whoever a restored copy of the database has brought back; how many that were."""
    people = {one.pk: one for one in Candidate.objects.only("pk", "name", "email")}
    back = tombstones.refusals({pk: (one.name, one.email) for pk, one in people.items()})
    for pk in sorted(back):
        erase(Candidate.objects.get(pk=pk))
    return len(back)


def lock_lists(candidate: Candidate) -> None:
    """Everybody's list that shrinks, in the order of ids, so that two erasures cannot meet."""
    lists = candidate.relationships.values("recruiter_id")
    list(Recruiter.objects.select_for_update(no_key=True).filter(pk__in=lists).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Goners:
    """What an erasure would take, counted for the dialog that names it."""

    statements: int
    notes: int
    contacts: int
    lists: int


def count(candidate: Candidate) -> Goners:
    """In one query; notes of everybody are counted, nobody's is read."""
    counted = Candidate.objects.filter(pk=candidate.pk).values_list(
        *(
            Count(name, distinct=True)
            for name in ("statements", "notes", "contacts", "relationships")
        )
    )
    return Goners(*counted.get())
