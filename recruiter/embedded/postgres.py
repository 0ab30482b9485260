"""PostgreSQL on a Unix socket, with a database whose owner is no superuser."""

import shutil
import signal
import subprocess
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg
from psycopg import sql

from recruiter.embedded import processes
from recruiter.embedded.account import ourselves
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.server import STOP_PATIENCE, Server
from recruiter.embedded.urls import DATABASE, ROLE, postgres_url

SUPERUSER = "postgres"
# Created by the superuser, so that the owner of a database may rely on them without being one.
EXTENSIONS = ("vector", "pg_trgm", "unaccent")
# Comparison and case by Unicode's own tables inside PostgreSQL: nothing of the machine is asked,
# so the same data sorts the same everywhere. docker-compose.yml says the same.
INITDB = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--auth=peer",
    f"--username={SUPERUSER}",
)


class Postgres(Server):
    """PostgreSQL 18 with the role and the database of the application.

    Only this process's user can connect, as `cultivate` or as the superuser: the socket lies in a
    private folder, and the server asks the kernel who is at the other end.
    """

    program: ClassVar[str] = "postgres"
    # "Fast shutdown": ends sessions and writes a checkpoint.
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT

    @property
    def folder(self) -> Path:
        return self.places.postgres / "cluster"

    @property
    def url(self) -> str:
        return postgres_url(self.places.sockets)

    def url_of(self, database: str, role: str = ROLE) -> str:
        return postgres_url(self.places.sockets, database, role)

    def command(self) -> list[str]:
        folder = str(self.places.sockets).replace('"', '""')
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{folder}"',
            "unix_socket_permissions": "0700",
            "hba_file": str(self.places.data / "hba.conf"),
            "ident_file": str(self.places.data / "ident.conf"),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_checkpoints": "off",
            "log_line_prefix": "",
        } | self.settings
        options = [part for name in settings for part in ("-c", f"{name}={settings[name]}")]
        return [str(self.binaries.postgres("postgres")), "-D", str(self.folder), *options]

    def is_ready(self) -> bool:
        try:
            with self._superuser("postgres"):
                return True
        except psycopg.OperationalError:
            return False

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away what a killed server left.

        Raises:
            EmbeddedError: `initdb` failed, or the data is another major version's.
        """
        self.places.make()
        if self.folder.exists():
            self._refuse_other_version()
            self.end_leftovers()
            self._remove_stale_lock()
        else:
            self._initdb()
        self._write_access()

    def start(self) -> "Postgres":
        super().start()
        self.ensure_database()
        return self

    def end_leftovers(self) -> None:
        """Also ends sessions that outlive a killed postmaster: they block the next start."""
        everyone = processes.working_in(self.folder, self.program)
        named = self._pid_in_lock()
        processes.end(
            [process for process in everyone if process.pid == named],
            self.stop_signal,
            STOP_PATIENCE,
        )
        # What is left has no postmaster any more, and its work is recovered from the log anyway.
        processes.end(everyone, signal.SIGKILL, STOP_PATIENCE)

    def ensure_database(self) -> None:
        """Create the role, the database and the extensions where they are missing."""
        with self._superuser("postgres") as connection:
            if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", ROLE):
                role = sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        self._ensure_extensions("template1")
        with self._superuser("postgres") as connection:
            if not _exists(connection, "SELECT FROM pg_database WHERE datname = %s", DATABASE):
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
        self._ensure_extensions(DATABASE)

    def _ensure_extensions(self, database: str) -> None:
        with self._superuser(database) as connection:
            for extension in EXTENSIONS:
                name = sql.Identifier(extension)
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(name))

    def _superuser(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.places.sockets),
            dbname=database,
            user=SUPERUSER,
            autocommit=True,
            connect_timeout=5,
        )

    def _initdb(self) -> None:
        """Make the cluster beside its place and move it there: a killed `initdb` leaves nothing."""
        fresh = self.places.postgres / "cluster.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        done = subprocess.run(
            [self.binaries.postgres("initdb"), *INITDB, "-D", fresh],
            cwd=self.places.postgres,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self.places.account.credentials(),
        )
        if done.returncode:
            raise EmbeddedError(f"initdb could not make a database cluster.\n{done.stdout}")
        fresh.rename(self.folder)

    def _write_access(self) -> None:
        """Let this process's user connect as either role, and nobody else."""
        user = ourselves().name.replace('"', '""')
        files = {
            "hba.conf": "local all all peer map=checkout\n",
            "ident.conf": "".join(f'checkout "{user}" {name}\n' for name in (ROLE, SUPERUSER)),
        }
        for name, text in files.items():
            # In our folder and not the account's own, which could make a link of the name.
            file = self.places.data / name
            file.write_text(text)
            file.chmod(0o644)

    def _refuse_other_version(self) -> None:
        ours = subprocess.run(
            [self.binaries.postgres("postgres"), "--version"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]
        theirs = (self.folder / "PG_VERSION").read_text().strip()
        if ours.split(".")[0] != theirs:
            raise EmbeddedError(
                f"The data in {self.folder} is PostgreSQL {theirs}'s and the program is {ours}: "
                "see docs/operations.md, “A new major version of PostgreSQL”."
            )

    def _remove_stale_lock(self) -> None:
        """Remove the lock of a server that is gone, if its process id was given out again.

        PostgreSQL clears a stale lock itself, unless some process of the same user now has the
        id that the lock names; then it would refuse to start for ever.
        """
        named = self._pid_in_lock()
        taken = named is not None and psutil.pid_exists(named)
        if taken and not processes.working_in(self.folder, self.program):
            (self.folder / "postmaster.pid").unlink()

    def _pid_in_lock(self) -> int | None:
        """The process that the cluster's lock names, dead or alive; None if there is no lock."""
        try:
            first = (self.folder / "postmaster.pid").read_text().split("\n", 1)[0].strip()
        except FileNotFoundError:
            return None
        return int(first) if first.isdecimal() else None


def _exists(connection: psycopg.Connection, query: str, value: str) -> bool:
    return connection.execute(query.encode(), (value,)).fetchone() is not None
