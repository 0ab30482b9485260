"""Clauses, and which of them carries a fit."""

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.encoder import Encoder, goal_text
from recruiter.encoder.clauses import MIN_WORDS, WORD, Pair, clauses, evidence, parts, without

CLOCKS = "On Sundays, I mend old clocks and give them away, because time should belong to everybody"


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in clauses(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            CLOCKS,
            [
                "On Sundays, I mend old clocks",
                "give them away",
                "because time should belong to everybody",
            ],
        ),
        (
            "Nobody waits for a kidney. We asked too late; now we ask first",
            ["Nobody waits for a kidney", "We asked too late", "now we ask first"],
        ),
        # Fewer than three words go with what follows, or with their own sentence.
        (
            "Gardener. I feed bees, in town. They pay in honey",
            ["Gardener. I feed bees, in town", "They pay in honey"],
        ),
        ("Keep what is cold cold", ["Keep what is cold cold"]),
        ("I am.", ["I am"]),
        ("", []),
        (" \u2026 ", []),
    ],
)
def test_a_text_is_cut_at_signs_and_joining_words(text: str, found: list[str]) -> None:
    assert cut(text) == found


def test_numbers_and_brackets_stay_whole() -> None:
    assert cut("I measured 3.5 degrees in each of 1,000 fridges") == [
        "I measured 3.5 degrees",
        "in each of 1,000 fridges",
    ]


def test_a_text_of_one_clause_is_cut_before_its_prepositions() -> None:
    assert cut("I publish a yearly list of the most humane call centres in Europe") == [
        "I publish a yearly list",
        "of the most",
        "humane call centres in Europe",
    ]


texts = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["and", "because", "I", "mend", "clocks", ",", ".", ";", "(", ")", "so", "that", "3.5"]
        ),
        max_size=40,
    ).map(" ".join),
)


@given(texts)
def test_clauses_stand_in_order_are_trimmed_and_hold_three_words(text: str) -> None:
    for spans in (clauses(text), parts(text)):
        at = 0
        for start, end in spans:
            assert at <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            at = end
        words = [len(WORD.findall(text, start, end)) for start, end in spans]
        assert len(spans) <= 1 or min(words) >= MIN_WORDS
        assert bool(spans) == bool(WORD.search(text))


@given(st.lists(st.sampled_from(["old", "clocks", "tick", "loudly", "of"]), min_size=6))
def test_of_six_words_on_there_is_always_an_alternative(words: list[str]) -> None:
    assert len(clauses(" ".join(words))) >= 2


@given(texts)
def test_a_clause_taken_out_takes_nothing_else_but_what_joined_it(text: str) -> None:
    for start, end in clauses(text):
        outside = Counter(re.findall(r"\w+", f"{text[:start]} {text[end:]}".lower()))
        kept = Counter(re.findall(r"\w+", without(text, (start, end)).lower()))
        assert kept <= outside
        assert set(outside - kept) <= {"and", "or", "nor", "but", "yet", "plus"}


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        (0, "give them away, because time should belong to everybody"),
        (1, "On Sundays, I mend old clocks, because time should belong to everybody"),
        (2, "On Sundays, I mend old clocks and give them away"),
    ],
)
def test_what_is_left_still_reads_like_a_sentence(clause: int, rest: str) -> None:
    assert without(CLOCKS, clauses(CLOCKS)[clause]) == rest


PAIRS = [
    Pair(
        "Finance",
        "We work with every team, and nobody loses a weekend to the month-end close.",
        "I live by the sea, and I write macros so that bookkeepers close the month in a day.",
    ),
    Pair("Clinics", "No vaccine gets warm on its way.", "I repair fridges of clinics."),
    Pair("Clinics", "No vaccine gets warm on its way.", "…"),
]


def test_the_clause_that_is_missed_most_is_the_evidence(encoder: Encoder) -> None:
    found, *_ = evidence(encoder, PAIRS)
    pair = PAIRS[0]
    assert found.statement_span is not None
    assert found.goal_span is not None
    assert "close the month" in pair.statement[slice(*found.statement_span)]
    assert "month-end close" in pair.goal[slice(*found.goal_span)]
    assert found.statement_drop > 0
    assert found.goal_drop > 0


def test_the_drop_is_what_the_fit_falls_by(encoder: Encoder) -> None:
    """By the encoder's own methods, one text at a time, so that batching changes nothing."""
    pair, (found, *_) = PAIRS[0], evidence(encoder, PAIRS)
    goal = encoder.encode_goals([goal_text(pair.department, pair.goal)])

    def fit(statement: str) -> float:
        return float(encoder.fit(goal, encoder.encode_statements([statement]))[0, 0])

    whole = fit(pair.statement)
    drops = [whole - fit(without(pair.statement, span)) for span in clauses(pair.statement)]
    assert found.statement_drop == pytest.approx(max(drops), abs=1e-9)
    assert found.statement_span == clauses(pair.statement)[int(np.argmax(drops))]


def test_a_short_text_is_its_own_evidence_and_one_without_words_has_none(encoder: Encoder) -> None:
    _, short, empty = evidence(encoder, PAIRS)
    assert short.statement_span == (0, len("I repair fridges of clinics"))
    assert empty.statement_span is None
    assert empty.statement_drop == 0


def test_no_pairs_cost_nothing(encoder: Encoder) -> None:
    assert evidence(encoder, []) == []


def test_the_departments_name_is_never_taken_out(encoder: Encoder) -> None:
    """Spans are offsets into the goal alone, whatever the name looks like."""
    pair = Pair("Fridges, vans and clinics, because cold matters", "Keep it cold", "I mend fridges")
    (found,) = evidence(encoder, [pair])
    assert found.goal_span == (0, len("Keep it cold"))
