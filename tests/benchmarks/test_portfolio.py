"""The figures on the Invest list hold on fewer desks as well, and are counted right."""

from itertools import combinations

import numpy as np
import pytest

from benchmarks.portfolio import (
    CROWDED,
    HARD,
    LARGE,
    LISTS,
    POLICIES,
    SHIPPED,
    WHOLE,
    against_all,
    against_others,
    best_worth,
    crowded,
    senseless,
    shares,
    table_of,
    whole,
)
from recruiter.tiering.portfolio import worth
from tests.tiering.desks import realistic

FEW = 8


def test_all_lists_are_counted_out() -> None:
    for points, importance in senseless((7, 3, 3), 20):
        allowed = [row for row in range(7) if points[row].max() >= SHIPPED.faint]
        by_hand = max(
            worth(points, importance, np.isin(np.arange(7), rows), SHIPPED.discount)
            for rows in combinations(allowed, min(3, len(allowed)))
        )
        assert best_worth(points, importance, 3) == by_hand


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("shape", CROWDED[:2])
def test_where_people_crowd_each_other_the_list_is_nearly_the_best(
    shape: tuple[int, int, int], name: str
) -> None:
    found = shares(list(crowded(shape, FEW)), shape[2], POLICIES[name])
    assert np.median(found) >= 0.99
    assert min(found) >= 0.95


@pytest.mark.parametrize("name", POLICIES)
def test_on_senseless_points_it_stays_far_above_the_guarantee(name: str) -> None:
    assert min(shares(list(senseless(HARD, 100)), HARD[2], POLICIES[name])) >= 0.95


@pytest.mark.parametrize("shape", LARGE)
def test_it_is_worth_more_than_the_people_with_the_most_points(
    shape: tuple[int, int, int],
) -> None:
    for seed in range(FEW):
        points, importance = table_of(realistic(seed, people=shape[0], goals=shape[1]))
        values = {
            name: worth(points, importance, pick(points, importance, shape[2]), SHIPPED.discount)
            for name, pick in LISTS.items()
            if name != "available"
        }
        assert max(values, key=lambda name: values[name]) == "portfolio"


def test_its_thinnest_bench_is_deeper() -> None:
    row = against_others(LARGE[0], FEW)
    others = [name for name in LISTS if name not in ("portfolio", "available")]
    assert all(row["portfolio"]["thinnest"] > row[name]["thinnest"] for name in others)


def test_with_many_goals_fewer_of_them_stay_thin() -> None:
    row = against_others(LARGE[1], FEW)
    others = [name for name in LISTS if name not in ("portfolio", "available")]
    assert all(row["portfolio"]["thin"] < row[name]["thin"] for name in others)


def test_a_row_says_how_often_the_best_list_was_found() -> None:
    row = against_all(WHOLE, list(whole(WHOLE, 3)))
    assert row["as shipped"] == {"share_median": 1.0, "share_worst": 1.0, "best_found": 3}
