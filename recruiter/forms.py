"""Forms of the recruiter's pages."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone

from candidates.forms import DayInput


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "That e-mail and password do not match",
        "inactive": "That e-mail and password do not match",
    }
    username = forms.CharField(label="E-mail", max_length=254)


class PinForm(forms.Form):
    """Why somebody stays where they are, and until when."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": "Say why you pin them."},
    )
    until = forms.DateField(
        label="Until", required=False, widget=DayInput(), help_text="Empty: until you unpin them."
    )

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError("Choose a day that is still to come.")
        return until

    @property
    def ends_at(self) -> datetime | None:
        """The end of the chosen day, where the reader is."""
        until: date | None = self.cleaned_data["until"]
        if until is None:
            return None
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
