"""Whatever changes an input of a ranking marks it due; whatever does not, leaves it alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from candidates.models import Candidate, Statement
from hiring.models import Department
from recruiter import moves, ranking
from recruiter.models import Recruiter, Relationship, RerankDue, ServedDepartment, TextReading
from tests.factories import (
    make_candidate,
    make_contact,
    make_department,
    make_goal,
    make_note,
    make_recruiter,
    make_relationship,
    make_statement,
    serve,
)


class Desk:
    """A recruiter with one person and one department, and a bystander who has neither."""

    def __init__(self) -> None:
        self.rita, self.raj = make_recruiter(), make_recruiter()
        self.department = make_department("", "Keep what is cold cold.")
        serve(self.rita, self.department)
        self.candidate = make_candidate("", "I repair fridges on Sundays.")
        self.relationship = make_relationship(self.rita, self.candidate)
        self.statement = self.candidate.statements.get()

    def due(self, recruiter: Recruiter) -> tuple[int, str]:
        row = RerankDue.objects.get(recruiter=recruiter)
        return row.due, row.cause


def raw(sql: str, *parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))


Change = Callable[[Desk], object]

INPUTS: dict[str, tuple[str, Change]] = {
    "goal stated": ("goal", lambda d: make_goal(d.department)),
    "department renamed": ("goal", lambda d: Department.objects.update(name="Cold chain")),
    "department closed": (
        "goal",
        lambda d: Department.objects.update(closed_at=timezone.now()),
    ),
    "statement added": ("statement", lambda d: make_statement(d.candidate)),
    "statement added by SQL": (
        "statement",
        lambda d: raw(
            "INSERT INTO candidates_statement (candidate_id, text, source, said_on, link, kind,"
            " created_at) VALUES (%s, 'I sing.', 'import', now(), '', '', now())",
            d.candidate.pk,
        ),
    ),
    "statement edited": ("statement", lambda d: Statement.objects.update(text="I mend bikes.")),
    "kind corrected": (
        "statement",
        lambda d: d.statement.correct_kind("problem", by=d.rita.user),
    ),
    "statement retired": (
        "statement",
        lambda d: d.statement.retire("Said in another life", by=d.rita.user),
    ),
    "statement deleted": ("statement", lambda d: d.statement.delete()),
    "statement given to somebody else": (
        "statement",
        lambda d: Statement.objects.update(candidate=make_candidate()),
    ),
    "objection": ("candidate", lambda d: Candidate.objects.update(objected_at=timezone.now())),
    "lapsed": ("candidate", lambda d: Candidate.objects.update(lapsed_at=timezone.now())),
    "to be erased": ("candidate", lambda d: Candidate.objects.update(erase_at=timezone.now())),
    "do not contact": (
        "candidate",
        lambda d: Candidate.objects.update(do_not_contact_since=timezone.localdate()),
    ),
    "candidate deleted": ("list", lambda d: d.candidate.delete()),
    "person added": ("list", lambda d: moves.add(d.rita, make_candidate())),
    "person let go": ("list", lambda d: moves.let_go(d.relationship)),
    "moved by hand": (
        "list",
        lambda d: moves.move(d.relationship, "invest", by=d.rita.user, reason="A hunch"),
    ),
    "pinned": ("list", lambda d: moves.pin(d.relationship, reason="Promised")),
    "department served": ("served", lambda d: serve(d.rita, make_department("", "Be kind."))),
    "importance changed": ("served", lambda d: ServedDepartment.objects.update(importance=3)),
    "department no longer served": (
        "served",
        lambda d: ServedDepartment.objects.all().delete(),
    ),
    "places changed": (
        "places",
        lambda d: Recruiter.objects.filter(pk=d.rita.pk).update(invest_places=7),
    ),
}

NO_INPUTS: dict[str, Change] = {
    "note": lambda d: make_note(d.candidate, d.rita.user),
    "contact": lambda d: make_contact(d.candidate, d.rita.user),
    "candidate renamed": lambda d: Candidate.objects.update(name="Another Name"),
    "purpose state": lambda d: Candidate.objects.update(purpose_state="heard"),
    "statement's link": lambda d: Statement.objects.update(link="https://example.org/"),
    "statement's author": lambda d: Statement.objects.update(edited_by=d.rita.user),
    "snooze": lambda d: Relationship.objects.update(snoozed_until=timezone.localdate()),
    "cadence": lambda d: Relationship.objects.update(cadence_days=9),
    "recruiter's cadence": lambda d: Recruiter.objects.update(invest_days=9),
    "capacity": lambda d: Recruiter.objects.update(capacity=299),
    "statement of a stranger": lambda d: make_statement(make_candidate()),
    "goal of another department": lambda d: make_department("", "Sing together."),
    "relationship saved as it is": lambda d: d.relationship.save(),
    "department saved as it is": lambda d: d.department.save(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", INPUTS)
def test_an_input_marks_the_ranking_due(name: str) -> None:
    desk = Desk()
    cause, change = INPUTS[name]
    before, bystander = desk.due(desk.rita), desk.due(desk.raj)
    change(desk)
    after = desk.due(desk.rita)
    assert after[0] > before[0]
    assert after[1] == cause
    assert desk.due(desk.raj) == bystander


@pytest.mark.django_db
@pytest.mark.parametrize("name", NO_INPUTS)
def test_what_is_no_input_leaves_it_alone(name: str) -> None:
    desk = Desk()
    before = desk.due(desk.rita)
    NO_INPUTS[name](desk)
    assert desk.due(desk.rita) == before


@pytest.mark.django_db
def test_a_rolled_back_change_owes_nothing() -> None:
    desk = Desk()
    before = desk.due(desk.rita)
    with transaction.atomic():
        make_goal(desk.department)
        transaction.set_rollback(True)
    assert desk.due(desk.rita) == before


@pytest.mark.django_db
def test_publishing_does_not_make_itself_due() -> None:
    desk = Desk()
    ranking.rerank([desk.rita.pk])
    row = RerankDue.objects.get(recruiter=desk.rita)
    assert row.due == row.done
    moves.pin(Relationship.objects.get(), reason="Promised")
    assert desk.due(desk.rita)[0] == row.due + 1


@pytest.mark.django_db
def test_a_reading_goes_with_the_last_statement_that_has_its_text() -> None:
    text = "I repair fridges on Sundays."
    one, other = make_candidate("", text), make_candidate("", text)
    recruiter = make_recruiter()
    for candidate in (one, other):
        make_relationship(recruiter, candidate)
    ranking.rerank([recruiter.pk])
    assert TextReading.objects.count() == 1
    one.statements.all().delete()
    assert TextReading.objects.count() == 1
    other.statements.update(text="I repair clocks.")
    assert TextReading.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_person_added_while_they_speak_is_not_missed() -> None:
    """Two transactions that cannot see each other: one lists a person, one adds their words."""
    desk = Desk()
    speaker = make_candidate()
    listed, spoken = Event(), Event()

    def speak() -> None:
        try:
            listed.wait(5)
            make_statement(speaker)
            spoken.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        speaking = pool.submit(speak)
        with transaction.atomic():
            moves.add(desk.rita, speaker)
            listed.set()
            # Held until the list is committed: otherwise neither would see the other.
            assert not spoken.wait(0.3)
            due_of_the_list = desk.due(desk.rita)[0]
        speaking.result(5)
    assert desk.due(desk.rita)[0] > due_of_the_list


@pytest.mark.django_db(transaction=True)
def test_a_person_added_while_a_statement_goes_is_not_missed() -> None:
    desk = Desk()
    speaker = make_candidate("", "I row on Sundays.")
    deleted, listed = Event(), Event()

    def list_them() -> None:
        try:
            deleted.wait(5)
            moves.add(desk.raj, Candidate.objects.get(pk=speaker.pk))
            listed.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        listing = pool.submit(list_them)
        with transaction.atomic():
            speaker.statements.all().delete()
            deleted.set()
            assert not listed.wait(0.3)
        listing.result(5)
    assert desk.due(desk.raj) == (2, "list")
