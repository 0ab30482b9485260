"""Invest or Maintain as a page: its rows, and what stands around them, in few queries.

Four for the whole list; one more where words are searched, and one more where they are found
nowhere as they are spelled.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate
from hiring.models import Department
from recruiter import desk, searching
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
    """What a list page calls things: departments that rows speak of, and filters kept."""

    departments: dict[int, str]
    served: Sequence[Named]
    saved: Sequence[Saved]


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
    """One list. Four queries; with words five, or six when they are nowhere spelled so.

    Args:
        chosen: whose box is ticked, by candidate; None for everybody who is shown.
    """
    listed = desk.relationships(recruiter)
    published = desk.read_published(recruiter, listed)
    found, near = searched(recruiter, listed, filters.words)
    today = timezone.localdate()
    if filters.narrows:
        found = [one for one in found if filters.keeps(one, published, today)]
    mine = [one for one in found if one.tier == tier]
    names = read_names(recruiter, desk.told_goals(listed, published))
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
        near=near,
        goals=goals_of(published, names.departments),
        tags=tags_in_use(listed),
        medals=any(one.medalled for one in listed),  # type: ignore[attr-defined]
    )


def searched(
    recruiter: Recruiter, listed: Sequence[Relationship], words: str
) -> tuple[Sequence[Relationship], bool]:
    """Whom the words find, and whether only a near spelling did."""
    if not words:
        return listed, False
    people, near = searching.people_with(recruiter, words), False
    if not people:
        people = searching.people_nearly_with(recruiter, words)
        near = bool(people)
    return [one for one in listed if one.candidate_id in people], near


def read_names(recruiter: Recruiter, told: Collection[int]) -> Names:
    """Departments and saved filters, which have nothing in common but this one query."""
    served = recruiter.served.values("department")
    departments = Department.objects.filter(Q(pk__in=told) | Q(pk__in=served)).annotate(
        kind=Case(When(pk__in=served, then=Value("served")), default=Value("told")),
        tier=Value(""),
        query=Value(""),
    )
    saved = recruiter.user.saved_filters.annotate(kind=Value("saved"))
    fields = ("kind", "pk", "name", "tier", "query")
    rows = list(
        departments.order_by()
        .values_list(*fields)
        .union(saved.order_by().values_list(*fields), all=True)
        .order_by("name")
    )
    return Names(
        departments={pk: name for kind, pk, name, _, _ in rows if kind != "saved"},
        served=[Named(pk, name) for kind, pk, name, _, _ in rows if kind == "served"],
        saved=[
            Saved(pk, name, f"{reverse(tier)}?{query}")
            for kind, pk, name, tier, query in rows
            if kind == "saved"
        ],
    )


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
