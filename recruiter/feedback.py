"""What recruiters say of matches: a model of this app, imported by `recruiter.models`."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, no_control_characters
from hiring.models import Department


class Doubt(models.TextChoices):
    """Why a person and a goal do not belong together, in a recruiter's eyes."""

    OTHER_AIM = "other_aim", _("Alike in words, another aim")
    NO_PURPOSE = "no_purpose", _("It is no purpose of theirs")
    OUT_OF_DATE = "out_of_date", _("No longer so")
    OTHER = "other", _("Something else")


class MatchFeedback(models.Model):
    """One recruiter's word on one match. It is kept for whoever tunes the engine; no rank moves."""

    recruiter = models.ForeignKey("recruiter.Recruiter", models.CASCADE, related_name="feedback")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, models.CASCADE, related_name="+")
    doubt = models.CharField(max_length=12, choices=Doubt)
    words = models.CharField(
        max_length=500, blank=True, default="", validators=[no_control_characters]
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "match feedback"
        constraints = [
            models.UniqueConstraint(
                fields=["recruiter", "candidate", "department"], name="matchfeedback_once"
            ),
            models.CheckConstraint(
                condition=models.Q(doubt__in=Doubt.values), name="matchfeedback_doubt_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(doubt=Doubt.OTHER) | models.Q(words__regex=r"\S"),
                name="matchfeedback_other_in_words",
                violation_error_message="Say in your own words why it is no match.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_doubt_display()
