"""gettext for what a list asks for each of its rows: looked up once a language.

Imported as `_`, by which the words are found that are to be translated.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from django.utils.translation import get_language, gettext

Key = TypeVar("Key")


def worded(text: str) -> str:
    return kept(text, get_language())


@lru_cache(maxsize=2000)
def kept(text: str, language: str | None) -> str:
    """In the language that is active, which is what `language` names."""
    del language
    return gettext(text)


class Told(Mapping[Key, str]):
    """Words by key, in the language of whoever reads them."""

    def __init__(self, words: Mapping[Key, str]) -> None:
        self.words = words

    def __getitem__(self, key: Key) -> str:
        return worded(self.words[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)
