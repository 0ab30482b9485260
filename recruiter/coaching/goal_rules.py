"""What a manager writes instead of a lasting goal, by the phrase that gives it away.

A rule names the finer kind; whether a clause is a lasting goal at all is the encoder's to say,
where it can. The phrase goes into the reason, so that a person can disagree with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recruiter.coaching.kinds import Kind
from recruiter.coaching.vocabulary import WORD, one_of, plain, words


@dataclass(frozen=True, slots=True)
class Cue:
    """The phrase that speaks for a kind: text[start:end] of the clause that was searched.

    A firm one stands by itself. Any other only says which kind it is, once the encoder has said
    that the clause is no lasting goal.
    """

    start: int
    end: int
    kind: Kind
    is_firm: bool
    has_digit: bool = False


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


NUMBER = rf"(?:\d[\d.,]*|{one_of('numbers')})"
FEW = rf"(?:{NUMBER}|a few|several|another|more|additional|at least \w+|up to \w+)"
ROLE = rf"(?:{one_of('roles')}|\w+(?:ists?|icians?|ysts?|ntants?|gineers?))"
MONEY = (
    r"(?:(?:[$\u20ac\u00a3]|R(?=\d))\s?\d[\d.,]*\s?(?:k|m|bn|million|billion|thousand)?"
    r"|\d[\d.,]*\s?(?:k|m|bn|million|billion|thousand)?\s?(?:euros?|dollars?|pounds?|EUR|USD|GBP"
    r"|CHF|crowns?)|\d[\d.,]*\s?(?:million|billion))"
)
PERCENT = r"(?:\d[\d.,]*|\w+)\s?(?:%|per ?cent|percentage points?|basis points)"
MEASURE = one_of("measures")
CHANGE = (
    r"(?:cut|reduce|lower|raise|increase|grow|lift|boost|improve|reach|hit|achieve|double|halve"
    r"|triple|shorten|exceed|beat|save|shave|trim|slash|get|keep|push|sell|win|generate|land|ship"
    r"|book|drop|shrink|decrease|produce|close|deliver)"
)
TOOL, THING = one_of("tools"), one_of("project_nouns")
#: Words of a clause that may stand between two parts of a phrase.
SOME = r"(?:(?!so\b|because\b)[\w'/.-]+\s+)"

#: Said before a project's verb without making it less of a project.
LEAD = (
    r"(?:(?:and|then|also|next|first|secondly?|finally|now|please|to|we|they|the (?:team"
    r"|department)"
    r"|will|must|shall|should|can|have|has|need|needs|want|plan|plans|aim|aims|intend|going|are|is"
    r"|our|my|the|(?:big |main |first |next |top |only |first )?(?:goal|mission|purpose|aim"
    r"|priority|focus|task|job|objective|target)s?|this (?:year|quarter|month)|by|let's|in order|so"
    r"|but|starting with|beginning with|here|be|been|help|start|still|just)[\s,:]+)*"
)


def _led(verb: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[,;:] )){LEAD}(?P<cue>{verb})(?!\w)", re.IGNORECASE)


#: Kind, whether it is firm, pattern; the first that is found decides.
RULES: tuple[tuple[Kind, bool, re.Pattern[str]], ...] = (
    (
        Kind.HEADCOUNT,
        True,
        _any(
            rf"(?:hire|hiring|recruit|recruiting|employ|take on|onboard|bring on"
            rf"|appoint)\s+(?:\w+\s+)?"
            rf"{FEW}\s+{SOME}{{0,4}}?{ROLE}",
            rf"(?:hire|hiring|recruit|recruiting|employ|take on|onboard)\s+{FEW}(?:\s+[\w/-]+)?",
            rf"(?:hire|recruit|appoint)\s+(?:an?|the|our|new)\s+{SOME}{{0,4}}?{ROLE}",
            rf"(?:need|needs|need is|add|adding|find|finding|want|wants|looking for|short of"
            rf"|missing"
            rf"|lack|budget for|(?:will|shall) have|count)\s+{FEW}\s+{SOME}{{0,3}}?{ROLE}",
            rf"(?:fill|filling|staff|staffing)\s+(?:all\s+|both\s+|the\s+|our\s+"
            rf"|{NUMBER}\s+)*{SOME}{{0,3}}?"
            r"(?:positions?|vacanc(?:y|ies)|roles?|posts?|seats?|gaps?|shifts?)",
            r"head ?-?counts?|FTEs?|full-time equivalents?|staffing levels?|sales force"
            r"|hiring plan",
            r"(?:grow|double|triple|expand|scale|enlarge|build up|strengthen|increase|reinforce)\s+"
            r"(?:the |our |this )?(?:\w+ )?(?:team|department|staff|crew|group|workforce|bench)"
            rf"(?:\s+(?:from|to|by)\s+{NUMBER}(?:\s+to\s+{NUMBER})?(?:\s+(?:people|persons"
            rf"|heads))?)?",
            rf"(?:grow|growing|go|get|expand|expanding)\s+to\s+{NUMBER}\s+{SOME}{{0,1}}?{ROLE}",
            rf"(?:grow|growing|go|going|expand|expanding"
            rf"|scale)\s+from\s+{NUMBER}\s+{SOME}{{0,5}}?to\s+"
            rf"{NUMBER}(?:\s+{ROLE})?",
            rf"{FEW}\s+(?:more|new|additional|extra|further|open|unfilled|vacant|seasonal)\s+"
            rf"{SOME}{{0,2}}?{ROLE}",
            r"vacanc(?:y|ies)|open (?:positions?|reqs?|requisitions?)|new hires?|full strength",
            rf"team of {NUMBER}|{NUMBER}\s+{SOME}{{0,2}}?short",
        ),
    ),
    (
        Kind.SPEC,
        True,
        _any(
            rf"(?:{NUMBER}\+?|several|many|proven|relevant|solid|hands-on|previous|prior|extensive"
            r"|strong|sound)\s+(?:(?:years?"
            r"|seasons?)'?s?(?: or more)?\s+)?(?:of\s+)?(?:\w+\s+){0,3}"
            r"(?:experience|expertise|knowledge|background|skills?|track record)",
            rf"(?:{NUMBER}\+?|several|minimum)\s+(?:years?|yrs|seasons?)'?\s+(?:of|in|as|at"
            rf"|with)\s+\w+",
            r"(?:candidates?|applicants?|you)\s+(?:must|should|will)\s+\w+",
            r"must (?:hold|be (?:fluent|willing|certified|registered|available)|speak)",
            r"(?:is|are) (?:a must|essential|required|mandatory|desirable|preferred|a plus"
            r"|an advantage|an asset|indispensable)|essential|an advantage|a plus|preferred",
            r"(?:a |an )?(?:university |master'?s? |bachelor'?s? )?degree (?:in|or|required)",
            r"bachelor'?s?|master'?s degree|MBA|Ph\.?D|CPA|ACCA|CFA|CIMA|PMP|NVQ|six sigma",
            r"certificate|chartered|registered with|licen[cs]ed|diploma in|\w+ registration",
            r"fluent|fluency|proficien(?:t|cy)|familiar(?:ity)? with|good command of"
            r"|comfortable with"
            r"|knowledge of|skilled in|experienced? (?:in|with)|able to (?:handle|teach|lift"
            r"|travel)",
            r"(?:the )?(?:ideal|successful|right) (?:candidate|applicant)s?|candidates|applicants",
            r"looking for (?:an?|somebody|someone|the right|experienced|strong)"
            rf"\s+{SOME}{{0,4}}?(?:{ROLE}|person|who|with)",
            r"we (?:need|seek|require|want) (?:an?|somebody|someone|experienced|senior|junior)\s+"
            rf"{SOME}{{0,4}}?(?:{ROLE}|person|who|with)",
            r"you (?:will|have|bring|manage|lead|hold|know|speak|own|report|support|prepare"
            r"|ensure)",
            r"report(?:s|ing)? (?:directly )?to (?:the|our)",
            r"full-time|part-time|permanent contract|fixed-term|on-site|hybrid work|salary"
            r"|(?:rotating|split|graveyard|night) shifts?|driving licen[cs]e|(?:B|C"
            r"|category \w)-? ?licen[cs]e"
            r"|willing(?:ness)? to travel|own (?:car|laptop)|neutral accent|level (?:A|B|C)[12]"
            r"|English (?:B|C)[12]",
        ),
    ),
    (Kind.TODO, True, _led(one_of("projects"))),
    (
        Kind.TODO,
        True,
        _led(rf"{one_of('works')}(?=\s+(?:[\w'/.-]+\s+){{0,4}}?(?:{TOOL}|{THING})(?!\w))"),
    ),
    (
        Kind.FIGURE,
        True,
        _any(
            rf"{CHANGE}\s+(?:[\w'/-]+\s+){{0,7}}?(?:by\s+|to\s+|from\s+|of\s+|under\s+|below\s+"
            rf"|above\s+"
            rf"|over\s+|at least\s+)*(?:{PERCENT}|{MONEY})",
            rf"{MEASURE}(?:\s+[\w'/-]+){{0,4}}?\s+(?:(?:by|to|of|at|under|below|above|over"
            rf"|from)\s+)?"
            rf"(?:{PERCENT}|{MONEY}|\d[\d.,]*)",
            rf"(?:{PERCENT}|{MONEY})\s+(?:of\s+|in\s+|more\s+|less\s+|fewer\s+|higher\s+|lower\s+)?"
            rf"(?:[\w'/-]+\s+){{0,3}}?{MEASURE}",
            rf"{CHANGE}\s+(?:[\w'/-]+\s+){{0,4}}?{MEASURE}",
            r"(?:quarterly|monthly|annual|yearly|sales|revenue|growth) "
            r"(?:targets?|figures?|results|quota|numbers|goals?)",
            r"(?:meet|hit|make|beat|exceed) (?:the |our |all )?(?:[\w-]+ )?"
            r"(?:targets?|numbers|quota|budget|forecast)",
            r"from \d[\d.,]* to \d[\d.,]*(?:\s+\w+)?",
            r"on (?:or under )?budget|under budget",
            r"\d[\d.,]*(?:\s+[\w-]+){1,2}\s+(?:a|per|each)\s+(?:day|week|month|quarter|year|shift)",
            r"by (?:\d[\d.,]*\s?)(?:%|per ?cent)",
        ),
    ),
    (
        Kind.HEADCOUNT,
        False,
        _any(
            rf"{FEW}\s+{SOME}{{0,2}}?{ROLE}",
            rf"from {NUMBER} {ROLE} to {NUMBER}",
            r"(?:retirements?|maternity leave|leavers?|leaving|apprentices|understaffed"
            r"|second team|short-staffed|backfill|successor|staffing|personnel|pairs? of hands"
            r"|second (?:crew|shift)|(?:more|extra) (?:people|hands|staff)"
            r"|people on (?:the|each|every) (?:team|shift))",
        ),
    ),
    (
        Kind.FIGURE,
        False,
        _any(
            PERCENT,
            MONEY,
            rf"within {NUMBER} (?:working |business )?(?:hours?|days?|min(?:ute)?s?|weeks?)",
            r"by (?:working )?day \w+|per thousand|per \w+, \w+ per \w+",
            MEASURE,
            r"(?!(?:19|20)\d\d\b)\d[\d.,]*\s+(?:[\w-]+\s+){0,2}?[\w-]+",
            rf"{one_of('numbers')}\s+(?:hundred|thousand|million|tonnes|deals|units)",
        ),
    ),
    (
        Kind.SPEC,
        False,
        _any(
            r"(?:is|are|be)?\s?(?:responsible|accountable) for",
            r"responsibilit(?:y|ies)(?: \w+)?|duties|tasks include|in charge of|the remit",
            r"we (?:handle|manage|process|take care of|look after|administer|oversee|cover|maintain"
            r"|coordinate|support|run|operate|do|deal with|serve)",
            r"(?:the|our|this|my) (?:[\w-]+ )?(?:team|department|unit|group|function|role|office"
            r"|section"
            r"|service|secretariat|laboratory|workshop|people)s? (?:also )?(?:handles?|manages?"
            r"|process(?:es)?|takes? care of|looks? after|administers?|oversees?|covers?|maintains?"
            r"|coordinates?|provides?|supports?|runs?|operates?|consists? of|includes?|prepares?"
            r"|reports?|deals? with|is made up of|comprises?|owns?|performs?|ensures?|writes"
            r"|services"
            r"|keeps|carries|do)",
            r"in line with|according to|in accordance with|as required|as needed|on request",
            r"deliverables?|on time|timely|must have|must know|point of contact",
        ),
    ),
    (Kind.TODO, False, _led(one_of("works"))),
    # Any verb in front of what it is done to: "Rewire the hall". Duties are told so as well.
    (
        Kind.TODO,
        False,
        _led(
            rf"(?!{one_of('duties')}\s)[a-z]{{3,}}(?:\s(?:up|out|off|down|over|in|back))?"
            r"(?=\s(?:the|our|an?|all|both|this|these|its|their|every|each|new|old|two|three)\s)"
        ),
    ),
)

LIGHT, PRAISE = words("light"), words("praise")
#: So many words of another meaning may stand in a slogan.
MAX_OTHER = 1
MAX_SLOGAN_WORDS = 14
#: No prose has such a gap, and the rules would take seconds over a long one.
GAP = re.compile(r"\s{20}")


def find_cue(clause: str) -> Cue | None:
    """The phrase that says which kind a clause is; None where no rule speaks.

    Args:
        clause: a sentence or a part of one, without the space around it.
    """
    text = plain(clause)
    if GAP.search(text):
        return None
    slogan = find_slogan(text)
    if slogan and slogan.is_firm:
        return slogan
    for kind, is_firm, pattern in RULES:
        match = pattern.search(text)
        if match and (is_firm or not slogan):
            group = "cue" if "cue" in pattern.groupindex else 0
            has_digit = any(letter.isdigit() for letter in match[group])
            return Cue(match.start(group), match.end(group), kind, is_firm, has_digit)
    return slogan


def find_slogan(text: str) -> Cue | None:
    """Praise in which hardly a word says what for."""
    said = [(match.start(), match.end(), match[0].lower()) for match in WORD.finditer(text)]
    praise = [word for word in said if word[2] in PRAISE]
    other = [word for word in said if word[2] not in PRAISE and word[2] not in LIGHT]
    if not praise or len(said) > MAX_SLOGAN_WORDS or len(other) > min(MAX_OTHER, len(praise)):
        return None
    # The phrase runs from the first word of praise to the last one beside it.
    start, end = praise[0][:2]
    for word in praise[1:]:
        if text[end : word[0]].strip(" ,"):
            break
        end = word[1]
    return Cue(start, end, Kind.SLOGAN, is_firm=not other)


def content_words(text: str) -> int:
    """How many words say what it is about."""
    said = (match[0].lower() for match in WORD.finditer(plain(text)))
    return sum(word not in LIGHT and word not in PRAISE for word in said)
