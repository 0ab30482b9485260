"""Everybody outside a recruiter's lists: searched in the database, the best fit first.

People in the pool are read by a worker as time allows (`readings.read_unlisted`). Whoever objected
to being ranked is found by name like anybody else, and never proposed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import (
    Candidate,
    CandidateSource,
    Contact,
    PurposeState,
    SilverMedal,
    Statement,
)
from recruiter import benches, desk, matching, sentences, tiering, when
from recruiter.benches import Bar
from recruiter.models import Recruiter, ServedDepartment, TextReading
from recruiter.pool_fits import Points, fits
from recruiter.readings import current_encoder

PAGE = 100
FILLERS = 3
LINE = 160


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody's best statement for their nearest goal."""

    statement: int
    department: int
    points: int


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the pool."""

    pk: int
    name: str
    role: str
    page: str
    words: str
    without: str
    goal: str
    bars: int
    strength: str
    last: str
    by: str


@dataclass(frozen=True, slots=True)
class Fill:
    """A thin bench, and who would fill it."""

    department: str
    goal: str
    bar: Bar
    counts: str
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Medal:
    """A silver medallist: who came second for a role, and when to look again."""

    pk: int
    name: str
    page: str
    role: str
    reason: str
    when: str
    is_due: bool
    is_dated: bool


@dataclass(frozen=True)
class Pool:
    """One page of the pool. `unread` people have statements that no worker has read yet."""

    total: int
    found: int
    first: int
    page: int
    pages: int
    people: Sequence[Person]
    fills: Sequence[Fill]
    medals: Sequence[Medal]
    unread: int
    goals: int

    @property
    def last(self) -> int:
        return self.first + len(self.people) - 1


def read(
    recruiter: Recruiter,
    *,
    words: str = "",
    state: str = "",
    source: str = "",
    silver: str = "",
    page: int = 1,
) -> Pool:
    """One page; a fixed number of queries, whatever the pool."""
    today = timezone.localdate()
    served = matching.served_goals(recruiter)
    points, statements, people = fits(recruiter, served)
    best = best_of(points, statements, people, served)
    outside = outside_of(recruiter)
    narrowed = filtered(outside, state, source, silver, today)
    found = list(matching_words(narrowed, words).values_list("pk"))
    keys = [pk for (pk,) in found]
    # Stable: by best fit, then by key.
    keys.sort(key=lambda pk: (-best[pk].points if pk in best else 0, pk))
    pages = max(1, -(-len(keys) // PAGE))
    page = min(max(page, 1), pages)
    shown = keys[(page - 1) * PAGE : page * PAGE]
    thin = thin_benches(recruiter, served)
    fillers = {
        one.department_id: fillers_of(points[:, column], statements, people)
        for column, one in enumerate(served)
        if one.department_id in thin
    }
    wanted = {fit.statement: pk for pk, fit in best.items() if pk in set(shown)}
    for named in fillers.values():
        wanted |= {statement: person for person, statement, _ in named}
    cards = cards_of(recruiter, {*shown, *wanted.values()}, wanted, today)
    names = {one.department_id: one.department.name for one in served}
    return Pool(
        total=outside.count(),
        found=len(keys),
        first=(page - 1) * PAGE + 1,
        page=page,
        pages=pages,
        people=[person_of(cards[pk], best.get(pk), names) for pk in shown],
        fills=[
            fill_of(one, thin[one.department_id], fillers[one.department_id], cards)
            for one in served
            if one.department_id in fillers
        ],
        medals=medals(today),
        unread=unread(outside),
        goals=len(served),
    )


def outside_of(recruiter: Recruiter) -> "QuerySet[Candidate]":
    return Candidate.objects.exclude(relationships__recruiter=recruiter)


def filtered(
    people: "QuerySet[Candidate]", state: str, source: str, silver: str, today: date
) -> "QuerySet[Candidate]":
    if state in PurposeState.values:
        people = people.filter(purpose_state=state)
    if source in CandidateSource.values:
        people = people.filter(source=source)
    if silver == "due":
        return people.filter(silver_medals__in=SilverMedal.objects.due_by(today))
    if silver:
        return people.filter(pk__in=SilverMedal.objects.values("candidate"))
    return people


def matching_words(people: "QuerySet[Candidate]", words: str) -> "QuerySet[Candidate]":
    """Everybody in whose name, work or statements all the words are, spelled about so."""
    for word in words.split()[:8]:
        people = people.filter(pk__in=having(word))
    return people


def having(word: str) -> list[int]:
    """Without accents and capitals; in names a letter may be wrong. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM candidates_candidate"
            " WHERE unaccent(name || ' ' || headline || ' ' || location)"
            "       ILIKE unaccent(%(part)s)"
            "    OR word_similarity(lower(unaccent(%(word)s)), lower(unaccent(name))) >= 0.55"
            " UNION SELECT candidate_id FROM candidates_statement"
            " WHERE unaccent(text) ILIKE unaccent(%(part)s)",
            {"word": word, "part": f"%{escaped(word)}%"},
        )
        return [pk for (pk,) in cursor.fetchall()]


def escaped(word: str) -> str:
    """For LIKE, in which three characters mean more than themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def best_of(
    points: Points,
    statements: Sequence[int],
    people: Sequence[int],
    served: Sequence[ServedDepartment],
) -> dict[int, Fit]:
    """Everybody's best pair of statement and goal, from Faint up."""
    found: dict[int, Fit] = {}
    if not len(people):
        return found
    columns = points.argmax(axis=1)
    for row, (person, column) in enumerate(zip(people, columns.tolist(), strict=True)):
        reached = int(points[row, column])
        if sentences.POLICY.band(reached) and (
            person not in found or reached > found[person].points
        ):
            found[person] = Fit(statements[row], served[column].department_id, reached)
    return found


def fillers_of(
    column: Points, statements: Sequence[int], people: Sequence[int]
) -> list[tuple[int, int, int]]:
    """The people nearest to one goal, from Good up: person, statement, points."""
    found: dict[int, tuple[int, int, int]] = {}
    for row in np.argsort(-column, kind="stable").tolist():
        reached = int(column[row])
        if len(found) == FILLERS or sentences.POLICY.band(reached) < tiering.Band.GOOD:
            break
        found.setdefault(people[row], (people[row], statements[row], reached))
    return list(found.values())


def thin_benches(
    recruiter: Recruiter, served: Sequence[ServedDepartment]
) -> dict[int, tuple[benches.Bench, Bar]]:
    """The benches with too few strong people, by department; none before the first ranking."""
    found = benches.benches(recruiter, [one.department_id for one in served])
    if found is None:
        return {}
    drawn = benches.bars(found.of)
    return {key: (one, drawn[key]) for key, one in found.of.items() if one.is_thin}


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one person, whichever part of the page asks."""

    candidate: Candidate
    words: str
    last: str
    by: str


def cards_of(
    recruiter: Recruiter, keys: set[int], wanted: Mapping[int, int], today: date
) -> dict[int, Card]:
    """These people with their words and their last contact; three queries."""
    carried = set(wanted.values())
    past = Contact.objects.happened_by(today).filter(candidate=OuterRef("pk"))
    past = past.order_by("-happened_on", "-pk")
    people = Candidate.objects.filter(pk__in=keys)
    contacts = people.annotate(
        on=Subquery(past.values("happened_on")[:1]),
        by=Subquery(past.values("by")[:1]),
        who=Subquery(past.values("by__name")[:1]),
    )
    last = {pk: told for pk, *told in contacts.values_list("pk", "on", "by", "who")}
    said: dict[int, str] = {}
    rows = Statement.objects.in_force().filter(Q(pk__in=wanted) | Q(candidate__in=keys))
    for pk, person, text in rows.order_by("said_on", "pk").values_list("pk", "candidate", "text"):
        # The newest of all, unless another carries the fit.
        if pk in wanted or person not in carried:
            said[person] = text
    cards = {}
    for one in people:
        on, by, who = last[one.pk]
        spoken, name = last_words(on, by, who, recruiter, today)
        cards[one.pk] = Card(one, sentences.line(said.get(one.pk, ""), LINE), spoken, name)
    return cards


def last_words(
    on: date | None, by: int | None, who: str | None, recruiter: Recruiter, today: date
) -> tuple[str, str]:
    """When anybody was last in touch with them, and who."""
    if on is None:
        return _("Never"), ""
    name = _("You") if by == recruiter.user_id else who or _("A former colleague")
    return when.ago(on, today).capitalize(), name


def person_of(card: Card, fit: Fit | None, names: sentences.Names) -> Person:
    one = card.candidate
    band = sentences.POLICY.band(fit.points) if fit and desk.may_rank(one) else 0
    return Person(
        pk=one.pk,
        name=one.name,
        role=one.role,
        page=one.get_absolute_url(),
        words=card.words,
        without=one.get_purpose_state_display(),
        goal=names.get(fit.department, "") if fit and band else "",
        bars=int(band),
        strength=sentences.strength(fit.points) if fit and band else "",
        last=card.last,
        by=card.by,
    )


def fill_of(
    one: ServedDepartment,
    thin: tuple[benches.Bench, Bar],
    named: Sequence[tuple[int, int, int]],
    cards: Mapping[int, Card],
) -> Fill:
    bench, bar = thin
    names = {one.department_id: one.department.name}
    return Fill(
        department=one.department.name,
        goal=one.department.big_goal.text if one.department.big_goal else "",
        bar=bar,
        counts=_("%(strong)s strong, %(good)s good, %(faint)s faint. Aim 5 strong.")
        % {"strong": bench.strong, "good": bench.good, "faint": bench.faint},
        people=[
            person_of(cards[person], Fit(statement, one.department_id, points), names)
            for person, statement, points in named
        ],
    )


def medals(today: date) -> list[Medal]:
    """Silver medallists of the organisation: without a date first, then by date; one query."""
    rows = SilverMedal.objects.select_related("candidate").order_by(
        F("look_again_on").asc(nulls_first=True), "pk"
    )
    return [medal_of(one, today) for one in rows[:30]]


def medal_of(one: SilverMedal, today: date) -> Medal:
    """One without a date is shown as due: it would never come back otherwise."""
    on = one.look_again_on
    return Medal(
        pk=one.pk,
        name=one.candidate.name,
        page=one.candidate.get_absolute_url(),
        role=one.role,
        reason=one.reason,
        when=_("No date yet")
        if on is None
        else _("Look again %(when)s") % {"when": when.ahead(max(on, today), today)},
        is_due=on is None or on <= today,
        is_dated=on is not None,
    )


def unread(outside: "QuerySet[Candidate]") -> int:
    """How many people of the pool have a statement that no worker has read yet; one query."""
    known = TextReading.objects.filter(model=current_encoder().model_id, digest=OuterRef("digest"))
    waiting = Statement.objects.filter(candidate__in=outside).exclude(
        digest__in=known.values("digest")
    )
    return waiting.values("candidate").distinct().count()
