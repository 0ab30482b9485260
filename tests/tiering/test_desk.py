"""Input that does not fit together is refused before anything is decided."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from recruiter.tiering import Desk
from tests.tiering.desks import make_desk

DESK = make_desk([[50, 20], [10, 40]])
PEOPLE, SAID, GOALS = DESK.people, DESK.statements, DESK.goals

BROKEN: dict[str, Callable[[], object]] = {
    "a key twice": lambda: replace(PEOPLE, keys=np.array([1, 1])),
    "a key of zero": lambda: replace(PEOPLE, keys=np.array([0, 1])),
    "keys in a matrix": lambda: replace(PEOPLE, keys=np.array([[1, 2]])),
    "a key that is no number": lambda: replace(GOALS, keys=np.array(["a", "b"])),
    "a flag too few": lambda: replace(PEOPLE, incumbent=np.array([True])),
    "flags as numbers": lambda: replace(PEOPLE, may_rank=np.array([1, 1])),
    "a pin nobody knows": lambda: replace(PEOPLE, pin=np.array([0, 3], dtype=np.uint8)),
    "a day before all days": lambda: replace(PEOPLE, last_contact=np.array([-1, 5])),
    "a statement key twice": lambda: replace(SAID, keys=np.array([5, 5])),
    "purpose above one": lambda: replace(SAID, purpose=np.array([0.5, 1.1])),
    "purpose unknown": lambda: replace(SAID, purpose=np.array([0.5, np.nan])),
    "importance of four": lambda: replace(GOALS, importance=np.array([1, 4], dtype=np.uint8)),
    "importance of nothing": lambda: replace(GOALS, importance=np.array([0, 1], dtype=np.uint8)),
    "fits of another shape": lambda: replace(DESK, p_rel=np.zeros((2, 3))),
    "a fit below zero": lambda: replace(DESK, p_rel=np.full((2, 2), -0.01)),
    "a fit above one": lambda: replace(DESK, p_rel=np.full((2, 2), 1.01)),
    "a fit that is unknown": lambda: replace(DESK, p_rel=np.full((2, 2), np.nan)),
    "fewer than no places": lambda: replace(DESK, places=-1),
    "a statement of nobody": lambda: replace(
        DESK, statements=replace(SAID, person=np.array([0, 2]))
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_input_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        BROKEN[what]()


def test_sound_input_is_accepted() -> None:
    assert isinstance(replace(DESK, p_rel=DESK.p_rel.astype(np.float32)), Desk)
