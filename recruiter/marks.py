"""What recruiters mark for themselves: whom a goal may be for, and filters to come back to.

Neither is an input of a ranking.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from candidates.models import no_control_characters, something_to_see
from hiring.models import Department


class GoalInterest(models.Model):
    """A recruiter's word that somebody is one for a department. A hint beside the ranking."""

    relationship = models.ForeignKey(
        "recruiter.Relationship", models.CASCADE, related_name="interests"
    )
    department = models.ForeignKey(Department, models.CASCADE, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "department"],
                name="goalinterest_once",
                violation_error_message="You have said so already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id} for {self.department}"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def named(self, name: str) -> Self:
        """Compared as the constraint compares."""
        return self.alias(lowered=Lower("name")).filter(lowered=Lower(models.Value(name)))


class SavedFilter(models.Model):
    """A filter of a list under a name, for its user alone. `query` is the address after "?"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60, validators=[no_control_characters, something_to_see])
    tier = models.CharField(max_length=8)
    query = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "user",
                Lower("name"),
                name="savedfilter_name_once",
                violation_error_message="You have a filter with this name.",
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"\S"),
                name="savedfilter_name_given",
                violation_error_message="Give the filter a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
