"""One spelling for British and American English, so that neither moves a vector."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from recruiter.encoder.shapes import OPENERS, STOPS

DATA = Path(__file__).parent / "data" / "masking"

#: A run of letters and everything that makes it one word with its neighbours: "multi-coloured".
WORD = re.compile(r"[^\W\d_]+")

_RULES = tomllib.loads((DATA / "spelling.toml").read_text(encoding="utf-8"))
_KEEP_ISE = tuple(_RULES["ise"]["keep"].split())
_KEEP_ISE_ENDING = tuple(_RULES["ise"]["keep_ending"].split())
_WORDS: dict[str, str] = dict(
    line.split() for line in _RULES["words"]["pairs"].strip().splitlines()
)
_NAMES = frozenset(_RULES["names"]["keep"].split())

_ISE = re.compile(
    r"(\w{2,}[^aeou\W]|\w*[aeou][^\Waeou]\w*)is(e|es|ed|ing|er|ers|able|ation|ations|ational)"
)
_OUR = re.compile(r"(\w*)(" + "|".join(_RULES["our"]["stems"].split()) + r")(\w*)")
_RE = re.compile(r"(\w*?)(" + "|".join(_RULES["re"]["stems"].split()) + r")(s|d)?")
_DOUBLED = re.compile(
    r"(" + "|".join(_RULES["doubled"]["verbs"].split()) + r")([lp])(ed|ing|ings|er|ers)"
)
#: What a sentence, and a capital that says nothing, may follow.
_OPENS = frozenset(STOPS | OPENERS | {"'"})


def respelled(word: str) -> str:
    """The one spelling of a word in small letters; most words come back as they are."""
    if word in _WORDS:
        return _WORDS[word]
    if "our" in word and (found := _OUR.fullmatch(word)):
        before, stem, after = found.groups()
        return before + stem[:-3] + "or" + after
    if "re" in word and (found := _RE.fullmatch(word)):
        return found[1] + found[2][:-2] + "er" + ("ed" if found[3] == "d" else found[3] or "")
    if ("ll" in word or "pp" in word) and (found := _DOUBLED.fullmatch(word)):
        return found[1] + found[3] if found[1][-1] == found[2] else word
    if "is" in word and (found := _ISE.fullmatch(word)) and len(word) > 5:
        fixed = word.startswith(_KEEP_ISE) or word.endswith(_KEEP_ISE_ENDING)
        return word if fixed else f"{found[1]}iz{found[2]}"
    return word


def respellings(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text is spelled otherwise than the one way: start, end and the other spelling."""
    for found in WORD.finditer(text):
        word = found[0]
        other = respelled(word.lower())
        if other == word.lower() or (word in _NAMES and _is_name(text, *found.span())):
            continue
        if word.isupper() and len(word) > 1:
            other = other.upper()
        elif word[0].isupper():
            other = other.capitalize()
        yield found.start(), found.end(), other


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word is part of a name: beside another one, or in mid-sentence."""
    before = text[:start].rstrip()
    after = text[end:].lstrip()
    opens = not before or before[-1] in _OPENS
    last = before.split()[-1] if before else ""
    return (after[:1].isupper() and after[:2] not in {"I ", "I'"}) or (
        not opens and (last[:1].isupper() or text[start:end] == "Labour")
    )
