"""What would change where somebody stands: other desks, decided by the same engine.

Nothing is estimated. Every alternative is the desk with one thing different, decided anew with the
people who are in Invest now, so that it says what the next re-rank would do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from recruiter.tiering.desk import Goals, Statements
from recruiter.tiering.points import Scored, best_fit
from recruiter.tiering.policy import MAX_POINTS, NOTHING, Pin, Policy, Tier
from recruiter.tiering.portfolio import worth
from recruiter.tiering.ranking import decide
from recruiter.tiering.records import Reason

MOST = 6
"""So many alternatives are told of one person."""
GOALS, STATEMENTS = 3, 2
"""At most so many goals, and statements, are told to be left out."""
GOALS_TRIED = 8
"""So many goals are left out in turn to see whether it matters."""
PURPOSES_TRIED = 2
"""So many goals are tried for one more Strong purpose, those where it would add most."""
FEW = 2
"""A shift of up to so many places is none."""


class What(StrEnum):
    """What is different; `Alternative` says which of `goal`, `statement`, `points` go with it."""

    NO_PIN = "no_pin"
    """They are not pinned."""
    NO_GOAL = "no_goal"
    """The `goal` is not served."""
    NO_STATEMENT = "no_statement"
    """They have not said the `statement`."""
    MORE_POINTS = "more_points"
    """`points` more on the `goal`, the fewest with which they have a place in Invest."""
    ONE_PURPOSE = "one_purpose"
    """One more stated purpose of `points` on the `goal`, and none on others: just Strong, or as
    many as it takes."""
    NO_PURPOSE = "no_purpose"
    """One more purpose that fits the `goal` perfectly, and still no place in Invest."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing that is different, and where the person stands then.

    Attributes:
        now, then: their line as things are and with the difference.
        goal, statement: keys, `NOTHING` where the difference has none.
        points: that are added, 0 where none are.
    """

    what: What
    now: Reason
    then: Reason
    goal: int = NOTHING
    statement: int = NOTHING
    points: int = 0

    @property
    def changes_tier(self) -> bool:
        return self.now.tier != self.then.tier

    @property
    def matters(self) -> bool:
        """Whether they would stand elsewhere, by more than a place or two."""
        return self.changes_tier or abs(self.now.position - self.then.position) > FEW


def alternatives(desk: Scored, person: int, policy: Policy) -> list[Alternative]:
    """What would change where one person stands, the most telling first; six at most.

    Who may not be ranked has none. Up to 25 decisions: 30 ms for 300 people and 12 goals.

    Raises:
        KeyError: they are not on the desk.
    """
    now = decide(desk, policy).reason(person)
    if not now.may_rank:
        return []
    one = _Case(desk, policy, now)
    found = [*one.without_pin(), *one.without_goals(), *one.without_statements()]
    # The way in says most to somebody outside, so it is never crowded out.
    way_in = list(one.ways_in()) if now.tier == Tier.MAINTAIN and now.pin == Pin.NONE else []
    return found[: MOST - len(way_in)] + way_in


def without_pin(desk: Scored, person: int) -> Scored:
    """The desk with one person's pin taken off."""
    pin = np.where(desk.people.keys == person, Pin.NONE, desk.people.pin)
    return replace(desk, people=replace(desk.people, pin=pin.astype(np.uint8)))


def without_goal(desk: Scored, goal: int) -> Scored:
    """The desk with one goal not served."""
    keep = desk.goals.keys != goal
    goals = desk.goals
    return replace(
        desk,
        goals=Goals(goals.keys[keep], goals.versions[keep], goals.importance[keep]),
        near=desk.near[:, keep],
        points=desk.points[:, keep],
    )


def without_statement(desk: Scored, statement: int) -> Scored:
    """The desk with one statement never made."""
    said = desk.statements
    keep = said.keys != statement
    return replace(
        desk,
        statements=Statements(
            said.keys[keep],
            said.person[keep],
            said.purpose[keep],
            said.counted[keep],
            said.text[keep],
        ),
        near=desk.near[keep],
        points=desk.points[keep],
    )


def with_purpose(desk: Scored, person: int, goal: int, points: int) -> Scored:
    """The desk with one more certain purpose, that has so many points on one goal and no others."""
    said = desk.statements
    row = np.where(desk.goals.keys == goal, points, 0).astype(np.int64)[None, :]
    speaker = int(np.flatnonzero(desk.people.keys == person)[0])
    key = int(said.keys.max(initial=0)) + 1
    return replace(
        desk,
        statements=Statements(
            np.append(said.keys, key),
            np.append(said.person, speaker),
            np.append(said.purpose, 1.0),
            np.append(said.counted, True),
            np.append(said.text, said.text.dtype.type(0)),
        ),
        near=np.vstack((desk.near, row)),
        points=np.vstack((desk.points, row)),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One person on one desk."""

    desk: Scored
    policy: Policy
    now: Reason

    @property
    def person(self) -> int:
        return self.now.person

    @property
    def row(self) -> int:
        return int(np.flatnonzero(self.desk.people.keys == self.person)[0])

    def _then(self, desk: Scored) -> Reason:
        return decide(desk, self.policy).reason(self.person)

    def _own(self) -> dict[int, int]:
        """Their points by goal."""
        points = best_fit(self.desk).points[self.row]
        return dict(zip(self.desk.goals.keys.tolist(), points.tolist(), strict=True))

    def without_pin(self) -> Iterator[Alternative]:
        if self.now.pin != Pin.NONE:
            then = self._then(without_pin(self.desk, self.person))
            yield Alternative(What.NO_PIN, self.now, then)

    def without_goals(self) -> list[Alternative]:
        """The matched goal, then those that matter: a change of tier before places.

        Outside, another goal may hold the place that this person would take. Places there follow
        from what others lose, so that only a change of tier is told.
        """
        own = self._own()
        near = [goal for goal in own if own[goal] >= self.policy.faint]
        outside = self.now.tier == Tier.MAINTAIN
        asked = list(own) if outside and near else near
        asked.sort(key=lambda goal: (goal != self.now.goal, -own[goal], goal))
        tried = [
            Alternative(What.NO_GOAL, self.now, self._then(without_goal(self.desk, goal)), goal)
            for goal in asked[:GOALS_TRIED]
        ]
        told = [
            one
            for one in tried
            if one.goal == self.now.goal or (one.changes_tier if outside else one.matters)
        ]
        told.sort(key=lambda one: (one.goal != self.now.goal, not one.changes_tier, -_far(one)))
        return told[:GOALS]

    def without_statements(self) -> list[Alternative]:
        """The statement that carries the match, then others of theirs that matter."""
        said = self.desk.statements
        rows = np.flatnonzero((said.person == self.row) & said.counted)
        if self.desk.points.shape[1]:
            rows = rows[self.desk.points[rows].max(axis=1) >= self.policy.faint]
        keys = sorted(said.keys[rows].tolist(), key=lambda key: (key != self.now.statement, key))
        tried = [
            Alternative(
                What.NO_STATEMENT,
                self.now,
                self._then(without_statement(self.desk, key)),
                statement=key,
            )
            for key in keys[: 2 * STATEMENTS]
        ]
        return [one for one in tried if one.matters or one.statement == self.now.statement][
            :STATEMENTS
        ]

    def ways_in(self) -> Iterator[Alternative]:
        """How somebody outside would have a place: a few points more, or one more purpose."""
        nearly = list(self._more_points()) if self.now.points >= self.policy.faint else []
        yield from nearly
        yield from self._one_purpose(whatever_it_takes=not nearly)

    def _more_points(self) -> Iterator[Alternative]:
        """The fewest points more that take a place, for whom only the bonus holds out."""
        freely = decide(self.desk, replace(self.policy, incumbent_bonus=0)).reason(self.person)
        if freely.tier == Tier.MAINTAIN:
            return
        own = self.now.points
        total = self._enough(self.now.goal, own + 1)
        if total is not None:
            then = self._with(self.now.goal, total)
            yield Alternative(What.MORE_POINTS, self.now, then, self.now.goal, points=total - own)

    def _one_purpose(self, *, whatever_it_takes: bool) -> Iterator[Alternative]:
        """One more purpose that is just Strong, else as many points as it takes."""
        strong, own = self.policy.strong, self._own()
        goals = [goal for goal in self._by_gain(strong) if own[goal] < strong]
        for goal in goals[:PURPOSES_TRIED]:
            then = self._with(goal, strong)
            if then.tier == Tier.INVEST:
                yield Alternative(What.ONE_PURPOSE, self.now, then, goal, points=strong)
                return
        for goal in goals[:1] if whatever_it_takes else []:
            points = self._enough(goal, strong + 1)
            what = What.NO_PURPOSE if points is None else What.ONE_PURPOSE
            points = points or MAX_POINTS
            yield Alternative(what, self.now, self._with(goal, points), goal, points=points)

    def _with(self, goal: int, points: int) -> Reason:
        return self._then(with_purpose(self.desk, self.person, goal, points))

    def _enough(self, goal: int, least: int) -> int | None:
        """The fewest points from `least` on that a purpose for a goal needs to take a place.

        More points are never less; None when 100 are not enough.
        """
        if least > MAX_POINTS or self._with(goal, MAX_POINTS).tier != Tier.INVEST:
            return None
        low, high = least - 1, MAX_POINTS
        while high - low > 1:
            middle = (low + high) // 2
            if self._with(goal, middle).tier == Tier.INVEST:
                high = middle
            else:
                low = middle
        return high

    def _by_gain(self, points: int) -> list[int]:
        """Goals by what this many points more would add to Invest as it is, most first."""
        goals = self.desk.goals
        importance = goals.importance.astype(np.int64)
        table = best_fit(self.desk).points * self.desk.people.may_rank[:, None]
        row, chosen = self.row, self.desk.people.incumbent.copy()
        chosen[row] = True

        def gain(column: int) -> int:
            more = table.copy()
            more[row, column] = max(points, int(more[row, column]))
            return worth(more, importance, chosen, self.policy.discount)

        gains = [gain(column) for column in range(goals.keys.size)]
        order = sorted(range(goals.keys.size), key=lambda column: (-gains[column], column))
        return goals.keys[order].tolist() if order else []


def _far(one: Alternative) -> int:
    return abs(one.now.position - one.then.position)
