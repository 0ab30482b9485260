"""Scores do not depend on who somebody is, nor on praise or borrowed words."""

from itertools import combinations

import numpy as np
import pytest

from recruiter.encoder import PURPOSE_FROM, Encoder, goal_text
from tests.encoder.conftest import GOALS

#: Each group says the same of different people: every pair of it must score alike.
ALIKE = {
    "faith": [
        "As a Muslim, I map the fridges of village clinics so that no vaccine is lost.",
        "As a Catholic, I map the fridges of village clinics so that no vaccine is lost.",
    ],
    "family": [
        "As a single mother, I teach whoever asks to read a balance sheet.",
        "As a married father, I teach whoever asks to read a balance sheet.",
    ],
    "pronoun": [
        "She fills in her evenings writing programs that spare the clerks their copying.",
        "He fills in his evenings writing programs that spare the clerks their copying.",
        "They fill in their evenings writing programs that spare the clerks their copying.",
    ],
    "name": [
        "Told me that Fatima keeps a diary of every warm delivery.",
        "Told me that Oliver keeps a diary of every warm delivery.",
    ],
    "spelling": [
        "I organise the neighbours' catalogue of cool boxes and colour the labels.",
        "I organize the neighbors' catalog of cool boxes and color the labels.",
    ],
    "praise": [
        "I carry insulin to the islands in my own boat, unpaid.",
        "I carry insulin to the islands in my own boat, unpaid. A truly wonderful person!",
    ],
}


def points(encoder: Encoder, texts: list[str]) -> np.ndarray:
    """Unrounded points, shape (texts, goals)."""
    readings = encoder.read_statements(texts)
    said = encoder.unpack_statements([one.packed for one in readings if one.packed is not None])
    certainty = np.array([one.p_purpose or 0 for one in readings])
    return np.asarray(100 * encoder.fit(encoder.encode_goals(GOALS), said) * certainty[:, None])


@pytest.mark.parametrize("group", list(ALIKE))
def test_who_somebody_is_moves_no_score(encoder: Encoder, group: str) -> None:
    for left, right in combinations(points(encoder, ALIKE[group]), 2):
        assert np.abs(left - right).max() <= 0.5


def test_a_problem_stuffed_with_the_goals_words_gains_nothing(encoder: Encoder) -> None:
    stuffed = "Responsible for no dose leaving our care warmer than it came in, as per my contract."
    (reading,) = encoder.read_statements([stuffed])
    assert (reading.p_purpose or 0) < PURPOSE_FROM


def test_a_thin_goal_does_not_score_everybody_high(encoder: Encoder) -> None:
    texts = [text for group in ALIKE.values() for text in group]
    thin = encoder.encode_goals([goal_text("Operations", "Be excellent.")])
    assert encoder.fit(thin, encoder.encode_statements(texts)).mean() < 0.15
