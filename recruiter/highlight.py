"""A text cut at its cues, so that a template can mark them without trusting the text."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; `kind` is "purpose", "problem" or "" for unmarked."""

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
