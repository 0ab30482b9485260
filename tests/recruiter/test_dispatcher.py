"""The dispatcher rings for what is due, again for what nobody took, and not more than that."""

import pytest
from django.conf import LazySettings
from django.db import connection, connections, transaction
from kombu.exceptions import OperationalError as BrokerError

from recruiter import dispatcher, ranking
from recruiter.dispatcher import Bell
from recruiter.models import Recruiter
from tests.factories import make_recruiter


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rung() -> list[list[int]]:
    return []


@pytest.fixture
def bell(rung: list[list[int]], clock: Clock) -> Bell:
    return Bell(rung.append, clock)


def test_what_is_due_is_rung_once(bell: Bell, rung: list[list[int]]) -> None:
    assert bell.look([(1, 5), (2, 9)]) == [1, 2]
    assert bell.look([(1, 5), (2, 9)]) == []
    assert rung == [[1, 2]]


def test_what_nobody_took_is_rung_again(bell: Bell, rung: list[list[int]], clock: Clock) -> None:
    bell.look([(1, 5)])
    clock.now += dispatcher.RING_AGAIN_SECONDS
    bell.look([(1, 5)])
    assert rung == [[1], [1]]


def test_a_hot_recruiter_costs_two_rings_a_second(
    bell: Bell, rung: list[list[int]], clock: Clock
) -> None:
    for due in range(20):
        bell.look([(1, due)])
        clock.now += 0.05
    assert len(rung) == 2


def test_who_is_held_back_is_looked_at_again_soon(bell: Bell, clock: Clock) -> None:
    bell.look([(1, 5)])
    assert bell.patience([(1, 5)]) == dispatcher.LOOK_EVERY_SECONDS
    clock.now += 0.1
    bell.look([(1, 6)])
    assert bell.patience([(1, 6)]) == dispatcher.AT_MOST_EVERY_SECONDS


def test_many_are_rung_in_chunks(bell: Bell, rung: list[list[int]], settings: LazySettings) -> None:
    settings.RERANK_CHUNK = 3
    bell.look([(number, 1) for number in range(1, 8)])
    assert [len(chunk) for chunk in rung] == [3, 3, 1]


def test_a_broker_that_is_away_is_rung_again_at_once(clock: Clock) -> None:
    calls: list[list[int]] = []

    def away(ids: list[int]) -> None:
        calls.append(ids)
        raise BrokerError("away")

    bell = Bell(away, clock)
    for _ in range(2):
        with pytest.raises(BrokerError):
            bell.look([(1, 5)])
    assert calls == [[1], [1]]


@pytest.mark.django_db
def test_only_what_is_free_and_due_is_seen(rita: Recruiter, raj: Recruiter) -> None:
    assert {recruiter for recruiter, _ in dispatcher.free_and_due()} == {rita.pk, raj.pk}
    ranking.claim([rita.pk])
    ranking.rerank([raj.pk])
    assert dispatcher.free_and_due() == []


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_heard_and_a_rollback_is_not(rita: Recruiter) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {dispatcher.CHANNEL}")
    assert not dispatcher.heard(0.05)
    with transaction.atomic():
        make_recruiter()
        transaction.set_rollback(True)
    assert not dispatcher.heard(0.05)
    rita.rerank.ask()
    assert dispatcher.heard(5)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_it_outlives_a_broker_and_stops_when_told(rita: Recruiter) -> None:
    calls: list[list[int]] = []

    def ring(ids: list[int]) -> None:
        calls.append(ids)
        if len(calls) == 1:
            raise ConnectionError("refused")

    dispatcher.run(ring, stopped=lambda: len(calls) >= 2)
    assert calls == [[rita.pk], [rita.pk]]
    connections.close_all()
