"""Folders for servers that live as long as one test session."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psutil

from recruiter.embedded.account import servers_account
from recruiter.embedded.places import SHARED_TEMPORARY, Places
from recruiter.embedded.postgres import Postgres
from recruiter.embedded.valkey import Valkey

PREFIX = "cultivate-session-"


@contextmanager
def temporary_places() -> Iterator[Places]:
    """Folders of our own in the system's temporary folder, removed at the end.

    Their name carries our process id, so that a later session can clear away what a killed one
    left, servers included.
    """
    clear_abandoned()
    top = Path(mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=SHARED_TEMPORARY))
    account = servers_account()
    if not account.is_us:
        top.chmod(0o711)
    places = Places(top / "data", top / "run", account)
    places.make()
    try:
        yield places
    finally:
        shutil.rmtree(top)


def clear_abandoned() -> None:
    """Stop the servers and remove the folders of sessions whose process is gone."""
    for top in SHARED_TEMPORARY.glob(f"{PREFIX}*"):
        owner = top.name.removeprefix(PREFIX).split("-")[0]
        if top.lstat().st_uid != os.geteuid() or psutil.pid_exists(int(owner)):
            continue
        places = Places(top / "data", top / "run", servers_account())
        for server in (Postgres(places), Valkey(places)):
            server.end_leftovers()
        shutil.rmtree(top, ignore_errors=True)
