"""The addresses of embedded servers, in the forms that Django's and Celery's settings take.

PostgreSQL's is libpq's form for a socket folder, so `psql "$DATABASE_URL"` takes it as well. The
folder is an option and not a percent-encoded host, because URL parsers put host names in lower
case. `dj_database_url` hands it over as `OPTIONS["host"]`.

Valkey's is kombu's form for a Unix socket; its logical database is the option `virtual_host`.
"""

from pathlib import Path
from urllib.parse import quote

from recruiter.embedded.places import places_of

ROLE = "cultivate"
DATABASE = "cultivate"


def postgres_url(sockets: Path, database: str = DATABASE, role: str = ROLE) -> str:
    """The address of a database on the server whose socket lies in a folder."""
    return f"postgres://{role}@/{database}?host={quote(str(sockets))}"


def valkey_url(socket: Path, database: int = 0) -> str:
    """The address of a logical database on the Valkey that listens on a socket."""
    return f"redis+socket://{quote(str(socket))}?virtual_host={database}"


def database_url() -> str:
    """This checkout's own PostgreSQL; starts nothing and touches no file."""
    return postgres_url(places_of().sockets)


def redis_url() -> str:
    """This checkout's own Valkey; starts nothing and touches no file."""
    return valkey_url(places_of().valkey_socket)
