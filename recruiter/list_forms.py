"""Forms around a list: what to do with the chosen people, a tag, a filter to keep."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.forms import OwnWordsMixin, use_own_words
from candidates.models import no_control_characters, something_to_see
from hiring.models import Department
from recruiter.forms import SNOOZE_WEEKS, weeks_long
from recruiter.models import Recruiter, SavedFilter, Tier

ACTS = {"tag": "tag", "snooze": "weeks", "move": "reason", "interest": "department"}
"""What may be done with the chosen people, and the field that it cannot do without."""


MISSING = {
    "tag": _("Write the tag."),
    "weeks": _("Choose for how long."),
    "reason": _("Say why you move them."),
    "department": _("Choose the department that they are for."),
}


class BulkForm(OwnWordsMixin, forms.Form):
    """One form for all four. `act` is the pressed button; Enter in a field presses none of them,
    and then the one field that says something tells what is meant."""

    act = forms.CharField(required=False)
    tag = forms.CharField(
        label=_("Tag"),
        required=False,
        max_length=40,
        validators=[no_control_characters, something_to_see],
        widget=forms.TextInput(attrs={"class": "input", "list": "tags-in-use", "autofocus": True}),
    )
    weeks = forms.TypedChoiceField(
        label=_("For"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(one, weeks_long(one)) for one in SNOOZE_WEEKS],
        widget=forms.Select(attrs={"class": "select", "autofocus": True}),
    )
    reason = forms.CharField(
        label=_("Why, once for all of them"),
        required=False,
        max_length=300,
        validators=[no_control_characters, something_to_see],
        widget=forms.TextInput(attrs={"class": "input", "autofocus": True}),
    )
    note = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        validators=[no_control_characters],
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(
        self, recruiter: Recruiter, *args: Any, choices: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="bulk-%s", **kwargs)
        department = forms.ModelChoiceField(
            Department.objects.filter(served_by__recruiter=recruiter),
            label=_("These people are for"),
            required=False,
            widget=forms.Select(attrs={"class": "select", "autofocus": True}),
        )
        # Known already: the page is not to ask once more.
        department.choices = [("", _("Choose a department")), *choices]
        self.fields["department"] = department
        use_own_words([department])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        act = cleaned.get("act") or self.meant(cleaned)
        if act not in ACTS:
            raise forms.ValidationError(_("Press what to do with them: tag, snooze, move or goal."))
        cleaned["act"], field = act, ACTS[act]
        if not cleaned.get(field) and field not in self.errors:
            self.add_error(field, MISSING[field])
        return cleaned

    @staticmethod
    def meant(cleaned: dict[str, Any]) -> str:
        said = [act for act in ("tag", "move", "interest") if cleaned.get(ACTS[act])]
        return said[0] if len(said) == 1 else ""

    @property
    def until(self) -> date:
        weeks: int = self.cleaned_data["weeks"]
        return timezone.localdate() + timedelta(weeks=weeks)


class TagForm(OwnWordsMixin, forms.Form):
    """A tag for one person. The same name again, in whatever capitals, is the same tag."""

    name = forms.CharField(
        label=_("Tag"),
        max_length=40,
        validators=[no_control_characters, something_to_see],
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": MISSING["tag"]},
    )


class SavedFilterForm(OwnWordsMixin, forms.ModelForm[SavedFilter]):
    """A name for the filter that is shown."""

    class Meta:
        model = SavedFilter
        fields = ("name",)
        labels = {"name": _("Name of this filter")}
        widgets = {"name": forms.TextInput(attrs={"class": "input"})}

    def clean(self) -> dict[str, Any]:
        """Their own filters alone: one of the same name is to be deleted first."""
        cleaned = super().clean() or {}
        if SavedFilter.objects.filter(user=self.instance.user).named(cleaned.get("name", "")):
            self.add_error("name", _("You have a filter with this name. Choose another one."))
        return cleaned


OTHER = {Tier.INVEST: Tier.MAINTAIN, Tier.MAINTAIN: Tier.INVEST}
