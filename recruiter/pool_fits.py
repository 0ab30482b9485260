"""How near everybody outside a recruiter's lists is to the goals served, out of stored readings.

The fit of two texts never changes, so each process keeps the fits it has computed, by digest: with
5,000 people most of the page's time would go into fetching the same vectors again. No word is kept.
"""

from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from recruiter.encoder import PURPOSE_FROM, Encoder, EncoderError
from recruiter.matching import goal_digests
from recruiter.models import Recruiter, ServedDepartment
from recruiter.readings import current_encoder, goal_model, vectors_of

Points = NDArray[np.int64]
Fits = tuple[Points, list[int], list[int]]

SAID = """
SELECT statement.candidate_id, statement.id, reading.digest,
       CASE WHEN statement.kind = 'purpose' THEN 1.0 ELSE reading.p_purpose END
  FROM candidates_statement AS statement
  JOIN recruiter_textreading AS reading
    ON reading.digest = statement.digest AND reading.model = %(model)s
  JOIN candidates_candidate AS candidate ON candidate.id = statement.candidate_id
 WHERE octet_length(reading.vector) > 0 AND statement.retired_at IS NULL
   AND (statement.kind = 'purpose' OR statement.kind = '' AND reading.p_purpose >= %(from)s)
   AND candidate.objected_at IS NULL AND candidate.do_not_contact_since IS NULL
   AND candidate.lapsed_at IS NULL AND candidate.erase_at IS NULL
   AND NOT EXISTS (SELECT FROM recruiter_relationship AS listed
                    WHERE listed.candidate_id = candidate.id
                      AND listed.recruiter_id = %(recruiter)s)
 ORDER BY statement.id
"""

Goals = tuple[bytes, ...]
KEPT = 100_000
"""Statements whose fits a process keeps before it begins anew: some 20 MB."""
_kept: dict[tuple[str, Goals], dict[bytes, NDArray[np.float64]]] = {}
_lock = Lock()


def fits(recruiter: Recruiter, served: Sequence[ServedDepartment]) -> Fits:
    """Points of every purpose in the pool for every goal served; three queries.

    Returns:
        Points of shape (statements, goals), the statements' keys, and whose they are.
    """
    encoder = current_encoder()
    none: Fits = (np.zeros((0, len(served)), dtype=np.int64), [], [])
    digests = goal_digests(served)
    vectors = vectors_of(goal_model(encoder), set(digests.values()))
    read_goals = [place for place, one in enumerate(served) if digests.get(one.pk) in vectors]
    if not read_goals:
        return none
    with connection.cursor() as cursor:
        cursor.execute(
            SAID, {"model": encoder.model_id, "from": PURPOSE_FROM, "recruiter": recruiter.pk}
        )
        said = cursor.fetchall()
    if not said:
        return none
    goals = [digests[served[place].pk] for place in read_goals]
    try:
        near = nearness(
            encoder,
            {digest: vectors[digest] for digest in sorted(set(goals))},
            [bytes(digest) for _, _, digest, _ in said],
        )
    except EncoderError:
        return none
    points = np.zeros((len(said), len(served)), dtype=np.int64)
    certainty = np.array([p for *_, p in said])[:, None]
    columns = [sorted(set(goals)).index(digest) for digest in goals]
    points[:, read_goals] = np.floor(100 * near[:, columns] * certainty + 0.5).astype(np.int64)
    return points, [statement for _, statement, _, _ in said], [person for person, *_ in said]


def nearness(
    encoder: Encoder, goals: Mapping[bytes, bytes], said: Sequence[bytes]
) -> NDArray[np.float64]:
    """Fit of each statement, by digest, to each goal; one query for those not computed yet.

    Raises:
        EncoderError: a stored vector is not of this encoder.
    """
    with _lock:
        known = dict(_kept.get((encoder.model_id, tuple(goals)), {}))
    fresh = vectors_of(encoder.model_id, [one for one in said if one not in known])
    if fresh:
        found = encoder.fit(
            encoder.unpack_goals(list(goals.values())),
            encoder.unpack_statements(list(fresh.values())),
        )
        known |= zip(fresh, found.astype(np.float64), strict=True)
        keep((encoder.model_id, tuple(goals)), known)
    # Between two queries a reading may go with the last text that had it.
    absent = np.zeros(len(goals))
    return np.array([known.get(digest, absent) for digest in said])


def keep(key: tuple[str, Goals], known: dict[bytes, NDArray[np.float64]]) -> None:
    with _lock:
        if sum(map(len, _kept.values())) + len(known) > KEPT:
            _kept.clear()
        if len(known) <= KEPT:
            _kept[key] = known
