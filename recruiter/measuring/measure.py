"""Measure one judge on one kind of labelled texts; each function returns a report for JSON."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from recruiter.encoder import PROBLEM_BELOW, PURPOSE_FROM
from recruiter.measuring import figures
from recruiter.measuring.figures import Bools, Floats, short
from recruiter.measuring.judges import Judge
from recruiter.measuring.rows import Labelled, MatchSet

#: Points of 100 from which a match is called Strong, Good or Faint (docs/tiering.md).
BANDS = (50, 30, 20)

Report = dict[str, object]


def measure_purpose(judge: Judge, data: Labelled) -> Report:
    """Purpose or problem: all rows, and each group of rows by itself."""
    return _by_group(judge.purpose(data.texts), data)


def measure_goals(judge: Judge, data: Labelled) -> Report:
    """Big goal or job spec."""
    return _by_group(judge.goal(data.texts), data)


def measure_match(judge: Judge, data: MatchSet) -> Report:
    """How well each goal finds its people in the whole pool, problem statements included."""
    scores = judge.match(data.goals, data.pool)
    purposes = np.flatnonzero(data.purposes)
    columns = range(len(data.goals))
    strong = data.grades == 2
    each = {
        "ndcg10": [figures.ndcg(scores[:, c], data.grades[:, c]) for c in columns],
        "ndcg10_purposes_only": [
            figures.ndcg(scores[purposes, c], data.grades[purposes, c]) for c in columns
        ],
        "mrr": [figures.reciprocal_rank(scores[:, c], strong[:, c]) for c in columns],
        "recall5": [figures.recall(scores[:, c], strong[:, c], 5) for c in columns],
        "p3": [
            float((data.grades[np.argsort(-scores[:, c], kind="stable")[:3], c] > 0).mean())
            for c in columns
        ],
    }
    order = np.argsort(-scores, axis=0, kind="stable")[: figures.DEPTH]
    at = np.arange(len(data.goals))
    report: Report = {"judge": judge.name, "n_goals": len(data.goals), "n_pool": len(data.pool)}
    for name, values in each.items():
        rows = np.array(values)
        report[name] = short(np.nanmean(rows))
        report[f"{name}_ci95"] = figures.mean_interval(rows)
    report["top10_places"] = int(order.size)
    report["problems_in_top10"] = int((~data.purposes[order]).sum())
    report["own_theme_problems_in_top10"] = int(data.traps[order, at].sum())
    ndcg = np.array(each["ndcg10"])
    for source in sorted(set(data.sources.tolist()) - {""}):
        rows = data.sources == source
        report[f"ndcg10_{source}_goals"] = {
            "n": int(rows.sum()),
            "ndcg10": short(ndcg[rows].mean()),
        }
    chances = judge.chance(data.goals, data.pool)
    if chances is not None:
        report |= _calibration(chances, data.grades > 0)
    return report


def _by_group(chances: Floats, data: Labelled) -> Report:
    report = _two_way(chances, data.truth)
    for name, values in data.groups.items():
        for value in sorted(set(values.tolist()) - {""}):
            rows = values == value
            report[f"{name} {value}"] = _two_way(chances[rows], data.truth[rows])
    return report


def _two_way(chances: Floats, truth: Bools) -> Report:
    """One yes-or-no question. A text that is not read has no chance: it counts as unsure."""
    unread = np.isnan(chances)
    chances = np.where(unread, 0.5, chances)
    answered = (chances < PROBLEM_BELOW) | (chances >= PURPOSE_FROM)
    said = chances >= 0.5
    right = said == truth
    n = len(truth)
    return {
        "n": n,
        "accuracy": short(right.mean()),
        "accuracy_ci95": figures.interval(lambda rows: float(right[rows].mean()), n),
        "f1_true": short(figures.f1(said, truth)),
        "f1_false": short(figures.f1(~said, ~truth)),
        "auc": short(figures.auc(chances, truth)),
        "auc_ci95": figures.interval(lambda rows: figures.auc(chances[rows], truth[rows]), n),
        "ece": short(figures.calibration_error(chances, truth)),
        "answered": short(answered.mean()),
        "accuracy_answered": short(right[answered].mean()) if answered.any() else None,
        "not_read": int(unread.sum()),
    }


def _calibration(chances: Floats, relevant: Bools) -> Report:
    """Shown points against what was seen, over all pairs and band by band."""
    bands: Report = {}
    for high, low in pairwise((101, *BANDS, 10, 0)):
        rows = (100 * chances >= low) & (100 * chances < high)
        if rows.any():
            bands[f"{low}..{min(high, 100)}"] = {
                "n": int(rows.sum()),
                "said": short(chances[rows].mean()),
                "relevant": short(relevant[rows].mean()),
            }
    return {
        "ece": short(figures.calibration_error(chances.ravel(), relevant.ravel())),
        "ece_shown": _shown_error(chances, relevant),
        "bands": bands,
    }


def _shown_error(chances: Floats, relevant: Bools) -> float | None:
    """Calibration error among pairs from Faint up: all that a screen ever says anything of."""
    rows = 100 * chances >= BANDS[-1]
    if not rows.any():
        return None
    return short(figures.calibration_error(chances[rows], relevant[rows]))
