"""A published ranking made again from its recorded inputs, and held against what was published.

Three things are compared: what the recorded points decide with what was published; what the stored
vectors give with the recorded points; and the fingerprint of the recorded inputs with the one that
was published. What is gone since (texts, people) is declared and never guessed. Nothing is written
and no text is encoded. For an auditor's use: docs/operations.md, "Replaying a ranking".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recruiter import snapshot, tiering
from recruiter.encoder import Encoder, EncoderError, Vectors
from recruiter.models import Ranking
from recruiter.ranking import POLICY
from recruiter.stored import Gone, Stored, StoredReading, facts_of, gone_since, look_up


class Verdict(StrEnum):
    """What came of it."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_KEPT = "not kept"  # a ranking from before inputs were kept


class Check(StrEnum):
    """Which two things were compared."""

    DECISION = "decision"
    POLICY = "policy"
    POINTS = "points"
    READING = "reading"
    ROW = "row"


WORDS = {
    Check.DECISION: ("published", "decided again"),
    Check.POLICY: ("recorded", "in force under the same name"),
    Check.POINTS: ("recorded", "from the stored vectors"),
    Check.READING: ("recorded", "in the stored reading"),
    Check.ROW: ("published", "by the recorded inputs"),
}


@dataclass(frozen=True)
class Difference:
    """One thing that is not what it should be.

    Attributes:
        subject: what it belongs to, by ids: "person 12", "statement 5 on department 3".
        name: of the number that differs.
        one, other: both values, ready to be shown.
    """

    check: Check
    subject: str
    name: str
    one: str
    other: str

    def __str__(self) -> str:
        here, there = WORDS[self.check]
        return f"{self.subject}: {self.name} {self.one} {here}, {self.other} {there}"


@dataclass(frozen=True)
class Replay:
    """What came of replaying one ranking.

    Attributes:
        recorded: what it was made from; None when that was not kept or cannot be read.
        present: the encoder of this process.
        problems: sentences on what cannot be read or decided at all.
        differences: everything else that does not agree.
        fingerprint: whether the recorded inputs have the published fingerprint; None when texts
            are gone that it needs.
        pairs: counted statements times goals.
        made_again: of these, whose points were made again from stored vectors.
        readings: statements whose stored reading was held against the recorded certainty.
    """

    ranking: Ranking
    recorded: tiering.Recorded | None = None
    present: str = ""
    problems: Sequence[str] = ()
    differences: Sequence[Difference] = ()
    fingerprint: bool | None = None
    pairs: int = 0
    made_again: int = 0
    readings: int = 0
    gone: Gone = field(default_factory=Gone)

    @property
    def verdict(self) -> Verdict:
        if self.problems or self.differences or self.fingerprint is False:
            return Verdict.DIFFERS
        return Verdict.SAME if self.recorded else Verdict.NOT_KEPT

    @property
    def same_encoder(self) -> bool:
        return self.recorded is not None and self.recorded.scored.method == self.present


def replay(ranking: Ranking, encoder: Encoder) -> Replay:
    """Make one published ranking again; four queries.

    Args:
        ranking: any published one, with its `records` and `inputs`.
        encoder: makes points from vectors, where they are its own.
    """
    if not ranking.inputs:
        return Replay(ranking)
    try:
        recorded = tiering.unpack_recorded(bytes(ranking.inputs))
        published = tiering.unpack(bytes(ranking.records))
        decided = tiering.decide(recorded.scored, recorded.policy)
    except ValueError as error:
        return Replay(ranking, problems=[str(error)])
    stored = look_up(recorded)
    differences = [
        *policy_differences(recorded.policy),
        *decision_differences(published, decided),
        *row_differences(ranking, recorded, decided),
        *reading_differences(recorded, stored),
    ]
    made_again = 0
    if recorded.scored.method == encoder.model_id:
        broken, stored = without_broken_vectors(stored, encoder)
        found, made_again = point_differences(recorded, stored, encoder)
        differences += [*broken, *found]
    counted = int(recorded.scored.statements.counted.sum())
    return Replay(
        ranking,
        recorded=recorded,
        present=encoder.model_id,
        differences=differences,
        fingerprint=fingerprint_agrees(ranking, recorded, published, stored),
        pairs=counted * len(recorded.scored.goals.keys),
        made_again=made_again,
        readings=len(stored.readings),
        gone=gone_since(recorded, stored),
    )


def policy_differences(recorded: tiering.Policy) -> Iterator[Difference]:
    """Numbers that another policy of the same name has now; a policy of another name is past."""
    if recorded.version != POLICY.version:
        return
    for one in fields(tiering.Policy):
        then, now = getattr(recorded, one.name), getattr(POLICY, one.name)
        if then != now:
            subject = f"policy {recorded.version}"
            yield Difference(Check.POLICY, subject, one.name, str(then), str(now))


def decision_differences(
    published: tiering.Ranking, decided: tiering.Ranking
) -> Iterator[Difference]:
    """What the recorded points decide, against what was published: all of it, field by field."""
    for name in ("policy", "method", "places"):
        one, other = getattr(published, name), getattr(decided, name)
        if one != other:
            yield Difference(Check.DECISION, "ranking", name, str(one), str(other))
    yield from table_differences("department", "key", published.goals, decided.goals)
    yield from table_differences("statement", "key", published.statements, decided.statements)
    yield from table_differences("person", "person", published.records, decided.records)


def table_differences(
    noun: str, key: str, published: NDArray[np.void], decided: NDArray[np.void]
) -> Iterator[Difference]:
    """Differences between two tables of one kind, row by row as their keys say."""
    one, other = (table[np.argsort(table[key], kind="stable")] for table in (published, decided))
    for lost in np.setdiff1d(one[key], other[key]).tolist():
        yield Difference(Check.DECISION, f"{noun} {lost}", "present", "yes", "no")
    for extra in np.setdiff1d(other[key], one[key]).tolist():
        yield Difference(Check.DECISION, f"{noun} {extra}", "present", "no", "yes")
    one, other = one[np.isin(one[key], other[key])], other[np.isin(other[key], one[key])]
    for name in one.dtype.names or ():
        for row in np.flatnonzero(one[name] != other[name]).tolist():
            yield Difference(
                Check.DECISION,
                f"{noun} {one[key][row]}",
                name.replace("_", " "),
                shown(name, one[name][row].item()),
                shown(name, other[name][row].item()),
            )


def shown(name: str, value: int | bool) -> str:
    """A value of a record as an auditor reads it."""
    match name:
        case "tier":
            return tiering.Tier(value).name.capitalize()
        case "pin":
            return tiering.Pin(value).name.lower()
        case "last_contact":
            return "never" if value == tiering.NEVER else str(date.fromordinal(value))
        case "goal" | "statement" if value == tiering.NOTHING:
            return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def row_differences(
    ranking: Ranking, recorded: tiering.Recorded, decided: tiering.Ranking
) -> Iterator[Difference]:
    """What lists show of a run without unpacking it."""
    invest = decided.records["tier"] == tiering.Tier.INVEST
    was = decided.records["incumbent"]
    # Where moves wait to be accepted, the run itself moved nobody.
    moves = 0 if ranking.proposes_only else 1
    expected = {
        "engine": snapshot.engine_name(recorded.scored.method, recorded.policy),
        "people": len(decided.records),
        "entered": moves * int((invest & ~was).sum()),
        "left": moves * int((~invest & was).sum()),
    }
    for name, value in expected.items():
        if getattr(ranking, name) != value:
            yield Difference(Check.ROW, "ranking", name, str(getattr(ranking, name)), str(value))


def reading_differences(recorded: tiering.Recorded, stored: Stored) -> Iterator[Difference]:
    """What the engine made of each text then and, as it is stored, now.

    Certainties, where a person did not say what the statement is; whether it counts by them; and
    whether a goal's language is read.
    """
    for key, was_read in zip(recorded.served.keys.tolist(), recorded.read.tolist(), strict=True):
        if key in stored.goals and was_read != bool(stored.goals[key].vector):
            yield Difference(
                Check.READING,
                f"goal of department {key}",
                "read",
                shown("read", was_read),
                shown("read", not was_read),
            )
    said = recorded.scored.statements
    facts = (said.keys, recorded.kinds, said.purpose, said.counted)
    for key, kind, certainty, counted in zip(*(one.tolist() for one in facts), strict=True):
        reading = stored.readings.get(key)
        if reading is None:
            continue
        read = (
            reading.p_purpose if kind == tiering.Kind.NONE else float(kind == tiering.Kind.PURPOSE)
        )
        if read != certainty:
            yield Difference(
                Check.READING, f"statement {key}", "certainty", repr(certainty), repr(read)
            )
        counts = bool(reading.vector) and (
            kind == tiering.Kind.PURPOSE
            or (kind == tiering.Kind.NONE and certainty >= recorded.purpose_from)
        )
        if counts != counted:
            yield Difference(
                Check.READING,
                f"statement {key}",
                "counted",
                shown("counted", counted),
                shown("counted", counts),
            )


def without_broken_vectors(stored: Stored, encoder: Encoder) -> tuple[list[Difference], Stored]:
    """Name the stored vectors that the encoder refuses, and go on without them."""
    found: list[Difference] = []

    def sound(subject: str, unpack: Callable[[Sequence[bytes]], Vectors], vector: bytes) -> bool:
        try:
            if not vector or np.isfinite(unpack([vector]).values).all():
                return True
        except EncoderError:
            pass
        found.append(Difference(Check.READING, subject, "vector", "sound", "damaged"))
        return False

    readings = {
        key: one
        for key, one in stored.readings.items()
        if sound(f"statement {key}", encoder.unpack_statements, one.vector)
    }
    goals = {
        key: one
        for key, one in stored.goals.items()
        if sound(f"goal of department {key}", encoder.unpack_goals, one.vector)
    }
    return found, replace(stored, readings=readings, goals=goals)


def point_differences(
    recorded: tiering.Recorded, stored: Stored, encoder: Encoder
) -> tuple[list[Difference], int]:
    """Points from the stored vectors, wherever these still exist, against the recorded ones.

    Returns:
        The differences, and for how many pairs of statement and goal points were made again.
    """
    scored = recorded.scored
    said, goals = scored.statements, scored.goals
    vectors = [vector_of(stored.readings.get(key)) for key in said.keys.tolist()]
    goal_vectors = [vector_of(stored.goals.get(key)) for key in goals.keys.tolist()]
    rows = np.flatnonzero(said.counted & np.array([bool(one) for one in vectors], dtype=np.bool_))
    columns = np.flatnonzero([bool(one) for one in goal_vectors])
    if not rows.size or not columns.size:
        return [], 0
    p_rel = np.zeros(scored.near.shape, dtype=np.float32)
    p_rel[np.ix_(rows, columns)] = snapshot.fits(
        encoder, [goal_vectors[n] for n in columns], [vectors[n] for n in rows]
    )
    again = tiering.score(
        tiering.Desk(
            people=scored.people,
            statements=said,
            goals=goals,
            p_rel=p_rel,
            places=scored.places,
            method=scored.method,
        )
    )
    found = []
    for name in ("near", "points"):
        then, now = (getattr(one, name)[np.ix_(rows, columns)] for one in (scored, again))
        for row, column in np.argwhere(then != now).tolist():
            key, goal = said.keys[rows[row]], goals.keys[columns[column]]
            found.append(
                Difference(
                    Check.POINTS,
                    f"statement {key} on department {goal}",
                    name,
                    str(then[row, column]),
                    str(now[row, column]),
                )
            )
    return found, rows.size * columns.size


def vector_of(reading: StoredReading | None) -> bytes:
    return reading.vector if reading else b""


def fingerprint_agrees(
    ranking: Ranking, recorded: tiering.Recorded, published: tiering.Ranking, stored: Stored
) -> bool | None:
    """Whether the recorded inputs have the published fingerprint; None when texts are gone.

    It was made from whole digests, of which the record has only the beginning.
    """
    said = recorded.scored.statements.keys.tolist()
    if len(stored.readings) < len(said) or len(stored.goals) < len(recorded.served.keys):
        return None
    return facts_of(recorded, stored).hash(set(published.invested())) == bytes(ranking.input_hash)
