"""Which words carry a fit: a text cut into clauses, and the one that is missed most.

Occlusion: a clause is taken out, the rest is encoded again, and what the fit falls by is what the
clause was worth. A reader can check it with a pencil, whatever the model inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recruiter.encoder.encoder import Encoder
from recruiter.encoder.text import goal_text
from recruiter.encoder.vectors import Side, Vectors

Span = tuple[int, int]
"""Where a stretch of a text begins and ends: text[start:end]."""

#: Fewer words are no clause of their own.
MIN_WORDS = 3
#: About so many words has a window of a text without an inner border.
WINDOW_WORDS = 4
WORD = re.compile(r"\S*\w\S*")
#: Signs between two clauses, and words that only join them; they belong to neither. A point or a
#: comma within a number or a name ("3.5", "1,000") has no space after it.
_SIGNS = (
    r"[,;:.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s|$)"
    r"|[()\[\]\u2013\u2014\"\u201c\u201d]+|\s-{1,2}(?=\s)"
)
_JOINS = r"(?:and|or|nor|but|yet|plus)\b"
_SEPARATOR = rf"(?:\s*(?:{_SIGNS})\s*|\s+{_JOINS}(?=\s))+"
#: Words that begin a clause and belong to it.
_OPENS = (
    r"\s+(?=(?:because|so|since|while|whereas|when|whenever|until|unless|although|though|if"
    r"|before|after|that|which|who|whose|where|instead|rather|without)\b)"
)
SENTENCE_END = frozenset(".!?\u2026")
BORDER = re.compile(rf"{_SEPARATOR}|{_OPENS}", re.IGNORECASE)
#: Words before which a window is rather cut than one word earlier or later.
PHRASE_OPENS = re.compile(
    r"(?:to|of|for|in|on|at|with|from|by|about|into|over|under|through|between|against|than|as"
    r"|around|across|behind|near)$",
    re.IGNORECASE,
)
#: What a clause that is taken out leaves hanging in front of it.
LEFT_OVER = re.compile(rf"(?:[\s,;:(\u2013\u2014-]|(?<!\w){_JOINS}\s*$)+$", re.IGNORECASE)
LEADING = re.compile(rf"^(?:[\s,;:.!?)\u2013\u2014-]|{_JOINS}(?=\s))+", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """A statement and a big goal, whose department's name the encoder reads as well."""

    department: str
    goal: str
    statement: str


@dataclass(frozen=True)
class Evidence:
    """The clauses that bring a pair together, one of each text.

    Attributes:
        statement_span, goal_span: the clause without which the fit is lowest, or the part of one
            where no whole clause lowers it, by offset into the statement and into the goal's text;
            None where leaving out nothing lowers the fit. A text of one clause is that clause.
        statement_drop, goal_drop: by how much the fit (0..1) falls without it; 0 with None. A text
            of one clause has nothing to be compared with: its drop is the fit itself.
    """

    statement_span: Span | None
    goal_span: Span | None
    statement_drop: float
    goal_drop: float


def clauses(text: str) -> list[Span]:
    """Cut a text at its punctuation and conjunctions.

    Returns:
        Clauses of at least three words in order of position, without the signs around them; fewer
        words go with what follows, or with what stands before where a sentence ends. A text with no
        inner border is cut into windows of about four words, of six words on. One span for a
        shorter text, none for a text without a word.
    """
    found: list[Span] = []
    begin: int | None = None
    joined = False  # whether the text goes on within a sentence where the next piece begins
    last = 0
    for start, end, ends_sentence in _pieces(text):
        if not _words(text, start, end):
            continue
        begin = start if begin is None else begin
        if len(_words(text, begin, end)) >= MIN_WORDS:
            found.append((begin, end))
            begin = None
        elif found and joined and ends_sentence:
            found[-1] = (found[-1][0], end)
            begin = None
        joined, last = not ends_sentence, end
    if begin is not None:
        found[-1:] = [(found[-1][0] if found else begin, last)]
    return _windows(text, *found[0]) if len(found) == 1 else found


def parts(text: str) -> list[Span]:
    """The clauses of a text, each cut into windows of about four words where it has six or more."""
    return [window for clause in clauses(text) for window in _windows(text, *clause)]


def without(text: str, span: Span) -> str:
    """The text with a clause taken out, and what would hang in the air with it."""
    left, right = text[: span[0]], text[span[1] :]
    left = LEFT_OVER.sub("", left)
    right = right.lstrip() if left else LEADING.sub("", right)
    if left.endswith((".", "!", "?", "\u2026")):
        right = LEADING.sub("", right)
    between = "" if not left or right[:1] in set(",;:.!?)") else " "
    return (left + between + right).strip()


def evidence(encoder: Encoder, pairs: Sequence[Pair]) -> list[Evidence]:
    """Find the words that carry the fit of each pair, one side at a time.

    Clause after clause is left out; where that never lowers the fit, part after part of every
    clause. Each distinct wording is encoded once, all of a side together: about four of a statement
    and five of a goal. The department's name is always read and never taken out.

    Returns:
        In the order of the pairs. Of equal clauses the first.
    """
    wordings = Wordings(encoder)
    said = [_Half(one.statement, goal_text(one.department, one.goal)) for one in pairs]
    aims = [_Half(one.goal, one.statement, one.department) for one in pairs]
    statements = _most_missed(wordings, said, Side.STATEMENT)
    goals = _most_missed(wordings, aims, Side.GOAL)
    return [
        Evidence(statement[0], goal[0], statement[1], goal[1])
        for statement, goal in zip(statements, goals, strict=True)
    ]


class Wordings:
    """Fits between wordings of statements and goals, each encoded once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[Side, dict[str, int]] = {side: {} for side in Side}
        self._vectors: dict[Side, Vectors] = {}

    def learn(self, texts: Iterable[str], side: Side) -> None:
        """Encode what is new among the texts, all of it together."""
        known = self._rows[side]
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if not new:
            return
        encode = (
            self._encoder.encode_goals if side is Side.GOAL else self._encoder.encode_statements
        )
        rows = encode(new)
        known |= {text: len(known) + row for row, text in enumerate(new)}
        before = self._vectors.get(side)
        if before is not None:
            rows = Vectors(rows.model_id, side, np.vstack((before.values, rows.values)))
        self._vectors[side] = rows

    def column(self, side: Side, texts: Sequence[str], against: str) -> list[float]:
        """Fits of learned texts of one side to one of the other, in 0..1."""
        goals, statements = (texts, [against]) if side is Side.GOAL else ([against], texts)
        fits = self._encoder.fit(self._of(goals, Side.GOAL), self._of(statements, Side.STATEMENT))
        return [float(fit) for fit in fits.ravel()]

    def _of(self, texts: Sequence[str], side: Side) -> Vectors:
        return self._vectors[side].rows([self._rows[side][text] for text in texts])


@dataclass(frozen=True)
class _Half:
    """One text of a pair, to be thinned out, and the whole other text that it is held against."""

    text: str
    against: str
    department: str | None = None

    def read(self, text: str) -> str:
        """What the encoder is given in place of the text."""
        return text if self.department is None else goal_text(self.department, text)

    def thinned(self, spans: Sequence[Span]) -> list[str]:
        """What is read of the whole text, then without each span; the whole alone for one span."""
        rest = [without(self.text, span) for span in spans] if len(spans) > 1 else []
        return [self.read(text) for text in (self.text, *rest)]


def _most_missed(
    wordings: Wordings, halves: Sequence[_Half], side: Side
) -> list[tuple[Span | None, float]]:
    """For each text of one side the stretch whose absence lowers the fit most, and by how much."""
    other = Side.GOAL if side is Side.STATEMENT else Side.STATEMENT
    wordings.learn((half.against for half in halves), other)
    found: list[tuple[Span | None, float]] = [(None, 0.0)] * len(halves)
    for cut in (clauses, parts):
        # Only where no clause told anything are its parts asked.
        asked = {row: cut(halves[row].text) for row, (span, _) in enumerate(found) if span is None}
        texts = {row: halves[row].thinned(spans) for row, spans in asked.items()}
        wordings.learn((text for several in texts.values() for text in several), side)
        for row, spans in asked.items():
            if spans:
                whole, *rest = wordings.column(side, texts[row], halves[row].against)
                drops = [whole - fit for fit in rest] or [whole]
                best = int(np.argmax(drops))
                if drops[best] > 0:
                    found[row] = spans[best], drops[best]
    return found


def _pieces(text: str) -> list[tuple[int, int, bool]]:
    """What lies between the borders, without white space, and whether a sentence ends there."""
    edges, at = [], 0
    for border in BORDER.finditer(text):
        edges.append((at, border.start(), not SENTENCE_END.isdisjoint(border[0])))
        at = border.end()
    edges.append((at, len(text), True))
    trimmed = []
    for start, end, ends_sentence in edges:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        trimmed.append((left, max(left, start + len(piece.rstrip())), ends_sentence))
    return trimmed


def _words(text: str, start: int, end: int) -> list[Span]:
    return [match.span() for match in WORD.finditer(text, start, end)]


def _windows(text: str, start: int, end: int) -> list[Span]:
    """A clause cut into parts of nearly as many words each; itself when it is too short."""
    words = _words(text, start, end)
    parts = max(2, round(len(words) / WINDOW_WORDS))
    if len(words) < 2 * MIN_WORDS:
        return [(start, end)]
    cuts = [0]
    for part in range(1, parts):
        even = len(words) * part // parts
        near = [cut for cut in (even, even + 1, even - 1) if _fits(cut, cuts[-1], len(words))]
        opening = [cut for cut in near if PHRASE_OPENS.match(text[slice(*words[cut])])]
        cuts += (opening or near)[:1]
    cuts.append(len(words))
    edges = [(words[first][0], words[after - 1][1]) for first, after in pairwise(cuts)]
    return [(start, edges[0][1]), *edges[1:-1], (edges[-1][0], end)]


def _fits(cut: int, before: int, words: int) -> bool:
    """Whether a cut leaves enough words on both of its sides."""
    return cut - before >= MIN_WORDS and words - cut >= MIN_WORDS
