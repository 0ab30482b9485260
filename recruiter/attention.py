"""Where a recruiter's contacts went, against what they set out to do; a fixed number of queries."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Contact, Direction
from recruiter import desk
from recruiter import today as morning
from recruiter.models import Recruiter, Relationship, Tier
from recruiter.pace import two

WEEKS = 12
#: Fewer weeks of contacts than this tell nothing: then the arithmetic stands alone.
LEAST_WEEKS = 4
#: Of the planned contacts at most so many, for somebody in Invest, is rarely reached; and in
#: Maintain so many times the plan is treated as Invest.
RARELY, AS_INVEST = 0.4, 2.0
SHOWN = 8
BAR, GAP, HEIGHT = 40.0, 20.0, 86.0


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its Monday in words, and contacts by tier; `is_open` for the present one."""

    label: str
    invest: int
    maintain: int
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture, in its units."""

    count: int
    label: str
    x: float
    y: float
    width: float
    height: float

    @property
    def above(self) -> float:
        """Where the number of a bar stands that is too low to hold it."""
        return round(self.y - 5, 1)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """One tier over the weeks: bars against a plan."""

    bars: Sequence[Bar]
    width: float
    plan: float
    plan_y: float
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Treated:
    """Somebody whose contacts do not fit their tier."""

    pk: int
    name: str
    page: str
    due: str
    contacts: int
    plan: float
    dot: float
    tick: float

    @property
    def left(self) -> float:
        return min(self.dot, self.tick)

    @property
    def right(self) -> float:
        return max(self.dot, self.tick)


@dataclass(frozen=True, slots=True)
class Clearing:
    """What a number of contacts a week does to the overdue list."""

    a_week: float
    words: str
    grows: bool
    now: bool


@dataclass(frozen=True)
class Attention:
    """Twelve weeks. `enough` is False while there is too little history to draw."""

    enough: bool
    asked: str
    made: float
    needed: float
    weeks: Sequence[Week]
    wide: Sequence[Picture]
    narrow: Sequence[Picture]
    summary: str
    below: Sequence[Treated]
    above: Sequence[Treated]
    overdue_invest: int
    overdue_maintain: int
    falls_due: float
    clearing: Sequence[Clearing]
    conversations: int
    contacts: int
    attempts: int
    silent: int

    @property
    def made_words(self) -> str:
        return two(self.made)

    @property
    def needed_words(self) -> str:
        return two(self.needed)

    @property
    def treated(self) -> Sequence[tuple[str, Treated]]:
        """Everybody of the second picture, for its table."""
        tiers = (Tier.INVEST.label, self.below), (Tier.MAINTAIN.label, self.above)
        return [(str(tier), one) for tier, people in tiers for one in people]

    @property
    def overdue(self) -> int:
        return self.overdue_invest + self.overdue_maintain


@dataclass(frozen=True, slots=True)
class Period:
    """Twelve weeks from Monday on, of which the last is the present one, as far as it has come."""

    first: date
    today: date

    @classmethod
    def to(cls, today: date) -> "Period":
        monday = today - timedelta(days=today.weekday())
        return cls(monday - timedelta(weeks=WEEKS - 1), today)

    @property
    def days(self) -> int:
        return (self.today - self.first).days + 1

    def a_day(self, contacts: int) -> float:
        return contacts / self.days


def made(recruiter: Recruiter) -> float:
    """Contacts a day that a recruiter made in these weeks; one query."""
    period = Period.to(timezone.localdate())
    mine = Contact.objects.happened_by(period.today).filter(by=recruiter.user_id)
    return period.a_day(mine.filter(happened_on__gte=period.first).count())


def read(recruiter: Recruiter) -> Attention:
    """Everything of the page in three queries; people count in the tier that they are in now."""
    period = Period.to(timezone.localdate())
    today, first, days = period.today, period.first, period.days
    listed = desk.relationships(recruiter)
    mine = Contact.objects.happened_by(today).filter(by=recruiter.user_id)
    contacts = list(mine.filter(happened_on__gte=first).order_by("-happened_on", "-pk"))
    oldest = mine.order_by("happened_on").values_list("happened_on", flat=True).first()
    tiers = {one.candidate_id: one.tier for one in listed}
    weeks = weeks_of(contacts, tiers, first)
    held = Counter(one.tier for one in listed)
    plan = {
        Tier.INVEST: 7 * held[Tier.INVEST] / recruiter.invest_days,
        Tier.MAINTAIN: 7 * held[Tier.MAINTAIN] / recruiter.maintain_days,
    }
    overdue = Counter(one.tier for one in listed if desk.due_of(one, today).state == "over")
    by_person: dict[int, list[Contact]] = {}
    for contact in contacts:
        by_person.setdefault(contact.candidate_id, []).append(contact)
    below, above = treated(listed, by_person, days, today)
    return Attention(
        enough=oldest is not None and (today - oldest).days >= 7 * LEAST_WEEKS,
        asked=two(recruiter.contacts_a_day),
        made=period.a_day(len(contacts)),
        needed=sum(plan.values()) / 7,
        weeks=weeks,
        wide=[picture(weeks, tier, plan[tier], BAR, GAP) for tier in Tier],
        narrow=[picture(weeks, tier, plan[tier], BAR / 2, GAP / 2) for tier in Tier],
        summary=summary(weeks, plan, days),
        below=below,
        above=above,
        overdue_invest=overdue[Tier.INVEST],
        overdue_maintain=overdue[Tier.MAINTAIN],
        falls_due=sum(plan.values()),
        clearing=clearing(
            sum(overdue.values()), sum(plan.values()), 7 * period.a_day(len(contacts))
        ),
        conversations=sum(is_conversation(one) for one in contacts),
        contacts=len(contacts),
        attempts=sum(not is_conversation(one) for one in contacts),
        silent=sum(
            morning.unanswered(theirs) >= morning.PAUSE_AFTER for theirs in by_person.values()
        ),
    )


def is_conversation(one: Contact) -> bool:
    return one.answered or one.direction == Direction.INBOUND


def weeks_of(contacts: Iterable[Contact], tiers: Mapping[int, str], first: date) -> list[Week]:
    counts = Counter(
        ((one.happened_on - first).days // 7, tiers.get(one.candidate_id, Tier.MAINTAIN))
        for one in contacts
    )
    return [
        Week(
            label=day_label(first + timedelta(weeks=week)),
            invest=counts[week, Tier.INVEST],
            maintain=counts[week, Tier.MAINTAIN],
            is_open=week == WEEKS - 1,
        )
        for week in range(WEEKS)
    ]


def day_label(day: date) -> str:
    return date_format(day, "j M")


def picture(weeks: Sequence[Week], tier: Tier, plan: float, bar: float, gap: float) -> Picture:
    """Bars from the left, as high as the highest of them and the plan allows."""
    counts = [one.invest if tier == Tier.INVEST else one.maintain for one in weeks]
    scale = HEIGHT / max(*counts, plan, 1)
    bars = [
        Bar(
            count=count,
            label=bar_label(one, place, every=2 if gap >= GAP else 4),
            x=round(gap / 2 + place * (bar + gap), 1),
            y=round(20 + HEIGHT - count * scale, 1),
            width=bar,
            height=round(count * scale, 1),
        )
        for place, (one, count) in enumerate(zip(weeks, counts, strict=True))
    ]
    return Picture(
        bars=bars,
        width=round(WEEKS * (bar + gap), 1),
        plan=plan,
        plan_y=round(20 + HEIGHT - plan * scale, 1),
        css="i" if tier == Tier.INVEST else "m",
        title=str(tier.label),
    )


def bar_label(week: Week, place: int, *, every: int) -> str:
    """What stands under a bar; the present week has not come to its end."""
    if week.is_open:
        return _("so far")
    return week.label if place % every == 0 else ""


def summary(weeks: Sequence[Week], plan: Mapping[Tier, float], days: int) -> str:
    """What was done of what was planned, to the day."""
    invest, maintain = sum(one.invest for one in weeks), sum(one.maintain for one in weeks)
    return _("Invest: %(invest)d of %(plan_i)d planned. Maintain: %(maintain)d of %(plan_m)d.") % {
        "invest": invest,
        "plan_i": round(plan[Tier.INVEST] * days / 7),
        "maintain": maintain,
        "plan_m": round(plan[Tier.MAINTAIN] * days / 7),
    }


def treated(
    listed: Sequence[Relationship],
    by_person: Mapping[int, Sequence[Contact]],
    days: int,
    today: date,
) -> tuple[list[Treated], list[Treated]]:
    """Whom in Invest the recruiter rarely reaches, and whom in Maintain they treat as Invest.

    Somebody who came to a tier lately is judged by the days since then alone.
    """
    below, above = [], []
    for one in listed:
        if one.candidate.do_not_contact_since or desk.due_of(one, today).words.startswith(
            "Snoozed"
        ):
            continue
        known = min(days, (today - timezone.localdate(one.tier_since)).days)
        plan = known / desk.cadence_of(one)
        since = today - timedelta(days=known)
        count = sum(each.happened_on > since for each in by_person.get(one.candidate_id, ()))
        if one.tier == Tier.INVEST and plan >= 2 and count <= RARELY * plan:
            below.append(treated_of(one, count, plan, today))
        elif one.tier == Tier.MAINTAIN and count >= 3 and count >= AS_INVEST * max(plan, 1):
            above.append(treated_of(one, count, plan, today))
    below.sort(key=lambda each: (each.contacts - each.plan, each.name))
    above.sort(key=lambda each: (each.plan - each.contacts, each.name))
    return below[:SHOWN], above[:SHOWN]


def treated_of(one: Relationship, count: int, plan: float, today: date) -> Treated:
    most = max(count, plan, 1)
    return Treated(
        pk=one.candidate_id,
        name=one.candidate.name,
        page=one.candidate.get_absolute_url(),
        due=desk.due_of(one, today).words,
        contacts=count,
        plan=plan,
        dot=round(10 + 200 * count / most, 1),
        tick=round(10 + 200 * plan / most, 1),
    )


def clearing(overdue: int, falls_due: float, a_week: float) -> list[Clearing]:
    """The present pace, and four that are a little more than falls due.

    Reckoned with the numbers that the page shows, so that a reader can check them.
    """
    falls_due = round(falls_due, 1)
    least = int(falls_due) + 1
    paces = [round(a_week, 1), *(least + more for more in (0, 2, 4, 9))]
    return [
        clearing_of(pace, overdue, falls_due, now=place == 0) for place, pace in enumerate(paces)
    ]


def clearing_of(pace: float, overdue: int, falls_due: float, *, now: bool) -> Clearing:
    """A list that is clear stays so while no more falls due than is done."""
    spare = round(pace - falls_due, 1)
    if spare < 0:
        words = _("grows by %s a week") % f"{-spare:g}"
        return Clearing(pace, words, grows=True, now=now)
    if not overdue:
        return Clearing(pace, _("is clear"), grows=False, now=now)
    if not spare:
        return Clearing(pace, _("stays as it is"), grows=False, now=now)
    weeks = math.ceil(round(overdue / spare, 6))
    words = ngettext("%d week", "%d weeks", weeks) % weeks
    return Clearing(pace, words, grows=False, now=now)
