"""The portfolio: held against the formula, against every other set, and against itself."""

from itertools import combinations
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recruiter.tiering import Pin, Policy, rank
from recruiter.tiering.points import best_fit, score
from recruiter.tiering.policy import WEIGHT_SCALE, bench_weights
from recruiter.tiering.portfolio import Benches, choose, worth
from tests.tiering.desks import (
    jittered,
    make_desk,
    point_tables,
    realistic,
    with_incumbents,
)

PLAIN = Policy(incumbent_bonus=0)
GUARANTEE = 1 - 1 / np.e

Points = NDArray[np.int64]


def mask(size: int, rows: object) -> NDArray[np.bool_]:
    """True in the given rows."""
    on = np.zeros(size, dtype=np.bool_)
    on[np.array(rows, dtype=np.intp)] = True
    return on


def formula(points: Points, importance: Points, rows: list[int], discount: float = 0.8) -> float:
    """The worth of a set exactly as docs/tiering.md writes it, in points."""
    total = 0.0
    for goal, weight in enumerate(importance.tolist()):
        bench = sorted((int(points[row, goal]) for row in rows), reverse=True)
        total += weight * sum(discount**k * value for k, value in enumerate(bench))
    return total


def best_worth(points: Points, importance: Points, allowed: list[int], places: int) -> int:
    """The most that any set of the allowed people is worth, by looking at all of them."""
    size = min(places, len(allowed))
    return max(
        worth(points, importance, mask(len(points), rows), PLAIN.discount)
        for rows in combinations(allowed, size)
    )


def chosen_from_nothing(
    points: Points, importance: Points, places: int, policy: Policy = PLAIN
) -> NDArray[np.bool_]:
    nobody = np.zeros(len(points), dtype=np.bool_)
    return choose(
        points,
        importance,
        pin=nobody.astype(np.uint8),
        incumbent=nobody,
        eligible=points.max(axis=1) >= policy.faint,
        places=places,
        policy=policy,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Points, Points]:
    """Points and importances."""
    points = draw(point_tables())
    size = points.shape[1]
    return points, np.array(draw(st.lists(st.integers(1, 3), min_size=size, max_size=size)))


@given(cases(), st.data())
def test_worth_follows_the_published_formula(
    case: tuple[Points, Points], data: st.DataObject
) -> None:
    points, importance = case
    rows = data.draw(st.lists(st.integers(0, len(points) - 1), unique=True))
    value = worth(points, importance, mask(len(points), rows), 0.8) / WEIGHT_SCALE
    assert value == pytest.approx(formula(points, importance, rows), abs=1e-5)


@given(cases(), st.data())
def test_gains_and_losses_are_differences_of_worth(
    case: tuple[Points, Points], data: st.DataObject
) -> None:
    points, importance = case
    start = data.draw(st.lists(st.integers(0, len(points) - 1), unique=True))
    changes = data.draw(st.lists(st.integers(0, len(points) - 1)))
    on = mask(len(points), start)
    benches = Benches(points, importance, on, 0.8)
    for person in changes:
        on[person] = ~on[person]
        benches.put(person, times=1 if on[person] else -1)
    here = worth(points, importance, on, 0.8)
    losses = benches.losses()
    for person in range(len(points)):
        other = on.copy()
        other[person] = ~other[person]
        difference = worth(points, importance, other, 0.8) - here
        assert difference == (-losses[person] if on[person] else benches.gains[person])


@given(cases(), st.data())
def test_one_more_person_adds_less_to_more_people(
    case: tuple[Points, Points], data: st.DataObject
) -> None:
    points, importance = case
    few = data.draw(st.lists(st.integers(0, len(points) - 1), unique=True))
    more = few + data.draw(st.lists(st.integers(0, len(points) - 1), unique=True))
    small = Benches(points, importance, mask(len(points), few), 0.8)
    large = Benches(points, importance, mask(len(points), more), 0.8)
    assert (small.gains >= large.gains).all()
    assert (large.gains >= 0).all()


@settings(max_examples=500)
@given(cases(), st.integers(0, 60), st.data())
def test_the_best_swap_is_the_best_of_all_swaps(
    case: tuple[Points, Points], over: int, data: st.DataObject
) -> None:
    points, importance = case
    size = len(points)
    on = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    benches = Benches(points, importance, on, 0.8)
    found = benches.best_swap(np.flatnonzero(on), np.flatnonzero(~on), over * WEIGHT_SCALE)
    here = worth(points, importance, on, 0.8)
    gains = {}
    for comer in np.flatnonzero(~on).tolist():
        for leaver in np.flatnonzero(on).tolist():
            other = on.copy()
            other[[leaver, comer]] = False, True
            gains[leaver, comer] = worth(points, importance, other, 0.8) - here
    best = max(gains.values(), default=0)
    if best <= over * WEIGHT_SCALE:
        assert found is None
    else:
        equals = [swap for swap, gain in gains.items() if gain == best]
        comer = min(comer for _, comer in equals)
        assert found == (max(leaver for leaver, c in equals if c == comer), comer)


def test_a_swap_within_one_goal_is_seen_behind_a_larger_gain_elsewhere() -> None:
    """The third betters the first on their own bench; the fourth adds more, but frees nothing."""
    points = np.array([[94, 0, 0, 0], [0, 100, 0, 0], [94, 0, 5, 0], [0, 0, 0, 51]])
    benches = Benches(points, np.array([3, 3, 1, 3]), mask(4, [0, 1]), discount=0.5)
    assert benches.gains[3] > benches.gains[1] > benches.gains[2] > benches.gains[0]
    assert benches.best_swap(np.array([0, 1]), np.array([2, 3]), over=0) == (0, 2)


@given(cases(), st.integers(0, 5))
def test_the_choice_keeps_the_greedy_guarantee(case: tuple[Points, Points], places: int) -> None:
    points, importance = case
    chosen = chosen_from_nothing(points, importance, places)
    allowed = np.flatnonzero(points.max(axis=1) >= PLAIN.faint).tolist()
    assert chosen.sum() == min(places, len(allowed))
    value = worth(points, importance, chosen, PLAIN.discount)
    assert value >= GUARANTEE * best_worth(points, importance, allowed, places)


@given(cases(), st.integers(0, 5), st.data())
def test_greedy_alone_keeps_the_guarantee_whoever_is_pinned(
    case: tuple[Points, Points], places: int, data: st.DataObject
) -> None:
    """Without any swap, and against the best list that obeys the same pins."""
    points, importance = case
    rows = st.lists(st.integers(0, len(points) - 1), unique=True, max_size=places)
    held = sorted(data.draw(rows))
    pin = np.where(mask(len(points), held), Pin.INVEST, Pin.NONE).astype(np.uint8)
    nobody = np.zeros(len(points), dtype=np.bool_)
    eligible = points.max(axis=1) >= PLAIN.faint
    no_swaps = Policy(incumbent_bonus=1_000_000)
    chosen = choose(points, importance, pin, nobody, eligible, places, no_swaps)
    others = np.setdiff1d(np.flatnonzero(eligible), held).tolist()
    best = max(
        worth(points, importance, mask(len(points), [*held, *more]), PLAIN.discount)
        for more in combinations(others, min(places - len(held), len(others)))
    )
    assert worth(points, importance, chosen, PLAIN.discount) >= GUARANTEE * best


def test_on_realistic_desks_the_choice_is_within_one_percent_of_the_best() -> None:
    shares = []
    for seed in range(25):
        desk = realistic(seed, people=13, goals=6, places=4)
        points, importance = best_fit(score(desk)).points, desk.goals.importance.astype(np.int64)
        chosen = np.isin(desk.people.keys, rank(desk, PLAIN).invested())
        allowed = np.flatnonzero(points.max(axis=1) >= PLAIN.faint).tolist()
        best = best_worth(points, importance, allowed, places=4)
        shares.append(worth(points, importance, chosen, PLAIN.discount) / best)
    assert median(shares) >= 0.99
    assert min(shares) >= 0.95


@given(cases(), st.integers(0, 6), st.integers(0, 30), st.data())
def test_keeping_incumbents_costs_at_most_the_bonus_for_each_of_them(
    case: tuple[Points, Points], places: int, bonus: int, data: st.DataObject
) -> None:
    points, importance = case
    nobody = np.zeros(len(points), dtype=np.bool_)
    incumbent = mask(len(points), data.draw(st.lists(st.integers(0, len(points) - 1))))
    eligible = points.max(axis=1) >= 15

    def pick(who: NDArray[np.bool_], policy: Policy) -> NDArray[np.bool_]:
        pin = nobody.astype(np.uint8)
        return choose(points, importance, pin, who, eligible, places, policy)

    kept = pick(incumbent, Policy(incumbent_bonus=bonus))
    benches = Benches(points, importance, nobody, 0.8)
    greedy = nobody.copy()
    for _ in range(min(places, int(eligible.sum()))):
        greedy[np.where(eligible & ~greedy, benches.gains, -1).argmax()] = True
        benches = Benches(points, importance, greedy, 0.8)
    lag = worth(points, importance, greedy, 0.8) - worth(points, importance, kept, 0.8)
    assert lag <= bonus * WEIGHT_SCALE * int((greedy & ~kept).sum())


def test_a_thin_goal_gets_its_person_before_the_eighth_of_a_popular_one() -> None:
    popular = [[90 - n, 0] for n in range(8)]
    ranking = rank(make_desk([*popular, [0, 25]], places=8), Policy())
    assert 9 in ranking.invested()
    assert 8 not in ranking.invested()


def test_a_popular_goal_cannot_take_all_places() -> None:
    crowd = [[80, 0, 0]] * 30
    few = [[0, 40, 0], [0, 38, 0], [0, 0, 40], [0, 0, 38]]
    invested = rank(make_desk(crowd + few, places=10), Policy()).invested()
    assert {31, 32, 33, 34} <= set(invested)


def test_more_important_goals_get_more_people() -> None:
    points = [[60, 0]] * 6 + [[0, 60]] * 6
    for importance, expected in (([1, 1], 3), ([3, 1], 5), ([1, 3], 1)):
        invested = rank(make_desk(points, places=6, importance=importance), PLAIN).invested()
        assert sum(key <= 6 for key in invested) == expected


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(15, 100)), min_size=1, max_size=8),
    st.lists(st.integers(1, 2), min_size=3, max_size=3),
    st.integers(0, 6),
    st.integers(0, 2),
)
def test_raising_a_goals_importance_never_costs_it_a_place(
    people: list[tuple[int, int]], importance: list[int], places: int, raised: int
) -> None:
    points = np.zeros((len(people), 3), dtype=np.int64)
    for row, (goal, value) in enumerate(people):
        points[row, goal] = value
    for_goal = points[:, raised] > 0
    before = chosen_from_nothing(points, np.array(importance), places)
    importance[raised] += 1
    after = chosen_from_nothing(points, np.array(importance), places)
    assert (after & for_goal).sum() >= (before & for_goal).sum()


def test_nobody_below_faint_enters_and_the_places_stay_empty() -> None:
    ranking = rank(make_desk([[20], [19], [0]], places=3), Policy())
    assert ranking.invested() == [1]


def test_somebody_in_invest_who_falls_below_faint_gives_up_the_place() -> None:
    assert rank(make_desk([[19]], places=3, incumbent=[1]), Policy()).invested() == []


def test_without_places_nobody_is_in_invest() -> None:
    assert rank(make_desk([[90]], places=0), Policy()).invested() == []


def test_without_goals_only_pins_are_in_invest() -> None:
    desk = make_desk(np.zeros((2, 0)), pins={2: Pin.INVEST})
    assert rank(desk, Policy()).invested() == [2]


def test_a_pin_to_invest_holds_a_place_without_any_points() -> None:
    desk = make_desk([[90], [0], [80]], places=2, pins={2: Pin.INVEST})
    assert rank(desk, Policy()).invested() == [1, 2]


def test_a_pin_to_maintain_keeps_the_best_out() -> None:
    desk = make_desk([[90], [20]], places=1, incumbent=[1], pins={1: Pin.MAINTAIN})
    assert rank(desk, Policy()).invested() == [2]


def test_more_pins_than_places_are_refused() -> None:
    desk = make_desk([[90], [20]], places=1, pins={1: Pin.INVEST, 2: Pin.INVEST})
    with pytest.raises(ValueError, match="pinned to Invest"):
        rank(desk, Policy())


def test_who_may_not_be_ranked_never_enters_by_machine() -> None:
    desk = make_desk([[90], [20]], places=2, incumbent=[1], not_ranked=[1])
    assert rank(desk, Policy()).invested() == [2]


def test_fewer_places_let_go_whoever_is_missed_least() -> None:
    points = [[60, 0], [55, 0], [50, 0], [0, 20]]
    desk = make_desk(points, places=2, incumbent=[1, 2, 3, 4])
    assert sorted(rank(desk, Policy(incumbent_bonus=50)).invested()) == [1, 2]


def test_of_equals_the_smaller_key_enters_and_the_larger_leaves() -> None:
    points = [[50]] * 4
    assert sorted(rank(make_desk(points, places=2), PLAIN).invested()) == [1, 2]
    everybody = make_desk(points, places=2, incumbent=[1, 2, 3, 4])
    assert sorted(rank(everybody, PLAIN).invested()) == [1, 2]


def test_of_equal_swaps_the_smaller_key_comes_and_the_larger_goes() -> None:
    # The second place counts next to nothing, so only one swap is worth it.
    desk = make_desk([[20], [20], [60], [60]], places=2, incumbent=[1, 2])
    assert sorted(rank(desk, Policy(discount=0.01)).invested()) == [1, 3]


def test_an_incumbent_gives_way_only_for_more_than_the_bonus() -> None:
    policy = Policy(incumbent_bonus=10)
    for newcomer, invested in ((50, [1]), (51, [2])):
        desk = make_desk([[40], [newcomer]], places=1, incumbent=[1])
        assert rank(desk, policy).invested() == invested


def test_a_list_that_no_single_swap_betters_gives_way_to_a_much_better_one() -> None:
    """One and two hold all four goals; three and four do it better, but only together."""
    points = np.array([[50, 50, 0, 0], [0, 0, 50, 50], [70, 0, 70, 0], [0, 70, 0, 70]])
    policy = Policy(discount=0.01)
    settled = Benches(points, np.ones(4, dtype=np.int64), mask(4, [0, 1]), policy.discount)
    assert settled.best_swap(np.array([0, 1]), np.array([2, 3]), over=0) is None
    ranking = rank(make_desk(points, places=2, incumbent=[1, 2]), policy)
    assert sorted(ranking.invested()) == [3, 4]


@pytest.mark.parametrize("spread", [0.01, 0.02])
@pytest.mark.parametrize("goals", [12, 40])
def test_a_small_jitter_changes_at_most_one_of_fifty_places(goals: int, spread: float) -> None:
    for seed in range(10):
        desk = realistic(seed, goals=goals)
        before = rank(desk, Policy())
        assert len(before.invested()) == 50
        after = rank(jittered(with_incumbents(desk, before), 100 + seed, spread), Policy())
        assert len(set(after.invested()) - set(before.invested())) <= 1


def test_without_the_bonus_the_same_jitter_changes_more() -> None:
    changed = 0
    for seed in range(5):
        desk = realistic(seed)
        before = rank(desk, PLAIN)
        after = rank(jittered(with_incumbents(desk, before), 100 + seed, 0.02), PLAIN)
        changed += len(set(after.invested()) - set(before.invested()))
    assert changed >= 5


def test_bench_weights_never_rise_and_stay_close_to_the_discount() -> None:
    weights = bench_weights(0.8, 200)
    assert (np.diff(weights) <= 0).all()
    assert weights[:4].tolist() == [1_000_000_000, 800_000_000, 640_000_000, 512_000_000]
    assert np.abs(weights / WEIGHT_SCALE - 0.8 ** np.arange(200)).max() <= 1e-9
