"""Phrases that speak for a purpose or for a problem: shown to people, counted by the classifier.

A cue is evidence, never a verdict: "passionate" opens more empty sentences than true ones, and
the best purposes carry no cue at all. The weights of the kinds are learned (`training.purpose`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class CueKind(StrEnum):
    """What a cue speaks for."""

    PURPOSE = "purpose"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Cue:
    """A phrase that speaks for one kind: text[start:end] of the text as it was given."""

    start: int
    end: int
    kind: CueKind


def _phrases(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


_MY = r"(?:my|our|his|her|their)"
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"

#: Name, kind and phrases of every cue family. Order and names are part of the trained head.
FAMILIES: tuple[tuple[str, CueKind, re.Pattern[str]], ...] = (
    (
        "own time",
        CueKind.PURPOSE,
        _phrases(
            rf"(?:in|on|during|with|spend|use[sd]?) (?:all )?{_MY} (?:own )?"
            r"(?:spare|free) (?:time|evenings?|days?|hours?)",
            rf"(?:in|on) {_MY} own time",
            r"outside (?:of )?work",
            r"after (?:work|hours|supper|dinner|closing|my shift|the shift)",
            r"(?:at|on|over|most|every) (?:the )?weekends?",
            rf"(?:on|every|each|most) (?:second |other |first )?{_DAYS}(?: (?:evening|night)s?)?",
            r"(?:in the|most|winter|every|my) evenings?",
            rf"(?:spend|use|in|on|of) {_MY} (?:own )?(?:holidays?|days? off|lunch breaks?)",
            r"(?:as a|my) hobby",
            r"for (?:fun|pleasure|the joy of it|the love of it|the fun of it)",
        ),
    ),
    (
        "own initiative",
        CueKind.PURPOSE,
        _phrases(
            r"unasked",
            r"(?:no ?body|no one|none) (?:has )?(?:ever )?(?:asked|told|ordered|wanted)"
            r"(?: (?:me|us|for it|it))?",
            r"without (?:being asked|asking)",
            r"(?:was|were) not asked",
            r"on (?:my|our) own (?:initiative|wish|money|account)",
            r"not in my job description",
            r"of my own (?:accord|free will)",
            r"by choice",
        ),
    ),
    (
        "started something",
        CueKind.PURPOSE,
        _phrases(
            r"(?:i|we|and i|friends?|neighbou?rs?|colleague) (?:have )?"
            r"(?:co-?founded|founded|started|set up|built|invented|created|organise|organize)",
            r"co-?founder of",
            r"started an? (?:\w+ )?(?:association|club|group|circle|blog|cooperative|movement)",
        ),
    ),
    (
        "conviction",
        CueKind.PURPOSE,
        _phrases(
            r"i (?:firmly |truly )?believe that (?:no|every|public|data|all)",
            r"i am convinced",
            r"i want (?:to see|a world|every|no|farmers|newcomers|people|them|others)",
            r"(?:what i want|my (?:dream|wish|goal|aim|purpose|mission)) is (?:that|a|an|to make)",
            r"what drives me is",
            r"i dream(?:ing)? of (?:a|an|the)",
            r"so that (?:no|every|nobody|others|it|people|a|anyone|everyone)",
            r"(?:no|every) (?:child|nurse|mother|woman|patient|family|girl|boy)",
            r"(?:i|we) (?:refuse|cannot (?:accept|bear|stand|leave)|can't (?:abide|accept|bear))",
            r"since (?:that day|then)|ever since",
            r"it hurts me",
        ),
    ),
    (
        "gift",
        CueKind.PURPOSE,
        _phrases(
            r"unpaid",
            r"for (?:free|nothing|no money)",
            r"no money",
            r"out of my own pocket",
            r"(?:as a|on a) (?:volunteer|voluntary basis)",
            r"pro bono",
            r"give (?:it|them) away|gave (?:it|them) away|giv(?:e|ing) away",
            r"(?:free to use|free licen[cs]e|under an open licen[cs]e|open source)",
            r"whoever (?:asks?|wants|needs|turns up|comes|dares|holds)",
        ),
    ),
    (
        "devotion",
        CueKind.PURPOSE,
        _phrases(
            r"(?:i )?(?:stay|lie|keeps? me) (?:up|awake)(?: (?:at night|over|late))?",
            r"my crusade",
            r"i cannot (?:leave|stop|walk past)",
            r"labour of love|labor of love",
            r"i keep (?:asking|doing|bringing|a diary|writing)",
            r"for (?:years|decades) i have been",
            r"i (?:collect|record|teach|draw|map|publish|compete|restore|translate|coach) ",
            r"(?:my|a|our) (?:blog|newsletter|column|magazine)",
            r"i(?:'m| am) building",
        ),
    ),
    (
        "duty",
        CueKind.PROBLEM,
        _phrases(
            r"responsib(?:le|ilit(?:y|ies)) (?:for|included?|are|were)",
            r"my (?:duties|tasks|responsibilities|role|job|work) (?:include[sd]?|is|was|were|are)",
            r"in (?:my|this) (?:current |last |previous )?(?:role|position|job)",
            r"in charge of",
            r"i (?:managed|oversee|oversaw|handled?|supervised?|assisted|reported|maintained|led)",
            r"(?:managed|handled|operated|processed|assisted|supervised|prepared) ",
            r"reporting to",
            r"on (?:standby|call)|on-call",
            r"(?:day|night|early|late|rotating|weekend|double) shifts?",
        ),
    ),
    (
        "tenure",
        CueKind.PROBLEM,
        _phrases(
            r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|many"
            r"|several)\+? years?'? (?:of experience|experience|in|as|at|with)",
            r"years'? (?:of )?experience",
            r"i (?:have|'ve) (?:worked|been working|served)",
            r"experienced? (?:in|with|as|of)",
            r"track record",
            r"worked (?:as|at|in|on|for|with)",
        ),
    ),
    (
        "credential",
        CueKind.PROBLEM,
        _phrases(
            r"certifi(?:ed|cate|cates|cation|cations)",
            r"qualified|chartered|licen[cs]ed|registered",
            r"(?:bachelor|master)'?s?(?: degree)?|degree in|diploma|msc|bsc|phd|mba|nvq",
            r"black belt|green belt",
            r"licen[cs]e",
            r"trained in|training in|course(?:work|s)?|module",
            r"award|employee of the month|top performer",
            r"graduated?",
        ),
    ),
    (
        "tools",
        CueKind.PROBLEM,
        _phrases(
            r"proficient|fluent|familiar with|knowledge of|good command|skills?|skilled",
            r"sap|excel|powerpoint|jira|python|java|react|aws|azure|kubernetes|autocad|scrum",
            r"iso ?\d+|haccp|gdpr|itil|sla|kpis?",
        ),
    ),
    (
        "job seeking",
        CueKind.PROBLEM,
        _phrases(
            r"(?:i am |i'm )?(?:looking|searching|applying) for "
            r"(?:a|an|my|any|something|somewhere)",
            r"seeking (?:a|an|new|my)?",
            r"new challenges?",
            r"open to (?:relocation|work|offers)",
            r"available (?:from|immediately)",
            r"i (?:would|'d) (?:love|like) to (?:join|work)",
            r"your (?:company|team|organi[sz]ation)",
            r"career|salary|benefits",
            r"i (?:want|wanted|hope) to (?:become|grow|work|join|get|reach)",
        ),
    ),
    (
        "boilerplate",
        CueKind.PROBLEM,
        _phrases(
            r"passionate(?:ly)?(?: about)?",
            r"(?:results|purpose|data|detail|solution)s?[- ](?:driven|oriented|led|focused)",
            r"(?:highly )?(?:motivated|dynamic|enthusiastic|energetic|ambitious|dedicated)",
            r"team ?players?|self-?starters?|hard-?working|quick learner|go-getter",
            r"go the extra mile|think(?:ing)? outside the box|(?:make|making) a difference",
            r"(?:create|add|deliver|drive) (?:value|results|growth|excellence)",
            r"stakeholders?|leverage|synerg(?:y|ies)|innovative solutions?|innovation",
            r"under pressure|fast-(?:paced|moving)|continuous improvement|lifelong learning",
            r"i(?:'m| am) (?:driven|obsessed|hungry|excited|curious|committed|interested)",
            r"customer satisfaction|exceed(?:ing)? (?:targets|expectations)|world-class",
            r"hungry for|in my (?:blood|dna)|live and breathe",
        ),
    ),
    (
        "ordered or paid",
        CueKind.PROBLEM,
        _phrases(
            r"(?:i was|was|were|been) (?:asked to|assigned|appointed|sent|seconded|told to|chosen)",
            r"they (?:sent|asked|put|gave) me",
            r"my (?:boss|manager|employer|chief) (?:asked|wanted|supports|pays|told|turns)",
            r"as (?:agreed|required|requested|briefed|instructed|planned|part of)",
            r"in line with|according to|in accordance|as set out|on behalf of",
            r"(?:pays?|paid) (?:double|by|per|me|us|extra)",
            r"for (?:the|a) (?:money|fee)|overtime",
            r"targets?|bonus|quota|objectives",
            r"it was my turn|part of (?:the|my) (?:role|job)",
        ),
    ),
)

FAMILY_NAMES = tuple(name for name, _, _ in FAMILIES)
#: Longer texts are cut, as for the models; spans stay those of the text as given.
MAX_CHARACTERS = 4000


def _plain(text: str) -> str:
    """The text with typewriter apostrophes; every character stays at its place."""
    return text[:MAX_CHARACTERS].replace("\u2019", "'")


def find_cues(text: str) -> tuple[Cue, ...]:
    """Cue phrases in order of position; overlapping phrases of one kind are merged into one."""
    cut = _plain(text)
    found = sorted(
        (match.start(), match.end(), kind)
        for _, kind, pattern in FAMILIES
        for match in pattern.finditer(cut)
    )
    merged: list[Cue] = []
    last: dict[CueKind, int] = {}
    for start, end, kind in found:
        end = start + len(text[start:end].rstrip())
        previous = last.get(kind)
        if previous is not None and start < merged[previous].end:
            whole = merged[previous]
            merged[previous] = Cue(whole.start, max(whole.end, end), kind)
            continue
        last[kind] = len(merged)
        merged.append(Cue(start, end, kind))
    return tuple(merged)


def cue_flags(text: str) -> list[float]:
    """1.0 for every family that occurs in the text, in the order of FAMILIES."""
    cut = _plain(text)
    return [1.0 if pattern.search(cut) else 0.0 for _, _, pattern in FAMILIES]
