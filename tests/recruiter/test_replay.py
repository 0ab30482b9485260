"""A published ranking is made again from what was kept with it; planted faults are named."""

import json
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.models import Candidate, Statement
from hiring.models import Department
from recruiter import moves, ranking, readings, tiering
from recruiter.models import Ranking, Recruiter, TextReading
from recruiter.replay import Replay, Verdict, replay
from tests.factories import (
    make_candidate,
    make_contact,
    make_department,
    make_relationship,
    make_statement,
    serve,
)
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db

CLOSE = "In my spare time I help small charities close their books in one day."
NEAR = "I teach shopkeepers on our street to read their own numbers each evening."
WARD = "On Sundays I walk the wards and write down which fridge was too warm, so no dose is lost."
PROBLEM = "I hold a certificate in month-end closing and have closed books for eleven years."
GERMAN = "Am Wochenende repariere ich alte Radios und verschenke sie an die Nachbarn im Haus."


@pytest.fixture
def people(rita: Recruiter, finance: Department) -> list[Candidate]:
    """Everything that a ranking may be made from: pins, wishes, corrections, other languages."""
    serve(rita, make_department("Cold Chain", "No dose leaves our care too warm."), importance=3)
    foreign = "Wir wollen, dass alle Menschen in der Firma ihre Zahlen selbst verstehen."
    serve(rita, make_department("Zahlen", foreign))
    people = [
        make_candidate("Ana", CLOSE, PROBLEM),
        make_candidate("Ben", NEAR, WARD),
        make_candidate("Cem", WARD.replace("Sundays", "Mondays")),
        make_candidate("Dia", PROBLEM, objected_at=timezone.now()),
        make_candidate("Eli", GERMAN),
        make_candidate("Fee"),
    ]
    for candidate in people:
        make_relationship(rita, candidate)
    make_statement(people[5], "I count.").correct_kind("purpose", by=rita.user)
    make_contact(people[3], rita.user, days_ago=30)
    moves.pin(rita.relationships.get(candidate=people[4]), reason="On leave until spring")
    return people


@pytest.fixture
def published(rita: Recruiter, people: list[Candidate]) -> Ranking:
    ranking.rerank()
    return rita.rankings.get()


def replayed(row: Ranking) -> Replay:
    return replay(Ranking.objects.get(pk=row.pk), readings.current_encoder())


def told(row: Ranking) -> list[str]:
    """The differences, as an auditor reads them."""
    return [*replayed(row).problems, *map(str, replayed(row).differences)]


def change_inputs(row: Ranking, change: Callable[[tiering.Recorded], tiering.Recorded]) -> None:
    """Plant a fault in what was kept."""
    kept = Ranking.objects.get(pk=row.pk)
    recorded = change(tiering.unpack_recorded(bytes(kept.inputs)))
    Ranking.objects.filter(pk=row.pk).update(inputs=tiering.pack_recorded(recorded))


def change_records(row: Ranking, person: Candidate, **fields: int) -> None:
    """Plant a fault in what was published about a person."""
    unpacked = tiering.unpack(bytes(Ranking.objects.get(pk=row.pk).records))
    records = unpacked.records.copy()
    for name, value in fields.items():
        records[name][records["person"] == person.pk] = value
    packed = tiering.pack(replace(unpacked, records=records))
    Ranking.objects.filter(pk=row.pk).update(records=packed)


def run(*arguments: str) -> tuple[int, str]:
    """Exit status and output of the command."""
    out = StringIO()
    try:
        call_command("replay", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_a_ranking_is_made_again_bit_for_bit(published: Ranking) -> None:
    kept = tiering.unpack_recorded(bytes(published.inputs))
    again = tiering.decide(kept.scored, kept.policy)
    assert tiering.pack(again) == bytes(published.records)


def test_everything_agrees_on_the_day(published: Ranking) -> None:
    done = replayed(published)
    assert (done.verdict, told(published), done.fingerprint) == (Verdict.SAME, [], True)
    assert done.made_again == done.pairs == 5 * 2  # five counted statements, two goals read
    assert done.readings == 8
    assert not any(vars(done.gone).values())


def test_it_still_agrees_after_everybody_has_moved(published: Ranking, rita: Recruiter) -> None:
    moves.unpin(rita.relationships.get(candidate__name="Eli"))
    moves.move(
        rita.relationships.get(candidate__name="Ana"), "maintain", by=rita.user, reason="Asked to"
    )
    moves.let_go(rita.relationships.get(candidate__name="Ben"))
    rita.invest_places = 2
    rita.save()
    Statement.objects.get(candidate__name="Cem").correct_kind("problem", by=rita.user)
    ranking.rerank()
    assert replayed(published).verdict == Verdict.SAME
    assert replayed(published).fingerprint
    assert replayed(rita.rankings.get(number=2)).verdict == Verdict.SAME


def test_a_pin_that_ended_counts_as_it_did_then(rita: Recruiter, people: list[Candidate]) -> None:
    held = rita.relationships.get(candidate=people[0])
    moves.pin(held, reason="Away", until=timezone.now() + timedelta(days=1))
    ranking.rerank()
    held.refresh_from_db()
    held.pin_until = timezone.now() - timedelta(seconds=1)
    held.save()
    ranking.rerank()
    assert [replayed(row).verdict for row in rita.rankings.all()] == [Verdict.SAME] * 2


def test_a_changed_vector_is_named(published: Ranking, people: list[Candidate]) -> None:
    statement = people[0].statements.get(text=CLOSE)
    other = TextReading.objects.get(digest=people[2].statements.get().digest)
    TextReading.objects.filter(digest=statement.digest).update(vector=other.vector)
    assert replayed(published).verdict == Verdict.DIFFERS
    finance = Department.objects.get(name="Finance Operations").pk
    assert any(
        line.startswith(f"statement {statement.pk} on department {finance}: points ")
        and line.endswith(" from the stored vectors")
        for line in told(published)
    )
    assert all(f"statement {statement.pk} " in line for line in told(published))


def test_a_goals_changed_vector_is_named(published: Ranking) -> None:
    model = readings.goal_model(readings.current_encoder())
    one, other = TextReading.objects.filter(model=model).exclude(vector=b"")
    TextReading.objects.filter(pk=one.pk).update(vector=other.vector)
    subjects = {line.split(":")[0].split(" on ")[1] for line in told(published)}
    assert len(subjects) == 1


@pytest.mark.parametrize("vector", [b"\x00" * 40, b""])
def test_a_damaged_vector_is_named(
    published: Ranking, people: list[Candidate], vector: bytes
) -> None:
    statement = people[0].statements.get(text=CLOSE)
    TextReading.objects.filter(digest=statement.digest).update(vector=vector)
    (line,) = told(published)
    assert line.startswith(f"statement {statement.pk}: ")


def test_a_vector_that_is_no_number_is_named(published: Ranking, people: list[Candidate]) -> None:
    reading = TextReading.objects.get(digest=people[0].statements.get(text=CLOSE).digest)
    blank = np.full((len(reading.vector) - 4) // 2, np.nan, dtype="<f2").tobytes()
    TextReading.objects.filter(pk=reading.pk).update(vector=bytes(reading.vector[:4]) + blank)
    (line,) = told(published)
    assert line.endswith("vector sound recorded, damaged in the stored reading")


def test_a_changed_certainty_is_named(published: Ranking, people: list[Candidate]) -> None:
    statement = people[0].statements.get(text=CLOSE)
    reading = TextReading.objects.get(digest=statement.digest)
    assert reading.p_purpose is not None
    TextReading.objects.filter(pk=reading.pk).update(p_purpose=np.nextafter(reading.p_purpose, 0))
    (line,) = told(published)
    assert line.startswith(f"statement {statement.pk}: certainty 0.")


def test_a_changed_point_in_the_records_is_named(
    published: Ranking, people: list[Candidate]
) -> None:
    points = tiering.unpack(bytes(published.records)).reason(people[1].pk).points
    change_records(published, people[1], points=points - 1)
    assert told(published) == [
        # Without a sign of its own, doubt is what is between the two.
        f"person {people[1].pk}: doubt {-1 + doubt_of(published, people[1])} published,"
        f" {doubt_of(published, people[1])} decided again",
        f"person {people[1].pk}: points {points - 1} published, {points} decided again",
    ]


def doubt_of(row: Ranking, person: Candidate) -> int:
    """As it was published before the fault."""
    return tiering.unpack(bytes(row.records)).reason(person.pk).doubt


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tier": 0}, "tier Maintain published, Invest decided again"),
        ({"goal": tiering.NOTHING}, "goal none published"),
        ({"statement": tiering.NOTHING}, "statement none published"),
        ({"may_rank": 0}, "may rank no published, yes decided again"),
        ({"last_contact": 738_000}, "last contact 2021-07-29 published, never decided again"),
        ({"bench": 9}, "bench 9 published"),
    ],
)
def test_whatever_is_changed_in_the_records_is_named(
    published: Ranking, people: list[Candidate], fields: dict[str, int], expected: str
) -> None:
    change_records(published, people[0], **fields)
    assert any(f"person {people[0].pk}: {expected}" in line for line in told(published))


def test_another_order_is_named(published: Ranking, people: list[Candidate]) -> None:
    unpacked = tiering.unpack(bytes(published.records))
    turned = replace(unpacked, records=unpacked.records[[1, 0, *range(2, len(people))]])
    Ranking.objects.filter(pk=published.pk).update(records=tiering.pack(turned))
    assert sorted(line.split(": ")[1] for line in told(published)) == [
        "position 1 published, 2 decided again",
        "position 2 published, 1 decided again",
    ]


def test_a_changed_point_in_the_inputs_is_named_twice(
    published: Ranking, people: list[Candidate]
) -> None:
    statement = people[0].statements.get(text=CLOSE)

    def lower(recorded: tiering.Recorded) -> tiering.Recorded:
        points = recorded.scored.points.copy()
        points[recorded.scored.statements.keys == statement.pk] -= 1
        return replace(recorded, scored=replace(recorded.scored, points=np.maximum(points, 0)))

    change_inputs(published, lower)
    lines = told(published)
    assert any(line.startswith(f"person {people[0].pk}: points ") for line in lines)
    assert any(line.startswith(f"statement {statement.pk} on ") for line in lines)


def test_a_changed_policy_number_is_named(published: Ranking) -> None:
    change_inputs(published, lambda kept: replace(kept, policy=replace(kept.policy, faint=19)))
    assert "policy 1: faint 19 recorded, 20 in force under the same name" in told(published)


def test_a_number_changed_in_the_program_under_the_same_name_is_named(
    published: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recruiter.replay.POLICY", tiering.Policy(incumbent_bonus=0))
    assert told(published) == [
        "policy 1: incumbent_bonus 20 recorded, 0 in force under the same name"
    ]


def test_a_policy_of_another_name_is_past_and_decides_as_it_did(
    published: Ranking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recruiter.replay.POLICY", tiering.Policy(discount=0.5, version="2"))
    assert replayed(published).verdict == Verdict.SAME


def test_a_changed_fact_about_a_person_breaks_the_fingerprint(
    published: Ranking, people: list[Candidate]
) -> None:
    """Also where inputs and records were changed alike."""

    def touched(recorded: tiering.Recorded) -> tiering.Recorded:
        people_then = recorded.scored.people
        last = np.where(people_then.keys == people[5].pk, 738_000, people_then.last_contact)
        changed = replace(people_then, last_contact=last.astype(np.int32))
        return replace(recorded, scored=replace(recorded.scored, people=changed))

    change_inputs(published, touched)
    change_records(published, people[5], last_contact=738_000)
    done = replayed(published)
    assert (done.verdict, done.differences, done.fingerprint) == (Verdict.DIFFERS, [], False)


@pytest.mark.parametrize("name", ["people", "entered", "left"])
def test_a_count_that_is_not_the_rankings_is_named(published: Ranking, name: str) -> None:
    Ranking.objects.filter(pk=published.pk).update(**{name: 99})
    assert f"ranking: {name} 99 published" in " ".join(told(published))


def test_a_statement_edited_later_is_declared_and_not_guessed(
    published: Ranking, people: list[Candidate]
) -> None:
    statement = people[0].statements.get(text=CLOSE)
    statement.text = "In my spare time I restore church organs, pipe by pipe, for nothing."
    statement.save()
    ranking.rerank()
    done = replayed(published)
    assert (done.verdict, done.fingerprint) == (Verdict.SAME, None)
    assert (done.gone.edited, done.gone.unread) == ([statement.pk], [statement.pk])
    assert (done.made_again, done.pairs) == (8, 10)
    _, output = run(str(published.pk))
    assert f"Statements edited since: 1 ({statement.pk})" in output


def test_a_text_that_somebody_else_has_as_well_is_still_found(
    published: Ranking, people: list[Candidate]
) -> None:
    make_candidate("Gus", CLOSE)
    statement = people[0].statements.get(text=CLOSE)
    key = statement.pk
    statement.delete()
    done = replayed(published)
    assert (done.gone.deleted, done.gone.unread) == ([key], [])
    assert (done.made_again, done.fingerprint) == (10, True)


def test_a_person_erased_later_is_declared(published: Ranking, people: list[Candidate]) -> None:
    key, said = people[1].pk, list(people[1].statements.order_by("pk").values_list("pk", flat=True))
    people[1].delete()
    done = replayed(published)
    assert done.verdict == Verdict.SAME
    assert (done.gone.people, done.gone.deleted, done.gone.unread) == ([key], said, said)
    assert (done.made_again, done.pairs) == (6, 10)
    status, output = run(str(published.pk))
    assert status == 0
    assert f"People erased since: 1 ({key})" in output


def test_what_is_left_of_an_erased_person_is_still_checked(
    published: Ranking, people: list[Candidate]
) -> None:
    key = people[1].pk
    change_records(published, people[1], bench=7)
    people[1].delete()
    assert f"person {key}: bench 7 published" in " ".join(told(published))


def test_nothing_that_was_kept_holds_a_word_of_anybody(published: Ranking) -> None:
    kept = tiering.unpack_recorded(bytes(published.inputs))
    assert kept.scored.statements.text.max() < 2**48
    words = {kept.policy.version, kept.scored.method}
    assert words == {"1", readings.current_encoder().model_id}


def test_two_texts_that_begin_alike_are_not_taken_for_each_other(
    published: Ranking, people: list[Candidate]
) -> None:
    statement = people[0].statements.get(text=CLOSE)
    reading = TextReading.objects.get(digest=statement.digest)
    digest = bytes(statement.digest)[:6] + bytes(26)
    TextReading.objects.create(model=reading.model, digest=digest, vector=b"", p_purpose=0.1)
    done = replayed(published)
    assert done.gone.unread == [statement.pk]
    assert (done.verdict, done.fingerprint) == (Verdict.SAME, None)


def test_another_encoder_says_what_it_cannot_do(published: Ranking) -> None:
    other = copy(readings.current_encoder())
    other.model_id = "another/2-12345678"
    done = replay(Ranking.objects.get(pk=published.pk), other)
    assert (done.verdict, done.same_encoder, done.made_again) == (Verdict.SAME, False, 0)
    # Decision, certainties and fingerprint do not need it.
    assert (done.readings, done.fingerprint) == (8, True)


def test_under_another_encoder_the_rest_is_still_checked(
    published: Ranking, people: list[Candidate]
) -> None:
    other = copy(readings.current_encoder())
    other.model_id = "another/2-12345678"
    change_records(published, people[0], adds=1)
    done = replay(Ranking.objects.get(pk=published.pk), other)
    assert [one.name for one in done.differences] == ["adds"]


def test_a_ranking_from_before_says_so(published: Ranking) -> None:
    Ranking.objects.filter(pk=published.pk).update(inputs=b"")
    status, output = run(str(published.pk))
    assert status == 2
    assert "Recorded before inputs were kept" in output


@pytest.mark.parametrize("field", ["inputs", "records"])
def test_damage_is_a_sentence(published: Ranking, field: str) -> None:
    Ranking.objects.filter(pk=published.pk).update(**{field: b"damaged"})
    status, output = run(str(published.pk))
    assert status == 1
    assert "It cannot be made again: " in output
    assert output.endswith("It is not as published.\n")


def test_inputs_that_cannot_be_decided_are_a_sentence(published: Ranking) -> None:
    def no_places(kept: tiering.Recorded) -> tiering.Recorded:
        pins = np.full_like(kept.scored.people.pin, tiering.Pin.INVEST)
        people = replace(kept.scored.people, pin=pins)
        return replace(kept, scored=replace(kept.scored, people=people, places=0))

    change_inputs(published, no_places)
    (line,) = told(published)
    assert "More people are pinned" in line


def test_the_command_says_what_was_compared(published: Ranking, rita: Recruiter) -> None:
    status, output = run("--recruiter", rita.user.email.upper(), "--number", "1")
    assert status == 0
    lines = output.splitlines()
    assert lines[0].startswith(f"Re-rank 1 of {rita.user.email}, ranking {published.pk}, published")
    assert lines[1].startswith("Made from 6 people, 8 statements (5 counted), 3 goals and 50 plac")
    assert "Points made again from stored vectors: 10 of 10." in lines
    assert "The fingerprint of the inputs is the published one." in lines
    assert lines[-1] == "Everything agrees."


def test_the_command_names_differences_and_ends_with_one(
    published: Ranking, people: list[Candidate]
) -> None:
    change_records(published, people[0], adds=1)
    status, output = run(str(published.pk))
    assert status == 1
    assert f"person {people[0].pk}: adds 1 published" in output


def test_json_has_the_same(published: Ranking, people: list[Candidate]) -> None:
    status, output = run(str(published.pk), "--json")
    assert status == 0
    answer = json.loads(output)
    assert (answer["verdict"], answer["differences"]) == ("same", [])
    assert (answer["pairs"], answer["pairs_made_again"]) == (10, 10)
    change_records(published, people[0], adds=1)
    status, output = run(str(published.pk), "--json")
    assert status == 1
    (difference,) = json.loads(output)["differences"]
    assert difference["subject"] == f"person {people[0].pk}"
    assert (difference["check"], difference["name"], difference["one"]) == ("decision", "adds", "1")


@pytest.mark.parametrize(
    "arguments", [[], ["--number", "1"], ["--recruiter", "rita@example.com"], ["0"]]
)
def test_a_ranking_must_be_named_and_be_there(published: Ranking, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)


def test_it_writes_nothing_and_asks_little(published: Ranking) -> None:
    row = Ranking.objects.get(pk=published.pk)
    with CaptureQueriesContext(connection) as queries:
        replay(row, readings.current_encoder())
    kinds = [query["sql"].lstrip().split()[0] for query in queries]
    assert sorted(kinds) == ["RELEASE", "SAVEPOINT", "SELECT", "SELECT", "SELECT", "SELECT"]


@pytest.mark.parametrize(
    "address", ["/invest/", "/maintain/", "/status/?seen=:", "/runs/progress/?seen=0"]
)
def test_what_is_asked_often_does_not_read_what_a_ranking_was_made_from(
    published: Ranking, at_desk: Client, address: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = at_desk.get(address, headers=asking("progress") if "seen=0" in address else {})
    assert answer.status_code == 200
    asked = " ".join(query["sql"] for query in queries)
    assert '"recruiter_ranking"."records"' in asked
    assert '"recruiter_ranking"."inputs"' not in asked
