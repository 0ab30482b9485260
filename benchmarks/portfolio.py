"""How good the Invest list is: against every other list where that can be looked at, and against
the lists that others would make.

    python -m benchmarks.portfolio [--desks 60]

Needs no database and no encoder. The desks are those of tests/tiering/desks.py, dealt by seeds, so
the same figures come out everywhere. Prints one JSON object; the tables of
docs/decisions/0004-portfolio.md are made of it.

small: desks on which all lists are counted out: whole ones, and of full desks those people with
the most points, who crowd each other. `share` is the worth of a list against the best one's.
"greedy" gives place after place and swaps nothing; "as shipped" is the whole choice.
hard: the same on tables of few values, far apart, without any sense in them.
large: 300 people and 50 places, against the 50 people with the most points: summed over the goals
by importance, summed plainly, or on their best goal. `thinnest` is the bench depth of the goal
with the fewest people of Good or better in Invest; `thin` how many goals have fewer than two;
`available` the same with all 300 people in Invest, which no list can better.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from statistics import mean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruiter.tiering import Desk, Policy, score
from recruiter.tiering.points import best_fit
from recruiter.tiering.policy import bench_weights
from recruiter.tiering.portfolio import choose, worth
from tests.tiering.desks import realistic

Points = NDArray[np.int64]
Mask = NDArray[np.bool_]

SHIPPED = Policy()
# A bonus that no swap ever earns leaves the greedy list as it is.
GREEDY = Policy(incumbent_bonus=1_000_000)
DISCOUNT = SHIPPED.discount
POLICIES = {"greedy": GREEDY, "as shipped": SHIPPED}
GUARANTEE = 1 - 1 / np.e
# People, goals, places.
WHOLE = (13, 6, 4)
CROWDED = ((18, 12, 6), (16, 12, 8), (20, 40, 5))
HARD = (9, 4, 4)
FULL = 300
LARGE = ((FULL, 12, 50), (FULL, 40, 50))
THIN = 2


def table_of(desk: Desk) -> tuple[Points, Points]:
    """Everybody's points on every goal, and the goals' importance."""
    return best_fit(score(desk)).points, desk.goals.importance.astype(np.int64)


def chosen(points: Points, importance: Points, places: int, policy: Policy) -> Mask:
    """The Invest list made from nothing."""
    nobody = np.zeros(len(points), dtype=np.bool_)
    eligible = points.max(axis=1, initial=0) >= policy.faint
    pin = nobody.astype(np.uint8)
    return choose(points, importance, pin, nobody, eligible, places, policy)


def best_worth(points: Points, importance: Points, places: int) -> int:
    """The most that any list is worth, by counting out all of them."""
    allowed = np.flatnonzero(points.max(axis=1, initial=0) >= SHIPPED.faint)
    size = min(places, len(allowed))
    lists = np.array(list(combinations(allowed.tolist(), size)), dtype=np.intp)
    benches = np.sort(points[lists], axis=1)[:, ::-1]
    weights = bench_weights(DISCOUNT, size)
    return int((np.einsum("k,lkg->lg", weights, benches) @ importance).max())


def shares(tables: Sequence[tuple[Points, Points]], places: int, policy: Policy) -> list[float]:
    """The worth of the list against the best one's, for each table; 1 where nobody may enter."""
    found = []
    for points, importance in tables:
        value = worth(points, importance, chosen(points, importance, places, policy), DISCOUNT)
        best = best_worth(points, importance, places)
        found.append(value / best if best else 1.0)
    return found


def against_all(
    shape: tuple[int, int, int], tables: Sequence[tuple[Points, Points]]
) -> dict[str, Any]:
    people, goals, places = shape
    row: dict[str, Any] = {"people": people, "goals": goals, "places": places}
    row["tables"] = len(tables)
    for name, policy in POLICIES.items():
        found = shares(tables, places, policy)
        row[name] = {
            "share_median": round(median(found), 4),
            "share_worst": round(min(found), 4),
            "best_found": sum(share == 1 for share in found),
        }
    return row


def whole(shape: tuple[int, int, int], count: int) -> Iterator[tuple[Points, Points]]:
    """Small desks as they are."""
    people, goals, _ = shape
    for seed in range(count):
        yield table_of(realistic(seed, people=people, goals=goals))


def crowded(shape: tuple[int, int, int], count: int) -> Iterator[tuple[Points, Points]]:
    """Of full desks the people with the most points over all goals."""
    people, goals, _ = shape
    for seed in range(count):
        points, importance = table_of(realistic(seed, people=FULL, goals=goals))
        most = np.argsort(-(points @ importance), kind="stable")[:people]
        yield points[np.sort(most)], importance


def senseless(shape: tuple[int, int, int], count: int) -> Iterator[tuple[Points, Points]]:
    """Tables of few values, far apart: one person may cover two goals exactly, or nearly."""
    people, goals, _ = shape
    random = np.random.default_rng(0)
    for _ in range(count):
        values = random.choice([0, 0, 20, 21, 49, 50, 51, 99, 100], (people, goals))
        yield values.astype(np.int64), random.integers(1, 4, goals)


def by_most(value: Callable[[Points, Points], Points]) -> Callable[[Points, Points, int], Mask]:
    """The list of those with most of something; equals go to the smaller row."""

    def pick(points: Points, importance: Points, places: int) -> Mask:
        order = np.argsort(-value(points, importance), kind="stable")
        order = order[points.max(axis=1)[order] >= SHIPPED.faint][:places]
        on = np.zeros(len(points), dtype=np.bool_)
        on[order] = True
        return on

    return pick


LISTS: dict[str, Callable[[Points, Points, int], Mask]] = {
    "portfolio": lambda points, importance, places: chosen(points, importance, places, SHIPPED),
    "most points by importance": by_most(lambda points, importance: points @ importance),
    "most points": by_most(lambda points, _: points.sum(axis=1)),
    "best points": by_most(lambda points, _: points.max(axis=1)),
    "available": lambda points, _, __: np.ones(len(points), dtype=np.bool_),
}


def depths(points: Points, on: Mask) -> Points:
    """How many people of Good or better each goal has on the list."""
    counts: Points = (points[on] >= SHIPPED.good).sum(axis=0)
    return counts


def against_others(shape: tuple[int, int, int], desks: int) -> dict[str, Any]:
    people, goals, places = shape
    tables = [table_of(realistic(seed, people=people, goals=goals)) for seed in range(desks)]
    row: dict[str, Any] = {"people": people, "goals": goals, "places": places, "tables": desks}
    ours = [LISTS["portfolio"](points, importance, places) for points, importance in tables]
    for name, pick in LISTS.items():
        lists = [pick(points, importance, places) for points, importance in tables]
        deep = [depths(points, on) for (points, _), on in zip(tables, lists, strict=True)]
        told = {
            "thinnest": round(mean(int(one.min()) for one in deep), 2),
            "thin": round(mean(int((one < THIN).sum()) for one in deep), 2),
        }
        if name != "available":
            worths = [
                worth(*table, on, DISCOUNT) / worth(*table, own, DISCOUNT)
                for table, on, own in zip(tables, lists, ours, strict=True)
            ]
            told["worth_median"] = round(median(worths), 4)
            told["worth_least"] = round(min(worths), 4)
            told["worth_most"] = round(max(worths), 4)
            told["shared"] = round(
                mean(int((on & own).sum()) for on, own in zip(lists, ours, strict=True)), 1
            )
        row[name] = told
    return row


def measure(desks: int) -> dict[str, Any]:
    """All of it; under a minute for 60 desks each."""
    small = [against_all(WHOLE, list(whole(WHOLE, desks)))]
    small += [against_all(shape, list(crowded(shape, desks))) for shape in CROWDED]
    return {
        "guarantee": round(GUARANTEE, 4),
        "small": small,
        "hard": against_all(HARD, list(senseless(HARD, 50 * desks))),
        "large": [against_others(shape, desks) for shape in LARGE],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=60)
    print(json.dumps(measure(parser.parse_args().desks), indent=2))


if __name__ == "__main__":
    main()
