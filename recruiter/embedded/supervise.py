"""`make run`: every program under one supervisor.

The supervisor is the library `supervisor`, inside this process: it starts, restarts and stops.
What is ours here is its view on the terminal, the moment at which the application may start, and
that a killed program takes the children with it that it left behind.
"""

import errno
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import NamedTemporaryFile
from types import FrameType
from typing import Any

from supervisor import events
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor

from recruiter.embedded import processes
from recruiter.embedded.console import Console
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import Places, places_of
from recruiter.embedded.programs import (
    MARK,
    NEXT,
    SETUP,
    Address,
    Program,
    configuration,
    our_servers,
    programs,
)

LEFTOVER_PATIENCE = 5.0


class Options(ServerOptions):  # type: ignore[misc]
    """Supervisor's options, for a supervisor that lives in a terminal."""

    def setsignals(self) -> None:
        super().setsignals()
        # To supervisor a hang-up means "start again"; to us the terminal was closed.
        signal.signal(signal.SIGHUP, self._hang_up)

    def _hang_up(self, number: int, frame: FrameType | None) -> None:
        del number
        self.signal_receiver.receive(signal.SIGTERM, frame)


class Alarm:
    """Ends supervisor's sleep when a signal comes: it would notice a child's end a second late.

    Has the methods of supervisor's own watchers of file descriptors.
    """

    def __init__(self) -> None:
        self.reading, writing = os.pipe()
        for end in (self.reading, writing):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def handle_read_event(self) -> None:
        os.read(self.reading, 4096)

    def handle_error(self) -> None:
        """Nothing to read after all."""


class Run(Supervisor):  # type: ignore[misc]
    """Supervisor with a log on the terminal and an application that waits for its set-up."""

    def __init__(self, options: Options, console: Console, wanted: Sequence[Program]) -> None:
        super().__init__(options)
        self.console = console
        self.programs = {program.name: program for program in wanted}
        self.failed = False
        self.alarm = Alarm()

    def runforever(self) -> None:
        # Here and not earlier: supervisor forgets all subscriptions when it begins to run.
        events.subscribe(events.ProcessLogEvent, self._on_output)
        for ending in ("Exited", "Backoff", "Stopped"):
            events.subscribe(getattr(events, f"ProcessState{ending}Event"), self._on_end)
        events.subscribe(events.ProcessStateExitedEvent, self._on_exit)
        events.subscribe(events.ProcessStateBackoffEvent, self._on_false_start)
        events.subscribe(events.ProcessStateFatalEvent, self._on_fatal)
        super().runforever()

    def get_process_map(self) -> dict[int, Any]:
        """What to wait for: the programs' output, and the alarm."""
        return {**super().get_process_map(), self.alarm.reading: self.alarm}

    @property
    def is_stopping(self) -> bool:
        return bool(self.options.mood < SupervisorStates.RUNNING)

    def _on_output(self, event: Any) -> None:
        self.console.feed(event.process.config.name, event.data)

    def _on_end(self, event: Any) -> None:
        """A program is gone, whatever for: so shall be what it started."""
        self.console.finish(event.process.config.name)
        if event.process.pid:
            # A web server's children would hold the port.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(event.process.pid, signal.SIGKILL)

    def _on_exit(self, event: Any) -> None:
        """A program ended by itself: supervisor starts it again, unless it was to run once."""
        process = event.process
        program = self.programs[process.config.name]
        if program.keep:
            self._say_again(program.name)
        elif program.group == SETUP and process.exitstatus != 0:
            self._give_up("The set-up failed; its last lines say why.")
        elif not self.is_stopping:
            self._start(NEXT[program.group])

    def _on_false_start(self, event: Any) -> None:
        self._say_again(event.process.config.name)

    def _say_again(self, name: str) -> None:
        if not self.is_stopping:
            self.console.say(f"{name} ended unexpectedly and starts again.")

    def _on_fatal(self, event: Any) -> None:
        if not self.is_stopping:
            name = event.process.config.name
            self._give_up(f"{name} does not start; its last lines say why. Everything stops.")

    def _start(self, group: str) -> None:
        for process in self.process_groups[group].processes.values():
            process.spawn()

    def _give_up(self, sentence: str) -> None:
        self.failed = True
        self.console.say(sentence)
        self.options.mood = SupervisorStates.SHUTDOWN


@contextmanager
def only_one(places: Places) -> Iterator[None]:
    """Hold this checkout's lock; the operating system lets go of it when we die, however we die.

    Raises:
        EmbeddedError: another process holds it.
    """
    while True:
        descriptor = os.open(places.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode()
            os.close(descriptor)
            raise EmbeddedError(
                f"Cultivate already runs from this folder (process {holder.strip() or 'unknown'}): "
                "stop that one with Ctrl-C first."
            ) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), places.lock.stat()):
                break
        os.close(descriptor)  # its owner removed the file between our opening and locking it
    os.truncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    try:
        yield
    finally:
        places.lock.unlink(missing_ok=True)
        os.close(descriptor)


def end_leftovers(places: Places) -> None:
    """End the programs of a supervisor that was killed; its servers end in their own way."""
    left = processes.marked(MARK, str(places.runtime))
    own_way = ("postgres", "valkey-server")
    processes.end(
        [process for process in left if process.name() not in own_way],
        signal.SIGTERM,
        LEFTOVER_PATIENCE,
    )


def require_free(address: Address) -> None:
    """Raise EmbeddedError, with what to do about it, if the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            port = address.port
            if error.errno == errno.EADDRINUSE:
                reason = f"Port {port} is taken by another program"
            elif error.errno == errno.EACCES:
                reason = f"Port {port} is reserved for root"
            else:
                reason = f"Cannot listen on {address.host}, port {port} ({error.strerror})"
            free = port + 1 if 1024 <= port < 65535 else 8001
            raise EmbeddedError(f"{reason}: choose another, as in make run PORT={free}.") from error


def run(address: Address, demo: bool) -> int:
    """Run everything until Ctrl-C; returns the exit status.

    Raises:
        EmbeddedError: it already runs, the port is taken, or a server's data is unfit.
    """
    places = places_of()
    places.make()
    with only_one(places):
        end_leftovers(places)
        require_free(address)
        servers = our_servers(places)
        for server in servers:
            server.prepare()
        return supervise(places, programs(places, address, servers, demo))


def supervise(places: Places, wanted: Sequence[Program]) -> int:
    """Run programs until a signal ends us; returns the exit status."""
    text, variables = configuration(wanted, places)
    os.environ.update(variables)
    os.environ.update({MARK: str(places.runtime), "PYTHONUNBUFFERED": "1"})
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    console = Console(sys.stdout, [program.name for program in wanted], coloured)
    options = Options()
    with NamedTemporaryFile("w", dir=places.runtime) as file:
        file.write(text)
        file.flush()
        options.realize(["--configuration", file.name])
    options.first, options.test = True, False
    supervisor = Run(options, console, wanted)
    with suppress(ExitNow):
        supervisor.main()
    options.close_logger()
    console.say("Everything is stopped.")
    return int(supervisor.failed)
