"""Train the purpose classifier: see `python -m training.build`.

Two logistic regressions, one on vectors and cue families, one on words and letters; the weighted
mean of their log-odds is calibrated (Platt) on voices that neither had read: people will write in
other voices than ours, and folds at random would promise too much. scikit-learn is needed here
only: the weights leave as plain arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.pipeline import FeatureUnion

from recruiter.encoder.cues import cue_flags
from recruiter.encoder.text import normalised
from recruiter.encoder.tfidf import CHARACTER_SIZES, WORD, WORD_SIZES
from training.data import Statement

#: Inverse regularisation, chosen by the folds of the training split (docs/encoder.md).
VECTOR_C = 3.0
#: Share of words and letters in the mean log-odds, beside vectors or beside cue families alone.
TEXT_SHARE = 0.3
TEXT_SHARE_WITHOUT_VECTORS = 0.7
TEXT_C = 10.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TextFit:
    """Fitted vectorisers and head of the opinion of words and letters."""

    words: TfidfVectorizer
    characters: TfidfVectorizer
    head: LogisticRegression

    def logits(self, texts: Sequence[str]) -> Floats:
        """Log-odds as scikit-learn computes them, shape (texts,)."""
        split = self.words.idf_.size
        coefficients = self.head.coef_[0]
        return np.asarray(
            self.words.transform(texts) @ coefficients[:split]
            + self.characters.transform(texts) @ coefficients[split:]
            + self.head.intercept_[0],
            dtype=np.float64,
        )


@dataclass(frozen=True)
class VectorFit:
    """Head of the opinion of vectors and cue families."""

    vector_weights: Floats
    cue_weights: Floats
    bias: float

    def logits(self, vectors: NDArray[np.floating], flags: Floats) -> Floats:
        """Log-odds, shape (texts,)."""
        opinion = flags @ self.cue_weights + self.bias
        if self.vector_weights.size:
            opinion = opinion + vectors.astype(np.float64) @ self.vector_weights
        return np.asarray(opinion, dtype=np.float64)


@dataclass(frozen=True)
class PurposeFit:
    """Everything the runtime needs for one encoder, and what the folds measured."""

    vector: VectorFit
    text_share: float
    slope: float
    offset: float
    unread_accuracy: float


def texts_of(statements: Sequence[Statement]) -> list[str]:
    """The texts as the runtime classifier is given them."""
    return [normalised(statement.text) for statement in statements]


def fit_text(texts: Sequence[str], labels: NDArray[np.bool_]) -> TextFit:
    """Fit the opinion of words and letters."""
    word = TfidfVectorizer(
        ngram_range=(min(WORD_SIZES), max(WORD_SIZES)),
        token_pattern=WORD.pattern,
        sublinear_tf=True,
    )
    character = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(min(CHARACTER_SIZES), max(CHARACTER_SIZES)),
        sublinear_tf=True,
        min_df=2,
    )
    features = FeatureUnion([("word", word), ("character", character)]).fit_transform(texts)
    head = LogisticRegression(C=TEXT_C, max_iter=5000).fit(features, labels)
    return TextFit(word, character, head)


def fit_vector(
    vectors: NDArray[np.floating], flags: Floats, labels: NDArray[np.bool_], use_vectors: bool
) -> VectorFit:
    """Fit the opinion of vectors and cue families."""
    features = np.hstack([vectors, flags]) if use_vectors else flags
    head = LogisticRegression(C=VECTOR_C, max_iter=5000).fit(features, labels)
    weights = head.coef_[0].astype(np.float64)
    width = vectors.shape[1] if use_vectors else 0
    return VectorFit(weights[:width], weights[width:], float(head.intercept_[0]))


def fit_purpose(
    statements: Sequence[Statement], vectors: NDArray[np.floating], use_vectors: bool
) -> PurposeFit:
    """Fit both opinions on the training split and calibrate their mean on unread voices.

    Args:
        statements: the training split only.
        vectors: their centred rows, shape (statements, d).
        use_vectors: False for an encoder whose vectors only repeat the letters.
    """
    texts = texts_of(statements)
    labels = np.array([statement.is_purpose for statement in statements])
    flags = flags_of(texts)
    voices = [statement.voice for statement in statements]
    share = TEXT_SHARE if use_vectors else TEXT_SHARE_WITHOUT_VECTORS
    unseen = np.empty(len(statements), dtype=np.float64)
    for train, held in LeaveOneGroupOut().split(texts, labels, voices):
        text_fit = fit_text([texts[row] for row in train], labels[train])
        vector_fit = fit_vector(vectors[train], flags[train], labels[train], use_vectors)
        unseen[held] = (1 - share) * vector_fit.logits(vectors[held], flags[held])
        unseen[held] += share * text_fit.logits([texts[row] for row in held])
    platt = LogisticRegression(C=1e6).fit(unseen[:, None], labels)
    return PurposeFit(
        fit_vector(vectors, flags, labels, use_vectors),
        share,
        float(platt.coef_[0][0]),
        float(platt.intercept_[0]),
        float(((platt.decision_function(unseen[:, None]) > 0) == labels).mean()),
    )


def flags_of(texts: Sequence[str]) -> Floats:
    """Cue flags, shape (texts, families)."""
    return np.array([cue_flags(text) for text in texts], dtype=np.float64)


def save_text(fit: TextFit, path: Path) -> None:
    """Write the terms with their idf and weight, sorted, as plain arrays."""
    arrays: dict[str, NDArray[np.generic]] = {"bias": fit.head.intercept_}
    split = fit.words.idf_.size
    weights = fit.head.coef_[0]
    parts = (("word", fit.words, weights[:split]), ("character", fit.characters, weights[split:]))
    for kind, vectorizer, kind_weights in parts:
        terms = vectorizer.get_feature_names_out()
        arrays[f"{kind}_terms"] = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
        arrays[f"{kind}_idf"] = vectorizer.idf_.astype(np.float32)
        arrays[f"{kind}_weight"] = kind_weights.astype(np.float32)
    np.savez_compressed(path, allow_pickle=False, **arrays)
