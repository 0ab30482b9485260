"""Somebody's words where names are hidden: without what tells a manager who said them.

First as the engine reads them, without names and what is like them (docs/fairness.md). Then without
addresses and numbers to reach somebody by, and without this person's own name, place and address,
in whatever spelling or language, which the engine's reading of English cannot promise.
"""

import re

from candidates.models import Candidate
from recruiter.highlight import Segment, as_read

LEFT_OUT = Segment("", "hidden")  # printed as […]
REACHED_BY = (
    r"\S+@\S+",
    r"(?<!\w)@\w+",
    r"(?:https?://|www\.)\S+",
    r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*",
    r"[\w-]+\.(?:com|org|net|io|dev|app|me|blog|info|eu|uk|nl|de|fr|be|es|it|fi|se|no|dk)\b",
    r"\+\d[\d ()./-]{5,}\d",
    r"\d(?:[ ()./-]*\d){8,}",
)
SHORT = 3
"""A part of a name of so many letters is left out where it has its capital: An, but not an."""


def hidden(text: str, person: Candidate) -> list[Segment]:
    """Cut a text where something of this person is left out."""
    tells = pattern(person)
    shown: list[Segment] = []
    for part in as_read(text) or [Segment(text)]:
        at = 0
        for found in tells.finditer(part.text):
            shown += [Segment(part.text[at : found.start()], part.kind), LEFT_OUT]
            at = found.end()
        shown.append(Segment(part.text[at:], part.kind) if at else part)
    return [one for one in shown if one.text or one.kind]


def pattern(person: Candidate) -> re.Pattern[str]:
    own = re.findall(r"[^\W_]{2,}", f"{person.name} {person.location}")
    own += re.findall(r"\w{4,}", person.email.partition("@")[0])
    short = {re.escape(one) for one in own if len(one) <= SHORT and not one.islower()}
    long = {re.escape(one) for one in own if len(one) > SHORT}
    ways = [f"(?i:{one})" for one in REACHED_BY]
    if digits := re.findall(r"\d", person.phone):
        ways.append(r"\+?" + r"[ ()./-]*".join(digits))
    if long:
        ways.append(rf"(?i:(?<![^\W_])(?:{'|'.join(sorted(long))})(?![^\W_]))")
    if short:
        ways.append(rf"(?<![^\W_])(?:{'|'.join(sorted(short))})(?![^\W_])")
    return re.compile("|".join(ways))
