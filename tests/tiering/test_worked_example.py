"""The example in docs/tiering.md, computed from its own table of points."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recruiter.tiering import Band, Desk, Pin, Policy, Ranking, Tier, Why, compare, rank
from recruiter.tiering.points import round_half_up
from recruiter.tiering.policy import WEIGHT_SCALE
from recruiter.tiering.portfolio import Benches, worth
from tests.tiering.desks import make_desk, points_of, with_incumbents

TEXT = (Path(__file__).parents[2] / "docs/tiering.md").read_text(encoding="utf-8")
WORDS = {"Strong": Band.STRONG, "Good": Band.GOOD, "Faint": Band.FAINT, "no word": Band.NONE}
TIERS = {"Invest": Tier.INVEST, "Maintain": Tier.MAINTAIN}


def table(first: str) -> list[list[str]]:
    """The cells of the table whose first heading this is, headings included."""
    lines = TEXT.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [rows[0], *rows[2:]]


def number(cell: str) -> int:
    return 0 if cell == "-" else int(cell)


HEADINGS, *POINTS = table("Points")
NAMES = [row[0] for row in POINTS]
GOALS = HEADINGS[1:]
IMPORTANCE = [1, 2, 1]


def example(*more: list[int]) -> Desk:
    points = [[number(cell) for cell in row[1:]] for row in POINTS]
    return make_desk([*points, *more], places=4, importance=IMPORTANCE)


def names(ranking: Ranking) -> list[str]:
    return [[*NAMES, "Gita"][reason.person - 1] for reason in ranking.reasons()]


def test_the_points_of_amara() -> None:
    near, points = round_half_up(np.array([100 * 0.84, 100 * 0.84 * 0.95])).tolist()
    assert (near, points, points - near) == (84, 80, -4)
    assert "near is 84,\npoints are 80, doubt is -4" in TEXT
    assert number(POINTS[0][1]) == points


def test_the_places_are_given_as_told() -> None:
    desk = example()
    points, importance = points_of(desk), desk.goals.importance.astype(np.int64)
    on = np.zeros(len(NAMES), dtype=np.bool_)
    (_, *people, _), *steps = table("Place")
    for _, *cells, winner in steps:
        gains = Benches(points, importance, on, Policy().discount).gains / WEIGHT_SCALE
        for name, cell in zip(people, cells, strict=True):
            row = NAMES.index(name)
            assert on[row] == (cell == "")
            if cell:
                assert gains[row] == pytest.approx(float(cell))
        enters = max(
            (name for name in people if not on[NAMES.index(name)]),
            key=lambda name: gains[NAMES.index(name)],
        )
        assert enters == winner
        on[NAMES.index(winner)] = True
    assert worth(points, importance, on, Policy().discount) == 276 * WEIGHT_SCALE
    assert "The list is worth 276." in TEXT


def test_the_list_says_what_is_told() -> None:
    ranking = rank(example(), Policy())
    _, *rows = table("Position")
    assert [row[1] for row in rows] == names(ranking)
    for (_, _, tier, goal, points, word, bench, adds), reason in zip(
        rows, ranking.reasons(), strict=True
    ):
        assert reason.tier is TIERS[tier]
        assert GOALS[reason.goal - 11] == goal
        assert reason.points == int(points)
        assert Policy().band(reason.points) is WORDS[word]
        assert (reason.bench, reason.adds) == (number(bench), number(adds))


def test_gita_needs_more_than_the_bonus() -> None:
    first = rank(example(), Policy())
    near_miss = rank(with_incumbents(example([0, 0, 68]), first), Policy())
    assert names(near_miss)[:5] == ["Dev", "Amara", "Bart", "Esi", "Gita"]
    assert near_miss.reason(7).tier is Tier.MAINTAIN
    swapped = rank(with_incumbents(example([0, 0, 72]), first), Policy())
    assert swapped.reason(7).tier is Tier.INVEST
    esi = next(move for move in compare(first, swapped) if move.person == 5)
    assert (esi.tier, esi.why, esi.count) == (Tier.MAINTAIN, Why.PASSED, 2)


def test_the_words_are_those_of_the_policy() -> None:
    _, *rows = table("Word")
    floors = {word: int(points.split()[0]) for word, points in rows if word != "no word"}
    policy = Policy()
    assert floors == {"Strong": policy.strong, "Good": policy.good, "Faint": policy.faint}
    assert f"below {policy.faint}" in rows[-1]
    assert f"by more than {policy.incumbent_bonus} points" in TEXT
    assert f"the second {policy.discount} of their points" in TEXT


def test_a_pin_would_keep_chiara() -> None:
    """What the text says of pins, on the same numbers."""
    desk = example()
    pin = np.where(desk.people.keys == 3, Pin.INVEST, Pin.NONE).astype(np.uint8)
    pinned = replace(desk, people=replace(desk.people, pin=pin))
    assert rank(pinned, Policy()).reason(3).tier is Tier.INVEST
