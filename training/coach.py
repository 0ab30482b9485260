"""Measure the coach: `python -m training.coach GOALS.jsonl STATEMENTS.jsonl [PASTE.jsonl]`.

Lines of the first two are {"text", "spans": [{"quote", "kind"}]}, with the kinds lasting, spec,
todo, headcount, figure, slogan and dated in goals, and purpose, problem and empty in statements.
Lines of the third are {"text", "sentences": [exact substrings in order]}. One JSON object is
printed. A span is found when the coach has one of the same kind whose start and end are the same
once space and punctuation around both are left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from recruiter.coaching import Advice, for_candidate, for_manager, split
from recruiter.encoder import Encoder, get_encoder

#: Space and signs around a span that do not make another span of it.
SIGNS = " \t\r\n.,;:!?\u2026\"'\u201c\u201d\u2018\u2019()[]-\u2013\u2014*\u2022"


@dataclass(frozen=True)
class Place:
    """A trimmed stretch of a text with its kind."""

    start: int
    end: int
    kind: str


@dataclass
class Tally:
    """Spans of one set: how many there are, were found, and were given."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Sequence[Place], given: Sequence[Place]) -> None:
        self.gold.update(one.kind for one in gold)
        self.given.update(one.kind for one in given)
        self.found.update(one.kind for one in gold if one in given)
        self.missed.update(why_missed(one, given) for one in gold if one not in given)

    def report(self) -> dict[str, Any]:
        """Shares, overall and by kind; `correct` is the share of the given ones that are gold."""
        return {
            "n": self.gold.total(),
            "found": _share(self.found.total(), self.gold.total()),
            "given": self.given.total(),
            "correct": _share(self.found.total(), self.given.total()),
            "missed": dict(sorted(self.missed.items())),
            "kinds": {
                kind: {
                    "n": count,
                    "found": _share(self.found[kind], count),
                    "given": self.given[kind],
                }
                for kind, count in sorted(self.gold.items())
            },
        }


def why_missed(one: Place, given: Sequence[Place]) -> str:
    """What the coach has in place of a span: "figure for todo", or where it was cut otherwise."""
    same = [other for other in given if (other.start, other.end) == (one.start, one.end)]
    if same:
        return f"{same[0].kind} for {one.kind}"
    around = [other for other in given if other.start < one.end and one.start < other.end]
    if not around:
        return f"nothing for {one.kind}"
    widest = max(around, key=lambda other: other.end - other.start)
    if widest.start <= one.start and one.end <= widest.end:
        return f"inside {widest.kind} for {one.kind}"
    inner = all(one.start <= other.start and other.end <= one.end for other in around)
    return f"{'cut' if inner else 'elsewhere'} for {one.kind}"


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def trimmed(text: str, start: int, end: int, kind: str) -> Place:
    """A stretch without the space and signs around it."""
    while start < end and text[start] in SIGNS:
        start += 1
    while end > start and text[end - 1] in SIGNS:
        end -= 1
    return Place(start, end, kind)


def placed(text: str, quotes: Sequence[tuple[str, str]]) -> list[Place]:
    """Quotes with their kinds as places in the text.

    A quote is looked for behind the beginning of the one before it, so that one that occurs twice
    is found twice, and one inside another is found at all.

    Raises:
        ValueError: a quote is not in the text.
    """
    found: list[Place] = []
    at = 0
    for quote, kind in quotes:
        start = text.find(quote, at)
        if start < 0:
            start = text.find(quote)
        if start < 0:
            raise ValueError(f"not in the text: {quote!r}")
        place = trimmed(text, start, start + len(quote), kind)
        if place in found and (again := text.find(quote, start + 1)) >= 0:
            place = trimmed(text, again, again + len(quote), kind)
        found.append(place)
        at = place.start
    return found


def measure_spans(rows: Sequence[dict[str, Any]], coach: Callable[[str], Advice]) -> dict[str, Any]:
    """Spans of a coached set, and what coaching a text costs."""
    tally, times = Tally(), []
    for row in rows:
        text = row["text"]
        begun = time.perf_counter()
        advice = coach(text)
        times.append(1000 * (time.perf_counter() - begun))
        tally.add(
            placed(text, [(span["quote"], span["kind"]) for span in row["spans"]]),
            [trimmed(text, one.start, one.end, str(one.kind)) for one in advice.spans],
        )
    return {
        "texts": len(rows),
        **tally.report(),
        "words": sum(len(row["text"].split()) for row in rows),
        "milliseconds_median": round(sorted(times)[len(times) // 2], 1),
    }


def measure_paste(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Statements that a paste was cut into."""
    tally = Tally()
    for row in rows:
        text = row["text"]
        tally.add(
            placed(text, [(sentence, "statement") for sentence in row["sentences"]]),
            [trimmed(text, span.start, span.end, "statement") for span in split(text)],
        )
    report = tally.report()
    del report["kinds"]
    return {"texts": len(rows), **report}


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def measure(
    encoder: Encoder, goals: Path, statements: Path, paste: Path | None, today: date
) -> dict[str, Any]:
    """All sets."""
    encoder.warm()
    report: dict[str, Any] = {
        "encoder": encoder.model_id,
        "goals": measure_spans(_rows(goals), lambda text: for_manager(text, encoder, today=today)),
        "statements": measure_spans(_rows(statements), lambda text: for_candidate(text, encoder)),
    }
    if paste:
        report["paste"] = measure_paste(_rows(paste))
    return report


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("goals", type=Path)
    parser.add_argument("statements", type=Path)
    parser.add_argument("paste", type=Path, nargs="?")
    parser.add_argument("--encoder", type=Path, help="another model's folder")
    options = parser.parse_args()
    report = measure(
        get_encoder(options.encoder),
        options.goals,
        options.statements,
        options.paste,
        date.today(),
    )
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
