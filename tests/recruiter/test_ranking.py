"""The re-rank from the outside: who gets in, what is kept, what a failure leaves behind."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, PurposeState
from hiring.models import Department
from recruiter import moves, ranking, readings, snapshot, tiering
from recruiter.encoder import EncoderError
from recruiter.models import Ranking, Recruiter, Relationship, RerankDue, TextReading, Tier
from recruiter.ranking import Outcome
from recruiter.sweep import sweep
from tests.factories import (
    make_candidate,
    make_contact,
    make_department,
    make_goal,
    make_recruiter,
    make_relationship,
    make_statement,
    serve,
)

pytestmark = pytest.mark.django_db

PURPOSE = "In my spare time I help shopkeepers on our street to close their books in a day."
PROBLEM = "I hold a certificate in month-end closing and have closed books for eleven years."


def tier_of(candidate: Candidate) -> str:
    return Relationship.objects.get(candidate=candidate).tier


def test_a_purpose_gets_in_and_a_problem_does_not(rita: Recruiter) -> None:
    purpose, problem = make_candidate("", PURPOSE), make_candidate("", PROBLEM)
    for candidate in (purpose, problem):
        make_relationship(rita, candidate)
    assert ranking.rerank() == {rita.pk: Outcome.PUBLISHED}
    assert (tier_of(purpose), tier_of(problem)) == (Tier.INVEST, Tier.MAINTAIN)
    row = Ranking.objects.get()
    assert (row.number, row.entered, row.left, row.people) == (1, 1, 0, 2)


def test_a_persons_word_is_right_at_once(rita: Recruiter) -> None:
    candidate = make_candidate("", PURPOSE)
    make_relationship(rita, candidate)
    ranking.rerank()
    candidate.statements.get().correct_kind("problem", by=rita.user)
    ranking.rerank()
    assert tier_of(candidate) == Tier.MAINTAIN
    candidate.statements.get().correct_kind("", by=rita.user)
    ranking.rerank()
    assert tier_of(candidate) == Tier.INVEST


def test_who_objected_is_never_ranked(rita: Recruiter) -> None:
    candidate = make_candidate("", PURPOSE, objected_at=timezone.now())
    make_relationship(rita, candidate)
    ranking.rerank()
    assert tier_of(candidate) == Tier.MAINTAIN
    (reason,) = tiering.unpack(bytes(Ranking.objects.get().records)).reasons()
    assert (reason.points, reason.may_rank) == (0, False)


def test_a_goal_that_is_not_read_matches_nobody(rita: Recruiter, finance: Department) -> None:
    make_goal(finance, "Wir wollen, dass alle Menschen in der Firma ihre Zahlen selbst verstehen.")
    candidate = make_candidate("", PURPOSE)
    make_relationship(rita, candidate)
    ranking.rerank()
    assert tier_of(candidate) == Tier.MAINTAIN
    assert TextReading.objects.exclude(not_read="").get().vector == b""


def test_a_closed_department_matches_nobody(rita: Recruiter, finance: Department) -> None:
    candidate = make_candidate("", PURPOSE)
    make_relationship(rita, candidate)
    ranking.rerank()
    finance.closed_at = timezone.now()
    finance.save()
    ranking.rerank()
    assert tier_of(candidate) == Tier.MAINTAIN


def test_a_pin_is_obeyed_and_a_move_by_hand_sticks(rita: Recruiter) -> None:
    match, other = make_candidate("", PURPOSE), make_candidate("", PROBLEM)
    down, up = make_relationship(rita, match), make_relationship(rita, other)
    ranking.rerank()
    down.refresh_from_db()
    moves.swap(up, down, by=rita.user, reason="They asked for time")
    assert ranking.rerank() == {rita.pk: Outcome.PUBLISHED}
    assert (tier_of(match), tier_of(other)) == (Tier.MAINTAIN, Tier.INVEST)


def test_every_texts_is_read_once_for_all_recruiters(rita: Recruiter, raj: Recruiter) -> None:
    candidate = make_candidate("", PURPOSE)
    for recruiter in (rita, raj):
        make_relationship(recruiter, candidate)
    ranking.rerank()
    first = list(TextReading.objects.order_by("pk").values_list("pk", "created_at"))
    RerankDue.objects.all()[0].ask()
    ranking.rerank()
    assert list(TextReading.objects.order_by("pk").values_list("pk", "created_at")) == first
    assert len(first) == 2  # the statement and the goal


def test_purpose_states_follow_the_statements(rita: Recruiter) -> None:
    stated = make_candidate("", PURPOSE)
    heard = make_candidate()
    make_statement(heard, PURPOSE, source="heard")
    asked = make_candidate("", PROBLEM, asked_on=timezone.localdate())
    never = make_candidate()
    for candidate in (stated, heard, asked, never):
        make_relationship(rita, candidate)
    ranking.rerank()
    states = [Candidate.objects.get(pk=c.pk).purpose_state for c in (stated, heard, asked, never)]
    assert states == [
        PurposeState.STATED,
        PurposeState.HEARD,
        PurposeState.ASKED,
        PurposeState.NEVER_ASKED,
    ]


def test_people_outside_are_ordered_by_fit_then_by_silence(rita: Recruiter) -> None:
    long_ago, lately, never = (make_candidate(name) for name in ("Ana", "Ben", "Cem"))
    for candidate in (lately, never, long_ago):
        make_relationship(rita, candidate)
    make_contact(lately, rita.user, days_ago=3)
    make_contact(long_ago, rita.user, days_ago=300)
    ranking.rerank()
    order = [r.person for r in tiering.unpack(bytes(Ranking.objects.get().records)).reasons()]
    assert order == [never.pk, long_ago.pk, lately.pk]


def test_a_failure_is_shown_and_the_last_good_ranking_stays(
    rita: Recruiter, raj: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_relationship(rita, make_candidate("", PURPOSE))
    ranking.rerank()
    last_good = rita.rankings.get()
    rita.rerank.refresh_from_db()
    rita.rerank.ask()
    raj.rerank.refresh_from_db()
    raj.rerank.ask()
    rank_one = ranking.rank_one

    def poisoned(inputs: snapshot.Inputs) -> ranking.Result:
        if inputs.recruiter_id == rita.pk:
            raise ValueError(PURPOSE)
        return rank_one(inputs)

    monkeypatch.setattr(ranking, "rank_one", poisoned)
    outcomes = ranking.rerank()
    assert outcomes == {rita.pk: Outcome.FAILED, raj.pk: Outcome.UNCHANGED}
    due = RerankDue.objects.get(recruiter=rita)
    assert due.failure == "ValueError"  # what happened, and no word of what was read
    assert due.failed_at is not None
    assert due.published == last_good
    assert due.retry_at is not None
    assert due.is_due
    assert ranking.rerank() == {}  # it backs off
    monkeypatch.undo()
    make_relationship(rita, make_candidate())  # a new input is tried at once
    assert ranking.rerank() == {rita.pk: Outcome.PUBLISHED}
    mended = RerankDue.objects.get(recruiter=rita)
    assert (mended.failed_at, mended.failure, mended.attempts) == (None, "", 0)


def test_an_encoder_without_weights_says_so(
    rita: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(texts: Sequence[str], progress: object, *, until: float) -> None:
        raise EncoderError("The weights are missing. Install the locks again.")

    monkeypatch.setattr(readings, "read_goals", missing)
    assert ranking.rerank() == {rita.pk: Outcome.FAILED}
    assert "Install the locks again" in RerankDue.objects.get(recruiter=rita).failure


def test_a_worker_that_dies_in_silence_is_noticed(rita: Recruiter) -> None:
    RerankDue.objects.filter(recruiter=rita).update(
        attempts=3, lease_until=timezone.now() - timedelta(seconds=1)
    )
    sweep()
    assert "without a word" in RerankDue.objects.get(recruiter=rita).failure


def test_another_engine_makes_every_ranking_due(rita: Recruiter) -> None:
    ranking.rerank()
    assert sweep().by_engine == []
    Ranking.objects.update(engine="policy 0, somebody else")
    assert sweep().by_engine == [rita.pk]
    assert sweep().by_engine == []


def test_the_inputs_take_a_fixed_number_of_queries(
    rita: Recruiter, raj: Recruiter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    serve(raj, make_department("", "Be kind."))
    for recruiter in (rita, raj):
        for _ in range(5):
            make_relationship(recruiter, make_candidate("", f"{PURPOSE} {recruiter.pk} {_}"))
    encoder = readings.current_encoder()
    with django_assert_num_queries(7):  # five queries and one savepoint around them
        snapshot.take([rita.pk, raj.pk], encoder, policy=ranking.POLICY, at=timezone.now())


def test_statements_of_people_on_nobodys_list_are_read_too(rita: Recruiter) -> None:
    candidate = make_candidate("", PURPOSE)
    assert readings.read_unlisted(10, seconds=60) == 1
    assert readings.read_unlisted(10, seconds=60) == 0
    candidate.refresh_from_db()
    assert candidate.purpose_state == PurposeState.STATED


def test_the_database_and_python_agree_on_digests() -> None:
    text = "Ærlig talt, 私は古い地図が好きです. Ünïcödé — “quoted”."
    statement = make_statement(make_candidate(), text)
    statement.refresh_from_db()
    assert bytes(statement.digest) == readings.digest_of(text)


def test_no_code_needs_a_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_who_failed_often_is_worked_on_alone_and_last(
    rita: Recruiter, raj: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, worse = make_recruiter(), make_recruiter()
    together: list[list[int]] = []
    compute = ranking.compute

    def watched(
        claims: Sequence[ranking.Claim],
    ) -> tuple[list[ranking.Result], list[snapshot.Inputs]]:
        together.append([one.recruiter_id for one in claims])
        return compute(claims)

    ranking.rerank([rita.pk])
    RerankDue.objects.get(recruiter=rita).ask()
    RerankDue.objects.filter(recruiter__in=[rita, worse]).update(attempts=2)
    monkeypatch.setattr(ranking, "compute", watched)
    outcomes = ranking.rerank()
    assert together == [[raj.pk, other.pk], [rita.pk]]
    assert outcomes[worse.pk] == Outcome.POSTPONED
    assert RerankDue.objects.get(recruiter=worse).attempts == 2  # not charged for another's fault
    assert ranking.rerank() == {worse.pk: Outcome.PUBLISHED}


def test_nobody_waits_for_the_texts_of_somebody_else(
    rita: Recruiter, raj: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        make_relationship(rita, make_candidate("", f"{PURPOSE} {number}"))
    order: list[int] = []
    publish_one = ranking.publish_one

    def watched(result: ranking.Result) -> Outcome:
        order.append(result.inputs.recruiter_id)
        return publish_one(result)

    monkeypatch.setattr(ranking, "publish_one", watched)
    ranking.rerank()
    assert order == [raj.pk, rita.pk]


def test_what_cannot_be_read_in_time_stays_due_and_goes_on_from_there(
    rita: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        make_relationship(rita, make_candidate("", f"{PURPOSE} {number}"))
    monkeypatch.setattr(ranking, "READING_SECONDS", 0.001)
    monkeypatch.setattr(readings, "BATCH", 15)
    outcomes: list[Outcome] = []
    kept: list[int] = []
    for _ in range(4):
        outcomes.append(ranking.rerank()[rita.pk])
        kept.append(TextReading.objects.count())
        if outcomes[-1] == Outcome.PUBLISHED:
            break
        assert not Ranking.objects.exists()
    assert outcomes == [Outcome.POSTPONED, Outcome.POSTPONED, Outcome.PUBLISHED]
    assert kept == [16, 31, 41]  # the goal first, and then fifteen statements at a time


def test_a_ranking_in_a_format_of_another_day_is_no_obstacle(rita: Recruiter) -> None:
    ranking.rerank()
    Ranking.objects.update(records=b"another format", input_hash=b"")
    RerankDue.objects.get().ask()
    assert ranking.rerank() == {rita.pk: Outcome.PUBLISHED}


def test_a_correction_is_known_of_the_person_at_once(rita: Recruiter) -> None:
    candidate = make_candidate("", PROBLEM)
    make_relationship(rita, candidate)
    ranking.rerank()
    candidate.statements.get().correct_kind("purpose", by=rita.user)
    ranking.rerank()
    candidate.refresh_from_db()
    assert candidate.purpose_state == PurposeState.STATED
