"""Valkey on a Unix socket: a bell that survives being killed."""

import signal
import socket
from pathlib import Path
from typing import ClassVar

from recruiter.embedded.server import Server
from recruiter.embedded.urls import valkey_url

ANSWER_PATIENCE = 5.0


class Valkey(Server):
    """Valkey 9 that keeps an append-only file and never throws a message away for want of room."""

    program: ClassVar[str] = "valkey-server"
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    @property
    def folder(self) -> Path:
        return self.places.valkey

    @property
    def socket(self) -> Path:
        return self.places.valkey_socket

    @property
    def url(self) -> str:
        return valkey_url(self.socket)

    def url_of(self, database: int) -> str:
        return valkey_url(self.socket, database)

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "daemonize": "no",
            "loglevel": "warning",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        } | self.settings
        options = [part for name in settings for part in (f"--{name}", settings[name])]
        return [str(self.binaries.valkey_server), *options]

    def is_ready(self) -> bool:
        """Ask by hand: the client library takes longer to load than the server to start."""
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(ANSWER_PATIENCE)
            try:
                asking.connect(str(self.socket))
                asking.sendall(b"PING\r\n")
                return asking.recv(5) == b"+PONG"
            except OSError:
                return False

    def prepare(self) -> None:
        """Clear away a server that still runs: Valkey itself would start a second one beside it."""
        self.places.make()
        self.end_leftovers()
