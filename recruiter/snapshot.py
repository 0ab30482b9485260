"""Everything that some recruiters' rankings depend on, as of one moment of the database."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from candidates.models import StatementKind
from recruiter import tiering
from recruiter.encoder import PURPOSE_FROM, Encoder, goal_text
from recruiter.models import Tier
from recruiter.readings import digest_of, goal_model

PINS = {
    "": tiering.Pin.NONE,
    Tier.INVEST: tiering.Pin.INVEST,
    Tier.MAINTAIN: tiering.Pin.MAINTAIN,
}
KINDS = {
    "": tiering.Kind.NONE,
    StatementKind.PURPOSE: tiering.Kind.PURPOSE,
    StatementKind.PROBLEM: tiering.Kind.PROBLEM,
}
# Of a text's sha256 a ranking keeps so much: among ten million texts, the chance that any of a
# list's 800 is taken for another is 1 in 30,000.
FINGERPRINT_BYTES = 6
DUE = """
SELECT due.recruiter_id, due.due, due.token, due.done, due.cause, due.cause_id, due.started_at,
       recruiter.invest_places, ranking.records, ranking.input_hash, recruiter.confirm_moves
  FROM recruiter_rerankdue AS due
  JOIN recruiter_recruiter AS recruiter ON recruiter.id = due.recruiter_id
  LEFT JOIN recruiter_ranking AS ranking ON ranking.id = due.published_id
 WHERE due.recruiter_id = ANY (%(recruiters)s)
 ORDER BY due.recruiter_id
"""
PEOPLE = """
SELECT relationship.recruiter_id, relationship.candidate_id, relationship.id, relationship.tier,
       relationship.pin, relationship.pin_until,
       candidate.objected_at IS NULL AND candidate.do_not_contact_since IS NULL
         AND candidate.lapsed_at IS NULL AND candidate.erase_at IS NULL,
       (SELECT max(happened_on) FROM candidates_contact AS contact
         WHERE contact.candidate_id = relationship.candidate_id
           AND contact.by_id = recruiter.user_id AND contact.happened_on <= %(at)s::date)
  FROM recruiter_relationship AS relationship
  JOIN recruiter_recruiter AS recruiter ON recruiter.id = relationship.recruiter_id
  JOIN candidates_candidate AS candidate ON candidate.id = relationship.candidate_id
 WHERE relationship.recruiter_id = ANY (%(recruiters)s)
 ORDER BY relationship.recruiter_id, relationship.candidate_id
"""
STATEMENTS = """
SELECT statement.id, statement.candidate_id, statement.kind, statement.digest,
       reading.vector, reading.p_purpose,
       CASE WHEN reading.id IS NULL THEN statement.text END
  FROM candidates_statement AS statement
  LEFT JOIN recruiter_textreading AS reading
    ON reading.digest = statement.digest AND reading.model = %(model)s
 WHERE statement.candidate_id IN (SELECT candidate_id FROM recruiter_relationship
                                   WHERE recruiter_id = ANY (%(recruiters)s))
   AND statement.retired_at IS NULL
 ORDER BY statement.id
"""
GOALS = """
SELECT served.recruiter_id, department.id, goal.id, served.importance, department.name, goal.text
  FROM recruiter_serveddepartment AS served
  JOIN hiring_department AS department ON department.id = served.department_id
  JOIN hiring_biggoal AS goal ON goal.id = department.big_goal_id
 WHERE served.recruiter_id = ANY (%(recruiters)s) AND department.closed_at IS NULL
 ORDER BY served.recruiter_id, department.id
"""
GOAL_READINGS = """
SELECT digest, vector FROM recruiter_textreading
 WHERE model = %(model)s AND digest = ANY (%(digests)s)
"""


@dataclass(frozen=True)
class Person:
    """One row of a recruiter's list; `pin` is empty once it has expired."""

    candidate_id: int
    relationship_id: int
    tier: str
    pin: str
    pin_until: datetime | None
    may_rank: bool
    last_contact: int


@dataclass(frozen=True)
class Spoken:
    """A statement with its reading. `vector` is empty when its language is not read."""

    statement_id: int
    kind: str
    digest: bytes
    vector: bytes
    p_purpose: float

    @property
    def counted(self) -> bool:
        """A person's word first, then the engine's. What was not read carries no match."""
        return bool(self.vector) and (
            self.kind == StatementKind.PURPOSE
            or (self.kind == "" and self.p_purpose >= PURPOSE_FROM)
        )

    @property
    def certainty(self) -> float:
        if self.kind:
            return float(self.kind == StatementKind.PURPOSE)
        return self.p_purpose


@dataclass(frozen=True)
class Goal:
    department_id: int
    goal_id: int
    importance: int
    digest: bytes


def fits(
    encoder: Encoder, goals: Sequence[bytes], statements: Sequence[bytes]
) -> NDArray[np.float32]:
    """Fits of stored vectors, shape (statements, goals), in 0..1.

    Raises:
        ForeignVectorError: a vector of another encoder, or a damaged one.
    """
    return encoder.fit(encoder.unpack_goals(goals), encoder.unpack_statements(statements))


def fingerprint(digest: bytes) -> int:
    """What a ranking keeps of a text's digest: enough to find the text's reading again."""
    return int.from_bytes(digest[:FINGERPRINT_BYTES], "little")


@dataclass(frozen=True)
class Facts:
    """What decides one recruiter's ranking, and nothing else.

    Attributes:
        spoken: statements by candidate; people who are not on this list may be among them.
        goals: by department.
        goal_vectors: by digest; empty or missing for a goal that is not read.
    """

    places: int
    engine: str
    people: tuple[Person, ...]
    spoken: Mapping[int, Sequence[Spoken]]
    goals: tuple[Goal, ...]
    goal_vectors: Mapping[bytes, bytes]

    def hash(self, invested: set[int]) -> bytes:
        """Fingerprint of all inputs, as if exactly these candidates were in Invest.

        The engine is idempotent: what it chose, it would choose again. So a ranking keeps the
        fingerprint of its inputs with its own choice in place, and an equal one later means
        that there is nothing to do.
        """
        content = hashlib.sha256(f"{self.engine}|{self.places}".encode())
        for person in self.people:
            tier = person.candidate_id in invested
            content.update(repr((person.candidate_id, tier, person.pin, person.may_rank)).encode())
            content.update(repr(person.last_contact).encode())
            for said in self.spoken.get(person.candidate_id, ()):
                content.update(repr((said.statement_id, said.kind, said.certainty)).encode())
                content.update(said.digest)
        for goal in self.goals:
            content.update(repr((goal.department_id, goal.goal_id, goal.importance)).encode())
            content.update(goal.digest)
        return content.digest()

    def invested(self) -> set[int]:
        return {person.candidate_id for person in self.people if person.tier == Tier.INVEST}

    def desk(self, encoder: Encoder) -> tiering.Desk:
        """The same as arrays, with the fits of counted statements to the goals."""
        people = self.people
        rows = [
            (row, said)
            for row, person in enumerate(people)
            for said in self.spoken.get(person.candidate_id, ())
        ]
        # A goal whose language is not read matches nobody, and is kept out of the matrix.
        goals = [goal for goal in self.goals if self.goal_vectors.get(goal.digest)]
        counted = np.array([said.counted for _, said in rows], dtype=np.bool_)
        p_rel = np.zeros((len(rows), len(goals)), dtype=np.float32)
        if counted.any() and goals:
            p_rel[counted] = fits(
                encoder,
                [self.goal_vectors[goal.digest] for goal in goals],
                [said.vector for _, said in rows if said.counted],
            )
        return tiering.Desk(
            people=tiering.People(
                keys=np.array([p.candidate_id for p in people], dtype=np.int64),
                incumbent=np.array([p.tier == Tier.INVEST for p in people], dtype=np.bool_),
                pin=np.array([PINS[p.pin] for p in people], dtype=np.uint8),
                may_rank=np.array([p.may_rank for p in people], dtype=np.bool_),
                last_contact=np.array([p.last_contact for p in people], dtype=np.int32),
            ),
            statements=tiering.Statements(
                keys=np.array([said.statement_id for _, said in rows], dtype=np.int64),
                person=np.array([row for row, _ in rows], dtype=np.intp),
                purpose=np.array([said.certainty for _, said in rows], dtype=np.float64),
                counted=counted,
                text=np.array([fingerprint(said.digest) for _, said in rows], dtype=np.uint64),
            ),
            goals=tiering.Goals(
                keys=np.array([g.department_id for g in goals], dtype=np.int64),
                versions=np.array([g.goal_id for g in goals], dtype=np.int64),
                importance=np.array([g.importance for g in goals], dtype=np.uint8),
            ),
            p_rel=p_rel,
            places=self.places,
            method=encoder.model_id,
        )

    def recorded(self, scored: tiering.Scored, policy: tiering.Policy) -> tiering.Recorded:
        """The same as it is kept with the ranking.

        Args:
            scored: the points of this very desk.
            policy: the numbers that decide.
        """
        kinds = {
            said.statement_id: KINDS[said.kind]
            for person in self.people
            for said in self.spoken.get(person.candidate_id, ())
        }
        return tiering.Recorded(
            policy=policy,
            purpose_from=PURPOSE_FROM,
            scored=scored,
            kinds=np.array([kinds[key] for key in scored.statements.keys.tolist()], dtype=np.uint8),
            served=tiering.Goals(
                keys=np.array([g.department_id for g in self.goals], dtype=np.int64),
                versions=np.array([g.goal_id for g in self.goals], dtype=np.int64),
                importance=np.array([g.importance for g in self.goals], dtype=np.uint8),
            ),
            goal_texts=np.array([fingerprint(g.digest) for g in self.goals], dtype=np.uint64),
        )


@dataclass(frozen=True)
class Inputs(Facts):
    """What one recruiter's ranking is made from, and the generation that it answers."""

    recruiter_id: int
    generation: int
    token: int
    done: int
    cause: str
    cause_id: int | None
    started_at: datetime
    published: bytes | None
    published_hash: bytes | None
    at: datetime
    encoder_model: str
    confirm_moves: bool = False
    unread_statements: tuple[str, ...] = ()
    unread_goals: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether every text has its reading. Without that nothing may be published."""
        return not (self.unread_statements or self.unread_goals)

    @property
    def unread(self) -> int:
        return len(self.unread_statements) + len(self.unread_goals)

    def answered(self) -> set[int]:
        """Who would be in Invest if the published ranking stood: its fingerprint is of that.

        Usually whoever is there. Where moves wait to be accepted, whoever it proposed: accepting
        some of them is no new question.
        """
        if not self.confirm_moves or self.published is None:
            return self.invested()
        try:
            return set(tiering.unpack(self.published).invested())
        except tiering.PackError:
            return self.invested()

    def changes_at(self) -> datetime | None:
        """The next moment at which time alone changes the answer: a pin that expires."""
        return min(
            (p.pin_until for p in self.people if p.pin and p.pin_until is not None), default=None
        )


@contextmanager
def one_moment() -> Iterator[None]:
    """A read-only transaction that sees one state of the database.

    Inside a caller's own transaction the caller's view holds; PostgreSQL would refuse to change it.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def take(
    recruiter_ids: Sequence[int], encoder: Encoder, *, policy: tiering.Policy, at: datetime
) -> list[Inputs]:
    """Read the inputs of some recruiters in five queries, whatever their number.

    Args:
        recruiter_ids: recruiters whose due rows are claimed.
        encoder: whose readings count.
        policy: part of what a ranking is made by.
        at: the moment that decides which pins still hold.
    """
    with one_moment():
        model = {"recruiters": list(recruiter_ids), "at": at, "model": encoder.model_id}
        due, people = rows_of(DUE, model), rows_of(PEOPLE, model)
        statements, goals = rows_of(STATEMENTS, model), rows_of(GOALS, model)
        texts = {digest_of(text): text for text in {goal_text(row[4], row[5]) for row in goals}}
        readings = rows_of(GOAL_READINGS, {"model": goal_model(encoder), "digests": list(texts)})
    goal_vectors = {bytes(digest): bytes(vector) for digest, vector in readings}
    people_of: dict[int, list[Person]] = defaultdict(list)
    for recruiter, candidate, relationship, tier, pin, until, may_rank, last in people:
        holds = pin if until is None or until > at else ""
        people_of[recruiter].append(
            Person(
                candidate,
                relationship,
                tier,
                holds,
                until,
                may_rank,
                last.toordinal() if last else tiering.NEVER,
            )
        )
    spoken: dict[int, list[Spoken]] = defaultdict(list)
    unread: dict[int, list[str]] = defaultdict(list)
    for key, candidate, kind, digest, vector, p_purpose, text in statements:
        spoken[candidate].append(
            Spoken(key, kind, bytes(digest), bytes(vector or b""), p_purpose or 0.0)
        )
        if text is not None:
            unread[candidate].append(text)
    goals_of: dict[int, list[Goal]] = defaultdict(list)
    for recruiter, department, goal, importance, name, text in goals:
        goals_of[recruiter].append(
            Goal(department, goal, importance, digest_of(goal_text(name, text)))
        )
    return [
        Inputs(
            recruiter_id=row[0],
            generation=row[1],
            token=row[2],
            done=row[3],
            cause=row[4],
            cause_id=row[5],
            started_at=row[6] or at,
            places=row[7],
            published=bytes(row[8]) if row[8] is not None else None,
            published_hash=bytes(row[9]) if row[9] is not None else None,
            at=at,
            engine=engine_name(encoder.model_id, policy),
            encoder_model=encoder.model_id,
            confirm_moves=row[10],
            people=tuple(people_of[row[0]]),
            spoken=spoken,
            goals=tuple(goals_of[row[0]]),
            goal_vectors=goal_vectors,
            unread_statements=tuple(
                dict.fromkeys(
                    text for p in people_of[row[0]] for text in unread.get(p.candidate_id, ())
                )
            ),
            unread_goals=tuple(
                texts[goal.digest] for goal in goals_of[row[0]] if goal.digest not in goal_vectors
            ),
        )
        for row in due
    ]


def engine_name(model: str, policy: tiering.Policy) -> str:
    """What made a ranking; a change of it makes every ranking due."""
    return f"policy {policy.version}, {model}"


def rows_of(query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
