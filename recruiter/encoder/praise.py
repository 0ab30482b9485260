"""Sentences that praise a person and say nothing of what they strive for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

DATA = Path(__file__).parent / "data" / "masking"

#: A sentence with its closing marks and the space after it.
SENTENCE = re.compile(r"[^.!?…]*[.!?…]+[\"'\u201d\u2019)\]]*(?:\s+|$)|[^.!?…]+$")
WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d+")

_LISTS = tomllib.loads((DATA / "praise.toml").read_text(encoding="utf-8"))
_PRAISE = frozenset(_LISTS["praise"]["words"].split())
_REACTION = frozenset(_LISTS["reaction"]["words"].split())
_REACTED_TO = frozenset(_LISTS["reaction"]["to"].split())
_COMPANY = frozenset(_LISTS["company"]["words"].split())
_REST = frozenset(_LISTS["rest"]["words"].split())
_RECOMMENDS = frozenset(_LISTS["recommends"]["words"].split())
_OWN = frozenset({"i", "i'm", "i've", "i'd", "i'll", "my", "me", "we", "our", "myself"})

Change = tuple[int, int, str, str]
"""Start, end, kind, replacement."""


def praise(text: str) -> list[Change]:
    """Which sentences to leave out; never all of them."""
    sentences = [found for found in SENTENCE.finditer(text) if found[0].strip()]
    empty = [found for found in sentences if is_praise(found[0])]
    if not empty or len(empty) == len(sentences):
        return []
    changes: list[Change] = []
    for found in empty:
        start, end = found.span()
        if end == len(text):
            # The last one takes the space before it along.
            start = len(text[:start].rstrip())
        if changes and changes[-1][1] >= start:
            start = changes.pop()[0]
        changes.append((start, end, "praise", ""))
    return changes


def is_praise(sentence: str) -> bool:
    """Whether every word praises, reacts or says nothing, and at least one praises."""
    words = [word.lower().replace("\u2019", "'") for word in WORD.findall(sentence)]
    if not words:
        return False
    own = not _OWN.isdisjoint(words)
    recommends = own and not _RECOMMENDS.isdisjoint(words)
    others = frozenset() if own and not recommends else _REACTION | _COMPANY
    if not all(word in _PRAISE or word in _REST or word in others for word in words):
        return False
    reacts = not (_REACTION.isdisjoint(words) or _REACTED_TO.isdisjoint(words) or own)
    return reacts or not _PRAISE.isdisjoint(words) or _says_person(words)


def _says_person(words: list[str]) -> bool:
    """ "I am a person": what a mask leaves of a sentence that said nothing else."""
    return "person" in words or "people" in words
