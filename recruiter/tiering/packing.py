"""A ranking as bytes, small enough for one row of a table, and back."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.columns import MOST, PackError, Reader, inflate, planes, width
from recruiter.tiering.policy import NOTHING, Pin
from recruiter.tiering.records import GOAL, RECORD, STATEMENT, Ranking

_MAGIC = b"tier"
_VERSION = 1
_HEADER = struct.Struct("<4sBHHIIII")

_GOAL_COLUMNS = {"key": "<i8", "version": "<i8", "importance": "u1"}
_STATEMENT_COLUMNS = {"key": "<i8", "purpose": "u1", "counted": "u1", "text": "<u2"}
_RECORD_COLUMNS = {
    "person": "<i8",
    "flags": "u1",
    "goal": "<u4",
    "statement": "<u4",
    "near": "u1",
    "points": "u1",
    "bench": "<u4",
    "adds": "<u4",
    "reach": "<u4",
    "last_contact": "<i4",
}


def pack(ranking: Ranking) -> bytes:
    """Write a ranking as bytes.

    Returns:
        A header (little-endian: magic, version, lengths), then the columns, compressed. About
        5 kB for 300 people with 750 statements. What follows from the rest is left out: position,
        doubt, and the keys of goals and statements, which become their row numbers.
    """
    records = ranking.records
    flags = (
        records["tier"]
        | records["pin"] << 1
        | records["may_rank"].astype(np.uint8) << 3
        | records["incumbent"].astype(np.uint8) << 4
    )
    rows = {
        "goal": _row_numbers(ranking.goals["key"], records["goal"]),
        "statement": _row_numbers(ranking.statements["key"], records["statement"]),
        "flags": flags,
    }
    policy, method = ranking.policy.encode(), ranking.method.encode()
    sizes = [len(ranking.goals), len(ranking.statements), len(records)]
    header = _HEADER.pack(_MAGIC, _VERSION, len(policy), len(method), ranking.places, *sizes)
    body = [policy, method]
    steps = np.diff(ranking.statements["key"], prepend=0)
    body += [planes(ranking.goals[name], kind) for name, kind in _GOAL_COLUMNS.items()]
    body += [
        planes(steps if name == "key" else ranking.statements[name], kind)
        for name, kind in _STATEMENT_COLUMNS.items()
    ]
    body += [
        planes(rows[name] if name in rows else records[name], kind)
        for name, kind in _RECORD_COLUMNS.items()
    ]
    return header + zlib.compress(b"".join(body))


def unpack(data: bytes) -> Ranking:
    """Read a ranking back.

    Raises:
        PackError: another version, or bytes that are short, long or damaged.
    """
    if len(data) < _HEADER.size:
        raise PackError("Too short for a ranking.")
    magic, version, policy_size, method_size, places, *sizes = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise PackError("Not a ranking.")
    if version != _VERSION:
        raise PackError(f"A ranking of version {version}; this reads version {_VERSION}.")
    if max(sizes) > MOST:
        raise PackError("More rows than any ranking has.")
    columns = (_GOAL_COLUMNS, _STATEMENT_COLUMNS, _RECORD_COLUMNS)
    length = policy_size + method_size
    length += sum(size * width(kinds) for size, kinds in zip(sizes, columns, strict=True))
    reader = Reader(inflate(data[_HEADER.size :], length))
    policy, method = reader.text(policy_size), reader.text(method_size)
    tables = [reader.table(size, kinds) for size, kinds in zip(sizes, columns, strict=True)]
    goals = _table(tables[0], GOAL)
    tables[1]["key"] = np.cumsum(tables[1]["key"])
    statements = _table(tables[1], STATEMENT)
    return Ranking(
        policy=policy,
        method=method,
        places=places,
        goals=goals,
        statements=statements,
        records=_records(tables[2], goals, statements),
    )


def _row_numbers(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.intp]:
    """1 and up for a key's row among the sorted keys, 0 for `NOTHING`."""
    return np.where(wanted == NOTHING, 0, np.searchsorted(keys, wanted) + 1)


def _table(columns: dict[str, NDArray[np.generic]], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    table = np.zeros(len(columns["key"]), dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def _records(
    columns: dict[str, NDArray[np.generic]], goals: NDArray[np.void], statements: NDArray[np.void]
) -> NDArray[np.void]:
    flags = columns.pop("flags").astype(np.uint8)
    records = np.zeros(len(flags), dtype=RECORD)
    for name, table in (("goal", goals), ("statement", statements)):
        rows = columns.pop(name).astype(np.int64)
        if len(rows) and int(rows.max()) > len(table):
            raise PackError(f"A record points to a {name} that is not there.")
        records[name] = np.concatenate(([NOTHING], table["key"]))[rows]
    for name, values in columns.items():
        records[name] = values
    records["position"] = np.arange(1, len(flags) + 1)
    records["doubt"] = records["points"] - records["near"]
    records["tier"], records["pin"] = flags & 1, flags >> 1 & 3
    records["may_rank"], records["incumbent"] = flags >> 3 & 1, flags >> 4 & 1
    if len(flags) and (int(flags.max()) >= 1 << 5 or int(records["pin"].max()) > max(Pin)):
        raise PackError("A record has an unknown mark.")
    return records
