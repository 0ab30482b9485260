"""The inputs of a ranking survive their bytes, and make the same ranking again."""

import struct
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.tiering import (
    Desk,
    Goals,
    Kind,
    PackError,
    Policy,
    Recorded,
    decide,
    pack,
    pack_recorded,
    rank,
    score,
    unpack_recorded,
)
from tests.tiering.desks import desks, make_desk, realistic

POLICIES = st.builds(
    Policy,
    discount=st.floats(0.01, 0.99),
    incumbent_bonus=st.integers(0, 2**32 - 1),
    version=st.text(max_size=10),
)


def recorded(desk: Desk, policy: Policy | None = None, unread: Goals | None = None) -> Recorded:
    """The desk as it is kept; fingerprints and kinds are as good as any."""
    scored = score(desk)
    served = scored.goals
    if unread is not None:
        keys = np.concatenate((served.keys, unread.keys))
        order = np.argsort(keys)
        served = Goals(
            keys[order],
            np.concatenate((served.versions, unread.versions))[order],
            np.concatenate((served.importance, unread.importance))[order],
        )
    random = np.random.default_rng(7)
    said = replace(
        scored.statements,
        text=random.integers(0, 2**48, scored.statements.keys.size, dtype=np.uint64),
    )
    return Recorded(
        policy=policy or Policy(),
        purpose_from=0.65,
        scored=replace(scored, statements=said),
        kinds=random.integers(0, 3, said.keys.size).astype(np.uint8),
        served=served,
        goal_texts=random.integers(0, 2**48, served.keys.size, dtype=np.uint64),
    )


def same(one: object, other: object) -> bool:
    """Whether two dataclasses of arrays hold the same, arrays and dataclasses within included."""
    if isinstance(one, np.ndarray):
        return np.array_equal(one, np.asarray(other))
    if not hasattr(one, "__dataclass_fields__"):
        return one == other
    return type(one) is type(other) and all(
        same(getattr(one, field.name), getattr(other, field.name))
        for field in fields(one)  # type: ignore[arg-type]
    )


PACKED = pack_recorded(recorded(make_desk([[60, 20], [0, 40], [5, 0]])))
HEADER = "<4sBHHIIIII"


@given(desks(), POLICIES)
def test_the_inputs_come_back_as_they_were(desk: Desk, policy: Policy) -> None:
    kept = recorded(desk, policy)
    assert same(unpack_recorded(pack_recorded(kept)), kept)


@given(desks(), st.integers(0, 60))
def test_the_same_ranking_is_made_from_them_bit_for_bit(desk: Desk, bonus: int) -> None:
    policy = Policy(incumbent_bonus=bonus, version="spring")
    back = unpack_recorded(pack_recorded(recorded(desk, policy)))
    # The texts' fingerprints are this test's own.
    published = rank(desk, policy)
    rebuilt = decide(back.scored, back.policy)
    for name in ("policy", "method", "places", "goals", "records"):
        assert np.array_equal(getattr(rebuilt, name), getattr(published, name)), name


def test_a_certainty_is_kept_to_the_last_bit() -> None:
    desk = make_desk([[60], [70]])
    exact = np.array([np.nextafter(0.9, 1), np.nextafter(0.9, 0)])
    desk = replace(desk, statements=replace(desk.statements, purpose=exact))
    back = unpack_recorded(pack_recorded(recorded(desk)))
    assert back.scored.statements.purpose.tolist() == exact.tolist()


def test_a_goal_that_is_not_read_is_kept_without_points() -> None:
    german = Goals(np.array([5]), np.array([77]), np.array([3], dtype=np.uint8))
    kept = recorded(make_desk([[60, 20]]), unread=german)
    back = unpack_recorded(pack_recorded(kept))
    assert same(back, kept)
    assert back.served.keys.tolist() == [5, 11, 12]
    assert back.read.tolist() == [False, True, True]
    assert back.scored.near.tolist() == [[60, 20]]


def test_a_full_desk_comes_back_and_stays_small() -> None:
    kept = recorded(realistic(1, people=300, goals=12))
    data = pack_recorded(kept)
    assert same(unpack_recorded(data), kept)
    assert len(data) < 18_000


def test_a_thousand_people_and_forty_goals_grow_it_in_proportion() -> None:
    sizes = [
        len(pack_recorded(recorded(realistic(1, people=people, goals=40))))
        for people in (250, 500, 1000)
    ]
    assert all(1.8 < larger / smaller < 2.2 for smaller, larger in pairwise(sizes))


def test_a_published_ranking_and_its_inputs_are_different_bytes() -> None:
    with pytest.raises(PackError, match="Not the inputs"):
        unpack_recorded(pack(rank(make_desk([[60]] * 9), Policy())))


def test_another_version_is_refused() -> None:
    with pytest.raises(PackError, match="version 2"):
        unpack_recorded(PACKED[:4] + b"\x02" + PACKED[5:])


@pytest.mark.parametrize(
    "data", [b"", b"made", PACKED[:-1], PACKED + b"\x00", b"mist" + PACKED[4:], PACKED[:40]]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(PackError):
        unpack_recorded(data)


@pytest.mark.parametrize("field", range(2, 9))
@pytest.mark.parametrize("lie", [-1, 1, 60_000])
def test_lengths_that_lie_are_refused(field: int, lie: int) -> None:
    header = list(struct.unpack_from(HEADER, PACKED))
    header[field] = max(0, header[field] + lie)
    with pytest.raises(PackError):
        unpack_recorded(struct.pack(HEADER, *header) + PACKED[struct.calcsize(HEADER) :])


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_damage_is_found_or_harmless(at: int, change: int) -> None:
    data = bytearray(PACKED)
    data[at] ^= change
    try:
        back = unpack_recorded(bytes(data))
    except PackError:
        return
    assert same(back, unpack_recorded(PACKED))


PARTS = recorded(make_desk([[60, 20], [0, 40]]))


@pytest.mark.parametrize(
    "broken",
    [
        {"kinds": np.zeros(3, dtype=np.uint8)},
        {"kinds": np.full(2, max(Kind) + 1, dtype=np.uint8)},
        {"goal_texts": np.zeros(1, dtype=np.uint64)},
        {"served": Goals(np.array([12]), np.array([1]), np.array([1], dtype=np.uint8))},
    ],
)
def test_parts_that_do_not_fit_together_are_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        replace(PARTS, **broken)  # type: ignore[arg-type]


@pytest.mark.parametrize("near", [[[60, 20, 1]], [[-1, 0], [0, 0]], [[101, 0], [0, 0]]])
def test_points_out_of_range_are_refused(near: list[list[int]]) -> None:
    table = np.array(near)
    with pytest.raises(ValueError, match="oints"):
        replace(PARTS.scored, near=table, points=table)
    with pytest.raises(ValueError, match="oints"):
        replace(PARTS.scored, points=PARTS.scored.near + 1)
