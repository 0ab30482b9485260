"""Small programs under the real supervisor: python -m tests.embedded.programs_of_a_test FOLDER KIND

They write their process ids into the folder, so that a test can find and kill them.
"""

import sys
from pathlib import Path

from recruiter.embedded.account import ourselves
from recruiter.embedded.places import Places
from recruiter.embedded.programs import BACK, FRONT, SERVERS, SETUP, Program
from recruiter.embedded.supervise import end_leftovers, only_one, supervise

# Notes its process id, has a child that outlives it if nobody cares, and stays.
STAYS = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
file = pathlib.Path(sys.argv[1])
file.with_suffix(".new").write_text(f"{os.getpid()} {child.pid}")
file.with_suffix(".new").rename(file)
print("here", flush=True)
time.sleep(600)
"""
FAILS = "import sys; sys.exit('no room for the set-up')"


def stays(folder: Path, name: str, group: str) -> Program:
    return Program(name, group, [sys.executable, "-c", STAYS, str(folder / name)], stop_seconds=5)


def once(name: str, group: str, code: str) -> Program:
    return Program(name, group, [sys.executable, "-c", code], keep=False)


def wanted(folder: Path, kind: str) -> list[Program]:
    return [
        stays(folder, "server", SERVERS),
        once("set-up", SETUP, FAILS if kind == "failing" else "print('set up', end='')"),
        stays(folder, "web", FRONT),
        once("cultivate", FRONT, "print('ready')"),
        stays(folder, "worker", BACK),
    ]


def main() -> int:
    folder = Path(sys.argv[1])
    places = Places(folder / "data", folder / "run", ourselves())
    places.make()
    with only_one(places):
        end_leftovers(places)
        return supervise(places, wanted(folder, sys.argv[2]))


if __name__ == "__main__":
    sys.exit(main())
