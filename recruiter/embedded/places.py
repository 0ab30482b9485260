"""Where one checkout keeps its embedded servers' data and sockets.

Both are functions of the checkout's path and of whether we are root, and of nothing in the
environment, so that `manage.py shell` in another terminal finds the servers of `make run`.

An ordinary user's data is `.data/` in the checkout. Root's is outside of it, because the
unprivileged account that the servers run as must reach it, and the checkout may lie in a folder
that only root can enter. Sockets lie in a short folder of their own: the path of a Unix socket is
limited to 107 bytes (103 on macOS), and a checkout can be deeper than that.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from recruiter.embedded.account import Account, servers_account
from recruiter.embedded.errors import EmbeddedError

CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 103
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
SHARED_TEMPORARY = Path("/tmp")  # noqa: S108 - every folder made in it is private and checked


@dataclass(frozen=True)
class Places:
    """The folders of one set of servers.

    Attributes:
        data: ours; holds one folder per server, the secret key and copied binaries.
        runtime: ours; holds the lock of `make run` and the folder of the sockets.
        account: whom the servers' own folders belong to.
    """

    data: Path
    runtime: Path
    account: Account

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def sockets(self) -> Path:
        return self.runtime / "sockets"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey"

    @property
    def lock(self) -> Path:
        return self.runtime / "lock"

    @property
    def welcome(self) -> Path:
        """Where the set-up leaves what the greeting shall add, such as log-ins."""
        return self.runtime / "welcome"

    @property
    def _passable(self) -> int:
        """The mode of our own folders: root's let the servers' account through to its own."""
        return 0o700 if self.account.is_us else 0o711

    def make_data(self) -> None:
        """Create our data folder alone."""
        private_folder(self.data, os.geteuid(), os.getegid(), self._passable)

    def make(self) -> None:
        """Create what is missing; refuse what somebody else made.

        Raises:
            EmbeddedError: a folder cannot be made, is not ours, or is too deep for a socket.
        """
        self.make_data()
        private_folder(self.runtime, os.geteuid(), os.getegid(), self._passable)
        for folder in (self.postgres, self.valkey, self.sockets):
            private_folder(folder, self.account.uid, self.account.gid, 0o700)
        if len(os.fsencode(self.sockets / LONGEST_SOCKET_NAME)) > SOCKET_PATH_LIMIT:
            raise EmbeddedError(f"{self.sockets} is too long a path for a Unix socket.")


def private_folder(path: Path, uid: int, gid: int, mode: int) -> None:
    """Make a folder with an owner and a mode; accept an existing one only if it has that owner.

    The check is made on the folder itself and never on what a link points to: the parent may be
    `/tmp`, where anybody can put a link of that name before us.

    Raises:
        EmbeddedError: it cannot be made, is no folder, or belongs to somebody else.
    """
    try:
        path.mkdir(mode=0o700)
        os.chown(path, uid, gid)
    except FileExistsError:
        pass
    except OSError as error:
        raise EmbeddedError(f"Cannot create {path}: {error.strerror}.") from error
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedError(f"{path} is not a folder: move it away and start again.")
    if found.st_uid != uid:
        raise EmbeddedError(
            f"{path} belongs to user id {found.st_uid} instead of {uid}: move it away and start "
            "again."
        )
    if stat.S_IMODE(found.st_mode) != mode:
        path.chmod(mode)


def checkout_key(checkout: Path) -> str:
    """Twelve characters that tell one checkout on this machine from another."""
    return hashlib.sha256(os.fsencode(checkout.resolve())).hexdigest()[:12]


def places_of(checkout: Path = CHECKOUT) -> Places:
    """Where this checkout's servers live; creates nothing."""
    name = f"cultivate-{checkout_key(checkout)}"
    if os.geteuid() == 0:
        runtime = next(folder for folder in (Path("/run"), Path("/var/run")) if folder.is_dir())
        return Places(Path("/var/lib") / name, runtime / name, servers_account())
    runtime = SHARED_TEMPORARY / f"{name}-{os.geteuid()}"
    return Places(checkout / ".data", runtime, servers_account())
