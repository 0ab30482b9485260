"""Tables as bytes and back: column by column, byte plane by byte plane, compressed."""

import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

MOST = 1_000_000
"""More people, statements or goals than this are damage, not data."""


class PackError(ValueError):
    """These bytes are not what this version can read."""


def planes(column: NDArray[np.generic], kind: str) -> bytes:
    """All first bytes, then all second bytes, and so on, which compresses well."""
    values = np.ascontiguousarray(column.astype(kind)).view(np.uint8)
    return values.reshape(len(column), np.dtype(kind).itemsize).T.tobytes()


def width(kinds: Mapping[str, str]) -> int:
    """Bytes that one row takes before compression."""
    return sum(np.dtype(kind).itemsize for kind in kinds.values())


def inflate(data: bytes, length: int) -> bytes:
    """Decompress to exactly `length` bytes, never to more.

    Raises:
        PackError: damaged, or of another length.
    """
    reader = zlib.decompressobj()
    try:
        body = reader.decompress(data, length + 1)
    except zlib.error as error:
        raise PackError("The bytes are damaged.") from error
    if len(body) != length or not reader.eof or reader.unused_data:
        raise PackError("The length does not agree with the header.")
    return body


class Reader:
    """Takes one thing after the other from what `inflate` gave."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.offset = 0

    def take(self, size: int) -> bytes:
        part = self.body[self.offset : self.offset + size]
        self.offset += size
        return part

    def text(self, size: int) -> str:
        """Raises PackError for what is no UTF-8."""
        try:
            return self.take(size).decode()
        except UnicodeDecodeError as error:
            raise PackError("A name is damaged.") from error

    def column(self, size: int, kind: str) -> NDArray[np.generic]:
        """A column of `size` rows that `planes` wrote."""
        item = np.dtype(kind).itemsize
        rows = np.frombuffer(self.take(size * item), dtype=np.uint8).reshape(item, size).T
        return np.ascontiguousarray(rows).view(kind).ravel()

    def table(self, size: int, kinds: Mapping[str, str]) -> dict[str, NDArray[np.generic]]:
        return {name: self.column(size, kind) for name, kind in kinds.items()}
