"""Which words carry a fit: a text cut into clauses, and the one that is missed most.

Occlusion: a clause is taken out, the rest is encoded again, and what the fit falls by is what the
clause was worth. A reader can check it with a pencil, whatever the model inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recruiter.encoder.encoder import Encoder
from recruiter.encoder.text import goal_text

Span = tuple[int, int]
"""Where a stretch of a text begins and ends: text[start:end]."""

#: Fewer words are no clause of their own.
MIN_WORDS = 3
#: About so many words has a window of a text without an inner border.
WINDOW_WORDS = 4
WORD = re.compile(r"\S*\w\S*")
#: Signs between two clauses, and words that only join them; they belong to neither. A point or a
#: comma within a number or a name ("3.5", "1,000") has no space after it.
_SIGNS = r"[,;:.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s|$)|[()\[\]\u2013\u2014\"\u201c\u201d]+|\s-{1,2}(?=\s)"
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
PHRASE_OPENS = frozenset(
    "to of for in on at with from by about into over under through between against than as"
    " around across behind near".split()
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
        statement_span, goal_span: the clause without which the fit is lowest, by offset into the
            statement and into the goal's text; None where leaving out no clause lowers the fit.
            A text of one clause is that clause.
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
        words go with what follows, or with what stands before where a sentence ends. A text with no inner border
        is cut into windows of about four words, of six words on. One span for a shorter text, none
        for a text without a word.
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
    """Find the clauses that carry the fit of each pair, one side at a time.

    Every distinct text is encoded once, all of a side together: about four texts a statement and
    five a goal. The department's name is always read and never taken out.

    Returns:
        In the order of the pairs. Of equal clauses the first.
    """
    statements = _Side(dict.fromkeys(t for pair in pairs for t in _statements(pair)))
    goals = _Side(dict.fromkeys(t for pair in pairs for t in _goals(pair)))
    if not pairs:
        return []
    said = encoder.encode_statements(statements.texts)
    aims = encoder.encode_goals(goals.texts)
    found = []
    for pair in pairs:
        rows, columns = statements.places(_statements(pair)), goals.places(_goals(pair))
        across = encoder.fit(aims.rows(columns[:1]), said.rows(rows))[:, 0]
        down = encoder.fit(aims.rows(columns), said.rows(rows[:1]))[0]
        statement_span, statement_drop = _most_missed(clauses(pair.statement), across.tolist())
        goal_span, goal_drop = _most_missed(clauses(pair.goal), down.tolist())
        found.append(Evidence(statement_span, goal_span, statement_drop, goal_drop))
    return found


class _Side:
    """Distinct texts of one side, and where each stands among them."""

    def __init__(self, texts: dict[str, None]) -> None:
        self.texts = list(texts)
        self._at = {text: row for row, text in enumerate(self.texts)}

    def places(self, texts: Sequence[str]) -> list[int]:
        return [self._at[text] for text in texts]


def _statements(pair: Pair) -> list[str]:
    """The statement, then the statement without each clause."""
    return [pair.statement, *_thinned(pair.statement)]


def _goals(pair: Pair) -> list[str]:
    """The same of the goal, each with the department's name before it."""
    return [goal_text(pair.department, text) for text in (pair.goal, *_thinned(pair.goal))]


def _thinned(text: str) -> list[str]:
    """The text without each of its clauses in turn; nothing when it is a single one."""
    spans = clauses(text)
    return [without(text, span) for span in spans] if len(spans) > 1 else []


def _most_missed(spans: Sequence[Span], fits: Sequence[float]) -> tuple[Span | None, float]:
    """The clause whose absence lowers the fit most.

    Args:
        fits: of the whole text, then without each clause; the first alone for a single clause.
    """
    whole, *rest = fits
    if not rest:
        return (spans[0], whole) if spans else (None, 0.0)
    drops = [whole - fit for fit in rest]
    best = int(np.argmax(drops))
    return (spans[best], drops[best]) if drops[best] > 0 else (None, 0.0)


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
        opening = [cut for cut in near if text[slice(*words[cut])].lower() in PHRASE_OPENS]
        cuts += (opening or near)[:1]
    cuts.append(len(words))
    edges = [(words[first][0], words[after - 1][1]) for first, after in pairwise(cuts)]
    return [(start, edges[0][1]), *edges[1:-1], (edges[-1][0], end)]


def _fits(cut: int, before: int, words: int) -> bool:
    """Whether a cut leaves enough words on both of its sides."""
    return cut - before >= MIN_WORDS and words - cut >= MIN_WORDS
