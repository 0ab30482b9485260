"""What a stranger sees when their Python will not do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).resolve().parents[2] / "setup" / "bootstrap.py"
# Runs the bootstrap in this Python, which says that it is another one.
PRETEND = (
    "import runpy, sys; sys.version_info = {version!r}; sys.argv = ['bootstrap.py', 'run'];"
    "runpy.run_path({path!r}, run_name='__main__')"
)


def start(version: tuple[int, int, int], path: str) -> subprocess.CompletedProcess[str]:
    code = PRETEND.format(version=version, path=str(BOOTSTRAP))
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13), (3, 15, 0)])
def test_a_python_that_will_not_do_is_one_sentence(
    version: tuple[int, int, int], tmp_path: Path
) -> None:
    done = start(version, str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        f"Cultivate needs Python 3.11, 3.12, 3.13 or 3.14 and this is {version[0]}.{version[1]}: "
        "install one of them, or name it as in make run PYTHON=/path/to/python3.12\n"
    )


def test_a_python_beside_it_that_will_do_is_taken(tmp_path: Path) -> None:
    """The first name leads nowhere, as a version manager's may; the second one is asked."""
    for name, script in [("python3.14", "exit 127"), ("python3.12", 'echo "$@"')]:
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    done = start((3, 9, 0), str(tmp_path))
    assert done.stdout.splitlines()[-1] == f"{BOOTSTRAP.parent / 'environment.py'} run"


def test_the_first_file_is_read_by_any_python() -> None:
    """Nothing in it that a Python of 2010 would call a syntax error."""
    text = BOOTSTRAP.read_text()
    compile(text, str(BOOTSTRAP), "exec")
    assert not {word for word in ('f"', "f'", "->", ":=", "match ") if word in text}
