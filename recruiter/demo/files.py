"""The hand-written files of the demonstration company, read and checked for shape."""

import csv
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recruiter.demo.records import Kind, Source

FOLDER = Path(__file__).parent
NOBODY = "nobody"


@dataclass(frozen=True)
class Line:
    """A statement as written down; see `DemoStatement`."""

    text: str
    kind: Kind
    source: Source
    theme: str
    link: str


@dataclass(frozen=True)
class Voice:
    """A person as written down: what they do, where they may be from, and what they said.

    `held_by` is the recruiter whose list they are on, or NOBODY; "" leaves it to chance.
    """

    headline: str
    region: str
    woman: bool
    town: str
    lines: tuple[Line, ...]
    held_by: str = ""

    @property
    def theme(self) -> str:
        """The department whose goal they come nearest to by their author's mind; "" for none."""
        return next((line.theme for line in self.lines if line.theme), "")


@dataclass(frozen=True)
class NameGroup:
    """Names and towns that go together. `families` are (men's form, women's form)."""

    region: str
    order: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[tuple[str, str], ...]
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Sector:
    """A line of work: titles, kinds of employer, and short lines that an import brings."""

    titles: tuple[str, ...]
    employers: tuple[str, ...]
    lines: tuple[str, ...]


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def voices() -> tuple[Voice, ...]:
    """Everybody who said something of their own, in the order of the files."""
    return tuple(
        voice(json.loads(row))
        for path in sorted((FOLDER / "voices").glob("*.jsonl"))
        for row in path.read_text(encoding="utf-8").splitlines()
    )


def voice(row: Mapping[str, Any]) -> Voice:
    return Voice(
        headline=row["headline"],
        region=row["region"],
        woman=row["gender"] == "f",
        town=row.get("town", ""),
        lines=tuple(
            Line(said["text"], said["kind"], said["source"], said["theme"], said.get("link", ""))
            for said in row["statements"]
        ),
        held_by=row.get("list", ""),
    )


@cache
def name_groups() -> tuple[NameGroup, ...]:
    return tuple(
        NameGroup(
            region=group["region"],
            order=group["order"],
            women=tuple(group["women"]),
            men=tuple(group["men"]),
            families=tuple(both_forms(family) for family in group["families"]),
            towns=tuple(group["towns"]),
        )
        for group in toml("names.toml")["groups"]
    )


def both_forms(family: str) -> tuple[str, str]:
    """Men's and women's form of a family name, written "Jónsson/Jónsdóttir" where they differ."""
    men, _, women = family.partition("/")
    return men, women or men


@cache
def sectors() -> tuple[Sector, ...]:
    return tuple(
        Sector(tuple(sector["titles"]), tuple(sector["employers"]), tuple(sector["lines"]))
        for sector in toml("sectors.toml")["sectors"]
    )
