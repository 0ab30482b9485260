"""Rings the Celery bell for what is due. The only process that publishes to Valkey.

It listens on PostgreSQL's channel, waits a moment for more, and looks at the due rows; every few
seconds it looks anyway. It keeps nothing: killed, it starts anew from the table.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from kombu.exceptions import OperationalError as BrokerError

from recruiter.sweep import sweep

logger = logging.getLogger(__name__)

CHANNEL = "cultivate_due"
DEBOUNCE_SECONDS = 0.15
LOOK_EVERY_SECONDS = 2.0
# A message that nobody acted on is rung again after this long; workers find nothing to do twice.
RING_AGAIN_SECONDS = 4.0
# A recruiter edited twenty times a second costs two runs a second.
AT_MOST_EVERY_SECONDS = 0.5

FREE_AND_DUE = """
SELECT recruiter_id, due FROM recruiter_rerankdue
 WHERE due > done AND (lease_until IS NULL OR lease_until <= clock_timestamp())
   AND (retry_at IS NULL OR retry_at <= clock_timestamp())
 ORDER BY recruiter_id
"""

Ring = Callable[[list[int]], None]


@dataclass
class Bell:
    """Remembers what was rung when, so that a queue does not fill with the same ids.

    Attributes:
        ring: publishes one message for some recruiters; raises when the broker does not answer.
        clock: seconds that only go forward.
    """

    ring: Ring
    clock: Callable[[], float] = time.monotonic
    rung: dict[int, tuple[int, float]] = field(default_factory=dict)

    def wants(self, recruiter_id: int, due: int, now: float) -> bool:
        last_due, at = self.rung.get(recruiter_id, (0, float("-inf")))
        wait = RING_AGAIN_SECONDS if due == last_due else AT_MOST_EVERY_SECONDS
        return now - at >= wait

    def look(self, rows: Sequence[tuple[int, int]]) -> list[int]:
        """Ring for the rows that want it, in chunks. Returns the recruiters rung for."""
        now = self.clock()
        wanted = [(recruiter, due) for recruiter, due in rows if self.wants(recruiter, due, now)]
        for start in range(0, len(wanted), settings.RERANK_CHUNK):
            chunk = wanted[start : start + settings.RERANK_CHUNK]
            self.ring([recruiter for recruiter, _ in chunk])
            self.rung.update({recruiter: (due, now) for recruiter, due in chunk})
        return [recruiter for recruiter, _ in wanted]

    def patience(self, rows: Sequence[tuple[int, int]]) -> float:
        """Seconds until the next look: soon, when somebody was held back for being hot."""
        held_back = any(self.rung.get(recruiter, (due, 0))[0] != due for recruiter, due in rows)
        return AT_MOST_EVERY_SECONDS if held_back else LOOK_EVERY_SECONDS


def free_and_due() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(FREE_AND_DUE)
        rows: list[tuple[int, int]] = cursor.fetchall()
    return rows


def heard(seconds: float) -> bool:
    """Wait for the database to say that something is due; False when the time is over."""
    connection.ensure_connection()
    assert isinstance(connection.connection, psycopg.Connection)  # noqa: S101 for the type checker
    return any(True for _ in connection.connection.notifies(timeout=seconds, stop_after=1))


def run(ring: Ring, *, stopped: Callable[[], bool]) -> None:
    """Listen and ring until told to stop. Outlives a broker and a database that go away."""
    bell = Bell(ring)
    listening = False
    while not stopped():
        try:
            if not listening:
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
                listening = True
                logger.info("Listening for what is due")
            sweep()
            rows = free_and_due()
            bell.look(rows)
            if heard(bell.patience(rows)):
                time.sleep(DEBOUNCE_SECONDS)
        except (BrokerError, ConnectionError, TimeoutError) as error:
            logger.warning("The broker does not answer (%s); what is due stays due", error)
            time.sleep(1)
        except (DatabaseError, InterfaceError, psycopg.Error) as error:
            logger.warning("The database does not answer (%s)", type(error).__name__)
            connection.close()
            listening = False
            time.sleep(1)
