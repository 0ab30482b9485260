"""Where the log goes. Its own handler: no line of it may open somebody's page."""

import logging
import re
from typing import Any

TOKEN = re.compile(r"(/link/)[\w-]+")


class Console(logging.StreamHandler):  # type: ignore[type-arg]  # generic in its stubs alone
    """Writes lines without the token of a candidate's link, whoever logged its address."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1…", super().format(record))


def configuration(level: str) -> dict[str, Any]:
    """As `logging.config.dictConfig` reads it: one handler, a line for each thing said.

    A line for every task received and done would bury the others: beat sends one every 5 s.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "recruiter.logs.Console", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            name: {"level": "WARNING"} for name in ("celery.worker.strategy", "celery.app.trace")
        },
    }
