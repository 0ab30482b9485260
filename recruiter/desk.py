"""What the recruiter's lists show: one published ranking, in words, in a fixed number of queries.

A page is rendered from exactly one ranking. The relationships are read together with the id of the
ranking that is published at that moment; rankings never change, so reading it afterwards cannot
mix two runs.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from candidates.models import Candidate, Contact, PurposeState, SilverMedal, Statement, Tagging
from hiring.models import Department
from recruiter import sentences, tiering, when
from recruiter.models import GoalInterest, Ranking, Recruiter, Relationship, RerankDue, Tier
from recruiter.wording import worded as _

# Letters of a quote that a row carries; the page of the person has the rest.
LINE = 200
# Letters that have no accent to take off, as people type them without their keyboard's help.
FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
# The engine's tiers as the lists have them.
TIERS = {tiering.Tier.INVEST: Tier.INVEST, tiering.Tier.MAINTAIN: Tier.MAINTAIN}
NO_WORDS = gettext_noop("No purpose among their words")
# Shown where a purpose would stand.
NO_PURPOSE = {
    PurposeState.NEVER_ASKED: gettext_noop("Never asked what they care about"),
    PurposeState.ASKED: gettext_noop("Asked, and no purpose yet"),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """Places since the previous ranking; `kind` is "up", "down", "new" or "" for no change."""

    kind: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Hint:
    """A recruiter's own word that somebody is one for a department."""

    department: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person on a list, ready to print.

    Attributes:
        swaps: into Invest they come only by a swap, for it is full.
    """

    pk: int
    rank: int | None
    movement: Movement
    name: str
    role: str
    quote: str
    without: str
    goal: str
    bars: int
    strength: str
    why: str
    last: str
    last_on: str
    last_title: str
    due: when.Due
    pinned: bool
    pin_reason: str
    tier: str
    swaps: bool
    tags: Sequence[str] = ()
    hints: Sequence[Hint] = ()
    chosen: bool = False
    key: UUID = field(default_factory=uuid4)

    @property
    def id(self) -> str:
        """The key as ids carry it. A template takes its time to print a number."""
        return str(self.pk)

    @property
    def page(self) -> str:
        return address("candidate", self.pk)

    def label(self, words: str) -> SafeString:
        """What a control says to those who do not see the row around it."""
        return format_html(words, name=self.name)

    @property
    def select_label(self) -> SafeString:
        return self.label(_("Select {name}"))

    @property
    def note_label(self) -> SafeString:
        return self.label(_("Add a note about {name}"))

    @property
    def contact_label(self) -> SafeString:
        return self.label(_("Log contact with {name}"))

    @property
    def snooze_label(self) -> SafeString:
        return self.label(_("Snooze {name}"))

    @property
    def pin_label(self) -> SafeString:
        return self.label(_("Unpin {name}") if self.pinned else _("Pin {name}"))

    @property
    def move_label(self) -> SafeString:
        if self.tier == Tier.INVEST:
            return self.label(_("Move {name} to Maintain"))
        return self.label(
            _("Swap {name} into Invest") if self.swaps else _("Move {name} to Invest")
        )

    @property
    def note_form(self) -> str:
        return address("note_add", self.pk)

    @property
    def contact(self) -> str:
        return address("contact_quick", self.pk)

    @property
    def snooze(self) -> str:
        return address("snooze", self.pk)

    @property
    def pin(self) -> str:
        return address("unpin" if self.pinned else "pin", self.pk)

    @property
    def move(self) -> str:
        return address("move", self.pk)

    @property
    def line(self) -> str:
        """As much of the quote as a row can show."""
        return self.quote if len(self.quote) <= LINE else f"{self.quote[:LINE]}…"


@cache
def pattern(name: str) -> str:
    return reverse(name, args=[0])


def address(name: str, pk: int) -> str:
    """Address of a person's page or form. Resolved once per name: a list has thousands."""
    return pattern(name).replace("/0/", f"/{pk}/", 1)


@dataclass(frozen=True)
class Published:
    """The ranking that a page is rendered from, and what moved on the way to it.

    `ranking` is None before the first run; `moves` is empty when there is no earlier ranking.
    """

    due: RerankDue
    ranking: Ranking | None = None
    reasons: Mapping[int, tiering.Reason] = field(default_factory=dict)
    moves: Mapping[int, tiering.Move] = field(default_factory=dict)
    unpacked: tiering.Ranking | None = None

    @property
    def purposes(self) -> list[int]:
        """Keys of the statements that counted as purposes."""
        if self.unpacked is None:
            return []
        statements = self.unpacked.statements
        keys: list[int] = statements["key"][statements["counted"]].tolist()
        return keys


def read_row(recruiter: Recruiter, candidate: Candidate) -> Row | None:
    """One person's row, as the list would show it; None when they are not on the list."""
    listed = relationships(recruiter, candidate)
    rows = rows_of(listed, read_published(recruiter, listed))
    return rows[0] if rows else None


def next_in_line(listed: Sequence[Relationship], published: Published) -> Candidate | None:
    """Whom the next free place would go to: the one in Maintain who adds most to its benches.

    The engine fills a place by what somebody adds, ties by points, then key; not by position.
    """
    waiting = [
        (-reason.adds, -reason.points, one.candidate_id, one.candidate)
        for one in listed
        if one.tier == Tier.MAINTAIN
        and not one.pin
        and may_rank(one.candidate)
        and (reason := published.reasons.get(one.candidate_id))
        and reason.bench
    ]
    return min(waiting, key=lambda one: one[:3])[3] if waiting else None


def relationships(recruiter: Recruiter, candidate: Candidate | None = None) -> list[Relationship]:
    """A recruiter's people with `last_contact` by themself, and `published_id`; one query.

    `published_id` is the ranking that was in force in the same moment as the tiers. `tagged` are
    tags and `marked` are goal interests, as dictionaries; `medalled` is who came second once.
    """
    listed = recruiter.relationships.select_related("candidate")
    if candidate is not None:
        listed = listed.filter(candidate=candidate)
    past = Contact.objects.happened_by(timezone.localdate()).filter(
        candidate=OuterRef("candidate"), by=recruiter.user_id
    )
    return list(
        listed.annotate(
            last_contact=Subquery(past.order_by("-happened_on").values("happened_on")[:1]),
            published_id=F("recruiter__rerank__published_id"),
            medalled=Exists(SilverMedal.objects.filter(candidate=OuterRef("candidate"))),
            tagged=ArraySubquery(
                Tagging.objects.filter(candidate=OuterRef("candidate"))
                .order_by(Lower("tag__name"))
                .values(one=JSONObject(pk="tag_id", name="tag__name"))
            ),
            marked=ArraySubquery(
                GoalInterest.objects.filter(relationship=OuterRef("pk"))
                .order_by("pk")
                .values(one=JSONObject(department="department_id", note="note"))
            ),
        )
    )


def read_published(recruiter: Recruiter, listed: Sequence[Relationship]) -> Published:
    """The ranking in force when `listed` was read, compared with the one before.

    One query, which brings the due row along; with nobody on the list the ranking may be newer.
    """
    rankings = recruiter.rankings.select_related("recruiter__rerank").defer("inputs")
    rankings = rankings.order_by("-number")
    if listed:
        in_force = listed[0].published_id  # type: ignore[attr-defined]
        rankings = rankings.filter(pk__lte=in_force) if in_force else rankings.none()
    newest = list(rankings[:2])
    if not newest:
        return Published(RerankDue.objects.get(recruiter=recruiter))
    now, *before = (tiering.unpack(bytes(one.records)) for one in newest)
    moves = tiering.compare(before[0], now) if before else []
    return Published(
        due=newest[0].recruiter.rerank,
        ranking=newest[0],
        reasons={reason.person: reason for reason in now.reasons()},
        moves={move.person: move for move in moves},
        unpacked=now,
    )


def rows_of(
    listed: Sequence[Relationship], published: Published, names: sentences.Names | None = None
) -> list[Row]:
    """Rows by rank; people whom no ranking has seen yet come last, by name. Two queries.

    Args:
        names: of departments; with them it is one query.
    """
    reasons = published.reasons
    if names is None:
        names = departments(told_goals(listed, published))
    quotes = read_quotes([one.candidate_id for one in listed], published)
    last = len(reasons) + 1

    def place(one: Relationship) -> tuple[int, str]:
        reason = reasons.get(one.candidate_id)
        return (reason.position if reason else last, one.candidate.name)

    return [
        row_of(one, published, names, quotes.get(one.candidate_id, ""))
        for one in sorted(listed, key=place)
    ]


def told_goals(listed: Sequence[Relationship], published: Published) -> set[int]:
    """Keys of the departments that the rows of these people may name."""
    told = {one.goal for one in published.reasons.values()}
    told |= {one.goal for one in published.moves.values()}
    return told | {one["department"] for each in listed for one in marks_of(each)}


def tags_of(one: Relationship) -> list[dict[str, Any]]:
    tags: list[dict[str, Any]] = one.tagged  # type: ignore[attr-defined]
    return tags


def marks_of(one: Relationship) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = one.marked  # type: ignore[attr-defined]
    return marks


def departments(keys: Collection[int]) -> dict[int, str]:
    """Names of the departments that reasons and moves speak of; one query."""
    return dict(Department.objects.filter(pk__in=keys).values_list("pk", "name"))


def read_quotes(people: Collection[int], published: Published) -> dict[int, str]:
    """What each person is quoted with: the match's evidence, else their newest purpose.

    Somebody whom no ranking has seen yet is quoted with the newest that they said.
    """
    unseen = set(people) - set(published.reasons)
    evidence = {
        reason.statement for person, reason in published.reasons.items() if person in people
    }
    said = (
        Statement.objects.in_force()
        .filter(candidate__in=people)
        .filter(Q(pk__in=evidence) | Q(pk__in=published.purposes) | Q(candidate__in=unseen))
        .order_by("said_on", "pk")
        .values_list("candidate_id", "pk", "text")
    )
    quotes: dict[int, str] = {}
    settled: set[int] = set()
    for person, statement, text in said:
        if person not in settled:
            quotes[person] = text
        if statement in evidence:
            settled.add(person)
    return quotes


def row_of(one: Relationship, published: Published, names: sentences.Names, quote: str) -> Row:
    candidate, today = one.candidate, timezone.localdate()
    ranked = may_rank(candidate)
    reason = published.reasons.get(one.candidate_id) if ranked else None
    move = published.moves.get(one.candidate_id)
    points = reason.points if reason else 0
    band = sentences.POLICY.band(points)
    contacted: date | None = one.last_contact  # type: ignore[attr-defined]
    return Row(
        pk=candidate.pk,
        rank=reason.position if reason and reason.may_rank else None,
        movement=movement(move) if reason else Movement("new" if ranked else ""),
        name=candidate.name,
        role=candidate.role,
        quote=quote,
        without="" if quote else _(NO_PURPOSE.get(PurposeState(candidate.purpose_state), NO_WORDS)),
        goal=names.get(reason.goal, "") if reason and band else "",
        bars=int(band),
        strength=sentences.BANDS[band],
        why=why(reason, move, names, candidate),
        last=when.ago(contacted, today).capitalize() if contacted else _("Never"),
        last_on=contacted.isoformat() if contacted else "",
        last_title=when.exact(contacted) if contacted else "",
        due=due_of(one, today),
        pinned=bool(one.pin),
        pin_reason=one.pin_reason,
        tier=one.tier,
        swaps=one.tier == Tier.MAINTAIN and one.recruiter.is_invest_full,
        tags=[tag["name"] for tag in tags_of(one)],
        hints=[Hint(names.get(mark["department"], ""), mark["note"]) for mark in marks_of(one)],
    )


def why(
    reason: tiering.Reason | None,
    move: tiering.Move | None,
    names: sentences.Names,
    candidate: Candidate,
) -> str:
    """What moved them just now, else why they stand where they stand."""
    if not may_rank(candidate):
        return why_not_ranked(candidate)
    if reason is None:
        return _("Waiting for the next re-rank")
    if move is not None and move.moved:
        return sentences.why(move, names)
    return sentences.standing(reason, names, candidate.purpose_state)


def why_not_ranked(candidate: Candidate) -> str:
    wishes = candidate.objected_at or candidate.do_not_contact_since or candidate.erase_at
    return sentences.not_ranked() if wishes else sentences.lapsed()


def may_rank(candidate: Candidate) -> bool:
    """Whether a rank may be shown: their wish holds at once, not only from the next ranking on."""
    return candidate.may_rank


def movement(move: tiering.Move | None) -> Movement:
    if move is None or move.position is None:
        return Movement()
    if move.position_before is None:
        return Movement("new")
    places = move.position_before - move.position
    return Movement("up" if places > 0 else "down" if places else "", abs(places))


def cadence_of(one: Relationship) -> int:
    """Days from one contact to the next: their own exception, else the tier's."""
    recruiter = one.recruiter
    usual = recruiter.invest_days if one.tier == Tier.INVEST else recruiter.maintain_days
    return one.cadence_days or usual


def due_of(one: Relationship, today: date, days: int | None = None) -> when.Due:
    """When the recruiter's own next contact is due; somebody new counts from being added.

    Args:
        days: from one contact to the next, instead of those that are set.
    """
    if one.candidate.do_not_contact_since:
        return when.Due(None, _("Do not contact"))
    contacted: date | None = one.last_contact  # type: ignore[attr-defined]
    since = contacted or timezone.localdate(one.added_at)
    days = days or cadence_of(one)
    return when.next_contact(since, days, today, snoozed_until=one.snoozed_until)


def is_asleep(one: Relationship, today: date) -> bool:
    return one.snoozed_until is not None and one.snoozed_until > today


def plain(text: str) -> str:
    """Lower case and plain letters: "vondrackova" finds Vondráčková, "lukasz" finds Łukasz."""
    split = unicodedata.normalize("NFKD", text.casefold().translate(FOLDED))
    return "".join(letter for letter in split if not unicodedata.combining(letter))
