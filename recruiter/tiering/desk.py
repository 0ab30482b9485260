"""Everything one recruiter's ranking is made from, checked once on the way in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.policy import Pin

MAX_IMPORTANCE = 3


def _shape(name: str, array: NDArray[np.generic], kinds: str, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape}, expected {shape}.")
    if array.dtype.kind not in kinds:
        raise ValueError(f"{name} has the type {array.dtype}.")


def _keys(name: str, keys: NDArray[np.int64]) -> int:
    """Check that keys are positive and unique; how many there are."""
    _shape(name, keys, "iu", (keys.size,))
    if keys.size and int(keys.min()) <= 0:
        raise ValueError(f"{name} must be positive.")
    if np.unique(keys).size != keys.size:
        raise ValueError(f"{name} must be unique.")
    return keys.size


def _fractions(name: str, values: NDArray[np.floating]) -> None:
    # Written so that NaN fails as well.
    if values.size and not (float(values.min()) >= 0 and float(values.max()) <= 1):
        raise ValueError(f"{name} must lie within 0 and 1.")


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The people on a recruiter's list, in any order; all arrays have the shape (people,).

    Attributes:
        keys: stable ids, unique and positive; the last tie-break everywhere.
        incumbent: in Invest now.
        pin: `Pin` values.
        may_rank: False for an objection to ranking or do-not-contact.
        last_contact: day of the recruiter's last contact (`date.toordinal`), `NEVER` for none.
    """

    keys: NDArray[np.int64]
    incumbent: NDArray[np.bool_]
    pin: NDArray[np.uint8]
    may_rank: NDArray[np.bool_]
    last_contact: NDArray[np.int32]

    def __post_init__(self) -> None:
        n = _keys("People's keys", self.keys)
        _shape("incumbent", self.incumbent, "b", (n,))
        _shape("pin", self.pin, "iu", (n,))
        _shape("may_rank", self.may_rank, "b", (n,))
        _shape("last_contact", self.last_contact, "iu", (n,))
        if n and not 0 <= int(self.pin.min()) <= int(self.pin.max()) <= max(Pin):
            raise ValueError("A pin is none, invest or maintain.")
        if n and int(self.last_contact.min()) < 0:
            raise ValueError("The day of a contact is not negative.")


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """What those people said of themselves; all arrays have the shape (statements,).

    Attributes:
        keys: stable ids, unique and positive; ties between statements go to the smaller.
        person: row of the speaker in `People`.
        purpose: probability that it is a purpose, 0..1; 1 or 0 where a person corrected it.
        counted: reads as a purpose, or was corrected to one. A problem, an unsure or an unread
            statement is not counted and can never carry a match.
        text: a fingerprint of the words (any 64 bits); tells that a statement was reworded.
    """

    keys: NDArray[np.int64]
    person: NDArray[np.intp]
    purpose: NDArray[np.float64]
    counted: NDArray[np.bool_]
    text: NDArray[np.unsignedinteger]

    def __post_init__(self) -> None:
        n = _keys("Statements' keys", self.keys)
        _shape("person", self.person, "iu", (n,))
        _shape("purpose", self.purpose, "f", (n,))
        _shape("counted", self.counted, "b", (n,))
        _shape("text", self.text, "u", (n,))
        _fractions("purpose", self.purpose)


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """The big goals a recruiter serves; all arrays have the shape (goals,).

    Attributes:
        keys: what stays when the wording changes (the department), unique and positive.
        versions: which wording was read.
        importance: 1..3.
    """

    keys: NDArray[np.int64]
    versions: NDArray[np.int64]
    importance: NDArray[np.uint8]

    def __post_init__(self) -> None:
        n = _keys("Goals' keys", self.keys)
        _shape("versions", self.versions, "iu", (n,))
        _shape("importance", self.importance, "iu", (n,))
        if (
            n
            and not 1 <= int(self.importance.min()) <= int(self.importance.max()) <= MAX_IMPORTANCE
        ):
            raise ValueError("A goal's importance is 1, 2 or 3.")


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """One recruiter's people, what they said, the goals served and the places to give.

    Attributes:
        p_rel: calibrated fit of each statement to each goal, 0..1, shape (statements, goals); the
            rows of statements that are not counted are ignored.
        places: how many Invest places there are, >= 0.
        method: what read the texts (encoder, classifier and calibration); a ranking read by another
            method is never explained as if a person had changed.

    Raises:
        ValueError: shapes that do not fit together, keys that repeat, numbers out of range.
    """

    people: People
    statements: Statements
    goals: Goals
    p_rel: NDArray[np.floating]
    places: int
    method: str

    def __post_init__(self) -> None:
        shape = (self.statements.keys.size, self.goals.keys.size)
        _shape("p_rel", self.p_rel, "f", shape)
        _fractions("p_rel", self.p_rel)
        if self.places < 0:
            raise ValueError("The number of Invest places is not negative.")
        person = self.statements.person
        if person.size and not 0 <= int(person.min()) <= int(person.max()) < self.people.keys.size:
            raise ValueError("A statement's person is a row of the people.")


def sorted_by_key(desk: Desk) -> Desk:
    """The same desk with people, statements and goals in the order of their keys."""
    people, said, goals = desk.people, desk.statements, desk.goals
    by_person, by_statement, by_goal = (
        np.argsort(part.keys, kind="stable") for part in (people, said, goals)
    )
    row = np.empty_like(by_person)
    row[by_person] = np.arange(by_person.size)
    return Desk(
        people=People(
            keys=people.keys[by_person],
            incumbent=people.incumbent[by_person],
            pin=people.pin[by_person],
            may_rank=people.may_rank[by_person],
            last_contact=people.last_contact[by_person],
        ),
        statements=Statements(
            keys=said.keys[by_statement],
            person=row[said.person[by_statement]],
            purpose=said.purpose[by_statement],
            counted=said.counted[by_statement],
            text=said.text[by_statement],
        ),
        goals=Goals(
            keys=goals.keys[by_goal],
            versions=goals.versions[by_goal],
            importance=goals.importance[by_goal],
        ),
        p_rel=desk.p_rel[by_statement][:, by_goal],
        places=desk.places,
        method=desk.method,
    )
