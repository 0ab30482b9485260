import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from recruiter import dispatcher
from recruiter.tasks import rerank

# Longer in the queue, and the dispatcher has rung again anyway.
EXPIRES_SECONDS = 30


def ring(recruiter_ids: list[int]) -> None:
    rerank.apply_async((recruiter_ids,), expires=EXPIRES_SECONDS, retry=False)


class Command(BaseCommand):
    help = "Tell the workers what is due, as soon as the database says so."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        stop = Event()

        def on_signal(number: int, frame: FrameType | None) -> None:
            del number, frame
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, on_signal)
        dispatcher.run(ring, stopped=stop.is_set)
