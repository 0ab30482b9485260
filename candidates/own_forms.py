"""Forms of a candidate's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import line
from candidates.models import (
    STATEMENT_MAX_LENGTH,
    Candidate,
    no_control_characters,
    something_to_see,
)

REQUIRED = _("Fill this in.")
TOO_LONG = _("Shorten this to %(limit_value)d letters. It has %(show_value)d.")
UNSEEN = _("Leave out what cannot be seen: type this again.")
NOT_THIS_ADDRESS = _("This address cannot be kept here. Choose another one.")
EMAIL = _("Give an e-mail address such as ana@example.org.")


def own_text(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "textarea", "rows": rows, "dir": "auto"} | attrs)


class OwnTextForm(forms.Form):
    """Something in their own words."""

    text = forms.CharField(
        label=_("In your own words"),
        max_length=STATEMENT_MAX_LENGTH,
        validators=[no_control_characters, something_to_see],
        widget=own_text(3),
        error_messages={
            "required": _("Write a sentence or two first."),
            "max_length": TOO_LONG,
            "null_characters_not_allowed": UNSEEN,
        },
    )

    def clean_text(self) -> str:
        """With the line breaks that are stored, not those that browsers send."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Box:
    """A consent that is asked, with its field."""

    field: forms.BoundField
    words: str
    is_needed: bool


class SayForm(OwnTextForm):
    """What they would do anyway, and what they agree to. No box is ever ticked beforehand.

    Args:
        asked: (scope, words, is_needed) of each consent that is asked.
    """

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = own_text(5)
        self.fields["text"].widget.attrs["class"] = "textarea voice-input"
        self.fields["text"].widget.attrs["aria-describedby"] = "say-hint"
        self.asked = asked
        for scope, _words, is_needed in asked:
            self.fields[f"agree-{scope}"] = forms.BooleanField(
                required=is_needed,
                initial=False,
                widget=forms.CheckboxInput(attrs={"class": "check"}),
                error_messages={
                    "required": _("Tick the first box, or close this page: nothing is kept then.")
                },
            )

    @property
    def boxes(self) -> list[Box]:
        return [Box(self[f"agree-{scope}"], words, needed) for scope, words, needed in self.asked]

    @property
    def agreed(self) -> list[str]:
        return [
            name.removeprefix("agree-")
            for name, value in self.cleaned_data.items()
            if name.startswith("agree-") and value
        ]


class OwnFactsForm(forms.ModelForm[Candidate]):
    """Who they are and how to reach them, corrected by themself."""

    class Meta:
        model = Candidate
        fields = ("name", "email", "phone", "headline", "location")
        widgets = {
            "name": forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
            "phone": forms.TextInput(
                attrs={"class": "input", "type": "tel", "autocomplete": "tel"}
            ),
            "headline": line(),
            "location": line(),
        }
        labels = {
            "name": _("Name"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "headline": _("What you do"),
            "location": _("Where"),
        }
        error_messages = {"name": {"required": REQUIRED}, "email": {"invalid": EMAIL}}

    def clean_email(self) -> str:
        """Refuse an address that is taken, without telling that somebody else is known by it."""
        email: str = self.cleaned_data["email"]
        others = Candidate.objects.exclude(pk=self.instance.pk)
        if email and others.with_email(email).exists():
            raise forms.ValidationError(NOT_THIS_ADDRESS)
        return email


class PhoneForm(forms.Form):
    """A phone number: to be sure who is there, where no e-mail address is on file."""

    phone = forms.CharField(
        label=_("Your phone number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "tel", "autocomplete": "tel", "spellcheck": "false"}
        ),
        error_messages={"required": _("Give your phone number.")},
    )


class AddressForm(forms.Form):
    """An e-mail address: to be sure who is there, or to ask for a new link."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(
            attrs={"class": "input", "autocomplete": "email", "spellcheck": "false"}
        ),
        error_messages={"required": EMAIL, "invalid": EMAIL},
    )
