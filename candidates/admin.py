"""Candidates, what they said, and what they agreed to.

Notes and contacts are left out on purpose: an administrator reads no private note and no text of
a contact.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from candidates.models import Candidate, Consent, Statement, Tag


class StatementInline(admin.StackedInline[Statement, Candidate]):
    model = Statement
    fields = ("text", ("source", "said_on", "kind"), "link")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    extra = 0


class ConsentForm(forms.ModelForm[Consent]):
    class Meta:
        model = Consent
        fields = ("scope", "wording_version", "given_at", "withdrawn_at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given, withdrawn = cleaned.get("given_at"), cleaned.get("withdrawn_at")
        if given and withdrawn and withdrawn < given:
            self.add_error(
                "withdrawn_at", ValidationError("Consent is withdrawn after it is given.")
            )
        return cleaned


class ConsentInline(admin.TabularInline[Consent, Candidate]):
    model = Consent
    form = ConsentForm
    extra = 0


@admin.register(Candidate)
class CandidateAdmin(admin.ModelAdmin[Candidate]):
    fields = (
        "name",
        ("email", "phone"),
        ("headline", "location"),
        "source",
        ("purpose_state", "asked_on"),
        ("objected_at", "do_not_contact_since"),
    )
    readonly_fields = ("purpose_state",)
    list_display = ("name", "headline", "location", "purpose_state", "source")
    list_filter = ("purpose_state", "source")
    search_fields = ("name", "email")
    inlines = (StatementInline, ConsentInline)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A statement keeps who added it, and who said what it is."""
        for one in formset.forms:
            if isinstance(one.instance, Statement) and one.has_changed():
                stamp(one, by=request.user.pk)
        super().save_formset(request, form, formset, change)


def stamp(form: Any, *, by: Any) -> None:
    statement: Statement = form.instance
    if statement.pk is None:
        statement.added_by_id = by
    if "kind" in form.changed_data:
        statement.kind_set_by_id = by if statement.kind else None
        statement.kind_set_at = timezone.now() if statement.kind else None


@admin.register(Statement)
class StatementAdmin(admin.ModelAdmin[Statement]):
    """To find a statement among all of them; it is edited with its candidate."""

    list_display = ("candidate", "text", "source", "said_on", "kind")
    list_select_related = ("candidate",)
    list_filter = ("source", "kind")
    search_fields = ("text", "candidate__name")
    fields = readonly_fields = (
        "candidate",
        "text",
        "source",
        "said_on",
        "link",
        "kind",
        "kind_set_by",
        "kind_set_at",
        "added_by",
        "edited_by",
        "edited_at",
        "retired_by",
        "retired_at",
        "retired_reason",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """To correct a tag's name, or to take it off everybody at once."""

    fields = ("name",)
    search_fields = ("name",)
