"""Departments and their big goals.

A big goal is never edited: a new version is appended, and only on top of the version that its
author had read. The database holds that line (migration 0002), this module gives it words.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import DatabaseError, models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime

GOAL_MAX_LENGTH = 2000
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

    def with_goal(self) -> Self:
        return self.select_related("big_goal", "big_goal__author")


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
                violation_error_message="There is already a department with this name.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="department_name_given",
                violation_error_message="Give the department a name.",
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
                violation_error_message="Somebody saved this version first.",
            ),
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="biggoal_text_given",
                violation_error_message="Write why the department exists.",
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
                violation_error_message="This person manages the department already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.department}"


class Opening(models.Model):
    """A short-lived need. It is answered by the recruiter and never matched to anybody."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="openings")
    text = models.TextField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_on = models.DateField(default=timezone.localdate)
    closes_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["closes_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="opening_text_given",
                violation_error_message="Say what is needed.",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opened_on")),
                name="opening_closes_after_it_opens",
                violation_error_message="Choose a closing date after the opening date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.text[:60]}"
