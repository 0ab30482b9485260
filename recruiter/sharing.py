"""Shortlists, the one way in which a hiring manager ever sees a person; and rounds of comparing.

Imported by `recruiter.models`; it names the other tables and imports none of them.
"""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ShortlistQuerySet(models.QuerySet["Shortlist"]):
    def shared(self, today: date) -> Self:
        """Open to its department's managers today. Nothing has to close one: its date does."""
        return self.filter(
            shared_at__isnull=False,
            revoked_at=None,
            expires_on__gte=today,
            opening__closed_on=None,
            opening__closes_on__gte=today,
            # Whoever no longer serves the department could not take it back.
            opening__department__served_by__recruiter=models.F("recruiter"),
        )

    def once_shared_with(self, manager: models.Model) -> Self:
        """What was ever open to a department that they speak for, open still or not."""
        return self.exclude(shared_at=None).filter(opening__department__managers__user=manager)

    def shown_to(self, manager: models.Model, today: date) -> Self:
        """What this very manager may open: shared, and of a department that they speak for."""
        return self.shared(today).filter(opening__department__managers__user=manager)


class Shortlist(models.Model):
    """Whom a recruiter proposes for an opening, and what the department's managers see of them."""

    opening = models.ForeignKey("hiring.Opening", models.CASCADE, related_name="shortlists")
    recruiter = models.ForeignKey("recruiter.Recruiter", models.CASCADE, related_name="shortlists")
    blind = models.BooleanField(_("hide names"), default=False)
    with_contacts = models.BooleanField(_("e-mail and phone"), default=True)
    with_briefs = models.BooleanField(_("a one-page brief each"), default=False)
    made_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "recruiter"],
                name="shortlist_once_per_opening",
                violation_error_message=_("You have made a shortlist for this opening already."),
            )
        ]

    def __str__(self) -> str:
        return f"Shortlist {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("shared", args=[self.pk])

    def is_shared(self, today: date) -> bool:
        return self.shared_at is not None and self.revoked_at is None and self.expires_on >= today


class Answer(models.TextChoices):
    """What a manager says to a person on a shortlist."""

    YES = "yes", _("Yes")
    NOT_NOW = "not_now", _("Not now")
    MORE = "more", _("Tell me more")


class ShortlistEntry(models.Model):
    """A person on a shortlist.

    `agreed_on` is when they told the recruiter that they may be introduced; their own consent to
    that counts as well. Whether a name is shown is decided whenever it is looked at
    (`recruiter.shortlists.may_be_named`), so that a withdrawn consent takes effect at once.
    """

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="entries")
    candidate = models.ForeignKey(
        "candidates.Candidate", models.CASCADE, related_name="shortlist_entries"
    )
    place = models.PositiveSmallIntegerField()
    agreed_on = models.DateField(null=True, blank=True)
    introduced_at = models.DateTimeField(
        null=True, blank=True, help_text="When they were first shared by name."
    )
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "candidate"], name="shortlistentry_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *Answer.values]),
                name="shortlistentry_answer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} on {self.shortlist_id}"


class ComparingRoundQuerySet(models.QuerySet["ComparingRound"]):
    def answered(self) -> Self:
        return self.exclude(answered_at=None)

    def begun_since(self, moment: datetime) -> Self:
        return self.filter(begun_at__gte=moment)


class ComparingRound(models.Model):
    """A manager put five statements of nobody they know in order, and how far the engine agreed.

    A figure of quality by department, over time. Nothing is tuned by it.
    """

    department = models.ForeignKey("hiring.Department", models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comparing_rounds"
    )
    engine = models.CharField(max_length=200, help_text="Which encoder gave the points.")
    shown = models.JSONField(help_text="[[statement, points], ...] as shown; ids, no words.")
    begun_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed = models.PositiveSmallIntegerField(default=0, help_text="Pairs in the same order.")
    pairs = models.PositiveSmallIntegerField(default=0, help_text="Pairs that the engine orders.")

    objects = ComparingRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed__lte=models.F("pairs")),
                name="comparinground_agreed_within_pairs",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreed} of {self.pairs}"
