"""Who the servers run as: ourselves, or an existing unprivileged account when we are root.

PostgreSQL refuses to run as root, and nothing that listens should. We never create an account and
never open a folder that is not ours; we hand folders that we made to an account that exists.
"""

import os
import pwd
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from recruiter.embedded.errors import EmbeddedError

PREFERRED_ACCOUNTS = ("postgres", "nobody", "daemon")


class Credentials(TypedDict, total=False):
    """Keyword arguments of `subprocess.Popen` that drop privileges; empty when there are none."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def credentials(self) -> Credentials:
        """What a new process needs to run as this account."""
        if self.is_us:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def ourselves() -> Account:
    """The account this process runs as.

    Raises:
        EmbeddedError: the user id has no entry in the account database, which `initdb` needs.
    """
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise EmbeddedError(
            f"User id {os.geteuid()} has no name on this machine, and PostgreSQL needs one: "
            "run as a named user, or point DATABASE_URL at a server of your own."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


@cache
def servers_account() -> Account:
    """The account that the embedded servers run as.

    Raises:
        EmbeddedError: we are root and none of the usual unprivileged accounts exists.
    """
    if os.geteuid() != 0:
        return ourselves()
    for name in PREFERRED_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has none of the accounts "
        f"{', '.join(PREFERRED_ACCOUNTS)}: run as an ordinary user instead."
    )
