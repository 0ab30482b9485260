"""People who log in, and recruiters with their settings. What the engine wrote is to read only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest

from recruiter.models import (
    MatchFeedback,
    Ranking,
    Recruiter,
    Relationship,
    RerankDue,
    ServedDepartment,
    User,
)

# Roles are rows of their own (recruiter, hiring manager) and one flag (administrator).
admin.site.unregister(Group)


class NewUserForm(AdminUserCreationForm[User]):
    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(UserChangeForm[User]):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin[User]):
    """By e-mail. There is no user name, no group and no single permission."""

    form = UserForm
    add_form = NewUserForm
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Person", {"fields": ("name", "time_zone", "language")}),
        ("Access", {"fields": ("is_active", "is_staff")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    list_display = ("name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("name", "email")
    ordering = ("name",)

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm[Any], change: bool
    ) -> None:
        """An administrator may do everything here; Django asks another flag for that."""
        obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)


class ServedDepartmentInline(admin.TabularInline[ServedDepartment, Recruiter]):
    model = ServedDepartment
    autocomplete_fields = ("department",)
    extra = 0


@admin.register(Recruiter)
class RecruiterAdmin(admin.ModelAdmin[Recruiter]):
    fields = (
        "user",
        ("capacity", "used"),
        ("invest_places", "invest_used"),
        ("invest_days", "maintain_days"),
    )
    readonly_fields = ("used", "invest_used")
    list_display = ("user", "capacity", "used", "invest_places", "invest_used")
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    autocomplete_fields = ("user",)
    inlines = (ServedDepartmentInline,)


class ReadOnly(admin.ModelAdmin[Any]):
    """Looked at, never written: the desk and the engine keep these."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        del request, obj
        return False


@admin.register(Relationship)
class RelationshipAdmin(ReadOnly):
    """Without the reason of a pin, which is the recruiter's own."""

    fields = ("recruiter", "candidate", "tier", "tier_since", "pin", "pin_until", "added_at")
    list_display = ("candidate", "recruiter", "tier", "pin", "added_at")
    list_select_related = ("candidate", "recruiter__user")
    list_filter = ("tier", "recruiter")
    search_fields = ("candidate__name", "recruiter__user__name")


@admin.register(Ranking)
class RankingAdmin(ReadOnly):
    exclude = ("records", "input_hash")
    list_display = (
        "recruiter",
        "number",
        "cause",
        "people",
        "entered",
        "left",
        "shifted",
        "published_at",
    )
    list_select_related = ("recruiter__user",)
    list_filter = ("recruiter", "cause")


@admin.register(RerankDue)
class RerankDueAdmin(ReadOnly):
    list_display = (
        "recruiter",
        "due",
        "done",
        "cause",
        "due_since",
        "attempts",
        "failed_at",
        "failure",
    )
    list_select_related = ("recruiter__user",)


@admin.register(MatchFeedback)
class MatchFeedbackAdmin(ReadOnly):
    """What recruiters say of matches, for whoever tunes the engine."""

    list_display = ("department", "doubt", "words", "candidate", "recruiter", "created_at")
    list_select_related = ("department", "candidate", "recruiter__user")
    list_filter = ("doubt", "department")
