"""Purpose or problem: what somebody chooses to do, against what they were paid to solve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class CueKind(StrEnum):
    PURPOSE = "purpose"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Cue:
    """A phrase that speaks for one kind: text[start:end] of the text as it was given."""

    start: int
    end: int
    kind: CueKind


PATTERNS = {
    CueKind.PURPOSE: re.compile(
        r"\b(?:in my (?:spare|free) time|at weekends|on (?:saturdays|sundays)|stay up at night"
        r"|started an association|i founded|volunteer|unasked|i believe)\b",
        re.IGNORECASE,
    ),
    CueKind.PROBLEM: re.compile(
        r"\b(?:years of experience|certifi(?:ed|cation)|responsible for|i have worked|black belt"
        r"|results[- ]driven|proficient in)\b",
        re.IGNORECASE,
    ),
}


def find_cues(text: str) -> tuple[Cue, ...]:
    """Cue phrases in order of position."""
    found = [
        Cue(match.start(), match.end(), kind)
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end)))


class PurposeModel:
    """Probability that a statement is a purpose."""

    def probabilities(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[float]:
        """One probability per text, in 0..1; the vectors are the texts' own, in order."""
        if len(texts) != len(vectors):
            raise ValueError("one vector per text")
        chances = []
        for text in texts:
            cues = find_cues(text)
            purpose = sum(cue.kind is CueKind.PURPOSE for cue in cues)
            chances.append(float(1 / (1 + np.exp(-1.5 * (2 * purpose - len(cues))))))
        return chances
