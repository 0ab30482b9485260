"""What a text says of its writer's faith, union, party, ethnicity, nationality, gender, family,
age, health and sexuality, and where: words.toml lists the words, rules.toml the places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recruiter.encoder.shapes import Grammar, Lexicon, Token
from recruiter.encoder.spelling import respelled

DATA = Path(__file__).parent / "data" / "masking"

KINDS = (
    "faith",
    "union",
    "party",
    "ethnicity",
    "nationality",
    "gender",
    "family",
    "age",
    "health",
    "sexuality",
)
#: Classes that several forms of a kind make up.
GENERAL = {
    "both": ("describing", "person"),
    "adjective": ("describing",),
    "noun": ("person",),
}

Change = tuple[int, int, str, str]
"""Start, end, kind, replacement."""

#: "I" is the writer, except where somebody reports of another: "I met her".
REPORTS = frozenset(
    {"met", "spoke", "talked", "asked", "heard", "called", "know", "knew", "recommend"}
)
#: Written with a consonant and spoken with a vowel, or the other way round.
SPOKEN_A = re.compile(r"(?:eu|uni(?!n)|use|usu|u[kr]|one\b|once|ut[ei])", re.I)
SPOKEN_AN = re.compile(r"(?:hour|honest|honor|heir|[fhlmnrsx](?=[A-Z\d]))")


@dataclass(frozen=True, slots=True)
class Rule:
    """One place where words describe the writer.

    Attributes:
        pattern: over a text's shape; its group "target" is what is replaced.
        needs: one of these characters must be in the shape.
        replace: with {who}, {my} and {a} to be filled in.
        kind: of the mask; empty when the words themselves tell.
    """

    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    replace: str
    kind: str


def _entries(listing: str) -> list[str]:
    return [entry.strip() for entry in listing.split("|") if entry.strip()]


def _respelled(entry: str) -> str:
    """An entry as it is spelled in a text that has been brought to one spelling."""
    return " ".join(respelled(word) for word in entry.split(" "))


@cache
def _lexicon() -> Lexicon:
    """Every list of words.toml under its names: "place.faith", "place"; "describing.faith"."""
    words = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
    classes: dict[str, list[str]] = {}
    for kind, forms in words.items():
        for form, listing in forms.items():
            entries = _entries(listing)
            # "Labor" as a text is read, and "Labour", which is left alone as a party's name.
            entries += [_respelled(entry) for entry in entries if _respelled(entry) != entry]
            names = [form]
            if kind in KINDS:
                names.append(f"{form}.{kind}")
                for general in GENERAL.get(form, ()):
                    names += [general, f"{general}.{kind}"]
            for name in names:
                classes.setdefault(name, []).extend(entries)
    return Lexicon(classes)


def _sides(rule: Mapping[str, str]) -> str:
    """Pattern with what must follow it, and what must not, as look-ahead."""
    pattern = rule["find"]
    if "unless" in rule:
        pattern += f" (?! {rule['unless']} )"
    if "then" in rule:
        pattern += f" (?= {rule['then']} )"
    return pattern


class Traits:
    """The rules of one voice: of a writer, or of somebody who notes what they heard."""

    def __init__(self, voice: str) -> None:
        source = tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))
        rules = [*source["keep"], *source["rule"]]
        parts = {**source["parts"], **source["voices"][voice]}
        self.grammar = Grammar(_lexicon(), parts, [_sides(rule) for rule in rules])
        self.rules = [
            Rule(
                pattern=pattern,
                needs=self.grammar.any_of(rule["about"].split()) if "about" in rule else None,
                replace=rule.get("replace", "="),
                kind=rule.get("kind", ""),
            )
            for rule, pattern in zip(rules, self.grammar.compiled, strict=True)
        ]
        self._their = "their" if voice == "note" else "my"

    def changes(self, tokens: list[Token]) -> list[Change]:
        """What to put in the place of traits, in order and without overlap."""
        shape = self.grammar.shape(tokens)
        taken: set[int] = set()
        changes: list[Change] = []
        for rule in self.rules:
            if rule.needs is not None and not rule.needs.search(shape):
                continue
            for found in rule.pattern.finditer(shape):
                first, last = found.span("target")
                places = range(first, last)
                if not places or not taken.isdisjoint(places):
                    continue
                taken.update(places)
                if rule.replace != "=":
                    changes.append(self._change(rule, tokens, found.start(), first, last))
        return sorted(changes)

    def _change(self, rule: Rule, tokens: list[Token], begin: int, first: int, last: int) -> Change:
        start, end = tokens[first].start, tokens[last - 1].end
        kind = rule.kind or self.kinds(tokens[first:last])
        new = rule.replace
        verb = tokens[begin].key
        if new.startswith("am ") and verb != "i":
            new = ("is " if verb in {"someone", "candidate", "applicant"} else "are ") + new[3:]
        new = new.replace("{my}", self._their)
        if tokens[first].key.startswith("'"):
            new = f" {new}"
        following = tokens[last] if last < len(tokens) else None
        if "{a}" in new and following is not None:
            new = new.replace("{a}", article(following.text))
        capital = tokens[first].text[0].isupper() and opens(tokens, first)
        if not new and following is not None:
            # What is dropped takes the space after it along, and leaves its capital.
            end = following.start
            if capital:
                return start, following.end, kind, _capital(following.text)
        return start, end, kind, _capital(new) if capital else new

    def kinds(self, tokens: Iterable[Token]) -> str:
        """The kinds that words name, in order: "faith, family"."""
        named: dict[str, None] = {}
        for token in tokens:
            classes = self.grammar.classes(token)
            for kind in KINDS:
                if any(name.endswith(f".{kind}") for name in classes):
                    named[kind] = None
            if not named and ("country" in classes):
                named["nationality"] = None
            if token.key.endswith("-year-old"):
                named["age"] = None
            if "child" in classes and "family" not in named:
                named["family"] = None
        return ", ".join(named) or "family"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def article(word: str) -> str:
    """A or an, as the word is spoken."""
    if SPOKEN_AN.match(word):
        return "an"
    return "an" if word[:1].lower() in "aeiou" and not SPOKEN_A.match(word) else "a"


def opens(tokens: list[Token], at: int) -> bool:
    """Whether a sentence begins with this token."""
    return at == 0 or tokens[at - 1].text in ".!?:;…"


@cache
def _traits(voice: str) -> Traits:
    return Traits(voice)


def traits(text: str) -> list[Change]:
    """What to put in the place of what a text says of who its writer is."""
    tokens = _lexicon().tokens(text)
    return _traits("own" if is_own(tokens) else "note").changes(tokens)


def is_own(tokens: list[Token]) -> bool:
    """Whether the writer speaks of themselves, rather than somebody of them."""
    for at, token in enumerate(tokens):
        if token.key in {"my", "mine", "myself"}:
            return True
        if token.key == "i" and (at + 1 == len(tokens) or tokens[at + 1].key not in REPORTS):
            return True
    return False
