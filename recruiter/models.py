"""The recruiter's desk: users, recruiters, relationships, and what the engine published.

Rules that a row can express are named constraints. Capacity is kept by counters that the
database's own triggers move (migration 0002); what is owed to the engine is kept by triggers on
every input of a ranking (migration 0003).
"""

import math
import zoneinfo
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import UNRANKED_SINCE, Candidate
from hiring.models import Department
from recruiter.feedback import MatchFeedback as MatchFeedback
from recruiter.heartbeat import Heartbeat as Heartbeat
from recruiter.marks import GoalInterest as GoalInterest
from recruiter.marks import SavedFilter as SavedFilter
from recruiter.remembered import UndoRecord as UndoRecord
from recruiter.sharing import Answer as Answer
from recruiter.sharing import ComparingRound as ComparingRound
from recruiter.sharing import Shortlist as Shortlist
from recruiter.sharing import ShortlistEntry as ShortlistEntry
from recruiter.texts import PairReading as PairReading
from recruiter.texts import TextReading as TextReading


def known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name} is not a time zone. Choose one like Europe/London.")


class UserManager(BaseUserManager["User"]):
    """E-mail log-in, the same whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Compared as the constraint compares: upper case takes two letters for one."""
        lowered = self.alias(lowered=Lower("email"))
        return lowered.get(lowered=Lower(models.Value(username or "")))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in. What they may do follows from their role rows."""

    email = models.EmailField(
        "e-mail",
        unique=True,
        error_messages={"unique": "Somebody already logs in with this e-mail address."},
    )
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_time_zone])
    language = models.CharField(max_length=10, default="en-gb")
    is_staff = models.BooleanField("administrator", default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody already logs in with this e-mail address.",
            ),
            models.CheckConstraint(
                condition=~models.Q(email=""),
                name="user_email_given",
                violation_error_message="Give an e-mail address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Tier(models.TextChoices):
    INVEST = "invest", _("Invest")
    MAINTAIN = "maintain", _("Maintain")


CAPACITY_LIMIT = 1000


class Recruiter(models.Model):
    """A user who looks after people, and how many they can.

    `used` and `invest_used` are moved by the database alone; the two constraints on them are what
    capacity means.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="recruiter")
    capacity = models.PositiveSmallIntegerField(
        default=300, validators=[MinValueValidator(1), MaxValueValidator(CAPACITY_LIMIT)]
    )
    invest_places = models.PositiveSmallIntegerField(default=50)
    invest_days = models.PositiveSmallIntegerField(
        default=30,
        validators=[MinValueValidator(1)],
        help_text="Contact everybody in Invest so often.",
    )
    maintain_days = models.PositiveSmallIntegerField(
        default=120, validators=[MinValueValidator(1)], help_text="And everybody in Maintain."
    )
    daily_budget = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Contacts a day; empty for what the cadences ask.",
    )
    confirm_moves = models.BooleanField(
        default=False, help_text="A re-rank proposes moves, and a person accepts them."
    )
    used = models.PositiveSmallIntegerField(default=0, editable=False)
    invest_used = models.PositiveSmallIntegerField(default=0, editable=False)
    departments = models.ManyToManyField(
        Department, through="ServedDepartment", related_name="recruiters"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__range=(1, CAPACITY_LIMIT)),
                name="recruiter_capacity_sensible",
                violation_error_message="Capacity is between 1 and 1000 people.",
            ),
            models.CheckConstraint(
                condition=models.Q(invest_places__lte=models.F("capacity")),
                name="recruiter_invest_places_within_capacity",
                violation_error_message="Invest cannot have more places than your capacity.",
            ),
            models.CheckConstraint(
                condition=models.Q(used__range=(0, models.F("capacity"))),
                name="recruiter_capacity_kept",
                violation_error_message=(
                    "Your list would hold more people than your capacity. "
                    "Let somebody go, or raise the capacity, first."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(invest_used__range=(0, models.F("invest_places"))),
                name="recruiter_invest_places_kept",
                violation_error_message=(
                    "Invest would hold more people than it has places. "
                    "Swap with somebody, or move somebody to Maintain, first."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(invest_days__gte=1, maintain_days__gte=1),
                name="recruiter_cadence_positive",
                violation_error_message="A cadence is at least one day.",
            ),
            models.CheckConstraint(
                condition=models.Q(daily_budget=None) | models.Q(daily_budget__gte=1),
                name="recruiter_daily_budget_positive",
                violation_error_message="A day has room for one contact at least.",
            ),
        ]

    # How many moves wait to be accepted, once a page has counted them. No column.
    moves_waiting: int | None = None

    def __str__(self) -> str:
        return str(self.user)

    @property
    def contacts_a_day(self) -> float:
        """What the cadences ask of a day with every place taken: 50/30 + 250/120 = 3.75."""
        invested = self.invest_places / self.invest_days
        return invested + self.maintain_places / self.maintain_days

    @property
    def maintain_places(self) -> int:
        return self.capacity - self.invest_places

    @property
    def is_invest_full(self) -> bool:
        return self.invest_used >= self.invest_places

    @property
    def free(self) -> int:
        """How many more people fit."""
        return self.capacity - self.used

    @property
    def budget(self) -> int:
        """How many people one day is meant for."""
        return self.daily_budget or math.ceil(self.contacts_a_day)


class ServedDepartmentQuerySet(models.QuerySet["ServedDepartment"]):
    def with_goals(self) -> Self:
        """With what a page about goals shows of a department, in four queries."""
        return self.select_related("department__big_goal").prefetch_related(
            "department__big_goal__confirmations", "department__managers__user"
        )


class ServedDepartment(models.Model):
    """A department that a recruiter works for, and how much it weighs."""

    class Importance(models.IntegerChoices):
        NORMAL = 1, "Normal"
        HIGH = 2, "High"
        HIGHEST = 3, "Highest"

    recruiter = models.ForeignKey(Recruiter, models.CASCADE, related_name="served")
    department = models.ForeignKey(Department, models.CASCADE, related_name="served_by")
    importance = models.PositiveSmallIntegerField(choices=Importance, default=Importance.NORMAL)

    objects = ServedDepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["-importance", "department__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["recruiter", "department"],
                name="serveddepartment_once",
                violation_error_message="You serve this department already.",
            ),
            models.CheckConstraint(
                condition=models.Q(importance__range=(1, 3)),
                name="serveddepartment_importance_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recruiter} serves {self.department}"


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def invested(self) -> Self:
        return self.filter(tier=Tier.INVEST)

    def maintained(self) -> Self:
        return self.filter(tier=Tier.MAINTAIN)

    def may_rank(self) -> Self:
        """What `Candidate.may_rank` says of one."""
        return self.filter(**{f"candidate__{moment}": None for moment in UNRANKED_SINCE})

    def least_in_touch(self) -> Self:
        """Unpinned people in Maintain by the recruiter's own last contact, the oldest first."""
        last = models.Max(
            "candidate__contacts__happened_on",
            filter=models.Q(candidate__contacts__by=models.F("recruiter__user")),
        )
        found = self.maintained().filter(pin="").select_related("candidate")
        return found.annotate(last_contact=last).order_by(
            models.F("last_contact").asc(nulls_first=True), "added_at"
        )


class Relationship(models.Model):
    """One recruiter's standing with one candidate.

    The tier is a fact, not a consequence of rank: pins and empty places need it. A pin holds the
    person in the tier they are in; the machine lifts it when it has expired and they move.
    """

    recruiter = models.ForeignKey(Recruiter, models.CASCADE, related_name="relationships")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="relationships")
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.MAINTAIN)
    tier_since = models.DateTimeField(default=timezone.now)
    pin = models.CharField(max_length=8, choices=Tier, blank=True, default="")
    pin_reason = models.CharField(max_length=300, blank=True, default="")
    pin_until = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    snooze_reason = models.CharField(max_length=300, blank=True, default="")
    cadence_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Instead of the usual."
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recruiter", "candidate"],
                name="relationship_once_per_candidate",
                violation_error_message="This person is already on your list.",
            ),
            models.CheckConstraint(
                condition=models.Q(tier__in=Tier.values), name="relationship_tier_known"
            ),
            models.CheckConstraint(
                condition=models.Q(pin="") | models.Q(pin=models.F("tier")),
                name="relationship_pin_holds_its_tier",
                violation_error_message="A pin holds a person where they are: unpin, then move.",
            ),
            models.CheckConstraint(
                condition=models.Q(pin="") | models.Q(pin_reason__regex=r"\S"),
                name="relationship_pin_has_a_reason",
                violation_error_message="Say why you pin them.",
            ),
            models.CheckConstraint(
                condition=models.Q(cadence_days=None) | models.Q(cadence_days__gte=1),
                name="relationship_cadence_positive",
                violation_error_message="A cadence is at least one day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} ({self.get_tier_display()})"

    def get_absolute_url(self) -> str:
        return reverse("candidate", args=[self.candidate_id])


class Cause(models.TextChoices):
    """What made a ranking due, as the trigger that noticed it says."""

    GOAL = "goal", "A big goal changed"
    STATEMENT = "statement", "A statement changed"
    CANDIDATE = "candidate", "A person's wishes changed"
    LIST = "list", "The list changed"
    SERVED = "served", "The departments served changed"
    PLACES = "places", "The number of places changed"
    TIME = "time", "A date came"
    ASKED = "asked", "Asked for"
    ENGINE = "engine", "The engine changed"
    NEW = "new", "The first ranking"


class RankingQuerySet(models.QuerySet["Ranking"]):
    def before(self, number: int) -> Self:
        return self.filter(number__lt=number)

    def for_list(self) -> Self:
        """Without what is packed, which is most of a row."""
        return self.defer("records", "inputs", "input_hash")


class Ranking(models.Model):
    """One published run for one recruiter: the order, what it proposed, and why, packed.

    `records` is what `recruiter.tiering.pack` made: ids and points, no words. `inputs` is what it
    was made from, for `recruiter.replay`, empty where that was not kept yet. It is three quarters
    of the row: what is asked often defers it.
    """

    recruiter = models.ForeignKey(Recruiter, models.CASCADE, related_name="rankings")
    number = models.PositiveIntegerField(help_text="Counts up per recruiter.")
    generation = models.BigIntegerField(help_text="The inputs that it includes.")
    token = models.BigIntegerField(help_text="The claim that published it.")
    cause = models.CharField(max_length=10, choices=Cause)
    cause_id = models.BigIntegerField(null=True)
    engine = models.CharField(max_length=200, help_text="Policy and encoder.")
    input_hash = models.BinaryField(max_length=32)
    records = models.BinaryField()
    inputs = models.BinaryField(default=b"")
    people = models.PositiveSmallIntegerField()
    entered = models.PositiveSmallIntegerField(help_text="Moved into Invest.")
    left = models.PositiveSmallIntegerField(help_text="Moved to Maintain.")
    shifted = models.PositiveSmallIntegerField(help_text="Changed place within a list.")
    reduced_quality = models.CharField(max_length=200, blank=True, default="")
    proposes_only = models.BooleanField(
        default=False, help_text="Its moves between the lists wait to be accepted."
    )
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(default=timezone.now)

    objects = RankingQuerySet.as_manager()

    class Meta:
        ordering = ["recruiter", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["recruiter", "number"], name="ranking_number_once"),
            models.UniqueConstraint(
                fields=["recruiter", "generation"], name="ranking_generation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Re-rank {self.number} of {self.recruiter}"

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.number])


def mark_due(recruiters: Iterable[int], cause: Cause) -> None:
    """Raise what is owed, for causes that no trigger sees; nobody is no concern."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT recruiter_mark_due(%s::bigint[], %s, NULL)", [list(recruiters), cause]
        )


class RerankDue(models.Model):
    """What is owed to one recruiter, and who is at work on it.

    Triggers raise `due` in the transaction of every changed input. A worker claims the row for a
    short lease under a new token, and publishing sets `done` only if the token still stands. So a
    re-rank can be late, or done twice, but never lost and never overtaken by an older one.
    """

    recruiter = models.OneToOneField(
        Recruiter, models.CASCADE, primary_key=True, related_name="rerank"
    )
    due = models.BigIntegerField(default=1)
    done = models.BigIntegerField(default=0)
    due_since = models.DateTimeField(default=timezone.now)
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.NEW)
    cause_id = models.BigIntegerField(null=True, blank=True)
    token = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    step_done = models.PositiveIntegerField(default=0, help_text="Texts read so far in this run.")
    step_total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(
        default=0, help_text="Failed or lost since the last success."
    )
    retry_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True, default="")
    changes_at = models.DateTimeField(
        null=True, blank=True, help_text="The next moment at which time alone changes the answer."
    )
    published = models.OneToOneField(
        Ranking, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pairs_read = models.BigIntegerField(
        null=True, blank=True, help_text="The ranking whose matched pairs have been looked at."
    )

    class Meta:
        verbose_name = "due row"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("due")), name="rerankdue_done_not_ahead"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recruiter}: {self.done} of {self.due}"

    def ask(self) -> None:
        """Mark the ranking due because its recruiter asked; the dispatcher sees to the rest."""
        mark_due([self.pk], Cause.ASKED)
        self.refresh_from_db()

    @property
    def is_due(self) -> bool:
        return self.due > self.done

    @property
    def is_running(self) -> bool:
        return self.lease_until is not None and self.lease_until > timezone.now()


class TierMove(models.Model):
    """Somebody went from one tier to the other: by a ranking, or by a person with a reason."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="moves")
    ranking = models.ForeignKey(
        Ranking, models.CASCADE, null=True, blank=True, related_name="moves"
    )
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    from_tier = models.CharField(max_length=8, choices=Tier)
    to_tier = models.CharField(max_length=8, choices=Tier)
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_tier=models.F("to_tier")), name="tiermove_moves"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id}: {self.from_tier} to {self.to_tier}"
