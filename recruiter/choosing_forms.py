"""The form around the chosen people of the pool."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import OwnWordsMixin, SilverForm
from candidates.models import no_control_characters, something_to_see

ACTS = ("bring", "tag", "silver")
MISSING = {
    "tag": _("Write the tag."),
    "role": _("Say for which role they came second."),
    "reason": _("Say why it was not them."),
}
NEEDED = {"bring": (), "tag": ("tag",), "silver": ("role", "reason")}


class ChosenForm(OwnWordsMixin, forms.Form):
    """One form for all three. `act` is the pressed button."""

    act = forms.CharField(required=False)
    tag = forms.CharField(
        label=_("Tag"),
        required=False,
        max_length=40,
        validators=[no_control_characters, something_to_see],
        widget=forms.TextInput(attrs={"class": "input", "autofocus": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="chosen-%s", **kwargs)
        for name, field in SilverForm().fields.items():
            field.required = False
            self.fields[name] = field
        self.fields["role"].widget.attrs["autofocus"] = True

    # One rule for the day, wherever it is typed.
    clean_look_again_on = SilverForm.clean_look_again_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (act := cleaned.get("act")) not in ACTS:
            raise forms.ValidationError(_("Press what to do with them: bring in, tag or silver."))
        for name in NEEDED[act]:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, MISSING[name])
        return cleaned
