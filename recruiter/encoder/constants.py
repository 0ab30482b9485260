"""The numbers that turn raw vectors into fits and readings: one small file per encoder.

Means come from goals and statements of our own (`training/`), never from a tenant's data: scores
would drift as the data grows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.errors import EncoderError
from recruiter.encoder.language import WORDS_FILE
from recruiter.encoder.purpose import EmptyModel, LastingModel, PurposeModel
from recruiter.encoder.tfidf import load_text_model
from recruiter.encoder.vectors import Side, rounded

DATA = Path(__file__).parent / "data"
TEXT_MODEL = "words.npz"
#: Raised by hand when code that changes results changes; changed numbers are noticed by digest.
RECIPE = 2


@dataclass(frozen=True)
class Constants:
    """Means of goals and statements of our own, the calibration of the cosines, the heads.

    Attributes:
        revision: second half of the model id; follows every number below.
        goal_mean, statement_mean: shape (d,), subtracted block by block; zeros for tuned models.
        fit_weights: one weight per model block, for its cosine.
        fit_bias: the calibration's constant.
        purpose, lasting, empty: the last layer over this encoder's models.
    """

    revision: str
    goal_mean: NDArray[np.float32]
    statement_mean: NDArray[np.float32]
    fit_weights: tuple[float, ...]
    fit_bias: float
    purpose: PurposeModel
    lasting: LastingModel
    empty: EmptyModel

    def centred(
        self, raw: NDArray[np.float32], side: Side, blocks: tuple[int, ...]
    ) -> NDArray[np.float32]:
        """Subtract the side's mean, give every block length 1, round as storage does."""
        mean = self.goal_mean if side is Side.GOAL else self.statement_mean
        return centred(raw, mean, blocks)


def centred(
    raw: NDArray[np.float32], mean: NDArray[np.float32], blocks: tuple[int, ...]
) -> NDArray[np.float32]:
    """Rows minus the mean, every block of length 1, rounded as storage rounds; shape as raw."""
    out = raw - mean
    begin = 0
    for width in blocks:
        block = out[:, begin : begin + width]
        block /= np.maximum(np.linalg.norm(block, axis=1, keepdims=True), 1e-12)
        begin += width
    return rounded(out)


def load_constants(path: Path, dimensions: int, text_model: Path = DATA / TEXT_MODEL) -> Constants:
    """Read an encoder's constants and the heads; half a megabyte, no weights.

    Raises:
        EncoderError: the file is missing, or was made for vectors of another width.
    """
    if not path.is_file():
        raise EncoderError(
            f"{path.name} is missing beside the model: make it with "
            f"python -m training.build {path.parent}"
        )
    content = (file.read_bytes() for file in (path, text_model, WORDS_FILE))
    digest = hashlib.sha256(b"".join(content)).hexdigest()
    with np.load(path, allow_pickle=False) as data:
        if data["goal_mean"].shape != (dimensions,):
            raise EncoderError(f"{path.name} was made for a model of another width.")
        return Constants(
            f"{RECIPE}-{digest[:8]}",
            data["goal_mean"],
            data["statement_mean"],
            tuple(data["fit_weights"].tolist()),
            float(data["fit_bias"]),
            PurposeModel(
                load_text_model(text_model),
                data["purpose_vector_weights"],
                float(data["purpose_head_weight"]),
                data["purpose_cue_weights"],
                float(data["purpose_text_weight"]),
                float(data["purpose_bias"]),
            ),
            LastingModel(
                data["lasting_vector_weights"],
                float(data["lasting_head_weight"]),
                float(data["lasting_bias"]),
            ),
            EmptyModel(data["empty_vector_weights"], float(data["empty_bias"])),
        )
