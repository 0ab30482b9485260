"""Learning from people's corrections: the purpose head fitted anew, near the one that ships.

The models stay as they are; only the last, small layer moves, and each of its weights pays for the
way it goes from the shipped one. A handful of corrections so bends it a little, hundreds of them
further. The result is a file of weights beside the models, which holds no text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.constants import Constants
from recruiter.encoder.cues import cue_flags
from recruiter.encoder.errors import EncoderError
from recruiter.encoder.purpose import PurposeModel

Floats = NDArray[np.float64]

#: What a squared step away from the shipped weights costs: of a vector's part, of a cue or the
#: constant, and of the two opinions, which are log-odds up to ten and so weigh much.
VECTOR_COST = 10.0
CUE_COST = 4.0
OPINION_COST = 200.0
FOLDS = 5
STEPS = 50


@dataclass(frozen=True)
class Corrected:
    """Statements that a person corrected, as the head is given them.

    Attributes:
        texts: as read, n of them.
        vectors: shape (n, d).
        heads: what the models themselves say, shape (n, 2).
        truth: True for a purpose, shape (n,).
        speakers: whose words they are, shape (n,): nobody is judged by what they taught.
    """

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    heads: NDArray[np.float32]
    truth: NDArray[np.bool_]
    speakers: NDArray[np.int64]

    def rows(self, keep: NDArray[np.bool_]) -> Corrected:
        texts = [text for text, kept in zip(self.texts, keep, strict=True) if kept]
        vectors, heads = self.vectors[keep], self.heads[keep]
        return Corrected(texts, vectors, heads, self.truth[keep], self.speakers[keep])


@dataclass(frozen=True)
class Quality:
    """How well a head does: share right, and mean log loss in nats (lower is better)."""

    right: float
    loss: float


def relearn(model: PurposeModel, corrected: Corrected) -> PurposeModel:
    """Fit the head to corrections and to the shipped weights at once; the same for the same rows.

    Newton's method on a convex loss: logistic, plus the cost of every step away.
    """
    vectors = corrected.vectors.astype(np.float64)
    flags = np.array([cue_flags(text) for text in corrected.texts], dtype=np.float64)
    words = np.array([model.text.logit(text) for text in corrected.texts], dtype=np.float64)
    opinions = np.column_stack([corrected.heads[:, 0].astype(np.float64), words])
    parts = (vectors, flags.reshape(len(vectors), -1), np.ones((len(vectors), 1)), opinions)
    costs = (VECTOR_COST, CUE_COST, CUE_COST, OPINION_COST)
    cost = np.concatenate(
        [np.full(part.shape[1], one) for part, one in zip(parts, costs, strict=True)]
    )
    features = np.hstack(parts)
    start = model.logits(corrected.texts, corrected.vectors, corrected.heads)
    step = _minimum(features, start, corrected.truth.astype(np.float64), cost)
    of_vector, of_cues, (bias, head, text) = np.split(step, [vectors.shape[1], len(step) - 3])
    shipped = model.vector_weights if model.vector_weights.size else 0.0
    return replace(
        model,
        vector_weights=shipped + of_vector,
        head_weight=model.head_weight + float(head),
        cue_weights=model.cue_weights + of_cues,
        text_weight=model.text_weight + float(text),
        bias=model.bias + float(bias),
    )


def _minimum(features: Floats, start: Floats, truth: Floats, cost: Floats) -> Floats:
    """The step of weights with the least logistic loss plus cost, shape (features,).

    Solved among the rows and not among the features, which are more: the best step is a sum of
    rows, each divided by the cost.
    """
    kernel = (features / cost) @ features.T
    sign = 1 - 2 * truth

    def loss(alpha: Floats) -> float:
        step = kernel @ alpha
        return float(np.logaddexp(0, sign * (start + step)).sum() + alpha @ step / 2)

    alpha = np.zeros(len(truth))
    for _ in range(STEPS):
        chance = np.exp(-np.logaddexp(0, -(start + kernel @ alpha)))
        slope = chance - truth + alpha
        if np.abs(slope).max() < 1e-10:
            break
        bend = np.eye(len(truth)) + (chance * (1 - chance))[:, None] * kernel
        way, length, present = np.linalg.solve(bend, slope), 1.0, loss(alpha)
        while loss(alpha - length * way) > present and length > 1e-6:
            length /= 2
        alpha = alpha - length * way
    return np.asarray((features / cost).T @ alpha, dtype=np.float64)


def quality(model: PurposeModel, corrected: Corrected) -> Quality:
    """How a head does on labelled rows."""
    return _quality(model.logits(corrected.texts, corrected.vectors, corrected.heads), corrected)


def quality_on_others(model: PurposeModel, corrected: Corrected) -> Quality:
    """How what was learned does on people from whom it did not learn: five folds by speaker."""
    logits = np.zeros(len(corrected.truth))
    speakers = np.unique(corrected.speakers)
    for fold in range(FOLDS):
        asked = np.isin(corrected.speakers, speakers[fold::FOLDS])
        if not asked.any():
            continue
        learned, unseen = relearn(model, corrected.rows(~asked)), corrected.rows(asked)
        logits[asked] = learned.logits(unseen.texts, unseen.vectors, unseen.heads)
    return _quality(logits, corrected)


def _quality(logits: Floats, corrected: Corrected) -> Quality:
    signed = np.where(corrected.truth, logits, -logits)
    return Quality(float((signed > 0).mean()), float(np.logaddexp(0, -signed).mean()))


def save_head(path: Path, model: PurposeModel, revision: str) -> None:
    """Write a head beside the revision of the constants that it was learned from."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            learned_from=np.array(revision),
            vector_weights=model.vector_weights,
            head_weight=np.array(model.head_weight),
            cue_weights=model.cue_weights,
            text_weight=np.array(model.text_weight),
            bias=np.array(model.bias),
        )


def with_head(constants: Constants, path: Path) -> Constants:
    """Constants with a learned head in place of their own, and a revision that says so.

    Raises:
        EncoderError: the file is missing, or was learned from other constants.
    """
    if not path.is_file():
        raise EncoderError(f"The learned head {path} is missing. Unset CULTIVATE_PURPOSE_HEAD.")
    with np.load(path, allow_pickle=False) as data:
        if str(data["learned_from"]) != constants.revision:
            raise EncoderError(
                f"The learned head {path.name} belongs to another version of the encoder. "
                "Learn it again: manage.py learn_corrections"
            )
        purpose = replace(
            constants.purpose,
            vector_weights=data["vector_weights"],
            head_weight=float(data["head_weight"]),
            cue_weights=data["cue_weights"],
            text_weight=float(data["text_weight"]),
            bias=float(data["bias"]),
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(constants, purpose=purpose, revision=f"{constants.revision}+{digest[:8]}")
