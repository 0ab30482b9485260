"""A ranking survives its bytes; anything else is refused."""

import struct
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.tiering import Desk, PackError, Policy, Ranking, pack, rank, unpack
from tests.tiering.desks import desks, make_desk, realistic, with_incumbents

PACKED = pack(rank(make_desk([[60, 20], [0, 40], [5, 0]]), Policy()))


def assert_same(one: Ranking, other: Ranking) -> None:
    for field in fields(Ranking):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


@given(desks())
def test_a_ranking_comes_back_as_it_was(desk: Desk) -> None:
    ranking = rank(desk, Policy(version="spring"))
    back = unpack(pack(ranking))
    assert_same(back, ranking)
    assert list(back.reasons()) == list(ranking.reasons())


def test_a_full_desk_comes_back_and_stays_small() -> None:
    desk = realistic(1, people=300)
    ranking = rank(with_incumbents(desk, rank(desk, Policy())), Policy())
    data = pack(ranking)
    assert_same(unpack(data), ranking)
    assert len(data) < 7_000


def test_names_of_any_language_survive() -> None:
    desk = replace(make_desk([[50]]), method="bge-small, étalonnage 3 ✓")
    assert unpack(pack(rank(desk, Policy()))).method == desk.method


def test_another_version_is_refused() -> None:
    with pytest.raises(PackError, match="version 2"):
        unpack(PACKED[:4] + b"\x02" + PACKED[5:])


@pytest.mark.parametrize(
    "data", [b"", b"tier", PACKED[:-1], PACKED + b"\x00", b"mist" + PACKED[4:], PACKED[:40]]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(PackError):
        unpack(data)


@pytest.mark.parametrize("field", [5, 6, 7])
@pytest.mark.parametrize("lie", [-1, 1, 4_000_000_000])
def test_lengths_that_lie_are_refused(field: int, lie: int) -> None:
    header = list(struct.unpack_from("<4sBHHIIII", PACKED))
    header[field] += lie
    with pytest.raises(PackError):
        unpack(struct.pack("<4sBHHIIII", *header) + PACKED[25:])


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_damage_is_found_or_harmless(at: int, change: int) -> None:
    data = bytearray(PACKED)
    data[at] ^= change
    try:
        ranking = unpack(bytes(data))
    except PackError:
        return
    assert len(ranking.records) == 3
