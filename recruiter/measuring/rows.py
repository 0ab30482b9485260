"""Labelled texts as JSON lines, checked on the way in: a bad line is named, not guessed at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder import goal_text


class RowError(ValueError):
    """A file of labelled texts cannot be used; the sentence says where and why."""


@dataclass(frozen=True)
class Labelled:
    """Texts with a yes or no each.

    Attributes:
        texts: as written.
        truth: shape (texts,), true for the first of the two labels.
        groups: by column name ("source", "hard"), each row's value where the file has one.
    """

    texts: Sequence[str]
    truth: NDArray[np.bool_]
    groups: dict[str, NDArray[np.str_]]


@dataclass(frozen=True)
class MatchSet:
    """Goals, a pool of statements, and what serves what.

    Attributes:
        goals: texts as the encoder is given them.
        pool: statements, purposes and problems mixed.
        grades: shape (pool, goals): 2 the same purpose, 1 a neighbouring one, 0 none.
        traps: shape (pool, goals), true for problem statements of the goal's own theme.
        purposes: shape (pool,), whether the annotator called the statement a purpose.
        sources: shape (goals,), where each goal comes from ("" where the file does not say).
    """

    goals: Sequence[str]
    pool: Sequence[str]
    grades: NDArray[np.int64]
    traps: NDArray[np.bool_]
    purposes: NDArray[np.bool_]
    sources: NDArray[np.str_]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Every line as an object.

    Raises:
        RowError: no file, no text, or a line that is no JSON object.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RowError(f"{path} cannot be read: {error}.") from error
    rows = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise RowError(f"{path}, line {number} is not JSON: {error}.") from error
        if not isinstance(row, dict):
            raise RowError(f"{path}, line {number} is not an object.")
        rows.append({**row, "": f"{path}, line {number}"})
    if not rows:
        raise RowError(f"{path} has no rows.")
    return rows


def field(row: dict[str, Any], name: str) -> str:
    """One field as text. Raises RowError when it is missing."""
    if row.get(name) is None:
        raise RowError(f"{row['']} has no {name}.")
    return str(row[name])


def read_labelled(path: Path, labels: tuple[str, str]) -> Labelled:
    """Lines of `text` and `label`; the first of `labels` counts as true.

    Raises:
        RowError: a line without them, another label, or only one label in the whole file.
    """
    rows = read_rows(path)
    for row in rows:
        if field(row, "label") not in labels:
            raise RowError(f"{row['']}: the label is {labels[0]} or {labels[1]}.")
    truth = np.array([row["label"] == labels[0] for row in rows])
    if truth.all() or not truth.any():
        raise RowError(f"{path} needs rows of both labels, {labels[0]} and {labels[1]}.")
    groups = {
        name: np.array([str(row.get(name, "")) for row in rows])
        for name in ("source", "hard", "register")
        if any(name in row for row in rows)
    }
    return Labelled([field(row, "text") for row in rows], truth, groups)


def read_match(goals_path: Path, pool_path: Path, relevance_path: Path) -> MatchSet:
    """Goals (id, department, text), pool (id, text, label) and relevance per goal.

    Raises:
        RowError: a line without its fields, or an id that is in neither file.
    """
    goals, pool = read_rows(goals_path), read_rows(pool_path)
    at = {field(row, "id"): index for index, row in enumerate(pool)}
    columns = {field(row, "id"): index for index, row in enumerate(goals)}
    grades = np.zeros((len(pool), len(goals)), dtype=np.int64)
    traps = np.zeros(grades.shape, dtype=np.bool_)
    for row in read_rows(relevance_path):
        try:
            column = columns[field(row, "goal")]
            for statement, grade in row["relevant"].items():
                grades[at[str(statement)], column] = int(grade)
            for statement in row.get("hard_negatives", ()):
                traps[at[str(statement)], column] = True
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise RowError(f"{row['']}: {error} is not known or not usable.") from error
    return MatchSet(
        [goal_text(field(row, "department"), field(row, "text")) for row in goals],
        [field(row, "text") for row in pool],
        grades,
        traps,
        np.array([field(row, "label") == "PURPOSE" for row in pool]),
        np.array([str(row.get("source", "")) for row in goals]),
    )
