"""What settings read from the environment, loud about nonsense."""

import os

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no variable; anything else than 1/0/true/false/yes/no is an error."""
    text = os.environ.get(name, "").strip().lower()
    if text in ("1", "true", "yes"):
        return True
    if text in ("0", "false", "no"):
        return False
    if text == "":
        return default
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
