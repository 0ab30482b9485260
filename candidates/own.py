"""A candidate's own way in: their link, what they did by it, and what keeps an erasure kept.

Rows of these tables hold keys, dates, digests and names of fields. None holds a word of anybody's.
"""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CandidateLinkQuerySet(models.QuerySet["CandidateLink"]):
    def live(self) -> Self:
        """Those that open: neither revoked nor expired, of somebody who still works here."""
        return self.filter(
            revoked_at=None, expires_at__gt=timezone.now(), by__is_active=True
        ).select_related("candidate", "by")

    def not_revoked(self) -> Self:
        return self.filter(revoked_at=None)


class CandidateLink(models.Model):
    """Opens one person's own page, for a while. Only a digest of its token is kept."""

    candidate = models.ForeignKey("candidates.Candidate", models.CASCADE, related_name="links")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="candidate_links")
    digest = models.BinaryField(max_length=32, unique=True, help_text="sha256 of the token.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the recruiter said that it is in the right hands.",
    )

    objects = CandidateLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="candidatelink_expires_after_made",
                violation_error_message="A link ends after it begins.",
            ),
            models.UniqueConstraint(
                fields=["candidate", "by"],
                condition=models.Q(revoked_at=None),
                name="candidatelink_one_at_a_time",
                violation_error_message="They have a link of yours already. Revoke it first.",
            ),
        ]

    def __str__(self) -> str:
        return f"Link {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class CandidateActQuerySet(models.QuerySet["CandidateAct"]):
    def told_to(self, user: models.Model) -> Self:
        return self.filter(told__contains=[user.pk])

    def unseen_by(self, user: models.Model) -> Self:
        return self.told_to(user).exclude(seen__contains=[user.pk])

    def about(self, candidate: models.Model) -> Self:
        return self.filter(person=candidate.pk)


class CandidateAct(models.Model):
    """Something that was done with a person's data by right of theirs.

    `person` is no foreign key: the record that somebody was erased outlives them, as a number.
    """

    class Action(models.TextChoices):
        SENT = "sent", _("Sent a statement")
        CORRECTED = "corrected", _("Corrected their details")
        REWORDED = "reworded", _("Changed a statement")
        REMOVED = "removed", _("Took a statement back")
        AGREED = "agreed", _("Gave consent")
        WITHDREW = "withdrew", _("Withdrew consent")
        OBJECTED = "objected", _("Objected to being ranked")
        UNOBJECTED = "unobjected", _("May be ranked again")
        REVIEW = "review", _("Asked that a person looks again")
        DOWNLOADED = "downloaded", _("Downloaded their data")
        LINK_ASKED = "link_asked", _("Asked for a new link")
        WHO_ASKED = "who_asked", _("Asked to be confirmed, to see their data")
        CONFIRMED = "confirmed", _("Confirmed to be who they are")
        LAPSED = "lapsed", _("Consent ran out: not ranked until they agree again")
        ERASE_ASKED = "erase_asked", _("Asked to be erased")
        STOPPED = "stopped", _("Erasure stopped")
        ERASED = "erased", _("Erased")

    person = models.BigIntegerField(
        db_index=True, help_text="Key of the candidate, also when gone."
    )
    action = models.CharField(max_length=12, choices=Action)
    fields = models.JSONField(default=list, help_text="Names of fields, never a value.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the person.",
    )
    told = ArrayField(models.BigIntegerField(), default=list, help_text="Users who are told.")
    seen = ArrayField(models.BigIntegerField(), default=list, help_text="Users who have seen it.")
    at = models.DateTimeField(default=timezone.now)

    objects = CandidateActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    action__in=[
                        "sent",
                        "corrected",
                        "reworded",
                        "removed",
                        "agreed",
                        "withdrew",
                        "objected",
                        "unobjected",
                        "review",
                        "downloaded",
                        "link_asked",
                        "who_asked",
                        "confirmed",
                        "lapsed",
                        "erase_asked",
                        "stopped",
                        "erased",
                    ]
                ),
                name="candidateact_action_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}, number {self.person}"


class Tombstone(models.Model):
    """Keeps somebody who was erased from coming back: a keyed digest of an address or a name."""

    digest = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Tombstone {self.pk}"


class Knock(models.Model):
    """How often something was tried since a moment; `key` is a keyed digest of who and what."""

    key = models.BinaryField(max_length=32)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "since"], name="knock_once")]

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
