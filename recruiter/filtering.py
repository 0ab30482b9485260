"""What a list is narrowed to and ordered by, as its address says it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from candidates.models import PurposeState
from recruiter import desk, sentences
from recruiter.addresses import whole
from recruiter.models import Relationship
from recruiter.tiering import Band

DUE = {
    "due": _("Due now"),
    "overdue": _("Overdue"),
    "soon": _("Due soon"),
    "snoozed": _("Snoozed"),
}
STRENGTH = {
    "strong": _("Strong"),
    "good": _("Good"),
    "faint": _("Faint"),
    "none": _("No match"),
}
BANDS = dict(zip(STRENGTH, (Band.STRONG, Band.GOOD, Band.FAINT, Band.NONE), strict=True))
PURPOSE = dict(PurposeState.choices)
PINNED = {"1": _("Pinned")}
SILVER = {"1": _("Silver medallist")}
SORTS = {
    "": _("Rank"),
    "name": _("Name"),
    "last": _("Last contact"),
    "due": _("Due"),
    "movement": _("Movement"),
}
WORDS = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """One part for each control; empty or None where it keeps everybody."""

    words: str = ""
    goal: int | None = None
    due: str = ""
    strength: str = ""
    purpose: str = ""
    pinned: str = ""
    silver: str = ""
    tag: int | None = None
    sort: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """From an address. What it says that we do not know keeps everybody."""

        def one_of(name: str, known: Mapping[str, object]) -> str:
            said = query.get(name, "")
            return said if said in known else ""

        return cls(
            words=" ".join(query.get("q", "").replace("\0", " ").split())[:WORDS],
            goal=whole(query.get("goal", "")),
            due=one_of("due", DUE),
            strength=one_of("strength", STRENGTH),
            purpose=one_of("purpose", PURPOSE),
            pinned=one_of("pinned", PINNED),
            silver=one_of("silver", SILVER),
            tag=whole(query.get("tag", "")),
            sort=one_of("sort", SORTS),
        )

    @property
    def query(self) -> str:
        """What stands in an address after "?": only the parts that are set."""
        parts = {
            "q": self.words,
            "goal": self.goal,
            "due": self.due,
            "strength": self.strength,
            "purpose": self.purpose,
            "pinned": self.pinned,
            "silver": self.silver,
            "tag": self.tag,
            "sort": self.sort,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def narrows(self) -> bool:
        """Whether anybody may be left out."""
        return replace(self, sort="") != NOTHING

    def without(self, name: str) -> Self:
        """Without one part, by the name of its field."""
        usual: dict[str, Any] = {name: getattr(NOTHING, name)}
        return replace(self, **usual)

    def keeps(self, one: Relationship, published: desk.Published, today: date) -> bool:
        """Whether somebody passes all but the words, which the database looks for."""
        return (
            (not self.pinned or bool(one.pin))
            and (not self.silver or one.medalled)  # type: ignore[attr-defined]
            and (not self.purpose or one.candidate.purpose_state == self.purpose)
            and (not self.tag or any(tag["pk"] == self.tag for tag in desk.tags_of(one)))
            and (not self.due or self.is_due(one, today))
            and (not (self.goal or self.strength) or self.fits(one, published))
        )

    def is_due(self, one: Relationship, today: date) -> bool:
        if self.due == "snoozed":
            return desk.is_asleep(one, today)
        due = desk.due_of(one, today)
        if self.due == "due":
            return bool(due.state) and due.on is not None and due.on <= today
        return due.state == ("over" if self.due == "overdue" else "soon")

    def fits(self, one: Relationship, published: desk.Published) -> bool:
        reason = published.reasons.get(one.candidate_id)
        shown = reason if reason and desk.may_rank(one.candidate) else None
        band = sentences.POLICY.band(shown.points if shown else 0)
        goal = shown.goal if shown and band else None
        return (not self.strength or band == BANDS[self.strength]) and (
            not self.goal or goal == self.goal
        )

    def ordered(self, rows: Sequence[desk.Row]) -> Sequence[desk.Row]:
        """Rows that come by rank, by what was chosen; by rank where that says nothing."""
        return sorted(rows, key=ORDERS[self.sort]) if self.sort else rows


NOTHING = Filters()


def by_movement(row: desk.Row) -> tuple[int, int]:
    """New people, then who rose, the most places first; then who stayed, then who fell."""
    kinds = ("new", "up", "", "down")
    up = row.movement.kind == "up"
    return kinds.index(row.movement.kind), -row.movement.places if up else row.movement.places


ORDERS: dict[str, Callable[[desk.Row], tuple[object, ...]]] = {
    "name": lambda row: (desk.plain(row.name),),
    # Whoever was never contacted has waited longest.
    "last": lambda row: (row.last_on,),
    "due": lambda row: (row.due.on or date.max,),
    "movement": by_movement,
}
