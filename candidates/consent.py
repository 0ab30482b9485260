"""What somebody agreed to: one act, to one wording, for two years or until it is withdrawn."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConsentScope(models.TextChoices):
    """What somebody agrees to; each is asked by itself."""

    KEEP = "keep", _("Keep and read their words")
    HIRING = "hiring", _("Tell them of hiring")
    NAMED = "named", _("Name them to a hiring manager")


CONSENT_HOLDS = timedelta(days=730)
"""Two years, as the wordings say; then it is asked again."""


class ConsentQuerySet(models.QuerySet["Consent"]):
    def not_withdrawn(self) -> Self:
        return self.filter(withdrawn_at=None)

    def in_force(self) -> Self:
        """Those that hold now: neither withdrawn nor run out."""
        return self.not_withdrawn().filter(given_at__gt=timezone.now() - CONSENT_HOLDS)

    def run_out(self) -> Self:
        return self.not_withdrawn().filter(given_at__lte=timezone.now() - CONSENT_HOLDS)

    def to_keep(self) -> Self:
        return self.filter(scope=ConsentScope.KEEP)


class Consent(models.Model):
    """One act of consent, to one wording. Withdrawn by a date, never by deletion."""

    candidate = models.ForeignKey("candidates.Candidate", models.CASCADE, related_name="consents")
    scope = models.CharField(
        max_length=8,
        choices=ConsentScope,
        default=ConsentScope.KEEP,
        db_default=ConsentScope.KEEP,
    )
    wording_version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom the wording named.",
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        indexes = [
            models.Index(
                fields=["given_at"],
                condition=models.Q(withdrawn_at=None, scope="keep"),
                name="consent_running",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=ConsentScope.values), name="consent_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}, wording {self.wording_version}"

    @property
    def ends_at(self) -> datetime:
        return self.given_at + CONSENT_HOLDS

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_in_force(self) -> bool:
        """What `in_force` asks of many, of this one."""
        return self.withdrawn_at is None and not self.is_over
