"""Train the last, small layer: see `python -m training.build`.

The opinion of words and letters is trained on the texts that the models were tuned on. The weights
that add up the models' own log-odds, that opinion and the cue families are fitted on the first
hand's statements, which neither has read: so the sum is calibrated for unread writers. scikit-learn
is needed here only: the weights leave as plain arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from recruiter.encoder.as_read import statement_as_read
from recruiter.encoder.backends import Backend, Encoded
from recruiter.encoder.constants import centred
from recruiter.encoder.cues import cue_flags
from recruiter.encoder.purpose import EmptyModel, LastingModel, PurposeModel
from recruiter.encoder.tfidf import CHARACTER_SIZES, WORD, WORD_SIZES, TextModel
from recruiter.measuring.judges import PROBLEMS, PURPOSES
from training.data import Said
from training.first_hand import Statement

#: Inverse regularisation: of stock vectors, of the sum of opinions, of words and letters.
VECTOR_C = 3.0
LASTING_C = 3.0
EMPTY_C = 3.0
SUM_C = 1.0
TEXT_C = 10.0

#: What the product was defined by: these six must come out right, whatever else is learned.
SEEDS = (*((text, True) for text in PURPOSES), *((text, False) for text in PROBLEMS))
SEED_WEIGHT = 10.0

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


def fit_purpose(
    statements: Sequence[Statement | Said],
    found: Encoded,
    statement_mean: NDArray[np.float32],
    text: TextModel,
    backend: Backend,
) -> PurposeModel:
    """Fit what tells a purpose from a problem.

    Args:
        statements: what neither the models nor the opinion of words has read.
        found: their centred rows and the models' heads.
        statement_mean: what was subtracted from them.
        text: the opinion of words and letters.
        backend: a stock one has no head.
    """
    texts = [statement_as_read(statement.text) for statement in statements]
    labels = np.array([statement.is_purpose for statement in statements])
    seeds = backend.encode([statement_as_read(text) for text, _ in SEEDS])
    centred_seeds = centred(seeds.vectors, statement_mean, backend.blocks)
    found = Encoded(
        np.vstack([found.vectors, centred_seeds]), np.vstack([found.heads, seeds.heads])
    )
    texts += [statement_as_read(text) for text, _ in SEEDS]
    labels = np.append(labels, [yes for _, yes in SEEDS])
    weight = np.append(np.ones(len(statements)), [SEED_WEIGHT] * len(SEEDS))
    words = np.array([text.logit(one) for one in texts])[:, None]
    weighed = found.vectors if backend.reads_meaning else words[:, :0]
    heads = found.heads[:, :1] if backend.is_tuned else words[:, :0]
    opinions = (heads, words, flags_of(texts), weighed)
    features = np.hstack(opinions).astype(np.float64)
    model = LogisticRegression(C=SUM_C if backend.is_tuned else VECTOR_C, max_iter=5000)
    model.fit(features, labels, sample_weight=weight)
    ends = np.cumsum([opinion.shape[1] for opinion in opinions])[:-1]
    head, word, cue, vector = np.split(model.coef_[0].astype(np.float64), ends)
    return PurposeModel(
        text, vector, float(head.sum()), cue, float(word[0]), float(model.intercept_[0])
    )


def fit_lasting(truth: Sequence[bool], found: Encoded) -> LastingModel:
    """Fit what tells a lasting goal from a spec, on vectors and on the models' own head."""
    features = np.hstack([found.vectors, found.heads[:, 1:]]).astype(np.float64)
    model = LogisticRegression(C=LASTING_C, max_iter=5000, class_weight="balanced")
    model.fit(features, truth)
    weights = model.coef_[0].astype(np.float64)
    return LastingModel(weights[:-1], float(weights[-1]), float(model.intercept_[0]))


def fit_empty(truth: Sequence[bool], vectors: NDArray[np.float32]) -> EmptyModel:
    """Fit what tells words about nothing from work that is told."""
    model = LogisticRegression(C=EMPTY_C, max_iter=5000, class_weight="balanced")
    model.fit(vectors.astype(np.float64), truth)
    return EmptyModel(model.coef_[0].astype(np.float64), float(model.intercept_[0]))


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
