"""Forms about people: who they are, what they said, notes and contacts.

A note and a contact carry a key that is made with the form. The database keeps one row per author
and key, so a double click or a retry makes one.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from candidates.models import (
    NOTE_MAX_LENGTH,
    Candidate,
    Channel,
    Contact,
    Note,
    SilverMedal,
    Statement,
    StatementSource,
    no_control_characters,
    something_to_see,
)


def today_or_before(day: date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError(_("Choose today or a day before it."))


KNOWN_YEARS = 10
"""A contact longer ago than so many years is a slip of the pen."""

OWN_WORDS: dict[type[forms.Field], dict[str, StrPromise]] = {
    forms.Field: {
        "required": _("Fill this in."),
        "null_characters_not_allowed": _("Leave out what cannot be seen: type this again."),
    },
    forms.CharField: {
        "max_length": _("Shorten this to %(limit_value)d letters. It has %(show_value)d."),
    },
    forms.EmailField: {"invalid": _("Give an e-mail address such as ana@example.org.")},
    forms.URLField: {"invalid": _("Give a link such as https://example.org.")},
    forms.DateField: {"invalid": _("Give a day such as 2026-05-14.")},
    forms.ChoiceField: {"invalid_choice": _("Choose one that is on the list.")},
}
"""What to say instead of the framework's own words, by kind of field."""


def use_own_words(fields: Iterable[forms.Field]) -> None:
    """Replace the framework's words; a field that was given words of its own keeps them."""
    for field in fields:
        for kind, words in OWN_WORDS.items():
            if isinstance(field, kind):
                field.error_messages |= {
                    code: text
                    for code, text in words.items()
                    if field.error_messages.get(code) == framework_words(field, code)
                }


def framework_words(field: forms.Field, code: str) -> object:
    """What a field of this class says if nobody tells it otherwise."""
    for kind in type(field).__mro__:
        if code in vars(kind).get("default_error_messages", {}):
            return vars(kind)["default_error_messages"][code]
    return None


class OwnWordsMixin:
    """A form whose refusals are in our words."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_own_words(self.fields.values())


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%Y-%m-%d")


class KeyField(forms.UUIDField):
    """A hidden key, new with each fresh form and the same when the form is sent again."""

    def __init__(self) -> None:
        incomplete = _("The form was not complete. Look it over, and press once more.")
        super().__init__(
            widget=forms.HiddenInput,
            initial=uuid.uuid4,
            error_messages=dict.fromkeys(("required", "invalid"), incomplete),
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A form that came without a key is shown again with a fresh one."""
        try:
            return uuid.UUID(str(data))
        except ValueError:
            return initial


def text_area(rows: int, placeholder: StrPromise | str = "") -> forms.Textarea:
    attrs = {"class": "textarea", "rows": rows, "dir": "auto"}
    return forms.Textarea(attrs=attrs | ({"placeholder": placeholder} if placeholder else {}))


def line() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input"})


def form_field(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """A link typed without its scheme is taken as https (Django's own choice from 6.0 on)."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class DetailsForm(OwnWordsMixin, forms.ModelForm[Candidate]):
    """Who somebody is, and how to reach them."""

    class Meta:
        model = Candidate
        fields: tuple[str, ...] = ("name", "email", "phone", "headline", "location")
        widgets = {
            "name": line(),
            "email": forms.EmailInput(attrs={"class": "input", "spellcheck": "false"}),
            "phone": forms.TextInput(attrs={"class": "input", "type": "tel"}),
            "headline": line(),
            "location": line(),
            "source": forms.Select(attrs={"class": "select"}),
        }
        labels = {
            "headline": _("What they do"),
            "location": _("Where"),
            "source": _("How you know them"),
        }
        help_texts = {"headline": _("As they would say it, such as Fleet planner")}
        error_messages = {"name": {"required": _("Give the person's name.")}}


class CandidateForm(DetailsForm):
    """The same of somebody new, and how we know them."""

    class Meta(DetailsForm.Meta):
        fields = (*DetailsForm.Meta.fields, "source")

    @property
    def known(self) -> Candidate | None:
        """Who has the e-mail address that was typed, if it is one; one query."""
        email = self.cleaned_data.get("email") if self.is_bound else None
        return Candidate.objects.with_email(email).first() if email else None


class ReasonForm(OwnWordsMixin, forms.Form):
    """One line of why."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        validators=[no_control_characters, something_to_see],
        widget=line(),
        error_messages={"required": _("Say why.")},
    )


class StatementForm(OwnWordsMixin, forms.ModelForm[Statement]):
    """What somebody said. The kind is the engine's guess until a person corrects it."""

    class Meta:
        model = Statement
        fields = ("text", "source", "said_on", "link")
        formfield_callback = form_field
        widgets = {
            "text": text_area(3),
            "source": forms.Select(attrs={"class": "select"}),
            "said_on": DayInput(),
            "link": forms.URLInput(attrs={"class": "input"}),
        }
        labels = {
            "text": _("What they said"),
            "source": _("Where it comes from"),
            "said_on": _("Said on"),
            "link": _("Link"),
        }
        error_messages = {"text": {"required": _("Write what they said.")}}

    def clean_said_on(self) -> date:
        said_on: date = self.cleaned_data["said_on"]
        today_or_before(said_on)
        return said_on


class PasteForm(OwnWordsMixin, forms.Form):
    """A note, a mail or a paragraph of a CV, with what holds for every statement in it."""

    text = forms.CharField(
        label=_("What they said"),
        max_length=NOTE_MAX_LENGTH,
        validators=[no_control_characters, something_to_see],
        widget=text_area(6),
    )
    source = forms.ChoiceField(label=_("Where it comes from"), choices=StatementSource.choices)
    said_on = forms.DateField(label=_("Said on"), widget=DayInput())
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def clean_text(self) -> str:
        """With the line breaks that are stored, not those that browsers send."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def clean_said_on(self) -> date:
        said_on: date = self.cleaned_data["said_on"]
        today_or_before(said_on)
        return said_on

    @property
    def facts(self) -> dict[str, Any]:
        """What every statement of the paste has in common."""
        return {name: self.cleaned_data[name] for name in ("source", "said_on", "link")}


class FirstStatementForm(StatementForm):
    """What somebody said, given together with who they are; it may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        del self.fields["link"]


class NoteForm(OwnWordsMixin, forms.ModelForm[Note]):
    """A note, and with one tick the contact that it tells of."""

    key = KeyField()
    also_contact = forms.BooleanField(
        label=_("Also log contact today"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "check"}),
    )
    channel = forms.ChoiceField(
        label=_("By"),
        choices=Channel.choices,
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )

    class Meta:
        model = Note
        fields = ("body", "visibility")
        widgets = {
            "body": text_area(2, _("Write a note")),
            "visibility": forms.Select(attrs={"class": "select"}),
        }
        labels = {"body": _("Note"), "visibility": _("Seen by")}
        error_messages = {"body": {"required": _("Write the note first.")}}


class NoteEditForm(OwnWordsMixin, forms.ModelForm[Note]):
    class Meta(NoteForm.Meta):
        pass


class ContactEditForm(OwnWordsMixin, forms.ModelForm[Contact]):
    """A contact as it was; what is changed here moves the next due date."""

    class Meta:
        model = Contact
        fields = ("channel", "direction", "happened_on", "answered", "text")
        widgets = {
            "channel": forms.Select(attrs={"class": "select"}),
            "direction": forms.Select(attrs={"class": "select"}),
            "happened_on": DayInput(),
            "answered": forms.CheckboxInput(attrs={"class": "check"}),
            "text": text_area(2),
        }
        labels = {
            "channel": _("By"),
            "direction": _("Who reached out"),
            "happened_on": _("On"),
            "answered": _("They answered"),
            "text": _("What was said"),
        }
        help_texts = {"answered": "", "text": _("Only you see this text.")}

    def clean_happened_on(self) -> date:
        happened_on: date = self.cleaned_data["happened_on"]
        today_or_before(happened_on)
        today = timezone.localdate()
        if (today - happened_on).days > KNOWN_YEARS * 365.25:
            raise forms.ValidationError(_("Choose a day within the last ten years."))
        return happened_on


class SilverForm(OwnWordsMixin, forms.ModelForm[SilverMedal]):
    """For which role somebody came second, why, and when to look again."""

    class Meta:
        model = SilverMedal
        fields = ("role", "reason", "look_again_on")
        widgets = {"role": line(), "reason": line(), "look_again_on": DayInput()}
        labels = {
            "role": _("Second for"),
            "reason": _("Why it was not them"),
            "look_again_on": _("Look again on"),
        }
        help_texts = {"look_again_on": _("Empty: shown as due until there is a day.")}

    def clean_look_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_again_on"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class ContactForm(ContactEditForm):
    """A contact to be logged, once per key."""

    key = KeyField()
