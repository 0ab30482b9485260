"""Purposes that several people on a list share, and no goal of the departments served does.

People are put together by the nearness of their stored vectors alone, and told by their own words:
nothing here invents what a group is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candidates.models import Statement, StatementKind
from recruiter import desk, sentences, tiering
from recruiter.encoder import EncoderError
from recruiter.models import Relationship, TextReading
from recruiter.readings import current_encoder
from recruiter.tiering import Band

NEAR = 0.45
"""From here on two purposes are alike. Of our own voices for different goals one pair in five
thousand is, of those about worlds of their own none; three that teach to swim, or three that keep
bees, are at 0.56 and more."""
ENOUGH = 20
"""Nearness is told apart from what all purposes have in common, which fewer would not show."""
LEAST = 3
QUOTED = 3
LINE = 200


@dataclass(frozen=True, slots=True)
class Quote:
    name: str
    page: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """People of whom each said something alike to what every other of them said."""

    people: int
    quotes: Sequence[Quote]


@dataclass(frozen=True)
class Unshared:
    """Everybody with a purpose who is below Faint for every goal, and the groups among them.

    Attributes:
        compared: whether there are enough purposes to compare at all.
    """

    people: int
    groups: Sequence[Group]
    compared: bool

    @property
    def grouped(self) -> int:
        return sum(one.people for one in self.groups)


@dataclass(frozen=True)
class Said:
    """Purposes, with how alike each two of them are; rows of all three belong together."""

    texts: Sequence[str]
    speakers: NDArray[np.int64]
    alike: NDArray[np.float64]


def read(listed: Iterable[Relationship], ranking: tiering.Ranking) -> Unshared:
    """What the people of a list share with each other and not with a goal; two queries.

    Of statements, those that the ranking counted and that are still in force; of people, those who
    may be ranked. Everybody is in one group at most, the largest first.

    Args:
        listed: everybody on the list, with their candidates.
    """
    people = {one.candidate_id: one.candidate for one in listed if desk.may_rank(one.candidate)}
    below = {
        one.person
        for one in ranking.reasons()
        if one.person in people and sentences.POLICY.band(one.points) == Band.NONE
    }
    texts, speakers, vectors = read_purposes(sorted(people), ranking)
    outside = np.isin(speakers, sorted(below))
    count = len(set(speakers[outside].tolist()))
    if len(texts) < ENOUGH or count < LEAST:
        return Unshared(count, [], compared=len(texts) >= ENOUGH)
    try:
        encoder = current_encoder()
        alike = encoder.alike(encoder.unpack_statements(vectors))
    except EncoderError:
        return Unshared(count, [], compared=False)
    rows = np.flatnonzero(outside)
    said = Said([texts[row] for row in rows], speakers[rows], alike[np.ix_(rows, rows)])
    return Unshared(
        people=count,
        groups=[
            Group(
                len(members),
                [
                    Quote(
                        str(people[speaker]),
                        people[speaker].get_absolute_url(),
                        sentences.line(text, LINE),
                    )
                    for row in members[:QUOTED]
                    for speaker, text in [(int(said.speakers[row]), said.texts[row])]
                ],
            )
            for members in groups_of(said)
        ],
        compared=True,
    )


def read_purposes(
    people: Sequence[int], ranking: tiering.Ranking
) -> tuple[list[str], NDArray[np.int64], list[bytes]]:
    """Words, speakers and vectors of what counts as a purpose, by key; two queries."""
    counted = ranking.statements["key"][ranking.statements["counted"]].tolist()
    found = list(
        Statement.objects.in_force()
        .filter(pk__in=counted, candidate__in=people)
        .exclude(kind=StatementKind.PROBLEM)
        .order_by("pk")
        .values_list("text", "candidate_id", "digest")
    )
    rows = TextReading.objects.filter(
        model=current_encoder().model_id, digest__in={bytes(digest) for *_, digest in found}
    )
    kept = {
        bytes(digest): bytes(vector)
        for digest, vector in rows.values_list("digest", "vector")
        if vector
    }
    found = [one for one in found if bytes(one[2]) in kept]
    return (
        [text for text, *_ in found],
        np.array([speaker for _, speaker, _ in found], dtype=np.int64),
        [kept[bytes(digest)] for *_, digest in found],
    )


def groups_of(said: Said) -> list[list[int]]:
    """Rows of each group, one a person: its middle first, then by nearness to that.

    Who has most others near begins, the first of equal ones; so one pass is enough.
    """
    near = said.alike >= NEAR
    free = np.ones(len(said.texts), dtype=np.bool_)
    groups = []
    for row in np.argsort(-near.sum(axis=1), kind="stable").tolist():
        if not free[row]:
            continue
        members = around(row, said, near, free)
        if len(members) >= LEAST:
            groups.append(members)
            free &= ~np.isin(said.speakers, said.speakers[members])
    return sorted(groups, key=len, reverse=True)


def around(middle: int, said: Said, near: NDArray[np.bool_], free: NDArray[np.bool_]) -> list[int]:
    """The rows that join one, the nearest first, as long as all are near each other."""
    members, row = [middle], middle
    waiting = free.copy()
    while True:
        waiting &= near[row] & (said.speakers != said.speakers[row])
        if not waiting.any():
            return members
        row = int(np.where(waiting, said.alike[middle], -np.inf).argmax())
        members.append(row)
