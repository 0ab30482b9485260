"""Celery's doorways into the code. Every task is safe twice, at once, and not at all."""

from celery import shared_task

from recruiter import evidence, lapsing, ranking, readings, reminders, upkeep
from recruiter.sweep import sweep as sweep_now

# Statements of people on nobody's list, read per beat: a few seconds of one process at most.
UNLISTED_PER_BEAT, UNLISTED_SECONDS = 64, 4.0
# Looking for the words that carry a match ends at once when a re-rank is owed.
EVIDENCE_SECONDS = 4.0


@shared_task(name="recruiter.rerank")
def rerank(recruiter_ids: list[int]) -> None:
    ranking.rerank(recruiter_ids)


@shared_task(name="recruiter.sweep")
def sweep() -> None:
    """The safety net under the dispatcher: finds what is due by itself, and does it."""
    lapsing.lapse()
    lapsing.erase_due()
    sweep_now()
    ranking.rerank()


@shared_task(name="recruiter.read_unlisted")
def read_unlisted() -> None:
    readings.read_unlisted(UNLISTED_PER_BEAT, seconds=UNLISTED_SECONDS)


@shared_task(name="recruiter.look_for_evidence")
def look_for_evidence() -> None:
    evidence.look(seconds=EVIDENCE_SECONDS)


@shared_task(name="recruiter.remind_managers")
def remind_managers() -> None:
    reminders.remind_unconfirmed()


@shared_task(name="recruiter.send_reminders")
def send_reminders() -> None:
    reminders.send_unsent()


@shared_task(name="recruiter.heartbeat")
def heartbeat() -> None:
    upkeep.beat("worker")


@shared_task(name="recruiter.tidy")
def tidy() -> None:
    upkeep.tidy()
