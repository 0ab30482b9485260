"""Make every encoder's constants: `python -m training.build`, or `… FOLDER` for another model.

Writes the npz files of recruiter/encoder/data, or constants.npz into the model's folder, and
prints one JSON object with what was fitted. Some minutes on two cores; a second run on the same
machine writes the same bytes. scikit-learn is needed here only.

The models were tuned on the texts of train/. The last layer and the calibration are fitted on the
texts of the first hand (goals.jsonl, statements.jsonl, pairs.jsonl; split "train") and of
calibration/, which neither the models nor the opinion of words and letters have read: what they
promise is what unread writers get.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.as_read import goal_as_read, statement_as_read
from recruiter.encoder.backends import Backend, Encoded
from recruiter.encoder.catalogue import CONSTANTS, folder_backend, shipped_backends
from recruiter.encoder.constants import DATA, TEXT_MODEL, centred
from recruiter.encoder.tfidf import load_text_model
from recruiter.encoder.weights import file_digest
from training.data import load_calibration, load_empties, load_said, load_specs, load_themes
from training.first_hand import FOLDER, load_goals, load_pairs, load_statements
from training.fit import fit_cosines
from training.heads import fit_empty, fit_lasting, fit_purpose, fit_text, save_text

PARITY = FOLDER.parent / "tests" / "encoder" / "words_by_scikit.json"
ODD_TEXTS = (
    "",
    "I",
    "a b",
    "zzzz qqqq",
    "NAÏVE Café — “déjà vu”",
    "the the the the",
    "x1 ٣ 中文 ß İ",
)


def build(backend: Backend, path: Path, files: Sequence[Path] = ()) -> dict[str, object]:
    """Fit and write one encoder's constants; returns what was fitted, for the log."""
    goals = [goal for goal in load_goals() if goal.split == "train"]
    said = [statement for statement in load_statements() if statement.split == "train"]
    goal_rows = backend.encode([goal_as_read(goal.encoded) for goal in goals]).vectors
    found = backend.encode([statement_as_read(statement.text) for statement in said])
    goal_mean, statement_mean = goal_rows.mean(axis=0), found.vectors.mean(axis=0)
    if backend.is_tuned:
        # Tuning has taken the common phrasing out already: subtracting more only hurts.
        goal_mean, statement_mean = np.zeros_like(goal_mean), np.zeros_like(statement_mean)
    blocks = backend.blocks
    vectors = centred(found.vectors, statement_mean, blocks)

    text = load_text_model(DATA / TEXT_MODEL)
    unread = load_calibration()
    heard = backend.encode([statement_as_read(one.text) for one in unread])
    purpose = fit_purpose(
        [*said, *unread],
        Encoded(
            np.vstack([vectors, centred(heard.vectors, statement_mean, blocks)]),
            np.vstack([found.heads, heard.heads]),
        ),
        statement_mean,
        text,
        backend,
    )
    bare = [(one.text, one.is_purpose) for one in load_specs()]
    bare += [(theme.goals[place % 4].text, True) for place, theme in enumerate(load_themes())]
    lasting = fit_lasting(
        [yes for _, yes in bare], _rows(backend, [text for text, _ in bare], goal_mean)
    )
    told = load_empties()
    empty = fit_empty(
        [one.is_purpose for one in told],
        centred(
            backend.encode([statement_as_read(one.text) for one in told]).vectors,
            statement_mean,
            blocks,
        ),
    )
    goal_vectors = centred(goal_rows, goal_mean, blocks)
    fit = fit_cosines(goals, goal_vectors, said, vectors, load_pairs(), blocks)
    arrays: dict[str, NDArray[np.generic]] = {
        "goal_mean": goal_mean,
        "statement_mean": statement_mean,
        "fit_weights": np.array(fit.weights),
        "fit_bias": np.array(fit.bias),
        "purpose_vector_weights": purpose.vector_weights,
        "purpose_head_weight": np.array(purpose.head_weight),
        "purpose_cue_weights": purpose.cue_weights,
        "purpose_text_weight": np.array(purpose.text_weight),
        "purpose_bias": np.array(purpose.bias),
        "lasting_vector_weights": lasting.vector_weights,
        "lasting_head_weight": np.array(lasting.head_weight),
        "lasting_bias": np.array(lasting.bias),
        "empty_vector_weights": empty.vector_weights,
        "empty_bias": np.array(empty.bias),
    }
    for file in files:
        arrays[f"sha256 {file.name}"] = np.array(file_digest(file))
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return {
        "encoder": backend.name,
        "fit_weights": [round(weight, 3) for weight in fit.weights],
        "fit_bias": round(fit.bias, 3),
        "pairs": {"relevant": fit.positives, "other": fit.negatives},
        "purpose_head_weight": round(purpose.head_weight, 3),
        "purpose_text_weight": round(purpose.text_weight, 3),
        "lasting_head_weight": round(lasting.head_weight, 3),
    }


def _rows(backend: Backend, texts: Sequence[str], mean: NDArray[np.float32]) -> Encoded:
    """Goal texts as centred rows and heads."""
    found = backend.encode([goal_as_read(text) for text in texts])
    return Encoded(centred(found.vectors, mean, backend.blocks), found.heads)


def build_words() -> None:
    """Fit and write the opinion of words and letters, which every encoder shares.

    Writes as well what scikit-learn thinks of some texts: a test compares the runtime with it.
    """
    said = load_said()
    texts = [statement_as_read(one.text) for one in said]
    fit = fit_text(texts, np.array([one.is_purpose for one in said]))
    save_text(fit, DATA / TEXT_MODEL)
    test = [row.text for row in load_statements() if row.split == "test"]
    samples = [*ODD_TEXTS, *(statement_as_read(text) for text in test[::10])]
    logits = [round(float(logit), 8) for logit in fit.logits(samples)]
    lines = (json.dumps(pair, ensure_ascii=False) for pair in zip(samples, logits, strict=True))
    PARITY.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="another model's folder")
    folder: Path | None = parser.parse_args().folder
    if folder is not None:
        files = (folder / "model.onnx", folder / "tokenizer.json")
        report = [build(folder_backend(folder), folder / CONSTANTS, files)]
    else:
        build_words()
        report = [build(backend, path) for backend, path in shipped_backends()]
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
