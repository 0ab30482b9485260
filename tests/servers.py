"""A pytest plugin: the session's own PostgreSQL and Valkey, real ones, gone when it ends.

Loaded by `-p tests.servers` in pyproject.toml, because the servers' addresses must be known before
Django's settings are read. The processes of pytest-xdist share the servers that the first one
started; each has a database of its own (pytest-django) and its own logical database in Valkey.

With DATABASE_URL or REDIS_URL set, the tests run on that server instead. A test that kills a
server must start its own, with the fixtures `own_postgres` or `own_valkey`.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from recruiter.embedded.places import Places
from recruiter.embedded.postgres import Postgres
from recruiter.embedded.temporary import temporary_places
from recruiter.embedded.valkey import Valkey

VALKEY_DATABASE = "virtual_host="
# The session's data dies with it, so nothing waits for a disk; a test's own servers do.
UNSYNCED = {"fsync": "off", "full_page_writes": "off"}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Start the servers before pytest-django reads the settings."""
    os.environ.setdefault("SECRET_KEY", "only for tests")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        start_servers(stack)
    else:
        os.environ["REDIS_URL"] = of_worker(os.environ["REDIS_URL"], int(worker.removeprefix("gw")))
    return (yield)


def start_servers(stack: ExitStack) -> None:
    """Start what is not given, and name it in the environment for everything that follows."""
    wanted = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if not wanted:
        return
    places = stack.enter_context(temporary_places())
    if "DATABASE_URL" in wanted:
        os.environ["DATABASE_URL"] = stack.enter_context(Postgres(places, UNSYNCED)).url
    if "REDIS_URL" in wanted:
        os.environ["REDIS_URL"] = stack.enter_context(Valkey(places)).url


def of_worker(url: str, number: int) -> str:
    """The address of a worker's own logical database; database 0 is left to a single process."""
    if VALKEY_DATABASE not in url:
        return url
    return f"{url.split(VALKEY_DATABASE)[0]}{VALKEY_DATABASE}{number + 1}"


@pytest.fixture
def own_places() -> Iterator[Places]:
    """Folders of a test's own, for servers that it kills."""
    with temporary_places() as places:
        yield places


@pytest.fixture
def own_valkey(own_places: Places) -> Iterator[Valkey]:
    """A Valkey of the test's own, to kill and start again."""
    with Valkey(own_places) as valkey:
        yield valkey


@pytest.fixture
def own_postgres(own_places: Places) -> Iterator[Postgres]:
    """A PostgreSQL of the test's own, to kill and start again."""
    with Postgres(own_places) as postgres:
        yield postgres
