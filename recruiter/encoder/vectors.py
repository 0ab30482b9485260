"""Vectors that know which encoder made them, and the bytes they are stored as."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.errors import ForeignVectorError

TAG_BYTES = 4


class Side(StrEnum):
    """Goals and statements are centred by different means, so they are never interchangeable."""

    GOAL = "goal"
    STATEMENT = "statement"


@dataclass(frozen=True)
class Vectors:
    """Rows of one encoder and one side.

    Attributes:
        model_id: the encoder that made them.
        side: whether the rows are goals or statements.
        values: shape (n, d), float32, exactly representable in float16; each model's block is
            centred and has length 1 up to that rounding.
    """

    model_id: str
    side: Side
    values: NDArray[np.float32]

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def rows(self, indices: Sequence[int] | NDArray[np.intp]) -> Vectors:
        """The chosen rows, in the given order."""
        return Vectors(self.model_id, self.side, self.values[np.asarray(indices, dtype=np.intp)])


def tag(model_id: str, side: Side) -> bytes:
    """Four bytes that begin every stored vector and tell one encoder and side from another."""
    return hashlib.blake2s(f"{model_id}|{side}".encode(), digest_size=TAG_BYTES).digest()


def rounded(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """The values as storage keeps them, so that nothing is ever computed from finer ones."""
    return values.astype(np.float16).astype(np.float32)


def pack(vectors: Vectors) -> list[bytes]:
    """Each row as its tag and its little-endian float16 values: 4 + 2 d bytes."""
    head = tag(vectors.model_id, vectors.side)
    return [head + row.tobytes() for row in vectors.values.astype("<f2")]


def unpack(blobs: Sequence[bytes | memoryview], model_id: str, side: Side, width: int) -> Vectors:
    """The rows that `pack` made, bit for bit.

    Raises:
        ForeignVectorError: a blob of another encoder, of the other side, or damaged.
    """
    head = tag(model_id, side)
    size = TAG_BYTES + 2 * width
    joined = b"".join(blobs)
    if any(len(blob) != size for blob in blobs):
        raise ForeignVectorError(f"A stored vector is not {size} bytes long: not of {model_id}.")
    table = np.frombuffer(joined, dtype=np.uint8).reshape(len(blobs), size)
    if not (table[:, :TAG_BYTES] == np.frombuffer(head, dtype=np.uint8)).all():
        raise ForeignVectorError(f"A stored vector is not a {side} vector of {model_id}.")
    values = np.ascontiguousarray(table[:, TAG_BYTES:]).view("<f2").astype(np.float32)
    return Vectors(model_id, side, values)
