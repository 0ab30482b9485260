"""Look for copies among our own texts: `python -m training.check` prints one JSON object.

Statements should read like people, so no two should be variations of one sentence. Twins (voice
"twins") share their scene on purpose and differ in who chose it; they are left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from training.first_hand import Statement, load_goals, load_statements

#: Character TF-IDF cosine from which two texts are looked at by eye.
CLOSE = 0.7


def nearest(texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Cosine to the nearest other text and that text's row, by character 3- to 5-grams."""
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = rows.fit_transform(texts)
    cosines = np.asarray((matrix @ matrix.T).todense(), dtype=np.float64)
    np.fill_diagonal(cosines, 0.0)
    return cosines.max(axis=1), cosines.argmax(axis=1)


def across(train: Sequence[Statement], test: Sequence[Statement]) -> float:
    """Largest cosine between a held-out statement and a training one."""
    texts = [statement.text for statement in (*train, *test)]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectors.fit_transform(texts)
    return float((matrix[: len(train)] @ matrix[len(train) :].T).max())


def main() -> None:
    statements = [row for row in load_statements() if row.voice != "twins"]
    goals = load_goals()
    report: dict[str, object] = {}
    for name, texts in (
        ("statements", [row.text for row in statements]),
        ("goals", [row.text for row in goals]),
    ):
        cosine, other = nearest(texts)
        report[name] = {
            "texts": len(texts),
            "distinct": len(set(texts)),
            "nearest_median": round(float(np.median(cosine)), 3),
            "nearest_95": round(float(np.quantile(cosine, 0.95)), 3),
            "close": [
                [texts[row], texts[other[row]], round(float(cosine[row]), 3)]
                for row in np.argsort(-cosine)[:20]
                if cosine[row] >= CLOSE and row < other[row]
            ],
        }
    report["held_out_to_training"] = round(
        across(
            [row for row in load_statements() if row.split == "train"],
            [row for row in load_statements() if row.split == "test"],
        ),
        3,
    )
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
