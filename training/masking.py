"""How well masks cover what describes a writer, and how seldom they touch anything else.

    python -m training.masking [FILE.jsonl]

Each line of the file is a sentence: `text`, `kind`, `innocent`, `half` ("tuned" when its kind of
phrase may be looked at while rules are written, "held" when only figures may be), and `masks`, the
spans of words that describe the writer. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from recruiter.encoder.masking import Masked, masked

SENTENCES = Path(__file__).parent.parent / "tests" / "encoder" / "masking_sentences.jsonl"
#: Kinds of masks that leave what a sentence is about alone.
HARMLESS = frozenset({"spelling", "pronoun", "gendered word"})


@dataclass(frozen=True)
class Sentence:
    """A sentence and the spans in it that describe its writer; an innocent one has none."""

    text: str
    kind: str
    innocent: bool
    half: str
    masks: tuple[tuple[int, int], ...]


def load(path: Path = SENTENCES) -> list[Sentence]:
    """All sentences in file order."""
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream if line.strip()]
    return [
        Sentence(
            text=row["text"],
            kind=row["kind"],
            innocent=row["innocent"],
            half=row["half"],
            masks=tuple((start, end) for start, end in row["masks"]),
        )
        for row in rows
    ]


def is_covered(result: Masked, start: int, end: int) -> bool:
    """Whether one mask of a trait takes the whole span away."""
    return any(
        mask.start <= start and end <= mask.end and mask.kind not in HARMLESS
        for mask in result.masks
    )


def false_masks(result: Masked) -> int:
    """How many masks of an innocent sentence change more than spelling and pronouns."""
    return sum(mask.kind not in HARMLESS for mask in result.masks)


def measured(sentences: Sequence[Sentence]) -> dict[str, float | int]:
    """Coverage over spans that describe the writer, false masks over innocent sentences."""
    results = [(one, masked(one.text)) for one in sentences]
    spans = [is_covered(result, start, end) for one, result in results for start, end in one.masks]
    innocent = [false_masks(result) > 0 for one, result in results if one.innocent]
    return {
        "sentences": len(sentences),
        "traits": len(spans),
        "covered": sum(spans),
        "coverage": _share(spans),
        "innocent": len(innocent),
        "changed": sum(innocent),
        "false_masks": _share(innocent),
    }


def _share(outcomes: Sequence[bool]) -> float:
    return round(sum(outcomes) / len(outcomes), 4) if outcomes else 0.0


def report(sentences: Iterable[Sentence]) -> dict[str, object]:
    """Figures of all sentences, of both halves and of every kind."""
    rows = list(sentences)
    kinds = sorted({one.kind for one in rows})
    return {
        "all": measured(rows),
        "tuned": measured([one for one in rows if one.half == "tuned"]),
        "held": measured([one for one in rows if one.half == "held"]),
        "kinds": {kind: measured([one for one in rows if one.kind == kind]) for kind in kinds},
    }


def main() -> None:
    """Print the report of the project's sentences, or of another file's."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES
    print(json.dumps(report(load(path)), indent=1))


if __name__ == "__main__":
    main()
