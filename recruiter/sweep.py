"""Find what no trigger can: time that passed, an engine that changed, workers that died."""

from dataclasses import dataclass

from django.db import connection, transaction

from recruiter import readings
from recruiter.models import Cause, mark_due
from recruiter.policy import POLICY
from recruiter.snapshot import engine_name

# Attempts that ended without a word before the screen says that a run does not finish.
SILENT_ATTEMPTS = 3

TIME_CAME = """
WITH came AS (
    UPDATE recruiter_rerankdue SET changes_at = NULL
     WHERE changes_at <= clock_timestamp() RETURNING recruiter_id)
SELECT array_agg(recruiter_id ORDER BY recruiter_id) FROM came
"""
ENGINE_CHANGED = """
SELECT array_agg(due.recruiter_id ORDER BY due.recruiter_id)
  FROM recruiter_rerankdue AS due JOIN recruiter_ranking AS ranking ON ranking.id = due.published_id
 WHERE due.due = due.done AND ranking.engine <> %s
"""
DIED_SILENTLY = """
UPDATE recruiter_rerankdue
   SET failed_at = clock_timestamp(),
       failure = format('The worker ended %%s times without a word.', attempts)
 WHERE due > done AND failed_at IS NULL AND attempts >= %s AND lease_until <= clock_timestamp()
"""


@dataclass(frozen=True)
class Found:
    """Recruiters marked due because a date came, and because the engine is another."""

    by_time: list[int]
    by_engine: list[int]


def sweep() -> Found:
    """Mark due what only time or a new engine changed; safe twice and at once."""
    engine = engine_name(readings.current_encoder().model_id, POLICY)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TIME_CAME)
        by_time = cursor.fetchone()[0] or []
        mark_due(by_time, Cause.TIME)
        cursor.execute(ENGINE_CHANGED, [engine])
        by_engine = cursor.fetchone()[0] or []
        mark_due(by_engine, Cause.ENGINE)
        cursor.execute(DIED_SILENTLY, [SILENT_ATTEMPTS])
    return Found(by_time, by_engine)
