"""Departments and their big goals.

A big goal is never edited: a new version is appended, and only on top of the version that its
author had read. The database holds that line (migration 0002), this module gives it words.
"""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import DatabaseError, models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

GOAL_MAX_LENGTH = 2000
DRAFT_MAX_LENGTH = 20_000
OPENING_MAX_LENGTH = 600
STALE_GOAL_SQLSTATE = "UG409"  # raised by hiring_biggoal_next_version


class StaleGoal(Exception):
    """Somebody saved a newer version of the big goal first.

    Carries the version that is in force now, so that both texts can be shown.
    """

    def __init__(self, current: "BigGoal | None") -> None:
        super().__init__("The big goal has changed since it was opened.")
        self.current = current


class DepartmentQuerySet(models.QuerySet["Department"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def managed_by(self, user: models.Model) -> Self:
        return self.filter(managers__user=user)

    def without_manager(self) -> Self:
        """Nobody who can log in speaks for them."""
        return self.exclude(managers__user__is_active=True)

    def with_goal(self) -> Self:
        return self.select_related("big_goal", "big_goal__author")

    def unconfirmed_since(self, moment: "datetime") -> Self:
        """Open departments whose goal nobody has written or confirmed after that moment."""
        confirmed = GoalConfirmation.objects.filter(
            goal=models.OuterRef("big_goal"), at__gte=moment
        )
        return self.open().filter(big_goal__created_at__lt=moment).exclude(models.Exists(confirmed))

    def not_reminded_since(self, moment: "datetime") -> Self:
        recent = GoalReminder.objects.filter(department=models.OuterRef("pk"), asked_at__gte=moment)
        return self.exclude(models.Exists(recent))


class Department(models.Model):
    """A part of the company that exists for a reason.

    `big_goal` points to the version in force. Only the database's own trigger moves it.
    """

    name = models.CharField(max_length=120)
    big_goal = models.ForeignKey(
        "hiring.BigGoal", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="A closed department is matched to nobody."
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="department_name_once",
                violation_error_message=_("There is already a department with this name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="department_name_given",
                violation_error_message=_("Give the department a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("goal_edit", args=[self.pk])

    @property
    def goal_version(self) -> int:
        """Number of the version in force; 0 while nothing was ever stated."""
        return self.big_goal.version if self.big_goal else 0

    def state_goal(self, text: str, *, author: models.Model | None, based_on: int) -> "BigGoal":
        """Append a version of the big goal on top of the one that was read.

        Args:
            text: the whole new wording.
            author: the user who states it.
            based_on: the version number the author had before them (0: none yet).

        Raises:
            StaleGoal: another version was saved meanwhile; nothing was written.
        """
        try:
            with transaction.atomic():
                goal = BigGoal.objects.create(
                    department=self,
                    version=based_on + 1,
                    text=text,
                    author_id=author.pk if author else None,
                )
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) not in (STALE_GOAL_SQLSTATE, "23505"):
                raise
            self.refresh_from_db(fields=["big_goal"])
            raise StaleGoal(self.big_goal) from error
        self.big_goal = goal
        return goal

    def keep_draft(self, text: str, *, by: models.Model, based_on: int) -> "GoalDraft | None":
        """Keep what somebody is typing as it stands, whatever its faults; at most two queries.

        A draft of nothing, or of the words in force, is none. The same words keep their date.
        """
        mine = self.drafts.filter(user_id=by.pk)
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        text = text[:DRAFT_MAX_LENGTH]
        if not text.strip() or (self.big_goal and text.strip() == self.big_goal.text):
            mine.delete()
            return None
        kept = mine.first()
        if kept and (kept.text, kept.based_on) == (text, based_on):
            return kept
        draft = GoalDraft(department=self, user_id=by.pk, text=text, based_on=based_on)
        GoalDraft.objects.bulk_create(
            [draft],
            update_conflicts=True,
            unique_fields=["department", "user"],
            update_fields=["text", "based_on", "updated_at"],
        )
        return draft

    def draft_of(self, user: models.Model) -> "GoalDraft | None":
        """What they typed and did not save; None when it has come into force by now."""
        draft = self.drafts.filter(user_id=user.pk).first()
        if draft and self.big_goal and draft.text.strip() == self.big_goal.text:
            return None
        return draft

    def discard_draft(self, user: models.Model) -> None:
        self.drafts.filter(user_id=user.pk).delete()

    def confirm_goal(self, *, by: models.Model) -> "GoalConfirmation | None":
        """Record that the goal in force is still true today; None when there is no goal yet."""
        if self.big_goal is None:
            return None
        return GoalConfirmation.objects.create(goal=self.big_goal, by_id=by.pk)


class BigGoal(models.Model):
    """One version of why a department exists. Append-only."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="goals")
    version = models.PositiveIntegerField()
    text = models.TextField(validators=[MaxLengthValidator(GOAL_MAX_LENGTH)])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["department", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "version"],
                name="biggoal_version_once",
                violation_error_message=_("Somebody saved this version first."),
            ),
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="biggoal_text_given",
                violation_error_message=_("Write why the department exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="biggoal_version_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.version}"

    @property
    def confirmed_at(self) -> "datetime":
        """When somebody last stood by this wording: the latest confirmation, or its writing.

        Reads prefetched confirmations; otherwise one query.
        """
        return max([self.created_at, *(c.at for c in self.confirmations.all())])


class GoalConfirmation(models.Model):
    """A manager said that the goal in force is still true."""

    goal = models.ForeignKey(BigGoal, models.CASCADE, related_name="confirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.goal} still true"


class HiringManager(models.Model):
    """A user who speaks for a department. A department may have several, or none for a while."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="managed_departments"
    )
    department = models.ForeignKey(Department, models.CASCADE, related_name="managers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department"],
                name="hiringmanager_once_per_department",
                violation_error_message=_("This person manages the department already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.department}"


class GoalDraft(models.Model):
    """A wording that its author has not saved yet; one for each manager of a department."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="goal_drafts")
    text = models.TextField(validators=[MaxLengthValidator(DRAFT_MAX_LENGTH)])
    based_on = models.PositiveIntegerField(default=0, help_text="The version they had read.")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "user"], name="goaldraft_once")
        ]

    def __str__(self) -> str:
        return f"Draft for {self.department}"


class GoalLookQuerySet(models.QuerySet["GoalLook"]):
    def since(self, moment: "datetime") -> Self:
        return self.filter(at__gte=moment)


class GoalLook(models.Model):
    """A manager had people counted for a wording. When, and nothing else: it limits how often."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="goal_looks")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = GoalLookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Counted at {self.at}"


class GoalReminderQuerySet(models.QuerySet["GoalReminder"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None, attempts__lt=GoalReminder.ATTEMPTS)


class GoalReminder(models.Model):
    """A manager is asked by mail whether the goal in force is still true.

    Written first and sent afterwards by a task, so that no page waits for a mail server. `asked_by`
    is the recruiter who asked; None when half a year did.
    """

    ATTEMPTS = 5

    department = models.ForeignKey(Department, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = GoalReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["department", "-asked_at"], name="goalreminder_latest")]

    def __str__(self) -> str:
        return f"{self.department}, {self.asked_at:%Y-%m-%d}"


class OpeningQuerySet(models.QuerySet["Opening"]):
    def open(self, today: date) -> Self:
        """Still needed: not taken back, and its date has not passed. No job closes them."""
        return self.filter(closed_on=None, closes_on__gte=today)

    def over(self, today: date) -> Self:
        return self.exclude(closed_on=None, closes_on__gte=today)

    def of_open_departments(self) -> Self:
        return self.filter(department__closed_at=None)

    def for_page(self) -> Self:
        return self.select_related("department__big_goal", "opened_by", "closed_by")


class Opening(models.Model):
    """A short-lived need. It is answered by the recruiter and never matched to anybody."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="openings")
    text = models.TextField(validators=[MaxLengthValidator(OPENING_MAX_LENGTH)])
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField(default=timezone.localdate)
    closes_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True, help_text="When it was taken back.")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="A recruiter who closed it; nobody where its department took it back.",
    )

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["closes_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="opening_text_given",
                violation_error_message=_("Say what is needed."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opened_on")),
                name="opening_closes_after_it_opens",
                violation_error_message=_("Choose a closing date after the opening date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.text[:60]}"

    def is_open(self, today: date) -> bool:
        return self.closed_on is None and self.closes_on >= today

    def take_back(self, today: date, by: models.Model | None = None) -> None:
        """Not needed any more. A second call changes nothing.

        Args:
            by: the recruiter who says so; None where the department does.
        """
        if self.closed_on is None:
            self.closed_on, self.closed_by_id = today, by.pk if by else None
            self.save(update_fields=["closed_on", "closed_by"])

    def open_again(self) -> None:
        """As if nobody had closed it; past its date it is over all the same."""
        self.closed_on = self.closed_by = None
        self.save(update_fields=["closed_on", "closed_by"])
