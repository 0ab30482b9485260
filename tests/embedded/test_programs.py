"""What supervisor is told to run."""

import os
import shlex
from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from recruiter.embedded.account import Account, ourselves
from recruiter.embedded.places import Places
from recruiter.embedded.programs import Address, Program, configuration, our_servers, programs

ADDRESS = Address("127.0.0.1", 8123)


def places(folder: Path) -> Places:
    return Places(folder / "data", folder / "run", ourselves())


def understood(text: str, variables: dict[str, str], folder: Path) -> ServerOptions:
    """What supervisor makes of a configuration."""
    file = folder / "supervisord.conf"
    file.write_text(text)
    os.environ.update(variables)
    options = ServerOptions()
    options.realize(["--configuration", str(file)])
    return options


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose name means something to a shell, to supervisor and to its file format."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    folder = tmp_path / 'it\'s; a #1 100% "odd" %(here)s folder'
    (folder / "data").mkdir(parents=True)
    return folder


def test_supervisor_reads_every_path_as_it_is(odd: Path) -> None:
    there = places(odd)
    wanted = programs(there, ADDRESS, our_servers(there), demo=True)
    options = understood(*configuration(wanted, there), odd)
    read = {
        process.name: (shlex.split(process.command), process.directory)
        for group in options.process_group_configs
        for process in group.process_configs
    }
    assert read == {program.name: (program.command, str(program.directory)) for program in wanted}


def test_supervisor_writes_only_into_our_folders(odd: Path) -> None:
    """At its end it deletes the file of its process id, whatever that is."""
    there = places(odd)
    wanted = programs(there, ADDRESS, our_servers(there), demo=True)
    options = understood(*configuration(wanted, there), odd)
    for file in (options.pidfile, options.logfile):
        assert there.data in Path(file).parents, file


def test_the_servers_outlive_the_application(odd: Path) -> None:
    there = places(odd)
    wanted = programs(there, ADDRESS, our_servers(there), demo=True)
    groups = understood(*configuration(wanted, there), odd).process_group_configs
    last_to_stop = min(groups, key=lambda group: group.priority)
    assert {each.name for each in last_to_stop.process_configs} == {"postgres", "valkey"}


def test_the_application_waits_for_the_set_up(odd: Path) -> None:
    there = places(odd)
    wanted = programs(there, ADDRESS, our_servers(there), demo=True)
    options = understood(*configuration(wanted, there), odd)
    at_once = {
        process.name
        for group in options.process_group_configs
        for process in group.process_configs
        if process.autostart
    }
    assert at_once == {"postgres", "valkey", "set-up"}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (["DATABASE_URL"], ["valkey-server"]),
        (["REDIS_URL"], ["postgres"]),
        (["DATABASE_URL", "REDIS_URL"], []),
    ],
)
def test_a_server_of_ones_own_takes_the_place_of_ours(
    odd: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], left: list[str]
) -> None:
    for name in given:
        monkeypatch.setitem(os.environ, name, "somewhere else")
    assert [server.program for server in our_servers(places(odd))] == left


def test_servers_run_as_the_servers_account_and_nothing_else_does(odd: Path) -> None:
    account = Account("nobody", 65534, 65534)
    there = Places(odd / "data", odd / "run", account)
    wanted = programs(there, ADDRESS, our_servers(there), demo=True)
    assert {program.name for program in wanted if program.account == account} == {
        "postgres",
        "valkey",
    }


def test_an_empty_company_is_not_filled(odd: Path) -> None:
    def set_up(*, demo: bool) -> Program:
        wanted = programs(places(odd), ADDRESS, [], demo=demo)
        return next(program for program in wanted if program.name == "set-up")

    assert "--demo" in set_up(demo=True).command
    assert "--demo" not in set_up(demo=False).command


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8123/"),
        ("0.0.0.0", "http://localhost:8123/"),  # noqa: S104 - only named
        ("::1", "http://[::1]:8123/"),
        ("cultivate.example.com", "http://cultivate.example.com:8123/"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, url: str) -> None:
    assert Address(host, 8123).url == url
