"""The log's own handler: no line of it may open somebody's page."""

import logging
import re

TOKEN = re.compile(r"(/link/)[\w-]+")


class Console(logging.StreamHandler):  # type: ignore[type-arg]  # generic in its stubs alone
    """Writes lines without the token of a candidate's link, whoever logged its address."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1…", super().format(record))
