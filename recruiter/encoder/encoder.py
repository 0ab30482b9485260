"""From texts to calibrated fits: centring, cosines, and the reading of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder.as_read import goal_as_read, statement_as_read
from recruiter.encoder.backends import Backend
from recruiter.encoder.constants import Constants
from recruiter.encoder.cues import Cue, find_cues
from recruiter.encoder.errors import ForeignVectorError
from recruiter.encoder.language import language_of
from recruiter.encoder.purpose import PurposeModel
from recruiter.encoder.relearning import Corrected, save_head, with_head
from recruiter.encoder.vectors import Side, Vectors, pack, unpack

#: Rows of statements per matrix product: bounds the float64 copies to about 50 MB.
CHUNK = 8192


@dataclass(frozen=True)
class Reading:
    """What the engine thinks of one statement.

    Attributes:
        language_read: whether the text is in a language that the encoder reads.
        reason: why it is not ("not read: this looks like German"); empty when it is read.
        packed: the statement's vector as stored bytes; None when the text is not read.
        p_purpose: probability in 0..1 that it states a purpose rather than a problem routinely
            solved; None when the text is not read.
        p_empty: probability in 0..1 that, if it is no purpose, it says nothing of any work either
            (job-seeking, courtesy, praise of oneself); None when the text is not read.
        cues: phrases that speak for purpose or problem, for highlighting, in order of position.
    """

    language_read: bool
    reason: str
    packed: bytes | None
    p_purpose: float | None
    p_empty: float | None
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class GoalReading:
    """What the engine makes of one goal text; fields as in `Reading`."""

    language_read: bool
    reason: str
    packed: bytes | None


class Encoder:
    """One set of weights with its constants; cheap to make, opens the weights on first use.

    Attributes:
        model_id: names everything that a stored result depends on; known before the weights load.
        dimensions: width d of a vector.
        reduced: True when better weights are missing, so that screens can say "reduced quality".
        reason: why quality is reduced, in one plain sentence; empty otherwise.
    """

    def __init__(
        self,
        backend: Backend,
        constants: Constants,
        *,
        reduced_because: str = "",
    ) -> None:
        self._backend = backend
        self._constants = constants
        self.model_id = f"{backend.name}/{constants.revision}"
        self.dimensions = sum(backend.blocks)
        self.reduced = bool(reduced_because)
        self.reason = reduced_because

    def warm(self) -> None:
        """Open and verify the weights now (0.5 to 1 s) instead of at the first text."""
        self._backend.encode(["ready"])

    def learned(self, head: Path) -> Encoder:
        """The same models under a purpose head learned from corrections, and another id.

        Raises:
            EncoderError: no such file, or one that was learned from other constants.
        """
        constants = with_head(self._constants, head)
        return Encoder(self._backend, constants, reduced_because=self.reason)

    @property
    def purpose(self) -> PurposeModel:
        """What tells a purpose from a problem here."""
        return self._constants.purpose

    def corrected(
        self, texts: Sequence[str], truth: Sequence[bool], speakers: Sequence[int]
    ) -> Corrected:
        """Labelled statements as the purpose head is given them; texts not read are left out."""
        read = [row for row, text in enumerate(texts) if language_of(text).read]
        said = [statement_as_read(texts[row]) for row in read]
        vectors, heads = self._encode(said, Side.STATEMENT)
        return Corrected(
            said,
            vectors.values,
            heads,
            np.array([truth[row] for row in read], dtype=np.bool_),
            np.array([speakers[row] for row in read], dtype=np.int64),
        )

    def save_head(self, path: Path, model: PurposeModel) -> None:
        """Write what `relearn` made of this encoder's head, for `learned`."""
        save_head(path, model, self._constants.revision)

    def encode_goals(self, texts: Sequence[str]) -> Vectors:
        """Vectors of goal texts ("Department name: goal", see `goal_text`), one row per text."""
        return self._encode([goal_as_read(text) for text in texts], Side.GOAL)[0]

    def encode_statements(self, texts: Sequence[str]) -> Vectors:
        """Vectors of statements, one row per text, whatever their language."""
        return self._encode([statement_as_read(text) for text in texts], Side.STATEMENT)[0]

    def pack(self, vectors: Vectors) -> list[bytes]:
        """Each row as bytes for storage, 4 + 2 d long.

        Raises:
            ForeignVectorError: the vectors are another encoder's.
        """
        self._own(vectors, vectors.side)
        return pack(vectors)

    def unpack_goals(self, blobs: Sequence[bytes | memoryview]) -> Vectors:
        """Stored goals back as rows. Raises ForeignVectorError for anything else's bytes."""
        return unpack(blobs, self.model_id, Side.GOAL, self.dimensions)

    def unpack_statements(self, blobs: Sequence[bytes | memoryview]) -> Vectors:
        """Stored statements back as rows. Raises ForeignVectorError for anything else's bytes."""
        return unpack(blobs, self.model_id, Side.STATEMENT, self.dimensions)

    def fit(self, goals: Vectors, statements: Vectors) -> NDArray[np.float32]:
        """Calibrated probability that a statement serves a goal, if it is a purpose at all.

        Products of float16 values are summed exactly in float64, so that a fit does not depend
        on what else is in the matrix, nor on the linear algebra library.

        Args:
            goals: n_goals rows of this encoder.
            statements: n_statements rows of this encoder.

        Returns:
            Shape (n_statements, n_goals), in 0..1. Multiply by P(purpose) before showing it.

        Raises:
            ForeignVectorError: vectors of another encoder, or goals and statements swapped.
        """
        self._own(goals, Side.GOAL)
        self._own(statements, Side.STATEMENT)
        out = np.empty((len(statements), len(goals)), dtype=np.float32)
        goal_rows = goals.values.astype(np.float64)
        for start in range(0, len(statements), CHUNK):
            rows = statements.values[start : start + CHUNK].astype(np.float64)
            logits = np.full((len(rows), len(goals)), self._constants.fit_bias)
            begin = 0
            for width, weight in zip(
                self._backend.blocks, self._constants.fit_weights, strict=True
            ):
                block = slice(begin, begin + width)
                logits += weight * (rows[:, block] @ goal_rows[:, block].T)
                begin += width
            out[start : start + CHUNK] = 1.0 / (1.0 + np.exp(-logits))
        return out

    def alike(self, statements: Vectors) -> NDArray[np.float64]:
        """How near each two statements are, apart from what all of these have in common.

        Each model's cosine around the mean of the rows, weighted as in a fit. It is no probability,
        and means something among some twenty statements or more.

        Returns:
            Shape (n, n), in -1..1.

        Raises:
            ForeignVectorError: vectors of another encoder, or of goals.
        """
        self._own(statements, Side.STATEMENT)
        rows = statements.values.astype(np.float64)
        out, begin = np.zeros((len(rows), len(rows))), 0
        weights = self._constants.fit_weights
        for width, weight in zip(self._backend.blocks, weights, strict=True):
            block = rows[:, begin : begin + width]
            block = block - block.mean(axis=0)
            length = np.linalg.norm(block, axis=1, keepdims=True)
            block = block / np.where(length > 0, length, 1)
            out += weight / sum(weights) * (block @ block.T)
            begin += width
        return out

    def read_statements(self, texts: Sequence[str]) -> list[Reading]:
        """Vector, probability of purpose and cues of each statement, in order."""
        languages = [language_of(text) for text in texts]
        read = [row for row, language in enumerate(languages) if language.read]
        said = [statement_as_read(texts[row]) for row in read]
        vectors, heads = self._encode(said, Side.STATEMENT)
        packed = dict(zip(read, self.pack(vectors), strict=True))
        chances = self._constants.purpose.probabilities(said, vectors.values, heads)
        chance = dict(zip(read, chances, strict=True))
        nothing = self._constants.empty.probabilities(vectors.values)
        empty = dict(zip(read, nothing, strict=True))
        return [
            Reading(
                language.read,
                language.reason,
                packed.get(row),
                chance.get(row),
                empty.get(row),
                find_cues(texts[row]) if language.read else (),
            )
            for row, language in enumerate(languages)
        ]

    def read_goals(self, texts: Sequence[str]) -> list[GoalReading]:
        """Vector and language of each goal text ("Department name: goal"), in order."""
        languages = [language_of(text) for text in texts]
        read = [row for row, language in enumerate(languages) if language.read]
        packed = dict(
            zip(read, self.pack(self.encode_goals([texts[row] for row in read])), strict=True)
        )
        return [
            GoalReading(language.read, language.reason, packed.get(row))
            for row, language in enumerate(languages)
        ]

    def lasting(self, texts: Sequence[str]) -> list[float | None]:
        """Probability that each text says why a department exists, and not what it needs next.

        Args:
            texts: goals or single sentences of them, without the department's name.

        Returns:
            In 0..1, in order; None for a text in a language that is not read.
        """
        read = [row for row, text in enumerate(texts) if language_of(text).read]
        vectors, heads = self._encode([goal_as_read(texts[row]) for row in read], Side.GOAL)
        chances = self._constants.lasting.probabilities(vectors.values, heads)
        found = dict(zip(read, chances, strict=True))
        return [found.get(row) for row in range(len(texts))]

    def _encode(self, as_read: Sequence[str], side: Side) -> tuple[Vectors, NDArray[np.float32]]:
        """Centred vectors, and what the models themselves say (`Encoded.heads`).

        Args:
            as_read: texts as the models are given them: masking costs, so it is done once.
        """
        said = self._backend.encode(as_read)
        values = self._constants.centred(said.vectors, side, self._backend.blocks)
        return Vectors(self.model_id, side, values), said.heads

    def _own(self, vectors: Vectors, side: Side) -> None:
        if vectors.model_id != self.model_id:
            raise ForeignVectorError(
                f"These vectors were made by {vectors.model_id}, not by {self.model_id}: "
                "encode the texts again."
            )
        if vectors.side is not side:
            raise ForeignVectorError(f"These are {vectors.side} vectors where {side}s belong.")
