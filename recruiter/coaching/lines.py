"""The lines of a paste: which carry statements, and which only frame them.

A note, a mail or a CV has headings, lead-ins, salutations, signatures, mail headers, marks of
lists and of speakers. None of them is a statement of anybody; all of them stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum


class Role(Enum):
    """What a line is there for."""

    BLANK = "blank"
    TEXT = "text"
    ITEM = "item"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end] without the marks before it and the space around it."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that read as one: text[start:end]. A break inside it ends no sentence."""

    start: int
    end: int
    is_item: bool


LINE = re.compile(r"[^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029])|[^\n\r\u2028\u2029]+\Z")
#: Bullets, numbers and letters of a list.
ITEM = re.compile(
    r"(?:[-\u2013\u2014*\u2022\u2023\u25aa\u25e6\u00b7\u25cf\u25cb\u25a0\u25a1\u27a2\u25ba\u2713"
    r"\u2714\u2192+]+|\(?\d{1,2}[.)]|\(?[a-h]\))\s+(?=\S)"
)
QUOTED = re.compile(r"\s*>+\s?")
TIME = (
    r"(?:\[?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+)?"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]?\s*[-\u2013]?\s*)"
)
SPEAKER = re.compile(rf"{TIME}?(?P<who>[A-Z][\w.'\u2019&/ -]{{0,30}}?)\s?:\s+(?=\S)")
ASKED = re.compile(r"(?:Q|Question)\s?\d*\s?[:.]\s+(?=\S)")
ANSWERED = re.compile(r"(?:A|Answer)\s?\d*\s?[:.]\s+(?=\S)")
POSTSCRIPT = re.compile(r"P\.? ?S\.?\s*[:,-]?\s+(?=\S)", re.IGNORECASE)

HEADER = re.compile(r"(?:from|to|cc|bcc|subject|date|sent|reply-to|attachments?)\s*:", re.I)
NEXT_STEP = re.compile(r"(?:next(?: steps?)?|to-?\s?do|action|follow[- ]?up)s?\s*:", re.IGNORECASE)
NAME = r"[A-Z][\w.'\u2019-]*"
WHOM = rf"(?:\s+(?:there|all|both|team|everyone|everybody|again|sir|madam|or|{NAME})){{0,4}}"
GREETING = re.compile(
    rf"(?:(?:[Hh]i|[Hh]ello|HI|[Hh]ey|[Hh]allo|Dear){WHOM}|Good (?:morning|afternoon|evening|day)"
    rf"{WHOM}|To whom it may concern|Greetings{WHOM})\s*(?:[,!.:\u2013-]+|$)\s*"
    r"|[Dd]ear(?: [\w.]+){1,4}[,!:]?$"
)
#: "hey, quick one from the train": the greeting is a part of what is said.
GREETS_NOBODY = re.compile(r"\w+,")
SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many|friendly|my)?\s?(?:regards|wishes|thanks"
    r"|greetings)(?: and \w+ \w+| again| in advance| so much| a lot)?|best|yours(?: \w+)?"
    r"|yours (?:sincerely|faithfully|truly)|(?:very )?sincerely(?: yours)?|respectfully|cheers"
    r"|all the best|all best|take care|thank you(?: (?:again|very much|so much|in advance))?"
    r"|talk soon|speak soon|see you(?: soon)?|until (?:then|soon)|love|hugs|br|rgds)"
    rf"\s*(?:[,.!\u2013-]+|$)\s*(?:{NAME}(?:\s+{NAME}){{0,3}}\.?)?$",
    re.IGNORECASE,
)
SENT_FROM = re.compile(r"(?:sent from my|get outlook for)\b", re.IGNORECASE)
RULE = re.compile(r"[-_=*~\u2014\s]{2,}$")
#: A word of a line that only tells how to reach somebody.
CONTACT = re.compile(
    r"[^@\s]{1,80}@[^@\s]{1,80}|(?:https?://|www\.)\S+|(?:tel|phone|mobile|mob|t|m|e|e-?mail)\.?:?"
    r"|[+\d()/.,;|\u00b7\u2022-]+",
    re.IGNORECASE,
)
MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = re.compile(
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s+{MONTHS}(?:,?\s+\d{{2,4}})?"
    rf"|{MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{2,4}})?"
    rf"|\d{{1,4}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?)\s*[:.]?$",
    re.IGNORECASE,
)
TERMINAL = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*$")
#: Lines and labels that name what follows, in CVs and notes.
TITLES = frozenset(
    """about|about me|about myself|achievements|activities|additional information|awards|background
    |bio|biography|call notes|career|career history|certificates|certifications|contact|courses
    |cover letter|current role|education|employment|employment history|experience|extracurricular
    |extracurricular activities|free time|hobbies|hobbies and interests|hobbies & interests
    |in short|interests|key skills|languages|meeting notes|motivation|my story|notes|objective|other
    |other interests|outside work|outside of work|personal|personal interests|personal profile
    |personal statement|positions|professional experience|professional summary|profile|projects
    |publications|qualifications|references|responsibilities|side projects|skills|spare time
    |strengths|summary|technical skills|tools|training|volunteer experience|volunteer work
    |volunteering|voluntary work|what i do|who i am|why i do it|work|work experience
    |work history""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
#: "Notes from coffee with Bashir", "Call with Ana, 3 May".
TITLE_OF_NOTES = re.compile(
    r"(?:call|coffee|meeting|interview|lunch|phone|notes?|summary|minutes|chat|intro|screening)"
    r"(?:\s+(?:call|notes?|summary))?\s+(?:with|w/|of|from|on|about|at|after|for)\s+[^!?]{1,50}$",
    re.IGNORECASE,
)
#: Whoever says "I" or "she" is telling something, however short.
TELLS = re.compile(
    r"\b(?:i|i'm|i've|we|he|she|they|my|our|his|her|their|you|your)\b", re.IGNORECASE
)
MAX_TITLE_WORDS = 5
MAX_LEAD_IN_WORDS = 14
MAX_SIGNATURE_WORDS = 8
#: A line of fewer characters was not broken by a mail program.
MIN_WRAPPED = 50
WRAPPED_SHARE = 0.7


def blocks(text: str) -> list[Block]:
    """What may hold statements, in order: paragraphs without their hard line breaks, list items."""
    lines = read_lines(text)
    widest = max((line.end - line.start for line in lines), default=0)
    found: list[Block] = []
    before: Line | None = None
    for line in lines:
        if line.role in (Role.BLANK, Role.FRAME):
            before = None
            continue
        if before and line.role is Role.TEXT and _runs_on(text, before, line, widest):
            found[-1] = replace(found[-1], end=line.end)
        else:
            found.append(Block(line.start, line.end, line.role is Role.ITEM))
        before = line
    return found


def _runs_on(text: str, before: Line, line: Line, widest: int) -> bool:
    """Whether a sentence goes on in the next line."""
    first, last = text[before.start : before.end], text[line.start : line.end]
    if TERMINAL.search(first) or first.endswith((":", ";")):
        return False
    if last[0].islower() or first.endswith((",", "-", "\u2013")):
        return True
    return len(first) >= max(MIN_WRAPPED, WRAPPED_SHARE * widest)


def read_lines(text: str) -> list[Line]:
    """Every line with what it is there for, in order."""
    plain = [_bare(text, match.start(), match.end()) for match in LINE.finditer(text)]
    plain = _without_signature(text, _without_quotes(text, plain))
    plain = _without_speakers(text, plain)
    lines = [_stripped(text, line) for line in plain]
    return list(_without_titles(text, lines))


def _bare(text: str, start: int, end: int) -> Line:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Line(start, end, Role.TEXT if end > start else Role.BLANK)


def _frame(line: Line) -> Line:
    return replace(line, role=Role.FRAME)


def _after(text: str, line: Line, start: int, role: Role) -> Line:
    return replace(_bare(text, start, line.end), role=role)


def _without_quotes(text: str, lines: Sequence[Line]) -> list[Line]:
    """In a mail, what is quoted was written by somebody else; a text of quotes is their own."""
    quoted = [QUOTED.match(text, line.start, line.end) for line in lines]
    own = any(line.role is Role.TEXT and not mark for line, mark in zip(lines, quoted, strict=True))
    return [
        line
        if mark is None or line.role is Role.BLANK
        else _frame(line)
        if own
        else _bare(text, mark.end(), line.end)
        for line, mark in zip(lines, quoted, strict=True)
    ]


def _without_signature(text: str, lines: Sequence[Line]) -> list[Line]:
    """Short lines after a closing formula, or after a rule near the end, sign and say nothing."""
    found: list[Line] = []
    signing = False
    for line in lines:
        words = text[line.start : line.end]
        if line.role is not Role.TEXT:
            found.append(line)
            continue
        if mark := POSTSCRIPT.match(words):
            signing = False
            found.append(_after(text, line, line.start + mark.end(), Role.TEXT))
            continue
        # A signature goes on until somebody tells something again.
        signing = (signing and len(words.split()) <= MAX_SIGNATURE_WORDS) or bool(
            SIGN_OFF.match(words) or words == "--"
        )
        found.append(_frame(line) if signing else line)
    return _without_name(text, found)


def _without_name(text: str, lines: list[Line]) -> list[Line]:
    """A bare name in the last line, under a paragraph, is who wrote it."""
    telling = [row for row, line in enumerate(lines) if line.role is Role.TEXT]
    if len(telling) < 2:
        return lines
    last = telling[-1]
    words = text[lines[last].start : lines[last].end]
    above = lines[last - 1]
    if re.fullmatch(rf"{NAME}(?: {NAME}){{0,2}}", words) and (
        above.role is Role.BLANK or TERMINAL.search(text[above.start : above.end])
    ):
        return [*lines[:last], _frame(lines[last]), *lines[last + 1 :]]
    return lines


def _without_speakers(text: str, lines: Sequence[Line]) -> list[Line]:
    """Take the marks of speakers off. A turn that only asks is the interviewer's."""
    marks = {
        row: SPEAKER.match(text, line.start, line.end)
        for row, line in enumerate(lines)
        if line.role is Role.TEXT
    }
    marked = {row: mark for row, mark in marks.items() if mark}
    several = len(marked) > 1
    found: list[Line] = []
    asking = False
    for row, line in enumerate(lines):
        if line.role is not Role.TEXT:
            asking = asking and line.role is not Role.BLANK
            found.append(line)
            continue
        if ASKED.match(text, line.start, line.end):
            asking = True
        elif answer := ANSWERED.match(text, line.start, line.end):
            asking = False
            line = _after(text, line, answer.end(), Role.TEXT)
        elif (mark := marked.get(row)) and not HEADER.match(text, line.start, line.end):
            label = mark["who"].strip().lower()
            if several or label in TITLES:
                asking = several and text[line.start : line.end].endswith("?")
                line = _after(text, line, mark.end(), Role.TEXT)
        found.append(_frame(line) if asking else line)
    return found


def _stripped(text: str, line: Line) -> Line:
    """Without a list's mark or a salutation; a line that is only a frame is told so."""
    if line.role is not Role.TEXT:
        return line
    words = text[line.start : line.end]
    if (
        HEADER.match(words)
        or NEXT_STEP.match(words)
        or SENT_FROM.match(words)
        or RULE.match(words)
        or all(CONTACT.fullmatch(word) for word in words.split())
        or DATE.match(words)
        or not any(letter.isalpha() for letter in words)
    ):
        return _frame(line)
    if mark := ITEM.match(words):
        return _after(text, line, line.start + mark.end(), Role.ITEM)
    if greeting := GREETING.match(words):
        if greeting.end() == len(words):
            return _frame(line)
        if not GREETS_NOBODY.match(words):
            return _after(text, line, line.start + greeting.end(), Role.TEXT)
    return line


def _without_titles(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Headings and lead-ins name what follows; with nothing after them they are all there is."""
    for row, line in enumerate(lines):
        if line.role is not Role.TEXT:
            yield line
            continue
        follows = next(
            (other for other in lines[row + 1 :] if other.role in (Role.TEXT, Role.ITEM)), None
        )
        above = lines[row - 1].role if row else Role.BLANK
        yield (_frame(line) if follows and _is_title(text, line, above, follows) else line)


def _is_title(text: str, line: Line, above: Role, follows: Line) -> bool:
    words = text[line.start : line.end]
    count = len(words.split())
    name = words.rstrip(":").strip().lower()
    if name in TITLES or (words.endswith(":") and count <= MAX_LEAD_IN_WORDS):
        return True
    if TERMINAL.search(words) or words.endswith((",", ";")) or count > 2 * MAX_TITLE_WORDS:
        return False
    if TITLE_OF_NOTES.match(words):
        return True
    if count > MAX_TITLE_WORDS or TELLS.search(words):
        return False
    if words.isupper():
        return True
    longer = follows.role is Role.ITEM or len(text[follows.start : follows.end].split()) > count + 2
    return (
        above is not Role.TEXT
        and words[0].isupper()
        and not any(sign in words for sign in ",0123456789")
        and longer
    )
