"""What is kept of texts that were read: models of this app, imported by `recruiter.models`."""

from django.db import models
from django.utils import timezone


class TextReading(models.Model):
    """What the engine thinks of one text: its vector, how likely it is a purpose, and the cues.

    Keyed by what was read and who read it, so an edited text simply misses. A reading goes when
    the last statement with its text goes (trigger in migration 0003).
    """

    model = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)
    vector = models.BinaryField(help_text="float16, little-endian; empty when not read.")
    p_purpose = models.FloatField(null=True, help_text="Null for a goal, and when not read.")
    cues = models.JSONField(default=list, help_text="[[start, end, kind], ...]; offsets, no text.")
    not_read = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "model"], name="textreading_once"),
            models.CheckConstraint(
                condition=models.Q(p_purpose=None) | models.Q(p_purpose__range=(0, 1)),
                name="textreading_probability_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {bytes(self.digest).hex()[:12]}"


class PairReading(models.Model):
    """Which words bring a statement and a big goal together: where they stand, and no text.

    Kept by the digests of what was read, as a `TextReading` is, and gone with the reading of either
    text (trigger in migration 0005). Erasing a person therefore needs nothing more: offsets tell
    nothing of anybody. A side of which no part carries the match begins and ends at 0.
    """

    model = models.CharField(max_length=120)
    statement_digest = models.BinaryField(max_length=32)
    goal_digest = models.BinaryField(
        max_length=32, help_text="Of the department's name and the goal, as it is read."
    )
    statement_start = models.PositiveSmallIntegerField()
    statement_end = models.PositiveSmallIntegerField()
    goal_start = models.PositiveSmallIntegerField(help_text="Within the goal alone.")
    goal_end = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["goal_digest"], name="pairreading_by_goal")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement_digest", "goal_digest", "model"], name="pairreading_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    statement_start__lte=models.F("statement_end"),
                    goal_start__lte=models.F("goal_end"),
                ),
                name="pairreading_spans_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{bytes(self.statement_digest).hex()[:12]} and {bytes(self.goal_digest).hex()[:12]}"
