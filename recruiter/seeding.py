"""Bring the demonstration company into a database, and replay how its lists came about.

The lists are ranked again for every day on which a goal was rewritten, so that there are moves
with reasons to look at. All of it in the caller's transaction.
"""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from candidates.models import (
    Candidate,
    CandidateAct,
    Consent,
    ConsentScope,
    Contact,
    Direction,
    Note,
    NoteVisibility,
    Reminder,
    SilverMedal,
    StatementKind,
)
from candidates.models import Statement as SaidStatement
from hiring.models import BigGoal, Department, GoalConfirmation, HiringManager, Opening
from recruiter import consents, naming, purpose, ranking, readings, shortlists
from recruiter.demo import (
    DEMO_LOGINS,
    DEMO_PASSWORD,
    Company,
    DemoContact,
    DemoPerson,
    DemoRelationship,
    DemoStatement,
    contacts,
)
from recruiter.encoder import goal_text
from recruiter.mark_seeding import add_colleague, add_marks, add_names
from recruiter.models import (
    Answer,
    Cause,
    Ranking,
    Recruiter,
    Relationship,
    ServedDepartment,
    Tier,
    TierMove,
    User,
)

BATCH = 1000
# Two starts at once on an empty database: the second one waits, and finds it filled.
LOCK = 7_426_001
# Done by people on their own page: what, to which fields, how many days ago.
ACTS: Sequence[tuple[CandidateAct.Action, list[str], int]] = (
    (CandidateAct.Action.REVIEW, [], 1),
    (CandidateAct.Action.CORRECTED, ["location", "phone"], 2),
    (CandidateAct.Action.DOWNLOADED, [], 4),
)
MORNING = time(9, 12, tzinfo=UTC)
RERANK_TAKES = timedelta(seconds=6)
READ_PER_LINE = 150
SLOW_EACH, SLOW_DAYS, RETIRED = 3, 150, 2
KEEP_AWAY = "Asked by mail to be left alone for now"
SHORTLISTED = 4

Say = Callable[[str], None]


def is_empty() -> bool:
    """Whether there are neither people nor departments. Waits for another seeding to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return not (Candidate.objects.exists() or Department.objects.exists())


def seed(plan: Company, say: Say) -> None:
    """Fill an empty database.

    Args:
        plan: what to put in.
        say: called with a line after each step.
    """
    seeding = Seeding(plan, say)
    seeding.add_users()
    seeding.add_departments()
    seeding.add_people()
    seeding.add_lists()
    seeding.read()
    seeding.replay()
    seeding.add_notes()
    say(f"{add_marks(seeding.recruiters.values())} tags")
    seeding.add_acts()
    seeding.add_day()
    add_colleague(list(seeding.recruiters.values()))
    seeding.add_shortlist()
    add_names(next(iter(seeding.recruiters.values())))
    seeding.refresh_purpose_states()


# Role, why it was not them, and in how many days to look again.
SILVER = (
    ("Route planner, Rotterdam", "Wanted less night work than the role had", 9),
    ("Repair trainer", "The other person lived nearer", -1),
    ("Data steward", "Notice period of six months", 60),
    ("Depot lead", "Wanted a team; there was none yet", None),
)
# What Rita said she would do, and in how many days.
PROMISES = (
    ("Send the report on cool boxes that went round Kisumu", -2),
    ("Introduce to Hana before the audit is over", 0),
    ("Ask again how the night rota turned out", 12),
)


def morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING)


class Seeding:
    """The company's rows as they come into being, found by the keys that the plan uses."""

    def __init__(self, plan: Company, say: Say) -> None:
        self.plan = plan
        self.say = say
        self.users: dict[str, User] = {}
        self.recruiters: dict[str, Recruiter] = {}
        self.departments: dict[str, Department] = {}
        self.candidates: dict[str, Candidate] = {}

    def add_users(self) -> None:
        plan = self.plan
        administrator, address = plan.administrator
        users = [
            *(User(name=one.manager, email=one.email) for one in plan.departments),
            *(
                User(name=one.name, email=one.email, time_zone=one.time_zone)
                for one in plan.recruiters
            ),
            User(name=administrator, email=address, is_staff=True, is_superuser=True),
        ]
        # Hashing is slow on purpose; once is enough for a password that is printed anyway.
        password = make_password(DEMO_PASSWORD)
        for user in users:
            user.password = password
        self.users = {user.email: user for user in User.objects.bulk_create(users)}

    def add_departments(self) -> None:
        plan = self.plan
        rows = Department.objects.bulk_create(
            Department(name=one.name, created_at=morning_of(one.goals[0].stated_on))
            for one in plan.departments
        )
        self.departments = {row.name: row for row in rows}
        HiringManager.objects.bulk_create(
            HiringManager(user=self.users[one.email], department=self.departments[one.name])
            for one in plan.departments
        )
        Opening.objects.bulk_create(
            Opening(
                department=self.departments[one.name],
                text=opening.text,
                opened_by=self.users[one.email],
                opened_on=opening.opened_on,
                closes_on=opening.closes_on,
            )
            for one in plan.departments
            for opening in one.openings
        )
        self.say(f"{len(rows)} departments and their managers")

    def add_day(self) -> None:
        """What makes the first morning one: silver medallists, and promises that are due."""
        today, email = self.plan.today, self.plan.recruiters[0].email
        mine = {one.person for one in self.plan.recruiters[0].relationships}
        listed = {one.person for who in self.plan.recruiters for one in who.relationships}
        told = [one.email for one in self.plan.people if one.statements]
        outside = [person for person in told if person not in listed]
        SilverMedal.objects.bulk_create(
            SilverMedal(
                candidate=self.candidates[person],
                role=role,
                reason=reason,
                look_again_on=None if days is None else today + timedelta(days=days),
                added_by=self.users[email],
            )
            for person, (role, reason, days) in zip(outside, SILVER, strict=False)
        )
        Reminder.objects.bulk_create(
            Reminder(
                candidate=self.candidates[person],
                user=self.users[email],
                text=text,
                due_on=today + timedelta(days=days),
            )
            for person, (text, days) in zip(
                (person for person in told if person in mine), PROMISES, strict=False
            )
        )

    def add_people(self) -> None:
        people = self.plan.people
        rows = Candidate.objects.bulk_create(
            (candidate_of(person) for person in people), batch_size=BATCH
        )
        self.candidates = {row.email: row for row in rows}
        Consent.objects.bulk_create(
            Consent(
                candidate=self.candidates[person.email],
                scope=scope,
                wording_version=consents.version_of(scope),
                given_at=morning_of(person.consented_on),
            )
            for place, person in enumerate(people)
            for scope in scopes_of(place)
            if person.consented_on
        )
        self.say(f"{len(rows):,} people in the pool")

    def add_lists(self) -> None:
        recruiters = self.plan.recruiters
        self.recruiters = {
            one.email: Recruiter.objects.create(user=self.users[one.email]) for one in recruiters
        }
        ServedDepartment.objects.bulk_create(
            ServedDepartment(
                recruiter=self.recruiters[one.email],
                department=self.departments[name],
                importance=importance,
            )
            for one in recruiters
            for name, importance in one.served.items()
        )
        Relationship.objects.bulk_create(
            (
                self.relationship_of(self.recruiters[one.email], planned)
                for one in recruiters
                for planned in one.relationships
            ),
            batch_size=BATCH,
        )
        for one in recruiters:
            self.say(f"{one.name} looks after {len(one.relationships)} of them")

    def relationship_of(self, recruiter: Recruiter, planned: DemoRelationship) -> Relationship:
        added = morning_of(planned.added_on)
        return Relationship(
            recruiter=recruiter,
            candidate=self.candidates[planned.person],
            tier=planned.pin or Tier.MAINTAIN,
            tier_since=added,
            pin=planned.pin,
            pin_reason=planned.pin_reason,
            pin_until=planned.pin_until and morning_of(planned.pin_until),
            snoozed_until=planned.snoozed_until,
            added_at=added,
        )

    def read(self) -> None:
        """Let the engine read every text once, with lines to wait by: the slowest step."""
        goals = [
            goal_text(one.name, goal.text) for one in self.plan.departments for goal in one.goals
        ]
        said = [statement.text for person in self.plan.people for statement in person.statements]
        statements = list(dict.fromkeys(said))
        # Autovacuum sees none of these rows yet. If it took the tables for empty now, what follows
        # would be planned for empty tables; holding their statistics keeps it away until the end.
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE candidates_candidate, candidates_statement, candidates_contact,"
                " recruiter_relationship, recruiter_textreading, hiring_biggoal"
            )
        self.say(f"Reading {len(goals)} goals and {len(statements)} statements")
        readings.read_goals(goals, readings.unnoticed, until=math.inf)
        for start in range(0, len(statements), READ_PER_LINE):
            batch = statements[start : start + READ_PER_LINE]
            readings.read_statements(batch, readings.unnoticed, until=math.inf)
            self.say(f"Read {start + len(batch)} of {len(statements)}")

    def replay(self) -> None:
        """Rank as the company went along: what was stated since the last time, then the lists."""
        before = date.min
        for moment in self.plan.moments:
            last = moment == self.plan.today
            if last:
                # What contact there was follows from who was in Invest until now.
                self.add_contacts()
                self.agree()
            self.state(after=before, until=moment)
            at = timezone.now() if last else morning_of(moment) + RERANK_TAKES
            published = rank_as_of(at, first=before == date.min)
            before = moment
            self.say(f"Ranked as of {moment:%d %B %Y}: {moves_of(published)} moved")

    def agree(self) -> None:
        """What came of talking: a slower pace for a few, and statements that are no longer so."""
        for recruiter in self.recruiters.values():
            slow = recruiter.relationships.maintained().filter(pin="").order_by("candidate__email")
            keys = list(slow.values_list("pk", flat=True)[:SLOW_EACH])
            Relationship.objects.filter(pk__in=keys).update(cadence_days=SLOW_DAYS)
        problems = SaidStatement.objects.filter(kind=StatementKind.PROBLEM).order_by("pk")
        for said in problems.select_related("kind_set_by")[:RETIRED]:
            if said.kind_set_by is not None:
                said.retire("Copied from an old CV, and no longer so", by=said.kind_set_by)

    def state(self, *, after: date, until: date) -> None:
        """Add what people and managers said between two days; a manager has the last word."""
        SaidStatement.objects.bulk_create(
            (
                self.statement_of(person, said)
                for person in self.plan.people
                for said in person.statements
                if after < said.said_on <= until
            ),
            batch_size=BATCH,
        )
        for one in self.plan.departments:
            author = self.users[one.email]
            stated = [
                BigGoal(
                    department=self.departments[one.name],
                    version=version,
                    text=goal.text,
                    author=author,
                    created_at=morning_of(goal.stated_on),
                )
                for version, goal in enumerate(one.goals, start=1)
                if after < goal.stated_on <= until
            ]
            goals = BigGoal.objects.bulk_create(stated)
            if goals and goals[-1].version == len(one.goals):
                confirmed = morning_of(one.confirmed_on)
                if confirmed > goals[-1].created_at:
                    GoalConfirmation.objects.create(goal=goals[-1], by=author, at=confirmed)

    def statement_of(self, person: DemoPerson, said: DemoStatement) -> SaidStatement:
        recruiter = self.recruiter_of(person) if said.corrected or said.source == "heard" else None
        return SaidStatement(
            candidate=self.candidates[person.email],
            text=said.text,
            source=said.source,
            said_on=said.said_on,
            link=said.link,
            kind=said.corrected,
            kind_set_by=recruiter if said.corrected else None,
            kind_set_at=morning_of(said.said_on) if said.corrected else None,
            added_by=recruiter if said.source == "heard" else None,
            created_at=morning_of(said.said_on),
        )

    def recruiter_of(self, person: DemoPerson) -> User | None:
        """The first recruiter who looks after them; None for somebody on nobody's list."""
        for one in self.plan.recruiters:
            if any(planned.person == person.email for planned in one.relationships):
                return self.users[one.email]
        return None

    def add_contacts(self) -> None:
        tiers = {
            (email, candidate): tier
            for email, candidate, tier in Relationship.objects.values_list(
                "recruiter__user__email", "candidate__email", "tier"
            )
        }
        rows = [
            self.contact_of(one.email, planned.person, told)
            for one in self.plan.recruiters
            for planned in one.relationships
            for told in contacts(
                one,
                planned,
                cadence=cadence(self.recruiters[one.email], tiers[one.email, planned.person]),
                today=self.plan.today,
            )
        ]
        Contact.objects.bulk_create(rows, batch_size=BATCH)
        self.say(f"{len(rows):,} contacts")

    def contact_of(self, recruiter: str, person: str, told: DemoContact) -> Contact:
        return Contact(
            candidate=self.candidates[person],
            by=self.users[recruiter],
            happened_on=told.happened_on,
            channel=told.channel,
            direction=Direction.INBOUND if told.inbound else Direction.OUTBOUND,
            answered=told.answered,
            text=told.text,
            created_at=morning_of(told.happened_on),
        )

    def add_notes(self) -> None:
        Note.objects.bulk_create(
            Note(
                candidate=self.candidates[note.person],
                author=self.users[note.author],
                body=note.body,
                visibility=NoteVisibility.PRIVATE if note.private else NoteVisibility.TEAM,
                created_at=morning_of(note.written_on),
            )
            for note in self.plan.notes
        )
        self.say(f"{len(self.plan.notes)} notes")

    def add_shortlist(self) -> None:
        """One need is answered already: shared yesterday, and its manager has said two things.

        The need of whoever's log-in is printed stays open, to be answered in two presses. They
        speak for this department as well, so that they see people who are shared.
        """
        address, owner = next(iter(self.recruiters.items()))
        printed = {email for _, email in DEMO_LOGINS}
        manager = {one.name: one.email for one in self.plan.departments}
        for opening in Opening.objects.select_related("department").order_by("pk"):
            if opening.department not in owner.departments.all() or (
                manager[opening.department.name] in printed
            ):
                continue
            found = shortlists.matches(owner, opening.department_id)
            best = sorted(found, key=lambda key: (-found[key].points, key))[:SHORTLISTED]
            made = shortlists.make(owner, opening, best)
            shortlists.share(made)
            answers = (Answer.YES, Answer.MORE)
            named = [one for one in shortlists.entries_of(made) if naming.may_be_named(one)]
            for entry, chosen in zip(named, answers, strict=False):
                shortlists.answer(entry, chosen, by=self.users[manager[opening.department.name]])
            second = self.users[dict(DEMO_LOGINS)["hiring manager"]]
            HiringManager.objects.create(user=second, department=opening.department)
            self.say(f"A shortlist of {len(best)} for {opening.department}, by {address}")
            return

    def add_acts(self) -> None:
        """What a few people of the first recruiter did on their own page, the last days."""
        first = self.plan.recruiters[0]
        told = [self.users[first.email].pk]
        invested = self.recruiters[first.email].relationships.invested()
        people = invested.order_by("candidate__email").values_list("candidate_id", flat=True)
        CandidateAct.objects.bulk_create(
            CandidateAct(
                person=person,
                action=action,
                fields=fields,
                told=told,
                at=morning_of(self.plan.today - timedelta(days=days)),
            )
            for person, (action, fields, days) in zip(people, ACTS, strict=False)
        )

    def refresh_purpose_states(self) -> None:
        keys = [candidate.pk for candidate in self.candidates.values()]
        purpose.refresh_states(keys, readings.current_encoder().model_id)


def scopes_of(place: int) -> list[ConsentScope]:
    """What somebody agreed to who agreed at all: three of four may be introduced by name."""
    return [ConsentScope.KEEP, *([ConsentScope.NAMED] if place % 4 else [])]


def candidate_of(person: DemoPerson) -> Candidate:
    return Candidate(
        do_not_contact_reason=KEEP_AWAY if person.do_not_contact_since else "",
        name=person.name,
        email=person.email,
        phone=person.phone,
        headline=person.headline,
        location=person.location,
        source=person.source,
        asked_on=person.asked_on,
        objected_at=person.objected_on and morning_of(person.objected_on),
        do_not_contact_since=person.do_not_contact_since,
        created_at=morning_of(person.known_since),
    )


def cadence(recruiter: Recruiter, tier: str) -> int:
    return recruiter.invest_days if tier == Tier.INVEST else recruiter.maintain_days


def rank_as_of(at: datetime, *, first: bool) -> Sequence[Ranking]:
    """Rank everything that is due, and date what came of it."""
    known = set(Ranking.objects.values_list("pk", flat=True))
    while ranking.rerank():
        pass
    published = Ranking.objects.exclude(pk__in=known)
    keys = [row.pk for row in published]
    Ranking.objects.filter(pk__in=keys).update(started_at=at - RERANK_TAKES, published_at=at)
    if first:
        Ranking.objects.filter(pk__in=keys).update(cause=Cause.NEW, cause_id=None)
    moves = TierMove.objects.filter(ranking__in=keys)
    moves.update(at=at)
    Relationship.objects.filter(pk__in=moves.values("relationship")).update(tier_since=at)
    return list(Ranking.objects.filter(pk__in=keys))


def moves_of(published: Sequence[Ranking]) -> int:
    return sum(one.entered + one.left for one in published)
