"""`make run` for real: the whole application, in folders with odd names, side by side.

Only the virtual environment is this session's; data, sockets and static files are each folder's.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from recruiter.embedded import processes
from recruiter.embedded.places import CHECKOUT, places_of
from recruiter.embedded.programs import MARK

pytestmark = pytest.mark.faults
GIVEN_BY_THE_SESSION = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
PATIENCE = 90


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Checkout:
    """A copy of the project, and its `make run`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.places = places_of(folder)
        self.log = folder.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "recruiter.embedded", "run", "--no-demo"]
        environment = {k: v for k, v in os.environ.items() if k not in GIVEN_BY_THE_SESSION}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        return self.process

    def first_page(self) -> str:
        """Wait for the first page that this start serves; its text."""
        deadline = time.monotonic() + PATIENCE
        while "Cultivate is ready" not in self.log.read_text(errors="replace"):
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        address = f"http://127.0.0.1:{self.port}/"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode())

    def everyone(self) -> list[psutil.Process]:
        """The servers and all programs, without the supervisor."""
        found = processes.marked(MARK, str(self.places.runtime))
        for folder, program in [
            (self.places.postgres / "cluster", "postgres"),
            (self.places.valkey, "valkey-server"),
        ]:
            found += processes.working_in(folder, program)
        return found

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def kill_everything(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        processes.end(self.everyone(), signal.SIGKILL, PATIENCE)

    def remove(self) -> None:
        self.kill_everything()
        for folder in (self.places.data, self.places.runtime):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """The project's own files, as a clone would have them."""
    folder = tmp_path_factory.mktemp("side by side") / "one; #1 100%"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)
    found = Checkout(folder)
    found.start()
    yield found
    found.remove()


@pytest.fixture
def one(checkout: Checkout) -> Checkout:
    """It runs, whatever the test before did to it."""
    if checkout.process is None or checkout.process.poll() is not None:
        checkout.start()
    checkout.first_page()
    return checkout


def test_the_first_page_asks_who_is_there(one: Checkout) -> None:
    assert "csrfmiddlewaretoken" in one.first_page()


def test_two_checkouts_run_side_by_side(one: Checkout) -> None:
    other = Checkout(one.folder.with_name("other"))
    shutil.copytree(one.folder, other.folder, ignore=shutil.ignore_patterns(".data"))
    try:
        other.start()
        assert "csrfmiddlewaretoken" in other.first_page()
        assert "csrfmiddlewaretoken" in one.first_page()
        # PostgreSQL's own children come and go, such as autovacuum's.
        mine = {
            process.pid
            for process in one.everyone()
            if not " ".join(process.cmdline()).startswith("postgres:")
        }
        assert not mine & {process.pid for process in other.everyone()}
        assert other.stop() == 0
        assert mine <= {process.pid for process in one.everyone()}
    finally:
        other.remove()


def test_ctrl_c_leaves_no_process_and_no_socket(one: Checkout) -> None:
    everyone = one.everyone()
    assert one.stop() == 0
    assert all(processes.has_ended(process) for process in everyone)
    assert one.everyone() == []
    assert list(one.places.sockets.iterdir()) == []


def test_it_starts_again_after_everything_was_killed(one: Checkout) -> None:
    one.kill_everything()
    one.start()
    assert "csrfmiddlewaretoken" in one.first_page()


def test_it_starts_again_after_its_supervisor_was_killed(one: Checkout) -> None:
    left = one.everyone()
    assert one.process is not None
    one.process.kill()
    one.process.wait()
    one.start()
    assert "csrfmiddlewaretoken" in one.first_page()
    assert all(processes.has_ended(process) for process in left)


def test_a_shell_beside_it_finds_its_servers(one: Checkout) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in GIVEN_BY_THE_SESSION}
    said = subprocess.run(
        [sys.executable, "-m", "recruiter.embedded", "psql", "-XAtc", "SELECT current_database()"],
        cwd=one.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "cultivate\n"
