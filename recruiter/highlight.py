"""A text cut where it is to be marked, so that a template need not trust the text."""

from collections.abc import Iterable
from dataclasses import dataclass

from recruiter.encoder.masking import masked
from recruiter.encoder.text import normalised


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; `kind` is "purpose", "problem", "match", that of a mask, or ""."""

    text: str
    kind: str = ""


def segments(text: str, cues: Iterable[tuple[int, int, str]]) -> list[Segment]:
    """Cut a text at its cues.

    Args:
        text: as it was read.
        cues: (start, end, kind) by offset into the text. Those that overlap an earlier one, or lie
            outside the text, are left unmarked.

    Returns:
        Segments that join to the text exactly.
    """
    parts: list[Segment] = []
    at = 0
    for start, end, kind in sorted(cues):
        if start < at or end <= start or end > len(text):
            continue
        if start > at:
            parts.append(Segment(text[at:start]))
        parts.append(Segment(text[start:end], kind))
        at = end
    if at < len(text):
        parts.append(Segment(text[at:]))
    return parts


def marked(text: str, start: int, end: int) -> list[Segment]:
    """Cut a text at the words that carry a match; in one piece where they are none."""
    return segments(text, [(start, end, "match")])


def as_read(text: str) -> list[Segment]:
    """What the engine reads of a statement, cut at the places that it reads otherwise.

    Returns:
        Segments that join to the masked text exactly; one of a mask names its kind, and has no text
        where something was left out. Empty when the statement is read as it was written.
    """
    clean = normalised(text)
    read = masked(clean)
    if read.text == clean:
        return []
    parts: list[Segment] = []
    at = 0
    for mask in read.masks:
        if mask.start > at:
            parts.append(Segment(clean[at : mask.start]))
        parts.append(Segment(mask.replacement, mask.kind))
        at = mask.end
    if at < len(clean):
        parts.append(Segment(clean[at:]))
    return parts
