"""Tags on people, and how texts are compared in a search."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from candidates.letters import no_control_characters, something_to_see


class Folded(models.Func):
    """A text as searches compare it: lower case, no accents (migration 0007)."""

    function = "folded"
    output_field = models.TextField()


class Tag(models.Model):
    """A word by which the organisation's recruiters sort people; the same whatever its capitals."""

    name = models.CharField(max_length=40, validators=[no_control_characters, something_to_see])
    candidates = models.ManyToManyField(
        "candidates.Candidate", through="Tagging", related_name="tags"
    )

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_name_once",
                violation_error_message="There is already a tag with this name.",
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"\S"),
                name="tag_name_given",
                violation_error_message="Write the tag.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a person. Goes with either of them."""

    candidate = models.ForeignKey("candidates.Candidate", models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "tag"],
                name="tagging_once",
                violation_error_message="They have this tag already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.tag}"
