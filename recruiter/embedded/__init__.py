"""PostgreSQL and Valkey out of wheels, and the one supervisor that `make run` needs.

Nothing here imports Django. With DATABASE_URL and REDIS_URL set nothing here is used.

Settings need only what this module offers: the addresses of this checkout's servers, whether they
run or not, and its secret key. The servers themselves are `embedded.postgres.Postgres` and
`embedded.valkey.Valkey`, their folders `embedded.places.places_of` and, for a test,
`embedded.temporary.temporary_places`.
"""

from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.secret import secret_key
from recruiter.embedded.urls import database_url, redis_url

__all__ = ["EmbeddedError", "database_url", "redis_url", "secret_key"]
