"""Calibration of one encoder's cosines, on graded pairs that its models have not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.first_hand import Goal, Pair, Statement

#: Share of purposes on a desk that serve a given goal at least as a neighbour. Our pairs are
#: spread over far more themes than a desk has, so their own share would be too low.
PRIOR = 0.05

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class FitConstants:
    """What `recruiter.encoder.constants` reads back, and how many pairs it rests on."""

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


def fit_cosines(
    goals: Sequence[Goal],
    goal_rows: Rows,
    statements: Sequence[Statement],
    statement_rows: Rows,
    pairs: Sequence[Pair],
    blocks: tuple[int, ...],
) -> FitConstants:
    """Calibrate the cosines of unread goals and purposes, one weight per block.

    Only purposes enter the calibration: a problem statement is kept out of a match by its
    P(purpose), and counting it twice would push the fit of true purposes down.

    Args:
        goal_rows, statement_rows: rows as the runtime compares them.
    """
    purposes = [row for row, statement in enumerate(statements) if statement.is_purpose]
    cosines = block_cosines(goal_rows, statement_rows[purposes], blocks)
    chosen = [statements[row] for row in purposes]
    relevant = grades_of(goals, chosen, pairs).ravel() >= 1
    features = np.stack([cosine.ravel() for cosine in cosines], axis=1)
    weight = np.where(relevant, PRIOR / relevant.sum(), (1 - PRIOR) / (~relevant).sum())
    model = LogisticRegression(C=1e6, max_iter=5000)
    model.fit(features, relevant, sample_weight=weight * len(relevant))
    return FitConstants(
        tuple(float(value) for value in model.coef_[0]),
        float(model.intercept_[0]),
        int(relevant.sum()),
        int((~relevant).sum()),
    )
