"""PostgreSQL as the application finds it, and after everything that can happen to it."""

import os
import shutil
from contextlib import suppress

import psutil
import psycopg
import pytest

from recruiter.embedded import processes
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import Places
from recruiter.embedded.postgres import SUPERUSER, Postgres


def ask(url: str, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query.encode(), values)
        return cursor.fetchall() if cursor.description else []


def setting(postgres: Postgres, name: str) -> object:
    return ask(postgres.url_of("postgres", SUPERUSER), "SELECT current_setting(%s)", name)[0][0]


def servers_on(postgres: Postgres) -> set[int]:
    """The processes that nobody else on this data folder started; one that has ended is none."""
    parents: dict[int, int] = {}
    for process in processes.working_in(postgres.folder, "postgres"):
        with suppress(psutil.NoSuchProcess):
            parents[process.pid] = process.ppid()
    return {pid for pid, parent in parents.items() if parent not in parents}


def test_it_listens_on_no_network(postgres: Postgres) -> None:
    server = psutil.Process(postgres.pid)
    for each in (server, *server.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # a short-lived one that has done its work
            assert each.net_connections("inet") == []


def test_its_socket_is_closed_to_other_users(postgres: Postgres) -> None:
    assert postgres.places.sockets.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("fsync", "on"), ("full_page_writes", "on"), ("data_checksums", "on")],
)
def test_what_it_acknowledges_is_on_disk(postgres: Postgres, name: str, value: str) -> None:
    assert setting(postgres, name) == value


def test_the_application_is_no_superuser(postgres: Postgres) -> None:
    assert ask(
        postgres.url, "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False)]


def test_the_application_owns_its_database(postgres: Postgres) -> None:
    assert ask(
        postgres.url,
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()",
    ) == [("cultivate",)]


def test_text_sorts_the_same_on_every_machine(postgres: Postgres) -> None:
    assert ask(
        postgres.url,
        "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datlocale"
        " FROM pg_database WHERE datname = current_database()",
    ) == [("UTF8", "b", "C.UTF-8")]


def test_a_database_that_the_application_creates_has_the_extensions(postgres: Postgres) -> None:
    ask(postgres.url, "CREATE DATABASE made_by_a_test")
    try:
        url = postgres.url_of("made_by_a_test")
        assert ask(url, "SELECT '[1,2]'::vector <-> '[1,3]', similarity('ada', 'adam') > 0") == [
            (1.0, True)
        ]
    finally:
        ask(postgres.url, "DROP DATABASE made_by_a_test")


def test_nobody_connects_as_another_role(postgres: Postgres) -> None:
    ask(postgres.url_of("postgres", SUPERUSER), "CREATE ROLE stranger LOGIN")
    try:
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            ask(postgres.url_of("cultivate", "stranger"), "SELECT 1")
    finally:
        ask(postgres.url_of("postgres", SUPERUSER), "DROP ROLE stranger")


def test_what_was_acknowledged_survives_a_kill(postgres: Postgres) -> None:
    ask(postgres.url, "CREATE TABLE kept (number int)")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        for number in range(200):
            connection.execute("INSERT INTO kept VALUES (%s)", (number,))
        postgres.kill()
    postgres.prepare()
    postgres.start()
    assert ask(postgres.url, "SELECT count(*), sum(number) FROM kept") == [(200, 19900)]
    ask(postgres.url, "DROP TABLE kept")


def test_a_second_start_ends_the_first_server(postgres: Postgres) -> None:
    first = postgres.pid
    with Postgres(postgres.places) as second:
        assert servers_on(second) == {second.pid}
        assert second.pid != first


def test_a_busy_session_of_a_killed_server_does_not_block_the_next(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as busy:
        row = busy.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        session = psutil.Process(row[0])
        session.suspend()  # it will not notice that its server is gone
        postgres.kill()
        postgres.prepare()
        assert processes.has_ended(session)
    postgres.start()
    assert postgres.is_ready()


def test_a_lock_that_names_a_stranger_does_not_block_the_next(postgres: Postgres) -> None:
    postgres.kill()
    lock = postgres.folder / "postmaster.pid"
    _, *rest = lock.read_text().splitlines()
    # A process of the servers' own account would make PostgreSQL refuse; any live one will do.
    lock.write_text("\n".join([str(os.getpid()), *rest]) + "\n")
    shutil.chown(lock, postgres.places.account.uid, postgres.places.account.gid)
    postgres.prepare()
    assert not lock.exists()
    postgres.start()
    assert postgres.is_ready()


def test_a_start_that_was_killed_half_way_through_is_made_good(
    postgres: Postgres, odd_places: Places
) -> None:
    superuser = postgres.url_of("postgres", SUPERUSER)
    for statement in ("DROP DATABASE cultivate", "DROP ROLE cultivate"):
        ask(superuser, statement)
    postgres.ensure_database()
    assert ask(postgres.url, "SELECT '[1]'::vector::text") == [("[1]",)]


def test_an_unfinished_cluster_is_thrown_away(own_places: Places) -> None:
    own_places.make()
    unfinished = own_places.postgres / "cluster.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with Postgres(own_places) as postgres:
        assert postgres.is_ready()
    assert not unfinished.exists()


def test_another_major_versions_data_is_refused_and_kept(own_places: Places) -> None:
    postgres = Postgres(own_places)
    own_places.make()
    postgres.folder.mkdir()
    (postgres.folder / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError, match=r"is PostgreSQL 17's and the program is 18\."):
        postgres.prepare()
    assert (postgres.folder / "PG_VERSION").read_text() == "17\n"


def test_a_server_that_does_not_start_shows_the_end_of_its_log(own_places: Places) -> None:
    postgres = Postgres(own_places, {"shared_buffers": "nonsense"})
    postgres.prepare()
    with pytest.raises(EmbeddedError, match=r"(?s)did not start\..*shared_buffers"):
        postgres.start()
