"""What one press did, remembered for a day; `recruiter.undo` takes it back.

Imported by `recruiter.models`; it names the other tables and imports none of ours but candidates.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate


class UndoRecord(models.Model):
    """What one press did, so that it can be taken back for a day."""

    class Action(models.TextChoices):
        CONTACT = "contact", _("Contact logged")
        CONTACT_EDIT = "contact_edit", _("Contact changed")
        CONTACT_DELETE = "contact_delete", _("Contact deleted")
        NOTE = "note", _("Note written")
        NOTE_EDIT = "note_edit", _("Note edited")
        NOTE_DELETE = "note_delete", _("Note deleted")
        SNOOZE = "snooze", _("Snoozed")
        PIN = "pin", _("Pinned")
        MOVE = "move", _("Moved")
        SWAP = "swap", _("Swapped")
        TAG = "tag", _("Tagged")
        STATEMENT_EDIT = "statement_edit", _("Statement changed")
        PERSON_EDIT = "person_edit", _("Details changed")
        CADENCE = "cadence", _("Pace changed")
        MERGE = "merge", _("Merged")
        REMINDER = "reminder", _("Reminder done")
        REMINDER_KEPT = "reminder_kept", _("Reminder set")
        INTEREST = "interest", _("Goal interest")
        ASKED = "asked", _("Asked")
        BROUGHT_IN = "brought_in", _("Brought in")
        LET_GO = "let_go", _("Let go")
        SILVER = "silver", _("Kept as a silver medallist")
        SILVER_DROP = "silver_drop", _("Dropped as a silver medallist")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="undo_records")
    action = models.CharField(max_length=16, choices=Action)
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    target_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    batch = models.UUIDField(
        null=True, blank=True, help_text="What one press did to several people at once."
    )
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.get_action_display()
