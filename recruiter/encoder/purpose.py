"""Purpose or problem: what somebody chooses to do, against what they were paid to solve.

Two opinions are averaged: one from the statement's vector with the cue families, one from its
words and letters. Their mean log-odds are calibrated on voices that neither had read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.cues import cue_flags
from recruiter.encoder.tfidf import TextModel


@dataclass(frozen=True)
class PurposeModel:
    """The trained heads of one encoder.

    Attributes:
        text: the opinion of words and letters; the same for every encoder.
        vector_weights: shape (d,); empty when the encoder's vectors say too little.
        cue_weights: one per family of `cues.FAMILIES`.
        bias: constant of the vector and cue opinion.
        text_share: weight of the text's opinion in the mean, 0..1.
        slope, offset: calibration of the mean log-odds.
    """

    text: TextModel
    vector_weights: NDArray[np.float64]
    cue_weights: NDArray[np.float64]
    bias: float
    text_share: float
    slope: float
    offset: float

    def logits(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """Mean log-odds of both opinions before calibration, shape (texts,).

        Args:
            texts: normalised texts.
            vectors: their rows as stored, shape (texts, d).
        """
        if len(texts) != len(vectors):
            raise ValueError("one vector per text")
        flags = np.array([cue_flags(text) for text in texts], dtype=np.float64)
        opinion = flags.reshape(len(texts), -1) @ self.cue_weights + self.bias
        if self.vector_weights.size:
            opinion += vectors.astype(np.float64) @ self.vector_weights
        words = np.array([self.text.logit(text) for text in texts], dtype=np.float64)
        return (1.0 - self.text_share) * opinion + self.text_share * words

    def probabilities(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[float]:
        """Probability in 0..1 that each text is a purpose; arguments as for `logits`."""
        if not texts:
            return []
        calibrated = self.slope * self.logits(texts, vectors) + self.offset
        # Six digits: finer ones depend on the linear algebra library.
        return [round(float(chance), 6) for chance in 1.0 / (1.0 + np.exp(-calibrated))]
