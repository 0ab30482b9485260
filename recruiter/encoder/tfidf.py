"""Word and character TF-IDF with a linear head, in plain Python and numpy.

The features are those of scikit-learn's TfidfVectorizer (sublinear counts, smoothed idf, rows of
length 1), which trains the head; tests/encoder/ compares the two to the last digits. The runtime
needs no scikit-learn.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

WORD = re.compile(r"(?u)\b\w+\b")
SPACES = re.compile(r"\s\s+")
WORD_SIZES = (1, 2)
CHARACTER_SIZES = (3, 4, 5)


def words(text: str) -> Iterator[str]:
    """Words and pairs of neighbouring words, lower case."""
    found = WORD.findall(text.lower())
    yield from found
    for first, second in pairwise(found):
        yield f"{first} {second}"


def characters(text: str) -> Iterator[str]:
    """Runs of 3 to 5 characters inside padded words, lower case; a short word counts once."""
    for word in SPACES.sub(" ", text.lower()).split():
        padded = f" {word} "
        for size in CHARACTER_SIZES:
            yield padded[:size]
            for start in range(1, len(padded) - size + 1):
                yield padded[start : start + size]
            if size >= len(padded):
                break


@dataclass(frozen=True)
class Terms:
    """The known terms of one kind, each with its idf and its weight in the linear head."""

    idf_and_weight: dict[str, tuple[float, float]]

    def score(self, terms: Iterator[str]) -> float:
        """Dot product of the text's TF-IDF row (length 1) with the head's weights."""
        known = self.idf_and_weight
        total = squares = 0.0
        for term, count in Counter(term for term in terms if term in known).items():
            idf, weight = known[term]
            value = (1.0 + math.log(count)) * idf
            total += value * weight
            squares += value * value
        return total / math.sqrt(squares) if squares else 0.0


@dataclass(frozen=True)
class TextModel:
    """Log-odds that a text is a purpose, from its words and letters alone."""

    words: Terms
    characters: Terms
    bias: float

    def logit(self, text: str) -> float:
        """Log-odds, before calibration."""
        return self.words.score(words(text)) + self.characters.score(characters(text)) + self.bias


def load_text_model(path: Path) -> TextModel:
    """Read the terms that `training.purpose` exported; no pickle."""
    with np.load(path, allow_pickle=False) as data:
        kinds = []
        for kind in ("word", "character"):
            terms = bytes(data[f"{kind}_terms"]).decode().split("\n")
            numbers = zip(
                data[f"{kind}_idf"].tolist(), data[f"{kind}_weight"].tolist(), strict=True
            )
            kinds.append(Terms(dict(zip(terms, numbers, strict=True))))
        return TextModel(kinds[0], kinds[1], float(data["bias"][0]))
