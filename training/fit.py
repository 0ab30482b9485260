"""Means and calibration of one encoder, from our own goals, statements and graded pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from recruiter.encoder.constants import centred
from training.data import Goal, Pair, Statement

#: Share of purposes on a desk that serve a given goal at least as a neighbour. Our pairs are
#: spread over far more themes than a desk has, so their own share would be too low.
PRIOR = 0.05
#: What centring must take away is the prose of strategy papers ("Our mission is to…"), which
#: vivid goals lack: their mean as well would leave some of it in (docs/encoder.md).
MEAN_VOICE = "strategy"

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class FitConstants:
    """What `recruiter.encoder.constants` reads back, and how sure the pairs were."""

    goal_mean: Rows
    statement_mean: Rows
    weights: tuple[float, ...]
    bias: float
    positives: int
    negatives: int


def block_cosines(
    goals: Rows, statements: Rows, blocks: Sequence[int]
) -> list[NDArray[np.float64]]:
    """One cosine matrix per block, each of shape (statements, goals)."""
    out, begin = [], 0
    for width in blocks:
        block = slice(begin, begin + width)
        out.append(statements[:, block].astype(np.float64) @ goals[:, block].astype(np.float64).T)
        begin += width
    return out


def grades_of(
    goals: Sequence[Goal], statements: Sequence[Statement], pairs: Sequence[Pair]
) -> NDArray[np.int64]:
    """Grade matrix, shape (statements, goals); pairs that nobody graded are 0."""
    grades = np.zeros((len(statements), len(goals)), dtype=np.int64)
    goal_at = {goal.id: column for column, goal in enumerate(goals)}
    statement_at = {statement.id: row for row, statement in enumerate(statements)}
    for pair in pairs:
        if pair.goal in goal_at and pair.statement in statement_at:
            grades[statement_at[pair.statement], goal_at[pair.goal]] = pair.grade
    return grades


def fit_constants(
    goals: Mapping[Goal, Rows],
    statements: Mapping[Statement, Rows],
    pairs: Sequence[Pair],
    blocks: tuple[int, ...],
) -> FitConstants:
    """Fit means and calibration on the training split.

    Only purposes enter the calibration: a problem statement is kept out of a match by its
    P(purpose), and counting it twice would push the fit of true purposes down.

    Args:
        goals, statements: raw vectors by text, training split only.
    """
    goal_rows = np.stack(list(goals.values()))
    strategy = [row for row, goal in enumerate(goals) if goal.voice == MEAN_VOICE]
    statement_rows = np.stack(list(statements.values()))
    goal_mean = goal_rows[strategy].mean(axis=0)
    statement_mean = statement_rows.mean(axis=0)
    purposes = [row for row, statement in enumerate(statements) if statement.is_purpose]
    cosines = block_cosines(
        centred(goal_rows, goal_mean, blocks),
        centred(statement_rows[purposes], statement_mean, blocks),
        blocks,
    )
    listed = list(statements)
    relevant = grades_of(list(goals), [listed[row] for row in purposes], pairs).ravel() >= 1
    features = np.stack([cosine.ravel() for cosine in cosines], axis=1)
    weight = np.where(relevant, PRIOR / relevant.sum(), (1 - PRIOR) / (~relevant).sum())
    model = LogisticRegression(C=1e6, max_iter=5000)
    model.fit(features, relevant, sample_weight=weight * len(relevant))
    return FitConstants(
        goal_mean,
        statement_mean,
        tuple(float(value) for value in model.coef_[0]),
        float(model.intercept_[0]),
        int(relevant.sum()),
        int((~relevant).sum()),
    )
