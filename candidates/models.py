"""Candidates: what is known of a person, who said it, and when.

Nothing here knows of tiers or of the engine. A statement carries at most a person's correction of
its kind; what the engine thinks of a text lives in `recruiter.models.TextReading`.
"""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Their tables belong to this app, so Django must meet them with its other models.
from candidates.consent import CONSENT_HOLDS as CONSENT_HOLDS
from candidates.consent import Consent as Consent
from candidates.consent import ConsentScope as ConsentScope
from candidates.letters import no_control_characters as no_control_characters
from candidates.letters import something_to_see as something_to_see
from candidates.own import CandidateAct as CandidateAct
from candidates.own import CandidateLink as CandidateLink
from candidates.own import Knock as Knock
from candidates.own import Tombstone as Tombstone
from candidates.tags import Folded as Folded
from candidates.tags import Tag as Tag
from candidates.tags import Tagging as Tagging

if TYPE_CHECKING:
    from datetime import date

STATEMENT_MAX_LENGTH = 2000
NOTE_MAX_LENGTH = 20_000

UNRANKED_SINCE = ("objected_at", "do_not_contact_since", "lapsed_at", "erase_at")
"""Whoever has one of these is not ranked. The same columns stand in the SQL of recruiter.snapshot
and recruiter.pool_fits, and in the trigger that marks a ranking due."""

web_address = URLValidator(schemes=["http", "https"])


class PurposeState(models.TextChoices):
    """What is known of a candidate's purpose. Never asked is not the same as without one."""

    NEVER_ASKED = "never_asked", _("Never asked")
    ASKED = "asked", _("Asked, none yet")
    HEARD = "heard", _("Heard")
    STATED = "stated", _("Stated")


class CandidateSource(models.TextChoices):
    ADDED = "added", _("Added by a recruiter")
    IMPORT = "import", _("Import")
    REFERRAL = "referral", _("Referral")
    EVENT = "event", _("Met at an event")
    APPLIED = "applied", _("Applied earlier")
    OWN = "own", _("Came to us")


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def with_email(self, email: str) -> Self:
        """Compared as the constraint compares, so that at most one is found."""
        return self.alias(lowered=Lower("email")).filter(lowered=Lower(models.Value(email.strip())))


class Candidate(models.Model):
    """A person. Seen by every recruiter of the organisation.

    `purpose_state` follows from statements and from having been asked; it is kept by
    `recruiter.purpose.refresh_states`, so that lists can filter on it.
    """

    name = models.CharField(max_length=200, validators=[no_control_characters, something_to_see])
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True, validators=[no_control_characters])
    headline = models.CharField(max_length=200, blank=True, validators=[no_control_characters])
    location = models.CharField(max_length=120, blank=True, validators=[no_control_characters])
    source = models.CharField(max_length=12, choices=CandidateSource, default=CandidateSource.ADDED)
    purpose_state = models.CharField(
        max_length=12, choices=PurposeState, default=PurposeState.NEVER_ASKED, editable=False
    )
    asked_on = models.DateField(null=True, blank=True, help_text=_("When their purpose was asked."))
    objected_at = models.DateTimeField(
        "objected to ranking",
        null=True,
        blank=True,
        help_text=_("They stay reachable and are never ranked."),
    )
    do_not_contact_since = models.DateField("do not contact since", null=True, blank=True)
    do_not_contact_reason = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[no_control_characters],
        help_text=_("What they asked for, as far as they said. Seen by every recruiter."),
    )
    lapsed_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When their consent to be kept had run out: not ranked until they agree again.",
    )
    erase_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="They asked to be erased: then it is done, and until then they are not ranked.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="candidate_email_once",
                violation_error_message=_("Somebody with this e-mail address is already here."),
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"\S"),
                name="candidate_name_given",
                violation_error_message=_("Give the person's name."),
            ),
            models.CheckConstraint(
                condition=models.Q(purpose_state__in=PurposeState.values),
                name="candidate_purpose_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=CandidateSource.values),
                name="candidate_source_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("candidate", args=[self.pk])

    @property
    def may_rank(self) -> bool:
        """Whether the program may place them: neither against their wish nor past its end."""
        return all(getattr(self, moment) is None for moment in UNRANKED_SINCE)

    @property
    def role(self) -> str:
        """What they do and where, as lists show it beside the name: Fleet planner, Turku."""
        return ", ".join(part for part in (self.headline, self.location) if part)


class StatementKind(models.TextChoices):
    PURPOSE = "purpose", _("Purpose")
    PROBLEM = "problem", _("Problem")


class StatementSource(models.TextChoices):
    OWN_WORDS = "own_words", _("Their own words")
    HEARD = "heard", _("Heard by a recruiter")
    IMPORT = "import", _("Import")


class Digest(models.Func):
    """sha256 of a text's UTF-8 bytes, as the database computes it (migration 0001)."""

    function = "text_digest"
    output_field = models.BinaryField(max_length=32)


class StatementQuerySet(models.QuerySet["Statement"]):
    def in_force(self) -> Self:
        """What counts: not what was retired."""
        return self.filter(retired_at=None)


class Statement(models.Model):
    """What a candidate said of themself: dated, with its source.

    `kind` is empty until a person corrects the engine; then the person is right at once. A retired
    statement is kept for the record: nothing is matched by it, and it can be brought back.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="statements")
    text = models.TextField(
        validators=[
            MaxLengthValidator(STATEMENT_MAX_LENGTH),
            no_control_characters,
            something_to_see,
        ]
    )
    source = models.CharField(max_length=10, choices=StatementSource, default=StatementSource.HEARD)
    said_on = models.DateField(default=timezone.localdate)
    link = models.URLField(blank=True, max_length=500, validators=[web_address])
    kind = models.CharField(max_length=8, choices=StatementKind, blank=True, default="")
    kind_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind_set_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(
        max_length=300, blank=True, default="", db_default="", validators=[no_control_characters]
    )
    digest = models.GeneratedField(
        expression=Digest("text"), output_field=models.BinaryField(max_length=32), db_persist=True
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["digest"], name="statement_digest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="statement_text_given",
                violation_error_message=_("Write what they said."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *StatementKind.values]),
                name="statement_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=StatementSource.values),
                name="statement_source_known",
            ),
            models.UniqueConstraint(
                "candidate",
                Digest("text"),
                name="statement_once_per_candidate",
                violation_error_message=_("This statement is already on file for them."),
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at=None, retired_reason="")
                | models.Q(retired_at__isnull=False, retired_reason__regex=r"\S"),
                name="statement_retired_with_a_reason",
                violation_error_message=_("Say why it is retired."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def correct_kind(self, kind: str, *, by: models.Model) -> None:
        """Set what a person says this is; an empty kind hands it back to the engine."""
        self.kind = kind
        self.kind_set_by_id = by.pk if kind else None
        self.kind_set_at = timezone.now() if kind else None
        self.save(update_fields=["kind", "kind_set_by", "kind_set_at"])

    def retire(self, reason: str, *, by: models.Model) -> None:
        """End it as of now, with a reason."""
        self.retired_at, self.retired_by_id, self.retired_reason = timezone.now(), by.pk, reason
        self.save(update_fields=["retired_at", "retired_by", "retired_reason"])

    def bring_back(self) -> None:
        """Let it count again."""
        self.retired_at, self.retired_by, self.retired_reason = None, None, ""
        self.save(update_fields=["retired_at", "retired_by", "retired_reason"])


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: models.Model) -> Self:
        """Team notes of everybody, private notes of their author only."""
        return self.filter(models.Q(visibility=NoteVisibility.TEAM) | models.Q(author=user))

    def private_to(self, user: models.Model) -> Self:
        """What its author alone can read."""
        return self.filter(visibility=NoteVisibility.PRIVATE, author=user)


class NoteVisibility(models.TextChoices):
    PRIVATE = "private", _("Only me")
    TEAM = "team", _("All recruiters")


class Note(models.Model):
    """A recruiter's note. `key` comes with the form, so that a retry cannot make a second one."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="notes"
    )
    body = models.TextField(
        validators=[MaxLengthValidator(NOTE_MAX_LENGTH), no_control_characters, something_to_see]
    )
    visibility = models.CharField(max_length=8, choices=NoteVisibility, default=NoteVisibility.TEAM)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="note_once_per_key"),
            models.CheckConstraint(
                condition=models.Q(body__regex=r"\S"),
                name="note_body_given",
                violation_error_message=_("Write the note first."),
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=NoteVisibility.values),
                name="note_visibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Note of {self.created_at:%Y-%m-%d}"


class Channel(models.TextChoices):
    CALL = "call", _("Call")
    MAIL = "mail", _("Mail")
    MEETING = "meeting", _("Meeting")
    MESSAGE = "message", _("Message")


class Direction(models.TextChoices):
    OUTBOUND = "outbound", _("We reached out")
    INBOUND = "inbound", _("They reached out")


class ContactQuerySet(models.QuerySet["Contact"]):
    def happened_by(self, today: "date") -> Self:
        """Real touches: a meeting that is still ahead is none."""
        return self.filter(happened_on__lte=today)


class Contact(models.Model):
    """A real touch. Colleagues see that it happened; its text belongs to who had it."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="contacts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="contacts"
    )
    happened_on = models.DateField(default=timezone.localdate)
    happened_at = models.TimeField(null=True, blank=True, help_text=_("Only when known."))
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.CALL)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTBOUND)
    answered = models.BooleanField(
        default=True, help_text=_("False: we tried, and they have not replied.")
    )
    text = models.TextField(
        blank=True, validators=[MaxLengthValidator(NOTE_MAX_LENGTH), no_control_characters]
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["candidate", "by", "-happened_on"], name="contact_latest")]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="contact_once_per_key"),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="contact_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=Direction.values),
                name="contact_direction_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} on {self.happened_on}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def due_by(self, today: "date") -> Self:
        return self.open().filter(due_on__lte=today)


class Reminder(models.Model):
    """A promise to somebody that its user wants to be reminded of; seen by that user alone."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    text = models.CharField(max_length=300, validators=[no_control_characters, something_to_see])
    due_on = models.DateField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="reminder_text_given",
                violation_error_message=_("Write what you promised."),
            ),
            models.UniqueConstraint(
                fields=["user", "candidate", "text", "due_on"],
                name="reminder_once",
                violation_error_message=_("You have this reminder already."),
            ),
        ]

    def __str__(self) -> str:
        return f"Reminder for {self.due_on}"


class SilverMedalQuerySet(models.QuerySet["SilverMedal"]):
    def due_by(self, today: "date") -> Self:
        """To be looked at again: their day has come, or they have none."""
        return self.filter(models.Q(look_again_on=None) | models.Q(look_again_on__lte=today))


class SilverMedal(models.Model):
    """Somebody came second for a role, and it was agreed to look again."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="silver_medals")
    role = models.CharField(max_length=200, validators=[no_control_characters, something_to_see])
    reason = models.CharField(max_length=300, validators=[no_control_characters, something_to_see])
    look_again_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SilverMedalQuerySet.as_manager()

    class Meta:
        ordering = ["look_again_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__regex=r"\S") & models.Q(reason__regex=r"\S"),
                name="silvermedal_role_and_reason_given",
                violation_error_message=_("Say for which role, and why it was not them."),
            )
        ]

    def __str__(self) -> str:
        return f"Second for {self.role}"
