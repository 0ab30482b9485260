"""One of the project's processes, with faults planted and a barrier in its way.

Run as `python -m tests.faults.process PLANT[,PLANT] worker|dispatch`. While the test holds the
advisory lock BARRIER, a re-rank stops between computing and publishing.
"""

import sys
from collections.abc import Sequence

import django
import pytest
from django.core.management import call_command
from django.db import connection

BARRIER = 4242


def stop_before_publishing(patch: pytest.MonkeyPatch) -> None:
    from recruiter import ranking  # noqa: PLC0415 needs Django's set-up

    publish = ranking.publish

    def wait_then_publish(
        results: Sequence[ranking.Result],
    ) -> dict[int, ranking.Outcome]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [BARRIER])
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [BARRIER])
        return publish(results)

    patch.setattr(ranking, "publish", wait_then_publish)


def main(plants: str, role: str) -> None:
    django.setup()
    from recruiter.celery import app  # noqa: PLC0415 needs Django's set-up
    from tests.faults.plants import PLANTS  # noqa: PLC0415

    patch = pytest.MonkeyPatch()
    for name in filter(None, plants.split(",")):
        PLANTS[name](patch)
    if role == "dispatch":
        call_command("dispatch")
    else:
        stop_before_publishing(patch)
        app.worker_main(
            ["worker", "--concurrency=1", "--without-gossip", "--without-mingle", "-l", "WARNING"]
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
