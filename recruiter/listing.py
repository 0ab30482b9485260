"""Invest or Maintain as a page: its rows, and what stands around them, in few queries.

Four, however much is filtered and searched.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate
from hiring.models import Department
from recruiter import desk, proposals, searching
from recruiter.filtering import Filters
from recruiter.models import Recruiter, Relationship


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter that the reader has kept."""

    pk: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Named:
    """Something to choose, by its key."""

    pk: int
    name: str


@dataclass(frozen=True)
class Names:
    """What a list page calls things, and whom its words find.

    Attributes:
        departments: that rows speak of, by key.
        saved: filters that the reader has kept.
        found: whom the words find, by candidate.
        near: whether only a near spelling did.
    """

    departments: dict[int, str]
    served: Sequence[Named]
    saved: Sequence[Saved]
    found: Collection[int]
    near: bool


@dataclass(frozen=True)
class Desk:
    """One of the two lists.

    Attributes:
        next_in_line: who would take the next free place in Invest.
        whole: how many are on the list, filtered or not.
        elsewhere: how many on the other list pass the same filters; 0 where nothing is filtered.
        near: the words were found nowhere as they are spelled, and these come near.
        goals, tags: what the list can be narrowed to.
        medals: whether anybody on either list came second once.
    """

    rows: Sequence[desk.Row]
    published: desk.Published
    next_in_line: Candidate | None
    names: Names
    whole: int
    elsewhere: int
    near: bool
    goals: Sequence[Named]
    tags: Sequence[Named]
    medals: bool


def read_list(
    recruiter: Recruiter, tier: str, filters: Filters, chosen: Collection[int] | None = ()
) -> Desk:
    """One list, in four queries.

    Args:
        chosen: whose box is ticked, by candidate; None for everybody who is shown.
    """
    listed = desk.relationships(recruiter)
    published = desk.read_published(recruiter, listed)
    if recruiter.confirm_moves:
        recruiter.moves_waiting = proposals.waiting_in(listed, published)
    names = read_names(recruiter, desk.told_goals(listed, published), filters.words)
    found = passing(listed, published, names, filters)
    mine = [one for one in found if one.tier == tier]
    rows = filters.ordered(desk.rows_of(mine, published, names.departments))
    if chosen is None or chosen:
        rows = [
            replace(row, chosen=True) if chosen is None or row.pk in chosen else row for row in rows
        ]
    return Desk(
        rows=rows,
        published=published,
        next_in_line=desk.next_in_line(listed, published),
        names=names,
        whole=sum(one.tier == tier for one in listed),
        elsewhere=len(found) - len(mine) if filters.narrows else 0,
        near=names.near,
        goals=goals_of(published, names.departments),
        tags=tags_in_use(listed),
        medals=any(one.medalled for one in listed),  # type: ignore[attr-defined]
    )


def passing(
    listed: Sequence[Relationship], published: desk.Published, names: Names, filters: Filters
) -> Sequence[Relationship]:
    """Who passes the words and the filters."""
    if not filters.narrows:
        return listed
    today, words = timezone.localdate(), filters.words
    return [
        one
        for one in listed
        if (not words or one.candidate_id in names.found) and filters.keeps(one, published, today)
    ]


def read_names(recruiter: Recruiter, told: Collection[int], words: str = "") -> Names:
    """Departments, saved filters and who is found: they share nothing but this one query."""
    served = recruiter.served.values("department")
    departments = Department.objects.filter(Q(pk__in=told) | Q(pk__in=served)).annotate(
        kind=Case(When(pk__in=served, then=Value("served")), default=Value("told")),
        tier=Value(""),
        query=Value(""),
    )
    saved = recruiter.user.saved_filters.annotate(kind=Value("saved"))
    fields = ("kind", "pk", "name", "tier", "query")
    parts = [one.order_by().values_list(*fields) for one in (departments, saved)]
    if words:
        parts.append(people("found", searching.people_with(recruiter, words)))
        parts.append(people("near", searching.people_nearly_with(recruiter, words)))
    rows = list(parts[0].union(*parts[1:], all=True).order_by("name"))
    return Names(
        departments={pk: name for kind, pk, name, _, _ in rows if kind in ("told", "served")},
        served=[Named(pk, name) for kind, pk, name, _, _ in rows if kind == "served"],
        saved=[
            Saved(pk, name, f"{reverse(tier)}?{query}")
            for kind, pk, name, tier, query in rows
            if kind == "saved"
        ],
        found={pk for kind, pk, _, _, _ in rows if kind in ("found", "near")},
        near=any(row[0] == "near" for row in rows),
    )


def people(kind: str, found: QuerySet[Relationship]) -> QuerySet[Any, Any]:
    """People in the columns of departments and saved filters."""
    nothing = Value("", output_field=CharField())
    return found.order_by().values_list(Value(kind), "candidate_id", nothing, nothing, nothing)


def goals_of(published: desk.Published, names: Mapping[int, str]) -> list[Named]:
    """Departments that somebody on either list is matched to."""
    goals = {reason.goal for reason in published.reasons.values() if reason.points}
    return [Named(pk, name) for pk, name in names.items() if pk in goals]


def tags_in_use(listed: Sequence[Relationship]) -> list[Named]:
    """Tags of anybody on either list, in the order of the alphabet."""
    tags = {tag["pk"]: tag["name"] for one in listed for tag in desk.tags_of(one)}
    return sorted((Named(pk, name) for pk, name in tags.items()), key=by_name)


def by_name(one: Named) -> str:
    return one.name.casefold()
