import re

import pytest

from recruiter.encoder.shapes import Grammar, Lexicon, plain_tokens

WORDS = Lexicon({"color": ["red", "dark blue"], "thing": ["hat", "cat"], "end": ["."]})


def spans(pattern: str, text: str, parts: dict[str, str] | None = None) -> list[str]:
    grammar = Grammar(WORDS, parts or {}, [pattern])
    tokens = WORDS.tokens(text)
    found = []
    for match in grammar.compiled[0].finditer(grammar.shape(tokens)):
        first, last = match.span("target")
        found.append(text[tokens[first].start : tokens[last - 1].end])
    return found


def test_a_contraction_is_two_tokens_and_a_negation_one() -> None:
    assert [token.key for token in plain_tokens("She\u2019s here, isn't it, at 62-ish 3.5%?")] == [
        "she", "'s", "here", ",", "isn't", "it", ",", "at", "62-ish", "3.5", "%", "?",
    ]  # fmt: skip


def test_known_phrases_are_one_token() -> None:
    assert [token.text for token in WORDS.tokens("a Dark  Blue hat")] == ["a", "Dark  Blue", "hat"]


def test_patterns_name_words_classes_and_parts() -> None:
    assert spans("a [ {color} ] {thing}", "a red hat, a dark blue cat, a green hat") == [
        "red",
        "dark blue",
    ]
    assert spans("<OWN> [ {thing} ]", "my hat, our cat, her hat", {"OWN": "my | our"}) == [
        "hat",
        "cat",
    ]


def test_a_class_may_be_one_of_several_or_none_of_them() -> None:
    assert spans("[ {color|thing} ] {end}", "red. hat. tea.") == ["red", "hat"]
    assert spans("[ !{color|thing} ] {end}", "red. hat. tea.") == ["tea"]


def test_a_sentence_begins_where_the_last_ended() -> None:
    assert spans("^ [ hat ]", "Hat. hat hat. Hat") == ["Hat", "hat", "Hat"]


def test_look_ahead_takes_nothing() -> None:
    assert spans("[ {thing} ] (?! {end} )", "hat cat.") == ["hat"]
    assert spans("(?= {cap} ) [ {thing} ]", "Hat cat") == ["Hat"]


def test_parts_that_name_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="name each other"):
        Grammar(WORDS, {"A": "<B>", "B": "<A>"}, ["<A>"])


def test_an_empty_class_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is in"):
        Grammar(WORDS, {}, ["{colour}"])


def test_words_of_the_same_classes_cannot_be_told_apart() -> None:
    grammar = Grammar(WORDS, {}, ["[ {thing} ]"])
    assert grammar.shape(WORDS.tokens("hat")) == grammar.shape(WORDS.tokens("cat"))
    assert isinstance(grammar.any_of(["thing"]), re.Pattern)
