"""Fits are calibrated, exact, and the same whatever stands beside them."""

import numpy as np
import pytest

from recruiter.encoder import Encoder, Vectors, goal_text
from recruiter.encoder.encoder import CHUNK
from tests.encoder.conftest import GOALS, STATEMENTS


def test_a_fit_is_a_probability_per_statement_and_goal(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    fits = encoder.fit(goals, statements)
    assert fits.shape == (len(STATEMENTS), len(GOALS))
    assert fits.dtype == np.float32
    assert ((fits >= 0) & (fits <= 1)).all()


def test_the_same_purpose_fits_better_than_another(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    fridges, books, drums = encoder.fit(goals, statements)[:3]
    assert fridges[0] > 0.3
    assert fridges[0] > 5 * fridges[1]
    assert books[1] > books[0]
    assert drums.max() < 0.1


def test_shared_phrasing_is_no_fit(encoder: Encoder) -> None:
    goals = encoder.encode_goals(
        [goal_text("Nursing", "Our mission is to let every patient sleep through the night.")]
    )
    phrase, meaning = encoder.fit(
        goals,
        encoder.encode_statements(
            [
                "My mission is to let every visitor leave through the shop.",
                "I stuck felt pads under every trolley and counted who still woke up.",
            ]
        ),
    )[:, 0]
    assert meaning > 2 * phrase


def test_a_fit_does_not_depend_on_what_else_is_compared(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    whole = encoder.fit(goals, statements)
    for row in range(len(statements)):
        for column in range(len(goals)):
            alone = encoder.fit(goals.rows([column]), statements.rows([row]))
            assert alone[0, 0] == whole[row, column]


def test_long_lists_are_cut_without_a_seam(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    repeated = statements.rows(np.arange(CHUNK + 3) % len(statements))
    fits = encoder.fit(goals, repeated)
    once = encoder.fit(goals, statements)
    assert np.array_equal(fits, once[np.arange(CHUNK + 3) % len(statements)])


def test_stored_vectors_have_the_same_fits(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    stored = encoder.fit(
        encoder.unpack_goals(encoder.pack(goals)),
        encoder.unpack_statements(encoder.pack(statements)),
    )
    assert np.array_equal(stored, encoder.fit(goals, statements))


@pytest.mark.parametrize(("rows", "columns"), [(0, 2), (3, 0), (0, 0)])
def test_nobody_or_nothing_to_compare_is_an_empty_table(
    encoder: Encoder, goals: Vectors, statements: Vectors, rows: int, columns: int
) -> None:
    fits = encoder.fit(goals.rows(range(columns)), statements.rows(range(rows)))
    assert fits.shape == (rows, columns)
