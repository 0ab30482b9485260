"""The figures: worked by hand on a few rows each."""

import math

import numpy as np
import pytest

from recruiter.measuring import figures

GRADES = np.array([2, 1, 0, 0])


def test_ndcg_knows_a_perfect_and_a_useless_order() -> None:
    assert figures.ndcg(np.array([4.0, 3, 2, 1]), GRADES) == pytest.approx(1)
    assert figures.ndcg(np.array([1.0, 2, 3, 4]), GRADES) < 0.6
    assert figures.ndcg(np.array([1.0, 2, 3, 4]), np.zeros(4, dtype=np.int64)) == 0


def test_ndcg_counts_as_it_is_defined() -> None:
    swapped = figures.ndcg(np.array([3.0, 4, 2, 1]), GRADES)
    ideal = 3 + 1 / math.log2(3)
    assert swapped == pytest.approx((1 + 3 / math.log2(3)) / ideal)


def test_auc_is_the_chance_of_the_right_order_and_ties_count_half() -> None:
    truth = np.array([True, False, True, False])
    assert figures.auc(np.array([0.9, 0.1, 0.8, 0.2]), truth) == 1
    assert figures.auc(np.full(4, 0.5), truth) == 0.5
    assert figures.auc(np.array([0.9, 0.9, 0.1, 0.2]), truth) == pytest.approx(0.375)
    assert math.isnan(figures.auc(np.array([0.5]), np.array([True])))


def test_f1_is_the_harmonic_mean() -> None:
    said, truth = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert figures.f1(said, truth) == pytest.approx(0.5)
    assert figures.f1(np.zeros(2, dtype=bool), np.zeros(2, dtype=bool)) == 0


def test_calibration_error_is_nothing_for_the_truth_and_large_for_boasting() -> None:
    truth = np.array([True, False] * 50)
    assert figures.calibration_error(np.full(100, 0.5), truth) == pytest.approx(0)
    assert figures.calibration_error(np.full(100, 0.95), truth) == pytest.approx(0.45)
    assert figures.calibration_error(np.array([1.0]), np.array([True])) == 0


def test_the_first_hit_and_the_share_found() -> None:
    scores, relevant = np.array([4.0, 3, 2, 1]), np.array([False, True, False, True])
    assert figures.reciprocal_rank(scores, relevant) == 0.5
    assert figures.reciprocal_rank(scores, np.zeros(4, dtype=bool)) == 0
    assert figures.recall(scores, relevant, 2) == 0.5
    assert math.isnan(figures.recall(scores, np.zeros(4, dtype=bool), 2))


def test_an_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    values = np.array([0.0, 1.0] * 50)
    low, high = figures.mean_interval(values)
    assert low < 0.5 < high
    assert 0.15 < high - low < 0.25
    assert figures.mean_interval(values) == [low, high]
