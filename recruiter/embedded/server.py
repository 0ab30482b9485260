"""What PostgreSQL and Valkey have in common: prepare, start, wait, stop, kill."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from recruiter.embedded import processes
from recruiter.embedded.binaries import Binaries, binaries_for
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import Places

START_PATIENCE = 60.0
STOP_PATIENCE = 20.0
PAUSE = 0.02


class Server(ABC):
    """One server on one data folder.

    As a context manager it prepares and starts the server and stops it at the end. `kill` and
    `start` may be called in between, as the fault tests do.

    Args:
        places: the folders; see `places_of` and `temporary_places`.
        settings: options of the server that differ from ours.
    """

    program: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]

    def __init__(self, places: Places, settings: Mapping[str, str] | None = None) -> None:
        self.places = places
        self.settings = dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def binaries(self) -> Binaries:
        return binaries_for(self.places.account)

    @property
    @abstractmethod
    def folder(self) -> Path:
        """The data folder, which is also the server's current directory."""

    @abstractmethod
    def command(self) -> list[str]:
        """The server's program and arguments, to run in the foreground as the places' account."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the server answers."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the data folder fit to start on; ends a server that runs on it."""

    @property
    def log(self) -> Path:
        """Where the output of a server goes that `start` started."""
        return self.places.data / f"{self.program}.log"

    @property
    def pid(self) -> int:
        """The process id of the server that `start` started.

        Raises:
            EmbeddedError: it was not started, or has ended.
        """
        if self._process is None or self._process.poll() is not None:
            raise EmbeddedError(f"{self.program} is not running.")
        return self._process.pid

    def environment(self) -> dict[str, str]:
        """Ours without what would change the server's behaviour."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
        return kept | {"LC_ALL": "C"}

    def start(self) -> Self:
        """Start the server and wait until it answers.

        Raises:
            EmbeddedError: it ended instead, or does not answer; with the end of its log.
        """
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C in a terminal must reach us and not the server.
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.places.account.credentials(),
            )
        self.wait_ready()
        return self

    def wait_ready(self, patience: float = START_PATIENCE) -> None:
        """Wait until the server answers, whoever started it.

        Raises:
            EmbeddedError: it does not, or the process that `start` started has ended.
        """
        deadline = time.monotonic() + patience
        while not self.is_ready():
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise EmbeddedError(f"{self.program} did not start.\n{self.end_of_log()}")
            time.sleep(PAUSE)

    def end_of_log(self, lines: int = 12) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Stop the server in order; one that is not running is no concern."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """Kill the server as a power cut would; what it had not written is lost."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(number)
        try:
            self._process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_PATIENCE)
        self._process = None

    def end_leftovers(self) -> None:
        """End whatever runs on the data folder: there must never be two."""
        processes.end(
            processes.working_in(self.folder, self.program), self.stop_signal, STOP_PATIENCE
        )

    def __enter__(self) -> Self:
        self.prepare()
        try:
            return self.start()
        except BaseException:
            self.kill()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
