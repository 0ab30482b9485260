"""Into a full Invest list somebody comes when somebody steps out: who, and what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Statement
from recruiter import desk, matching, sentences, tiering, when
from recruiter.matching import Match
from recruiter.models import Recruiter, Relationship, Tier

OFFERED = 6


class NothingToSwap(Exception):
    """There is no swap to propose; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: where they stand, what they said, and when they are due before and after."""

    relationship: Relationship
    name: str
    role: str
    rank: int | None
    bars: int
    strength: str
    match: Match | None
    quote: str
    due_now: str
    due_then: str

    @property
    def pk(self) -> int:
        return self.relationship.candidate_id


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who could step to Maintain instead."""

    pk: int
    name: str
    words: str


@dataclass(frozen=True)
class Proposal:
    """The swap that is looked at.

    Attributes:
        pinned: how many people in Invest were left out.
        reason: to begin with, for the history.
        bench: how many strong people their goal would have in Invest; empty where that stays.
    """

    up: Side
    down: Side
    options: Sequence[Option]
    pinned: int
    reason: str
    bench: str = ""

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.up, self.down


def read(recruiter: Recruiter, up: int, chosen: int | None = None) -> Proposal:
    """Who would step out for candidate `up`; a fixed number of queries.

    Proposed is whoever's leaving costs the whole list least: they add least to their bench.

    Args:
        chosen: another one than the proposed, if they may step out; else it is ignored.

    Raises:
        NothingToSwap: they are in Invest already, or everybody there is pinned.
    """
    listed = desk.relationships(recruiter)
    published = desk.read_published(recruiter, listed)
    by_person = {one.candidate_id: one for one in listed}
    if by_person[up].tier == Tier.INVEST:
        raise NothingToSwap(_("%(name)s is in Invest already.") % {"name": by_person[up].candidate})
    held = [one for one in listed if one.tier == Tier.INVEST]
    free = sorted((one for one in held if not one.pin), key=lambda one: cost(one, published))
    if not free:
        raise NothingToSwap(_("Everybody in Invest is pinned. Unpin somebody first."))
    down = next((one for one in free if one.candidate_id == chosen), free[0])
    options = free[:OFFERED] + [one for one in (down,) if one not in free[:OFFERED]]
    goals = {one.goal for one in published.reasons.values()}
    names = desk.departments(goals)
    said = quoted((by_person[up], down), published)
    above, below = (side_of(one, published, said) for one in (by_person[up], down))
    return Proposal(
        up=above,
        down=below,
        options=[option_of(one, published, names) for one in options],
        pinned=len(held) - len(free),
        reason=why(above, below),
        bench=bench_then(above, below, held, published),
    )


def cost(one: Relationship, published: desk.Published) -> tuple[int, int, int]:
    """What leaves the list with somebody, the least first; ties by points, then the newest."""
    reason = published.reasons.get(one.candidate_id)
    return (reason.adds, reason.points, -one.candidate_id) if reason else (0, 0, -one.candidate_id)


def quoted(both: Sequence[Relationship], published: desk.Published) -> dict[int, Statement]:
    """The statements that carry their matches, by key; one query."""
    reasons = [published.reasons.get(one.candidate_id) for one in both]
    keys = [reason.statement for reason in reasons if reason]
    return Statement.objects.in_bulk(keys)


def side_of(one: Relationship, published: desk.Published, said: Mapping[int, Statement]) -> Side:
    reason = published.reasons.get(one.candidate_id)
    match = matching.read_match(reason, published.unpacked, said)
    band = sentences.POLICY.band(reason.points) if reason else tiering.Band.NONE
    now, then = due_before_and_after(one)
    candidate = one.candidate
    return Side(
        relationship=one,
        name=candidate.name,
        role=candidate.role,
        rank=reason.position if reason and reason.may_rank else None,
        bars=int(band),
        strength=sentences.BANDS[band],
        match=match,
        quote="" if match else sentences.WITHOUT_PURPOSE[candidate.purpose_state],  # type: ignore[index]
        due_now=now,
        due_then=then,
    )


def due_before_and_after(one: Relationship) -> tuple[str, str]:
    today, recruiter = timezone.localdate(), one.recruiter
    since = one.last_contact or timezone.localdate(one.added_at)  # type: ignore[attr-defined]
    other = recruiter.maintain_days if one.tier == Tier.INVEST else recruiter.invest_days
    then = when.next_contact(since, one.cadence_days or other, today)
    return lower(desk.due_of(one, today).words), lower(then.words)


def lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def option_of(one: Relationship, published: desk.Published, names: sentences.Names) -> Option:
    reason = published.reasons.get(one.candidate_id)
    if reason is None:
        return Option(one.candidate_id, one.candidate.name, _("no re-rank has seen them yet"))
    said = {"rank": reason.position, "strength": sentences.strength(reason.points).lower()}
    words = _("rank %(rank)d, %(strength)s")
    if sentences.POLICY.band(reason.points) and reason.goal in names:
        words = _("rank %(rank)d, %(strength)s for %(goal)s")
        said["goal"] = names[reason.goal]
    return Option(one.candidate_id, one.candidate.name, words % said)


def bench_then(
    up: Side, down: Side, held: Sequence[Relationship], published: desk.Published
) -> str:
    """How many strong people the goal would have that somebody strong comes for."""
    if up.match is None or up.bars < tiering.Band.STRONG:
        return ""
    goal = up.match.department_pk
    keys = published.reasons.keys() & {one.candidate_id for one in held}
    reasons = [published.reasons[key] for key in keys if published.reasons[key].goal == goal]
    strong = sum(sentences.POLICY.band(one.points) == tiering.Band.STRONG for one in reasons)
    leaves = down.match is not None and down.match.department_pk == goal
    then = strong + 1 - (leaves and down.bars == tiering.Band.STRONG)
    if then == strong:
        return ""
    words = ngettext(
        "%(goal)s would have %(then)d strong person in Invest, and not %(now)d.",
        "%(goal)s would have %(then)d strong people in Invest, and not %(now)d.",
        then,
    )
    return words % {"goal": up.match.department, "then": then, "now": strong}


def why(up: Side, down: Side) -> str:
    """A reason to begin with, for the history; the recruiter may write another."""
    if up.match and up.bars and up.bars >= down.bars:
        match = {"strength": up.strength, "goal": up.match.department}
        return _("%(strength)s match to %(goal)s") % match
    return ""
