"""The words that carry a match: looked for by an idle worker, kept without a text, and shown."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from candidates.models import Candidate, Statement
from hiring.models import BigGoal, Department
from recruiter import evidence, matching, profile, ranking, readings
from recruiter.celery import app
from recruiter.encoder import goal_text
from recruiter.encoder.clauses import Evidence, Pair, clauses
from recruiter.models import PairReading, Ranking, Recruiter, RerankDue, TextReading
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_relationship,
    make_statement,
    serve,
)
from tests.recruiter.conftest import PROBLEM

CLOSE = (
    "In my spare time I help small charities close their books in one day,"
    " and on Sundays I bake bread for the street."
)


@pytest.fixture
def amara(rita: Recruiter) -> Candidate:
    candidate = make_candidate("Amara Okonkwo", CLOSE)
    make_relationship(rita, candidate)
    return candidate


def look() -> int:
    return evidence.look(seconds=60)


def kept(candidate: Candidate, goal: BigGoal) -> PairReading:
    return matching.read_spans(
        candidate.statements.get(), goal, readings.current_encoder().model_id
    )


@pytest.mark.django_db
def test_a_published_ranking_is_looked_at_once(
    rita: Recruiter, amara: Candidate, finance: Department, rerank: Callable[[], None]
) -> None:
    rerank()
    assert look() == 1
    assert look() == 0
    found = PairReading.objects.get()
    statement, goal = amara.statements.get(), finance.big_goal
    assert goal is not None
    assert bytes(found.statement_digest) == bytes(statement.digest)
    assert bytes(found.goal_digest) == readings.digest_of(goal_text(finance.name, goal.text))
    assert (found.statement_start, found.statement_end) in clauses(statement.text)
    assert "close their books" in statement.text[found.statement_start : found.statement_end]
    assert (found.goal_start, found.goal_end) in clauses(goal.text)
    assert RerankDue.objects.get(recruiter=rita).pairs_read == Ranking.objects.get().pk


@pytest.mark.django_db
def test_another_ranking_of_the_same_texts_finds_everything_kept(
    rita: Recruiter, amara: Candidate, raj: Recruiter, finance: Department
) -> None:
    serve(raj, finance)
    make_relationship(raj, amara)
    ranking.rerank()
    assert look() == 1
    make_relationship(rita)
    ranking.rerank()
    assert look() == 0
    assert RerankDue.objects.get(recruiter=rita).pairs_read == rita.rankings.latest("pk").pk


@pytest.mark.django_db
def test_whoever_is_below_faint_is_not_looked_at(
    rita: Recruiter, finance: Department, rerank: Callable[[], None]
) -> None:
    for text in (PROBLEM, "On Sundays I teach my neighbours' children to swim in the lake."):
        make_relationship(rita, make_candidate("", text))
    rerank()
    assert look() == 0
    assert not PairReading.objects.exists()


@pytest.mark.django_db
def test_a_re_rank_that_is_owed_goes_first(
    rita: Recruiter,
    raj: Recruiter,
    amara: Candidate,
    rerank: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(2 * evidence.BATCH):
        make_relationship(rita, make_candidate("", f"{CLOSE} That makes {number + 2} a year."))
    rerank()
    assert RerankDue.objects.get(recruiter=raj).is_due
    assert look() == 0
    ranking.rerank([raj.pk])

    def owe_after_a_batch(batch: Sequence[evidence.Matched], encoder: object) -> None:
        del batch, encoder
        RerankDue.objects.get(recruiter=raj).ask()

    monkeypatch.setattr(evidence, "keep", owe_after_a_batch)
    assert look() == evidence.BATCH


@pytest.mark.django_db
def test_a_re_rank_that_is_put_off_after_failures_stops_nobody(
    rita: Recruiter, raj: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    (claim,) = ranking.claim([raj.pk])
    for _ in range(5):
        ranking.fail(claim, ValueError())
        RerankDue.objects.filter(recruiter=raj).update(attempts=5)
    assert look() == 1


@pytest.mark.django_db
def test_a_ranking_by_another_engine_is_left_alone(
    amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    Ranking.objects.update(engine="policy 0, an older encoder")
    assert look() == 0


@pytest.mark.django_db
def test_a_ranking_that_cannot_be_read_does_not_block_the_others(
    rita: Recruiter, raj: Recruiter, amara: Candidate, finance: Department
) -> None:
    serve(raj, finance)
    make_relationship(raj, amara)
    ranking.rerank()
    Ranking.objects.filter(recruiter=rita).update(records=b"damaged")
    assert look() == 1
    assert RerankDue.objects.get(recruiter=rita).pairs_read is not None


@pytest.mark.django_db
@pytest.mark.parametrize("leaver", ["statement", "goal"])
def test_what_was_found_goes_with_the_reading_of_either_text(
    rita: Recruiter, amara: Candidate, finance: Department, rerank: Callable[[], None], leaver: str
) -> None:
    other = make_department("Bakery", "Warm bread on every table of the street on Sundays.")
    serve(rita, other)
    rerank()
    look()
    statement = amara.statements.get()
    twin = PairReading.objects.get()
    twin.pk, twin.statement_digest, twin.goal_digest = None, b"another", b"text"
    twin.save()
    if leaver == "statement":
        amara.delete()
    else:
        TextReading.objects.filter(model=readings.goal_model(readings.current_encoder())).delete()
    left = [bytes(one.statement_digest) for one in PairReading.objects.all()]
    assert bytes(statement.digest) not in left
    assert left == [b"another"]


@pytest.mark.django_db
def test_nothing_is_kept_for_a_text_that_went_meanwhile(
    amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    (found,) = evidence.unseen(bytes(Ranking.objects.get().records))
    amara.statements.all().delete()
    evidence.keep(found, readings.current_encoder())
    assert not PairReading.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_text_that_goes_while_its_pair_is_written_takes_it_along() -> None:
    """Two sessions: the deletion waits for the writer, and then finds what was written."""
    model = readings.current_encoder().model_id
    statement, goal = readings.digest_of("said"), readings.digest_of("Dep: goal")
    TextReading.objects.create(model=model, digest=statement, vector=b"")
    TextReading.objects.create(model=f"{model}#goal", digest=goal, vector=b"")
    batch = [evidence.Matched(Pair("Dep", "goal", "said"), statement, goal)]
    written = Event()

    def delete() -> None:
        written.wait(10)
        TextReading.objects.filter(digest=statement).delete()
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            found = [Evidence((0, 4), (0, 4), 0.1, 0.1)]
            with connection.cursor() as cursor:
                cursor.execute(
                    evidence.KEEP, evidence.columns(batch, found, readings.current_encoder())
                )
            assert PairReading.objects.count() == 1
            written.set()
            going = pool.submit(delete)
        going.result(timeout=10)
    assert not PairReading.objects.exists()


@pytest.mark.django_db
def test_the_page_marks_exactly_what_was_found_in_both_texts(
    at_desk: Client, rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    before = profile.read(rita, amara).match
    assert before is not None
    assert not before.is_marked
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert '<mark data-kind="match">' not in html
    assert "Marked:" not in html

    look()
    match, found = profile.read(rita, amara).match, PairReading.objects.get()
    assert match is not None
    text = amara.statements.get().text
    assert "".join(part.text for part in match.words) == text
    assert [part.text for part in match.words if part.kind] == [
        text[found.statement_start : found.statement_end]
    ]
    goal = "".join(part.text for part in match.goal)
    assert [part.text for part in match.goal if part.kind] == [
        goal[found.goal_start : found.goal_end]
    ]
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert html.count('<mark data-kind="match">') == 2
    assert "Marked:" in html


@pytest.mark.django_db
def test_an_edited_statement_or_goal_loses_its_marks_until_they_are_looked_at_again(
    rita: Recruiter, amara: Candidate, finance: Department, rerank: Callable[[], None]
) -> None:
    rerank()
    look()
    Statement.objects.update(text=CLOSE.replace("small", "little"))
    match = profile.read(rita, amara).match
    assert match is not None
    assert not match.is_marked
    rerank()
    look()
    match = profile.read(rita, amara).match
    assert match is not None
    assert match.is_marked
    make_goal(finance, "Books that close in one day, for every charity and every shop.")
    assert finance.big_goal is not None
    assert not kept(amara, finance.big_goal).statement_end
    Department.objects.update(name="Ledgers")
    match = profile.read(rita, amara).match
    assert match is not None
    assert not match.is_marked


@pytest.mark.django_db
def test_a_side_that_carries_nothing_has_no_marks(
    rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    look()
    PairReading.objects.update(goal_start=0, goal_end=0)
    match = profile.read(rita, amara).match
    assert match is not None
    assert [part.kind for part in match.goal] == [""]
    assert match.is_marked


def test_the_work_is_on_the_clock_and_skips_a_beat_that_it_missed() -> None:
    entry = app.conf.beat_schedule["look_for_evidence"]
    assert entry["task"] == "recruiter.look_for_evidence"
    assert entry["options"]["expires"] <= entry["schedule"]


@pytest.mark.django_db
def test_two_statements_of_one_goal_are_looked_at_together(
    rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    for number in range(evidence.BATCH):
        bo = make_candidate()
        make_statement(bo, f"{CLOSE} That makes {number + 2} a year.")
        make_relationship(rita, bo)
    rerank()
    batches = list(evidence.unseen(bytes(Ranking.objects.get().records)))
    assert [len(batch) for batch in batches] == [evidence.BATCH, 1]
    assert look() == evidence.BATCH + 1
