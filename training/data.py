"""Our own texts, as written in the files of this folder, checked as they are read.

`themes/` holds one block per purpose: goals that state it and statements that share it, neighbour
it, are a problem of its world, or only share its words. `registers/` and `specs/` hold single
texts of either kind by manner of writing. The format is told in README.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from recruiter.encoder import goal_text

FOLDER = Path(__file__).parent
#: What a line of a theme says a statement is to the theme's goals.
GRADES = {"2": 2, "1": 1, "0": 0, "X": 0}


@dataclass(frozen=True)
class Goal:
    """A department's big goal. Registers: h handbook prose, s spoken, t terse."""

    department: str
    text: str
    register: str

    @property
    def encoded(self) -> str:
        """The text that the encoder is given."""
        return goal_text(self.department, self.text)


@dataclass(frozen=True)
class Said:
    """A statement, and what a careful reader calls it; `writer` tells the hands apart."""

    text: str
    is_purpose: bool
    register: str
    writer: str
    hard: bool = False


@dataclass
class Theme:
    """One purpose: the goals that state it, and statements by what they are to it.

    Attributes:
        same, near: purposes of grade 2 and 1.
        problems: problem statements of the theme's world, sharing its words.
        traps: purposes that share the goals' words and strive for something else.
    """

    slug: str
    family: str
    writer: str
    goals: list[Goal] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    traps: list[str] = field(default_factory=list)

    @property
    def said(self) -> list[Said]:
        """All its statements."""
        kinds = ((self.same, True), (self.near, True), (self.traps, True), (self.problems, False))
        return [
            Said(text, purpose, "theme", self.writer) for texts, purpose in kinds for text in texts
        ]


class DataError(ValueError):
    """A line that is not in the format; the sentence names it."""


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield f"{path.name}, line {number}", line.strip()


def read_themes(path: Path) -> list[Theme]:
    """The themes of one file; its name is the writer's.

    Raises:
        DataError: a line that is none of the five kinds, or stands before the first theme.
    """
    themes: list[Theme] = []
    for place, line in _lines(path):
        kind, *parts = (part.strip() for part in line.split("|"))
        if kind.startswith("#"):
            themes.append(Theme(kind[1:].strip(), parts[0] if parts else "", path.stem))
        elif not themes or not parts or not all(parts):
            raise DataError(f"{place}: a theme begins with '# slug | family'.")
        elif kind.startswith("G ") and len(parts) == 2:
            themes[-1].goals.append(Goal(parts[0], parts[1], kind[2:].strip()))
        elif kind in GRADES and len(parts) == 1:
            theme = themes[-1]
            {"2": theme.same, "1": theme.near, "0": theme.problems, "X": theme.traps}[kind].append(
                parts[0]
            )
        else:
            raise DataError(f"{place}: not 'G r | department | text' nor '2 | text'.")
    return themes


def read_singles(path: Path) -> list[Said]:
    """Lines of `P register | text` and `N register | text`. Raises DataError for another."""
    found = []
    for place, line in _lines(path):
        match = re.fullmatch(r"([PN]) (\S+) \| (\S.*)", line)
        if match is None:
            raise DataError(f"{place}: not 'P register | text' nor 'N register | text'.")
        found.append(Said(match[3], match[1] == "P", match[2], path.stem, match[2][:4] == "hard"))
    return found


@cache
def load_themes(split: str = "train") -> Sequence[Theme]:
    """All themes of a split: "train" or "test"; a theme is in one of them with all it has."""
    return [theme for path in files("themes", split) for theme in read_themes(path)]


@cache
def load_singles(split: str = "train") -> Sequence[Said]:
    """Single statements of a split."""
    return [said for path in files("registers", split) for said in read_singles(path)]


@cache
def load_specs(split: str = "train") -> Sequence[Said]:
    """Goals (`is_purpose`) and specs of a split."""
    return [said for path in files("specs", split) for said in read_singles(path)]


@cache
def load_empties(split: str = "train") -> Sequence[Said]:
    """What is no purpose: words about nothing (`is_purpose` stands for these) and work told."""
    return [said for path in files("empties", split) for said in read_singles(path)]


@cache
def load_calibration() -> Sequence[Said]:
    """Statements that only the last layer is fitted on: the models never read them."""
    return [
        said
        for path in sorted((FOLDER / "calibration").glob("*.txt"))
        for said in read_singles(path)
    ]


def load_said(split: str = "train") -> list[Said]:
    """Every labelled statement of a split, themed or single."""
    return [*(said for theme in load_themes(split) for said in theme.said), *load_singles(split)]


def files(folder: str, split: str) -> list[Path]:
    """A folder's files of one split, in a fixed order."""
    return sorted((FOLDER / split / folder).glob("*.txt"))


def load_rows(name: str) -> list[dict[str, Any]]:
    """JSON lines of one of the test sets."""
    with (FOLDER / "test" / name).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]
