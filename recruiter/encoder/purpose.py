"""Purpose or problem, and lasting goal or job spec: the last, small layer over the models.

A statement's log-odds are a weighted sum of what the models' own head says, of its vector, of the
opinion of words and letters, and of the cue families; the weights were fitted on a writer whom
neither the models nor the opinion had read, so the sum is calibrated (docs/encoder.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.cues import cue_flags
from recruiter.encoder.tfidf import TextModel

#: P(purpose) from which the engine says purpose, and below which it says problem. Between the two
#: it is unsure and asks. The same holds for a lasting goal and a job spec. Source: docs/encoder.md.
PURPOSE_FROM = 0.65
PROBLEM_BELOW = 0.35


@dataclass(frozen=True)
class PurposeModel:
    """What tells a purpose from a problem, for one encoder.

    Attributes:
        text: the opinion of words and letters; the same for every encoder.
        vector_weights: shape (d,); empty where the encoder's vectors say too little.
        head_weight: of the models' own log-odds; 0 for stock models.
        cue_weights: one per family of `cues.FAMILIES`.
        text_weight: of the text's opinion.
        bias: constant; the weighted sum is calibrated log-odds.
    """

    text: TextModel
    vector_weights: NDArray[np.float64]
    head_weight: float
    cue_weights: NDArray[np.float64]
    text_weight: float
    bias: float

    def logits(
        self, texts: Sequence[str], vectors: NDArray[np.float32], heads: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Calibrated log-odds, shape (texts,).

        Args:
            texts: statements as the models are given them (`as_read`).
            vectors: their rows as stored, shape (texts, d).
            heads: what the models themselves say, shape (texts, 2).
        """
        if not len(texts) == len(vectors) == len(heads):
            raise ValueError("one vector and one opinion per text")
        flags = np.array([cue_flags(text) for text in texts], dtype=np.float64)
        words = np.array([self.text.logit(text) for text in texts], dtype=np.float64)
        opinion = flags.reshape(len(texts), -1) @ self.cue_weights + self.bias
        opinion += self.head_weight * heads[:, 0].astype(np.float64) + self.text_weight * words
        if self.vector_weights.size:
            opinion += vectors.astype(np.float64) @ self.vector_weights
        return np.asarray(opinion, dtype=np.float64)

    def probabilities(
        self, texts: Sequence[str], vectors: NDArray[np.float32], heads: NDArray[np.float32]
    ) -> list[float]:
        """Probability in 0..1 that each text is a purpose; arguments as for `logits`."""
        return _chances(self.logits(texts, vectors, heads)) if texts else []


@dataclass(frozen=True)
class LastingModel:
    """What tells a lasting goal from a job spec, for one encoder; fields as above."""

    vector_weights: NDArray[np.float64]
    head_weight: float
    bias: float

    def probabilities(
        self, vectors: NDArray[np.float32], heads: NDArray[np.float32]
    ) -> list[float]:
        """Probability in 0..1 that each text says why a department exists, for good."""
        opinion = self.head_weight * heads[:, 1].astype(np.float64) + self.bias
        if self.vector_weights.size:
            opinion = opinion + vectors.astype(np.float64) @ self.vector_weights
        return _chances(opinion)


@dataclass(frozen=True)
class EmptyModel:
    """What tells words about nothing from work that is told, among what is no purpose.

    Job-seeking, courtesy, ambition for one's own position, praise of oneself and likes are empty;
    duties, roles, credentials, tools and figures are not.
    """

    vector_weights: NDArray[np.float64]
    bias: float

    def probabilities(self, vectors: NDArray[np.float32]) -> list[float]:
        """Probability in 0..1 that each text says nothing; of use for problems only."""
        return _chances(vectors.astype(np.float64) @ self.vector_weights + self.bias)


def _chances(logits: NDArray[np.float64]) -> list[float]:
    """Six digits: finer ones depend on the linear algebra library."""
    return [round(float(chance), 6) for chance in 1.0 / (1.0 + np.exp(-logits))]
