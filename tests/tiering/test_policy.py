"""The words for points, and numbers that make no sense."""

from typing import Any

import pytest

from recruiter.tiering import Band, Policy


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (0, Band.NONE),
        (19, Band.NONE),
        (20, Band.FAINT),
        (29, Band.FAINT),
        (30, Band.GOOD),
        (49, Band.GOOD),
        (50, Band.STRONG),
        (100, Band.STRONG),
    ],
)
def test_points_have_one_word(points: int, word: Band) -> None:
    assert Policy().band(points) is word


def test_words_move_with_the_policy() -> None:
    assert Policy(strong=90, good=80, faint=70).band(79) is Band.FAINT


@pytest.mark.parametrize(
    "numbers",
    [
        {"discount": 1.0},
        {"discount": 0.0},
        {"discount": float("nan")},
        {"faint": 0},
        {"faint": 30},
        {"good": 50},
        {"strong": 101},
        {"incumbent_bonus": -1},
    ],
)
def test_a_policy_without_sense_is_refused(numbers: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Policy(**numbers)
