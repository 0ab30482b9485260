"""Servers that these tests may stop and kill, in folders with odd names."""

from collections.abc import Iterator
from typing import TypeVar

import pytest

from recruiter.embedded.places import Places
from recruiter.embedded.postgres import Postgres
from recruiter.embedded.server import Server
from recruiter.embedded.temporary import temporary_places
from recruiter.embedded.valkey import Valkey

AServer = TypeVar("AServer", bound=Server)


@pytest.fixture(scope="module")
def odd_places() -> Iterator[Places]:
    with temporary_places() as spare:
        yield Places(spare.data / "a folder; 100% #odd", spare.runtime / "r u n", spare.account)


@pytest.fixture(scope="module")
def shared_postgres(odd_places: Places) -> Iterator[Postgres]:
    with Postgres(odd_places) as postgres:
        yield postgres


@pytest.fixture
def postgres(shared_postgres: Postgres) -> Postgres:
    """A running server, whatever the test before did to it."""
    return running(shared_postgres)


@pytest.fixture(scope="module")
def shared_valkey(odd_places: Places) -> Iterator[Valkey]:
    with Valkey(odd_places) as valkey:
        yield valkey


@pytest.fixture
def valkey(shared_valkey: Valkey) -> Valkey:
    """A running server, whatever the test before did to it."""
    return running(shared_valkey)


def running(server: AServer) -> AServer:
    if not server.is_ready():
        server.stop()
        server.prepare()
        server.start()
    return server
