"""Forms of the settings page: each part saves by itself."""

import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.forms import OwnWordsMixin
from hiring.models import Department
from recruiter.models import CAPACITY_LIMIT, Recruiter, ServedDepartment
from recruiter.pace import Pace, two

DAYS, BUDGET = 365, 50
WHOLE = gettext_lazy("Give a whole number such as 30.")
RANGE = gettext_lazy("Give a number from %(least)d to %(most)d.")


def whole(label: Any, least: int, most: int, *, help_text: Any = "", required: bool = True) -> Any:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric"}),
        error_messages={
            "invalid": WHOLE,
            "min_value": RANGE % {"least": least, "most": most},
            "max_value": RANGE % {"least": least, "most": most},
        },
    )


class PaceForm(OwnWordsMixin, forms.Form):
    """Places and pace. After validation `pace` is what was typed; it may ask for too much."""

    capacity = whole(gettext_lazy("Relationships in all"), 1, CAPACITY_LIMIT)
    invest_places = whole(gettext_lazy("Invest places"), 0, CAPACITY_LIMIT)
    invest_days = whole(gettext_lazy("Reach Invest every"), 1, DAYS)
    maintain_days = whole(gettext_lazy("Reach Maintain every"), 1, DAYS)
    daily_budget = whole(
        gettext_lazy("Contacts you can make a day"),
        1,
        BUDGET,
        help_text=gettext_lazy(
            "Today shows no more than this. Empty: what the sum asks, rounded up."
        ),
        required=False,
    )

    def __init__(self, recruiter: Recruiter, data: Any = None) -> None:
        start = {name: getattr(recruiter, name) for name in self.base_fields}
        super().__init__(data, initial=start, auto_id="pace-%s")
        self.recruiter = recruiter
        self.fields["capacity"].help_text = _("%d in use.") % recruiter.used
        self.fields["invest_places"].help_text = _("The rest are Maintain.")

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.recruiter.used:
            raise forms.ValidationError(
                _("You keep %(used)d people. Let somebody go first, or give %(used)d or more.")
                % {"used": self.recruiter.used}
            )
        return capacity

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("invest_places", 0) > cleaned.get("capacity", CAPACITY_LIMIT):
            self.add_error(
                "invest_places", _("Invest cannot have more places than there are in all.")
            )
        return cleaned

    @property
    def pace(self) -> Pace:
        """What is typed; where that is no number, what is set."""
        known = {**self.initial, **getattr(self, "cleaned_data", {})}
        return Pace(
            known["capacity"],
            min(known["invest_places"], known["capacity"]),
            known["invest_days"],
            known["maintain_days"],
            known["daily_budget"],
        )

    def refuse(self) -> None:
        """Say that the sum is too much for a day."""
        pace = self.pace
        self.add_error(
            None,
            _("%(sum)s contacts a day, and you can make %(budget)s. That is %(more)s too many.")
            % {
                "sum": pace.sum,
                "budget": pace.budget,
                "more": two(-pace.left),
            },
        )

    def fill(self) -> Recruiter:
        """The recruiter with what was typed, unsaved."""
        for name, value in self.cleaned_data.items():
            setattr(self.recruiter, name, value)
        return self.recruiter


class DepartmentsForm(forms.Form):
    """Which departments one serves, and how much each weighs."""

    def __init__(self, recruiter: Recruiter, data: Any = None) -> None:
        super().__init__(data, auto_id="served-%s")
        self.recruiter = recruiter
        self.served = {one.department_id: one for one in recruiter.served.all()}
        self.departments: Sequence[Department] = list(Department.objects.open())
        for one in self.departments:
            mine = self.served.get(one.pk)
            self.fields[f"serve-{one.pk}"] = forms.BooleanField(
                label=one.name,
                required=False,
                initial=mine is not None,
                widget=forms.CheckboxInput(attrs={"class": "check"}),
            )
            self.fields[f"weight-{one.pk}"] = forms.TypedChoiceField(
                label=_("Importance of %s") % one.name,
                choices=ServedDepartment.Importance.choices,
                coerce=int,
                required=False,
                initial=mine.importance if mine else ServedDepartment.Importance.NORMAL,
                error_messages={"invalid_choice": _("Choose Normal, High or Highest.")},
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"serve-{one.pk}"], self[f"weight-{one.pk}"]) for one in self.departments]

    @transaction.atomic
    def save(self) -> None:
        """Only what changed is written: an unchanged department re-ranks nobody."""
        for one in self.departments:
            wanted = self.cleaned_data[f"serve-{one.pk}"]
            weight = self.cleaned_data[f"weight-{one.pk}"] or ServedDepartment.Importance.NORMAL
            mine = self.served.get(one.pk)
            if mine and not wanted:
                mine.delete()
            elif wanted and mine is None:
                ServedDepartment.objects.create(
                    recruiter=self.recruiter, department=one, importance=weight
                )
            elif mine and mine.importance != weight:
                mine.importance = weight
                mine.save(update_fields=["importance"])


class MovesForm(forms.Form):
    """Whether a re-rank moves people, or proposes it."""

    confirm_moves = forms.BooleanField(
        label=gettext_lazy("Confirm moves"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "check"}),
    )


class LooksForm(forms.Form):
    """How it looks and feels: kept in this browser, but for the time zone."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        required=False,
        choices=[
            ("", gettext_lazy("System")),
            ("light", gettext_lazy("Light")),
            ("dark", gettext_lazy("Dark")),
        ],
    )
    density = forms.ChoiceField(
        label=gettext_lazy("Row height"),
        required=False,
        choices=[("", gettext_lazy("Comfortable")), ("compact", gettext_lazy("Compact"))],
    )
    keys = forms.ChoiceField(
        label=gettext_lazy("Single-key shortcuts"),
        required=False,
        choices=[("", gettext_lazy("On")), ("off", gettext_lazy("Off"))],
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        widget=forms.Select(attrs={"class": "select tz"}),
        error_messages={
            "required": gettext_lazy("Choose a time zone."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="looks-%s", **kwargs)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]

    @property
    def choices(self) -> list[Any]:
        return [self["theme"], self["density"], self["keys"]]


def time_zones() -> list[tuple[str, str]]:
    """Every zone of the world by name, UTC first; the links of old names left out."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    kept = [name for name in names if not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))]
    return [(name, name.replace("_", " ")) for name in ("UTC", *kept)]
