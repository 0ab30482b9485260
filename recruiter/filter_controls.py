"""The controls above a list, as its address sets them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from recruiter.filtering import DUE, PINNED, PURPOSE, SILVER, SORTS, STRENGTH, Filters
from recruiter.listing import Desk, Named


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One chip. `without` is the list without it, "" while it is off."""

    name: str
    label: str
    icon: str
    options: list[Option]
    without: str

    @property
    def is_box(self) -> bool:
        """Whether it is only on or off."""
        return self.name in ("pinned", "silver")


@dataclass(frozen=True, slots=True)
class Controls:
    chips: list[Control]
    sorts: list[Option]


def read(tier: str, filters: Filters, desk: Desk) -> Controls:
    """Controls with nothing to choose are left out: no goals yet, no tags yet."""
    offered: list[tuple[str, str, str, Mapping[str, object]]] = [
        ("goal", _("Goal"), "target", by_key(desk.goals)),
        ("due", _("Due"), "clock", DUE),
        ("strength", _("Strength"), "scale", STRENGTH),
        ("purpose", _("Purpose"), "message-square", PURPOSE),
        ("pinned", _("Pinned"), "pin", PINNED),
        ("silver", _("Silver medallist"), "award", SILVER if desk.medals else {}),
        ("tag", _("Tag"), "tag", by_key(desk.tags)),
    ]
    return Controls(
        chips=[chip(tier, filters, *one) for one in offered if one[3] or getattr(filters, one[0])],
        sorts=options(SORTS, filters.sort),
    )


def chip(
    tier: str, filters: Filters, name: str, label: str, icon: str, known: Mapping[str, object]
) -> Control:
    said = str(getattr(filters, name) or "")
    # A goal or a tag that is gone meanwhile still stands in the address: say so, to take it off.
    shown = known if not said or said in known else {**known, said: _("Not here any more")}
    query = filters.without(name).query
    without = f"{reverse(tier)}?{query}" if query else reverse(tier)
    return Control(name, label, icon, options(shown, said), without if said else "")


def options(known: Mapping[str, object], chosen: str) -> list[Option]:
    return [Option(value, str(label), value == chosen) for value, label in known.items()]


def by_key(named: Iterable[Named]) -> dict[str, object]:
    return {str(one.pk): one.name for one in named}
