"""The lines of a paste: which carry statements, and which only frame them.

A note, a mail or a CV has headings, lead-ins, salutations, signatures, mail headers, marks of
lists and of speakers. None of them is a statement of anybody; all of them stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise


class Role(Enum):
    """What a line is there for."""

    BLANK = "blank"
    TEXT = "text"
    ITEM = "item"
    FRAME = "frame"


TELLING = (Role.TEXT, Role.ITEM)


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
    r"(?:[-\u2013\u2014*+\u2022\u2023\u00b7]+\s+|\[[ xX]?\]\s+|\(?\d{1,2}[.)]\s+|\(?[a-h]\)\s+"
    r"|\(?[ivx]{1,4}[.)]\s+|(?:[\u2190-\u2bff\U0001F300-\U0001FAFF]\ufe0f?)+\s*)(?=\S)"
)
QUOTED = re.compile(r"\s*>+\s?")
TIME = (
    r"(?:\[?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+)?"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]?\s*[-\u2013]?\s*)"
)
LABEL = re.compile(r"(?P<who>[A-Z][\w'\u2019&/ -]{0,30}?)\s?:\s+(?=\S)")
SPEAKER = re.compile(
    rf"{TIME}?(?P<who>[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){{0,2}})\s?:\s+(?=\S)"
)
STAMP = re.compile(r"\[\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]\s*(?=\S)")
INTERVIEWERS = ("interviewer", "recruiter", "hr", "question", "q")
ASKED = re.compile(r"(?:Q|Question)\s?\d*\s?[:.]\s+(?=\S)")
ANSWERED = re.compile(r"(?:A|Answer)\s?\d*\s?[:.]\s+(?=\S)")
POSTSCRIPT = re.compile(r"P\.? ?S\.?\s*[:,-]?\s+(?=\S)", re.IGNORECASE)

HEADER = re.compile(
    r"(?:from|to|cc|bcc|subject|date|sent|reply-to|attachments?|re|fwd?|von|an|betreff"
    r"|gesendet)\s*:"
    r"|-*\s?(?:original|forwarded) message\b|begin forwarded message|on .{5,90} wrote:$",
    re.IGNORECASE,
)
NEXT_STEP = re.compile(r"(?:next(?: steps?)?|to-?\s?do|action|follow[- ]?up)s?\s*:", re.IGNORECASE)
NAME = r"[A-Z][\w.'\u2019-]*"
WHOM = rf"(?:\s+(?:there|all|both|team|everyone|everybody|again|sir|madam|or|and|&|{NAME})){{0,5}}"
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
    r"|all the best|all best|(?:with )?(?:warmly|gratefully|respectfully|gratitude)|ciao|bye"
    r"|take care|thank you(?: (?:again|very much|so much|in advance))?"
    r"|talk soon|speak soon|see you(?: soon)?|i remain|until (?:then|soon)|love|hugs|br|rgds)"
    rf"\s*(?:[,.!\u2013-]+|$)\s*(?:{NAME}(?:\s+{NAME}){{0,3}}\.?)?$",
    re.IGNORECASE,
)
#: "— Kofi", "Ana Silva, RN" in the last line.
SIGNED = re.compile(
    rf"(?:[-\u2013\u2014~]+\s*)?{NAME}(?: {NAME}){{0,2}}(?:,\s?[A-Z][\w. ]{{0,12}})?"
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
#: "… of Dr." at the end of a line.
SHORTENED = re.compile(r"\b(?:\w{1,4}|approx|incl|resp|dept|univ|(?:\w\.)+\w)\.$", re.IGNORECASE)
TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Rev|Sr|Messrs|e\.g|i\.e|vs|No|cf|approx|ca)\.$")
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
MAX_TITLE_WORDS, MAX_BARE_TITLE_WORDS = 5, 3
MAX_LEAD_IN_WORDS = 14
MAX_SIGNATURE_WORDS = 8
#: A line of fewer characters was not broken by a mail program.
MIN_WRAPPED = 50
#: So long is the longest line of the narrowest column.
MIN_COLUMN = 28
WRAPPED_SHARE = 0.65
#: A sentence that ends inside a line.
WITHIN = re.compile(
    r"[a-z)\"\u201d][.!?\u2026]+[\"\u201d)]?\s+[\"\u201c(]?[A-Z]|[.!?][\"\u201d)]?$"
)


def blocks(text: str) -> list[Block]:
    """What may hold statements, in order: paragraphs without their hard line breaks, list items."""
    return [
        block for paragraph in _paragraphs(read_lines(text)) for block in _joined(text, paragraph)
    ]


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that nothing parts: each item of a list begins one, with the lines under it."""
    found: list[list[Line]] = []
    goes_on = False
    for line in lines:
        if line.role is Role.TEXT and goes_on:
            found[-1].append(line)
        elif line.role in TELLING:
            found.append([line])
        goes_on = line.role in TELLING
    return found


def _joined(text: str, paragraph: Sequence[Line]) -> list[Block]:
    """The lines of a paragraph, those that run on into each other as one."""
    first = paragraph[0]
    widest = max(line.end - line.start for line in paragraph)
    is_wrapped = _is_wrapped(text, paragraph, widest)
    found = [Block(first.start, first.end, first.role is Role.ITEM)]
    for before, line in pairwise(paragraph):
        if _runs_on(text, before, line, widest, is_wrapped=is_wrapped):
            found[-1] = replace(found[-1], end=line.end)
        else:
            found.append(Block(line.start, line.end, line.role is Role.ITEM))
    return found


def _runs_on(text: str, before: Line, line: Line, widest: int, *, is_wrapped: bool) -> bool:
    """Whether a sentence goes on in the next line of a paragraph."""
    first, last = text[before.start : before.end], text[line.start : line.end]
    if TERMINAL.search(first):
        # "… 2 yrs." may be no end: sentences.py will say, once both lines are one.
        no_end = SHORTENED.search(first) or first.endswith(("...", "\u2026"))
        return bool(TITLED.search(first) or (no_end and not last[0].isupper()))
    if first.endswith((":", ";")) or " | " in first:
        return False
    if last[0].islower() or first.endswith((",", "-", "\u2013")):
        return True
    if before.role is Role.ITEM and text[max(0, line.start - 2) : line.start] == "  ":
        return True  # a list's second line is set in
    if len(first) < WRAPPED_SHARE * widest:
        return False
    return is_wrapped or (last[0].isalpha() and len(first) >= MIN_WRAPPED)


def _is_wrapped(text: str, paragraph: Sequence[Line], widest: int) -> bool:
    """Whether a paragraph is prose that was broken into lines, and no list without marks.

    Either some sentence surely goes on in the next line, or sentences end within lines, and lines
    within sentences, all of them about as long.
    """
    open_ones = [
        (before, after)
        for before, after in pairwise(paragraph)
        if not TERMINAL.search(text[before.start : before.end])
    ]
    if any(text[after.start].islower() for _, after in open_ones):
        return True
    return (
        widest >= MIN_COLUMN
        and any(WITHIN.search(text[one.start : one.end]) for one in paragraph)
        and all(before.end - before.start >= WRAPPED_SHARE * widest for before, _ in open_ones)
    )


def read_lines(text: str) -> list[Line]:
    """Every line with what it is there for, in order."""
    plain = [_bare(text, match.start(), match.end()) for match in LINE.finditer(text)]
    plain = _without_signature(text, _without_quotes(text, plain))
    plain = _without_speakers(text, plain)
    lines: list[Line] = []
    for line in plain:
        before = lines[-1] if lines else None
        goes_on = before is not None and before.role is Role.TEXT and _is_open(text, before)
        lines.append(line if goes_on and _may_go_on(text, line) else _stripped(text, line))
    return _without_titles(text, lines)


def _is_open(text: str, line: Line) -> bool:
    """Whether the last sentence of a line of prose has no end yet."""
    words = text[line.start : line.end]
    return len(words) >= MIN_COLUMN and not TERMINAL.search(words) and words[-1] not in ":;"


def _may_go_on(text: str, line: Line) -> bool:
    """Whether a line would look like a frame or an item, and is more likely the rest of a sentence.

    "… my letter of / 3 Aug. 2022." and "… for the late reply / - night shift again."
    """
    words = text[line.start : line.end]
    if line.role is not Role.TEXT or TERMINAL.search(words) is None:
        return False
    lone = (
        words.startswith(("- ", "\u2013 ")) and len(re.findall(r"^\s*[-\u2013] ", text, re.M)) == 1
    )
    return lone or bool(DATE.match(words.rstrip(".")) or CONTACT.fullmatch(words))


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
        signing = (signing and _signs(words)) or bool(SIGN_OFF.match(words) or words == "--")
        found.append(_frame(line) if signing else line)
    return _without_name(text, found)


def _signs(words: str) -> bool:
    """Whether a line below a closing formula still belongs to it: a name, a post, an address."""
    tells = TERMINAL.search(words) and TELLS.search(words)
    return len(words.split()) <= MAX_SIGNATURE_WORDS and not tells


def _without_name(text: str, lines: list[Line]) -> list[Line]:
    """A bare name in the last line, under a paragraph, is who wrote it."""
    telling = [row for row, line in enumerate(lines) if line.role is Role.TEXT]
    if len(telling) < 2:
        return lines
    last = telling[-1]
    words = text[lines[last].start : lines[last].end]
    above = lines[last - 1]
    if SIGNED.fullmatch(words) and (
        above.role is Role.BLANK or TERMINAL.search(text[above.start : above.end])
    ):
        return [*lines[:last], _frame(lines[last]), *lines[last + 1 :]]
    return lines


def _without_speakers(text: str, lines: Sequence[Line]) -> list[Line]:
    """Take the marks of speakers off. An interviewer's turns, and turns that only ask, go."""
    marks = {
        row: mark
        for row, line in enumerate(lines)
        if line.role is Role.TEXT
        and not HEADER.match(text, line.start, line.end)
        and (mark := SPEAKER.match(text, line.start, line.end))
    }
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
        elif len(marks) > 1 and (mark := marks.get(row)):
            asks = text[line.start : line.end].endswith("?")
            asking = asks or mark["who"].lower() in INTERVIEWERS
            line = _after(text, line, mark.end(), Role.TEXT)
        elif (label := LABEL.match(text, line.start, line.end)) and label["who"].lower() in TITLES:
            asking = False
            line = _after(text, line, label.end(), Role.TEXT)
        elif stamp := STAMP.match(text, line.start, line.end):
            line = _after(text, line, stamp.end(), Role.TEXT)
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


def _without_titles(text: str, lines: Sequence[Line]) -> list[Line]:
    """Headings and lead-ins name what follows; with nothing after them they are all there is."""
    found: list[Line] = []
    for row, line in enumerate(lines):
        follows = next((other for other in lines[row + 1 :] if other.role in TELLING), None)
        above = found[-1].role if found else Role.BLANK
        is_title = line.role is Role.TEXT and follows and _is_title(text, line, above, follows)
        found.append(_frame(line) if is_title else line)
    return found


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
    is_above_list = above is not Role.TEXT and follows.role is Role.ITEM
    if is_above_list and not TELLS.search(words) and not re.search(r"\d", words):
        return True  # "Harker & Blythe LLP, Leeds", over what was done there
    if count > MAX_TITLE_WORDS or TELLS.search(words):
        return False
    if words.isupper():
        return True
    follow = len(text[follows.start : follows.end].split())
    longer = follows.role is Role.ITEM or (count <= MAX_BARE_TITLE_WORDS and follow > count)
    return (
        above is not Role.TEXT
        and words[0].isupper()
        and not any(sign in words for sign in ",0123456789")
        and longer
    )
