"""What a ranking was made from, as bytes that are kept with it, and back.

From these bytes alone `decide` makes the same ranking again, bit for bit. They hold ids, numbers
and fingerprints; no words.
"""

import struct
import zlib
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.columns import MOST, PackError, Reader, inflate, planes, width
from recruiter.tiering.desk import Goals, People, Statements
from recruiter.tiering.points import Scored, round_half_up
from recruiter.tiering.policy import Policy

_MAGIC = b"made"
_VERSION = 1
_HEADER = struct.Struct("<4sBHHIIIII")
# Everything that decides stands in the compressed part, whose checksum tells of damage.
_NUMBERS = struct.Struct("<dBBBIdI")
_GOAL_COLUMNS = {"key": "<i8", "version": "<i8", "importance": "u1", "read": "u1", "text": "<u8"}
_PERSON_COLUMNS = {"key": "<i8", "flags": "u1", "last_contact": "<i4"}
_STATEMENT_COLUMNS = {
    "key": "<i8",
    "person": "<u4",
    "flags": "u1",
    "purpose": "<f8",
    "text": "<u8",
}


class Kind(IntEnum):
    """What a person said a statement is; without a word of theirs the engine's reading counts."""

    NONE = 0
    PURPOSE = 1
    PROBLEM = 2


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """All inputs of one ranking.

    Attributes:
        policy: the numbers that decided.
        purpose_from: certainty from which a statement counts without a person's word, 0..1.
        scored: people, statements, the goals that were read, and the points between them.
        kinds: `Kind` values, shape (statements,).
        served: every goal served, by key, also one whose language is not read.
        goal_texts: fingerprints of their texts, any 64 bits, shape (goals served,).

    Raises:
        ValueError: parts that do not fit together.
    """

    policy: Policy
    purpose_from: float
    scored: Scored
    kinds: NDArray[np.uint8]
    served: Goals
    goal_texts: NDArray[np.uint64]

    def __post_init__(self) -> None:
        kinds, texts = self.kinds, self.goal_texts
        if kinds.shape != self.scored.statements.keys.shape:
            raise ValueError("Every statement has one kind.")
        if kinds.size and int(kinds.max()) > max(Kind):
            raise ValueError("A kind is none, purpose or problem.")
        if texts.shape != self.served.keys.shape:
            raise ValueError("Every goal has one text.")
        if not np.array_equal(self.served.keys[self.read], self.scored.goals.keys):
            raise ValueError("The goals that were read are served, and in the order of their keys.")

    @property
    def read(self) -> NDArray[np.bool_]:
        """Which of the goals served were read, shape (goals served,)."""
        read: NDArray[np.bool_] = np.isin(self.served.keys, self.scored.goals.keys)
        return read


def pack_recorded(recorded: Recorded) -> bytes:
    """Write the inputs of a ranking as bytes.

    Returns:
        A header (little-endian: magic, version, lengths), then compressed: the numbers of the
        policy, the columns, and the points of the counted statements, goal by goal. About 17 kB
        for 300 people with 780 statements and 12 goals, of which two thirds are certainties and
        fingerprints, in which nothing repeats.
    """
    policy, scored = recorded.policy, recorded.scored
    people, said, goals = scored.people, scored.statements, recorded.served
    tables: list[tuple[dict[str, str], dict[str, NDArray[np.generic]]]] = [
        (
            _GOAL_COLUMNS,
            {
                "key": goals.keys,
                "version": goals.versions,
                "importance": goals.importance,
                "read": recorded.read,
                "text": recorded.goal_texts,
            },
        ),
        (
            _PERSON_COLUMNS,
            {
                "key": np.diff(people.keys, prepend=0),
                "flags": people.pin | people.may_rank << 2 | people.incumbent << 3,
                "last_contact": people.last_contact,
            },
        ),
        (
            _STATEMENT_COLUMNS,
            {
                "key": np.diff(said.keys, prepend=0),
                "person": said.person,
                "flags": recorded.kinds | said.counted << 2,
                "purpose": said.purpose,
                "text": said.text,
            },
        ),
    ]
    version, method = policy.version.encode(), scored.method.encode()
    header = _HEADER.pack(
        _MAGIC,
        _VERSION,
        len(version),
        len(method),
        len(goals.keys),
        len(people.keys),
        len(said.keys),
        int(said.counted.sum()),
        len(scored.goals.keys),
    )
    body = [
        _NUMBERS.pack(
            policy.discount,
            policy.strong,
            policy.good,
            policy.faint,
            policy.incumbent_bonus,
            recorded.purpose_from,
            scored.places,
        ),
        version,
        method,
    ]
    body += [
        planes(columns[name], kind) for kinds, columns in tables for name, kind in kinds.items()
    ]
    near, purpose = scored.near[said.counted], said.purpose[said.counted]
    body.append(near.T.astype(np.uint8).tobytes())
    body.append((scored.points[said.counted] - _about(near, purpose)).T.astype(np.int8).tobytes())
    return header + zlib.compress(b"".join(body))


def unpack_recorded(data: bytes) -> Recorded:
    """Read the inputs of a ranking back.

    Raises:
        PackError: another version, or bytes that are short, long or damaged.
    """
    if len(data) < _HEADER.size:
        raise PackError("Too short for the inputs of a ranking.")
    magic, version, *lengths = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise PackError("Not the inputs of a ranking.")
    if version != _VERSION:
        raise PackError(f"Inputs of version {version}; this reads version {_VERSION}.")
    policy_size, method_size, *sizes, counted, read = lengths
    if max(lengths) > MOST or counted > sizes[2] or read > sizes[0]:
        raise PackError("More rows than any ranking has.")
    kinds = (_GOAL_COLUMNS, _PERSON_COLUMNS, _STATEMENT_COLUMNS)
    length = _NUMBERS.size + policy_size + method_size + 2 * counted * read
    length += sum(size * width(columns) for size, columns in zip(sizes, kinds, strict=True))
    reader = Reader(inflate(data[_HEADER.size :], length))
    try:
        return _read(reader, policy_size, method_size, sizes, counted, read)
    except PackError:
        raise
    except ValueError as error:
        raise PackError(f"The inputs do not fit together: {error}") from error


def _read(
    reader: Reader, policy_size: int, method_size: int, sizes: list[int], counted: int, read: int
) -> Recorded:
    numbers = _NUMBERS.unpack(reader.take(_NUMBERS.size))
    discount, strong, good, faint, bonus, purpose_from, places = numbers
    policy = Policy(discount, strong, good, faint, bonus, reader.text(policy_size))
    method = reader.text(method_size)
    goals, people, said = (
        reader.table(size, columns)
        for size, columns in zip(
            sizes, (_GOAL_COLUMNS, _PERSON_COLUMNS, _STATEMENT_COLUMNS), strict=True
        )
    )
    served = _goals(goals)
    marks, flags = said["flags"].astype(np.uint8), people["flags"].astype(np.uint8)
    statements = Statements(
        keys=np.cumsum(said["key"], dtype=np.int64),
        person=said["person"].astype(np.intp),
        purpose=said["purpose"].astype(np.float64),
        counted=(marks >> 2).astype(np.bool_),
        text=said["text"].astype(np.uint64),
    )
    if int(statements.counted.sum()) != counted or int((goals["read"] == 1).sum()) != read:
        raise PackError("The marks of what counts do not agree with the header.")
    near, points = np.zeros((2, sizes[2], read), dtype=np.int64)
    near[statements.counted] = _matrix(reader, np.uint8, counted, read)
    points[statements.counted] = _matrix(reader, np.int8, counted, read) + _about(
        near[statements.counted], statements.purpose[statements.counted]
    )
    return Recorded(
        policy=policy,
        purpose_from=purpose_from,
        scored=Scored(
            people=People(
                keys=np.cumsum(people["key"], dtype=np.int64),
                incumbent=(flags >> 3 & 1).astype(np.bool_),
                pin=(flags & 3).astype(np.uint8),
                may_rank=(flags >> 2 & 1).astype(np.bool_),
                last_contact=people["last_contact"].astype(np.int32),
            ),
            statements=statements,
            goals=_goals({name: values[goals["read"] == 1] for name, values in goals.items()}),
            near=near,
            points=points,
            places=places,
            method=method,
        ),
        kinds=(marks & 3).astype(np.uint8),
        served=served,
        goal_texts=goals["text"].astype(np.uint64),
    )


def _goals(columns: dict[str, NDArray[np.generic]]) -> Goals:
    return Goals(
        keys=columns["key"].astype(np.int64),
        versions=columns["version"].astype(np.int64),
        importance=columns["importance"].astype(np.uint8),
    )


def _about(near: NDArray[np.int64], purpose: NDArray[np.float64]) -> NDArray[np.int64]:
    """The points that near and certainty give, off by one at most since near is rounded.

    Only the difference is kept, which takes a quarter of the space.
    """
    return round_half_up(near * purpose[:, None])


def _matrix(reader: Reader, kind: type[np.integer], counted: int, read: int) -> NDArray[np.int64]:
    """Whole numbers of counted statements and goals, written goal by goal."""
    cells = np.frombuffer(reader.take(counted * read), dtype=kind)
    return cells.reshape(read, counted).T.astype(np.int64)
