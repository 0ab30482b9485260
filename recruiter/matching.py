"""Why somebody matches a goal, for one person's page, and which other goals are near.

The match and its points come from the published ranking. The other goals are worked out from the
stored vectors on the spot, by the same engine; no text is encoded here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from candidates.models import Statement, StatementKind
from hiring.models import BigGoal
from recruiter import sentences, tiering
from recruiter.encoder import PURPOSE_FROM, EncoderError, goal_text
from recruiter.highlight import Segment, marked
from recruiter.models import PairReading, Recruiter, ServedDepartment, TextReading
from recruiter.readings import current_encoder, digest_of, goal_model, vectors_of


@dataclass(frozen=True, slots=True)
class Near:
    """A goal of the recruiter's, and how near this person is to it by their best statement."""

    department: str
    bars: int
    strength: str
    words: str
    points: int


@dataclass(frozen=True)
class Match:
    """The match that counts: the evidence, the goal, and points that add up.

    Attributes:
        words, goal: the statement and the goal, with the clause marked in each that carries the
            match; unmarked until a worker has looked, and where no clause does.
        adds: importance times discount to the power of `before` times points, rounded.
        importance: of the goal for the recruiter, 1 to 3.
        before: how many stand before them on the goal's bench.
        would_count: whether they are in Maintain, and `adds` is what they would count there.
    """

    department: str
    department_pk: int
    bars: int
    strength: str
    words: Sequence[Segment]
    goal: Sequence[Segment]
    goal_author: str
    near: int
    doubt: int
    points: int
    bench: str
    adds: int
    importance: int
    before: int
    would_count: bool

    @property
    def discount(self) -> float:
        """What each place on a bench counts of the one before it."""
        return sentences.POLICY.discount

    @property
    def is_marked(self) -> bool:
        """Whether there is anything to explain about marks."""
        return any(part.kind for part in (*self.words, *self.goal))

    @property
    def doubt_taken(self) -> int:
        """The doubt without its sign, for a minus of the printer's own."""
        return -self.doubt


def served_goals(recruiter: Recruiter) -> list[ServedDepartment]:
    """The departments that a recruiter serves, with the goal in force; one query."""
    return list(
        recruiter.served.filter(department__closed_at=None)
        .exclude(department__big_goal=None)
        .select_related("department__big_goal__author")
    )


def read_match(
    reason: tiering.Reason | None,
    ranking: tiering.Ranking | None,
    said: Mapping[int, Statement],
) -> Match | None:
    """The ranking's reason, with the goal in the version that it read; two queries.

    Args:
        said: the person's statements by primary key.

    Returns:
        None without a match, and when its statement is gone since.
    """
    if reason is None or ranking is None or reason.statement not in said:
        return None
    row = ranking.goals[ranking.goals["key"] == reason.goal][0]
    goal = BigGoal.objects.select_related("department", "author").get(pk=int(row["version"]))
    statement = said[reason.statement]
    spans = read_spans(statement, goal, ranking.method)
    band = sentences.POLICY.band(reason.points)
    return Match(
        department=goal.department.name,
        department_pk=goal.department_id,
        bars=int(band),
        strength=sentences.BANDS[band],
        words=marked(statement.text, spans.statement_start, spans.statement_end),
        goal=marked(goal.text, spans.goal_start, spans.goal_end),
        goal_author=goal.author.name if goal.author else "",
        near=reason.near,
        doubt=reason.doubt,
        points=reason.points,
        bench=sentences.ordinal(reason.bench) if reason.bench else "",
        adds=reason.adds,
        importance=int(row["importance"]),
        before=max(0, reason.bench - 1),
        would_count=reason.tier == tiering.Tier.MAINTAIN,
    )


def read_spans(statement: Statement, goal: BigGoal, model: str) -> PairReading:
    """Where the words stand that carry a pair; empty spans until a worker has looked; one query.

    By the digests of the texts that are shown, so that offsets never meet another wording.
    """
    kept = PairReading.objects.filter(
        model=model,
        statement_digest=digest_of(statement.text),
        goal_digest=digest_of(goal_text(goal.department.name, goal.text)),
    )
    return kept.first() or PairReading(statement_start=0, statement_end=0, goal_start=0, goal_end=0)


def goal_digests(served: Sequence[ServedDepartment]) -> dict[int, bytes]:
    """The digest under which each served department's goal is read; without a goal none."""
    return {
        one.pk: digest_of(goal_text(one.department.name, one.department.big_goal.text))
        for one in served
        if one.department.big_goal
    }


def read_near(
    said: Sequence[Statement],
    readings: Mapping[bytes, TextReading],
    served: Sequence[ServedDepartment],
) -> list[Near]:
    """How near a person's purposes are to each goal, the nearest first; one query.

    Goals and statements that no worker has read yet are left out.
    """
    encoder = current_encoder()
    texts = goal_digests(served)
    vectors = vectors_of(goal_model(encoder), texts.values())
    goals = [one for one in served if texts.get(one.pk) in vectors]
    purposes = [(one, readings[bytes(one.digest)]) for one in said if counts(one, readings)]
    if not goals or not purposes:
        return []
    try:
        fits = encoder.fit(
            encoder.unpack_goals([vectors[texts[one.pk]] for one in goals]),
            encoder.unpack_statements([bytes(reading.vector) for _, reading in purposes]),
        )
    except EncoderError:
        return []
    certainty = np.array([certainty_of(one, reading) for one, reading in purposes])
    # In the engine's own arithmetic, or a word could differ from the engine's on a border.
    points = np.floor(100 * fits.astype(np.float64) * certainty[:, None] + 0.5).astype(int)
    best = points.argmax(axis=0)
    found = [
        near(goal, int(points[row, column]), purposes[row][0].text)
        for column, (goal, row) in enumerate(zip(goals, best.tolist(), strict=True))
    ]
    return sorted(found, key=lambda one: (-one.points, one.department))


def near(one: ServedDepartment, points: int, text: str) -> Near:
    band = sentences.POLICY.band(points)
    return Near(one.department.name, int(band), sentences.BANDS[band], text, points)


def counts(one: Statement, readings: Mapping[bytes, TextReading]) -> bool:
    """Whether a statement carries matches: a person's word first, then the engine's."""
    reading = readings.get(bytes(one.digest))
    if reading is None or not reading.vector:
        return False
    if one.kind:
        return one.kind == StatementKind.PURPOSE
    return (reading.p_purpose or 0) >= PURPOSE_FROM


def certainty_of(one: Statement, reading: TextReading) -> float:
    return 1.0 if one.kind else float(reading.p_purpose or 0)
