"""One supervisor over everything: what dies comes back, and what is stopped leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from recruiter.embedded import processes
from recruiter.embedded.account import ourselves
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import Places
from recruiter.embedded.programs import MARK, Address
from recruiter.embedded.supervise import only_one, require_free

pytestmark = pytest.mark.faults
NAMES = ("server", "web", "worker")
REPAIR_SECONDS = 15


def wait_for(what: Callable[[], bool], patience: float = REPAIR_SECONDS) -> None:
    deadline = time.monotonic() + patience
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class Running:
    """A supervisor in a process of its own, with the programs of programs_of_a_test."""

    def __init__(self, folder: Path, kind: str = "good") -> None:
        self.folder = folder
        self.log = folder / "log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.embedded.programs_of_a_test", str(folder), kind],
                stdout=log,
                stderr=log,
            )

    def pids(self, name: str) -> list[int]:
        """A program's process and its child's; empty while it is not there."""
        file = self.folder / name
        return [int(pid) for pid in file.read_text().split()] if file.exists() else []

    def wait_ready(self) -> None:
        wait_for(lambda: all(self.pids(name) for name in NAMES))

    def everyone(self) -> list[psutil.Process]:
        return processes.marked(MARK, str(self.folder / "run"))

    def lines(self, name: str) -> list[str]:
        parts = [line.split(" | ", 1) for line in self.log.read_text().splitlines()]
        return [part[1] for part in parts if len(part) == 2 and part[0].strip() == name]

    def end_everything(self) -> None:
        # The supervisor first: it would start again what is killed before it.
        self.process.kill()
        self.process.wait()
        processes.end(self.everyone(), signal.SIGKILL, REPAIR_SECONDS)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    found = Running(tmp_path)
    found.wait_ready()
    yield found
    found.end_everything()


@pytest.mark.parametrize("name", NAMES)
def test_a_killed_program_is_back_within_seconds(running: Running, name: str) -> None:
    program, child = running.pids(name)
    os.kill(program, signal.SIGKILL)
    wait_for(lambda: program not in running.pids(name))
    assert not psutil.pid_exists(child) or processes.has_ended(psutil.Process(child))
    assert f"{name} ended unexpectedly and starts again." in running.lines("cultivate")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_no_process(running: Running, number: signal.Signals) -> None:
    everyone = running.everyone()
    assert len(everyone) == 2 * len(NAMES)
    running.process.send_signal(number)
    assert running.process.wait(REPAIR_SECONDS) == 0
    assert running.everyone() == []
    assert all(processes.has_ended(process) for process in everyone)


def test_stopping_leaves_no_lock(running: Running) -> None:
    running.process.send_signal(signal.SIGINT)
    running.process.wait(REPAIR_SECONDS)
    assert [path.name for path in (running.folder / "run").iterdir()] == ["sockets"]


def test_each_line_names_its_program(running: Running) -> None:
    wait_for(lambda: running.lines("worker") == ["here"])
    assert running.lines("set-up") == ["set up"]
    assert "ready" in running.lines("cultivate")


def test_a_killed_supervisor_blocks_nothing(running: Running) -> None:
    before = {name: running.pids(name) for name in NAMES}
    running.process.kill()
    running.process.wait()
    left = running.everyone()
    again = Running(running.folder)
    try:
        wait_for(lambda: all(again.pids(name) != before[name] for name in NAMES))
        assert all(processes.has_ended(process) for process in left)
        assert len(again.everyone()) == 2 * len(NAMES)
    finally:
        again.end_everything()


def test_a_second_start_is_refused_and_harms_nothing(running: Running) -> None:
    second = Running(running.folder)
    assert second.process.wait(REPAIR_SECONDS) == 1
    assert f"already runs from this folder (process {running.process.pid})" in (
        running.log.read_text()
    )
    assert len(running.everyone()) == 2 * len(NAMES)


def test_a_failing_set_up_stops_everything_and_says_why(tmp_path: Path) -> None:
    found = Running(tmp_path, "failing")
    assert found.process.wait(REPAIR_SECONDS) == 1
    assert found.everyone() == []
    assert found.lines("set-up") == ["no room for the set-up"]
    assert "The set-up failed; its last lines say why." in found.lines("cultivate")
    assert found.pids("web") == []


def test_the_lock_goes_with_its_holder(tmp_path: Path) -> None:
    places = Places(tmp_path / "data", tmp_path / "run", ourselves())
    places.make()
    with only_one(places), pytest.raises(EmbeddedError, match="already runs"), only_one(places):
        pass
    with only_one(places):
        assert places.lock.read_text() == f"{os.getpid()}\n"


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedError) as caught:
            require_free(Address("127.0.0.1", port))
    assert str(caught.value) == (
        f"Port {port} is taken by another program: "
        f"choose another, as in make run PORT={port + 1 if port < 65535 else 8001}."
    )


def test_a_host_that_is_not_ours_is_refused() -> None:
    with pytest.raises(EmbeddedError, match=r"^Cannot listen on 192\.0\.2\.1, port 8123"):
        require_free(Address("192.0.2.1", 8123))
