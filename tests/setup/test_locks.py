"""The locks: every package pinned and hashed, no address, and nothing that we do not use."""

import re
import tomllib

import pytest

from setup.environment import CHECKOUT, LOCKS

# Wanted by code of our dependencies that we never import; docs/decisions/0003-setup.md.
LEFT_OUT = {"huggingface-hub", "rich", "typer", "usearch", "valkey", "fasteners", "platformdirs"}


def entries(name: str) -> dict[str, str]:
    """Package lines with what follows them, by package."""
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text()
    found = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    return {entry.split("==")[0]: entry for entry in found if entry.strip()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    for package, entry in entries(name).items():
        assert re.match(r"[a-z0-9.-]+==[^ ]+ ", entry), package
        assert "--hash=sha256:" in entry, package


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_says_where_from(name: str) -> None:
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text)


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    for name, wanted in [
        ("runtime", project["dependencies"]),
        ("dev", project["optional-dependencies"]["dev"]),
    ]:
        asked = {re.split(r"[\[<>=]", each)[0].lower() for each in wanted}
        assert asked <= set(entries(name))


def test_development_holds_the_same_versions() -> None:
    development = entries("dev")
    assert {name: development.get(name) for name in entries("runtime")} == entries("runtime")


def test_what_only_unused_code_wants_is_left_out() -> None:
    assert not LEFT_OUT & set(entries("runtime"))
