"""What differs between two wordings, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\S+\s*|^\s+")


class Change(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A run of words, with the white space after it."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Tell which words stayed, went and came.

    Returns:
        In reading order. The texts of what was kept or added join to `after`, those of what was
        kept or removed to `before`, but for white space: at the ends, and where only it differs.

    Cost:
        0.15 s for two wordings of 1000 one-letter words, the worst that was found.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    # Compared without the white space: a new line break is no new word.
    matcher = SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    pieces: list[Piece] = []
    for name, a, b, c, d in matcher.get_opcodes():
        if name == "equal":
            pieces.append(Piece(Change.KEPT, "".join(new[c:d])))
            continue
        if a < b:
            pieces.append(Piece(Change.REMOVED, "".join(old[a:b])))
        if c < d:
            pieces.append(Piece(Change.ADDED, "".join(new[c:d])))
    return [
        # The last word of a wording has no white space after it, and may not be the last here.
        piece if piece is pieces[-1] or piece.text[-1].isspace() else spaced(piece)
        for piece in pieces
    ]


def spaced(piece: Piece) -> Piece:
    return Piece(piece.change, piece.text + " ")
