"""Whether the reason for a move holds, judged apart from the code that gave it.

The judge knows what was done, whom it was about, and everybody's points on every goal before and
after, from the inputs that were kept with both rankings. Where somebody is told that others moved,
and something of their own changed as well, it decides again as if nothing of theirs had.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from benchmarks.edits import Edit, Kind
from recruiter import tiering
from recruiter.models import Ranking
from recruiter.tiering import Move, Tier, Why
from recruiter.tiering.points import best_fit

GOAL_EDITS = {
    Kind.GOAL_REWORDED,
    Kind.GOAL_CHANGED,
    Kind.SERVED,
    Kind.DROPPED,
    Kind.IMPORTANCE,
}
STATEMENT_EDITS = {Kind.STATED, Kind.REWORDED, Kind.REWRITTEN, Kind.CORRECTED, Kind.RETIRED}
# What must have been done for a reason to be true; about whom or what is checked besides.
ABOUT_A_PERSON = {
    Why.NEW_ON_LIST: {Kind.JOINED},
    Why.LEFT_LIST: {Kind.LEFT},
    Why.OBJECTED: {Kind.OBJECTED, Kind.DO_NOT_CONTACT},
    Why.RANKED_AGAIN: {Kind.ALLOWED},
    Why.PINNED: {Kind.MOVED, Kind.SWAPPED},
    Why.BY_HAND: {Kind.MOVED, Kind.SWAPPED},
    Why.PIN_ENDED: {Kind.UNPINNED, Kind.PIN_ENDED},
}
ABOUT_A_STATEMENT = {
    Why.NEW_PURPOSE: {Kind.STATED},
    Why.NOW_PURPOSE: STATEMENT_EDITS,
    Why.NOT_PURPOSE: STATEMENT_EDITS,
    Why.STATEMENT_GONE: {Kind.RETIRED},
    Why.REWORDED: {Kind.REWORDED, Kind.REWRITTEN},
    Why.CERTAINTY: {Kind.CORRECTED},
}
ABOUT_A_GOAL = {
    Why.GOAL_ADDED: {Kind.SERVED},
    Why.GOAL_DROPPED: {Kind.DROPPED},
    Why.GOAL_REWRITTEN: {Kind.GOAL_REWORDED, Kind.GOAL_CHANGED},
    Why.IMPORTANCE: {Kind.IMPORTANCE},
}
OTHERS = (Why.PASSED, Why.STEPPED_AWAY)


class Told(StrEnum):
    """What a reason is worth."""

    NAMED = "named"
    OTHERS = "others"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Seen:
    """A published ranking, and what it was made from as it was recorded.

    Attributes:
        weighed: importance times points by department, by person.
    """

    ranking: tiering.Ranking
    recorded: tiering.Recorded
    weighed: dict[int, dict[int, int]]

    @classmethod
    def of(cls, row: Ranking) -> "Seen":
        recorded = tiering.unpack_recorded(bytes(row.inputs))
        scored = recorded.scored
        points = best_fit(scored).points * scored.people.may_rank[:, None]
        table = (points * scored.goals.importance.astype(np.int64)).tolist()
        goals = scored.goals.keys.tolist()
        return cls(
            tiering.unpack(bytes(row.records)),
            recorded,
            {
                person: dict(zip(goals, cells, strict=True))
                for person, cells in zip(scored.people.keys.tolist(), table, strict=True)
            },
        )

    def standing(self, person: int) -> tuple[Tier, int]:
        reason = self.ranking.reason(person)
        return reason.tier, reason.position


def told(move: Move, edit: Edit, contacted: set[int], before: Seen, after: Seen) -> Told:
    """Judge the reason for one move after one edit."""
    if move.why in OTHERS:
        holds = untouched(move, before, after) or moves_anyway(move, before, after)
        return Told.OTHERS if holds else Told.UNEXPLAINED
    return Told.NAMED if names(move, edit, contacted, before, after) else Told.UNEXPLAINED


def names(move: Move, edit: Edit, contacted: set[int], before: Seen, after: Seen) -> bool:
    """Whether the reason is the edit, and it was about what the reason says."""
    mine = move.person in edit.people
    if move.why in ABOUT_A_PERSON:
        return mine and edit.kind in ABOUT_A_PERSON[move.why]
    if move.why in ABOUT_A_STATEMENT:
        about = mine and move.statement == edit.statement
        return about and edit.kind in ABOUT_A_STATEMENT[move.why]
    if move.why in ABOUT_A_GOAL:
        return move.goal == edit.department and edit.kind in ABOUT_A_GOAL[move.why]
    if move.why == Why.OTHER_GOALS:
        changed = changed_goals(move.person, before, after)
        return mine if edit.kind in STATEMENT_EDITS else edit.department in changed
    if move.why == Why.PLACES:
        return edit.kind == Kind.PLACES
    return move.why == Why.CONTACTED and move.person in contacted


def changed_goals(person: int, before: Seen, after: Seen) -> dict[int, int]:
    """How much a person's weighed points changed, by department; only where they did."""
    then, now = before.weighed[person], after.weighed[person]
    steps = {goal: now.get(goal, 0) - then.get(goal, 0) for goal in then.keys() | now.keys()}
    return {goal: step for goal, step in steps.items() if step}


def rises(move: Move) -> bool:
    if move.tier != move.tier_before:
        return move.tier == Tier.INVEST
    return (move.position or 0) < (move.position_before or 0)


def untouched(move: Move, before: Seen, after: Seen) -> bool:
    """Whether none of the person's points changed in the direction of their move."""
    steps = changed_goals(move.person, before, after).values()
    return not any(step > 0 if rises(move) else step < 0 for step in steps)


def moves_anyway(move: Move, before: Seen, after: Seen) -> bool:
    """Whether the person would have moved that way with the points that they had before.

    Decides the later ranking again, with nothing but this person's points put back.
    """
    then, now = before.recorded.scored, after.recorded.scored
    tables = []
    for old, new in ((then.near, now.near), (then.points, now.points)):
        table = new.copy()
        rows = np.flatnonzero(now.people.keys[now.statements.person] == move.person)
        for row, key in zip(rows.tolist(), now.statements.keys[rows].tolist(), strict=True):
            known = then.statements.keys == key
            for column, goal in enumerate(now.goals.keys.tolist()):
                cell = old[known][:, then.goals.keys == goal]
                table[row, column] = cell[0, 0] if cell.size else 0
        tables.append(table)
    near, points = tables
    put_back = replace(now, near=near, points=points)
    again = tiering.decide(put_back, after.recorded.policy).reason(move.person)
    tier, position = before.standing(move.person)
    if move.tier != move.tier_before:
        return again.tier == move.tier
    if again.tier != tier:
        return (again.tier > tier) == rises(move)
    return again.position < position if rises(move) else again.position > position
