"""An import that is killed, or meets somebody else at work: all of it, or nothing."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from candidates.models import Candidate, Statement
from recruiter.importing.candidate_import import import_candidates
from recruiter.importing.outcome import Outcome
from recruiter.models import Recruiter, RerankDue
from tests.factories import make_candidate, make_relationship
from tests.faults.stand import database_url, wait_for

PEOPLE = "name,email,phone,statement\n" + "".join(
    f"Ann {n},ann{n}@example.com,+44 {n},I mend clock number {n}.\n" for n in range(2000)
)
# What holds the import, and what it has done by then in its own transaction.
HOLDS = {
    "people changed, none added": "LOCK TABLE candidates_candidate IN SHARE MODE",
    "people added, their words not": "LOCK TABLE candidates_statement IN SHARE MODE",
    "all but the last trigger done": "SELECT FROM recruiter_rerankdue FOR UPDATE",
}

pytestmark = pytest.mark.django_db(transaction=True)


def start(file: Path) -> subprocess.Popen[bytes]:
    """The command itself, in a process of its own, on the test's database."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_candidates", str(file)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def others(waiting: bool = False) -> int:
    """Other sessions of this database; only those that wait for a lock, if so asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot(), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND (wait_event_type = 'Lock' OR NOT %s)",
            [waiting],
        )
        return int(cursor.fetchone()[1])


@contextmanager
def held(statement: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        yield


def contents() -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], list[tuple[int, int]]]:
    return (
        list(Candidate.objects.order_by("email").values_list("name", "email", "phone")),
        list(Statement.objects.order_by("text").values_list("candidate__email", "text")),
        list(RerankDue.objects.order_by("pk").values_list("pk", "due")),
    )


@pytest.mark.faults
@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS.keys())
def test_a_killed_import_leaves_the_database_as_it_was(
    hold: str, tmp_path: Path, rita: Recruiter
) -> None:
    make_relationship(rita, make_candidate("Ann 0", email="ann0@example.com"))
    before = contents()
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    with held(hold):
        process = start(file)
        wait_for("the import at the barrier", lambda: others(waiting=True) == 1, 60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    wait_for("the end of its session", lambda: others() == 0, 60)
    assert process.returncode == -signal.SIGKILL
    assert contents() == before

    # And the next try is as good as the first: nothing of the killed one is in its way.
    process = start(file)
    output, _ = process.communicate(timeout=60)
    assert b"1,999 new, 1 changed, 0 unchanged, 2,000 statements added" in output
    assert len(contents()[1]) == Candidate.objects.count() == 2000


def run_import(text: str) -> Outcome:
    try:
        return import_candidates(io.BytesIO(text.encode()))
    finally:
        connection.close()


def test_statistics_taken_half_way_do_not_make_it_slow() -> None:
    """Autovacuum sees a full table that nobody has committed, and believes that it is empty."""
    people = "name,email,phone\n" + "".join(
        f"Ann,ann{n}@example.com,+44 {n}\n" for n in range(20_000)
    )
    with ThreadPoolExecutor(1) as pool:
        with held(HOLDS["people added, their words not"]), connection.cursor() as cursor:
            future = pool.submit(run_import, people)
            wait_for("the import at the barrier", lambda: others(waiting=True) == 1, 60)
            cursor.execute("ANALYZE candidates_candidate")
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'candidates_candidate'")
            assert cursor.fetchone() == (0,)
        future.result(timeout=60)
        # A second or two; most of a minute if each of them were compared with all.
        again = pool.submit(run_import, people.replace("+44", "+47"))
        assert again.result(timeout=15).counts["changed"] == 20_000


def test_somebody_added_meanwhile_is_the_same_person() -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ann = make_candidate("Ann", email="ANN1@example.com", headline="Nurse")
            future = pool.submit(run_import, PEOPLE)
            wait_for("the import at the new address", lambda: others(waiting=True) == 1, 60)
        outcome = future.result(timeout=60)
    assert outcome.counts == {"new": 1999, "changed": 1, "unchanged": 0, "statements added": 2000}
    ann.refresh_from_db()
    assert (ann.name, ann.phone, ann.headline) == ("Ann 1", "+44 1", "Nurse")
    assert ann.statements.get().text == "I mend clock number 1."


def test_an_edit_meanwhile_is_waited_for_and_kept() -> None:
    run_import(PEOPLE)
    ann = Candidate.objects.get(email="ann7@example.com")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Candidate.objects.filter(pk=ann.pk).update(headline="Pilot")
            future = pool.submit(run_import, PEOPLE.replace("+44", "+47"))
            wait_for("the import at the edited row", lambda: others(waiting=True) == 1, 60)
        assert future.result(timeout=60).counts["changed"] == 2000
    ann.refresh_from_db()
    assert (ann.headline, ann.phone) == ("Pilot", "+47 7")
