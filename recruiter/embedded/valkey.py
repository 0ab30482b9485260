"""Valkey on a Unix socket: a bell that survives being killed."""

import signal
from pathlib import Path
from typing import ClassVar

import redis

from recruiter.embedded.server import Server
from recruiter.embedded.urls import valkey_url


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
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def prepare(self) -> None:
        """Clear away a server that still runs: Valkey itself would start a second one beside it."""
        self.places.make()
        self.end_leftovers()
