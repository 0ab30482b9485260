"""The first hand's goals, statements and graded pairs: for calibration and for measuring only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from recruiter.encoder import goal_text

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Goal:
    """A department's big goal; all goals of a theme are in one split.

    The voice is "spoken" (as a manager would say it) or "strategy" (as papers put it).
    """

    id: str
    theme: str
    department: str
    text: str
    voice: str
    split: str

    @property
    def encoded(self) -> str:
        """The text that the encoder is given."""
        return goal_text(self.department, self.text)


@dataclass(frozen=True)
class Statement:
    """What somebody might say of themself, and what a careful reader would call it.

    The voice names the manner in which it was written; `hard` ones mislead by their words.
    """

    id: str
    text: str
    label: str
    hard: bool
    split: str
    voice: str
    theme: str = ""

    @property
    def is_purpose(self) -> bool:
        """Whether the annotator called it a purpose."""
        return self.label == "PURPOSE"


@dataclass(frozen=True)
class Pair:
    """How a statement serves a goal: 2 the same purpose, 1 a neighbouring one, 0 not at all."""

    goal: str
    statement: str
    grade: int


def _lines(name: str) -> list[dict[str, object]]:
    with (FOLDER / name).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def load_goals() -> list[Goal]:
    """All goals in file order."""
    return [Goal(**row) for row in _lines("goals.jsonl")]  # type: ignore[arg-type]


def load_statements() -> list[Statement]:
    """All statements in file order."""
    return [Statement(**row) for row in _lines("statements.jsonl")]  # type: ignore[arg-type]


def load_pairs() -> list[Pair]:
    """All graded pairs; a pair that is not listed counts as 0."""
    return [Pair(**row) for row in _lines("pairs.jsonl")]  # type: ignore[arg-type]
