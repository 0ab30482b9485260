"""What one published run changed against another: who moved, which way, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from candidates.models import Candidate
from hiring.models import Department
from recruiter import sentences, tiering
from recruiter.models import Ranking, TierMove
from recruiter.tiering import Move, Tier, Why
from recruiter.wording import Told

SHOWN = 20
"""Of each group so many are shown at once."""

OTHERS = (Why.PASSED, Why.STEPPED_AWAY, Why.CONTACTED)
"""Causes that are not a person's own. Within Maintain such shifts are folded away as well: the long
tail there takes turns by last contact, which moves it at every run and says nothing of anybody."""

NOTHING_OF_THEIRS = gettext_noop("Nothing of their own: others went past, or stepped away")
BY_HAND = gettext_noop("Moved, pinned or let go by hand")
OWN_WORDS = gettext_noop("What they said: a purpose stated, reworded, corrected or taken back")

# Causes that are told together. All others stand for themselves.
TOGETHER = Told(
    {
        Why.PASSED: NOTHING_OF_THEIRS,
        Why.STEPPED_AWAY: NOTHING_OF_THEIRS,
        Why.BY_HAND: BY_HAND,
        Why.PINNED: BY_HAND,
        Why.PIN_ENDED: BY_HAND,
        Why.NEW_PURPOSE: OWN_WORDS,
        Why.NOW_PURPOSE: OWN_WORDS,
        Why.STATEMENT_GONE: OWN_WORDS,
        Why.NOT_PURPOSE: OWN_WORDS,
        Why.REWORDED: OWN_WORDS,
        Why.CERTAINTY: OWN_WORDS,
    }
)


@dataclass(frozen=True)
class Row:
    """One person's way between two runs. Without a name they are no longer known."""

    move: Move
    name: str
    why: str

    @property
    def steps(self) -> int:
        return steps(self.move)

    @property
    def places(self) -> int:
        return abs(self.steps)

    @property
    def direction(self) -> str:
        """ "up", "down", "new", "gone"; empty when only the tier changed."""
        if self.move.position_before is None:
            return "new"
        if self.move.position is None:
            return "gone"
        return "up" if self.steps > 0 else "down" if self.steps < 0 else ""


@dataclass(frozen=True)
class Group:
    """Everybody who went the same way."""

    title: str
    icon: str
    rows: list[Row] = field(default_factory=list)

    @property
    def first(self) -> list[Row]:
        """Those that are shown at once."""
        return self.rows[:SHOWN]

    @property
    def rest(self) -> list[Row]:
        return self.rows[SHOWN:]


@dataclass(frozen=True)
class Tally:
    """One cause, and how many of the moves it explains."""

    words: str
    moves: int


@dataclass(frozen=True)
class Difference:
    """What one run changed.

    Attributes:
        groups: who changed the tier, or the place for a reason worth telling; none is empty.
        shifted: who changed one or two places, or only their turn within Maintain.
        stayed: how many did neither, or just shifted.
        causes: what explains the moves of the groups, the most frequent first.
    """

    groups: list[Group]
    shifted: list[Row]
    stayed: int
    causes: list[Tally]

    @property
    def moved(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def difference(before: Ranking, after: Ranking) -> Difference:
    """Compare two runs of one recruiter; three queries at most, however many moved.

    Raises:
        PackError: one of them cannot be read.
    """
    moves = tiering.compare(*unpacked(before, after))
    rows = told([move for move in moves if move.moved])
    groups = {
        "into": Group(_("Into Invest"), "sprout"),
        "out": Group(_("To Maintain"), "leaf"),
        "up": Group(_("Up"), "arrow-up"),
        "down": Group(_("Down"), "arrow-down"),
        "new": Group(_("New on your list"), "user-plus"),
        "gone": Group(_("No longer on your list"), "x"),
        "folded": Group(_("Shifted"), "minus"),
    }
    for row in rows:
        groups[way(row.move)].rows.append(row)
    folded = groups.pop("folded").rows
    for name in ("up", "down"):
        groups[name].rows.sort(key=lambda row: -row.places)
    filled = [group for group in groups.values() if group.rows]
    return Difference(
        groups=filled,
        shifted=folded,
        stayed=len(moves) - sum(len(group.rows) for group in filled),
        causes=tallies([row for group in filled for row in group.rows]),
    )


def count_moved(before: Ranking, after: Ranking) -> int:
    """How many `difference` would show in its groups; one query at most.

    Raises:
        PackError: one of them cannot be read.
    """
    return count_told(tiering.compare(*unpacked(before, after)))


def count_told(moves: Iterable[tiering.Move]) -> int:
    """How many of these say something of somebody: shifts by a place or two do not."""
    return sum(move.moved and way(move) != "folded" for move in moves)


def unpacked(before: Ranking, after: Ranking) -> tuple[tiering.Ranking, tiering.Ranking]:
    """Both runs, fit to be compared.

    A run keeps who was in Invest when it started, which tells moves by hand since the run before.
    With other runs in between that would call their moves "by hand" too. So then only those whom
    a person has moved keep what the later run saw; one query.
    """
    old, new = tiering.unpack(bytes(before.records)), tiering.unpack(bytes(after.records))
    if after.number == before.number + 1:
        return old, new
    by_hand = TierMove.objects.filter(
        relationship__recruiter=before.recruiter_id,
        ranking=None,
        at__range=(before.published_at, after.started_at),
    ).values_list("relationship__candidate_id", flat=True)
    records = new.records.copy()
    records["incumbent"] = np.where(
        np.isin(records["person"], list(by_hand)),
        records["incumbent"],
        np.isin(records["person"], old.invested()),
    )
    return old, replace(new, records=records)


def told(moves: Sequence[Move]) -> list[Row]:
    """The same moves with names and reasons."""
    people = dict(
        Candidate.objects.filter(pk__in=[move.person for move in moves]).values_list("pk", "name")
    )
    departments = dict(
        Department.objects.filter(pk__in={move.goal for move in moves}).values_list("pk", "name")
    )
    return [
        Row(move, people.get(move.person, ""), sentences.why(move, departments)) for move in moves
    ]


def way(move: Move) -> str:
    """Where somebody went; a change of tier says more than places."""
    if move.tier is None:
        return "gone"
    if move.tier != move.tier_before:
        if move.tier == Tier.INVEST:
            return "into"
        return "new" if move.tier_before is None else "out"
    gained = steps(move)
    if abs(gained) <= sentences.FEW or (move.tier == Tier.MAINTAIN and move.why in OTHERS):
        return "folded"
    return "up" if gained > 0 else "down"


def steps(move: Move) -> int:
    """Places gained, negative for lost; 0 for somebody new or gone."""
    if move.position is None or move.position_before is None:
        return 0
    return move.position_before - move.position


def tallies(rows: Iterable[Row]) -> list[Tally]:
    """Count what explains the moves, the most frequent first."""
    counts = Counter(TOGETHER.get(row.move.why, row.why) for row in rows)
    return [Tally(words, count) for words, count in counts.most_common()]
