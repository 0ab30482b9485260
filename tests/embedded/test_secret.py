"""A checkout's secret key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recruiter.embedded.account import ourselves
from recruiter.embedded.places import Places
from recruiter.embedded.secret import secret_key


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "run", ourselves())


def test_the_key_stays(places: Places) -> None:
    assert secret_key(places) == secret_key(places)


def test_another_checkout_has_another_key(places: Places, tmp_path: Path) -> None:
    other = Places(tmp_path / "other", tmp_path / "run", ourselves())
    assert secret_key(places) != secret_key(other)


def test_only_we_can_read_it(places: Places) -> None:
    secret_key(places)
    assert stat.S_IMODE((places.data / "secret-key").stat().st_mode) == 0o600


def test_many_at_once_end_with_one_key(places: Places) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(places), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) > 64
    assert [path.name for path in places.data.iterdir()] == ["secret-key"]
