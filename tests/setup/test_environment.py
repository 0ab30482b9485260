"""The virtual environment: built once, from hashes, with a sentence for whatever is missing."""

import importlib.util
import shutil
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace

import pytest

from setup import environment as module
from setup.environment import Environment, SetupError

Usage = namedtuple("Usage", "total used free")
PLENTY = Usage(10**12, 0, 10**12)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A checkout in an odd folder, whose locks name nothing."""
    checkout = tmp_path / "my work; #1 100%"
    (checkout / "requirements").mkdir(parents=True)
    for name in module.LOCKS:
        (checkout / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    return Environment(checkout)


@pytest.fixture
def counted(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were taken, none of which does anything."""
    steps: list[str] = []
    monkeypatch.setattr(environment, "create", lambda: pretend(environment, steps))
    monkeypatch.setattr(environment, "install", steps.append)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: PLENTY)
    return steps


def pretend(environment: Environment, steps: list[str]) -> None:
    environment.python.parent.mkdir(parents=True, exist_ok=True)
    environment.python.touch()
    steps.append("created")


def test_nothing_is_done_twice(environment: Environment, counted: list[str]) -> None:
    environment.ensure("runtime")
    environment.ensure("runtime")
    assert counted == ["created", "runtime"]


def test_the_development_lock_contains_the_other_one(
    environment: Environment, counted: list[str]
) -> None:
    environment.ensure("dev")
    environment.ensure("runtime")
    assert counted == ["created", "dev"]


def test_a_changed_lock_is_installed_into_what_is_there(
    environment: Environment, counted: list[str]
) -> None:
    environment.ensure("runtime")
    environment.lock("runtime").write_text("# newer\n")
    environment.ensure("runtime")
    assert counted == ["created", "runtime", "runtime"]


def test_an_interrupted_installation_is_begun_anew(
    environment: Environment, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure("runtime")
    monkeypatch.setattr(environment, "install", counted.append)
    environment.ensure("runtime")
    assert counted == ["created", "created", "runtime"]


def test_a_checkout_that_was_moved_is_built_anew(
    environment: Environment, counted: list[str]
) -> None:
    environment.ensure("runtime")
    moved = environment.checkout.rename(environment.checkout.with_name("moved"))
    assert Environment(moved).installed() == {}


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_missing_module_says_what_to_install(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == missing else SimpleNamespace()
    )
    with pytest.raises(
        SetupError, match=rf"no module {missing}: .*apt-get install python3\.\d+-venv"
    ):
        environment.create()


def test_no_room_is_known_before_anything_is_fetched(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 2 * 10**8))
    with pytest.raises(SetupError, match=r"^Only 0\.2 GB are free in .*: make room"):
        environment.ensure("runtime")
    assert not environment.folder.exists()


def test_a_disk_that_filled_up_meanwhile_is_named(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 0))
    monkeypatch.setattr(module, "followed", lambda command: False)
    with pytest.raises(SetupError, match=r"^The disk that holds .* is full: make room"):
        environment.install("runtime")


def test_a_package_that_cannot_be_had_points_at_pips_own_words(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: PLENTY)
    assert not module.followed(
        ["sh", "-c", "echo Collecting it==1; echo ERROR: no such hash; exit 1"]
    )
    said = capsys.readouterr().out
    assert "  it==1\n" in said
    assert "ERROR: no such hash" in said
    monkeypatch.setattr(module, "followed", lambda command: False)
    with pytest.raises(SetupError, match="pip says why above"):
        environment.install("runtime")


def test_it_is_built_for_real_in_an_odd_folder(environment: Environment) -> None:
    environment.ensure("runtime")
    assert environment.installed() == {"runtime": environment.digest("runtime")}
    assert environment.python.exists()
