"""What the models are given of a text: one form for every spelling of the same characters."""

from __future__ import annotations

import unicodedata

#: The models read 256 tokens; more than this many characters never reach them.
MAX_CHARACTERS = 4000


def goal_text(department: str, goal: str) -> str:
    """The text that stands for a big goal: the department's name tells much of its meaning."""
    return f"{department.strip()}: {goal.strip()}"


def normalised(text: str) -> str:
    """Composed characters, single spaces, no control or lone surrogate characters, cut to size."""
    clean = text[: 2 * MAX_CHARACTERS].encode("utf-8", "replace").decode()
    composed = unicodedata.normalize("NFC", clean)
    visible = "".join(
        " " if unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"} else character
        for character in composed
    )
    return " ".join(visible.split())[:MAX_CHARACTERS]
