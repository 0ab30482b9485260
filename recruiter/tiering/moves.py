"""What changed between two rankings, and for each person one reason why."""

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.policy import NOTHING, Pin, Tier
from recruiter.tiering.records import Ranking, Reason


class Why(StrEnum):
    """Why a person moved; `Move` says which of `goal`, `statement` and `count` go with it."""

    STAYED = "stayed"
    """Neither position nor tier changed."""
    NEW_ON_LIST = "new_on_list"
    """Was not on the list before."""
    LEFT_LIST = "left_list"
    """Is not on the list any more."""
    OBJECTED = "objected"
    """May no longer be ranked: an objection, or do-not-contact."""
    RANKED_AGAIN = "ranked_again"
    """May be ranked again."""
    PINNED = "pinned"
    """A recruiter pinned them to the tier they are in now."""
    PIN_ENDED = "pin_ended"
    """The pin that held them ended or was taken off."""
    BY_HAND = "by_hand"
    """Between the runs a person moved them, or left the proposed move unaccepted, and this ranking
    keeps it so."""
    NEW_PURPOSE = "new_purpose"
    """Stated a purpose (`statement`) that was not there before."""
    NOW_PURPOSE = "now_purpose"
    """A known `statement` counts as a purpose now; it did not before."""
    STATEMENT_GONE = "statement_gone"
    """The `statement` that carried the match is not there any more."""
    NOT_PURPOSE = "not_purpose"
    """The `statement` that carried the match no longer counts as a purpose."""
    REWORDED = "reworded"
    """The `statement` that carries or carried the match was reworded."""
    CERTAINTY = "certainty"
    """How surely the `statement` is a purpose changed."""
    GOAL_ADDED = "goal_added"
    """The `goal` is newly served, and they match it or are near it."""
    GOAL_DROPPED = "goal_dropped"
    """The `goal` that they matched or were near is no longer served."""
    GOAL_REWRITTEN = "goal_rewritten"
    """The `goal` that they match, matched or are near was rewritten."""
    GOAL_RENAMED = "goal_renamed"
    """The matched `goal` has another name, which is read with it."""
    IMPORTANCE = "importance"
    """The importance of the `goal` that they match, matched or are near was changed."""
    OTHER_GOALS = "other_goals"
    """What they add on other goals than the matched one changed, by more than one change."""
    METHOD = "method"
    """Texts are read by another method than before."""
    RULES = "rules"
    """The lists are decided by other numbers than before."""
    PLACES = "places"
    """The number of Invest places was changed."""
    CONTACTED = "contacted"
    """Among people with as many points, the last contact changed their turn."""
    PASSED = "passed"
    """Nothing of their own: `count` people went past."""
    STEPPED_AWAY = "stepped_away"
    """Nothing of their own: `count` people ahead stepped away."""


@dataclass(frozen=True, slots=True)
class Move:
    """One person's way from one ranking to the next.

    Attributes:
        position_before, tier_before: None when they were not on the list.
        position, tier: None when they are not on it now.
        points_before, points: of the match then and now, 0 without one.
        goal, statement: keys that belong to the reason, else `NOTHING`.
        count: how many people, for `PASSED` and `STEPPED_AWAY`; 0 when only the border between
            the tiers moved.
    """

    person: int
    position_before: int | None
    position: int | None
    tier_before: Tier | None
    tier: Tier | None
    points_before: int
    points: int
    why: Why
    goal: int = NOTHING
    statement: int = NOTHING
    count: int = 0

    @property
    def moved(self) -> bool:
        """Whether position or tier differ."""
        return (self.position, self.tier) != (self.position_before, self.tier_before)


@dataclass(frozen=True, slots=True)
class _Cause:
    why: Why
    goal: int = NOTHING
    statement: int = NOTHING
    count: int = 0


class _Goal(NamedTuple):
    """A row of `GOAL`."""

    key: int
    version: int
    importance: int


class _Statement(NamedTuple):
    """A row of `STATEMENT`."""

    key: int
    purpose: int
    counted: bool
    text: int


class _Facts:
    """What one ranking stored, to be looked up by key; few of a list's statements ever are."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.reasons = {reason.person: reason for reason in ranking.reasons()}
        self.goals: list[int] = ranking.goals["key"].tolist()
        self._statements: list[int] = ranking.statements["key"].tolist()

    def goal(self, key: int) -> _Goal | None:
        """The goal, None when it was not served."""
        row = bisect_left(self.goals, key)
        if self.goals[row : row + 1] != [key]:
            return None
        return _Goal(*self.ranking.goals[row].item())

    def statement(self, key: int) -> _Statement | None:
        """The statement, None when it was not there."""
        row = bisect_left(self._statements, key)
        if self._statements[row : row + 1] != [key]:
            return None
        return _Statement(*self.ranking.statements[row].item())


def compare(before: Ranking, after: Ranking) -> list[Move]:
    """Tell for everybody on either list how they moved, and the one reason that explains it.

    A person's own facts come first (objection, pin, hand, statement, goal), and only when they
    changed the person's strength in the direction of the move; then the method, the places, the
    turn by last contact; and when nothing of their own changed, how many others went past or
    stepped away.

    Returns:
        By position now; those who left come last, by key.
    """
    old, new = _Facts(before), _Facts(after)
    same_words = np.array_equal(before.statements, after.statements)
    passed, away = _others(before.records, after.records)
    moves = []
    for person, now in new.reasons.items():
        then = old.reasons.get(person)
        if then is None:
            cause = _Cause(Why.NEW_ON_LIST, goal=now.goal, statement=now.statement)
        elif (then.position, then.tier) == (now.position, now.tier):
            cause = _Cause(Why.STAYED)
        else:
            cause = _Change(then, now, old, new, same_words).cause(passed[person], away[person])
        moves.append(_move(person, then, now, cause))
    left = sorted(old.reasons.keys() - new.reasons.keys())
    gone = _Cause(Why.LEFT_LIST)
    return moves + [_move(person, old.reasons[person], None, gone) for person in left]


def _move(person: int, then: Reason | None, now: Reason | None, cause: _Cause) -> Move:
    return Move(
        person=person,
        position_before=then.position if then else None,
        position=now.position if now else None,
        tier_before=then.tier if then else None,
        tier=now.tier if now else None,
        points_before=then.points if then else 0,
        points=now.points if now else 0,
        why=cause.why,
        goal=cause.goal,
        statement=cause.statement,
        count=cause.count,
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """One person who moved, between two rankings that both have them.

    `same_words` says that nobody's statements changed.
    """

    then: Reason
    now: Reason
    old: _Facts
    new: _Facts
    same_words: bool

    @property
    def _rose(self) -> bool:
        if self.now.tier != self.then.tier:
            return self.now.tier > self.then.tier
        return self.now.position < self.then.position

    @property
    def _own_strength_explains(self) -> bool:
        """Whether their own fits changed in the direction in which they moved.

        Within Maintain the match alone decides; anywhere else all goals do.
        """
        points = self.now.points - self.then.points
        reach = self.now.reach - self.then.reach
        if self.then.tier == self.now.tier == Tier.MAINTAIN:
            reach = 0
        return max(points, reach) > 0 if self._rose else min(points, reach) < 0

    def cause(self, passed: int, away: int) -> _Cause:
        """The first reason that applies."""
        own = self._by_decision()
        if own is None and self._own_strength_explains:
            own = self._by_statement() or self._by_goal() or self._by_reading()
        return own or self._by_others(passed, away)

    def _by_decision(self) -> _Cause | None:
        """What a person decided about them: to be ranked or not, a pin, a move by hand."""
        then, now = self.then, self.now
        if then.may_rank != now.may_rank:
            return _Cause(Why.RANKED_AGAIN if now.may_rank else Why.OBJECTED)
        if then.tier == now.tier:
            return None
        if then.pin != now.pin:
            return _Cause(Why.PIN_ENDED if now.pin == Pin.NONE else Why.PINNED)
        if now.incumbent == (now.tier == Tier.INVEST):
            return _Cause(Why.BY_HAND)
        return None

    def _by_statement(self) -> _Cause | None:
        """What they said: on a rise what carries them now, on a fall what carried them then."""
        carrier = self._carrier
        if carrier.statement == NOTHING:
            return None
        then = self.old.statement(carrier.statement)
        now = self.new.statement(carrier.statement)
        if then is None:
            why = Why.NEW_PURPOSE
        elif now is None:
            why = Why.STATEMENT_GONE
        elif not then.counted:
            why = Why.NOW_PURPOSE
        elif not now.counted:
            why = Why.NOT_PURPOSE
        elif then.text != now.text:
            why = Why.REWORDED
        else:
            return None
        return _Cause(why, goal=carrier.goal, statement=carrier.statement)

    @property
    def _carrier(self) -> Reason:
        """The match that tells: the present one on a rise, the former one on a fall."""
        return self.now if self._rose else self.then

    def _by_goal(self) -> _Cause | None:
        """What the matched goal did."""
        return self._change_of(self._carrier.goal)

    def _change_of(self, goal: int) -> _Cause | None:
        """What became of a goal; None when it is as it was."""
        then, now = self.old.goal(goal), self.new.goal(goal)
        if now is None and then is not None:
            return _Cause(Why.GOAL_DROPPED, goal=goal)
        if then is None and now is not None:
            return _Cause(Why.GOAL_ADDED, goal=goal)
        if then is None or now is None:
            return None
        if then.version != now.version:
            return _Cause(Why.GOAL_REWRITTEN, goal=goal)
        if then.importance != now.importance:
            return _Cause(Why.IMPORTANCE, goal=goal)
        return None

    def _by_reading(self) -> _Cause | None:
        """How the same words are read, and what lies beside the matched goal."""
        if method := self._by_method():
            return method
        carrier = self._carrier
        then = self.old.statement(carrier.statement)
        now = self.new.statement(carrier.statement)
        if then and now and then.purpose != now.purpose:
            return _Cause(Why.CERTAINTY, goal=carrier.goal, statement=carrier.statement)
        same_pair = (self.now.goal, self.now.statement) == (self.then.goal, self.then.statement)
        nearer = self.now.near - self.then.near
        if same_pair and nearer and (nearer > 0) == self._rose:
            # The same words and the same goal, and yet nearer or farther: what is left is the name.
            return _Cause(Why.GOAL_RENAMED, goal=carrier.goal)
        reach = self.now.reach - self.then.reach
        if reach > 0 if self._rose else reach < 0:
            return self._by_other_goals()
        return None

    def _by_other_goals(self) -> _Cause:
        """What another goal than the matched one did, when it can have been that one alone."""
        if self.same_words:
            goals = {*self.old.goals, *self.new.goals} - {self._carrier.goal}
            changed = [cause for goal in sorted(goals) if (cause := self._change_of(goal))]
            if len(changed) == 1:
                return changed[0]
        return _Cause(Why.OTHER_GOALS)

    def _by_method(self) -> _Cause | None:
        """Whether texts are read, or the lists decided, in another way."""
        old, new = self.old.ranking, self.new.ranking
        if old.method != new.method:
            return _Cause(Why.METHOD)
        return _Cause(Why.RULES) if old.policy != new.policy else None

    def _by_others(self, passed: int, away: int) -> _Cause:
        """Nothing of their own: their turn, the places, the method, or other people."""
        then, now = self.then, self.now
        if then.tier == now.tier == Tier.MAINTAIN and then.points == now.points:
            contacted = now.last_contact - then.last_contact
            # A later contact lets others go first; one that was taken back does the opposite.
            if contacted and (contacted < 0) == self._rose:
                return _Cause(Why.CONTACTED)
        if then.tier != now.tier:
            places = self.new.ranking.places - self.old.ranking.places
            if places and (places > 0) == self._rose:
                return _Cause(Why.PLACES)
        if method := self._by_method():
            return method
        if self._rose:
            return _Cause(Why.STEPPED_AWAY, count=away)
        return _Cause(Why.PASSED, count=passed)


def _others(
    before: NDArray[np.void], after: NDArray[np.void]
) -> tuple[dict[int, int], dict[int, int]]:
    """For everybody on both lists, how many went past them and how many ahead stepped away.

    Somebody new ahead went past; somebody who was ahead and left the list stepped away.
    """
    people: list[int] = after["person"].tolist()
    then = {person: n for n, person in enumerate(before["person"].tolist())}
    # Rows then, newcomers behind everybody; and the rows of those who left.
    old = np.array([then.pop(person, len(before)) for person in people], dtype=np.int64)
    left = np.array(sorted(then.values()), dtype=np.int64)
    ahead_now = np.tri(len(people), k=-1, dtype=np.bool_)
    passed = (ahead_now & (old > old[:, None])).sum(axis=1)
    away = (ahead_now.T & (old < old[:, None])).sum(axis=1) + np.searchsorted(left, old)
    return (
        dict(zip(people, passed.tolist(), strict=True)),
        dict(zip(people, away.tolist(), strict=True)),
    )
