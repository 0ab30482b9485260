"""Make every encoder's constants: `python -m training.build`, or `… FOLDER` for another model.

Writes the npz files of recruiter/encoder/data, or constants.npz into the model's folder, and
prints one JSON object with what was fitted. About a minute on two cores; a second run on the
same machine writes the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.backends import Backend
from recruiter.encoder.catalogue import CONSTANTS, folder_backend, shipped_backends
from recruiter.encoder.constants import DATA, TEXT_MODEL, centred
from recruiter.encoder.text import normalised
from recruiter.encoder.weights import file_digest
from training.data import FOLDER, load_goals, load_pairs, load_statements
from training.fit import fit_constants
from training.heads import fit_purpose, fit_text, save_text, texts_of

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
    statements = [statement for statement in load_statements() if statement.split == "train"]
    goal_rows = backend.encode([normalised(goal.encoded) for goal in goals])
    statement_rows = backend.encode([normalised(statement.text) for statement in statements])
    fit = fit_constants(
        dict(zip(goals, goal_rows, strict=True)),
        dict(zip(statements, statement_rows, strict=True)),
        load_pairs(),
        backend.blocks,
    )
    vectors = centred(statement_rows, fit.statement_mean, backend.blocks)
    purpose = fit_purpose(statements, vectors, backend.reads_meaning)
    arrays: dict[str, NDArray[np.generic]] = {
        "goal_mean": fit.goal_mean,
        "statement_mean": fit.statement_mean,
        "fit_weights": np.array(fit.weights),
        "fit_bias": np.array(fit.bias),
        "purpose_vector_weights": purpose.vector.vector_weights,
        "purpose_cue_weights": purpose.vector.cue_weights,
        "purpose_bias": np.array(purpose.vector.bias),
        "purpose_text_share": np.array(purpose.text_share),
        "purpose_slope": np.array(purpose.slope),
        "purpose_offset": np.array(purpose.offset),
    }
    for file in files:
        arrays[f"sha256 {file.name}"] = np.array(file_digest(file))
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return {
        "encoder": backend.name,
        "fit_weights": [round(weight, 3) for weight in fit.weights],
        "fit_bias": round(fit.bias, 3),
        "pairs": {"relevant": fit.positives, "other": fit.negatives},
        "purpose_accuracy_on_unread_voices": round(purpose.unread_accuracy, 4),
        "purpose_slope": round(purpose.slope, 3),
    }


def build_words() -> None:
    """Fit and write the opinion of words and letters, which every encoder shares.

    Writes as well what scikit-learn thinks of some texts: a test compares the runtime with it.
    """
    rows = load_statements()
    statements = [statement for statement in rows if statement.split == "train"]
    labels = np.array([statement.is_purpose for statement in statements])
    fit = fit_text(texts_of(statements), labels)
    save_text(fit, DATA / TEXT_MODEL)
    samples = [*ODD_TEXTS, *texts_of([row for row in rows if row.split == "test"][::10])]
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
