"""The secret key of a checkout that nobody gave one: made once, readable by us alone."""

import os
import secrets
from contextlib import suppress
from tempfile import NamedTemporaryFile

from recruiter.embedded.places import Places, places_of

LENGTH = 64


def secret_key(places: Places | None = None) -> str:
    """Read the key of this checkout, making it first if there is none.

    Two processes that start at once end with the same key: the file appears complete or not at
    all, and the first one to appear stays.
    """
    places = places or places_of()
    file = places.data / "secret-key"
    if not file.exists():
        places.make_data()
        with NamedTemporaryFile("w", dir=places.data) as fresh:
            fresh.write(secrets.token_urlsafe(LENGTH))
            fresh.flush()
            with suppress(FileExistsError):
                os.link(fresh.name, file)
    return file.read_text()
