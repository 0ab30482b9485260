"""The numbers that turn raw vectors into fits: means and calibration, one file per encoder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.vectors import Side, rounded

DATA = Path(__file__).parent / "data"
#: Raised by hand when code that changes results changes; changed numbers are noticed by digest.
RECIPE = 1


@dataclass(frozen=True)
class Constants:
    """Means of goals and statements of our own, and the calibration of the cosines.

    Attributes:
        revision: second half of the model id; follows every number below.
        goal_mean, statement_mean: shape (d,), subtracted block by block.
        fit_weights: one weight per model block, for its cosine.
        fit_bias: the calibration's constant.
    """

    revision: str
    goal_mean: NDArray[np.float32]
    statement_mean: NDArray[np.float32]
    fit_weights: tuple[float, ...]
    fit_bias: float

    def centred(
        self, raw: NDArray[np.float32], side: Side, blocks: tuple[int, ...]
    ) -> NDArray[np.float32]:
        """Subtract the side's mean, renormalise every block, round as storage does."""
        mean = self.goal_mean if side is Side.GOAL else self.statement_mean
        out = raw - mean
        begin = 0
        for width in blocks:
            block = out[:, begin : begin + width]
            block /= np.maximum(np.linalg.norm(block, axis=1, keepdims=True), 1e-12)
            begin += width
        return rounded(out)


def load_constants(name: str, folder: Path = DATA) -> Constants:
    """Read `<name>.npz`; a few kilobytes, no weights."""
    path = folder / f"{name}.npz"
    content = path.read_bytes()
    with np.load(path, allow_pickle=False) as data:
        return Constants(
            f"{RECIPE}-{hashlib.sha256(content).hexdigest()[:8]}",
            data["goal_mean"].astype(np.float32),
            data["statement_mean"].astype(np.float32),
            tuple(float(weight) for weight in data["fit_weights"]),
            float(data["fit_bias"]),
        )
