"""Runs the tests: finds a browser, then hands over to pytest.

The servers are the test session's own (tests/servers.py); the order is random, by pytest-randomly.
"""

import os
import sys

from setup.chromium import VARIABLE, obtain
from setup.environment import CHECKOUT

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
MOST_PROCESSES = 4


def main(arguments: list[str]) -> None:
    """Become pytest.

    Raises:
        SystemExit: there is no browser and this is CI, where no test may be left out.
    """
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    # A module stays in one process, because what it sets up is dear. Arguments come last and win.
    chosen = ["-n", str(processes), "--dist", "loadscope", *arguments]
    chromium = obtain()
    if chromium:
        os.environ[VARIABLE] = str(chromium)
    elif os.environ.get("CI"):
        sys.exit("No Chromium for the browser tests: install one on this machine.")
    else:
        print("No Chromium here and none to be had: the browser tests are left out.", flush=True)
        chosen += ["-m", "not browser"]
    os.environ.update(ONE_THREAD)
    # WhiteNoise warns of a folder that nobody has collected into yet.
    (CHECKOUT / "staticfiles").mkdir(exist_ok=True)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *chosen])


if __name__ == "__main__":
    main(sys.argv[1:])
