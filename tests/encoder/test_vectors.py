"""Vectors as stored: bit for bit, and never taken for somebody else's."""

import numpy as np
import pytest

from recruiter.encoder import Encoder, ForeignVectorError, Side, Vectors
from recruiter.encoder import vectors as stored
from tests.encoder.conftest import STATEMENTS


def test_stored_bytes_give_back_the_same_vectors(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    again = encoder.unpack_statements(encoder.pack(statements))
    assert np.array_equal(again.values, statements.values)
    assert again.values.dtype == np.float32
    assert np.array_equal(encoder.unpack_goals(encoder.pack(goals)).values, goals.values)


def test_a_stored_vector_is_four_bytes_and_two_per_dimension(
    encoder: Encoder, statements: Vectors
) -> None:
    assert {len(blob) for blob in encoder.pack(statements)} == {4 + 2 * encoder.dimensions}


def test_database_buffers_are_read_like_bytes(encoder: Encoder, statements: Vectors) -> None:
    views = [memoryview(blob) for blob in encoder.pack(statements)]
    assert np.array_equal(encoder.unpack_statements(views).values, statements.values)


def test_nothing_stored_is_nothing(encoder: Encoder) -> None:
    nothing = encoder.unpack_statements([])
    assert nothing.values.shape == (0, encoder.dimensions)


def test_a_goal_is_not_taken_for_a_statement(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    with pytest.raises(ForeignVectorError, match="not a statement vector"):
        encoder.unpack_statements(encoder.pack(goals))
    with pytest.raises(ForeignVectorError, match="where goals belong"):
        encoder.fit(statements, goals)


def test_another_encoders_bytes_are_refused(encoder: Encoder) -> None:
    row = np.zeros((1, encoder.dimensions), dtype=np.float32)
    foreign = Vectors("another-model/1", Side.STATEMENT, row)
    with pytest.raises(ForeignVectorError, match="not a statement vector of cultivate"):
        encoder.unpack_statements(stored.pack(foreign))
    with pytest.raises(ForeignVectorError, match="made by another-model/1"):
        encoder.pack(foreign)


def test_another_encoders_vectors_have_no_fit(
    encoder: Encoder, goals: Vectors, statements: Vectors
) -> None:
    foreign = Vectors("another-model/1", Side.STATEMENT, statements.values)
    with pytest.raises(ForeignVectorError, match="encode the texts again"):
        encoder.fit(goals, foreign)


@pytest.mark.parametrize(
    "damage", [lambda blob: blob[:-1], lambda blob: b"", lambda blob: blob * 2]
)
def test_damaged_bytes_are_refused(encoder: Encoder, statements: Vectors, damage) -> None:  # type: ignore[no-untyped-def]
    blobs = encoder.pack(statements)
    with pytest.raises(ForeignVectorError, match="bytes long"):
        encoder.unpack_statements([blobs[0], damage(blobs[1])])


def test_chosen_rows_keep_their_encoder_and_side(statements: Vectors) -> None:
    chosen = statements.rows([2, 0])
    assert np.array_equal(chosen.values, statements.values[[2, 0]])
    assert (chosen.model_id, chosen.side) == (statements.model_id, Side.STATEMENT)


def test_every_block_of_a_vector_has_length_one(statements: Vectors) -> None:
    assert len(statements) == len(STATEMENTS)
    for block in (slice(0, 384), slice(384, 768)):
        lengths = np.linalg.norm(statements.values[:, block], axis=1)
        assert np.allclose(lengths, 1, atol=1e-3)
