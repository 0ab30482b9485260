"""Whether a text is in a language that the encoder reads: English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """Whether the encoder reads the text, and, when it does not, why in a few plain words."""

    read: bool
    reason: str = ""


def language_of(text: str) -> Language:
    """Tell English from the rest; a short text has the benefit of the doubt."""
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return Language(False, "not read: there are no words in it")
    if sum(ord(character) < 0x250 for character in letters) < 0.5 * len(letters):
        return Language(False, "not read: this is not written in English")
    return Language(True)
