"""Candidates: what is known of a person, who said it, and when.

Nothing here knows of tiers or of the engine. A statement carries at most a person's correction of
its kind; what the engine thinks of a text lives in `recruiter.models.TextReading`.
"""

import unicodedata
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date

STATEMENT_MAX_LENGTH = 2000
NOTE_MAX_LENGTH = 20_000

no_control_characters = RegexValidator(
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]*\Z",
    "Remove the invisible control characters.",
)
# Letters and symbols by their category, and yet nothing to see: Hangul fillers, a blank pattern.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def something_to_see(text: str) -> None:
    """Refuse a text of nothing but spaces and invisible characters (separators, others, marks)."""
    if all(letter in BLANK or unicodedata.category(letter)[0] in "CMZ" for letter in text):
        raise ValidationError("Write something that can be seen.")


web_address = URLValidator(schemes=["http", "https"])


class PurposeState(models.TextChoices):
    """What is known of a candidate's purpose. Never asked is not the same as without one."""

    NEVER_ASKED = "never_asked", "Never asked"
    ASKED = "asked", "Asked, none yet"
    HEARD = "heard", "Heard"
    STATED = "stated", "Stated"


class CandidateSource(models.TextChoices):
    ADDED = "added", "Added by a recruiter"
    IMPORT = "import", "Import"
    REFERRAL = "referral", "Referral"
    EVENT = "event", "Met at an event"
    APPLIED = "applied", "Applied earlier"
    OWN = "own", "Came to us"


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
    asked_on = models.DateField(null=True, blank=True, help_text="When their purpose was asked.")
    objected_at = models.DateTimeField(
        "objected to ranking",
        null=True,
        blank=True,
        help_text="They stay reachable and are never ranked.",
    )
    do_not_contact_since = models.DateField("do not contact since", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="candidate_email_once",
                violation_error_message="Somebody with this e-mail address is already here.",
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"\S"),
                name="candidate_name_given",
                violation_error_message="Give the person's name.",
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


class Consent(models.Model):
    """One act of consent, to one wording. Withdrawn by a date, never by deletion."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="consents")
    wording_version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate}, wording {self.wording_version}"


class StatementKind(models.TextChoices):
    PURPOSE = "purpose", "Purpose"
    PROBLEM = "problem", "Problem"


class StatementSource(models.TextChoices):
    OWN_WORDS = "own_words", "Their own words"
    HEARD = "heard", "Heard by a recruiter"
    IMPORT = "import", "Import"


class Digest(models.Func):
    """sha256 of a text's UTF-8 bytes, as the database computes it (migration 0001)."""

    function = "text_digest"
    output_field = models.BinaryField(max_length=32)


class Statement(models.Model):
    """What a candidate said of themself: dated, with its source.

    `kind` is empty until a person corrects the engine; then the person is right at once.
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
    digest = models.GeneratedField(
        expression=Digest("text"), output_field=models.BinaryField(max_length=32), db_persist=True
    )

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["digest"], name="statement_digest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(text__regex=r"\S"),
                name="statement_text_given",
                violation_error_message="Write what they said.",
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
                violation_error_message="This statement is already on file for them.",
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


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: models.Model) -> Self:
        """Team notes of everybody, private notes of their author only."""
        return self.filter(models.Q(visibility=NoteVisibility.TEAM) | models.Q(author=user))

    def private_to(self, user: models.Model) -> Self:
        """What its author alone can read."""
        return self.filter(visibility=NoteVisibility.PRIVATE, author=user)


class NoteVisibility(models.TextChoices):
    PRIVATE = "private", "Only me"
    TEAM = "team", "All recruiters"


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
                violation_error_message="Write the note first.",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=NoteVisibility.values),
                name="note_visibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Note of {self.created_at:%Y-%m-%d}"


class Channel(models.TextChoices):
    CALL = "call", "Call"
    MAIL = "mail", "Mail"
    MEETING = "meeting", "Meeting"
    MESSAGE = "message", "Message"


class Direction(models.TextChoices):
    OUTBOUND = "outbound", "We reached out"
    INBOUND = "inbound", "They reached out"


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
    happened_at = models.TimeField(null=True, blank=True, help_text="Only when known.")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.CALL)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTBOUND)
    answered = models.BooleanField(
        default=True, help_text="False: we tried, and they have not replied."
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
                violation_error_message="Write what you promised.",
            ),
            models.UniqueConstraint(
                fields=["user", "candidate", "text", "due_on"],
                name="reminder_once",
                violation_error_message="You have this reminder already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Reminder for {self.due_on}"


class Folded(models.Func):
    """A text as searches compare it: lower case, no accents (migration 0004)."""

    function = "folded"
    output_field = models.TextField()


class Tag(models.Model):
    """A word by which the organisation's recruiters sort people; the same whatever its capitals."""

    name = models.CharField(max_length=40, validators=[no_control_characters, something_to_see])
    candidates = models.ManyToManyField(Candidate, through="Tagging", related_name="tags")

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

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="taggings")
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
