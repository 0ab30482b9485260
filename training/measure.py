"""Measure the encoder: `python -m training.measure` on our held-out split, or `… FOLDER`.

A folder holds purpose_problem.jsonl (text, label), goals.jsonl (id, department, text),
pool.jsonl (id, text, label) and relevance.jsonl (goal, relevant: {statement: grade},
hard_negatives). One JSON object is printed. Runs exactly the code that ranks in production.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder import Encoder, Reading, get_encoder, goal_text
from training.data import load_goals, load_pairs, load_statements

UNSURE = (0.35, 0.65)
DEPTH = 10
#: Points of 100 from which a match is called strong, good or faint (docs/encoder.md).
BANDS = (50, 30, 20)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MatchSet:
    """Goals, a pool of statements and what serves what.

    Attributes:
        goals: texts as the encoder is given them.
        pool: statements, purposes and problems mixed.
        grades: shape (pool, goals), 0, 1 or 2.
        traps: shape (pool, goals), true for problem statements of the goal's own theme.
        purposes: shape (pool,), whether the annotator called the statement a purpose.
    """

    goals: Sequence[str]
    pool: Sequence[str]
    grades: NDArray[np.int64]
    traps: NDArray[np.bool_]
    purposes: NDArray[np.bool_]


def auc(scores: Floats, truth: NDArray[np.bool_]) -> float:
    """Chance that a true row scores above a false one; ties count half."""
    positive, negative = scores[truth], scores[~truth]
    wins = (positive[:, None] > negative).mean() + 0.5 * (positive[:, None] == negative).mean()
    return float(wins)


def ndcg(scores: Floats, grades: NDArray[np.int64], depth: int = DEPTH) -> float:
    """Discounted gain (2^grade - 1, log2 discount) of the best `depth`, against the ideal order."""
    discount = 1.0 / np.log2(np.arange(2, depth + 2))
    gains = 2.0**grades - 1
    best = gains[np.argsort(-scores, kind="stable")][:depth]
    ideal = np.sort(gains)[::-1][:depth]
    top = float((ideal * discount[: len(ideal)]).sum())
    return float((best * discount[: len(best)]).sum()) / top if top else 0.0


def measure_purpose(readings: Sequence[Reading], truth: NDArray[np.bool_]) -> dict[str, float]:
    """Accuracy, AUC, and how often the classifier dares to answer."""
    # A text that is not read has no probability: it counts as unsure.
    chance = np.array([0.5 if r.p_purpose is None else r.p_purpose for r in readings])
    answered = (chance < UNSURE[0]) | (chance >= UNSURE[1])
    right = (chance >= 0.5) == truth
    return {
        "n": len(readings),
        "accuracy": _short(right.mean()),
        "auc": _short(auc(chance, truth)),
        "brier": _short(((chance - truth) ** 2).mean()),
        "answered": _short(answered.mean()),
        "accuracy_answered": _short(right[answered].mean()),
        "not_read": sum(not reading.language_read for reading in readings),
    }


def measure_match(
    encoder: Encoder, readings: Sequence[Reading], data: MatchSet
) -> dict[str, object]:
    """Ranking of the whole pool, problem statements included, as production ranks it."""
    chance = np.array([reading.p_purpose or 0.0 for reading in readings])
    goals = encoder.encode_goals(data.goals)
    read = np.array([reading.language_read for reading in readings])
    fits = np.zeros((len(readings), len(goals)), dtype=np.float64)
    blobs = [reading.packed for reading in readings if reading.packed is not None]
    fits[read] = encoder.fit(goals, encoder.unpack_statements(blobs))
    points = 100 * fits * chance[:, None]
    order = np.argsort(-points, axis=0, kind="stable")[:DEPTH]
    columns = np.arange(len(data.goals))
    purposes = np.flatnonzero(data.purposes)
    each = [ndcg(points[:, column], data.grades[:, column]) for column in columns]
    return {
        "goals": len(data.goals),
        "pool": len(data.pool),
        "ndcg10_full_pool": _short(float(np.mean(each))),
        "ndcg10_purposes_only": _short(
            float(np.mean([ndcg(fits[purposes, c], data.grades[purposes, c]) for c in columns]))
        ),
        "precision3": _short((data.grades[order[:3], columns] > 0).mean()),
        "own_theme_problems_in_top10": int(data.traps[order, columns].sum()),
        "problems_in_top10": int((~data.purposes[order]).sum()),
        "bands": _bands(points, data.grades > 0),
    }


def _bands(points: Floats, relevant: NDArray[np.bool_]) -> dict[str, dict[str, float]]:
    edges = (101, *BANDS, 10, 0)
    cuts = {
        f"{low}..{min(high, 100)}": (points >= low) & (points < high)
        for high, low in pairwise(edges)
    }
    return {
        name: {"pairs": int(rows.sum()), "relevant": _short(relevant[rows].mean())}
        for name, rows in cuts.items()
        if rows.any()
    }


def _short(value: float | np.floating) -> float:
    return round(float(value), 4)


def own_match_set(split: str = "test") -> MatchSet:
    """Our goals of one split against that split's statements."""
    goals = [goal for goal in load_goals() if goal.split == split]
    pool = [statement for statement in load_statements() if statement.split == split]
    grades = np.zeros((len(pool), len(goals)), dtype=np.int64)
    traps = np.zeros(grades.shape, dtype=np.bool_)
    at = {statement.id: row for row, statement in enumerate(pool)}
    columns = {goal.id: column for column, goal in enumerate(goals)}
    for pair in load_pairs():
        if pair.goal in columns and pair.statement in at:
            place = at[pair.statement], columns[pair.goal]
            grades[place] = pair.grade
            traps[place] = not pool[place[0]].is_purpose
    return MatchSet(
        [goal.encoded for goal in goals],
        [statement.text for statement in pool],
        grades,
        traps,
        np.array([statement.is_purpose for statement in pool]),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def folder_match_set(folder: Path) -> MatchSet:
    """Goals, pool and relevance of a folder."""
    goals, pool = _rows(folder / "goals.jsonl"), _rows(folder / "pool.jsonl")
    grades = np.zeros((len(pool), len(goals)), dtype=np.int64)
    traps = np.zeros(grades.shape, dtype=np.bool_)
    at = {str(row["id"]): index for index, row in enumerate(pool)}
    columns = {str(row["id"]): index for index, row in enumerate(goals)}
    for row in _rows(folder / "relevance.jsonl"):
        column = columns[str(row["goal"])]
        for statement, grade in row["relevant"].items():
            grades[at[statement], column] = int(grade)
        for statement in row["hard_negatives"]:
            traps[at[statement], column] = True
    return MatchSet(
        [goal_text(str(row["department"]), str(row["text"])) for row in goals],
        [str(row["text"]) for row in pool],
        grades,
        traps,
        np.array([row["label"] == "PURPOSE" for row in pool]),
    )


def measure_own(encoder: Encoder) -> dict[str, object]:
    """The held-out split: statements never trained on, goals of themes never trained on."""
    test = [statement for statement in load_statements() if statement.split == "test"]
    readings = encoder.read_statements([statement.text for statement in test])
    truth = np.array([statement.is_purpose for statement in test])
    hard = np.flatnonzero([statement.hard for statement in test])
    return {
        "purpose": measure_purpose(readings, truth),
        "purpose_hard": measure_purpose([readings[row] for row in hard], truth[hard]),
        "match": measure_match(encoder, readings, own_match_set()),
    }


def measure_folder(encoder: Encoder, folder: Path) -> dict[str, object]:
    """A folder's sets; rows that carry a source are reported by source as well."""
    rows = _rows(folder / "purpose_problem.jsonl")
    readings = encoder.read_statements([row["text"] for row in rows])
    truth = np.array([row["label"] == "PURPOSE" for row in rows])
    sources = np.array([row.get("source", "") for row in rows])
    report: dict[str, object] = {"purpose": measure_purpose(readings, truth)}
    for source in sorted(set(sources.tolist()) - {""}):
        chosen = np.flatnonzero(sources == source)
        report[f"purpose_{source}"] = measure_purpose(
            [readings[row] for row in chosen], truth[chosen]
        )
    data = folder_match_set(folder)
    report["match"] = measure_match(encoder, encoder.read_statements(data.pool), data)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="another set than our held-out split")
    parser.add_argument("--encoder", type=Path, help="another model's folder")
    options = parser.parse_args()
    encoder = get_encoder(options.encoder)
    report: dict[str, object] = {"encoder": encoder.model_id}
    report |= measure_folder(encoder, options.folder) if options.folder else measure_own(encoder)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
