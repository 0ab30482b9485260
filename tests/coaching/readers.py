"""Encoders of a test's own: they know the probability of the words that they were given."""

from collections.abc import Mapping, Sequence

from recruiter.encoder import Reading
from recruiter.encoder.cues import find_cues
from recruiter.encoder.language import language_of


class Statements:
    """Reads as purpose, with a probability, what holds one of these words; else as a problem."""

    def __init__(self, chances: Mapping[str, float], otherwise: float = 0.05) -> None:
        self.chances, self.otherwise = chances, otherwise
        self.calls: list[list[str]] = []

    def read_statements(self, texts: Sequence[str]) -> list[Reading]:
        self.calls.append(list(texts))
        return [self.reading(text) for text in texts]

    def reading(self, text: str) -> Reading:
        language = language_of(text)
        if not language.read:
            return Reading(False, language.reason, None, None, None, ())
        chance = max(
            (value for word, value in self.chances.items() if word in text),
            default=self.otherwise,
        )
        return Reading(True, "", b"", chance, 0.0, find_cues(text))


class Goals:
    """Reads as lasting, with a probability, whatever holds one of these words; else as a spec."""

    def __init__(self, chances: Mapping[str, float], otherwise: float = 0.05) -> None:
        self.chances, self.otherwise = chances, otherwise
        self.calls: list[list[str]] = []

    def lasting(self, texts: Sequence[str]) -> list[float | None]:
        self.calls.append(list(texts))
        return [self.chance(text) for text in texts]

    def chance(self, text: str) -> float | None:
        if not language_of(text).read:
            return None
        return max(
            (value for word, value in self.chances.items() if word in text),
            default=self.otherwise,
        )
