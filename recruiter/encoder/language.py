"""Whether a text is in a language that the encoder reads: English.

A vector of a text that the models cannot read is noise that looks like a fit, so such a text is
said to be "not read" and never scored. Scripts and function words decide; a short text has the
benefit of the doubt, for names, titles and lists of tools have no function words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

MAX_CHARACTERS = 4000
#: From here on a text says enough of its language to be refused for its words.
MIN_WORDS = 4
#: From here on a text without any sign of English is refused, even if no other language is seen.
MANY_WORDS = 10
MIN_ENGLISH_SHARE = 0.12
MAX_ACCENTED_SHARE = 0.09

WORD = re.compile(r"[^\W\d_]+")
#: "La Casa de las Madres", "Leroy van der Berg": particles inside names tell nothing of the text.
NAME = re.compile(
    r"\b[A-Z]\w*(?:\s+(?:(?:de|del|della|den|der|di|do|dos|du|la|las|le|los|van|von)\s+){1,2}"
    r"[A-Z]\w*)+"
)

WORDS_FILE = Path(__file__).parent / "data" / "function_words.json"
#: Function words; one that English uses as well counts for both, so English must be outvoted.
OTHERS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in json.loads(WORDS_FILE.read_text(encoding="utf-8")).items()
}
ENGLISH = OTHERS.pop("English")
#: What English words look like when they are no function words.
ENGLISH_SHAPE = re.compile(
    r"(?:ings?|tions?|ed|ly|ment|ness|ous|able|ible|ers?|ity|ful|less|ship|ght|ck|sh|th)$"
)

#: Beginnings of the Unicode names of letters, and what a reader would call their writing.
SCRIPTS = {
    "CYRILLIC": "Russian or another language in Cyrillic letters",
    "GREEK": "Greek",
    "ARABIC": "Arabic, Persian or Urdu",
    "HEBREW": "Hebrew",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "Hindi or a neighbour of it",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
    "TELUGU": "Telugu",
    "THAI": "Thai",
    "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian",
    "ETHIOPIC": "Amharic or Tigrinya",
}


@dataclass(frozen=True)
class Language:
    """Whether the encoder reads the text, and, when it does not, why in a few plain words."""

    read: bool
    reason: str = ""


def language_of(text: str) -> Language:
    """Tell English from the rest.

    A few foreign words inside English are fine; the language that most of the text is in counts.
    """
    cut = unicodedata.normalize("NFC", text[:MAX_CHARACTERS].encode("utf-8", "replace").decode())
    letters = [character for character in cut if character.isalpha()]
    if not letters:
        return Language(False, "not read: there are no words in it")
    foreign = _foreign_script(letters)
    if foreign:
        return Language(False, f"not read: this looks like {foreign}")
    # Single letters are initials as often as words.
    words = [
        word.lower() for word in WORD.findall(NAME.sub(" ", cut)) if len(word) > 1 or word in "Ia"
    ]
    if len(words) < MIN_WORDS:
        return Language(True)
    english = sum(word in ENGLISH for word in words)
    language, hits = max(
        ((name, [word for word in words if word in known]) for name, known in OTHERS.items()),
        key=lambda pair: len(pair[1]),
    )
    only_other = sum(word not in ENGLISH for word in hits)
    if only_other >= 2 and (not english or len(hits) > english + 1):
        return Language(False, f"not read: this looks like {language}")
    shaped = english + sum(
        word not in ENGLISH and ENGLISH_SHAPE.search(word) is not None for word in words
    )
    accented = sum(ord(letter) > 127 for letter in letters) / len(letters)
    few = MIN_ENGLISH_SHARE * len(words)
    if (
        (len(words) >= MANY_WORDS and shaped < few)
        or (accented > MAX_ACCENTED_SHARE and english < few)
        or (accented > MAX_ACCENTED_SHARE / 2 and len(words) > MIN_WORDS + 1 and not shaped)
    ):
        return Language(False, "not read: this does not look like English")
    return Language(True)


def _foreign_script(letters: list[str]) -> str:
    """What writing other than Latin most letters are in; empty when most are Latin."""
    # Every script has its first letter's code above Latin's last; names are slow to look up.
    other = [letter for letter in letters if ord(letter) > 0x036F and ord(letter) < 0x1E00]
    other += [letter for letter in letters if ord(letter) >= 0x1F00]
    if len(other) * 2 <= len(letters):
        return ""
    scripts = Counter(unicodedata.name(letter, "?").split(" ")[0] for letter in other)
    # Japanese mixes Chinese characters with its own.
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return SCRIPTS["HIRAGANA"]
    return SCRIPTS.get(scripts.most_common(1)[0][0], "a language in another writing")
