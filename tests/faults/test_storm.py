"""Two workers, a dispatcher, edits from everywhere and kills at random: in the end all is true."""

import random
import time
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from recruiter import readings, snapshot
from recruiter.embedded.valkey import Valkey
from recruiter.models import Ranking, Recruiter, RerankDue, Tier
from recruiter.ranking import POLICY
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_recruiter,
    make_relationship,
    make_statement,
    serve,
)
from tests.faults.stand import children, stand, wait_for

SECONDS = 8.0
AIMS = ["keep vaccines cold", "close books in a day", "teach neighbours", "mend what breaks"]


def everything_is_done() -> bool:
    return all(row.due == row.done for row in RerankDue.objects.all())


def assert_published_is_true() -> None:
    """What is published answers the inputs as they are, and each ranking came after the last."""
    encoder = readings.current_encoder()
    ids = list(Recruiter.objects.values_list("pk", flat=True))
    now = snapshot.take(ids, encoder, policy=POLICY, at=timezone.now())
    for inputs in now:
        assert inputs.is_read
        assert inputs.published_hash == inputs.hash(inputs.invested())
    for recruiter in ids:
        rankings = Ranking.objects.filter(recruiter=recruiter).order_by("number")
        for column in ("number", "generation", "token"):
            values = list(rankings.values_list(column, flat=True))
            assert values == sorted(set(values))
        one = Recruiter.objects.get(pk=recruiter)
        invested = one.relationships.filter(tier=Tier.INVEST).count()
        assert one.invest_used == invested <= one.invest_places


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_workers_under_edits_and_kills_end_with_the_truth(
    own_valkey: Valkey, tmp_path: Path
) -> None:
    pick = random.Random(20)
    departments = [make_department("", f"We {aim}, for everybody.") for aim in AIMS]
    recruiters = [make_recruiter(capacity=20, invest_places=3) for _ in range(4)]
    people = [make_candidate("", f"On Sundays I {pick.choice(AIMS)}, take {n}.") for n in range(8)]
    for recruiter in recruiters:
        for department in pick.sample(departments, 3):
            serve(recruiter, department)
        for candidate in pick.sample(people, 6):
            make_relationship(recruiter, candidate)
    edits = kills = 0
    with stand(own_valkey, tmp_path) as here:
        here.start("dispatch")
        workers = [here.start_worker() for _ in range(2)]
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            if pick.random() < 0.7:
                make_goal(pick.choice(departments), f"We {pick.choice(AIMS)}, year {edits}.")
            else:
                make_statement(pick.choice(people), f"Unasked, I {pick.choice(AIMS)}, no {edits}.")
            edits += 1
            if pick.random() < 0.05:
                for child in children(pick.choice(workers)):
                    child.kill()
                    kills += 1
            time.sleep(pick.random() / 10)
        seconds = wait_for("everything due is done", everything_is_done, 40)
        assert_published_is_true()
    rankings = Ranking.objects.count()
    print(f"\n{edits} edits, {kills} kills, {rankings} rankings, quiet after {seconds:.1f} s")
    assert kills > 0
    connections.close_all()
