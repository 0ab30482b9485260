"""Who somebody is, taken out of a text: names, pronouns and words that tell of a sex."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from recruiter.encoder.shapes import APOSTROPHES, OPENERS, STOPS, Token, plain_tokens

DATA = Path(__file__).parent / "data" / "masking"

#: What stands for every name.
SOMEONE = "someone"

Change = tuple[int, int, str, str]
"""Start, end, kind, replacement."""


def _pairs(lines: str) -> dict[str, str]:
    return dict(line.split() for line in lines.strip().splitlines())


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_LISTS = tomllib.loads((DATA / "persons.toml").read_text(encoding="utf-8"))
_PRONOUNS = _LISTS["pronouns"]
_SUBJECT = _words(_PRONOUNS["subject"])
_OBJECT = _words(_PRONOUNS["object"])
_POSSESSIVE = _words(_PRONOUNS["possessive"])
_STANDING = _words(_PRONOUNS["standing"])
_SELF = _words(_PRONOUNS["self"])
_ALL = _SUBJECT | _OBJECT | _POSSESSIVE | _STANDING | _SELF | {"her"}
_NEUTRAL = {"they", "them", "their", "theirs", "themselves"}
_ADVERBS = _words(_LISTS["adverbs"]["words"])
_PARTICIPLES = _words(_LISTS["participles"]["words"])
_STATES = _words(_LISTS["participles"]["states"])
_VERBS = _pairs(_LISTS["verbs"]["pairs"])
_OTHER_SUBJECTS = _SUBJECT | {"we", "you", "who", "which", "that"}
_NO_VERBS = _words(_LISTS["verbs"]["keep"])
_FOLLOWING = _words(_LISTS["verbs"]["following"])
_RELATIONS = _pairs(_LISTS["relations"]["pairs"])
_CALLED = _words(_LISTS["relations"]["called"])
_NOT_BEFORE = _words(_LISTS["around"]["not_before"])
_OWNERS = _words(_LISTS["around"]["possessives"])
_BETWEEN = _words(_LISTS["around"]["between"])
_TRADES = {
    gendered: neutral.replace("-", " ")
    for gendered, neutral in _pairs(_LISTS["trades"]["pairs"]).items()
}
_NAMES = _LISTS["names"]
_TITLES = _words(_NAMES["titles"])
_WEAK_TITLES = _words(_NAMES["weak_titles"])
_PARTICLES = _words(_NAMES["particles"])
_THINGS = _words(_NAMES["things"])
_NO_SURNAMES = _words(_NAMES["no_surnames"])
_BEFORE = _words(_NAMES["before"])
_KNOWN = frozenset(
    name.strip() for line in _NAMES["known"].strip().splitlines() for name in line.split("|")
)
_KNOWN_FIRST = frozenset(name.split()[0] for name in _KNOWN)
_ANNOUNCED = tuple(phrase.replace("_", " ") for phrase in _NAMES["announced"].split("|"))


def _given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Names that are nothing else, and names that are words, places or things as well."""
    sure: set[str] = set()
    unsure: set[str] = set()
    into = sure
    for line in (DATA / "given_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            into = unsure if "also words" in line else sure
        else:
            into.update(line.lower().split())
    return frozenset(sure - unsure), frozenset(unsure)


GIVEN, UNSURE = _given_names()

#: After "her" and "his" these show that nothing is theirs: "I told her that …".
_ENDS_HER = _words(_PRONOUNS["ends_her"])
_ENDS_HIS = _words(_PRONOUNS["ends_his"])


def people(text: str) -> list[Change]:
    """What to put in the place of names, pronouns and gendered words, in order."""
    tokens = plain_tokens(text)
    changes: list[Change] = []
    taken = 0
    at = 0
    while at < len(tokens):
        found = _name(tokens, at) or _pronoun(tokens, at) or _gendered(tokens, at)
        if found is None:
            at += 1
            continue
        size, more = found
        for start, end, kind, new in more:
            if start >= taken and text[start:end] != new:
                changes.append((start, end, kind, new))
        if more:
            taken = more[0][1]
        at += size
    return sorted(changes)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence begins with this token."""
    return at == 0 or tokens[at - 1].text in STOPS or tokens[at - 1].text in OPENERS


def _like(word: str, token: Token) -> str:
    """The word with the token's capital."""
    return word[0].upper() + word[1:] if token.text[0].isupper() else word


def _capital(token: Token) -> bool:
    return token.text[0].isupper()


# Names


def _is_given(token: Token, sure: bool = True) -> bool:
    if not _capital(token) or (not token.text[1:].islower() and "-" not in token.text):
        return False
    if token.key in GIVEN or (not sure and token.key in UNSURE):
        return True
    first, hyphen, last = token.text.partition("-")
    return bool(hyphen) and last[:1].isupper() and first.lower() in GIVEN


def _surnames(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from here on are further names: initials, particles, surnames."""
    size = 0
    while at + size < len(tokens) and size < 6:
        token = tokens[at + size]
        if _capital(token) and token.text not in _NO_SURNAMES and token.text not in _THINGS:
            size += 1
            more = tokens[at + size : at + size + 2]
            if len(more) == 2 and more[0].text in APOSTROPHES and _capital(more[1]):
                # O'Rourke, D'Souza.
                size += 2
            elif len(token.text) == 1 and more and more[0].text == ".":
                size += 1
        elif particles := _particles(tokens, at + size):
            size += particles
        else:
            break
    return size


def _particles(tokens: Sequence[Token], at: int) -> int:
    """How many particles stand before a surname: two in "van der Meer"."""
    size = 0
    while at + size < len(tokens) and tokens[at + size].key in _PARTICLES:
        size += 1
    if not size or at + size == len(tokens):
        return 0
    surname = tokens[at + size]
    return size if _capital(surname) and not _is_no_name(surname) else 0


def _name(tokens: Sequence[Token], at: int) -> tuple[int, list[Change]] | None:
    token = tokens[at]
    if not _capital(token):
        return None
    size = _name_size(tokens, at)
    if not size:
        return None
    last = at + size - 1
    words = [one.text for one in tokens[at : at + size]]
    after = tokens[at + size : at + size + 2]
    is_thing = (after and after[0].text in _THINGS | {"&"}) or (
        len(after) == 2 and after[0].key == "'s" and _capital(after[1])
    )
    if is_thing or _is_known(words) or _named_before(tokens, at):
        return size, []
    new = "Someone" if _opens(tokens, at) else SOMEONE
    return size, [(token.start, tokens[last].end, "name", new)]


def _is_known(words: Sequence[str]) -> bool:
    return words[0] in _KNOWN_FIRST and any(
        " ".join(words[:size]) in _KNOWN for size in range(2, len(words) + 1)
    )


def _named_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before makes it a place or a thing: "Lake Anna"."""
    if not at:
        return False
    before = tokens[at - 1]
    if before.text == "." and at > 1 and tokens[at - 2].text in {"St", "Mt"}:
        return True
    in_a_name = _capital(before) and not _opens(tokens, at - 1) and before.text not in _NO_SURNAMES
    return before.text in _BEFORE or (in_a_name and not _is_given(before))


def _name_size(tokens: Sequence[Token], at: int) -> int:
    """How many tokens a person's name has that begins here; 0 when none does."""
    token = tokens[at]
    if token.key in _TITLES or token.key in _WEAK_TITLES:
        skip = 2 if at + 1 < len(tokens) and tokens[at + 1].text == "." else 1
        if at + skip < len(tokens) and (
            token.key in _TITLES or _is_given(tokens[at + skip], sure=False)
        ):
            more = _surnames(tokens, at + skip)
            return skip + more if more else 0
        return 0
    if _announced(tokens, at):
        return _surnames(tokens, at)
    if _is_given(token):
        return 1 + _surnames(tokens, at + 1)
    if token.key in UNSURE and _introduced(tokens, at):
        return 1 + _surnames(tokens, at + 1)
    return 0


def _announced(tokens: Sequence[Token], at: int) -> bool:
    if at < 2 or _is_no_name(tokens[at]):
        return False
    before = " ".join(one.key for one in tokens[max(0, at - 3) : at])
    return before.replace(" '", "'").endswith(_ANNOUNCED)


def _is_no_name(token: Token) -> bool:
    """Whether a capitalised word is never a name, as "The"."""
    return token.text in _NO_SURNAMES or token.text in _THINGS


def _introduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name that is a word as well is a person's here: "I'm Grace Obi", "Grace Obi, …"."""
    more = _surnames(tokens, at + 1)
    if not more:
        return False
    before = " ".join(one.key for one in tokens[max(0, at - 2) : at])
    if before.endswith(("i am", "i 'm", "this is")):
        return True
    after = tokens[at + 1 + more].text if at + 1 + more < len(tokens) else ""
    return at == 0 and after in {",", ":", "|"}


# Pronouns


def _pronoun(tokens: Sequence[Token], at: int) -> tuple[int, list[Change]] | None:
    token = tokens[at]
    if token.key == "they":
        return _after_they(tokens, at)
    size = _slashed(tokens, at)
    if size:
        return size, [_slashed_change(tokens, at, size)]
    if token.key not in _ALL:
        return None
    if token.key in _SUBJECT:
        return _subject(tokens, at, 1)
    return 1, [(token.start, token.end, "pronoun", _like(_neutral(tokens, at), token))]


def _neutral(tokens: Sequence[Token], at: int) -> str:
    """What stands for a pronoun that is no subject."""
    key = tokens[at].key
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    alone = following is None or not following.text[0].isalnum()
    if key in _OBJECT:
        return "them"
    if key in _SELF:
        return "themselves"
    if key in _STANDING:
        return "theirs"
    if key == "her":
        return "them" if alone or (following and following.key in _ENDS_HER) else "their"
    return "theirs" if alone or (following and following.key in _ENDS_HIS) else "their"


def _slashed(tokens: Sequence[Token], at: int) -> int:
    """How many tokens a row of pronouns has: he/she, his or her, s/he, they/them; 0 for none."""
    size = 1
    known = _ALL | _NEUTRAL | {"s"}
    if tokens[at].key not in known:
        return 0
    while (
        at + size + 1 < len(tokens)
        and (
            tokens[at + size].text == "/"
            or (tokens[at + size].key == "or" and tokens[at + size + 1].key in _ALL)
        )
        and tokens[at + size + 1].key in known
    ):
        size += 2
    return size if size > 1 else 0


def _slashed_change(tokens: Sequence[Token], at: int, size: int) -> Change:
    keys = [one.key for one in tokens[at : at + size : 2]]
    subjects = _SUBJECT | {"they", "s"}
    if all(key in subjects for key in keys):
        new = "they"
    elif keys[0] in subjects:
        new = "they/them"
    elif all(key in _SELF for key in keys):
        new = "themselves"
    elif any(key in _OBJECT for key in keys):
        new = "them"
    else:
        new = _neutral(tokens, at + size - 1)
    return tokens[at].start, tokens[at + size - 1].end, "pronoun", _like(new, tokens[at])


def _after_they(tokens: Sequence[Token], at: int) -> tuple[int, list[Change]] | None:
    """They're and they've in full, as she's will be."""
    size = _slashed(tokens, at)
    if size:
        return size, [_slashed_change(tokens, at, size)]
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    verb = {"'re": "are", "'ve": "have"}.get(following)
    if verb is None:
        return None
    new = _like(f"they {verb}", tokens[at])
    return 2, [(tokens[at].start, tokens[at + 1].end, "pronoun", new)]


def _subject(tokens: Sequence[Token], at: int, size: int) -> tuple[int, list[Change]]:
    """He, she, xe: the pronoun and the verbs that go with it."""
    token = tokens[at]
    end = token.end
    new = _like("they", token)
    nxt = at + size
    changes: list[Change] = []
    if nxt < len(tokens) and tokens[nxt].key == "'s":
        end = tokens[nxt].end
        new += f" {_be_or_have(tokens, nxt + 1)}"
        nxt += 1
    else:
        while nxt < len(tokens) and _is_adverb(tokens[nxt]):
            nxt += 1
        if nxt < len(tokens) and (plural := _plural(tokens[nxt])):
            changes.append((tokens[nxt].start, tokens[nxt].end, "pronoun", plural))
    changes.extend(_following_verbs(tokens, nxt))
    return size, [(token.start, end, "pronoun", new), *changes]


def _is_adverb(token: Token) -> bool:
    return token.key in _ADVERBS or (len(token.key) > 4 and token.key.endswith("ly"))


def _be_or_have(tokens: Sequence[Token], at: int) -> str:
    while at < len(tokens) and _is_adverb(tokens[at]):
        at += 1
    if at == len(tokens):
        return "are"
    key = tokens[at].key
    regular = key.endswith("ed") and len(key) > 4 and key not in _STATES
    return "have" if regular or key in _PARTICIPLES else "are"


def _plural(token: Token) -> str:
    """The verb's form after "they"; empty when it is no third person."""
    key = token.key
    if key in _VERBS:
        return _VERBS[key]
    if (
        not key.replace("-", "").isalpha()
        or not token.text.islower()
        or len(key) < 4
        or not key.endswith("s")
        or key.endswith(("ss", "us", "is"))
        or key in _NO_VERBS
    ):
        return ""
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    if key.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) and key != "aches":
        return key[:-2]
    return key[:-1]


def _following_verbs(tokens: Sequence[Token], at: int) -> Iterator[Change]:
    """Verbs after "and" in the same sentence: "she runs a club and teaches"."""
    while at + 1 < len(tokens) and tokens[at].text not in STOPS:
        if tokens[at].text == "I" or tokens[at].key in _OTHER_SUBJECTS:
            return
        if tokens[at].key in {"and", "or", "but", "then", ","}:
            nxt = at + 1
            while nxt < len(tokens) and (_is_adverb(tokens[nxt]) or tokens[nxt].key == "and"):
                nxt += 1
            if nxt < len(tokens) and tokens[nxt].key in _FOLLOWING:
                plural = _plural(tokens[nxt])
                yield tokens[nxt].start, tokens[nxt].end, "pronoun", plural
            at = nxt - 1
        at += 1


# Gendered words


def _gendered(tokens: Sequence[Token], at: int) -> tuple[int, list[Change]] | None:
    token = tokens[at]
    if token.key in _TRADES:
        new = _like(_TRADES[token.key], token)
        return 1, [(token.start, token.end, "gendered word", new)]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.key in _RELATIONS:
        if following is not None and following.key in _NOT_BEFORE:
            return None
        before = at - 1
        while before >= 0 and at - before < 4 and tokens[before].key in _BETWEEN:
            before -= 1
        if before >= 0 and tokens[before].key in _OWNERS:
            return 1, [(token.start, token.end, "gendered word", _RELATIONS[token.key])]
    if token.text in _CALLED and not (
        following is not None and (_capital(following) or following.key in {"of", "to", ","})
    ):
        before_key = tokens[at - 1].key if at else ""
        if before_key not in {"a", "an", "the", "as", "single"} | _OWNERS | _BETWEEN:
            new = "My parent" if _opens(tokens, at) else "my parent"
            return 1, [(token.start, token.end, "gendered word", new)]
    return None
