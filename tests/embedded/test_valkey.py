"""Valkey as the bell that it is: private, durable, never two, never dropping."""

from typing import cast

import psutil
import pytest
import redis
from celery import Celery
from kombu.transport import redis as redis_transport

from recruiter.embedded import processes
from recruiter.embedded.valkey import Valkey


def client(valkey: Valkey) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(valkey.socket), decode_responses=True)


def test_it_listens_on_no_network(valkey: Valkey) -> None:
    assert psutil.Process(valkey.pid).net_connections("inet") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("appendonly", "yes"), ("maxmemory-policy", "noeviction"), ("save", "")],
)
def test_it_keeps_every_message(valkey: Valkey, name: str, value: str) -> None:
    with client(valkey) as asking:
        assert asking.config_get(name) == {name: value}


def test_messages_survive_a_kill(valkey: Valkey) -> None:
    with client(valkey) as asking:
        asking.rpush("bells", *range(20))
        asking.execute_command("WAITAOF", 1, 0, 5000)
    valkey.kill()
    valkey.start()
    with client(valkey) as asking:
        assert asking.lrange("bells", 0, -1) == [str(number) for number in range(20)]
        asking.delete("bells")


def test_a_second_start_ends_the_first_server(valkey: Valkey) -> None:
    first = valkey.pid
    with Valkey(valkey.places) as second:
        found = processes.working_in(second.folder, "valkey-server")
        assert [process.pid for process in found] == [second.pid]
        assert second.pid != first


def test_celery_reaches_its_logical_database_through_the_socket(valkey: Valkey) -> None:
    app = Celery(broker=valkey.url_of(3))
    with app.connection() as connection:
        # Celery's types know no transport's own channel.
        channel = cast(redis_transport.Channel, connection.default_channel)
        channel.client.set("here", 1)
    with redis.Redis(unix_socket_path=str(valkey.socket), db=3) as asking:
        assert asking.getdel("here") == b"1"


def test_a_stopped_server_does_not_count_as_ready(valkey: Valkey) -> None:
    valkey.stop()
    assert not valkey.is_ready()
