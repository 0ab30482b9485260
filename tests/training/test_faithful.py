"""The gate: taking out what is highlighted must cost more than taking out something else."""

import json
from pathlib import Path

import numpy as np
import pytest

import training
from recruiter.encoder import Encoder, get_encoder
from recruiter.encoder.clauses import Pair, clauses
from training.faithful import Contest, Relevant, lines, measure, read_pairs, stretches, told

FIRST_HAND = Path(training.__file__).parent


def held_out() -> list[Relevant]:
    """The relevant pairs of our own goals and statements that nothing is fitted on."""
    goals = {row["id"]: row for row in lines(FIRST_HAND / "goals.jsonl") if row["split"] == "test"}
    said = {row["id"]: row["text"] for row in lines(FIRST_HAND / "statements.jsonl")}
    return [
        Relevant(
            Pair(
                goals[row["goal"]]["department"], goals[row["goal"]]["text"], said[row["statement"]]
            ),
            row["grade"],
        )
        for row in lines(FIRST_HAND / "pairs.jsonl")
        if row["grade"] > 0 and row["goal"] in goals
    ]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return get_encoder()


def test_what_is_highlighted_beats_another_clause_in_nine_of_ten_pairs(encoder: Encoder) -> None:
    measured = measure(encoder, held_out(), ["clause"])
    for side in ("statement", "goal"):
        shares = measured[f"{side}_against_a_clause"]
        assert shares["n"] >= 100
        assert shares["beats_a_random_one"] >= 0.9
        assert shares["beats_their_mean"] >= 0.9


def test_and_mostly_any_other_stretch_of_as_many_words(encoder: Encoder) -> None:
    """Of a fifth of the pairs: this is the slow question."""
    measured = measure(encoder, held_out()[::5], ["stretch"], draws=8)
    for side in ("statement", "goal"):
        shares = measured[f"{side}_against_a_stretch"]
        assert shares["beats_a_random_one"] >= 0.65
        assert shares["beats_their_mean"] >= 0.75


def test_a_tie_and_a_fall_that_is_none_are_lost() -> None:
    others = np.array([0.1, 0.2, 0.3])
    assert Contest(2, 0.2, others).won == pytest.approx(1 / 3)
    assert Contest(2, 0.0, -others).won == 0
    assert not Contest(2, 0.0, -others).wins
    assert not Contest(2, 0.2, others).wins
    assert Contest(2, 0.21, others).wins


def test_shares_tell_how_many_they_stand_on() -> None:
    rows = [Contest(2, 0.3, np.array([0.1])), Contest(1, 0.0, np.array([0.1]))]
    assert told(rows) == {
        "n": 2,
        "beats_a_random_one": 0.5,
        "beats_their_mean": 0.5,
        "nothing_highlighted": 1,
        "n_same_purpose": 1,
        "same_purpose_beats_a_random_one": 1.0,
    }
    assert told([]) == {"n": 0}


def test_a_stretch_has_as_many_words_and_is_not_the_clause_itself() -> None:
    text = "I mend old clocks, because time should belong to everybody."
    span = clauses(text)[1]
    found = [text[start:end] for start, end in stretches(text, span)]
    assert found[0] == "I mend old clocks, because time"
    assert len(found) == 4
    assert text[slice(*span)] not in found


def test_a_set_is_read_in_the_formats_of_the_evaluation(tmp_path: Path) -> None:
    files: dict[str, list[dict[str, object]]] = {
        "goals.jsonl": [{"id": "g1", "department": "Finance", "text": "Close in a day."}],
        "pool.jsonl": [{"id": "p1", "text": "I close books."}, {"id": "p2", "text": "I swim."}],
        "relevance.jsonl": [{"goal": "g1", "relevant": {"p1": 2, "p2": 0}, "hard_negatives": []}],
    }
    for name, rows in files.items():
        (tmp_path / name).write_text("\n".join(json.dumps(row) for row in rows))
    goals, pool, relevance = (tmp_path / name for name in files)
    assert read_pairs(goals, pool, relevance) == [
        Relevant(Pair("Finance", "Close in a day.", "I close books."), 2)
    ]
