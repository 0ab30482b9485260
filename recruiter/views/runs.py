"""Re-rank runs: what is owed right now, and what each published run changed, and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from recruiter.access import RecruiterRequest, recruiter_required
from recruiter.causes import Noted, because
from recruiter.differences import Difference, difference
from recruiter.models import Ranking, RankingQuerySet
from recruiter.runs import Listed, progress
from recruiter.templatetags.moments import ago
from recruiter.tiering import PackError

RUNS_SHOWN = 12


class RunField(forms.ModelChoiceField[Ranking]):
    """One of a recruiter's runs, by its number."""

    def __init__(self, runs: RankingQuerySet, offered: Iterable[Ranking], label: str) -> None:
        super().__init__(
            runs,
            to_field_name="number",
            label=label,
            empty_label=None,
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), "Choose a run that is on the list."
            ),
        )
        self.choices = [(one.number, self.label_from_instance(one)) for one in offered]

    def label_from_instance(self, obj: Ranking) -> str:
        return f"{obj.number}, {ago(obj.published_at)}"


class CompareForm(forms.Form):
    """Two runs of one recruiter."""

    def __init__(self, runs: RankingQuerySet, offered: Sequence[Ranking], data: Any = None) -> None:
        super().__init__(data)
        for name, label, first in (("from", "From", -1), ("to", "To", 0)):
            self.fields[name] = RunField(runs, offered, label)
            self.fields[name].widget.attrs["class"] = "select"
            if offered:
                self.fields[name].initial = offered[first].number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned) == 2 and cleaned["from"] == cleaned["to"]:
            raise ValidationError("Choose two different runs.")
        return cleaned

    @property
    def chosen(self) -> tuple[Ranking, Ranking]:
        """The earlier one first, whichever way they were chosen."""
        one, two = self.cleaned_data["from"], self.cleaned_data["to"]
        return (one, two) if one.number < two.number else (two, one)


@recruiter_required
@require_safe
def runs(request: RecruiterRequest) -> HttpResponse:
    """The newest run, and the one that is on its way."""
    return page(request, request.recruiter.rankings.first())


@recruiter_required
@require_safe
def run(request: RecruiterRequest, number: int) -> HttpResponse:
    """Any run by its number. Numbers are a recruiter's own, so another's is not found."""
    return page(request, get_object_or_404(request.recruiter.rankings, number=number))


@recruiter_required
@require_safe
def run_compare(request: RecruiterRequest) -> HttpResponse:
    """Two runs of the reader's choice, the earlier one first whichever way they chose."""
    form = CompareForm(request.recruiter.rankings.all(), offered(request), request.GET)
    if not form.is_valid():
        return page(request, request.recruiter.rankings.first(), form, status=422)
    earlier, later = form.chosen
    return page(request, later, form, against=earlier)


@recruiter_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def run_progress(request: RecruiterRequest) -> HttpResponse:
    """What is on its way; asked again every two seconds until it has arrived."""
    if request.htmx.target != "progress":
        return redirect("runs")
    seen = request.GET.get("seen", "")
    now = progress(request.recruiter, int(seen) if seen.isdecimal() else 0)
    context = {"progress": now, "seen": seen, "asked_again": True}
    return render(request, "recruiter/run_progress.html", context)


@recruiter_required
@require_POST
@vary_on_headers("HX-Request", "HX-Target")
def rerank_now(request: RecruiterRequest) -> HttpResponse:
    """Mark the ranking due. The dispatcher hears of it; this process talks to no queue."""
    request.recruiter.rerank.ask()
    if request.htmx.target == "progress":
        now = progress(request.recruiter)
        context = {"progress": now, "seen": now.number}
        return render(request, "recruiter/run_progress.html", context)
    messages.success(request, "The re-rank starts in a moment")
    return redirect("runs")


def page(
    request: RecruiterRequest,
    shown: Ranking | None,
    form: CompareForm | None = None,
    against: Ranking | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A run beside the one before it, or beside the one that was chosen."""
    now, listed = progress(request.recruiter), offered(request)
    context: dict[str, Any] = {
        "progress": now,
        "seen": now.number,
        "listed": [Listed(one) for one in listed],
        "more": bool(listed) and listed[-1].number > 1 and "all" not in request.GET,
        "form": form or CompareForm(request.recruiter.rankings.all(), listed),
        "run": shown,
        "against": against,
    }
    if shown is not None:
        before = against or request.recruiter.rankings.before(shown.number).first()
        context |= {
            "before": before,
            "because": because(request.recruiter, [Noted.of_run(shown, before)])[0],
            "difference": readable(before, shown),
        }
    return render(request, "recruiter/runs.html", context, status=status)


def offered(request: RecruiterRequest) -> list[Ranking]:
    """The newest runs, or every one when that is asked for."""
    return list(
        request.recruiter.rankings.for_list()[: None if "all" in request.GET else RUNS_SHOWN]
    )


def readable(before: Ranking | None, after: Ranking) -> Difference | None:
    """What changed; None for the first run, and when one was kept in a form no longer read."""
    if before is None:
        return None
    try:
        return difference(before, after)
    except PackError:
        return None
