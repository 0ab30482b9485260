"""Capacity is a fact of the database: it holds at every commit, whoever writes, however many."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import (
    IntegrityError,
    OperationalError,
    connection,
    connections,
    transaction,
)

from candidates.models import Candidate
from recruiter import moves
from recruiter.middleware import TRY_AGAIN, sqlstate
from recruiter.models import Recruiter, Relationship, Tier
from recruiter.violations import constraint_name, sentence
from tests.factories import make_candidate, make_recruiter, make_relationship

SECONDS = 2.5
WRITERS = 6

# One statement is one moment: what the counters say beside what is really there.
READING = """
SELECT recruiter.capacity, recruiter.invest_places, recruiter.used, recruiter.invest_used,
       count(relationship.id), count(relationship.id) FILTER (WHERE relationship.tier = 'invest')
  FROM recruiter_recruiter AS recruiter
  LEFT JOIN recruiter_relationship AS relationship ON relationship.recruiter_id = recruiter.id
 GROUP BY recruiter.id
"""


def rows(sql: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[int, ...]] = cursor.fetchall()
    return found


def assert_capacity_holds() -> None:
    for capacity, places, used, invest_used, people, invested in rows(READING):
        assert (used, invest_used) == (people, invested)
        assert people <= capacity
        assert invested <= places


def insert(pick: random.Random, recruiter: Recruiter, people: list[int]) -> None:
    Relationship.objects.create(
        recruiter=recruiter, candidate_id=pick.choice(people), tier=pick.choice(Tier.values)
    )


def delete(pick: random.Random, recruiter: Recruiter, people: list[int]) -> None:
    Relationship.objects.filter(recruiter=recruiter, candidate_id=pick.choice(people)).delete()


def retier(pick: random.Random, recruiter: Recruiter, people: list[int]) -> None:
    Relationship.objects.filter(
        recruiter=recruiter, candidate_id__in=pick.sample(people, 3)
    ).update(tier=pick.choice(Tier.values))


def swap(pick: random.Random, recruiter: Recruiter, people: list[int]) -> None:
    mine = list(Relationship.objects.filter(recruiter=recruiter))
    up = [one for one in mine if one.tier == Tier.MAINTAIN]
    down = [one for one in mine if one.tier == Tier.INVEST]
    if up and down:
        moves.swap(pick.choice(up), pick.choice(down), by=recruiter.user, reason="A trial")


def resize(pick: random.Random, recruiter: Recruiter, people: list[int]) -> None:
    Recruiter.objects.filter(pk=recruiter.pk).update(
        capacity=pick.randint(10, 14), invest_places=pick.randint(3, 5)
    )


ACTS: list[Callable[[random.Random, Recruiter, list[int]], None]] = [
    insert,
    insert,
    insert,
    delete,
    retier,
    swap,
    resize,
]


def writer(
    seed: int, isolation: str, until: float, recruiters: list[int], people: list[int]
) -> int:
    """Do random things until the time is over. Returns how many were accepted."""
    pick, accepted = random.Random(seed), 0
    owners = list(Recruiter.objects.select_related("user").filter(pk__in=recruiters))
    while time.monotonic() < until:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
                pick.choice(ACTS)(pick, pick.choice(owners), people)
            accepted += 1
        except (IntegrityError, moves.CannotMove, Relationship.DoesNotExist):
            pass
        except OperationalError as error:
            if sqlstate(error) not in TRY_AGAIN:
                raise
    connections.close_all()
    return accepted


def reader(until: float) -> int:
    readings = 0
    try:
        while time.monotonic() < until:
            assert_capacity_holds()
            readings += 1
    finally:
        connections.close_all()
    return readings


def storm(isolation: str) -> tuple[int, int]:
    """Writers of every kind against two small lists, and readers that count."""
    recruiters = [make_recruiter(capacity=12, invest_places=4).pk for _ in range(2)]
    people = [make_candidate().pk for _ in range(20)]
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        writers = [
            pool.submit(writer, seed, isolation, until, recruiters, people)
            for seed in range(WRITERS)
        ]
        readers = [pool.submit(reader, until) for _ in range(2)]
        accepted = sum(one.result() for one in writers)
        readings = sum(one.result() for one in readers)
    assert_capacity_holds()
    return accepted, readings


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_capacity_holds_under_concurrent_writers(isolation: str) -> None:
    accepted, readings = storm(isolation)
    print(f"\n{isolation}: {accepted} accepted writes, {readings} readings, 0 violations")
    assert accepted > 20
    assert readings > 20


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("fault", "repair"),
    [
        (
            "ALTER TABLE recruiter_relationship DISABLE TRIGGER relationship_count_insert",
            "ALTER TABLE recruiter_relationship ENABLE TRIGGER relationship_count_insert",
        ),
        (
            "ALTER TABLE recruiter_recruiter DROP CONSTRAINT recruiter_invest_places_kept",
            "ALTER TABLE recruiter_recruiter ADD CONSTRAINT recruiter_invest_places_kept"
            " CHECK (invest_used BETWEEN 0 AND invest_places)",
        ),
        (
            "ALTER TABLE recruiter_recruiter DISABLE TRIGGER recruiter_counters_guarded",
            "ALTER TABLE recruiter_recruiter ENABLE TRIGGER recruiter_counters_guarded",
        ),
    ],
)
def test_the_storm_notices_a_planted_fault(fault: str, repair: str) -> None:
    def stale_save(pick: random.Random, recruiter: Recruiter, people: list[int]) -> None:
        recruiter.save()

    ACTS.append(stale_save)
    with connection.cursor() as cursor:
        cursor.execute(fault)
    try:
        with pytest.raises(AssertionError):
            storm("READ COMMITTED")
    finally:
        ACTS.remove(stale_save)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE recruiter_recruiter CASCADE")
            cursor.execute(repair)


@pytest.mark.django_db
def test_a_stale_save_does_not_put_old_counters_back() -> None:
    stale = make_recruiter(capacity=3, invest_places=2)
    make_relationship(stale, tier=Tier.INVEST)
    stale.save()
    stale.refresh_from_db()
    assert (stale.used, stale.invest_used) == (1, 1)


@pytest.mark.django_db
def test_a_full_list_refuses_with_a_sentence() -> None:
    recruiter = make_recruiter(capacity=1, invest_places=1)
    make_relationship(recruiter)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make_relationship(recruiter)
    assert constraint_name(refused.value) == "recruiter_capacity_kept"
    assert "raise the capacity" in sentence(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"capacity": 1, "invest_places": 1}, "recruiter_capacity_kept"),
        ({"invest_places": 1}, "recruiter_invest_places_kept"),
        ({"capacity": 0}, "recruiter_capacity_sensible"),
        ({"invest_places": 6}, "recruiter_invest_places_within_capacity"),
    ],
)
def test_lowering_below_use_is_refused(change: dict[str, int], constraint: str) -> None:
    recruiter = make_recruiter(capacity=5, invest_places=2)
    for _ in range(2):
        make_relationship(recruiter, tier=Tier.INVEST)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Recruiter.objects.filter(pk=recruiter.pk).update(**change)
    assert sentence(refused.value)
    assert constraint in str(refused.value) or "recruiter_" in constraint_name(refused.value)


@pytest.mark.django_db
def test_a_swap_at_full_invest_moves_both_or_neither() -> None:
    recruiter = make_recruiter(capacity=2, invest_places=1)
    down = make_relationship(recruiter, tier=Tier.INVEST)
    up = make_relationship(recruiter)
    moves.swap(up, down, by=recruiter.user, reason="Closer to Finance")
    up.refresh_from_db()
    down.refresh_from_db()
    assert (up.tier, down.tier) == (Tier.INVEST, Tier.MAINTAIN)
    assert up.moves.get().reason == "Closer to Finance"
    with pytest.raises(moves.CannotMove):
        moves.swap(up, down, by=recruiter.user, reason="Again")


@pytest.mark.django_db(transaction=True)
def test_swaps_in_opposite_orders_never_wait_for_each_other() -> None:
    recruiter = make_recruiter(capacity=2, invest_places=1)
    one, other = make_relationship(recruiter, tier=Tier.INVEST), make_relationship(recruiter)
    pair = {one.pk: other.pk, other.pk: one.pk}

    def swapper(first: int) -> int:
        swapped = 0
        try:
            for _ in range(60):
                up = Relationship.objects.get(pk=first)
                down = Relationship.objects.get(pk=pair[first])
                try:
                    moves.swap(up, down, by=recruiter.user, reason="Back and forth")
                    swapped += 1
                except moves.CannotMove:
                    continue
        finally:
            connections.close_all()
        return swapped

    with ThreadPoolExecutor(2) as pool:
        swapped = sum(pool.map(swapper, pair))
    assert swapped > 0
    assert_capacity_holds()


@pytest.mark.django_db(transaction=True)
def test_adding_the_same_person_twice_at_once_makes_one_row() -> None:
    recruiter, candidate = make_recruiter(), make_candidate()

    def add(_: int) -> str:
        try:
            moves.add(recruiter, Candidate.objects.get(pk=candidate.pk))
        except IntegrityError as error:
            return sentence(error)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(add, range(4)))
    assert said == ["", *["This person is already on your list."] * 3]
    assert recruiter.relationships.count() == 1
