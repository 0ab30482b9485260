"""Addresses that the libraries behind Django and Celery read as we mean them."""

from pathlib import Path

import dj_database_url
from psycopg.conninfo import conninfo_to_dict

from recruiter import embedded
from recruiter.embedded.urls import postgres_url

ODD = Path("/tmp/With Capitals, 100% odd & spaced")  # noqa: S108 - never made


def test_django_takes_the_socket_folder_as_it_is() -> None:
    parsed = dj_database_url.parse(postgres_url(ODD))
    assert parsed["OPTIONS"]["host"] == str(ODD)
    assert (parsed["NAME"], parsed["USER"]) == ("cultivate", "cultivate")


def test_psql_takes_the_same_address() -> None:
    assert conninfo_to_dict(postgres_url(ODD)) == {
        "host": str(ODD),
        "user": "cultivate",
        "dbname": "cultivate",
    }


def test_asking_for_addresses_starts_nothing_and_needs_no_server() -> None:
    assert embedded.database_url() == embedded.database_url()
    assert embedded.redis_url().startswith("redis+socket:///")
