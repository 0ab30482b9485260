"""kill -9 of what works, in the middle of a re-rank: it is repaired, and nobody has to ask.

The figures go to the log with -s and stand in docs/decisions/0005-rerank-protocol.md.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from hiring.models import Department
from recruiter.embedded.valkey import Valkey
from recruiter.models import Recruiter
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_recruiter,
    make_relationship,
    serve,
)
from tests.faults.stand import (
    REPAIR_SECONDS,
    NotInTime,
    Stand,
    barrier,
    children,
    is_done,
    is_held_at_the_barrier,
    stand,
    wait_for,
)

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

Scenario = Callable[[Stand, Recruiter, Department, tuple[str, ...]], float]


@pytest.fixture
def listed(rita: Recruiter) -> Recruiter:
    for text in (
        "On Sundays I teach shopkeepers on our street to keep their own books.",
        "I publish what I learn about closing accounts quickly, for nothing.",
    ):
        make_relationship(rita, make_candidate("", text))
    return rita


def kill_the_child(
    here: Stand, rita: Recruiter, finance: Department, plants: tuple[str, ...]
) -> float:
    """The worker's child dies; the parent starts another."""
    here.start("dispatch", *plants)
    worker = here.start_worker(*plants)
    with barrier():
        wait_for("a run at the barrier", is_held_at_the_barrier, 60)
        for child in children(worker):
            child.kill()
    return wait_for("the repair", lambda: is_done(rita), REPAIR_SECONDS)


def kill_the_worker(
    here: Stand, rita: Recruiter, finance: Department, plants: tuple[str, ...]
) -> float:
    """The whole worker dies; its supervisor starts it again."""
    here.start("dispatch", *plants)
    worker = here.start_worker(*plants)
    with barrier():
        wait_for("a run at the barrier", is_held_at_the_barrier, 60)
        here.kill_group(worker)
    here.start("worker", *plants)
    return wait_for("the repair", lambda: is_done(rita), REPAIR_SECONDS)


def tried_in_vain(here: Stand) -> bool:
    """What the dispatcher says when it could not ring, in earnest and with its fault planted."""
    log = here.log.read_text()
    return "The broker does not answer" in log or "taken for rung" in log


def kill_valkey(
    here: Stand, rita: Recruiter, finance: Department, plants: tuple[str, ...]
) -> float:
    """The broker dies in mid-run; an edit for somebody else is made while it is away."""
    raj, logistics = make_recruiter("Raj Malhotra"), make_department("Logistics", "No van empty.")
    serve(raj, logistics)
    here.start("dispatch", *plants)
    here.start_worker(*plants)
    wait_for("the first rankings", lambda: is_done(rita) and is_done(raj), 60)
    with barrier():
        make_goal(finance, "Every shop on the street closes its own books in a day.")
        wait_for("a run at the barrier", is_held_at_the_barrier, 60)
        here.valkey.kill()
        make_goal(logistics, "No van on any road half empty.")
    wait_for("the run that needs no broker", lambda: is_done(rita), REPAIR_SECONDS)
    # The dispatcher must have tried in vain, or there would be nothing to repair.
    wait_for("a try without the broker", lambda: tried_in_vain(here), 60)
    assert not is_done(raj)
    here.valkey.start()
    return wait_for("the repair", lambda: is_done(raj), REPAIR_SECONDS)


@pytest.mark.parametrize("scenario", [kill_the_child, kill_the_worker, kill_valkey])
def test_a_rerank_outlives_a_kill(
    scenario: Scenario,
    listed: Recruiter,
    finance: Department,
    own_valkey: Valkey,
    tmp_path: Path,
) -> None:
    with stand(own_valkey, tmp_path) as here:
        seconds = scenario(here, listed, finance, ())
    print(f"\nrepaired after {scenario.__name__}: {seconds:.1f} s")
    assert seconds <= REPAIR_SECONDS
    assert is_done(listed)
    assert listed.relationships.count() == 2
    connections.close_all()


@pytest.mark.parametrize(
    ("scenario", "plants"),
    [
        (kill_the_child, ("rings_once", "forgets_at_the_first_word")),
        (kill_the_worker, ("rings_once", "forgets_at_the_first_word")),
        (kill_valkey, ("gives_up_on_the_broker",)),
    ],
)
def test_the_kill_tests_notice_a_planted_fault(
    scenario: Scenario,
    plants: tuple[str, ...],
    listed: Recruiter,
    finance: Department,
    own_valkey: Valkey,
    tmp_path: Path,
) -> None:
    with stand(own_valkey, tmp_path) as here, pytest.raises(NotInTime, match="the repair"):
        scenario(here, listed, finance, plants)
    connections.close_all()
