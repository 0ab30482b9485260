"""The re-rank: claim what is due, read, encode, tier, publish. Where database and engine meet.

PostgreSQL is the only record. `due` and `done` of a recruiter's due row say what is owed; a claim
is a short lease under a new token; publishing is one transaction that takes effect only while the
token stands and the generation is newer. Whoever dies on the way leaves the lease to run out and
the last good ranking in place. Figures: docs/decisions/0005-rerank-protocol.md.

Locks are taken in one order everywhere: recruiter, relationship, due row.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from recruiter import purpose, readings, snapshot, tiering
from recruiter.encoder import EncoderError
from recruiter.models import Tier
from recruiter.policy import POLICY as POLICY
from recruiter.snapshot import Inputs

logger = logging.getLogger(__name__)

# Seconds until another try after the n-th attempt in a row that published nothing. The first ones
# are near: most failures are a server that restarts.
BACK_OFF = (0, 2, 5, 30, 120, 600, 3600)
# Who failed so often may take a whole process down, and is worked on alone and after the others.
SUSPECT_FROM = 3
# A run begins no further batch of texts after this long; Celery's own limit is far above it.
READING_SECONDS = 30.0
PUBLISH_ATTEMPTS = 3


class Outcome(StrEnum):
    """How a claimed re-rank ended."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"  # the inputs are those of the published ranking
    SUPERSEDED = "superseded"  # the list changed under the run, or a newer claim took over
    POSTPONED = "postponed"  # given back: texts are left to read, or others have to go first
    FAILED = "failed"


@dataclass(frozen=True)
class Claim:
    """The right to publish for one recruiter, until its lease ends or somebody claims after it."""

    recruiter_id: int
    token: int
    attempts: int


@dataclass(frozen=True)
class Result:
    """What a run found for one recruiter; `ranking` is None when nothing had changed.

    `made_from` is the packed inputs, which are kept with the ranking.
    """

    inputs: Inputs
    ranking: tiering.Ranking | None
    made_from: bytes = b""


class Superseded(Exception):
    """The world moved on: what was computed must not be published."""


CLAIM = """
UPDATE recruiter_rerankdue AS due
   SET token = due.token + 1, attempts = due.attempts + 1, started_at = clock_timestamp(),
       lease_until = clock_timestamp() + %(lease)s * interval '1 second',
       -- A worker that is killed cannot say so: its next try is set before it starts.
       retry_at = clock_timestamp() + (%(lease)s + (%(back_off)s::int[])[
           least(due.attempts + 1, cardinality(%(back_off)s::int[]))]) * interval '1 second',
       step_done = 0, step_total = 0
 WHERE due.recruiter_id IN (
    SELECT recruiter_id FROM recruiter_rerankdue
     WHERE due > done AND (lease_until IS NULL OR lease_until <= clock_timestamp())
       AND (retry_at IS NULL OR retry_at <= clock_timestamp())
       AND (%(recruiters)s::bigint[] IS NULL OR recruiter_id = ANY (%(recruiters)s::bigint[]))
     ORDER BY recruiter_id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED)
RETURNING due.recruiter_id, due.token, due.attempts
"""
MINE = """
  FROM unnest(%(recruiters)s::bigint[], %(tokens)s::bigint[]) AS mine(recruiter_id, token)
 WHERE due.recruiter_id = mine.recruiter_id AND due.token = mine.token
"""
RENEW = f"""
UPDATE recruiter_rerankdue AS due
   SET lease_until = clock_timestamp() + %(lease)s * interval '1 second',
       retry_at = greatest(retry_at, clock_timestamp() + %(lease)s * interval '1 second')
{MINE}"""  # noqa: S608 constants only
PROGRESS = f"""
UPDATE recruiter_rerankdue AS due
   SET step_done = due.step_done + %(step)s, step_total = %(total)s
{MINE}"""  # noqa: S608 constants only
RELEASE = """
UPDATE recruiter_rerankdue
   SET lease_until = NULL, retry_at = NULL, attempts = greatest(attempts - 1, 0)
 WHERE recruiter_id = %(recruiter)s AND token = %(token)s
"""
FAIL = """
UPDATE recruiter_rerankdue
   SET lease_until = NULL, failed_at = clock_timestamp(), failure = %(failure)s,
       retry_at = clock_timestamp() + (%(back_off)s::int[])[
           least(attempts + 1, cardinality(%(back_off)s::int[]))] * interval '1 second'
 WHERE recruiter_id = %(recruiter)s AND token = %(token)s
"""
FENCE = """
UPDATE recruiter_rerankdue
   SET done = %(generation)s, published_id = coalesce(%(ranking)s, published_id),
       lease_until = NULL, retry_at = NULL, attempts = 0, failed_at = NULL, failure = '',
       changes_at = %(changes_at)s, due_since = clock_timestamp()
 WHERE recruiter_id = %(recruiter)s AND token = %(token)s AND done < %(generation)s
RETURNING due > done
"""
INSERT_RANKING = """
INSERT INTO recruiter_ranking
    (recruiter_id, number, generation, token, cause, cause_id, engine, input_hash, records, inputs,
     people, entered, "left", shifted, reduced_quality, proposes_only, started_at, published_at)
SELECT %(recruiter)s, coalesce(max(number), 0) + 1, %(generation)s, %(token)s, %(cause)s,
       %(cause_id)s, %(engine)s, %(input_hash)s, %(records)s, %(inputs)s, %(people)s, %(entered)s,
       %(left)s, %(shifted)s, %(reduced)s, %(proposes_only)s, %(started_at)s, clock_timestamp()
  FROM recruiter_ranking WHERE recruiter_id = %(recruiter)s
RETURNING id
"""
LIFT_EXPIRED_PINS = """
UPDATE recruiter_relationship SET pin = '', pin_reason = '', pin_until = NULL
 WHERE recruiter_id = %(recruiter)s AND pin <> '' AND pin_until <= %(at)s
"""
# One statement for both directions, so that a full Invest stays full and never overflows.
MOVE = """
WITH moved AS (
    UPDATE recruiter_relationship AS relationship
       SET tier = change.after, tier_since = clock_timestamp()
      FROM unnest(%(ids)s::bigint[], %(before)s::text[], %(after)s::text[])
           AS change(id, before, after)
     WHERE relationship.id = change.id AND relationship.tier = change.before
       AND relationship.pin = '' AND relationship.recruiter_id = %(recruiter)s
 RETURNING relationship.id, change.before, change.after)
INSERT INTO recruiter_tiermove (relationship_id, ranking_id, from_tier, to_tier, reason, at)
SELECT id, %(ranking)s, before, after, '', clock_timestamp() FROM moved
"""


def rerank(recruiter_ids: Sequence[int] | None = None) -> dict[int, Outcome]:
    """Re-rank what is due, here and now.

    Safe to call at any time, twice, and from several processes at once.

    Args:
        recruiter_ids: only these; None for whoever is due, up to one chunk.

    Returns:
        How each claimed re-rank ended, by recruiter. Empty when nothing was due or free.
    """
    claims = claim(recruiter_ids)
    if not claims:
        return {}
    calm = [one for one in claims if one.attempts < SUSPECT_FROM]
    suspects = [one for one in claims if one.attempts >= SUSPECT_FROM]
    # One suspect at a time: whichever takes the process down must not take another with it.
    postponed = {one.recruiter_id: give_back(one) for one in suspects[1:]}
    with kept(calm + suspects[:1]):
        return postponed | work(calm) | work(suspects[:1])


def claim(recruiter_ids: Sequence[int] | None = None) -> list[Claim]:
    """Take the due rows that nobody is at work on, under new tokens."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "recruiters": None if recruiter_ids is None else list(recruiter_ids),
                "limit": settings.RERANK_CHUNK,
                "lease": settings.RERANK_LEASE_SECONDS,
                "back_off": list(BACK_OFF),
            },
        )
        return sorted((Claim(*row) for row in cursor.fetchall()), key=lambda c: c.recruiter_id)


def work(claims: Sequence[Claim]) -> dict[int, Outcome]:
    """Compute and publish what is claimed. One that fails does not take the others down."""
    if not claims:
        return {}
    try:
        return read_and_publish(claims)
    except Exception as error:
        if len(claims) > 1:
            return {
                recruiter: outcome for one in claims for recruiter, outcome in work([one]).items()
            }
        logger.exception("The re-rank of recruiter %s failed", claims[0].recruiter_id)
        fail(claims[0], error)
        return {claims[0].recruiter_id: Outcome.FAILED}


def read_and_publish(claims: Sequence[Claim]) -> dict[int, Outcome]:
    """Publish who needs no reading first, then read for whoever needs least, round by round.

    So nobody waits for the texts of somebody else. What is not read when the time is over is given
    back: it stays due, and the next run goes on where this one stopped.
    """
    until = time.monotonic() + READING_SECONDS
    results, unread = compute(claims)
    outcomes = publish(results)
    while unread:
        least = min(unread, key=lambda inputs: inputs.unread)
        waiting = of_recruiters(claims, unread)
        progress = partial(say_how_far, waiting, total=least.unread)
        readings.read_goals(least.unread_goals, progress, until=until)
        readings.read_statements(least.unread_statements, progress, until=until)
        results, unread = compute(waiting)
        outcomes |= publish(results)
        if time.monotonic() >= until:
            break
    return outcomes | {one.recruiter_id: give_back(one) for one in of_recruiters(claims, unread)}


def of_recruiters(claims: Sequence[Claim], inputs: Sequence[Inputs]) -> list[Claim]:
    wanted = {one.recruiter_id for one in inputs}
    return [one for one in claims if one.recruiter_id in wanted]


def compute(claims: Sequence[Claim]) -> tuple[list[Result], list[Inputs]]:
    """Read the inputs of one moment. Writes nothing.

    Returns:
        The rankings of whoever has every text read, and the inputs of the others.
    """
    encoder = readings.current_encoder()
    tokens = {one.recruiter_id: one.token for one in claims}
    seen = [
        inputs
        for inputs in snapshot.take(list(tokens), encoder, policy=POLICY, at=timezone.now())
        if inputs.token == tokens[inputs.recruiter_id]
    ]
    return [rank_one(one) for one in seen if one.is_read], [one for one in seen if not one.is_read]


def rank_one(inputs: Inputs) -> Result:
    """Rank one recruiter's people, unless the published ranking already answers these inputs."""
    if inputs.published_hash == inputs.hash(inputs.answered()):
        return Result(inputs, None)
    scored = tiering.score(inputs.desk(readings.current_encoder()))
    made_from = tiering.pack_recorded(inputs.recorded(scored, POLICY))
    return Result(inputs, tiering.decide(scored, POLICY), made_from)


@contextmanager
def kept(claims: Sequence[Claim]) -> Iterator[None]:
    """Renew the leases from a thread for as long as the block takes, however slow the machine.

    A killed process takes its thread along, and the lease runs out within seconds. A task that
    hangs is ended by Celery's time limit.
    """
    if connection.in_atomic_block:  # in a caller's transaction nobody else sees the claim anyway
        yield
        return
    over = Event()
    keeper = Thread(target=renew_until, args=(claims, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def renew_until(claims: Sequence[Claim], over: Event) -> None:
    """The keeper's thread, on a connection of its own."""
    try:
        while not over.wait(settings.RERANK_LEASE_SECONDS / 3):
            try:
                with connection.cursor() as cursor:
                    cursor.execute(RENEW, mine(claims) | {"lease": settings.RERANK_LEASE_SECONDS})
            except DatabaseError:
                logger.warning("A lease could not be renewed", exc_info=True)
                connection.close()
    finally:
        connection.close()


def say_how_far(claims: Sequence[Claim], step: int, *, total: int) -> None:
    """Count texts read, for the screen."""
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, mine(claims) | {"step": step, "total": total})


def mine(claims: Sequence[Claim]) -> dict[str, Any]:
    return {
        "recruiters": [one.recruiter_id for one in claims],
        "tokens": [one.token for one in claims],
    }


def publish(results: Sequence[Result]) -> dict[int, Outcome]:
    """Publish a chunk in one transaction: one wait for the disk, all or nothing per recruiter."""
    for attempt in range(1, PUBLISH_ATTEMPTS + 1):
        outcomes: dict[int, Outcome] = {}
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('cultivate.publishing', 'on', true)")
                for result in sorted(results, key=lambda r: r.inputs.recruiter_id):
                    outcomes[result.inputs.recruiter_id] = publish_one(result)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('cultivate.publishing', 'off', true)")
            return outcomes
        except OperationalError:  # a deadlock with an edit: the edit has won, and this tries again
            if attempt == PUBLISH_ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def publish_one(result: Result) -> Outcome:
    """Publish for one recruiter, or leave no trace when the world has moved on."""
    inputs = result.inputs
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM recruiter_recruiter WHERE id = %s FOR NO KEY UPDATE",
                    [inputs.recruiter_id],
                )
            ranking_id = write(inputs, result.ranking, result.made_from) if result.ranking else None
            purpose.refresh_states(
                [person.candidate_id for person in inputs.people], inputs.encoder_model
            )
            take_fence(inputs, ranking_id)
    except (Superseded, IntegrityError) as error:
        # The list changed by hand meanwhile, which marked it due again: the next run sees it.
        logger.info("Re-rank of recruiter %s superseded: %s", inputs.recruiter_id, error)
        release(inputs.recruiter_id, inputs.token)
        return Outcome.SUPERSEDED
    return Outcome.UNCHANGED if result.ranking is None else Outcome.PUBLISHED


def write(inputs: Inputs, ranking: tiering.Ranking, made_from: bytes) -> int:
    """Write the ranking, and only those tiers that change. Returns the ranking's id.

    Where the recruiter confirms moves, no tier changes: what the ranking proposes waits
    (`recruiter.proposals`).

    Raises:
        Superseded: somebody was moved, pinned or removed by hand since the inputs were read.
    """
    invested = set(ranking.invested())
    changes = [
        (p.relationship_id, p.tier, after)
        for p in inputs.people
        if not inputs.confirm_moves
        and (after := Tier.INVEST if p.candidate_id in invested else Tier.MAINTAIN) != p.tier
    ]
    entered = sum(after == Tier.INVEST for _, _, after in changes)
    before = earlier(inputs)
    moves = tiering.compare(before, ranking) if before else []
    encoder = readings.current_encoder()
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_RANKING,
            {
                "recruiter": inputs.recruiter_id,
                "generation": inputs.generation,
                "token": inputs.token,
                "cause": inputs.cause,
                "cause_id": inputs.cause_id,
                "engine": inputs.engine,
                "input_hash": inputs.hash(invested),
                "records": tiering.pack(ranking),
                "inputs": made_from,
                "people": len(inputs.people),
                "entered": entered,
                "left": len(changes) - entered,
                "shifted": sum(m.moved and m.tier == m.tier_before for m in moves),
                "reduced": encoder.reason if encoder.reduced else "",
                "proposes_only": inputs.confirm_moves,
                "started_at": inputs.started_at,
            },
        )
        (ranking_id,) = cursor.fetchone()
        cursor.execute(LIFT_EXPIRED_PINS, {"recruiter": inputs.recruiter_id, "at": inputs.at})
        if changes:
            ids, old, new = zip(*changes, strict=True)
            cursor.execute(
                MOVE,
                {
                    "ids": list(ids),
                    "before": list(old),
                    "after": [str(tier) for tier in new],
                    "ranking": ranking_id,
                    "recruiter": inputs.recruiter_id,
                },
            )
            if cursor.rowcount != len(changes):
                raise Superseded("somebody on the list was moved by hand")
    return int(ranking_id)


def earlier(inputs: Inputs) -> tiering.Ranking | None:
    """The published ranking; None before the first, and when its format is no longer read."""
    try:
        return tiering.unpack(inputs.published) if inputs.published else None
    except tiering.PackError:
        return None


def take_fence(inputs: Inputs, ranking_id: int | None) -> None:
    """Set `done` to what was read, if nobody claimed after us; ring when more is owed already.

    Raises:
        Superseded: the token is another's, or a newer generation is done.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            FENCE,
            {
                "recruiter": inputs.recruiter_id,
                "token": inputs.token,
                "generation": inputs.generation,
                "ranking": ranking_id,
                "changes_at": inputs.changes_at(),
            },
        )
        row = cursor.fetchone()
        if row is None:
            raise Superseded("a newer claim took over")
        if row[0]:
            cursor.execute("SELECT pg_notify('cultivate_due', '')")


def give_back(one: Claim) -> Outcome:
    release(one.recruiter_id, one.token)
    return Outcome.POSTPONED


def release(recruiter_id: int, token: int) -> None:
    """Give a claim back at once and uncharged, so that the next run need not wait for the lease."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RELEASE, {"recruiter": recruiter_id, "token": token})
        if cursor.rowcount:
            cursor.execute("SELECT pg_notify('cultivate_due', '')")


def fail(one: Claim, error: Exception) -> None:
    """Keep what went wrong for the screen; the last good ranking stays. No text of a person."""
    sentence = str(error) if isinstance(error, EncoderError) else type(error).__name__
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            FAIL,
            {
                "recruiter": one.recruiter_id,
                "token": one.token,
                "failure": sentence[:300],
                "back_off": list(BACK_OFF),
            },
        )
