"""Forms of the recruiter's pages."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_stubs_ext import StrPromise

from candidates.forms import DayInput, OwnWordsMixin, PasteForm
from candidates.models import (
    STATEMENT_MAX_LENGTH,
    StatementKind,
    no_control_characters,
    something_to_see,
)
from recruiter.coaching import split
from recruiter.feedback import Doubt
from recruiter.models import Answer, MatchFeedback, Ranking, RankingQuerySet, Shortlist
from recruiter.templatetags.moments import ago

PIN_YEARS = 10
LONGEST_CADENCE = 730


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("That e-mail and password do not match"),
        "inactive": _("That e-mail and password do not match"),
    }
    username = forms.CharField(label=_("E-mail"), max_length=254)


class HoldForm(OwnWordsMixin, forms.Form):
    """Why somebody is held in a list, and until when."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        validators=[no_control_characters, something_to_see],
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("Say why you pin them.")},
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: until you unpin them."),
    )

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if until is not None and until.year > timezone.localdate().year + PIN_YEARS:
            raise forms.ValidationError(
                _("Choose a day within %(years)d years.") % {"years": PIN_YEARS}
            )
        return until

    @property
    def ends_at(self) -> datetime | None:
        """The end of the chosen day, where the reader is."""
        until: date | None = self.cleaned_data["until"]
        if until is None:
            return None
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))


class CadenceForm(OwnWordsMixin, forms.Form):
    """How often to be in touch with one person; empty means as usual."""

    days = forms.IntegerField(
        label=_("Every so many days"),
        min_value=1,
        max_value=LONGEST_CADENCE,
        required=False,
        help_text=_("Empty: the usual pace of their list."),
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            format_lazy(_("Give a whole number of days from 1 to {most}."), most=LONGEST_CADENCE),
        ),
    )


class FeedbackForm(OwnWordsMixin, forms.ModelForm[MatchFeedback]):
    """Why somebody and a goal do not belong together."""

    class Meta:
        model = MatchFeedback
        fields = ("doubt", "words")
        widgets = {
            "doubt": forms.Select(attrs={"class": "select"}),
            "words": forms.TextInput(attrs={"class": "input"}),
        }
        labels = {"doubt": _("What is wrong with it"), "words": _("In your own words")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doubt"].choices = [("", _("Choose one")), *Doubt.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("doubt") == Doubt.OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say in your own words why it is no match."))
        return cleaned


class PinForm(HoldForm):
    """Why somebody stays where they are."""


class MoveForm(HoldForm):
    """Why somebody goes to the other list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Say why you move them.")
        self.fields["until"].help_text = _("Empty: they stay there until you unpin them.")


class SwapForm(MoveForm):
    """Who steps to Maintain, by their key, and why."""

    down = forms.IntegerField(
        min_value=1, error_messages={"required": _("Choose who steps to Maintain.")}
    )


SNOOZE_WEEKS = (1, 2, 4)
SNOOZE_YEARS = 2


def weeks_long(count: int) -> StrPromise:
    return format_lazy(ngettext_lazy("{count} week", "{count} weeks", count), count=count)


class SnoozeForm(OwnWordsMixin, forms.Form):
    """Not now: `weeks` comes from a button, `until` from the calendar; after validation `until`
    is the day, whichever of them said it. The button "tomorrow" is a skip."""

    weeks = forms.TypedChoiceField(
        choices=[(0, _("Tomorrow")), *((count, weeks_long(count)) for count in SNOOZE_WEEKS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        validators=[no_control_characters],
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        today = timezone.localdate()
        if cleaned.get("weeks") is not None:
            cleaned["until"] = today + timedelta(days=7 * cleaned["weeks"] or 1)
        elif "until" in cleaned:
            self.check_day(cleaned["until"], today)
        return cleaned

    def check_day(self, until: date | None, today: date) -> None:
        if until is None:
            self.add_error("until", _("Choose a day, or one of the buttons."))
        elif until <= today:
            self.add_error("until", _("Choose a day that is still to come."))
        elif until.year > today.year + SNOOZE_YEARS:
            words = _("Choose a day within %(years)s years.")
            self.add_error("until", words % {"years": SNOOZE_YEARS})


class RunField(forms.ModelChoiceField[Ranking]):
    """One of a recruiter's runs, by its number."""

    def __init__(
        self, runs: RankingQuerySet, offered: Iterable[Ranking], label: StrPromise
    ) -> None:
        super().__init__(
            runs,
            to_field_name="number",
            label=label,
            empty_label=None,
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), _("Choose a run that is on the list.")
            ),
        )
        self.choices = [(one.number, self.label_from_instance(one)) for one in offered]

    def label_from_instance(self, obj: Ranking) -> str:
        return f"{obj.number}, {ago(obj.published_at)}"


class CompareForm(forms.Form):
    """Two runs of one recruiter."""

    def __init__(self, runs: RankingQuerySet, offered: Sequence[Ranking], data: Any = None) -> None:
        super().__init__(data)
        for name, label, first in (("from", _("From"), -1), ("to", _("To"), 0)):
            self.fields[name] = RunField(runs, offered, label)
            self.fields[name].widget.attrs["class"] = "select"
            if offered:
                self.fields[name].initial = offered[first].number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned) == 2 and cleaned["from"] == cleaned["to"]:
            raise forms.ValidationError(_("Choose two different runs."))
        return cleaned

    @property
    def chosen(self) -> tuple[Ranking, Ranking]:
        """The earlier one first, whichever way they were chosen."""
        one, two = self.cleaned_data["from"], self.cleaned_data["to"]
        return (one, two) if one.number < two.number else (two, one)


class SplitForm(PasteForm):
    """A paste, and which of its statements to keep: `keep` holds their numbers, from 0 on.

    What a person says statement n is comes as `kind-n`. After validation `chosen` has the kinds by
    text, in order.
    """

    chosen: dict[str, str]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = statements_of(cleaned.get("text", ""))
        numbers = [int(one) for one in self.numbers if one.isdecimal() and int(one) < len(said)]
        if len(numbers) < len(self.numbers):
            raise forms.ValidationError(_("The text is another one now. Look it over once more."))
        if not numbers:
            raise forms.ValidationError(_("Choose at least one statement."))
        self.chosen = {said[one]: self.kind_of(one) for one in sorted(numbers)}
        if any(kind not in ("", *StatementKind.values) for kind in self.chosen.values()):
            raise forms.ValidationError(_("Choose purpose, problem, or leave it open."))
        longest = max(len(one) for one in self.chosen)
        if longest > STATEMENT_MAX_LENGTH:
            raise forms.ValidationError(
                _("Leave out the one of %(longest)d letters: %(most)d are the most.")
                % {"longest": longest, "most": STATEMENT_MAX_LENGTH}
            )
        return cleaned

    @property
    def numbers(self) -> list[str]:
        """Which statements are ticked, as they were sent."""
        return self.data.getlist("keep")  # type: ignore[attr-defined, no-any-return]

    def kind_of(self, number: int) -> str:
        """What a person says a statement is; empty where they leave it open."""
        return str(self.data.get(f"kind-{number}", ""))


def statements_of(text: str) -> list[str]:
    """The statements of a paste as they are kept, each on one line."""
    return [" ".join(span.of(text).split()) for span in split(text)]


class PicksForm(forms.Form):
    """Who goes on the shortlist: ticked people, in the order of the page."""

    people = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Tick at least one person.")}
    )

    def __init__(self, *args: Any, offered: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(key, key) for key in offered]  # type: ignore[attr-defined]


class ShareForm(forms.ModelForm[Shortlist]):
    """What goes along when a shortlist is shared."""

    class Meta:
        model = Shortlist
        fields = ("with_contacts", "with_briefs", "blind")
        widgets: ClassVar = {
            name: forms.CheckboxInput(attrs={"class": "check"})
            for name in ("with_contacts", "with_briefs", "blind")
        }


class AnswerForm(forms.Form):
    """A manager's answer to one person."""

    answer = forms.ChoiceField(choices=Answer)


class PlacesForm(forms.Form):
    """Five statements in order: each gets a place of its own, 1 for the nearest."""

    def __init__(self, *args: Any, statements: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements = statements
        choices = [("", _("Place")), *((str(n), str(n)) for n in range(1, len(statements) + 1))]
        for number, key in enumerate(statements, start=1):
            self.fields[f"place-{key}"] = forms.TypedChoiceField(
                label=_("Place of statement %(number)d") % {"number": number},
                coerce=int,
                choices=choices,
                widget=forms.Select(attrs={"class": "select"}),
                error_messages={
                    "required": _("Choose a place for statement %(number)d.") % {"number": number}
                },
            )

    def clean(self) -> dict[str, Any]:
        places = [self.cleaned_data.get(f"place-{key}") for key in self.statements]
        if all(places) and len(set(places)) < len(places):
            raise forms.ValidationError(_("Give each statement a place of its own."))
        return self.cleaned_data

    @property
    def places(self) -> dict[int, int]:
        return {key: self.cleaned_data[f"place-{key}"] for key in self.statements}
