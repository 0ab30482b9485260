"""Which words bring people and goals together, looked for by a worker that has nothing to do.

Leaving out clause after clause costs some ten readings a pair, so it is no part of a re-rank: a
ranking is published first, and its matched pairs are looked at afterwards, a few at a time, for as
long as no re-rank is owed. What was found is kept by the digests of the two texts and serves every
later ranking. A page shows a pair without marks until then.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from candidates.models import Statement
from hiring.models import BigGoal
from recruiter import readings, snapshot, tiering
from recruiter.encoder import Encoder, goal_text
from recruiter.encoder.clauses import Evidence, Pair, Span, evidence
from recruiter.models import PairReading
from recruiter.policy import POLICY

logger = logging.getLogger(__name__)

# Pairs between two looks at what is owed: some 25 readings, a third of a second on two cores.
BATCH = 4

OWED = """
SELECT EXISTS (SELECT 1 FROM recruiter_rerankdue
                WHERE due > done AND (retry_at IS NULL OR retry_at <= clock_timestamp()))
"""
# Whoever waits longest first; a ranking by another engine is about to be made anew.
NEXT = """
SELECT due.recruiter_id, ranking.id, ranking.records
  FROM recruiter_rerankdue AS due JOIN recruiter_ranking AS ranking ON ranking.id = due.published_id
 WHERE due.pairs_read IS DISTINCT FROM due.published_id AND ranking.engine = %(engine)s
 ORDER BY ranking.published_at, ranking.id LIMIT 1
"""
LOOKED_AT = """
UPDATE recruiter_rerankdue SET pairs_read = %(ranking)s
 WHERE recruiter_id = %(recruiter)s AND published_id = %(ranking)s
"""
# Only for texts that are still there, which wait with going until this is written: nothing can be
# left behind.
KEEP = """
INSERT INTO recruiter_pairreading
    (model, statement_digest, goal_digest, statement_start, statement_end, goal_start, goal_end)
SELECT %(model)s, found.* FROM unnest(%(statements)s::bytea[], %(goals)s::bytea[],
    %(statement_starts)s::int[], %(statement_ends)s::int[], %(goal_starts)s::int[],
    %(goal_ends)s::int[]) AS found(statement, goal, s_start, s_end, g_start, g_end)
 CROSS JOIN LATERAL (SELECT 1 FROM recruiter_textreading WHERE digest = found.statement
                        AND model = %(model)s FOR KEY SHARE) AS said
 CROSS JOIN LATERAL (SELECT 1 FROM recruiter_textreading WHERE digest = found.goal
                        AND model = %(goal_model)s FOR KEY SHARE) AS aimed
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Matched:
    """A pair of a ranking with the digests under which its evidence is kept."""

    pair: Pair
    statement: bytes
    goal: bytes


def look(*, seconds: float) -> int:
    """Look at matched pairs of published rankings; safe twice and at once.

    Begins no further batch when the time is over or a re-rank is owed.

    Returns:
        How many pairs were looked at; 0 when there is nothing to do, or something better.
    """
    until, looked = time.monotonic() + seconds, 0
    while time.monotonic() < until and not is_owed() and (found := next_ranking()):
        recruiter, ranking, records = found
        for batch in unseen(records):
            keep(batch, readings.current_encoder())
            looked += len(batch)
            if time.monotonic() >= until or is_owed():
                return looked
        with connection.cursor() as cursor:
            cursor.execute(LOOKED_AT, {"recruiter": recruiter, "ranking": ranking})
    return looked


def is_owed() -> bool:
    """Whether a re-rank waits or runs; one that is put off after a failure does not count."""
    return bool(snapshot.rows_of(OWED, {})[0][0])


def next_ranking() -> tuple[int, int, bytes] | None:
    """Recruiter, key and records of a published ranking whose pairs nobody has looked at."""
    engine = snapshot.engine_name(readings.current_encoder().model_id, POLICY)
    rows = snapshot.rows_of(NEXT, {"engine": engine})
    return (rows[0][0], rows[0][1], bytes(rows[0][2])) if rows else None


def unseen(records: bytes) -> Iterator[list[Matched]]:
    """The matched pairs of a ranking, from Faint up, without those already kept; in batches.

    Pairs of one goal stand together, so that a batch reads the goal's clauses once.
    """
    try:
        ranking = tiering.unpack(records)
    except tiering.PackError:
        logger.warning("A ranking cannot be read, so nobody looks at its pairs")
        return
    reasons = [reason for reason in ranking.reasons() if reason.points >= POLICY.faint]
    versions = dict(
        zip(ranking.goals["key"].tolist(), ranking.goals["version"].tolist(), strict=True)
    )
    said = Statement.objects.in_bulk({reason.statement for reason in reasons})
    goals = BigGoal.objects.select_related("department").in_bulk(versions.values())
    pairs = {
        (one.goal, one.statement): one
        for reason in reasons
        if (statement := said.get(reason.statement)) and (goal := goals.get(versions[reason.goal]))
        for one in [matched(statement, goal)]
    }
    known = set(
        PairReading.objects.filter(
            model=ranking.method, goal_digest__in={goal for goal, _ in pairs}
        ).values_list("goal_digest", "statement_digest")
    )
    known = {(bytes(goal), bytes(statement)) for goal, statement in known}
    left = [pairs[key] for key in sorted(pairs.keys() - known)]
    for start in range(0, len(left), BATCH):
        yield left[start : start + BATCH]


def matched(statement: Statement, goal: BigGoal) -> Matched:
    name = goal.department.name
    return Matched(
        Pair(name, goal.text, statement.text),
        readings.digest_of(statement.text),
        readings.digest_of(goal_text(name, goal.text)),
    )


def keep(batch: Sequence[Matched], encoder: Encoder) -> None:
    """Find the words and keep where they stand, all of a batch in one statement."""
    found = evidence(encoder, [one.pair for one in batch])
    with connection.cursor() as cursor:
        cursor.execute(KEEP, columns(batch, found, encoder))


def columns(
    batch: Sequence[Matched], found: Sequence[Evidence], encoder: Encoder
) -> dict[str, Any]:
    said = [span_of(one.statement_span) for one in found]
    aims = [span_of(one.goal_span) for one in found]
    return {
        "model": encoder.model_id,
        "goal_model": readings.goal_model(encoder),
        "statements": [one.statement for one in batch],
        "goals": [one.goal for one in batch],
        "statement_starts": [start for start, _ in said],
        "statement_ends": [end for _, end in said],
        "goal_starts": [start for start, _ in aims],
        "goal_ends": [end for _, end in aims],
    }


def span_of(span: Span | None) -> Span:
    """A side without evidence is kept as an empty span."""
    return span or (0, 0)
