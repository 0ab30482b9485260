"""The one-liners of docs/operations.md, "Backup", done as they stand there."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import psycopg
import pytest

from recruiter.embedded.binaries import in_wheels
from recruiter.embedded.places import CHECKOUT
from recruiter.embedded.postgres import Postgres

PREFIX = ".venv/bin/python -m recruiter.embedded "
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text()


def one_liner(program: str) -> list[str]:
    line = re.search(rf"^{re.escape(PREFIX)}({program} .+)$", OPERATIONS, re.MULTILINE)
    assert line
    return shlex.split(line.group(1))


def do(postgres: Postgres, folder: Path, program: str) -> None:
    name, *options = one_liner(program)
    connected = {
        "PGHOST": str(postgres.places.sockets),
        "PGUSER": "cultivate",
        "PGDATABASE": "cultivate",
    }
    subprocess.run(
        [in_wheels().postgres(name), *options],
        cwd=folder,
        env=os.environ | connected,
        check=True,
        capture_output=True,
    )


@pytest.mark.faults
def test_a_dump_brings_everything_back_to_its_owner(postgres: Postgres, tmp_path: Path) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int PRIMARY KEY, at vector(2))")
        connection.execute("INSERT INTO kept SELECT n, '[1,2]' FROM generate_series(1, 500) n")
    do(postgres, tmp_path, "pg_dump")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("DELETE FROM kept")
        connection.execute("ALTER TABLE kept ADD COLUMN later int")
    do(postgres, tmp_path, "pg_restore")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        found = connection.execute("SELECT count(*), min(at::text) FROM kept").fetchone()
        assert found == (500, "[1,2]")
        connection.execute("DROP TABLE kept")  # only its owner may


@pytest.mark.faults
def test_the_check_for_damage_runs(postgres: Postgres, tmp_path: Path) -> None:
    do(postgres, tmp_path, "pg_amcheck")
