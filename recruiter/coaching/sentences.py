"""A paste cut into statements: each sentence, item or line that somebody says, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recruiter.coaching.lines import Block, blocks


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: text[start:end]."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Never the last word of a sentence.
TITLES = _words(
    "dr mr mrs ms mx prof rev fr sr hon gen col capt lt sgt cpl maj messrs mme mlle asst assoc dep"
    " e.g eg i.e ie cf vs v viz approx ca fig figs vol incl esp resp ext tel ch par para nr"
    " gov sen pres supt insp eng ing dipl mag sra srta cllr rt adm"
    " cmdr pvt mt ste messrs"
)
#: The last word of a sentence as often as not: what follows decides.
OPEN = _words(
    "etc inc ltd llc co corp plc gmbh bros jr ave rd blvd st dept univ dist est max temp min mins"
    " sec secs hr hrs yr yrs mo mos wk wks km kg cm mm mi ft lb lbs oz p pp nos art al ed eds"
    " pty ltda kg al orig trans abbr"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
#: Of these only the capitalised spelling is a shortening: "every second Sat." and "she sat."
ALSO_WORDS = _words("mar jun mon wed sat sun mo min max temp sec art co est st ed oz al")
STARTERS = _words(
    "i i'm i've i'd i'll we we're he she they it it's its you the a an my our his her their this"
    " that these those there then in on at since now before after when while if but and so or"
    " because as for from to with without by nobody no none not every each all some any both what"
    " who why how where which last next here once until till one two three most many much more"
    " ask told says said works worked runs ran wants loves likes lives started nothing everything"
    " still also only even never always today tomorrow yesterday later meanwhile first second"
    " third finally currently recently perhaps maybe yes though although during outside whoever"
    " whatever people somebody someone anybody everyone nowadays that's there's what's let"
)
#: "At 6 a.m. I …": what begins so, and names nobody yet, is only the beginning of a sentence.
BEGINS = re.compile(
    r"(?:(?:and|but|so|then|even) )?(?:at|in|since|from|by|on|every|each|until|till|before|after"
    r"|around"
    r"|with|for|during|between|as|under|near|about|most)\b",
    re.IGNORECASE,
)
SOMEBODY = re.compile(r"\b(?:i|we|he|she|they|it|you|who|there)\b|'(?:s|ve|re|m)\b", re.IGNORECASE)
#: "Hr.", "Nr.", and no "CRM."
VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,5}")
SPOKE = r"(?:said|says|asked|asks|wrote|writes|told|tells|replied|answered|added|thought|laughed)"
WHO_SPOKE = re.compile(
    rf"\s*(?:(?:[Ii]|he|she|we|they|my \w+|the \w+|[A-Z]\w+)\s+{SPOKE}"
    rf"|{SPOKE})\b(?![,:]?\s*[\"\u201c])"
)

END = re.compile(
    r"(?P<mark>[.!?\u2026]+)(?P<close>[\"'\u201d\u2019\u00bb)\]]*)(?=\s|$|[\"\u201c(\[])"
)
#: ":)" or a picture, where people who write messages put it instead of a full stop.
SMILE = re.compile(
    r"(?:(?<=\s)[:;]-?[)(DP]+|[\U0001F300-\U0001FAFF\u2600-\u27bf]\ufe0f?)(?=\s+[A-Z\u00c0-\u00de])"
)
#: "on Sundays.Nobody": a full stop without its space, but no address and no name of a tool.
GLUED = re.compile(r"(?<=[a-z]{3})[.!?](?=[A-Z][a-z])")
INITIAL = re.compile(r"[A-Z]\.")
#: What joins the items of a list and belongs to none.
JOINS = re.compile(r"[;,]?\s+(?:and|or)$|[;,]+$")
#: "She told me:" before the words themselves.
TOLD = re.compile(
    r"(?:(?:[Ss]he|[Hh]e|[Tt]hey|[A-Z]\w+)(?: \w+){0,3} )?(?:[Ss]aid|[Ss]ays|[Tt]old (?:me|us)"
    r"|[Ww]rote|[Ww]rites|[Pp]uts? it|[Aa]nswered|[Oo]wn words|[Qq]uote)(?: [\w']+){0,4}\s?:\s+"
    r"(?=[\"\u201c\u2018].*[\"\u201d\u2019]$)",
    re.DOTALL,
)
BULLET = re.compile(r"\s[\u2022\u25aa\u25e6\u25cf\u25a0\u2023]\s+")
NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")
OPENING, CLOSING = "\"'\u201c\u2018\u00ab([", "\"'\u201d\u2019\u00bb)]"
PAIRS = {"\u201c": "\u201d", "\u00ab": "\u00bb", "(": ")", "[": "]"}
#: A bracket or quotation that is longer was never closed.
MAX_ASIDE = 300
MAX_CHARACTERS = 20_000


def split(text: str) -> list[Span]:
    """Cut a note, a mail or a paragraph of a CV into statements.

    Headings, lead-ins, salutations, signatures, mail headers, an interviewer's questions and the
    marks of lists and speakers are left out.

    Args:
        text: as it was pasted; what is behind 20,000 characters is not looked at.

    Returns:
        Exact offsets into the text, in order, without overlap; none of them empty. A sentence that
        was broken into lines keeps its breaks.
    """
    cut = text[:MAX_CHARACTERS]
    casual = _is_casual(cut)
    return [
        span
        for block in blocks(cut)
        for part in _listed(cut, block)
        for piece in _sentences(cut, part, casual=casual)
        if (span := _trimmed(cut, piece, is_item=block.is_item)).start < span.end
    ]


def _is_casual(text: str) -> bool:
    """Whether sentences begin with small letters in this text."""
    small = len(re.findall(r"[.!?]\s+[a-z]", text))
    return small > len(re.findall(r"[.!?]\s+[A-Z]", text)) and text.lstrip()[:1].islower()


def _listed(text: str, block: Block) -> Iterator[Span]:
    """A list that lost its line breaks, item by item; anything else as it is."""
    cuts = [(mark.start(), mark.end()) for mark in BULLET.finditer(text, block.start, block.end)]
    numbers = list(NUMBER.finditer(text, block.start, block.end))
    counted = [int(mark[1]) for mark in numbers]
    if len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted))):
        cuts += [(mark.start(), mark.end()) for mark in numbers]
    at = block.start
    for start, end in sorted(cuts):
        if start > at:
            yield Span(at, start)
        at = end
    yield Span(at, block.end)


def _sentences(text: str, part: Span, *, casual: bool) -> Iterator[Span]:
    at = part.start
    for end in _ends(text, part):
        if end > at and _ends_here(text, at, end, part.end, casual=casual):
            yield Span(at, end)
            at = end
    if at < part.end:
        yield Span(at, part.end)


def _ends(text: str, part: Span) -> list[int]:
    """Where a sentence might end, in order."""
    return sorted(
        {
            match.end()
            for pattern in (END, SMILE, GLUED)
            for match in pattern.finditer(text, part.start, part.end)
        }
    )


def _ends_here(text: str, start: int, end: int, last: int, *, casual: bool) -> bool:
    """Whether the sentence from `start` ends at `end`, a place where one might."""
    rest = text[end:last].lstrip()
    if not rest:
        return True
    closing = text[start:end].rstrip(CLOSING)
    quoted = len(closing) < end - start
    if _is_inside(text, start, end, last) or (quoted and WHO_SPOKE.match(rest)):
        return False
    first = rest.lstrip(OPENING)[:1]
    if first.islower() and not casual:
        return False
    mark = re.search(r"[.!?\u2026]*$", closing)
    stop = mark.group() if mark else ""
    if stop != ".":
        return not (first.islower() and stop in ("...", "\u2026"))
    return _ends_after(closing[:-1], rest)


def _ends_after(before: str, rest: str) -> bool:
    """Whether the full stop between the two ends a sentence, and no shortening."""
    words = before.split()
    word = words[-1].lstrip(OPENING + "-/\u2013") if words else ""
    lower = word.lower()
    following = next(iter(rest.lstrip(OPENING).split(maxsplit=1)), "")
    opens = re.sub(r"[^\w']+$", "", following.replace("\u2019", "'")).lower() in STARTERS
    if lower in TITLES:
        return False
    if lower in ("no", "nos") and following[:1].isdigit():
        return False
    if len(word) == 1 and word.isalpha() and word != "I":
        # An initial, unless it is the C of "vitamin C" or the last of a name.
        return opens and following[:1].isupper() and not INITIAL.match(following)
    is_open = lower in OPEN and not (lower in ALSO_WORDS and word.islower())
    if (
        is_open
        or (VOWELLESS.fullmatch(lower) and not word.isupper())
        or re.fullmatch(r"(?:\w\.)+\w{1,2}|ph\.d|b\.sc|m\.sc", lower)
    ):
        is_begun = BEGINS.match(before.strip().lstrip(OPENING)) and not SOMEBODY.search(before)
        return opens and following[:1].isupper() and not is_begun
    return True


def _is_inside(text: str, start: int, end: int, last: int) -> bool:
    """Whether `end` is within brackets or a quotation that the sentence opened on its way."""
    for opening, closing in PAIRS.items():
        opened = text.rfind(opening, start, end)
        if opened > start and text.rfind(closing, opened, end) < 0:
            closed = text.find(closing, end, min(last, opened + MAX_ASIDE))
            if closed >= 0:
                return True
    straight = [match.start() for match in re.finditer('"', text[start:end])]
    return (
        len(straight) % 2 == 1
        and straight[-1] > 0
        and text.find('"', end, min(last, end + MAX_ASIDE)) >= 0
    )


def _trimmed(text: str, span: Span, *, is_item: bool) -> Span:
    """Without the space around it, a list's semicolon and quotation marks around the whole."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in "\u2022*"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if is_item and (joins := JOINS.search(text[start:end])):
        end = start + joins.start()
    if told := TOLD.match(text[start:end]):
        start += told.end()
    for opening, closing in (*PAIRS.items(), ('"', '"'), ("\u2018", "\u2019")):
        inner = text[start + 1 : end - 1]
        if (
            end - start > 2
            and text[start] == opening
            and text[end - 1] == closing
            and opening not in inner
            and closing not in inner
        ):
            start, end = start + 1, end - 1
            break
    return (
        Span(start, end) if any(sign.isalpha() for sign in text[start:end]) else Span(start, start)
    )
