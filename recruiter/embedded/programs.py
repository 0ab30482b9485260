"""What `make run` runs, and how supervisor is told.

They start in groups, and stop in the reverse order: the servers together with the set-up that
waits for them; then the web server and the greeting that waits for its first answer; then what
works behind it, which would only have taken the first page its processor time.
"""

import os
import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from recruiter.embedded.account import Account
from recruiter.embedded.places import CHECKOUT, Places
from recruiter.embedded.postgres import Postgres
from recruiter.embedded.valkey import Valkey

# In the environment of everything we start, with our runtime folder as its value: a later start
# knows by it what a killed one left.
MARK = "CULTIVATE_RUN"
SERVERS, SETUP, FRONT, BACK = "servers", "setup", "front", "back"
PRIORITIES = {SERVERS: 100, SETUP: 200, FRONT: 300, BACK: 400}
# Which group starts when the run-once program of another has ended.
NEXT = {SETUP: FRONT, FRONT: BACK}
MOST_WORKERS = 2

# One thread each for the arithmetic: the processes are the parallelism.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What a person on this machine opens."""
        host = "localhost" if self.host in ("0.0.0.0", "::", "127.0.0.1") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


@dataclass(frozen=True)
class Program:
    """One line of the log's left margin.

    Attributes:
        keep: start it again whenever it ends; otherwise it runs once.
        stop_seconds: how long it may take to stop before its whole process group is killed.
    """

    name: str
    group: str
    command: list[str]
    keep: bool = True
    stop_signal: str = "TERM"
    stop_seconds: int = 10
    directory: Path = CHECKOUT
    account: Account | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether it starts only after programs of another group have ended."""
        return self.group in NEXT.values()


def our_servers(places: Places) -> list[Postgres | Valkey]:
    """The embedded servers that are wanted: one whose address is given is somebody else's."""
    servers: list[Postgres | Valkey] = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(Postgres(places))
    if not os.environ.get("REDIS_URL"):
        servers.append(Valkey(places))
    return servers


def programs(
    places: Places, address: Address, servers: Iterable[Postgres | Valkey], demo: bool
) -> list[Program]:
    """Everything that `make run` runs; `demo` fills an empty database with a company to try."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--app", "recruiter"]
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    listen = ["--host", address.host, "--port", str(address.port)]
    return [
        *(
            Program(
                server.program.removesuffix("-server"),
                SERVERS,
                server.command(),
                stop_signal=server.stop_signal.name.removeprefix("SIG"),
                stop_seconds=30,
                directory=server.folder,
                account=None if places.account.is_us else places.account,
                environment={"LC_ALL": "C"},
            )
            for server in servers
        ),
        Program(
            "set-up",
            SETUP,
            [
                *(sys.executable, "manage.py", "prepare"),
                *("--welcome", str(places.welcome)),
                *(["--demo"] if demo else []),
            ],
            keep=False,
        ),
        Program(
            "web",
            FRONT,
            [
                *(*python, "granian"),
                *("--interface", "wsgi"),
                *listen,
                *("--workers", str(workers)),
                *("--blocking-threads", "4"),
                "--no-ws",
                "recruiter.wsgi:application",
            ],
            environment=ONE_THREAD | {"CULTIVATE_POOL": "1"},
        ),
        Program("cultivate", FRONT, [*python, "recruiter.embedded", "greet", *listen], keep=False),
        Program(
            "worker",
            BACK,
            [
                *(*celery, "worker"),
                *("--concurrency", str(workers)),
                *("--loglevel", "INFO"),
                "--without-gossip",
                "--without-mingle",
            ],
            # It waits for its task; a task that takes longer is still owed at the next start.
            stop_seconds=8,
            environment=ONE_THREAD,
        ),
        Program(
            "beat",
            BACK,
            # No file of its process id: a killed beat must not block the next one.
            [*celery, "beat", "--pidfile", "", "--schedule", str(places.data / "beat-schedule")],
        ),
        Program("dispatcher", BACK, [sys.executable, "manage.py", "dispatch"]),
    ]


def configuration(wanted: Iterable[Program], places: Places) -> tuple[str, dict[str, str]]:
    """Supervisor's configuration file, and the variables that it refers to.

    Whatever holds a path goes through a variable: in the file itself a `#`, a `;` or a `%` in the
    name of a folder would mean something else.
    """
    variables = {
        "CULTIVATE_SUPERVISOR_LOG": str(places.data / "supervisor.log"),
        # Never /dev/null: supervisord deletes its pidfile at the end, and as root it can.
        "CULTIVATE_SUPERVISOR_PID": str(places.data / "supervisor.pid"),
    }
    lines = [
        "[supervisord]",
        "nodaemon = true",
        "silent = true",
        "nocleanup = true",
        "minfds = 256",
        "logfile = %(ENV_CULTIVATE_SUPERVISOR_LOG)s",
        "logfile_maxbytes = 1MB",
        "logfile_backups = 1",
        "pidfile = %(ENV_CULTIVATE_SUPERVISOR_PID)s",
    ]
    if os.geteuid() == 0:
        lines.append("user = root")
    groups: dict[str, list[str]] = {}
    for program in wanted:
        groups.setdefault(program.group, []).append(program.name)
        key = f"CULTIVATE_PROGRAM_{program.name.upper().replace('-', '_')}"
        variables[f"{key}_COMMAND"] = shlex.join(program.command)
        variables[f"{key}_FOLDER"] = str(program.directory)
        environment = ",".join(f'{name}="{text}"' for name, text in program.environment.items())
        lines += [
            "",
            f"[program:{program.name}]",
            f"command = %(ENV_{key}_COMMAND)s",
            f"directory = %(ENV_{key}_FOLDER)s",
            f"environment = {environment}",
            f"autostart = {str(not program.waits).lower()}",
            f"autorestart = {str(program.keep).lower()}",
            f"startsecs = {int(program.keep)}",
            "startretries = 15",
            f"stopsignal = {program.stop_signal}",
            f"stopwaitsecs = {program.stop_seconds}",
            "killasgroup = true",
            "redirect_stderr = true",
            "stdout_logfile = NONE",
            "stdout_events_enabled = true",
        ]
        if program.account:
            lines.append(f"user = {program.account.name}")
    for group, names in groups.items():
        lines += [
            "",
            f"[group:{group}]",
            f"programs = {','.join(names)}",
            f"priority = {PRIORITIES[group]}",
        ]
    return "\n".join(lines) + "\n", variables
