"""Purpose or problem: what was chosen, against what was done for pay."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from recruiter.encoder import CueKind, Encoder
from recruiter.encoder.constants import DATA, TEXT_MODEL
from recruiter.encoder.cues import FAMILIES, FAMILY_NAMES, cue_flags, find_cues
from recruiter.encoder.tfidf import load_text_model

#: The examples that the product was defined by.
SEED_PURPOSES = [
    "In my spare time I compete in global online puzzle challenges.",
    "I stay up at night thinking about ways to improve finance department efficiency, and publish"
    " my thoughts on my blog.",
    "A friend and I started an association that explores new ways to use this technology.",
]
SEED_PROBLEMS = [
    "I have worked on three system implementations.",
    "I am a six sigma black belt.",
    "I have a certification in this technology.",
]


def test_the_seed_examples_come_out_right(encoder: Encoder) -> None:
    readings = encoder.read_statements(SEED_PURPOSES + SEED_PROBLEMS)
    chances = [reading.p_purpose or 0 for reading in readings]
    assert min(chances[:3]) >= 0.65
    assert max(chances[3:]) < 0.35


@pytest.mark.parametrize(
    ("at_weekends", "at_work"),
    [
        (
            "On Saturdays I sharpen tools for whoever is learning a trade.",
            "At work, unasked, I sharpen the tools of those who are learning the trade.",
        ),
        (
            "On Sundays I write down how patients like to be woken and share the cards.",
            "On my shifts, though nobody told me to, I write down how patients like to be woken"
            " and share the cards.",
        ),
    ],
)
def test_a_purpose_pursued_at_work_is_a_purpose(
    encoder: Encoder, at_weekends: str, at_work: str
) -> None:
    free, paid = encoder.read_statements([at_weekends, at_work])
    assert (free.p_purpose or 0) >= 0.65
    assert (paid.p_purpose or 0) >= 0.65


@pytest.mark.parametrize(
    "text",
    [
        "Passionate, results-driven professional who goes the extra mile.",
        "I am looking for a new challenge in a growing company.",
        "I volunteered for the weekend shifts because they pay double.",
        "I write for the company blog when marketing asks me to.",
        "My mission is to leverage innovative solutions to create value for stakeholders.",
        "Responsible for rosters, budgets and weekly reports.",
    ],
)
def test_empty_enthusiasm_duty_and_job_seeking_are_no_purpose(encoder: Encoder, text: str) -> None:
    (reading,) = encoder.read_statements([text])
    assert (reading.p_purpose or 0) < 0.35


def test_a_reading_is_the_same_alone_and_among_others(encoder: Encoder) -> None:
    texts = SEED_PURPOSES + SEED_PROBLEMS
    assert [encoder.read_statements([text])[0] for text in texts] == encoder.read_statements(texts)


def test_a_reading_carries_the_vector_as_stored(encoder: Encoder) -> None:
    (reading,) = encoder.read_statements(SEED_PURPOSES[:1])
    assert reading.packed == encoder.pack(encoder.encode_statements(SEED_PURPOSES[:1]))[0]


def test_cues_are_spans_of_the_text_as_given(encoder: Encoder) -> None:
    text = "  In my spare time I\u2019m mending radios;\tI have a certification in it."
    (reading,) = encoder.read_statements([text])
    assert [(text[cue.start : cue.end], cue.kind) for cue in reading.cues] == [
        ("In my spare time", CueKind.PURPOSE),
        ("certification", CueKind.PROBLEM),
    ]


def test_touching_cues_of_one_kind_are_one_span() -> None:
    text = "I stay up at night on my own initiative."
    spans = find_cues(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert text[spans[0].start : spans[0].end].startswith("I stay up")


def test_a_text_without_cues_has_none() -> None:
    assert find_cues("The river is my client.") == ()
    assert find_cues("") == ()


def test_every_cue_family_has_a_name_and_a_flag() -> None:
    assert len(set(FAMILY_NAMES)) == len(FAMILIES) == len(cue_flags("anything"))


def test_words_are_weighed_as_scikit_learn_weighs_them() -> None:
    expected = json.loads(
        (Path(__file__).parent / "words_by_scikit.json").read_text(encoding="utf-8")
    )
    model = load_text_model(DATA / TEXT_MODEL)
    assert len(expected) >= 20
    for text, logit in expected:
        assert model.logit(text) == pytest.approx(logit, abs=2e-5), text
