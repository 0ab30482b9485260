"""The re-rank protocol, step by step and without chance: each promise, and the fault it catches."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from django.utils import timezone

from hiring.models import Department
from recruiter import moves, ranking, readings, tiering
from recruiter.models import Ranking, Recruiter, Relationship, Tier, TierMove
from recruiter.ranking import Outcome
from recruiter.snapshot import Inputs
from recruiter.sweep import sweep
from tests.factories import make_candidate, make_goal, make_recruiter, make_relationship
from tests.faults.plants import planted

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

MATCH = "On Sundays I teach shopkeepers on our street to close their own books in a day."
OTHER = "I rebuild wooden boats with my neighbours and give them to the sailing school."


@pytest.fixture
def listed(rita: Recruiter) -> Recruiter:
    for text in (MATCH, OTHER):
        make_relationship(rita, make_candidate("", text))
    return rita


def published(rita: Recruiter) -> tiering.Ranking:
    rita.rerank.refresh_from_db()
    assert rita.rerank.published is not None
    return tiering.unpack(bytes(rita.rerank.published.records))


def mark_due(rita: Recruiter) -> None:
    rita.rerank.ask()


def row_versions() -> list[tuple[int, str]]:
    """Physical versions of the relationship rows: they change when a row is written at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM recruiter_relationship ORDER BY id")
        rows: list[tuple[int, str]] = cursor.fetchall()
    return rows


def computed(claim: ranking.Claim) -> list[ranking.Result]:
    """What a run would publish, with every text read."""
    results, unread = ranking.compute([claim])
    for inputs in unread:
        readings.read_goals(inputs.unread_goals, readings.unnoticed, until=math.inf)
        readings.read_statements(inputs.unread_statements, readings.unnoticed, until=math.inf)
        results, _ = ranking.compute([claim])
    assert results
    return results


def second_run_writes_nothing(rita: Recruiter, finance: Department) -> None:
    ranking.rerank()
    before = row_versions(), TierMove.objects.count(), Ranking.objects.count()
    mark_due(rita)
    assert ranking.rerank() == {rita.pk: Outcome.UNCHANGED}
    assert (row_versions(), TierMove.objects.count(), Ranking.objects.count()) == before
    rita.rerank.refresh_from_db()
    assert rita.rerank.done == rita.rerank.due


def two_workers_never_work_on_the_same_recruiter(rita: Recruiter, finance: Department) -> None:
    """Two workers take what is due at the same time: everybody is taken, and taken once."""
    due = {rita.pk, *(make_recruiter().pk for _ in range(40))}
    start = Barrier(2)

    def take_all(_: int) -> list[int]:
        start.wait()
        taken: list[int] = []
        try:
            for _ in range(5):
                taken += [one.recruiter_id for one in ranking.claim()]
        finally:
            connections.close_all()
        return taken

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(take_all, range(2))
    assert sorted(one + other) == sorted(due)


def a_zombie_does_not_publish(rita: Recruiter, finance: Department) -> None:
    """A claims; its lease ends; the goal changes; B claims and publishes; then A publishes.

    The same people match every wording, so that nothing but the fence can stop A.
    """
    ranking.rerank()
    make_goal(finance, "Every shop on the street closes its own books in a day.")
    (late,) = ranking.claim()
    old = computed(late)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE recruiter_rerankdue SET lease_until = NULL, retry_at = NULL")
    goal = make_goal(finance, "Shopkeepers close their own books, in one day, without help.")
    assert ranking.rerank() == {rita.pk: Outcome.PUBLISHED}
    outcome = ranking.publish(old)
    assert [int(version) for version in published(rita).goals["version"]] == [goal.pk]
    assert outcome == {rita.pk: Outcome.SUPERSEDED}
    generations = list(rita.rankings.order_by("number").values_list("generation", flat=True))
    assert generations == sorted(set(generations))


def an_edit_during_the_run_is_not_lost(rita: Recruiter, finance: Department) -> None:
    (claim,) = ranking.claim()
    results = computed(claim)
    goal = make_goal(finance, "Every figure is known the day it happens.")
    assert ranking.publish(results) == {rita.pk: Outcome.PUBLISHED}
    ranking.rerank()
    assert [int(version) for version in published(rita).goals["version"]] == [goal.pk]
    rita.rerank.refresh_from_db()
    assert rita.rerank.done == rita.rerank.due


def a_pin_that_ends_is_noticed(rita: Recruiter, finance: Department) -> None:
    stranger = make_relationship(rita, make_candidate("", "I have a forklift licence."))
    relationship = Relationship.objects.get(pk=stranger.pk)
    moves.move(relationship, Tier.INVEST, by=rita.user, reason="Asked to be heard")
    Relationship.objects.filter(pk=stranger.pk).update(
        pin_until=timezone.now() + timedelta(seconds=0.6)
    )
    ranking.rerank()
    stranger.refresh_from_db()
    assert stranger.tier == Tier.INVEST
    time.sleep(0.7)  # the very thing under test: only time passes
    sweep()
    ranking.rerank()
    stranger.refresh_from_db()
    assert (stranger.tier, stranger.pin) == (Tier.MAINTAIN, "")
    assert rita.rankings.order_by("-number")[0].cause == "time"


Promise = Callable[[Recruiter, Department], None]
PROMISES = [
    (second_run_writes_nothing, "every_input_looks_new"),
    (two_workers_never_work_on_the_same_recruiter, "no_lease"),
    (a_zombie_does_not_publish, "no_fence"),
    (an_edit_during_the_run_is_not_lost, "done_is_whatever_is_due"),
    (a_pin_that_ends_is_noticed, "time_is_forgotten"),
]


@pytest.mark.parametrize("promise", [promise for promise, _ in PROMISES])
def test_promise(promise: Promise, listed: Recruiter, finance: Department) -> None:
    promise(listed, finance)


@pytest.mark.parametrize(("promise", "fault"), PROMISES)
def test_promise_turns_red_when_its_fault_is_planted(
    promise: Promise, fault: str, listed: Recruiter, finance: Department
) -> None:
    with planted(fault), pytest.raises(AssertionError):
        promise(listed, finance)


def test_a_dead_run_is_taken_over_when_its_lease_ends(
    listed: Recruiter, settings: LazySettings
) -> None:
    settings.RERANK_LEASE_SECONDS = 0.2
    assert ranking.claim()
    assert ranking.rerank() == {}
    time.sleep(0.3)  # the lease itself is under test
    assert ranking.rerank() == {listed.pk: Outcome.PUBLISHED}


def test_a_slow_run_keeps_its_lease(
    listed: Recruiter, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RERANK_LEASE_SECONDS = 0.3
    compute = ranking.compute
    stolen: list[ranking.Claim] = []

    def slow(
        claims: list[ranking.Claim],
    ) -> tuple[list[ranking.Result], list[Inputs]]:
        time.sleep(0.8)
        stolen.extend(ranking.claim())
        return compute(claims)

    monkeypatch.setattr(ranking, "compute", slow)
    assert ranking.rerank() == {listed.pk: Outcome.PUBLISHED}
    assert stolen == []
