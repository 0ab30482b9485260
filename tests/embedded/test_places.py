"""Where the servers live: private, short, and the same from every terminal."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

import pytest

from recruiter.embedded import places as module
from recruiter.embedded.account import Account, ourselves
from recruiter.embedded.errors import EmbeddedError
from recruiter.embedded.places import Places, places_of, private_folder

ALICE = Account("alice", 1234, 1234)


class Root(NamedTuple):
    """Root, with the account that its servers run as."""

    uid: int = 0
    account: Account = Account("postgres", 101, 104)


def as_user(monkeypatch: pytest.MonkeyPatch, uid: int, account: Account) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(module, "servers_account", lambda: account)


def ours(folder: Path) -> Places:
    return Places(folder / "data", folder / "run", ourselves())


def test_an_ordinary_users_data_stays_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 1234, ALICE)
    checkout = Path("/home/alice/my work/cultivate")
    assert places_of(checkout).data == checkout / ".data"


def test_roots_data_lies_outside_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, *Root())
    checkout = Path("/root/cultivate")
    assert checkout not in places_of(checkout).data.parents


@pytest.mark.parametrize("user", [Root(), (1234, ALICE)])
def test_a_deep_checkout_has_short_sockets(
    monkeypatch: pytest.MonkeyPatch, user: tuple[int, Account]
) -> None:
    as_user(monkeypatch, *user)
    sockets = places_of(Path("/") / "/".join(["a very deep folder"] * 40)).sockets
    assert len(os.fsencode(sockets / ".s.PGSQL.5432.lock")) < 107


def test_two_checkouts_share_nothing() -> None:
    one, other = places_of(Path("/srv/one")), places_of(Path("/srv/other"))
    assert not {one.data, one.runtime} & {other.data, other.runtime}


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = places_of()
    for name in ("TMPDIR", "XDG_RUNTIME_DIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert places_of() == before


def test_folders_are_closed_to_everybody_else(tmp_path: Path) -> None:
    places = ours(tmp_path)
    places.make()
    for folder in (places.data, places.runtime, places.postgres, places.valkey, places.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder


def test_a_folder_that_opened_is_closed_again(tmp_path: Path) -> None:
    places = ours(tmp_path)
    places.make()
    places.sockets.chmod(0o777)
    places.make()
    assert stat.S_IMODE(places.sockets.stat().st_mode) == 0o700


def test_a_link_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (tmp_path / "folder").symlink_to(elsewhere)
    with pytest.raises(EmbeddedError, match="is not a folder"):
        private_folder(tmp_path / "folder", os.geteuid(), os.getegid(), 0o700)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


def test_somebody_elses_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o755)
    with pytest.raises(EmbeddedError, match="belongs to user id"):
        private_folder(tmp_path / "folder", os.geteuid() + 1, os.getegid(), 0o700)
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match=r"^Cannot create .*/file/folder: Not a directory\.$"):
        private_folder(tmp_path / "file" / "folder", os.geteuid(), os.getegid(), 0o700)


def test_too_long_a_path_for_a_socket_is_refused_before_anything_starts(tmp_path: Path) -> None:
    places = Places(tmp_path / "data", tmp_path / ("long" * 25), ourselves())
    with pytest.raises(EmbeddedError, match="too long a path"):
        places.make()
