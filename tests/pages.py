"""Reading answers as a person does."""

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

HTMX = {"HX-Request": "true"}
IN_FRAME = HTMX | {"HX-Target": "main"}
IN_EFFECT = HTMX | {"HX-Target": "effect"}
IN_PROGRESS = HTMX | {"HX-Target": "progress"}


def words(response: "Answer") -> str:
    """The words of an answer, without its tags."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r" (?=[.,:;])", "", " ".join(text.split()))
