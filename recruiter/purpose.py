"""Purpose or problem: what a statement counts as, and what is known of a candidate's purpose."""

from collections.abc import Collection

from django.db import connection
from django.utils import timezone

from candidates.models import Candidate, PurposeState, StatementKind
from recruiter.encoder import PURPOSE_FROM

# MATERIALIZED and OFFSET 0: with statistics from before its own transaction the planner would
# otherwise work everybody's state out anew for every row of the table.
REFRESH = f"""
WITH known AS MATERIALIZED (
    SELECT asked.id,
           CASE
             WHEN bool_or(purposes.source <> 'heard') THEN '{PurposeState.STATED}'
             WHEN bool_or(purposes.source = 'heard') THEN '{PurposeState.HEARD}'
             WHEN asked.asked_on IS NOT NULL THEN '{PurposeState.ASKED}'
             ELSE '{PurposeState.NEVER_ASKED}'
           END AS state
      FROM candidates_candidate AS asked
      LEFT JOIN LATERAL (
        SELECT statement.source
          FROM candidates_statement AS statement
          LEFT JOIN recruiter_textreading AS reading
            ON reading.digest = statement.digest AND reading.model = %(model)s
         WHERE statement.candidate_id = asked.id AND statement.retired_at IS NULL
           AND (statement.kind = '{StatementKind.PURPOSE}'
                OR statement.kind = '' AND reading.p_purpose >= {PURPOSE_FROM})
        OFFSET 0
      ) AS purposes ON true
     WHERE asked.id = ANY (%(candidates)s)
     GROUP BY asked.id)
UPDATE candidates_candidate AS candidate SET purpose_state = known.state FROM known
 WHERE candidate.id = known.id AND candidate.purpose_state <> known.state
"""  # noqa: S608 constants of this module only


def note_asked(candidate: Candidate) -> None:
    """Somebody's purpose was asked today; the first time counts, and only if none is known."""
    if candidate.asked_on is None:
        candidate.asked_on = timezone.localdate()
        if candidate.purpose_state == PurposeState.NEVER_ASKED:
            candidate.purpose_state = PurposeState.ASKED
        candidate.save(update_fields=["asked_on", "purpose_state"])


def refresh_states(candidates: Collection[int], model: str) -> int:
    """Bring `Candidate.purpose_state` in line with the statements; one query.

    Args:
        candidates: their primary keys.
        model: id of the encoder whose readings count.

    Returns:
        How many changed. A second call changes none.
    """
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"candidates": sorted(candidates), "model": model})
        return int(cursor.rowcount)
