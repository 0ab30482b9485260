"""Benches count people once, by the goal they match best; bars are drawn to scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.models import Department
from recruiter.benches import AIM, Bench, bar, bars, benches
from recruiter.models import Recruiter, Relationship, Tier
from recruiter.tiering import Band
from tests.factories import make_candidate, make_department, make_relationship, serve
from tests.recruiter.runs import publish


@pytest.fixture
def security(rita: Recruiter) -> Department:
    department = make_department("Security", "Make the safe way the pleasant way.")
    serve(rita, department)
    return department


def bench_of(strong: int, good: int, faint: int) -> Bench:
    bench = Bench()
    for band, people in ((Band.STRONG, strong), (Band.GOOD, good), (Band.FAINT, faint)):
        bench.counts[band, Tier.INVEST] = people
    return bench


def test_nothing_before_the_first_ranking(rita: Recruiter, finance: Department) -> None:
    assert benches(rita, [finance.pk]) is None


def test_counts_everybody_once_by_their_matched_goal(
    rita: Recruiter, finance: Department, security: Department
) -> None:
    people = [make_candidate() for _ in range(5)]
    for person in people:
        make_relationship(rita, person)
    fits = dict(
        zip(
            people,
            [(finance, 0.9), (finance, 0.4), (finance, 0.2), (security, 0.6), (security, 0.05)],
            strict=True,
        )
    )
    publish(rita, fits)
    found = benches(rita, [finance.pk, security.pk])
    assert found is not None
    counts = {key: (one.strong, one.good, one.faint) for key, one in found.of.items()}
    assert counts == {finance.pk: (1, 1, 1), security.pk: (1, 0, 0)}
    assert found.strong_in_invest == 2
    assert all(one.is_thin for one in found.of.values())


def test_tiers_are_those_of_now_and_who_left_does_not_count(
    rita: Recruiter, finance: Department
) -> None:
    stays, goes, moves = (make_candidate() for _ in range(3))
    for person in (stays, goes, moves):
        make_relationship(rita, person)
    publish(rita, dict.fromkeys((stays, goes, moves), (finance, 0.8)))
    Relationship.objects.get(candidate=goes).delete()
    Relationship.objects.filter(candidate=moves).update(tier=Tier.MAINTAIN)
    found = benches(rita, [finance.pk])
    assert found is not None
    bench = found.of[finance.pk]
    assert (bench.strong, bench.in_invest, bench.in_maintain) == (2, 1, 1)
    assert found.strong_in_invest == 1


def test_a_bench_is_thin_below_the_aim() -> None:
    assert bench_of(AIM - 1, 9, 9).is_thin
    assert not bench_of(AIM, 0, 0).is_thin


def test_bars_share_one_scale_and_the_aim_ends_where_five_strong_end() -> None:
    drawn = bars({1: bench_of(5, 0, 0), 2: bench_of(10, 0, 0)})
    five, ten = drawn[1], drawn[2]
    assert ten.segments[0].width == pytest.approx(2 * five.segments[0].width, abs=0.2)
    assert five.segments[0].width == pytest.approx(five.aim_at, abs=0.2)


@given(
    counts=st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=6),
)
def test_every_bar_fits_its_picture_and_every_number_its_segment(
    counts: list[tuple[int, int, int]],
) -> None:
    drawn = bars({key: bench_of(*one) for key, one in enumerate(counts)})
    for picture, people in zip(drawn.values(), counts, strict=True):
        assert [segment.people for segment in picture.segments] == [n for n in people if n]
        for segment in picture.segments:
            assert segment.x >= 0
            assert segment.x + segment.width <= 380.1
            if segment.label_at is not None:
                assert segment.x < segment.label_at < segment.x + segment.width
        assert 0 < picture.aim_at <= 380.1


def test_a_number_without_room_is_told_beside_the_bar() -> None:
    assert bar(bench_of(1, 0, 60), person=5.0).is_crowded
    assert not bar(bench_of(3, 2, 6), person=14.5).is_crowded
