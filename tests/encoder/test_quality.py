"""The gate: statements never trained on, goals of themes never trained on, honest margins.

Measured when the gate was set: docs/encoder.md. A new model or new training data may move the
figures; it must not move them below these.
"""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from recruiter.encoder import Encoder
from training.data import load_goals, load_pairs, load_statements
from training.measure import auc, measure_own, ndcg


@pytest.fixture(scope="module")
def measured(encoder: Encoder) -> dict[str, Any]:
    return measure_own(encoder)


def test_purpose_is_told_from_problem(measured: dict[str, Any]) -> None:
    assert measured["purpose"]["accuracy"] >= 0.88
    assert measured["purpose"]["auc"] >= 0.965
    assert measured["purpose_hard"]["accuracy"] >= 0.82
    assert measured["purpose_hard"]["auc"] >= 0.94


def test_the_unsure_band_is_asked_and_the_rest_is_right(measured: dict[str, Any]) -> None:
    assert measured["purpose"]["answered"] >= 0.8
    assert measured["purpose"]["accuracy_answered"] >= 0.9


def test_goals_find_their_people(measured: dict[str, Any]) -> None:
    assert measured["match"]["ndcg10_full_pool"] >= 0.45


def test_no_problem_of_a_goals_own_theme_reaches_its_top_ten(measured: dict[str, Any]) -> None:
    assert measured["match"]["own_theme_problems_in_top10"] == 0


def test_strong_matches_are_mostly_right(measured: dict[str, Any]) -> None:
    bands = measured["match"]["bands"]
    assert bands["50..100"]["relevant"] >= 0.5
    assert bands["0..10"]["relevant"] <= 0.02


def test_no_text_was_written_twice() -> None:
    texts = [row.text for row in load_statements()] + [goal.text for goal in load_goals()]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_a_theme_is_trained_on_or_measured_on_never_both() -> None:
    splits: dict[str, set[str]] = {}
    placed = [(goal.theme, goal.split) for goal in load_goals()]
    placed += [(row.theme, row.split) for row in load_statements() if row.theme]
    for theme, split in placed:
        splits.setdefault(theme, set()).add(split)
    assert {theme for theme, found in splits.items() if len(found) > 1} == set()


def test_the_training_data_is_as_large_as_promised() -> None:
    statements = load_statements()
    train = Counter(row.label for row in statements if row.split == "train")
    assert min(train["PURPOSE"], train["PROBLEM"]) >= 600
    assert sum(row.split == "test" and row.hard for row in statements) >= 100
    assert len(load_goals()) >= 80


def test_every_graded_pair_names_a_goal_and_a_statement_we_have() -> None:
    goals = {goal.id for goal in load_goals()}
    statements = {row.id: row for row in load_statements()}
    for pair in load_pairs():
        assert pair.goal in goals
        assert pair.grade in {0, 1, 2}
        assert pair.grade == 0 or statements[pair.statement].is_purpose


def test_the_measures_know_a_perfect_and_a_useless_order() -> None:
    grades = np.array([2, 1, 0, 0])
    assert ndcg(np.array([4.0, 3, 2, 1]), grades) == pytest.approx(1)
    assert ndcg(np.array([1.0, 2, 3, 4]), grades) < 0.6
    assert ndcg(np.array([1.0, 2, 3, 4]), np.zeros(4, dtype=np.int64)) == 0
    truth = np.array([True, False, True, False])
    assert auc(np.array([0.9, 0.1, 0.8, 0.2]), truth) == 1
    assert auc(np.full(4, 0.5), truth) == 0.5
