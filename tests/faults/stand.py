"""A test stand: the project's real processes on the test's database and a Valkey of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psutil
from django.conf import settings
from django.db import connection

from recruiter.embedded.valkey import Valkey
from recruiter.models import Recruiter
from tests.faults.process import BARRIER

ROOT = Path(settings.BASE_DIR)
# What the issue of a lost re-rank allows, from the kill to the published ranking.
REPAIR_SECONDS = 15.0


def database_url() -> str:
    """The test's own database, for processes beside it."""
    options = connection.settings_dict
    host = options["OPTIONS"].get("host") or options["HOST"]
    return f"postgres://{options['USER']}@/{options['NAME']}?host={quote(host)}"


class NotInTime(AssertionError):
    """Something that was promised did not happen in time."""


def wait_for(what: str, happened: Callable[[], bool], seconds: float) -> float:
    """Look until it happened. Returns the seconds it took."""
    start = time.monotonic()
    while not happened():
        if time.monotonic() - start > seconds:
            raise NotInTime(f"{what}: not within {seconds} s")
        time.sleep(0.05)
    return time.monotonic() - start


@dataclass
class Stand:
    """Starts and kills workers and dispatchers; everything ends with the block it is used in."""

    valkey: Valkey
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, role: str, *plants: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.process", ",".join(plants), role],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": self.valkey.url},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def start_worker(self, *plants: str) -> subprocess.Popen[bytes]:
        worker = self.start("worker", *plants)
        wait_for("a worker child", lambda: worker.poll() is not None or has_child(worker), 60)
        if worker.poll() is not None:
            raise NotInTime("The worker ended instead of starting.")
        return worker

    def kill_group(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9 of a process and everything it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill_group(process)


def has_child(process: subprocess.Popen[bytes]) -> bool:
    return bool(children(process))


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children()


@contextmanager
def stand(valkey: Valkey, tmp_path: Path) -> Iterator[Stand]:
    one = Stand(valkey, tmp_path / "processes.log")
    try:
        yield one
    except NotInTime:
        print(one.log.read_text(errors="replace")[-4000:])
        raise
    finally:
        one.end()


@contextmanager
def barrier() -> Iterator[None]:
    """Hold every re-rank of the stand between computing and publishing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [BARRIER])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [BARRIER])


def is_held_at_the_barrier() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
            " AND NOT granted",
            [BARRIER],
        )
        (waiting,) = cursor.fetchone()
    return bool(waiting)


def is_done(recruiter: Recruiter) -> bool:
    recruiter.rerank.refresh_from_db()
    return recruiter.rerank.due == recruiter.rerank.done
