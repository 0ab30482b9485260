"""What the documents promise to list, they list."""

import re
import tomllib
from pathlib import Path

import pytest

from setup.environment import CHECKOUT

OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text()
DEPENDENCIES = (CHECKOUT / "docs" / "decisions" / "0002-dependencies.md").read_text()
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
WANTED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]


def variables() -> set[str]:
    """What the settings and `make run` read from the environment."""
    files = [
        CHECKOUT / "recruiter" / "settings.py",
        CHECKOUT / "recruiter" / "embedded" / "__main__.py",
    ]
    text = "\n".join(file.read_text() for file in files)
    return set(re.findall(r'(?:environ\.get|flag|words)\("([A-Z_]+)"', text))


@pytest.mark.parametrize("name", sorted(variables()))
def test_every_variable_is_explained(name: str) -> None:
    assert re.search(rf"^\|.*`{name}`", OPERATIONS, re.MULTILINE)


@pytest.mark.parametrize("requirement", WANTED)
def test_every_dependency_has_its_reason(requirement: str) -> None:
    name = re.split(r"[\[<>=]", requirement)[0]
    assert re.search(rf"^\|.*`{name}`", DEPENDENCIES, re.MULTILINE)


@pytest.mark.parametrize(
    "target", re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(), re.M)
)
def test_every_target_is_short_and_says_what_it_does(target: str) -> None:
    text = (CHECKOUT / "Makefile").read_text()
    block = re.search(rf"^{target}: ## .+\n(?:\t.+\n)+", text, re.MULTILINE)
    assert block
    assert block.group().count("\n") <= 3


def test_every_file_named_in_operations_is_there() -> None:
    names = re.findall(
        r"`((?:docs|setup|recruiter|benchmarks)/[\w./-]+)`", OPERATIONS + DEPENDENCIES
    )
    assert [name for name in names if not (CHECKOUT / Path(name)).exists()] == []
