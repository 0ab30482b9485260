"""PostgreSQL and Valkey out of wheels, and the one supervisor that `make run` needs.

Nothing here imports Django. With DATABASE_URL and REDIS_URL set nothing here is used.

    database_url(), redis_url()   the addresses of this checkout's servers; start nothing
    secret_key()                  this checkout's secret key
"""

from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.secret import secret_key
from recruiter.embedded.urls import database_url, redis_url

__all__ = ["EmbeddedError", "database_url", "redis_url", "secret_key"]
