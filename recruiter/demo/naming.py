"""Names, towns and addresses for people who do not exist, kept consistent within a person."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from recruiter.demo.files import NameGroup, name_groups

# Letters that Unicode does not take apart into a plain one and a mark.
PLAIN = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "þ": "th",
        "Þ": "Th",
        "æ": "ae",
        "Æ": "Ae",
        "ß": "ss",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
DOMAINS = ("example.com", "example.org", "example.net")
# Numbers set aside for fiction, so that nobody is ever rung by a demonstration.
FICTION = {"britain_ireland": "+44 7700 900{:03}", "north_america": "+1 202 555 01{:02}"}


@dataclass(frozen=True)
class Identity:
    name: str
    email: str
    phone: str
    town: str


def plain(text: str) -> str:
    """ASCII letters of a name, lower case, with dots between its parts."""
    letters = unicodedata.normalize("NFKD", text.translate(PLAIN))
    words = "".join(c if c.isalpha() or c in " -" else "" for c in letters if c.isascii())
    return ".".join(words.replace("-", " ").lower().split())


class Registry:
    """Hands out names, each once, and addresses, each once.

    Given the same random numbers it hands out the same ones.
    """

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.groups = name_groups()
        self.decks = {
            (group, woman): self.deck(group, woman=woman)
            for group in self.groups
            for woman in (True, False)
        }
        self.taken: set[str] = set()
        self.phones = {region: self.numbers(pattern) for region, pattern in FICTION.items()}

    def deck(self, group: NameGroup, *, woman: bool) -> list[str]:
        """All full names of a group, shuffled."""
        families = [forms[woman] for forms in group.families]
        names = [
            full_name(group.order, given, family, self.dice.choice(families))
            for given in (group.women if woman else group.men)
            for family in families
        ]
        self.dice.shuffle(names)
        return names

    def numbers(self, pattern: str) -> Iterator[str]:
        numbers = [pattern.format(n) for n in range(100)]
        self.dice.shuffle(numbers)
        return iter(numbers)

    def draw(self, region: str = "", *, woman: bool | None = None, town: str = "") -> Identity:
        """A new person's name and whereabouts.

        Args:
            region: where the name is at home; any when empty.
            woman: whether it is a woman's name; either when None.
            town: where they live, if their own words say so.

        Raises:
            LookupError: no group of that region has the town, or its names are used up.
        """
        if woman is None:
            woman = self.dice.random() < 0.5
        open_groups = [
            group
            for group in self.groups
            if (not region or group.region == region)
            and (not town or town in group.towns)
            and self.decks[group, woman]
        ]
        if not open_groups:
            raise LookupError(f"No name left for {region or 'anywhere'} {town}")
        # The more names a group still has, the likelier it is: none runs dry long before the rest.
        group = self.dice.choices(open_groups, [len(self.decks[g, woman]) for g in open_groups])[0]
        name = self.decks[group, woman].pop()
        phone = ""
        if group.region in self.phones and self.dice.random() < 0.5:
            phone = next(self.phones[group.region], "")
        return Identity(
            name, self.address(plain(name)), phone, town or self.dice.choice(group.towns)
        )

    def address(self, local_part: str) -> str:
        """An address that nobody else has, under a domain that can never be reached."""
        wish = f"{local_part}@{self.dice.choice(DOMAINS)}"
        local, _, domain = wish.partition("@")
        number = 2
        while wish in self.taken:
            wish = f"{local}{number}@{domain}"
            number += 1
        self.taken.add(wish)
        return wish


def full_name(order: str, given: str, family: str, second: str) -> str:
    if order == "family":
        return f"{family} {given}"
    if order == "two" and second != family:
        return f"{given} {family} {second}"
    return f"{given} {family}"
