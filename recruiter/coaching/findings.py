"""What the coach returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from recruiter.coaching.kinds import Kind
from recruiter.coaching.sentences import Span
from recruiter.encoder import Reading


class StatementReader(Protocol):
    """What the coach needs of an encoder for statements."""

    def read_statements(self, texts: Sequence[str]) -> list[Reading]:
        """Probability of purpose and cues of each text, in order."""


class GoalReader(Protocol):
    """What the coach needs of an encoder for goals."""

    def lasting(self, texts: Sequence[str]) -> list[float | None]:
        """Probability that each text, a goal or a part of one, says why a department exists.

        In 0..1; None for a text that is not read.
        """


@dataclass(frozen=True, slots=True)
class Finding:
    """What one sentence, clause or phrase is: text[start:end] of the text that was coached.

    Attributes:
        reason: one plain sentence, with the phrase that carried it where one did.
        cue: where that phrase stands; None where nothing but the whole carried it.
        probability: the engine's, in 0..1, that it is a purpose or a lasting goal; None where a
            rule decided or the text is not read.
        is_phrase: it is a part of another finding: a date in a plan.
    """

    start: int
    end: int
    kind: Kind
    reason: str
    cue: Span | None = None
    probability: float | None = None
    is_phrase: bool = False

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def quoted(text: str, cue: Span) -> str:
    """A phrase as reasons quote it, on one line."""
    return f"\u201c{' '.join(cue.of(text).split())}\u201d"


def shifted(start: int, end: int, by: int) -> Span:
    """A place in a clause as a place in the text."""
    return Span(start + by, end + by)
