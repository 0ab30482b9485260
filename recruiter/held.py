"""Who matches a goal well and is in Maintain all the same, and why; from the published ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruiter import desk, sentences, tiering, when
from recruiter.models import Recruiter, Relationship, Tier
from recruiter.tiering import Band

NAMED = 3
"""So many of those before somebody on a bench are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Held:
    """One of them, ready to print; `ahead` are the people before them, by key and name."""

    pk: int
    name: str
    role: str
    goal: str
    bars: int
    strength: str
    rank: int
    why: str
    ahead: Sequence[tuple[int, str]]
    ahead_too: str
    numbers: str

    @property
    def page(self) -> str:
        return desk.address("candidate", self.pk)

    @property
    def swap(self) -> str:
        return desk.address("swap", self.pk)


def read(
    recruiter: Recruiter,
    listed: Sequence[Relationship],
    ranking: tiering.Ranking,
    names: Mapping[int, str],
) -> list[Held]:
    """Strong and good matches in Maintain, strong ones first, then by rank; no query.

    Whoever must not be ranked is left out at once, not only from the next ranking on.

    Args:
        listed: everybody on the recruiter's list, with their candidates.
        names: the goals that count, by department.
    """
    reasons = {one.person: one for one in ranking.reasons()}
    bench = Benched(recruiter, {one.candidate_id: one for one in listed}, reasons)
    found = [
        (reason, one)
        for one in listed
        if one.tier == Tier.MAINTAIN
        and (reason := reasons.get(one.candidate_id))
        and reason.goal in names
        and sentences.POLICY.band(reason.points) >= Band.GOOD
        and desk.may_rank(one.candidate)
    ]
    found.sort(key=lambda pair: (-sentences.POLICY.band(pair[0].points), pair[0].position))
    return [held(one, reason, bench, names[reason.goal]) for reason, one in found]


class Benched:
    """Who holds the places that somebody in Maintain does not, as the ranking has it."""

    def __init__(
        self,
        recruiter: Recruiter,
        listed: Mapping[int, Relationship],
        reasons: Mapping[int, tiering.Reason],
    ) -> None:
        self.recruiter, self.listed = recruiter, listed
        self.of: dict[int, list[tiering.Reason]] = {}
        for reason in reasons.values():
            if reason.tier == tiering.Tier.INVEST and reason.bench:
                self.of.setdefault(reason.goal, []).append(reason)
        for seated in self.of.values():
            seated.sort(key=lambda one: one.bench)
        self.least = min(
            (
                reasons[person].adds
                for person, one in listed.items()
                if one.tier == Tier.INVEST and not one.pin and person in reasons
            ),
            default=None,
        )

    @property
    def has_free_place(self) -> bool:
        return self.recruiter.invest_used < self.recruiter.invest_places

    def before(self, reason: tiering.Reason) -> tuple[list[tuple[int, str]], int]:
        """Who is before somebody and counted for this goal, and how many are for another one."""
        same = [one for one in self.of.get(reason.goal, []) if one.points >= reason.points]
        here = [
            (one.person, str(self.listed[one.person].candidate))
            for one in same
            if one.person in self.listed
        ]
        return here, max(reason.bench - 1 - len(same), 0)


def held(one: Relationship, reason: tiering.Reason, bench: Benched, goal: str) -> Held:
    candidate, band = one.candidate, sentences.POLICY.band(reason.points)
    ahead, elsewhere = bench.before(reason)
    why, waits = why_held(one, reason, bench, goal)
    return Held(
        pk=candidate.pk,
        name=candidate.name,
        role=candidate.role,
        goal=goal,
        bars=int(band),
        strength=sentences.BANDS[band],
        rank=reason.position,
        why=why,
        ahead=ahead[:NAMED] if waits else [],
        ahead_too=too(len(ahead[NAMED:]), elsewhere) if waits else "",
        numbers=compared(reason.adds, bench.least) if waits else "",
    )


def why_held(
    one: Relationship, reason: tiering.Reason, bench: Benched, goal: str
) -> tuple[str, bool]:
    """Why somebody is in Maintain, and whether it is for those who are before them."""
    if one.pin:
        return pinned(one), False
    if reason.tier == tiering.Tier.INVEST:
        if bench.recruiter.confirm_moves:
            return _("The re-rank would have them in Invest: you have not accepted that yet"), False
        return _("Came to Maintain after the re-rank"), False
    if bench.has_free_place:
        return _("Invest has a place free since the re-rank: the next one may fill it"), False
    place = sentences.ordinal(reason.bench)
    return _("No place: would be %(place)s on the %(goal)s bench") % {
        "place": place,
        "goal": goal,
    }, True


def pinned(one: Relationship) -> str:
    """A pin ends with a day, at the midnight after it."""
    if one.pin_until is None:
        return _("You pinned them here: %(reason)s") % {"reason": one.pin_reason}
    until = timezone.localdate(one.pin_until - timedelta(microseconds=1))
    return _("You pinned them here until %(day)s: %(reason)s") % {
        "day": when.exact(until),
        "reason": one.pin_reason,
    }


def too(more: int, elsewhere: int) -> str:
    """Those who are not named: on this bench, and better for it yet counted for another goal."""
    said = []
    if more:
        said.append(_("%d more") % more)
    if elsewhere:
        said.append(
            ngettext("%d who counts for another bench", "%d who count for another bench", elsewhere)
            % elsewhere
        )
    return _(" and ").join(said)


def compared(adds: int, least: int | None) -> str:
    """What they would add beside what a place is held with; empty when all places are pinned."""
    if least is None:
        return _("Everybody in Invest is pinned")
    return _("Would add %(adds)d; who adds least in Invest adds %(least)d") % {
        "adds": adds,
        "least": least,
    }
