"""The parts of a sentence that may be of two kinds: "I run payroll, but on Mondays I help …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recruiter.coaching.sentences import Span

#: Where one clause ends and the next begins; the sign between them belongs to neither.
GOAL_JOINT = re.compile(
    r";\s+|\s+[\u2013\u2014-]{1,2}\s+|\u2014|:\s+"
    r"|,?\s+(?=(?:so that|because|but|which is why|while|whereas|although|though)\b)"
    r"|,\s+(?=(?:and|so|yet|plus|then|for which|to|by|with|starting|beginning)\b)"
    r"|\s+(?=and (?:then |also |therefore |we |to )*(?:hire|recruit|roll out|migrate|implement"
    r"|launch|install|upgrade|we (?:need|will|must|are))\b)"
    r"|\s+\((?=\w)|\)\s+",
    re.IGNORECASE,
)
#: Where two clauses meet that could be two sentences.
COORDINATE_JOINT = re.compile(
    r";\s+|\s+[\u2013\u2014]\s+|,\s+(?=(?:and|but|yet|so|while|whereas)\b(?! that\b))",
    re.IGNORECASE,
)
#: Where the items of a list meet; "between 5 and 7 %" is no list.
LIST_JOINT = re.compile(r",\s+|(?<!between \d)(?<!between \d\d)\s+(?=and\s)", re.IGNORECASE)
STATEMENT_JOINT = re.compile(
    r";\s+|\s+[\u2013\u2014-]{1,2}\s+|\u2014|,?\s+(?=(?:but|yet|whereas|although|though)\b)"
    r"|,\s+(?=while\b)|:\s+(?=(?:I|my|we|at|on|in)\b)"
    r"|,?\s+(?=(?:and|so) (?:ever since|since then|on my own|on my days off|outside"
    r"|in my (?:spare|free|own)|in the evenings?|after work|after hours|at night|at weekends"
    r"|at the weekend|on weekends"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|unasked|for fun|nobody|without being asked"
    r"|by night)\b)"
    r"|,\s+(?=(?:and|so) (?:I|we|what)\b)",
    re.IGNORECASE,
)
#: A part of fewer words is no clause of its own.
MIN_WORDS = 3


def clauses(text: str, sentence: Span, joint: re.Pattern[str]) -> list[Span]:
    """Cut one sentence at its joints.

    Args:
        text: the whole text.
        sentence: where the sentence stands in it.
        joint: GOAL_JOINT or STATEMENT_JOINT.

    Returns:
        Clauses in order, with the word that joins them ("but", "because") and without the sign;
        the sentence alone where there is nothing to cut.
    """
    parts: list[Span] = []
    at = sentence.start
    for match in joint.finditer(text, sentence.start, sentence.end):
        if match.start() > at:
            parts.append(Span(at, match.start()))
        at = match.end()
    parts.append(Span(at, sentence.end))
    return _long_enough(text, parts)


def _long_enough(text: str, parts: Sequence[Span]) -> list[Span]:
    """Short parts joined to the one before them, or to the one behind at the beginning."""
    kept: list[Span] = []
    for part in parts:
        short = len(part.of(text).split()) < MIN_WORDS
        if kept and (short or len(kept[-1].of(text).split()) < MIN_WORDS):
            kept[-1] = Span(kept[-1].start, part.end)
        else:
            kept.append(part)
    return kept
