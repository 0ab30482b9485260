"""What one ranking keeps, and what publishing it writes to the write-ahead log.

    python -m benchmarks.ranking_bytes [--rounds 20]

Works in a database of its own, on the server of DATABASE_URL or else on a temporary one. A desk of
300 people with about 780 statements and 12 goals (tests/tiering/desks.py), published as the re-rank
does, with 20 people changing tiers each time; once with its inputs and once without. Beside it the
way that most would write first: a row for each person with tier, rank, score and reason, all of
them updated in one transaction, and an index to list them by. Prints one JSON object, in bytes,
medians of the rounds.
"""

import argparse
import json
import os
import statistics
import sys
from dataclasses import replace
from typing import Any

import django
import numpy as np
from django.db import connection, transaction
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruiter.settings")
django.setup()

from benchmarks.databases import (  # noqa: E402 after setup()
    on_a_server_of_its_own,
    own_database,
    written,
)
from recruiter import ranking, readings, snapshot, tiering  # noqa: E402
from recruiter.models import Recruiter, Relationship  # noqa: E402
from recruiter.ranking import Outcome, Result  # noqa: E402
from tests.factories import make_candidate, make_recruiter  # noqa: E402
from tests.tiering.desks import realistic  # noqa: E402

PEOPLE, GOALS, CHANGES = 300, 12, 20


def made(recruiter: Recruiter, turn: int) -> tuple[tiering.Ranking, tiering.Recorded]:
    """A ranking of this recruiter's people; every other turn, 20 others are in Invest."""
    keys = np.array(
        list(recruiter.relationships.values_list("candidate", flat=True).order_by("pk"))
    )
    desk = realistic(1, people=PEOPLE, goals=GOALS)
    invested = np.isin(desk.people.keys, tiering.rank(desk, tiering.Policy()).invested())
    if turn % 2:
        one, other = (
            np.flatnonzero(invested)[: CHANGES // 2],
            np.flatnonzero(~invested)[: CHANGES // 2],
        )
        keys[np.concatenate((one, other))] = keys[np.concatenate((other, one))]
    scored = tiering.score(replace(desk, people=replace(desk.people, keys=keys)))
    random = np.random.default_rng(turn)
    size = scored.statements.keys.size
    fingerprints = random.integers(0, 2**48, size, dtype=np.uint64)
    scored = replace(scored, statements=replace(scored.statements, text=fingerprints))
    recorded = tiering.Recorded(
        policy=tiering.Policy(),
        purpose_from=0.65,
        scored=scored,
        kinds=np.zeros(size, dtype=np.uint8),
        served=scored.goals,
        goal_texts=random.integers(0, 2**48, GOALS, dtype=np.uint64),
    )
    return tiering.decide(scored, tiering.Policy()), recorded


def publish(recruiter: Recruiter, turn: int, *, with_inputs: bool) -> tuple[int, int, int]:
    """Bytes of the records, of the inputs, and of the log that publishing wrote."""
    decided, recorded = made(recruiter, turn)
    recruiter.rerank.ask()
    (claimed,) = ranking.claim([recruiter.pk])
    (inputs,) = snapshot.take(
        [recruiter.pk], readings.current_encoder(), policy=ranking.POLICY, at=timezone.now()
    )
    packed = tiering.pack_recorded(recorded)
    began = written()
    outcome = ranking.publish([Result(inputs, decided, packed if with_inputs else b"")])
    log = written() - began
    assert outcome == {claimed.recruiter_id: Outcome.PUBLISHED}
    return len(tiering.pack(decided)), len(packed), log


def row_by_row(people: int, turn: int) -> int:
    """Bytes of log for a row per person, updated one by one in one transaction."""
    reason = "Nearest to Field Repair; would be 12th on its bench; two people went past"
    began = written()
    with transaction.atomic(), connection.cursor() as cursor:
        for person in range(people):
            cursor.execute(
                "UPDATE naive SET tier = %s, rank = %s, score = %s, reason = %s WHERE id = %s",
                ["invest" if person < 50 else "maintain", person + turn, turn, reason, person],
            )
    return written() - began


NAIVE = """
CREATE TABLE naive (id bigint PRIMARY KEY, recruiter_id bigint, tier varchar(8), rank int,
                    score real, reason text);
CREATE INDEX ON naive (recruiter_id, tier, rank);
INSERT INTO naive SELECT n, 1, 'maintain', n, 0, repeat('x', 70) FROM generate_series(0, 299) AS n;
"""


def measure(rounds: int) -> dict[str, Any]:
    recruiter = make_recruiter()
    Relationship.objects.bulk_create(
        Relationship(recruiter=recruiter, candidate=make_candidate()) for _ in range(PEOPLE)
    )
    found: dict[str, list[int]] = {name: [] for name in ("records", "inputs", "with", "without")}
    naive = []
    with connection.cursor() as cursor:
        cursor.execute(NAIVE)
    for turn in range(2 * rounds):
        # Two turns each way, so that people change tiers in both.
        with_inputs = turn // 2 % 2 == 0
        records, inputs, log = publish(recruiter, turn, with_inputs=with_inputs)
        found["records"].append(records)
        found["inputs"].append(inputs)
        found["with" if with_inputs else "without"].append(log)
        naive.append(row_by_row(PEOPLE, turn))
    middle = {name: round(statistics.median(values)) for name, values in found.items()}
    return {
        "people": PEOPLE,
        "goals": GOALS,
        "statements": len(realistic(1, people=PEOPLE, goals=GOALS).statements.keys),
        "records": middle["records"],
        "inputs": middle["inputs"],
        "log_with_inputs": middle["with"],
        "log_without_inputs": middle["without"],
        "log_row_by_row": round(statistics.median(naive)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        return on_a_server_of_its_own("benchmarks.ranking_bytes", sys.argv[1:])
    with own_database():
        print(json.dumps(measure(options.rounds), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
