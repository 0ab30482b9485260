"""The demonstration company in a database, and everything that may be done to it in a year.

Every edit goes the way that a person's would: through the models, so that triggers see it, and with
texts that the engine has to read.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils import timezone

from benchmarks.edits import (
    OFTEN,
    Edit,
    Kind,
    Wording,
    in_other_words,
    same_in_other_words,
    words_of,
)
from candidates.models import Candidate, Contact, Statement, StatementKind
from hiring.models import Department
from recruiter import moves, readings, tiering
from recruiter.demo import Company, DemoPerson, DemoRecruiter, DemoRelationship, DemoStatement
from recruiter.demo.contacts import working_day
from recruiter.encoder import PURPOSE_FROM
from recruiter.models import Recruiter, RelationshipQuerySet, ServedDepartment, TextReading, Tier
from recruiter.seeding import Seeding

STILL_TO_SAY = 60  # statements of people on the list that come in the course of the year
NEW_SPEAKERS = 14  # of those who join, who have told a purpose
LATER = timedelta(days=10_000)  # a pin's end that this simulation, not the clock, brings


@dataclass
class World:
    """The company on a day, and what is still to come.

    Attributes:
        said: statements that are still to be made, by candidate.
        spare: texts of people on nobody's list here, for those who never said anything.
        newcomers: who will join the list, in order.
        due: when each candidate is contacted next.
        ends: which pins end on which day.
    """

    recruiter: Recruiter
    dice: random.Random
    day: date
    departments: dict[str, Department]
    wordings: dict[str, Wording]
    judged: dict[str, str]
    said: list[tuple[int, DemoStatement]]
    spare: list[DemoStatement]
    newcomers: list[Candidate]
    due: dict[int, date] = field(default_factory=dict)
    ends: dict[int, date] = field(default_factory=dict)
    contacted: set[int] = field(default_factory=set)

    # What happens by itself.

    def contact_who_is_due(self) -> None:
        """Log the contacts of the day; nobody's ranking is due because of them."""
        made = []
        for one in self.recruiter.relationships.order_by("candidate"):
            invest = one.tier == Tier.INVEST
            days = self.recruiter.invest_days if invest else self.recruiter.maintain_days
            ahead = self.due.setdefault(
                one.candidate_id, self.day + timedelta(days=self.dice.randint(0, days))
            )
            if ahead > self.day or self.day != working_day(self.day):
                continue
            made.append(
                Contact(candidate_id=one.candidate_id, by=self.recruiter.user, happened_on=self.day)
            )
            rhythm = timedelta(days=max(2, round(days * self.dice.uniform(0.6, 1.5))))
            self.due[one.candidate_id] = self.day + rhythm
        Contact.objects.bulk_create(made)
        self.contacted |= {one.candidate_id for one in made}

    def pins_that_end(self) -> Iterator[Edit]:
        for key in [key for key, end in self.ends.items() if end <= self.day]:
            del self.ends[key]
            held = self.recruiter.relationships.filter(candidate=key).exclude(pin="")
            if held.update(pin_until=timezone.now() - timedelta(seconds=1)):
                yield Edit(Kind.PIN_ENDED, frozenset({key}))

    # What managers do.

    def goal_reworded(self) -> Edit | None:
        able = [name for name in self.served() if same_in_other_words(name, self.wordings[name])]
        if not able:
            return None
        name = self.dice.choice(able)
        level, wording = self.dice.choice(same_in_other_words(name, self.wordings[name]))
        return self.state(Kind.GOAL_REWORDED, name, wording, level)

    def goal_changed(self) -> Edit | None:
        """To something else, or back."""
        able = [name for name in self.served() if words_of(name, self.wordings[name].number)]
        if not able:
            return None
        name = self.dice.choice(able)
        now = self.wordings[name]
        changes = words_of(name, now.number)["changes"]
        text = now.own if now.text == changes else changes
        return self.state(Kind.GOAL_CHANGED, name, replace(now, text=text))

    def goal_rewritten(self, name: str, wording: Wording) -> Edit | None:
        """As the demonstration company itself did on this day."""
        edit = self.state(Kind.GOAL_CHANGED, name, wording)
        return edit if name in self.served() else None

    def state(self, kind: Kind, name: str, wording: Wording, level: str = "") -> Edit:
        department = self.departments[name]
        department.refresh_from_db()
        department.state_goal(wording.text, author=None, based_on=department.goal_version)
        self.wordings[name] = wording
        return Edit(kind, department=department.pk, level=level)

    def served(self) -> list[str]:
        return list(self.recruiter.served.values_list("department__name", flat=True))

    # What people say.

    def stated(self) -> Edit | None:
        """Somebody says one thing more, or somebody who never said anything says the first."""
        listed = set(self.listed().values_list("candidate", flat=True))
        mine = [pair for pair in self.said if pair[0] in listed]
        if mine and (not self.spare or self.dice.random() < 0.75):
            pair = self.dice.choice(mine)
            self.said.remove(pair)
            person, said = pair
        else:
            silent = list(
                self.listed().filter(candidate__statements=None).values_list("candidate", flat=True)
            )
            if not silent or not self.spare:
                return None
            person, said = self.dice.choice(silent), self.spare.pop()
        made = Statement.objects.create(
            candidate_id=person, text=said.text, source=said.source, said_on=self.day
        )
        return Edit(Kind.STATED, frozenset({person}), statement=made.pk)

    def reworded(self) -> Edit | None:
        """Whose match hangs on it puts a statement in slightly other words."""
        for one in self.shuffled(self.carriers()):
            text = in_other_words(one.text, self.dice)
            if text != one.text:
                return self.edited(Kind.REWORDED, one, text)
        return None

    def rewritten(self) -> Edit | None:
        """Whose match hangs on it says something else instead."""
        carriers = self.shuffled(self.carriers())
        if not carriers or not self.spare:
            return None
        return self.edited(Kind.REWRITTEN, carriers[0], self.spare.pop().text)

    def edited(self, kind: Kind, one: Statement, text: str) -> Edit:
        one.text = text
        one.save(update_fields=["text"])
        return Edit(kind, frozenset({one.candidate_id}), statement=one.pk)

    def corrected(self) -> Edit | None:
        """A recruiter corrects the engine where it is wrong, or takes a correction back."""
        wrong = [one for one in self.statements() if not one.kind and self.is_wrong(one)]
        right = [one for one in self.statements() if one.kind]
        if right and (not wrong or self.dice.random() < 0.2):
            one, kind = self.dice.choice(right), ""
        elif wrong:
            one = self.dice.choice(wrong)
            kind = self.judged[one.text]
        else:
            return None
        one.correct_kind(kind, by=self.recruiter.user)
        return Edit(Kind.CORRECTED, frozenset({one.candidate_id}), statement=one.pk)

    def is_wrong(self, one: Statement) -> bool:
        judged = self.judged.get(one.text)
        if judged not in (StatementKind.PURPOSE, StatementKind.PROBLEM):
            return False
        reading = TextReading.objects.filter(
            digest=one.digest, model=readings.current_encoder().model_id
        ).first()
        if reading is None or reading.p_purpose is None:
            return False
        return (reading.p_purpose >= PURPOSE_FROM) != (judged == StatementKind.PURPOSE)

    def retired(self) -> Edit | None:
        said = self.statements()
        if not said:
            return None
        one = self.dice.choice(said)
        edit = Edit(Kind.RETIRED, frozenset({one.candidate_id}), statement=one.pk)
        one.delete()
        return edit

    def objected(self) -> Edit | None:
        return self.wishes(Kind.OBJECTED, "objected_at", None, timezone.now())

    def allowed(self) -> Edit | None:
        return self.wishes(Kind.ALLOWED, "objected_at", True, None)

    def do_not_contact(self) -> Edit | None:
        return self.wishes(Kind.DO_NOT_CONTACT, "do_not_contact_since", None, self.day)

    def wishes(self, kind: Kind, name: str, was: object, now: object) -> Edit | None:
        people = Candidate.objects.filter(relationships__recruiter=self.recruiter).order_by("pk")
        able = [one for one in people if bool(getattr(one, name)) == bool(was)]
        if not able:
            return None
        one = self.dice.choice(able)
        setattr(one, name, now)
        one.save(update_fields=[name])
        return Edit(kind, frozenset({one.pk}))

    # What the recruiter does.

    def pinned(self) -> Edit | None:
        free = list(self.listed().filter(pin=""))
        one = self.dice.choice(free)
        ends = self.dice.random() < 0.6
        moves.pin(one, reason="Simulated", until=timezone.now() + LATER if ends else None)
        if ends:
            self.ends[one.candidate_id] = self.day + timedelta(days=self.dice.randint(15, 60))
        return Edit(Kind.PINNED, frozenset({one.candidate_id}))

    def unpinned(self) -> Edit | None:
        held = list(self.listed().exclude(pin=""))
        if not held:
            return None
        one = self.dice.choice(held)
        moves.unpin(one)
        self.ends.pop(one.candidate_id, None)
        return Edit(Kind.UNPINNED, frozenset({one.candidate_id}))

    def moved(self) -> Edit | None:
        """Out of Invest: there may be no free place for the other way."""
        able = list(self.listed().filter(tier=Tier.INVEST, pin=""))
        if not able:
            return None
        one = self.dice.choice(able)
        moves.move(one, Tier.MAINTAIN, by=self.recruiter.user, reason="Simulated")
        return Edit(Kind.MOVED, frozenset({one.candidate_id}))

    def swapped(self) -> Edit | None:
        free = self.listed().filter(pin="")
        up, down = list(free.filter(tier=Tier.MAINTAIN)), list(free.filter(tier=Tier.INVEST))
        if not up or not down:
            return None
        pair = self.dice.choice(up), self.dice.choice(down)
        moves.swap(*pair, by=self.recruiter.user, reason="Simulated")
        return Edit(Kind.SWAPPED, frozenset(one.candidate_id for one in pair))

    def joined(self) -> Edit | None:
        if not self.newcomers or self.listed().count() == self.recruiter.capacity:
            return None
        one = self.newcomers.pop(0)
        moves.add(self.recruiter, one)
        return Edit(Kind.JOINED, frozenset({one.pk}))

    def left(self) -> Edit | None:
        one = self.dice.choice(list(self.listed()))
        edit = Edit(Kind.LEFT, frozenset({one.candidate_id}))
        moves.let_go(one)
        self.ends.pop(one.candidate_id, None)
        return edit

    def serves(self) -> Edit | None:
        others = [name for name in sorted(self.departments) if name not in self.served()]
        if not others:
            return None
        department = self.departments[self.dice.choice(others)]
        ServedDepartment.objects.create(recruiter=self.recruiter, department=department)
        return Edit(Kind.SERVED, department=department.pk)

    def dropped(self) -> Edit | None:
        one = self.dice.choice(list(self.recruiter.served.order_by("pk")))
        edit = Edit(Kind.DROPPED, department=one.department_id)
        one.delete()
        return edit

    def importance(self) -> Edit | None:
        one = self.dice.choice(list(self.recruiter.served.order_by("pk")))
        one.importance = self.dice.choice([n for n in (1, 2, 3) if n != one.importance])
        one.save(update_fields=["importance"])
        return Edit(Kind.IMPORTANCE, department=one.department_id)

    def places(self) -> Edit | None:
        self.recruiter.refresh_from_db()
        self.recruiter.invest_places += 2
        self.recruiter.save(update_fields=["invest_places"])
        return Edit(Kind.PLACES)

    # Whom and what there is.

    def listed(self) -> RelationshipQuerySet:
        return self.recruiter.relationships.order_by("candidate")

    def statements(self) -> list[Statement]:
        people = self.listed().values("candidate")
        return list(Statement.objects.filter(candidate__in=people).order_by("pk"))

    def carriers(self) -> list[Statement]:
        """The statements that carry a match in the ranking in force."""
        published = self.recruiter.rankings.latest("number")
        records = tiering.unpack(bytes(published.records)).records
        keys = records["statement"][records["bench"] > 0].tolist()
        return list(Statement.objects.filter(pk__in=keys).order_by("pk"))

    def shuffled(self, rows: list[Statement]) -> list[Statement]:
        self.dice.shuffle(rows)
        return rows


DOING: dict[Kind, Callable[[World], Edit | None]] = {
    Kind.GOAL_REWORDED: World.goal_reworded,
    Kind.GOAL_CHANGED: World.goal_changed,
    Kind.STATED: World.stated,
    Kind.REWORDED: World.reworded,
    Kind.REWRITTEN: World.rewritten,
    Kind.CORRECTED: World.corrected,
    Kind.RETIRED: World.retired,
    Kind.PINNED: World.pinned,
    Kind.UNPINNED: World.unpinned,
    Kind.MOVED: World.moved,
    Kind.SWAPPED: World.swapped,
    Kind.JOINED: World.joined,
    Kind.LEFT: World.left,
    Kind.SERVED: World.serves,
    Kind.DROPPED: World.dropped,
    Kind.IMPORTANCE: World.importance,
    Kind.PLACES: World.places,
    Kind.OBJECTED: World.objected,
    Kind.ALLOWED: World.allowed,
    Kind.DO_NOT_CONTACT: World.do_not_contact,
}


def begin(plan: Company, start: date) -> World:
    """Seed the company as it was, with one recruiter, into an empty database.

    Everybody on the list is on it from the start, but some of what they said is still to come.
    """
    dice = random.Random("a year of edits")
    recruiter = replace(plan.recruiters[0], relationships=plain(plan.recruiters[0]))
    listed = {one.person for one in recruiter.relationships}
    off = [one for one in plan.people if one.email not in listed]
    speakers = [one for one in off if any(said.judged == "purpose" for said in one.statements)]
    dice.shuffle(speakers)
    newcomers = [*speakers[:NEW_SPEAKERS], *[one for one in off if one not in speakers]]
    newcomers = dice.sample(newcomers[: OFTEN[Kind.JOINED]], OFTEN[Kind.JOINED])
    here = [one for one in plan.people if one.email in listed]
    later = sorted(
        ((one.email, said) for one in here for said in one.statements if said.source != "import"),
        key=lambda pair: (pair[1].said_on, pair[0]),
    )[-STILL_TO_SAY:]
    seeding = Seeding(
        replace(
            plan,
            recruiters=(recruiter,),
            people=tuple(without(one, later) for one in here) + tuple(newcomers),
            departments=tuple(
                replace(one, goals=tuple(goal for goal in one.goals if goal.stated_on <= start))
                for one in plan.departments
            ),
            notes=(),
        ),
        say=quietly,
    )
    seeding.add_users()
    seeding.add_departments()
    seeding.add_people()
    seeding.add_lists()
    seeding.read()
    seeding.state(after=date.min, until=plan.today)
    texts = [said for one in speakers[NEW_SPEAKERS:] for said in one.statements]
    return World(
        recruiter=seeding.recruiters[recruiter.email],
        dice=dice,
        day=start,
        departments=seeding.departments,
        wordings={
            one.name: Wording(len(one.goals), one.goals[-1].text, one.goals[-1].text)
            for one in seeding.plan.departments
        },
        judged={said.text: said.judged for one in plan.people for said in one.statements},
        said=[(seeding.candidates[email].pk, said) for email, said in later],
        spare=[said for said in texts if said.judged == "purpose"],
        newcomers=[seeding.candidates[one.email] for one in newcomers],
    )


def plain(recruiter: DemoRecruiter) -> tuple[DemoRelationship, ...]:
    """The list without pins: the year has its own."""
    return tuple(
        replace(one, pin="", pin_reason="", pin_until=None) for one in recruiter.relationships
    )


def without(person: DemoPerson, later: Sequence[tuple[str, DemoStatement]]) -> DemoPerson:
    """The person before they said what is still to come."""
    coming = [said for email, said in later if email == person.email]
    return replace(person, statements=tuple(one for one in person.statements if one not in coming))


def quietly(line: str) -> None:
    del line
