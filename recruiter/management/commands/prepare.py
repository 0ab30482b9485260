"""Everything between a running PostgreSQL and a web server that can start, in one process."""

import hashlib
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from recruiter.demo import DEMO_LOGINS, DEMO_PASSWORD
from recruiter.embedded.places import places_of
from recruiter.embedded.postgres import Postgres
from recruiter.embedded.programs import our_servers
from recruiter.models import User


class Command(BaseCommand):
    """Migrate, seed the demonstration company, collect static files; safe to repeat."""

    help = "Migrate the database and collect static files; with --demo, seed an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="seed if the database is empty")
        parser.add_argument("--welcome", type=Path, help="file for what to tell the user at last")

    def handle(self, *, demo: bool, welcome: Path | None, **options: Any) -> None:
        del options
        wait_for_database()
        self.step("Database", lambda: call_command("migrate", interactive=False, verbosity=0))
        self.step("Static files", collect_static)
        if demo:
            self.step("Demonstration company", lambda: call_command("seed_demo", if_empty=True))
        if welcome:
            welcome.write_text(logins())

    def step(self, name: str, work: Callable[[], object]) -> None:
        """Do a step and say how long it took."""
        self.stdout.write(f"{name} …")
        began = time.monotonic()
        work()
        self.stdout.write(f"{name}: done in {time.monotonic() - began:.1f} s")


def wait_for_database() -> None:
    """Wait for our own PostgreSQL, if it is ours, and give it its role and database."""
    for server in our_servers(places_of()):
        if isinstance(server, Postgres):
            server.wait_ready()
            server.ensure_database()


def collect_static() -> None:
    """Collect the static files, unless nothing has changed since they were collected.

    Hashing and compressing takes seconds, and nearly every start finds the same files.
    """
    file = settings.STATIC_ROOT / "sources.sha256"
    digest = static_sources()
    if not file.exists() or file.read_text() != digest:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        file.write_text(digest)


def static_sources() -> str:
    """A digest of the name, size and time of every static file, and of the way of storing them."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def logins() -> str:
    """The demonstration's log-ins, as far as they are in this database; a line each."""
    emails = [email for _, email in DEMO_LOGINS]
    known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    lines = [f"  {email:<18} {role}" for role, email in DEMO_LOGINS if email in known]
    if not lines:
        return ""
    return "\n".join([f"Log in with the password {DEMO_PASSWORD} as", *lines, ""])
