"""Who is measured: the engine as it ranks in production, and what others would do instead."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder import PURPOSE_FROM, Encoder
from recruiter.encoder.catalogue import stock_backend
from recruiter.encoder.constants import DATA, TEXT_MODEL
from recruiter.encoder.text import normalised
from recruiter.encoder.tfidf import WORD, characters, load_text_model

Floats = NDArray[np.float64]
Vector = NDArray[np.float32]

#: What a peer without training data has to go by: the product's first examples, and ours of goals.
PURPOSES = (
    "In my spare time I compete in global online puzzle challenges.",
    "I stay up at night thinking about ways to improve finance department efficiency, and publish"
    " my thoughts on my blog.",
    "A friend and I started an association that explores new ways to use this technology.",
)
PROBLEMS = (
    "I have worked on three system implementations.",
    "I am a six sigma black belt.",
    "I have a certification in this technology.",
)
GOALS = (
    "No dose leaves our care warmer than it came in, whatever the road does.",
    "Everybody who asks for help gets an answer from somebody who cares.",
    "We exist so that people can trust the figures they decide by.",
)
SPECS = (
    "Hire two senior accountants with five years of experience by March.",
    "Migrate the warehouse to the new system and cut costs by 8 % this quarter.",
    "The team is responsible for invoicing, reporting and master data in SAP.",
)


class Judge(Protocol):
    """Somebody who reads texts and says what they are and which belong together."""

    name: str

    def purpose(self, texts: Sequence[str]) -> Floats:
        """Chance that each text is a purpose, shape (texts,); nan for a text that is not read."""

    def goal(self, texts: Sequence[str]) -> Floats:
        """Chance that each text is a lasting goal and not a job spec; as `purpose`."""

    def match(self, goals: Sequence[str], pool: Sequence[str]) -> Floats:
        """Scores to order the pool by, shape (pool, goals); higher is better."""

    def chance(self, goals: Sequence[str], pool: Sequence[str]) -> Floats | None:
        """Shown chances of a match in 0..1, shape (pool, goals); None for who shows none."""


class Engine:
    """Exactly what ranks in production: fit times certainty, and no problem carries a match."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.name = encoder.model_id

    def purpose(self, texts: Sequence[str]) -> Floats:
        return _chances([reading.p_purpose for reading in self.encoder.read_statements(texts)])

    def goal(self, texts: Sequence[str]) -> Floats:
        return _chances(self.encoder.lasting(texts))

    def match(self, goals: Sequence[str], pool: Sequence[str]) -> Floats:
        """Not counted statements stand behind all that count: a list never shows them a match."""
        chances, counted = self._weighed(goals, pool)
        return np.where(counted[:, None], chances, chances - 1.0)

    def chance(self, goals: Sequence[str], pool: Sequence[str]) -> Floats:
        chances, counted = self._weighed(goals, pool)
        return np.where(counted[:, None], chances, 0.0)

    def _weighed(
        self, goals: Sequence[str], pool: Sequence[str]
    ) -> tuple[Floats, NDArray[np.bool_]]:
        readings = self.encoder.read_statements(pool)
        certainty = np.array([reading.p_purpose or 0.0 for reading in readings])
        read = np.array([reading.language_read for reading in readings])
        fits = np.zeros((len(pool), len(goals)), dtype=np.float64)
        blobs = [reading.packed for reading in readings if reading.packed is not None]
        fits[read] = self.encoder.fit(
            self.encoder.encode_goals(goals), self.encoder.unpack_statements(blobs)
        )
        return fits * certainty[:, None], certainty >= PURPOSE_FROM


class Examples:
    """A peer that only compares: a text is what the examples nearest to it are."""

    name = ""

    def alike(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """How alike texts are, shape (left, right)."""
        raise NotImplementedError

    def purpose(self, texts: Sequence[str]) -> Floats:
        return self._nearer(texts, PURPOSES, PROBLEMS)

    def goal(self, texts: Sequence[str]) -> Floats:
        return self._nearer(texts, GOALS, SPECS)

    def match(self, goals: Sequence[str], pool: Sequence[str]) -> Floats:
        return self.alike(pool, goals)

    def chance(self, goals: Sequence[str], pool: Sequence[str]) -> Floats | None:
        del goals, pool
        return None

    def _nearer(self, texts: Sequence[str], yes: Sequence[str], no: Sequence[str]) -> Floats:
        lead = self.alike(texts, yes).mean(axis=1) - self.alike(texts, no).mean(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-lead)), dtype=np.float64)


class Tfidf(Examples):
    """TF-IDF of character runs; purpose by a head on words and letters trained on our texts."""

    name = "tfidf"

    def alike(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        bags = [Counter(characters(text)) for text in (*left, *right)]
        rows = _weighted(bags, lambda count, _, idf: (1.0 + math.log(count)) * idf)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return np.asarray(rows[: len(left)] @ rows[len(left) :].T, dtype=np.float64)

    def purpose(self, texts: Sequence[str]) -> Floats:
        model = load_text_model(DATA / TEXT_MODEL)
        logits = np.array([model.logit(normalised(text)) for text in texts])
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)


class Bm25(Examples):
    """BM25 with k1 = 1.2 and b = 0.75; the right side asks, the left side is looked through."""

    name = "bm25"

    def alike(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        bags = [Counter(WORD.findall(text.lower())) for text in left]
        usual = sum(bag.total() for bag in bags) / max(len(bags), 1)

        def weight(count: int, length: int, idf: float) -> float:
            return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / max(usual, 1)))

        asked = [Counter(set(WORD.findall(text.lower()))) for text in right]
        rows = _weighted([*bags, *asked], weight, among=len(bags))
        return np.asarray(rows[: len(left)] @ (rows[len(left) :] > 0).T, dtype=np.float64)


class Raw(Examples):
    """Cosines of a stock sentence encoder, as anybody would use it from the shelf."""

    def __init__(self) -> None:
        self._backend = stock_backend()
        self.name = f"raw {self._backend.name}"

    def alike(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        rows = self._backend.encode([normalised(text) for text in (*left, *right)]).vectors
        return np.asarray(rows[: len(left)] @ rows[len(left) :].T, dtype=np.float64)


PEERS: dict[str, Callable[[], Judge]] = {"tfidf": Tfidf, "bm25": Bm25, "raw": Raw}


def _weighted(
    bags: Sequence[Counter[str]], weight: Callable[[int, int, float], float], among: int = 0
) -> Floats:
    """Term weights of bags of terms, shape (bags, terms); idf among the first `among`, or all."""
    among = among or len(bags)
    seen = Counter(term for bag in bags[:among] for term in bag)
    places = {term: place for place, term in enumerate(sorted({t for bag in bags for t in bag}))}
    rows = np.zeros((len(bags), len(places)), dtype=np.float64)
    for row, bag in zip(rows, bags, strict=True):
        length = bag.total()
        for term, count in bag.items():
            idf = math.log(1.0 + (among - seen[term] + 0.5) / (seen[term] + 0.5))
            row[places[term]] = weight(count, length, idf)
    return rows


def _chances(values: Sequence[float | None]) -> Floats:
    return np.array([math.nan if value is None else value for value in values])
