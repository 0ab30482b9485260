"""Which column of a file means what, whatever its capitals, spaces and underscores."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from recruiter.importing.limits import MAX_COLUMNS
from recruiter.importing.problems import FileRefused, excerpt

IGNORED_IN_TITLES = re.compile(r"[\W_]+")
NUMBERED = re.compile(r"(.*?)0*([1-9][0-9]?)")


def simplified(title: str) -> str:
    """A title without what people vary: `E-Mail `, `e_mail` and `email` are the same."""
    return IGNORED_IN_TITLES.sub("", unicodedata.normalize("NFKC", title).casefold())


@dataclass(frozen=True)
class Columns:
    """The columns that a kind of file may have.

    Args:
        synonyms: other titles of each column; the column's own name always counts.
        required: without these columns a file is refused.
        numbered: columns that may come again as `statement_2`, `statement_3` and so on.
    """

    synonyms: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    numbered: frozenset[str] = frozenset()
    meaning: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        meaning = {
            simplified(title): name
            for name, titles in self.synonyms.items()
            for title in (name, *titles)
        }
        object.__setattr__(self, "meaning", meaning)

    def find(self, title: str) -> tuple[str, int] | None:
        """Column and number that a title means: `Statement 2` is ("statement", 2)."""
        key = simplified(title)
        if key in self.meaning:
            return self.meaning[key], 1
        match = NUMBERED.fullmatch(key)
        if match and (name := self.meaning.get(match[1])) in self.numbered and name:
            return name, int(match[2])
        return None

    def known(self, header: list[str]) -> int:
        """How many titles of a header mean something here."""
        return sum(self.find(title) is not None for title in header)


@dataclass(frozen=True)
class Layout:
    """Where each known column stands in one file."""

    places: Mapping[tuple[str, int], int]
    titles: tuple[str, ...]
    ignored: tuple[str, ...]

    def place(self, name: str, number: int = 1) -> int | None:
        return self.places.get((name, number))

    def title(self, name: str, number: int = 1) -> str:
        """What the file itself calls a column."""
        place = self.place(name, number)
        return name if place is None else self.titles[place]


def arrange(header: list[str], columns: Columns) -> Layout:
    """Find the known columns in a header; the others are listed as ignored.

    Raises:
        FileRefused: two columns mean the same, one that is required is missing, or there are far
            too many.
    """
    if len(header) > MAX_COLUMNS:
        raise FileRefused(
            "too_many_columns",
            f"The header has {len(header)} columns, and {MAX_COLUMNS} are allowed.",
        )
    titles = tuple(
        excerpt(title.strip()) or f"column {number}" for number, title in enumerate(header, start=1)
    )
    places: dict[tuple[str, int], int] = {}
    ignored = []
    for index, title in enumerate(header):
        found = columns.find(title)
        if found is None:
            ignored.append(titles[index])
        elif found in places:
            raise twice(titles[places[found]], titles[index], *found)
        else:
            places[found] = index
    missing = sorted(name for name in columns.required if (name, 1) not in places)
    if missing:
        raise FileRefused(
            "missing_column",
            f"There is no column {' and no column '.join(missing)}. The first row must name the"
            f" columns; it reads {', '.join(titles[:8])}.",
        )
    return Layout(places, titles, tuple(ignored))


def twice(first: str, second: str, name: str, number: int) -> FileRefused:
    meaning = f"{name}_{number}" if number > 1 else name
    return FileRefused(
        "duplicate_column",
        f"The columns {first} and {second} both mean {meaning}. Rename or remove one.",
    )
