"""What the database still has of a ranking's recorded texts and people.

A text is found by the beginning of its digest. What is gone is declared, and nothing is guessed.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter import snapshot, tiering
from recruiter.readings import goals_of
from recruiter.snapshot import FINGERPRINT_BYTES, Facts, Goal, Person, Spoken, fingerprint

DIGEST_BYTES = 32
# As the database has them: the fingerprint was made from plain text.
PIN_NAMES = {int(pin): str(name) for name, pin in snapshot.PINS.items()}
KIND_NAMES = {int(kind): str(name) for name, kind in snapshot.KINDS.items()}
# Two readings that begin alike are enough to know that neither may be taken.
READINGS = """
SELECT wanted.key, reading.digest, reading.vector, reading.p_purpose
  FROM unnest(%(keys)s::bigint[], %(low)s::bytea[], %(high)s::bytea[]) AS wanted(key, low, high)
 CROSS JOIN LATERAL (SELECT digest, vector, p_purpose FROM recruiter_textreading
                      WHERE digest BETWEEN wanted.low AND wanted.high AND model = %(model)s
                      ORDER BY digest LIMIT 2) AS reading
"""
STATEMENTS = "SELECT id, digest FROM candidates_statement WHERE id = ANY (%(keys)s)"
PEOPLE = "SELECT id FROM candidates_candidate WHERE id = ANY (%(keys)s)"


@dataclass(frozen=True)
class StoredReading:
    digest: bytes
    vector: bytes
    p_purpose: float


@dataclass(frozen=True)
class Stored:
    """What the database still has of a ranking's texts and people.

    Attributes:
        readings: by statement, of the text that the ranking read.
        goals: by department, likewise.
        digests: of the statements' texts as they are now.
        people: who is still known.
    """

    readings: Mapping[int, StoredReading]
    goals: Mapping[int, StoredReading]
    digests: Mapping[int, bytes]
    people: frozenset[int]


@dataclass(frozen=True)
class Gone:
    """What was there when the ranking was made and is not any more, by id.

    Attributes:
        people: erased.
        deleted, edited: statements that are gone, or whose text is another now.
        unread: counted statements without a stored reading of their text; their points were not
            made again.
        goals: departments whose goal's reading is not stored any more; the same.
    """

    people: Sequence[int] = ()
    deleted: Sequence[int] = ()
    edited: Sequence[int] = ()
    unread: Sequence[int] = ()
    goals: Sequence[int] = ()


def look_up(recorded: tiering.Recorded) -> Stored:
    """Find the texts' readings by their fingerprints, and who is still there; four queries."""
    said, people = recorded.scored.statements, recorded.scored.people
    with snapshot.one_moment():
        keys = {"keys": said.keys.tolist()}
        digests = {key: bytes(row) for key, row in snapshot.rows_of(STATEMENTS, keys)}
        known = snapshot.rows_of(PEOPLE, {"keys": people.keys.tolist()})
        method = recorded.scored.method
        readings = readings_of(method, said.keys, said.text)
        goals = readings_of(goals_of(method), recorded.served.keys, recorded.goal_texts)
    return Stored(readings, goals, digests, frozenset(key for (key,) in known))


def readings_of(
    model: str, keys: NDArray[np.int64], texts: NDArray[np.unsignedinteger]
) -> dict[int, StoredReading]:
    """The stored reading of each text; left out when two texts begin alike, or none does."""
    low = [text.to_bytes(8, "little")[:FINGERPRINT_BYTES] for text in texts.tolist()]
    rest = DIGEST_BYTES - FINGERPRINT_BYTES
    rows = snapshot.rows_of(
        READINGS,
        {
            "keys": keys.tolist(),
            "low": [one + bytes(rest) for one in low],
            "high": [one + b"\xff" * rest for one in low],
            "model": model,
        },
    )
    found = {
        key: StoredReading(bytes(digest), bytes(vector), p_purpose or 0.0)
        for key, digest, vector, p_purpose in rows
    }
    times = Counter(row[0] for row in rows)
    return {key: reading for key, reading in found.items() if times[key] == 1}


def facts_of(recorded: tiering.Recorded, stored: Stored) -> Facts:
    """The recorded inputs as the re-rank reads them, with digests from the stored readings.

    Raises:
        KeyError: a text has no stored reading.
    """
    people, said, served = recorded.scored.people, recorded.scored.statements, recorded.served
    spoken: dict[int, list[Spoken]] = defaultdict(list)
    for key, row, kind, certainty in zip(
        said.keys.tolist(),
        said.person.tolist(),
        recorded.kinds.tolist(),
        said.purpose.tolist(),
        strict=True,
    ):
        reading = stored.readings[key]
        spoken[int(people.keys[row])].append(
            Spoken(key, KIND_NAMES[kind], reading.digest, reading.vector, certainty)
        )
    return Facts(
        places=recorded.scored.places,
        engine=snapshot.engine_name(recorded.scored.method, recorded.policy),
        people=tuple(
            Person(key, 0, "", PIN_NAMES[pin], None, may_rank, last)
            for key, pin, may_rank, last in zip(
                people.keys.tolist(),
                people.pin.tolist(),
                people.may_rank.tolist(),
                people.last_contact.tolist(),
                strict=True,
            )
        ),
        spoken=spoken,
        goals=tuple(
            Goal(key, version, importance, stored.goals[key].digest)
            for key, version, importance in zip(
                served.keys.tolist(),
                served.versions.tolist(),
                served.importance.tolist(),
                strict=True,
            )
        ),
        goal_vectors={},
    )


def gone_since(recorded: tiering.Recorded, stored: Stored) -> Gone:
    """What is not there any more of what the ranking was made from."""
    said, people = recorded.scored.statements, recorded.scored.people
    texts = list(zip(said.keys.tolist(), said.text.tolist(), said.counted.tolist(), strict=True))
    now = {key: fingerprint(digest) for key, digest in stored.digests.items()}
    return Gone(
        people=[key for key in people.keys.tolist() if key not in stored.people],
        deleted=[key for key, _, _ in texts if key not in now],
        edited=[key for key, text, _ in texts if now.get(key, text) != text],
        unread=[key for key, _, counted in texts if counted and key not in stored.readings],
        goals=[key for key in recorded.scored.goals.keys.tolist() if key not in stored.goals],
    )
