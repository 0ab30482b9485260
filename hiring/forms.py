"""What a hiring manager types, turned into a new version of the big goal."""

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hiring.models import (
    GOAL_MAX_LENGTH,
    OPENING_MAX_LENGTH,
    BigGoal,
    Department,
    GoalDraft,
    Opening,
)

# Line breaks and tabs may stay. The rest cannot be seen, and some of it turns a text around.
no_control_characters = RegexValidator(
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]*\Z",
    _("Remove the invisible control characters."),
)
# Letters and symbols by their category, and yet nothing to see: Hangul fillers, a blank pattern.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def something_to_see(text: str) -> None:
    """Refuse a text of nothing but spaces and invisible characters (separators, others, marks)."""
    if all(letter in BLANK or unicodedata.category(letter)[0] in "CMZ" for letter in text):
        raise ValidationError(_("Write something that can be seen."))


MAX_VERSION = 2_000_000_000
LONGEST_OPENING = timedelta(days=183)


class Prose(forms.CharField):
    """Text of several lines, with the line breaks that are stored, not those that browsers send."""

    default_validators = [no_control_characters, something_to_see]

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else ""


class VersionField(forms.IntegerField):
    """The number of the version that somebody read; 0 when the page did not say.

    Never an error: who read nothing, or a version that does not exist, meets the conflict page,
    which keeps their text.
    """

    widget = forms.HiddenInput

    def clean(self, value: object) -> int:
        try:
            version = int(super().clean(value))
        except ValidationError:
            return 0
        return version if 0 <= version <= MAX_VERSION else 0


class GoalForm(forms.Form):
    """The whole new wording, and the version that its author had before them."""

    text = Prose(
        label=_("Your big goal"),
        max_length=GOAL_MAX_LENGTH,
        widget=forms.Textarea(
            attrs={
                "class": "textarea voice-input",
                "rows": 4,
                "dir": "auto",
                "aria-describedby": "goal-hint",
            }
        ),
        error_messages={
            "required": _("Write why the department exists."),
            "max_length": _(
                "Keep it to %(limit_value)d characters: these are %(show_value)d. "
                "One to three sentences work best."
            ),
            "null_characters_not_allowed": _("Remove the invisible control characters."),
        },
    )
    based_on = VersionField()

    def __init__(
        self, *args: Any, department: Department, draft: GoalDraft | None = None, **kwargs: Any
    ) -> None:
        self.department = department
        goal = department.big_goal
        kwargs.setdefault(
            "initial",
            {"text": draft.text, "based_on": draft.based_on}
            if draft
            else {"text": goal.text if goal else "", "based_on": department.goal_version},
        )
        super().__init__(*args, **kwargs)
        if "text" in self.errors:
            self.fields["text"].widget.attrs |= {
                "class": "textarea voice-input invalid",
                "aria-invalid": "true",
                "aria-describedby": "goal-error goal-hint",
            }

    def save(self, *, author: models.Model) -> BigGoal | None:
        """Append the wording as a new version.

        Returns:
            The version, or None when exactly this wording is in force already.

        Raises:
            StaleGoal: somebody saved another wording since the page was opened.
        """
        text = self.cleaned_data["text"]
        goal = self.department.big_goal
        if goal and goal.text == text:
            return None
        return self.department.state_goal(
            text, author=author, based_on=self.cleaned_data["based_on"]
        )


class ReadVersionForm(forms.Form):
    """Which version a manager had before them when they pressed a button."""

    version = VersionField()


class CompareForm(forms.Form):
    """Which version another one is held against. Never an error: the one in force stands in."""

    against = VersionField()

    def __init__(self, *args: Any, versions: Mapping[int, BigGoal], **kwargs: Any) -> None:
        self.versions = versions
        super().__init__(*args, **kwargs)

    def chosen(self, *, default: int) -> int:
        version: int = self.cleaned_data["against"] if self.is_valid() else 0
        return version if version in self.versions else default


class RewordForm(forms.Form):
    """One press of the coach's: words to take out, or the whole text as it was before that."""

    out = Prose(required=False, strip=False)
    restore = Prose(required=False, strip=False)


class OpeningForm(forms.ModelForm[Opening]):
    """A short-lived need, and the day on which it closes by itself."""

    text = Prose(
        label=_("What do you need, and by when?"),
        max_length=OPENING_MAX_LENGTH,
        help_text=_("A few words: whom for, how many, until when. It is matched to nobody."),
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3, "dir": "auto"}),
        error_messages={
            "required": _("Say what is needed."),
            "max_length": _("Keep it to %(limit_value)d characters: these are %(show_value)d."),
        },
    )
    closes_on = forms.DateField(
        label=_("Closes on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "input", "type": "date"}),
        error_messages={"required": _("Choose the day on which it closes.")},
    )

    class Meta:
        model = Opening
        fields = ("text", "closes_on")

    def clean_closes_on(self) -> date:
        """Today at the earliest, and soon: what lasts longer belongs into the big goal."""
        closes_on: date = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if closes_on < today:
            raise ValidationError(_("Choose today or a later day."))
        if closes_on > today + LONGEST_OPENING:
            raise ValidationError(
                _("Choose a day within half a year. What lasts longer belongs into your big goal.")
            )
        return closes_on
