"""A month of edits at the demonstration company: few people move, and every move has its reason.

The gates leave room for another encoder. The whole year is `python -m benchmarks.year`.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from benchmarks.edits import (
    OFTEN,
    WORDS,
    YEAR,
    Edit,
    Wording,
    days_of,
    in_other_words,
    same_in_other_words,
    words_of,
)
from benchmarks.reasons import OTHERS, Seen, Told, told
from benchmarks.year import TODAY, Run, report, simulate
from recruiter.demo import company
from recruiter.tiering import Why

pytestmark = pytest.mark.django_db

DAYS = 30
Month = tuple[list[Run], dict[str, Any]]


@pytest.fixture(scope="module")
def month(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Month]:
    """The runs and the report; the database is put back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        world, runs = simulate(DAYS)
        yield runs, report(world, runs, DAYS)
        transaction.set_rollback(True)


def test_it_is_a_month_like_any_other(month: Month) -> None:
    runs, found = month
    assert len(runs) >= 15
    assert found["rankings"] >= 12
    assert len({run.edit.kind for run in runs}) >= 6
    assert 250 <= found["people_at_the_end"] <= 300
    assert found["moves"]["all"] > 100


def test_most_edits_move_nobody_over_the_line(month: Month) -> None:
    _, found = month
    assert found["churn"]["median"] <= 1


def test_every_move_has_a_reason_that_holds(month: Month) -> None:
    _, found = month
    assert found["unexplained"] == []
    assert found["moves"]["unexplained"] == found["line"]["unexplained"] == 0


def test_every_ranking_is_made_again(month: Month) -> None:
    runs, found = month
    count = sum(run.row is not None for run in runs)
    assert found["replay"]["on_the_spot"] == {
        "same": count,
        "differs": 0,
        "fingerprint_compared": count,
        "points_made_again": 1.0,
    }
    assert found["replay"]["at_the_end"]["differs"] == 0


def neighbours(runs: list[Run]) -> Iterator[tuple[Run, Seen, Seen]]:
    """Each published run but the first, with what was seen before and after it."""
    published = [run for run in runs if run.row]
    rankings = [Seen.of(run.row) for run in published if run.row]
    yield from zip(published[1:], rankings, rankings[1:], strict=False)


def test_a_true_reason_put_on_another_edit_is_noticed(month: Month) -> None:
    """A planted fault: a judge that always agrees would be worth nothing."""
    judged = []
    for run, then, now in neighbours(month[0]):
        nothing = Edit(run.edit.kind)
        for move, _ in run.moves:
            if move.why not in (*OTHERS, Why.PLACES):
                judged.append(told(move, nothing, set(), then, now))
    assert set(judged) == {Told.UNEXPLAINED}


#: What carries somebody by their own points.
OWN_POINTS = (Why.GOAL_REWRITTEN, Why.NEW_PURPOSE, Why.NOW_PURPOSE, Why.REWORDED, Why.GOAL_ADDED)


def test_to_call_everything_others_is_noticed(month: Month) -> None:
    """A planted fault: the lazy reason, for people whose own points carried them."""
    judged = [
        told(replace(move, why=Why.STEPPED_AWAY), run.edit, set(), then, now)
        for run, then, now in neighbours(month[0])
        for move, _ in run.moves
        if move.why in OWN_POINTS
    ]
    # A shift of a few places may well be others' doing besides: those are rightly not refused.
    assert judged.count(Told.UNEXPLAINED) > len(judged) / 3


def test_the_year_is_dealt_evenly_and_always_the_same() -> None:
    one, other = days_of(random.Random("a")), days_of(random.Random("a"))
    assert one == other
    assert Counter(kind for _, kind in one) == OFTEN
    months = Counter((day - 1) // 73 for day, _ in one)
    assert max(months.values()) - min(months.values()) <= 3
    assert (one[0][0], one[-1][0]) == (1, YEAR - 1)


def test_every_goal_of_the_year_has_rewordings_of_its_own() -> None:
    """What year.toml rewords is what the company says in the year."""
    wordings = {
        (one.name, number)
        for one in company(TODAY).departments
        for number, _ in enumerate(one.goals, start=1)
    }
    for row in WORDS["goals"]:
        assert (row["department"], row["wording"]) in wordings
        texts = words_of(row["department"], row["wording"])
        assert set(texts) == {"light", "medium", "free", "changes"}
        assert len(set(texts.values())) == 4
    assert words_of("Finance Operations", 1) == {}


def test_a_rewording_is_as_far_as_the_wording_that_it_leaves_or_comes_to() -> None:
    texts = words_of("Cold Lab", 3)
    own = Wording(3, "the company's own", "the company's own")
    from_own = {one.text: level for level, one in same_in_other_words("Cold Lab", own)}
    assert from_own == {texts[level]: level for level in ("light", "medium", "free")}
    free = replace(own, text=texts["free"])
    assert {level for level, _ in same_in_other_words("Cold Lab", free)} == {"free"}
    assert same_in_other_words("Cold Lab", replace(own, text=texts["changes"])) == []
    assert same_in_other_words("Finance Operations", own) == []


def test_a_statement_in_other_words_is_another_text_that_says_the_same() -> None:
    dice = random.Random(1)
    text = "On Sundays I do not rest because three neighbours need me."
    changed = {in_other_words(text, dice) for _ in range(20)}
    assert text not in changed
    assert "Every Sunday I don't rest because three neighbours need me." in changed
    assert in_other_words("Chess.", dice) == "Chess."
