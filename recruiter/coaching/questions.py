"""The next question, from the reviewed set of questions.toml and from nowhere else."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "questions.toml"


class Voice(StrEnum):
    """Who is coached."""

    CANDIDATE = "candidate"
    MANAGER = "manager"
    RECRUITER = "recruiter"


@cache
def question_set() -> dict[str, dict[str, list[str]]]:
    """All questions by voice and situation."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def next_question(voice: Voice, situation: str, sentences: int) -> str:
    """The question for a situation.

    Args:
        voice: who is asked.
        situation: a heading of the set, such as "purpose" or "nothing".
        sentences: how many there are so far. It alone chooses within a situation, so that the
            question stays while a sentence is being typed, and is the same for everybody who has
            got as far.

    Raises:
        KeyError: the set has no such situation.
    """
    asked = question_set()[voice][situation]
    return asked[max(sentences - 1, 0) % len(asked)]
