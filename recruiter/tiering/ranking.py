"""From a recruiter's desk to a ranking: points, portfolio, order, and the reason for each line."""

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering.desk import Desk, Goals, Statements
from recruiter.tiering.points import Fit, Scored, best_fit, round_half_up, score
from recruiter.tiering.policy import (
    MAX_POINTS,
    NOTHING,
    WEIGHT_SCALE,
    Policy,
    Tier,
    bench_weights,
)
from recruiter.tiering.portfolio import choose
from recruiter.tiering.records import GOAL, RECORD, STATEMENT, Ranking


def rank(desk: Desk, policy: Policy) -> Ranking:
    """Turn a desk's fits into points, and decide by them.

    The order of the input rows does not matter. Running again with the Invest of the outcome as
    incumbents gives the same ranking.

    Raises:
        ValueError: more people are pinned to Invest than there are places.

    Source: docs/tiering.md.
    """
    return decide(score(desk), policy)


def decide(desk: Scored, policy: Policy) -> Ranking:
    """Decide who is proposed for Invest and in which order everybody stands, with reasons.

    Invest comes first, by what each adds to the bench of their matched goal: the number that the
    "why" of a row shows, so that the order can be checked by eye. Equals go by points, then by all
    goals together, then by key; people who are pinned without points come last. Then everybody
    else: most points first, then longest without contact (never contacted before all), then the
    smaller key. Those who may not be ranked come last of all, without points; one whom a recruiter
    pinned to Invest keeps that place.

    Raises:
        ValueError: more people are pinned to Invest than there are places.

    Source: docs/tiering.md.
    """
    people, goals = desk.people, desk.goals
    importance = goals.importance.astype(np.int64)
    fit = best_fit(desk)
    points = fit.points * people.may_rank[:, None]
    best = points.max(axis=1, initial=0)
    chosen = choose(
        points,
        importance,
        people.pin,
        people.incumbent,
        eligible=best >= policy.faint,
        places=desk.places,
        policy=policy,
    )
    records = np.zeros(people.keys.size, dtype=RECORD)
    records["person"] = people.keys
    records["tier"] = np.where(chosen, Tier.INVEST, Tier.MAINTAIN)
    records["pin"] = people.pin
    records["may_rank"] = people.may_rank
    records["incumbent"] = people.incumbent
    records["last_contact"] = people.last_contact
    records["reach"] = np.where(points >= policy.faint, points, 0) @ importance
    _fill_in_match(records, points, importance, chosen, desk, fit, policy)

    invest, outside = np.flatnonzero(chosen), np.flatnonzero(~chosen)
    invest = invest[
        np.lexsort(
            (-records["reach"][invest], -records["points"][invest], -records["adds"][invest])
        )
    ]
    outside = outside[
        np.lexsort((people.last_contact[outside], -best[outside], ~people.may_rank[outside]))
    ]
    records = records[np.concatenate((invest, outside))]
    records["position"] = np.arange(1, records.size + 1)
    return Ranking(
        policy=policy.version,
        method=desk.method,
        places=desk.places,
        goals=_goal_facts(goals),
        statements=_statement_facts(desk.statements),
        records=records,
    )


def _fill_in_match(
    records: NDArray[np.void],
    points: NDArray[np.int64],
    importance: NDArray[np.int64],
    chosen: NDArray[np.bool_],
    desk: Scored,
    fit: Fit,
    policy: Policy,
) -> None:
    """Write goal, statement, points, bench and what they add into the records."""
    if not points.size:
        records["goal"] = records["statement"] = NOTHING
        return
    bench = _bench_places(points, chosen)
    weights = bench_weights(policy.discount, len(points) + 1)
    terms = importance * weights[bench - 1] * points
    seated = points >= policy.faint
    # Somebody in Invest is matched where they add most, everybody else where they fit best. Equal
    # ones go to the higher of the other number, then to the smaller key.
    value = np.where(chosen[:, None] & seated, terms, 0)
    settled = value.max(axis=1) > 0
    value = np.where(settled[:, None], value, points)
    other = np.where(settled[:, None], points, importance)
    tied = value == value.max(axis=1, keepdims=True)
    goal = np.where(tied, other, -1).argmax(axis=1)

    rows = np.flatnonzero(points[np.arange(len(points)), goal] > 0)
    goal = goal[rows]
    statement = fit.statement[rows, goal]
    records["goal"] = records["statement"] = NOTHING
    records["goal"][rows] = desk.goals.keys[goal]
    records["statement"][rows] = desk.statements.keys[statement]
    records["near"][rows] = fit.near[rows, goal]
    records["points"][rows] = points[rows, goal]
    records["doubt"][rows] = points[rows, goal] - fit.near[rows, goal]
    counts = seated[rows, goal]
    records["bench"][rows] = np.where(counts, bench[rows, goal], 0)
    half_up = (terms[rows, goal] + WEIGHT_SCALE // 2) // WEIGHT_SCALE
    records["adds"][rows] = np.where(counts, half_up, 0)


def _bench_places(points: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The place of each person on each goal's bench, 1 and up, shape (people, goals).

    The chosen stand by points, equals by row. Somebody outside gets the place they would take,
    behind those with as many points.
    """
    seated = points[chosen]
    places = np.empty(points.shape, dtype=np.intp)
    for goal in range(points.shape[1]):
        ascending = np.sort(seated[:, goal])
        places[:, goal] = 1 + len(seated) - np.searchsorted(ascending, points[:, goal], side="left")
    by_points = np.argsort(-seated, axis=0, kind="stable")
    inside = np.empty_like(by_points)
    np.put_along_axis(inside, by_points, np.arange(1, len(seated) + 1)[:, None], axis=0)
    places[chosen] = inside
    return places


def _goal_facts(goals: Goals) -> NDArray[np.void]:
    facts = np.zeros(goals.keys.size, dtype=GOAL)
    facts["key"] = goals.keys
    facts["version"] = goals.versions
    facts["importance"] = goals.importance
    return facts


def _statement_facts(said: Statements) -> NDArray[np.void]:
    facts = np.zeros(said.keys.size, dtype=STATEMENT)
    facts["key"] = said.keys
    facts["purpose"] = round_half_up(MAX_POINTS * said.purpose.astype(np.float64))
    facts["counted"] = said.counted
    facts["text"] = np.where(said.counted, said.text & 0xFFFF, 0)
    return facts
