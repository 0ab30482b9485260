"""Desks to rank: small exact ones, arbitrary ones, and ones of a real recruiter's size."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from recruiter.tiering import NEVER, Desk, Goals, People, Pin, Ranking, Statements


def make_desk(
    points: ArrayLike,
    *,
    places: int = 50,
    importance: list[int] | None = None,
    keys: list[int] | None = None,
    incumbent: list[int] | None = None,
    pins: dict[int, Pin] | None = None,
    not_ranked: list[int] | None = None,
    last_contact: list[int] | None = None,
) -> Desk:
    """A desk whose person p has points[p][g] on goal g, from one certain purpose each.

    People have the keys 1, 2, … unless `keys` says otherwise, statements 101, 102, … and goals 11,
    12, …; `incumbent`, `pins` and `not_ranked` name people by key.
    """
    table = np.atleast_2d(np.asarray(points, dtype=np.float64))
    people, goals = table.shape
    own = np.array(keys or range(1, people + 1), dtype=np.int64)
    pin = [(pins or {}).get(int(key), Pin.NONE) for key in own]
    return Desk(
        people=People(
            keys=own,
            incumbent=np.isin(own, incumbent or []),
            pin=np.array(pin, dtype=np.uint8),
            may_rank=~np.isin(own, not_ranked or []),
            last_contact=np.array(last_contact or [NEVER] * people, dtype=np.int32),
        ),
        statements=Statements(
            keys=np.arange(101, 101 + people),
            person=np.arange(people),
            purpose=np.ones(people),
            counted=np.ones(people, dtype=np.bool_),
            text=np.arange(1, people + 1, dtype=np.uint32),
        ),
        goals=Goals(
            keys=np.arange(11, 11 + goals),
            versions=np.arange(1011, 1011 + goals),
            importance=np.array(importance or [1] * goals, dtype=np.uint8),
        ),
        p_rel=table / 100,
        places=places,
        method="test",
    )


def with_incumbents(desk: Desk, ranking: Ranking) -> Desk:
    """The desk as the next run finds it when everything proposed was done."""
    incumbent = np.isin(desk.people.keys, ranking.invested())
    return replace(desk, people=replace(desk.people, incumbent=incumbent))


def shuffled(desk: Desk, seed: int) -> Desk:
    """The same desk with all its rows in another order."""
    random = np.random.default_rng(seed)
    people, said, goals = desk.people, desk.statements, desk.goals
    p, s, g = (random.permutation(part.keys.size) for part in (people, said, goals))
    row = np.empty_like(p)
    row[p] = np.arange(p.size)
    return replace(
        desk,
        people=People(
            people.keys[p],
            people.incumbent[p],
            people.pin[p],
            people.may_rank[p],
            people.last_contact[p],
        ),
        statements=Statements(
            said.keys[s], row[said.person[s]], said.purpose[s], said.counted[s], said.text[s]
        ),
        goals=Goals(goals.keys[g], goals.versions[g], goals.importance[g]),
        p_rel=desk.p_rel[s][:, g],
    )


def realistic(seed: int, *, people: int = 300, goals: int = 40, places: int = 50) -> Desk:
    """A desk like a recruiter's: most pairs far apart, shared themes, a fifth without a purpose.

    The spread of the fits follows a calibrated encoder on real goals: about half of all pairs below
    0.05, one in seven above 0.10, few above 0.50.
    """
    random = np.random.default_rng(seed)
    said = random.integers(1, 5, people)
    person = np.repeat(np.arange(people), said)
    themes = max(goals // 2, 2)
    home = random.integers(0, themes, people)[person]
    theme = np.where(random.random(person.size) < 0.6, home, random.integers(0, themes, home.size))
    shared = theme[:, None] == random.integers(0, themes, goals)
    logit = -2.9 + 0.6 * random.normal(size=shared.shape)
    logit += shared * (1.8 + 0.9 * random.normal(size=shared.shape))
    asked = random.random(people) > 0.2
    purpose = random.uniform(0.3, 1, person.size)
    return Desk(
        people=People(
            keys=np.sort(random.choice(200_000, people, replace=False)) + 1,
            incumbent=np.zeros(people, dtype=np.bool_),
            pin=np.zeros(people, dtype=np.uint8),
            may_rank=np.ones(people, dtype=np.bool_),
            last_contact=random.integers(739_000, 739_700, people).astype(np.int32),
        ),
        statements=Statements(
            keys=np.sort(random.choice(500_000, person.size, replace=False)) + 1,
            person=person,
            purpose=purpose,
            counted=asked[person] & (purpose >= 0.65),
            text=random.integers(0, 2**32, person.size, dtype=np.uint32),
        ),
        goals=Goals(
            keys=np.arange(1, goals + 1),
            versions=np.arange(501, 501 + goals),
            importance=random.integers(1, 4, goals).astype(np.uint8),
        ),
        p_rel=(1 / (1 + np.exp(-logit))).astype(np.float32),
        places=places,
        method="test",
    )


def jittered(desk: Desk, seed: int, spread: float) -> Desk:
    """The desk with every fit off by a little, as after a new calibration."""
    noise = np.random.default_rng(seed).normal(0, spread, desk.p_rel.shape)
    return replace(desk, p_rel=np.clip(desk.p_rel + noise, 0, 1))


def points_of(desk: Desk) -> NDArray[np.int64]:
    """The points of a desk made by `make_desk`, from its own numbers, shape (people, goals)."""
    return np.round(desk.p_rel * 100).astype(np.int64)


FITS = st.sampled_from([0.0, 0.1, 0.14, 0.19, 0.2, 0.3, 0.5, 0.5, 0.9, 1.0])
"""Few values, so that ties and borders are met all the time."""


@st.composite
def point_tables(draw: st.DrawFn, people: int = 8, goals: int = 4) -> NDArray[np.int64]:
    """Points of a few people on a few goals, shape (people, goals)."""
    shape = (draw(st.integers(1, people)), draw(st.integers(1, goals)))
    cells = st.one_of(FITS.map(lambda fit: round(100 * fit)), st.integers(0, 100))
    values = draw(st.lists(cells, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    return np.array(values, dtype=np.int64).reshape(shape)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Any small desk: pins, objections, several statements each, empty ones as well."""
    people = draw(st.integers(0, 8))
    goals = draw(st.integers(0, 4))
    said = draw(st.integers(0, 12)) if people else 0

    def several(values: st.SearchStrategy[float], size: int) -> list[float]:
        return draw(st.lists(values, min_size=size, max_size=size))

    def keys(size: int) -> NDArray[np.int64]:
        drawn = draw(st.lists(st.integers(1, 2**62), min_size=size, max_size=size, unique=True))
        return np.array(drawn, dtype=np.int64)

    pin = np.array(several(st.sampled_from([0, 0, 0, 1, 2]), people), dtype=np.uint8)
    pinned = int((pin == Pin.INVEST).sum())
    return Desk(
        people=People(
            keys=keys(people),
            incumbent=np.array(several(st.booleans(), people), dtype=np.bool_),
            pin=pin,
            may_rank=np.array(several(st.sampled_from([1, 1, 1, 0]), people), dtype=np.bool_),
            last_contact=np.array(several(st.integers(0, 3), people), dtype=np.int32),
        ),
        statements=Statements(
            keys=keys(said),
            person=np.array(several(st.integers(0, max(people - 1, 0)), said), dtype=np.intp),
            purpose=np.array(several(st.sampled_from([0.65, 0.8, 1.0]), said)),
            counted=np.array(several(st.sampled_from([1, 1, 0]), said), dtype=np.bool_),
            text=np.array(several(st.integers(0, 2**32 - 1), said), dtype=np.uint32),
        ),
        goals=Goals(
            keys=keys(goals),
            versions=keys(goals),
            importance=np.array(several(st.integers(1, 3), goals), dtype=np.uint8),
        ),
        p_rel=np.array(several(FITS, said * goals)).reshape(said, goals),
        places=draw(st.integers(pinned, people + 1)),
        method="test",
    )
