"""Our own test sets, and the page of figures: `python -m training.measure [FOLDER]`.

Without a folder it measures our sets and writes docs/quality.md; a folder with
purpose_problem.jsonl, goals.jsonl, pool.jsonl and relevance.jsonl is measured beside them and its
figures go on the page.
Runs exactly the code that ranks in production, and what others would do in the same run.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from recruiter.encoder import Encoder, get_encoder
from recruiter.measuring.figures import short
from recruiter.measuring.judges import PEERS, Engine, Judge
from recruiter.measuring.measure import Report, measure_goals, measure_match, measure_purpose
from recruiter.measuring.rows import Labelled, MatchSet, read_labelled, read_match
from training.data import Said, load_rows, load_singles, load_themes
from training.first_hand import load_goals, load_pairs, load_statements

PAGE = Path(__file__).parents[1] / "docs" / "quality.md"
HEAD = """# How good the engine is

Made by `python -m training.measure FOLDER`; every row of a table comes from one run on the same
texts. The engine is measured exactly as it ranks: a problem or an unsure statement carries no
match. Intervals are 95 % by bootstrap. `raw` is what anybody would do: cosines of a stock sentence
encoder; for purpose or problem, and goal or spec, it has six examples to go by, as has `bm25`;
`tfidf` has for purpose a head trained on our texts. docs/encoder.md says what was trained on and
how far to trust this.

- **hard**: our hard test set, by other hands than the training texts; 26 themes that no training
  text touches, goals and matching statements with few shared words on purpose.
- **first hand**: the split "test" of the first texts of this project.
- **others**: a set made elsewhere, never trained on but for the six examples of the product, which
  it contains; its real rows are quoted from public pages.
"""


def hard_match() -> MatchSet:
    """The hard set: goals of its themes against all its statements."""
    themes = load_themes("test")
    goals = [(goal, number) for number, theme in enumerate(themes) for goal in theme.goals]
    pool = [(said, number) for number, theme in enumerate(themes) for said in theme.said]
    grade = {
        (number, text): value
        for number, theme in enumerate(themes)
        for texts, value in ((theme.same, 2), (theme.near, 1))
        for text in texts
    }
    grades = np.zeros((len(pool), len(goals)), dtype=np.int64)
    traps = np.zeros(grades.shape, dtype=np.bool_)
    for column, (_, theme) in enumerate(goals):
        for row, (said, own) in enumerate(pool):
            if own == theme:
                grades[row, column] = grade.get((theme, said.text), 0)
                traps[row, column] = not said.is_purpose
    return MatchSet(
        [goal.encoded for goal, _ in goals],
        [said.text for said, _ in pool],
        grades,
        traps,
        np.array([said.is_purpose for said, _ in pool]),
        np.array([""] * len(goals)),
    )


def labelled(said: Sequence[Said]) -> Labelled:
    """Statements with their labels."""
    return Labelled(
        [one.text for one in said],
        np.array([one.is_purpose for one in said]),
        {"register": np.array([one.register for one in said])},
    )


def hard_purposes() -> Labelled:
    """The hard set's single statements."""
    return labelled(load_singles("test"))


def hard_goals() -> Labelled:
    """The hard set's goals and specs."""
    rows = load_rows("goals.jsonl")
    return Labelled(
        [row["text"] for row in rows],
        np.array([row["label"] == "GOAL" for row in rows]),
        {"hard": np.array([row["hard"] for row in rows])},
    )


def first_hand_purposes() -> Labelled:
    """The first hand's statements of the split "test"."""
    rows = [row for row in load_statements() if row.split == "test"]
    return Labelled(
        [row.text for row in rows],
        np.array([row.is_purpose for row in rows]),
        {"hard": np.array(["yes" if row.hard else "no" for row in rows])},
    )


def first_hand_match() -> MatchSet:
    """The first hand's goals of the split "test" against that split's statements."""
    goals = [goal for goal in load_goals() if goal.split == "test"]
    pool = [statement for statement in load_statements() if statement.split == "test"]
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
        np.array([goal.voice for goal in goals]),
    )


def parity(encoder: Encoder) -> dict[str, float]:
    """Whether a purpose pursued at work counts like the same one pursued in spare time."""
    rows = load_rows("parity.jsonl")
    free, work = (
        np.array([reading.p_purpose for reading in encoder.read_statements(texts)], dtype=float)
        for texts in ([row["free"] for row in rows], [row["work"] for row in rows])
    )
    return {
        "n": len(rows),
        "mean_free": short(free.mean()),
        "mean_work": short(work.mean()),
        "mean_difference": short((free - work).mean()),
    }


def table(title: str, columns: Sequence[str], reports: dict[str, Report]) -> Iterator[str]:
    """One Markdown table: a row for each judge."""
    yield f"\n## {title}\n"
    yield "| | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for name, report in reports.items():
        cells = []
        for column in columns:
            found: object = report
            for part in column.split(" / "):
                found = found.get(part, "") if isinstance(found, dict) else ""
            span = report.get(f"{column}_ci95")
            cells.append(f"{found} ({span[0]}-{span[1]})" if isinstance(span, list) else str(found))
        yield f"| {name} | " + " | ".join(cells) + " |"


PURPOSE_COLUMNS = (
    "n",
    "accuracy",
    "auc",
    "f1_true",
    "f1_false",
    "ece",
    "answered",
    "accuracy_answered",
)
MATCH_COLUMNS = (
    "n_goals",
    "n_pool",
    "ndcg10",
    "mrr",
    "recall5",
    "p3",
    "problems_in_top10",
    "top10_places",
    "ece_shown",
)


def page(folder: Path | None) -> str:
    """The whole page."""
    encoder = get_encoder()
    judges: dict[str, Judge] = {"engine": Engine(encoder)}
    judges |= {name: make() for name, make in PEERS.items()}
    purposes = {"hard": hard_purposes(), "first hand": first_hand_purposes()}
    matches = {"hard": hard_match(), "first hand": first_hand_match()}
    if folder is not None:
        path = folder / "purpose_problem.jsonl"
        purposes["others"] = read_labelled(path, ("PURPOSE", "PROBLEM"))
        names = ("goals.jsonl", "pool.jsonl", "relevance.jsonl")
        matches["others"] = read_match(*(folder / name for name in names))
    out = [HEAD, f"\nEncoder: `{encoder.model_id}`."]
    for name, data in matches.items():
        reports = {who: measure_match(judge, data) for who, judge in judges.items()}
        out += table(f"Goals find their people: {name}", MATCH_COLUMNS, reports)
        bands = reports["engine"]["bands"]
        if isinstance(bands, dict):
            out += table(f"Points and truth: {name}", ("n", "said", "relevant"), bands)
    for name, labelled_set in purposes.items():
        reports = {who: measure_purpose(judge, labelled_set) for who, judge in judges.items()}
        out += table(f"Purpose or problem: {name}", PURPOSE_COLUMNS, reports)
        groups = {key: value for key, value in reports["engine"].items() if isinstance(value, dict)}
        out += table(f"The engine on groups of {name}", PURPOSE_COLUMNS, groups)
    reports = {who: measure_goals(judge, hard_goals()) for who, judge in judges.items()}
    out += table("Big goal or job spec: hard", PURPOSE_COLUMNS, reports)
    equal = parity(encoder)
    out.append("\n## The same purpose, in spare time and at work\n")
    out.append(
        f"{equal['n']} pairs: mean P(purpose) {equal['mean_free']} in spare time and "
        f"{equal['mean_work']} at work, mean difference {equal['mean_difference']}."
    )
    return "\n".join(out) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="others' sets, measured beside ours")
    PAGE.write_text(page(parser.parse_args().folder), encoding="utf-8")
    print(f"Wrote {PAGE.name}")


if __name__ == "__main__":
    main()
