"""The word lists of words.toml, as the rules need them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_LISTS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
WORD = re.compile(r"#?[\w%][\w'%/-]*")


def words(name: str) -> frozenset[str]:
    """One list, in small letters."""
    return frozenset(" ".join(entry.split()).lower() for entry in _LISTS[name].split(","))


def one_of(name: str) -> str:
    """A pattern of one list, the longest entries first; a space stands for any white space."""
    entries = sorted(
        (" ".join(entry.split()) for entry in _LISTS[name].split(",")), key=len, reverse=True
    )
    return "(?:" + "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in entries) + ")"


def plain(text: str) -> str:
    """The text with typewriter apostrophes; every character stays at its place."""
    return text.replace("\u2019", "'").replace("\u2018", "'")
