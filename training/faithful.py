"""Whether the highlighted words carry the fit: `python -m training.faithful GOALS POOL RELEVANCE`.

GOALS is JSON lines of id, department and text; POOL of id and text; RELEVANCE of goal and
relevant: {statement: grade}. Every relevant pair is asked, on either side: does taking out the
marked clause lower the fit more than taking out another? One JSON object is printed.

"Another" is first a random other clause. That is the promise on the page, and a clause that was
found by leaving out all in turn keeps it by its making, but for ties. So a harder question is asked
as well: a random stretch of as many words, wherever it begins, also half within the clause.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recruiter.encoder import Encoder, Side, get_encoder, goal_text
from recruiter.encoder.clauses import (
    WORD,
    Evidence,
    Pair,
    Span,
    Wordings,
    clauses,
    evidence,
    parts,
    without,
)

DRAWS = 20
SEED = 7


@dataclass(frozen=True)
class Relevant:
    """A pair that a person graded 2 (the same purpose) or 1 (a neighbouring one)."""

    pair: Pair
    grade: int


@dataclass(frozen=True)
class Contest:
    """The highlighted clause of one text against others.

    Attributes:
        drop: by how much the fit falls without it; 0 where none was highlighted.
        others: the same for what was drawn, shape (draws,); empty when the text has no other.
    """

    grade: int
    drop: float
    others: NDArray[np.float64]

    @property
    def won(self) -> float:
        """Share of the draws that it beats. A tie is lost, and so is a fall that is none."""
        return float((self.drop > np.maximum(self.others, 0)).mean())

    @property
    def wins(self) -> bool:
        """Whether it beats the mean of what was drawn."""
        return self.drop > max(0.0, float(self.others.mean()))


def stretches(text: str, span: Span) -> list[Span]:
    """Every stretch of as many words as the span has, but for the span itself."""
    words = [match.span() for match in WORD.finditer(text)]
    size = len(WORD.findall(text[slice(*span)]))
    return [
        (words[first][0], words[first + size - 1][1])
        for first in range(len(words) - size + 1)
        if not words[first][0] <= span[0] < words[first][1]
    ]


def other_clauses(text: str, span: Span) -> list[Span]:
    """The other clauses; the other parts where a part of a clause is highlighted."""
    cut = clauses(text)
    return [other for other in (cut if span in cut else parts(text)) if other != span]


Shares = dict[str, float]
Others = Callable[[str, Span], list[Span]]
OTHERS: dict[str, Others] = {"clause": other_clauses, "stretch": stretches}


def measure(
    encoder: Encoder,
    pairs: Sequence[Relevant],
    rivals: Sequence[str] = ("clause", "stretch"),
    draws: int = DRAWS,
) -> dict[str, Shares]:
    """Hold the highlighted words of all pairs against random others.

    Args:
        rivals: names of `OTHERS`; stretches take most of the time.
    """
    found = evidence(encoder, [one.pair for one in pairs])
    report: dict[str, Shares] = {}
    wordings = Wordings(encoder)
    for name in rivals:
        for side in (Side.STATEMENT, Side.GOAL):
            rows = contests(wordings, pairs, found, OTHERS[name], draws, side)
            report[f"{side}_against_a_{name}"] = told(rows)
    return report


def contests(
    wordings: Wordings,
    pairs: Sequence[Relevant],
    found: Sequence[Evidence],
    others: Others,
    draws: int,
    side: Side,
) -> list[Contest]:
    """One contest per pair whose text on this side has something else to take out."""
    random = np.random.default_rng(SEED)
    rows = []
    for one, seen in zip(pairs, found, strict=True):
        pair, span, drop = one.pair, seen.statement_span, seen.statement_drop
        text = pair.statement
        if side is Side.GOAL:
            text, span, drop = pair.goal, seen.goal_span, seen.goal_drop
        # Where nothing is highlighted the first clause stands for it: the pair is lost either way.
        rivals = others(text, span or (clauses(text) or [(0, 0)])[0])
        if rivals:
            drawn = [without(text, rivals[row]) for row in random.integers(0, len(rivals), draws)]
            rows.append(Contest(one.grade, drop, drops(wordings, pair, drawn, side)))
    return rows


def drops(wordings: Wordings, pair: Pair, texts: Sequence[str], side: Side) -> NDArray[np.float64]:
    """By how much the fit falls with each wording in place of the whole text."""
    goal = goal_text(pair.department, pair.goal)
    wordings.learn([goal], Side.GOAL)
    wordings.learn([pair.statement], Side.STATEMENT)
    if side is Side.GOAL:
        texts = [goal_text(pair.department, text) for text in texts]
    wordings.learn(texts, side)
    against = pair.statement if side is Side.GOAL else goal
    own = goal if side is Side.GOAL else pair.statement
    whole, *rest = wordings.column(side, [own, *texts], against)
    return whole - np.array(rest)


def told(rows: Sequence[Contest]) -> Shares:
    """Shares over the contests, and over those of grade 2 alone."""
    if not rows:
        return {"n": 0}
    strong = [row for row in rows if row.grade == 2]
    return {
        "n": len(rows),
        "beats_a_random_one": short(np.mean([row.won for row in rows])),
        "beats_their_mean": short(np.mean([row.wins for row in rows])),
        "nothing_highlighted": sum(row.drop == 0 for row in rows),
        "n_same_purpose": len(strong),
        "same_purpose_beats_a_random_one": short(np.mean([row.won for row in strong]))
        if strong
        else 0,
    }


def short(value: float | np.floating) -> float:
    return round(float(value), 4)


def read_pairs(goals: Path, pool: Path, relevance: Path) -> list[Relevant]:
    """The relevant pairs of a set, in the order of its file."""
    goal = {row["id"]: row for row in lines(goals)}
    said = {row["id"]: str(row["text"]) for row in lines(pool)}
    return [
        Relevant(
            Pair(goal[row["goal"]]["department"], goal[row["goal"]]["text"], said[key]), int(grade)
        )
        for row in lines(relevance)
        for key, grade in row["relevant"].items()
        if int(grade) > 0
    ]


def lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("goals", "pool", "relevance"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--draws", type=int, default=DRAWS)
    options = parser.parse_args()
    pairs = read_pairs(options.goals, options.pool, options.relevance)
    encoder = get_encoder()
    shares = measure(encoder, pairs, draws=options.draws)
    head = {"encoder": encoder.model_id, "pairs": len(pairs), "draws": options.draws}
    print(json.dumps(head | shares, indent=2))


if __name__ == "__main__":
    main()
