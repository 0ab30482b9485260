"""What says nothing of a purpose, and what makes evidence of a statement, by the phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from recruiter.coaching.sentences import Span
from recruiter.coaching.vocabulary import WORD, plain, words
from recruiter.encoder.cues import FAMILIES

LIGHT, SELF_PRAISE = words("light") | {"i'm", "i've", "i'd", "myself"}, words("self_praise")
#: In enthusiasm about nothing so many words of praise stand for each one of another meaning.
PRAISE_FOR_OTHER = 2
MAX_PRAISE_WORDS = 24


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(alternatives) + r")(?!\w)", re.IGNORECASE)


_POST = (
    r"(?:job|jobs|role|roles|position|positions|post|opening|openings|opportunit(?:y|ies)"
    r"|employment"
    r"|employer|vacancy|challenge|challenges|internship|traineeship|team|company|workplace"
    r"|organi[sz]ation|career|step|environment|placement|apprenticeship|contract)"
)
#: Looking for a job, asking for a step up, and the courtesies of an application.
JOB_SEEKING = _any(
    rf"(?:looking|searching|hoping|hunting) (?:forward )?(?:for"
    rf"|to find) (?:\w+[- ]){{0,4}}?{_POST}",
    rf"(?:seek|seeking|pursuing) (?:\w+[- ]){{0,4}}?{_POST}",
    rf"(?:ready|eager|keen|excited|open) (?:for|to|to take on) (?:\w+[- ]){{0,6}}?(?:{_POST}"
    rf"|relocation"
    r"|relocate|relocating|offers|work|discuss|learn|contribute|start|join|travel)",
    r"new challenges?|i (?:need|want|seek) (?:a|any|another|the) (?:\w+ )?(?:job|work|position"
    r"|role)",
    r"(?:looking|ready|open|time|hoping) for (?:work|hours|shifts|anything|a change"
    r"|something (?:new|else|different"
    r"|bigger))|open to anything|between jobs|on the (?:job )?market",
    r"(?:can|could|would be able to) (?:start|begin) (?:on|in|from|at|immediately|right away"
    r"|any ?time|next|as of)"
    r"|interested in (?:the|this|your|a) (?:\w+ ){0,3}?(?:position|role|post|job|opening|vacancy"
    r"|company|team)",
    r"(?:consider|remember) (?:me|my application)|let me know if|(?:please|just|you can) (?:call"
    r"|write to|mail"
    r"|e-mail|email|ring) me"
    r"|my number is|hear(?:ing)? from you",
    rf"(?:apply|applying|application|applied) (?:for|to) (?:\w+[- ]){{0,5}}?{_POST}",
    r"(?:would|'d) (?:love|like|be (?:happy|glad|delighted|excited|keen|honou?red)) to "
    r"(?:join|work (?:for|with|at)|talk|discuss|meet|hear|contribute|be (?:part|considered)"
    r"|learn more"
    r"|bring|explore)(?: \w+)?",
    r"(?:joining|join) (?:your|a|an|the) (?:\w+[- ]){0,3}?(?:company|team|organi[sz]ation|firm"
    r"|group)",
    r"(?:add|bring|contribute|offer)(?: \w+){0,3} (?:to|for|in) (?:your|a) "
    r"(?:\w+[- ]){0,3}?(?:company|team|organi[sz]ation|firm|group)",
    r"available (?:from|immediately|at short notice|as of|for (?:an )?interview|to start)",
    r"(?:salary|pay) (?:expectations?|requirements?)|notice period"
    r"|references? (?:are )?(?:available )?"
    r"(?:up)?on request",
    r"thank(?:s| you)(?: very much| so much| again)? for (?:considering|your (?:time|consideration"
    r"|interest"
    r"|attention)|reading|taking|the opportunity)(?: \w+)?",
    r"(?:look|looking) forward to (?:hearing|meeting|speaking|talking|discussing|your"
    r"|the opportunity)",
    r"thank(?:s| you)(?: very much| so much| again)? for (?:the|your|our) (?:\w+ )?(?:call|chat"
    r"|talk"
    r"|e-?mail|message|coffee|lunch|meeting|reply|answer|note)(?: \w+)?",
    r"it was (?:good|nice|great|lovely|a pleasure) (?:to (?:meet|talk|speak|see|hear)|meeting"
    r"|talking"
    r"|speaking|seeing)(?: \w+)?",
    r"hope to hear(?: from you)?|please find (?:attached|enclosed)|attached (?:is|you will find) my"
    r"|do not hesitate to|my (?:cv|resume|r\u00e9sum\u00e9) is",
    r"(?:want|wish|hope|aim|plan|would like|'d like|aspire|intend|my goal is|goal is|ambition is"
    r"|see myself) "
    r"(?:to |as |in )?(?:become|becoming|be|being|grow|growing|move|advance|progress|climb|get"
    r"|reach|take|develop)"
    r" (?:into |up to |to |as |in |on )?(?:an? |the |my |more )?(?:\w+[- ]){0,3}?(?:director"
    r"|manager|leader|head"
    r"|senior|partner|executive|consultant|career|management|promotion|leadership|responsibility"
    r"|role"
    r"|board|c-level|ceo|cfo|cto|vp|specialist|expert|level|professionally|skills)",
    r"(?:grow|advance|further|develop|boost|build|progress in) my (?:\w+ )?(?:career|skills"
    r"|potential|network)",
    r"(?:career )?(?:objective|ambition)s?(?: is)?:? (?:an? (?:challenging|senior|new|better)"
    r"|to (?:obtain"
    r"|become|secure|find|join|advance|work|grow|reach|get|land|progress|climb|move|lead"
    r"|be))(?: \w+)?"
    r"|career objective"
    r"|on a mission to (?:reach|become|make it)(?: \w+)?|aspiring (?:\w+ )?(?:c[eftim]o|manager"
    r"|director"
    r"|leader|executive|partner)|c-level",
    r"(?:would|'d|should) (?:love|like|want|relish|welcome|appreciate|jump at) (?:to|the"
    r"|a) (?:chance|opportunity"
    r"|be (?:a |the |my |part )?(?:chair|director|manager|considered|of your)|move up"
    r"|see my name)(?: \w+)?",
    r"(?:reach|get me to|make it to|promoted to|rise to) (?:the )?(?:director|top|board|executive"
    r"|senior|c-level)"
    r"(?: level)?|my own boss|sit on the (?:executive|board)(?: \w+)?|corner office|wider stage",
    r"(?:more|better|higher) (?:money|pay|salary|wages?)|any (?:\w+ )?job|(?:great )?interest (?:i"
    r"|that i) "
    r"(?:read|saw)|(?:read|saw|seen|reply to|respon\w+ to) your (?:advert(?:isement)?|posting)"
    r"|the (?:advertised|vacant|open) (?:position|role|post"
    r"|job)",
    r"(?:as|be) your next (?:\w+ )?(?:manager|director|\w+er)|take my career"
    r"|my career to the next level",
    r"(?:an? )?(?:honou?r(?:ed)?|privilege|pleasure) to (?:serve|work|join|contribute|put"
    r"|be considered)(?: \w+)?",
    r"(?:feel free to )?contact me|get in touch(?: with me)?|happy to (?:provide|send|supply"
    r"|take on|relocate|travel"
    r"|discuss|answer|talk|chat|meet)(?: \w+)?|(?:enclosed|attached) (?:is|please|you)|see my cv"
    r"|find my cv",
    r"(?:next|right|logical) (?:career )?step|career (?:move|change|growth|goals?|progression)"
    r"|willing to relocate|open to relocation",
    r"(?:great|perfect|ideal|good|strong|right) (?:fit|candidate|match|addition) for(?: \w+){0,3}",
)
#: "I give 110 percent", "I live and breathe sales": zeal whose object is the zeal.
ZEAL = _any(
    r"(?:give|giving|gave) (?:it )?(?:my all|my best|100|110|150|200|a hundred"
    r"|one hundred)(?: ?(?:%|percent|per cent))?",
    r"go(?:ing)? the extra mile|think(?:ing)? outside the box|live and breathe"
    r"|in my (?:blood|dna)|hungry for success|the world a better place|liv(?:e|es"
    r"|ing) for (?:impact|success|challenges|growth)|think(?:s|ing)? big|a (?:great|perfect"
    r"|good) fit|(?:my |the |a )?(?:next|new) (?:adventure|chapter|horizons)|middle name"
    r"|sky is the limit|born leader|results speak"
    r"|everything is possible|nothing is impossible|failure is not an option|out of my comfort zone"
    r"|best version of myself|work hard,? play hard|passion for excellence|hit the ground running",
)


def find_empty(clause: str) -> Span | None:
    """The phrase for which a clause says nothing of a purpose; None where it may say something.

    Job-seeking, courtesies, ambition for one's own position, and enthusiasm without an object.
    """
    text = plain(clause)
    if match := JOB_SEEKING.search(text) or ZEAL.search(text):
        return Span(match.start(), match.end())
    said = [(match.start(), match.end(), match[0].lower()) for match in WORD.finditer(text)]
    praise = [word for word in said if word[2] in SELF_PRAISE]
    other = [word for word in said if word[2] not in SELF_PRAISE and word[2] not in LIGHT]
    if not praise or len(said) > MAX_PRAISE_WORDS or PRAISE_FOR_OTHER * len(other) > len(praise):
        return None
    start, end = praise[0][:2]
    for word in praise[1:]:
        if text[end : word[0]].strip(" ,-"):
            break
        end = word[1]
    return Span(start, end)


#: What is said of oneself, liked or hoped for. Empty only where the encoder hears no purpose in it,
#: and where nothing that was done or can be done is said beside it.
LEANING = _any(
    r"(?:i|we|who|he|she|and|also)(?:'d)? (?:really |also |just |truly |would |simply )?"
    r"(?:loves?|likes?|enjoys?|adores?|thrives?|dreams?|believes? in|cares? about)(?! me)",
    r"^(?:loves|likes|enjoys|thrives|dreams|believes|believer|keen|obsessed|curious|interested"
    r"|hungry)",
    r"(?:coffee|cat|dog|people|morning|tech|music) (?:lover|person|people|enthusiast|fan)|lover",
    r"passion(?:ate(?:ly)?|ated)?|excited|enthusias(?:m|t|tic)|motivat(?:ed|ion|es)|inspir(?:es|ed"
    r"|ing)",
    r"(?:my|her|his|lifelong|biggest) (?:lifelong )?dreams?|dream role|firm believer|believer"
    r"|dreamers?",
    r"(?:hobbies|interests?)(?: are| is| include|:)|interested in|fascinated by|obsessed with"
    r"|curious about|convinced that (?:success|i am|i'm)|(?:my )?(?:aim|ambition) is|motto|eager"
    r"|keen"
    r"|fascinates? me|fascinated me|is my (?:passion|life|world|everything)|in my (?:veins|blood)"
    r"|i believe that"
    r" (?:together|everything|anything|with|if|hard|success|every|there|nothing|you)"
    r"|opportunit(?:y|ies) to"
    r" (?:grow|learn|shine)|never stop|learn(?:ing)? (?:something )?new|dream big|every challenge"
    r"|with all my (?:soul|heart)|sort of person|born \w+|live for",
)
DONE = _any(
    r"(?:have|has|had|'ve) (?:\w+ed|taught|run|led|built|made|been|won|written)|so (?:i|we) \w+ed"
    r"|so i took"
    r"|that's why|every (?:\w+day|week|month|evening|morning)|on \w+days",
)
CONCRETE = frozenset({"duty", "tenure", "credential", "tools", "ordered or paid"})
MAX_LEANING_WORDS = 14


def find_leaning(clause: str) -> Span | None:
    """The phrase for which a clause that is no purpose says nothing of work either."""
    text = plain(clause)
    match = LEANING.search(text)
    if not match or len(text.split()) > MAX_LEANING_WORDS or re.search(r"\d", text):
        return None
    if DONE.search(text) or any(
        pattern.search(text) for name, _, pattern in FAMILIES if name in CONCRETE
    ):
        return None
    return Span(match.start(), match.end())


class Evidence(StrEnum):
    """What makes a statement checkable; what is missing has a heading in questions.toml."""

    ACTION = "action"
    SINCE = "since"
    LINK = "source"
    HEARD = "heard"


_EVIDENCE: dict[Evidence, re.Pattern[str]] = {
    Evidence.LINK: re.compile(
        r"(?:https?://|www\.)[^\s)>\]]+|(?<![\w@.])(?:[\w-]+\.)+(?:org|com|net|io|dev|example|info"
        r"|eu|de"
        r"|fr|nl|uk|se|no|dk|fi|pl|es|it|ie|be|at|ch)(?:/[^\s)>\]]*)?(?!\w)",
        re.IGNORECASE,
    ),
    Evidence.SINCE: _any(
        r"since (?:\d{4}|\w+ \d{4}|i was|she was|he was|they were|the \w+|then|last \w+|she|he"
        r"|i)(?: \w+)?",
        r"ever since|for (?:over |more than |almost |nearly |about |the (?:last|past) )?(?:\d+"
        r"|[a-z]+)"
        r" (?:years?|months?|decades?|winters?|summers?|seasons?)",
        r"(?:every|each|most|on|second) (?:other |second |first |last )?"
        r"(?:day|week|month|year|morning|evening|night|spring|summer|autumn|winter|weekend"
        r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?(?: (?:evening|morning|night)s?)?",
        r"(?:in|back in|from|until) (?:19|20)\d\d|last (?:year|month|week|winter|summer|spring"
        r"|autumn)",
        r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty) "
        r"(?:years?|months?|winters?|summers?|times|weeks?)(?: ago| now| running| in a row)?",
        r"(?:once|twice|\d+x|three times) (?:a|per) (?:day|week|month|year)|so far|at weekends",
    ),
    Evidence.HEARD: _any(
        r"told (?:me|us)|says?|said (?:that|she|he|they)|according to|i (?:heard|hear|am told"
        r"|was told)"
        r"|(?:she|he|they)(?:'s|'re| has| have| is| are| was| were)?|(?:her|his|their) own words",
    ),
    Evidence.ACTION: _any(
        r"(?:i|we|she|he|they)(?:'ve| have| has| had|'m| am| is| are| also| still| now| then| even"
        r"| once"
        r"| never| always| usually| myself| just| already)* "
        r"(?!(?:am|is|are|was|were|be|been|want|wants|wanted|think|thinks|believe|believes|hope"
        r"|hopes|wish"
        r"|wishes|feel|feels|would|could|should|might|like|likes|love|loves|dream|dreams|care"
        r"|cares|know"
        r"|knows|need|needs|can|cannot|can't|will|have|has|had|do|don't|does|did|mean|see|plan"
        r"|plans|aim"
        r"|intend|value|values|admire|agree|prefer|get to|wonder|wonders|dislike|hate|hates"
        r"|convinced"
        r"|sure|passionate|fascinated|interested|excited|obsessed|looking|keen|not)\b)"
        r"[a-z]{3,}",
        r"(?:runs|started|starts|built|builds|teaches|taught|keeps|kept|wrote|writes|founded|leads"
        r"|helps"
        r"|helped|drives|drove|collects|collected|repairs|repaired|organises|organizes|chairs"
        r"|coaches"
        r"|translates|publishes|published|records|draws|drew|maps|mapped|mends|tutors|volunteers)"
        r"(?= (?!should|must|can|could|may|will|would|are|is|were|was)\w)",
    ),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase that makes evidence: text[start:end]."""

    start: int
    end: int
    evidence: Evidence


def find_evidence(text: str) -> dict[Evidence, Mark]:
    """The first phrase of each sort of evidence in a text."""
    clean = plain(text)
    found: dict[Evidence, Mark] = {}
    for evidence, pattern in _EVIDENCE.items():
        if match := pattern.search(clean):
            found[evidence] = Mark(match.start(), match.end(), evidence)
    return found
