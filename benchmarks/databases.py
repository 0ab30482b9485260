"""A database of a benchmark's own, on a server that is there or on one that comes and goes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from recruiter.embedded.postgres import Postgres
from recruiter.embedded.temporary import temporary_places


@contextmanager
def own_database() -> Iterator[None]:
    """A new database, migrated, on the server of DATABASE_URL; dropped at the end."""
    before = str(connection.settings_dict["NAME"])
    connection.settings_dict["TEST"]["NAME"] = f"benchmark_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def on_a_server_of_its_own(module: str, arguments: Sequence[str]) -> int:
    """Run a benchmark again with DATABASE_URL naming a temporary server. Returns its exit status.

    Settings are read once per process, and before them the server's address must be known.
    """
    with temporary_places() as places, Postgres(places) as server:
        environment = os.environ | {"DATABASE_URL": server.url}
        environment.setdefault("SECRET_KEY", "only for a benchmark")
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


def written() -> int:
    """Bytes of write-ahead log since the server began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
        return int(cursor.fetchone()[0])
