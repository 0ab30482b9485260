"""Finding and ending processes that an earlier run left behind.

Process ids in files go stale and are given out again, so nothing here trusts one: a server is
known by its program's name and by the data folder it works in, which both PostgreSQL and Valkey
make their current directory.
"""

import signal
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

PAUSE = 0.02


def working_in(folder: Path, program: str) -> list[psutil.Process]:
    """The processes of a program whose current directory is a folder, oldest first."""
    place = str(folder.resolve())
    found = [
        process
        for process in psutil.process_iter(["name", "cwd", "create_time"])
        if process.info["name"] == program and process.info["cwd"] == place
    ]
    return sorted(found, key=lambda process: float(process.info["create_time"]))


def marked(variable: str, value: str) -> list[psutil.Process]:
    """The processes that were started with a variable in their environment, except ourselves."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(variable) == value:
                found.append(process)
        except psutil.Error:
            continue  # gone meanwhile, or somebody else's
    ours = psutil.Process()
    return [process for process in found if process != ours]


def send(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    """Signal processes; those that are gone already are no concern."""
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def has_ended(process: psutil.Process) -> bool:
    """Whether a process is gone; one that nobody has fetched yet does nothing any more either."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def outlasting(processes: Iterable[psutil.Process], patience: float) -> list[psutil.Process]:
    """Wait for processes to end; those that still run after `patience` seconds."""
    deadline = time.monotonic() + patience
    running = list(processes)
    while running := [process for process in running if not has_ended(process)]:
        if time.monotonic() > deadline:
            break
        time.sleep(PAUSE)
    return running


def end(processes: Iterable[psutil.Process], number: signal.Signals, patience: float) -> None:
    """Ask processes to end, wait, and kill those that did not within `patience` seconds."""
    asked = list(processes)
    send(asked, number)
    late = outlasting(asked, patience)
    send(late, signal.SIGKILL)
    outlasting(late, patience)
