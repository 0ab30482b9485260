"""Patterns over classes of words: "as a {adjective}* {noun}" instead of a thousand sentences.

A text is cut into tokens. Every token becomes one character that stands for all the classes the
token is in, so that a pattern is an ordinary regular expression over a short string, and two words
of the same classes cannot be told apart by any rule.

A pattern is written with words (`as`), classes (`{noun}`), parts (`<TRAIT>`, replaced by their own
patterns), `^` (a sentence begins), `$` (the text ends), `( | ) ? * +` as in regular expressions,
and `[` and `]` around what a match replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TOKEN = re.compile(
    r"[^\W\d_]+(?:-[^\W_]+)+|\d+(?:-[^\W\d_]+)+|[^\W\d_]+|\d+(?:[.,:]\d+)*[^\W\d_]*|[^\w\s]|_"
)
#: What an apostrophe may add to a word; the word and the ending are two tokens.
ENDINGS = frozenset({"m", "s", "re", "ve", "ll", "d"})
APOSTROPHES = "'\u2019\u02bc"
STOPS = frozenset(".!?;:…\n")
#: A sentence begins after these as well.
OPENERS = frozenset('"\u201c\u201d\u2018«([•*\u2013\u2014-')

#: The first character that stands for a set of classes: private use, so that none has a meaning.
FIRST_CODE = 0xE000


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a mark, or words that the lexicon holds together.

    Attributes:
        text: as written.
        key: small letters, straight apostrophes.
        start, end: where it stands in the text.
    """

    text: str
    key: str
    start: int
    end: int


def plain_tokens(text: str) -> list[Token]:
    """Words, numbers and marks; "she's" is "she" and "'s"."""
    tokens: list[Token] = []
    for found in TOKEN.finditer(text):
        start, end = found.span()
        word = found[0]
        if (
            tokens
            and word.lower() in ENDINGS
            and tokens[-1].text in APOSTROPHES
            and tokens[-1].end == start
            and len(tokens) > 1
            and tokens[-2].end == tokens[-1].start
            and tokens[-2].text[-1].isalnum()
        ):
            begin = tokens.pop().start
            tokens.append(Token(text[begin:end], "'" + word.lower(), begin, end))
        elif (
            word.lower() == "t"
            and len(tokens) > 1
            and tokens[-1].text in APOSTROPHES
            and tokens[-2].key.endswith("n")
            and tokens[-1].end == start
        ):
            tokens.pop()
            first = tokens.pop()
            tokens.append(Token(text[first.start : end], first.key + "'t", first.start, end))
        else:
            tokens.append(Token(word, word.lower(), start, end))
    return tokens


def features_of(key: str) -> frozenset[str]:
    """What can be seen of a token's key without a list of words."""
    if key.endswith(("-year-old", "-years-old")):
        return frozenset({"years"})
    if key[0].isdigit():
        adult = len(key) == 2 and key.isdigit() and key >= "14"
        return frozenset({"number", "adult"}) if adult else frozenset({"number"})
    if not key[0].isalpha() and key[0] != "'":
        return frozenset({"mark"})
    if len(key) > 4 and "-" not in key:
        for ending in ("ing", "ed", "ly"):
            if key.endswith(ending):
                return frozenset({"word", ending})
        if len(key) > 5 and key.endswith(("er", "or", "ist", "ian")):
            return frozenset({"word", "agent"})
    return frozenset({"word"})


#: Every set of features that a token of no list may show.
UNKNOWN = (
    frozenset({"years"}),
    frozenset({"number"}),
    frozenset({"number", "adult"}),
    frozenset({"mark"}),
    frozenset({"word"}),
    frozenset({"word", "ing"}),
    frozenset({"word", "ed"}),
    frozenset({"word", "ly"}),
    frozenset({"word", "agent"}),
)


class Lexicon:
    """Words and what classes they are in; entries of several words are one token."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        known: dict[str, set[str]] = {}
        for name, entries in classes.items():
            for entry in entries:
                known.setdefault(" ".join(one.key for one in plain_tokens(entry)), set()).add(name)
        self.classes = {entry: frozenset(names) for entry, names in known.items()}
        self._longer: dict[str, list[tuple[str, ...]]] = {}
        for entry in known:
            words = tuple(entry.split(" "))
            if len(words) > 1:
                self._longer.setdefault(words[0], []).append(words)
        for phrases in self._longer.values():
            phrases.sort(key=len, reverse=True)

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text, known phrases held together."""
        plain = plain_tokens(text)
        merged: list[Token] = []
        at = 0
        while at < len(plain):
            token = plain[at]
            size = 1
            for words in self._longer.get(token.key, ()):
                if tuple(one.key for one in plain[at : at + len(words)]) == words:
                    size = len(words)
                    break
            if size > 1:
                end = plain[at + size - 1].end
                token = Token(
                    text[token.start : end],
                    " ".join(one.key for one in plain[at : at + size]),
                    token.start,
                    end,
                )
            merged.append(token)
            at += size
        return merged


class Grammar:
    """Rules compiled together over one lexicon.

    Args:
        lexicon: words by class.
        parts: named pieces of patterns.
        literals: words that patterns name are found in the patterns themselves.
    """

    def __init__(self, lexicon: Lexicon, parts: Mapping[str, str], patterns: Sequence[str]) -> None:
        self.lexicon = lexicon
        self._parts = dict(parts)
        self._sources = [self._expanded(pattern) for pattern in patterns]
        words = {
            item.replace("_", " ")
            for source in self._sources
            for item in _ITEM.findall(source)
            if _is_literal(item)
        }
        self._sets: dict[str, frozenset[str]] = {}
        for entry in {*lexicon.classes, *words}:
            names = lexicon.classes.get(entry, frozenset()) | features_of(entry)
            self._sets[entry] = names | {f"={entry}"} if entry in words else names
        self._codes: dict[frozenset[str], str] = {}
        # In order, so that the codes of a class lie together and are quick to compile.
        for names in sorted({*self._sets.values(), *UNKNOWN}, key=sorted):
            self._code(names)
            if "word" in names:
                self._code(names | {"cap"})
        self._charsets: dict[tuple[str, ...], str] = {}
        self.compiled = [self._compile(source) for source in self._sources]
        self._seen: dict[tuple[str, bool], str] = {}

    def _expanded(self, pattern: str) -> str:
        for _ in range(8):
            wider = _PART.sub(lambda found: f"( {self._parts[found[1]]} )", pattern)
            if wider == pattern:
                return pattern
            pattern = wider
        raise ValueError(f"parts of {pattern!r} name each other")

    def _code(self, names: frozenset[str]) -> str:
        if names not in self._codes:
            self._codes[names] = chr(FIRST_CODE + len(self._codes))
        return self._codes[names]

    def _charset(self, wanted: Sequence[str], without: bool = False) -> str:
        key = ("not" if without else "", *wanted)
        if key not in self._charsets:
            for name in wanted:
                if not any(name in names for names in self._codes):
                    raise ValueError(f"nothing is in {name!r}")
            codes = _ranges(
                [code for names, code in self._codes.items() if not names.isdisjoint(wanted)]
            )
            self._charsets[key] = f"[^{codes}]" if without else f"[{codes}]"
        return self._charsets[key]

    def any_of(self, names: Sequence[str]) -> re.Pattern[str]:
        """Finds a token of any of these classes in a shape."""
        return re.compile(self._charset(names))

    def _begin(self) -> str:
        marks = "".join(
            self._code(self._sets.get(mark, features_of(mark))) for mark in STOPS | OPENERS
        )
        return rf"(?:\A|(?<=[{marks}]))"

    def _compile(self, source: str) -> re.Pattern[str]:
        out = []
        for item in _ITEM.findall(source):
            if item == "[":
                out.append("(?P<target>")
            elif item == "]":
                out.append(")")
            elif item == "(":
                out.append("(?:")
            elif item in {"(?!", "(?=", *")|?*+"}:
                out.append(item)
            elif item == "^":
                out.append(self._begin())
            elif item == "$":
                out.append(r"\Z")
            elif item.startswith("!"):
                out.append(self._charset(item[2:-1].split("|"), without=True))
            elif item.startswith("{"):
                out.append(self._charset(item[1:-1].split("|")))
            else:
                out.append(self._charset([f"={item.replace('_', ' ')}"]))
        return re.compile("".join(out))

    def shape(self, tokens: Sequence[Token]) -> str:
        """One character per token."""
        shape = []
        for token in tokens:
            key = (token.key, token.text[0].isupper())
            code = self._seen.get(key)
            if code is None:
                names = self._sets.get(token.key) or features_of(token.key)
                if key[1] and "word" in names and token.key != "i":
                    names |= {"cap"}
                code = self._code(names)
                if len(self._seen) < 50_000:
                    self._seen[key] = code
            shape.append(code)
        return "".join(shape)

    def classes(self, token: Token) -> frozenset[str]:
        """The classes of a token in the lexicon."""
        return self.lexicon.classes.get(token.key, frozenset())


_ITEM = re.compile(r"!?\{[\w.|]+\}|\(\?[!=]|[\[\]()|?*+^$]|[^\s\[\](){}|?*+^$]+")
_PART = re.compile(r"<(\w+)>")


def _is_literal(item: str) -> bool:
    return item[0] not in "{[]()|?*+^$" and not item.startswith("!{")


def _ranges(codes: Sequence[str]) -> str:
    """Ascending characters as they are written between brackets: a run as its two ends."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and ord(code) == ord(runs[-1][-1]) + 1:
            runs[-1][1:] = [code]
        else:
            runs.append([code])
    return "".join("-".join(run) for run in runs)
