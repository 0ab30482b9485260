"""Planted faults: each breaks one promise of the code on purpose.

Every test in this folder states a promise, and has a twin that plants the fault and demands that
the same check turns red. A check that stays green with its fault planted is no check.
"""

import logging
import math
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from recruiter import dispatcher, ranking
from recruiter.celery import app
from recruiter.snapshot import Inputs

Patch = pytest.MonkeyPatch


def no_fence(patch: Patch) -> None:
    """Whoever publishes last wins, however old what they read."""
    unfenced = ranking.FENCE.replace("AND token = %(token)s AND done < %(generation)s", "")
    assert unfenced != ranking.FENCE
    patch.setattr(ranking, "FENCE", unfenced)


def done_is_whatever_is_due(patch: Patch) -> None:
    """A run says that it answered everything, also what came while it ran."""
    hasty = ranking.FENCE.replace("SET done = %(generation)s", "SET done = due")
    assert hasty != ranking.FENCE
    patch.setattr(ranking, "FENCE", hasty)


def no_lease(patch: Patch) -> None:
    """A claim does not keep others away."""
    shared = ranking.CLAIM.replace(
        "AND (lease_until IS NULL OR lease_until <= clock_timestamp())", ""
    ).replace("AND (retry_at IS NULL OR retry_at <= clock_timestamp())", "")
    assert shared != ranking.CLAIM
    patch.setattr(ranking, "CLAIM", shared)


def every_input_looks_new(patch: Patch) -> None:
    """The fingerprint of the inputs never matches."""

    def new(self: Inputs, invested: set[int]) -> bytes:
        return random.randbytes(32)

    patch.setattr(Inputs, "hash", new)


def time_is_forgotten(patch: Patch) -> None:
    """Nobody remembers that a pin ends."""

    def never(self: Inputs) -> datetime | None:
        return None

    patch.setattr(Inputs, "changes_at", never)


def rings_once(patch: Patch) -> None:
    """The dispatcher trusts that a message which was sent is acted on, and sends no other."""
    patch.setattr(dispatcher, "RING_AGAIN_SECONDS", math.inf)


def forgets_at_the_first_word(patch: Patch) -> None:
    """Celery's own defaults: a message is forgotten when its task begins."""
    patch.setitem(app.conf, "task_acks_late", False)
    patch.setitem(app.conf, "task_reject_on_worker_lost", False)


def gives_up_on_the_broker(patch: Patch) -> None:
    """The dispatcher believes that it rang although the broker was away."""
    ring_for_real = dispatcher.Bell.look

    def look(self: dispatcher.Bell, rows: list[tuple[int, int]]) -> list[int]:
        try:
            return ring_for_real(self, rows)
        except Exception:  # noqa: BLE001 the fault is to swallow it
            self.rung.update({recruiter: (due, math.inf) for recruiter, due in rows})
            logging.getLogger(__name__).warning("No broker, and taken for rung")
            return []

    patch.setattr(dispatcher.Bell, "look", look)


PLANTS: dict[str, Callable[[Patch], None]] = {
    plant.__name__: plant
    for plant in (
        no_fence,
        done_is_whatever_is_due,
        no_lease,
        every_input_looks_new,
        time_is_forgotten,
        rings_once,
        forgets_at_the_first_word,
        gives_up_on_the_broker,
    )
}


@contextmanager
def planted(*names: str) -> Iterator[None]:
    """Plant faults for the length of a block, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            PLANTS[name](patch)
        yield
