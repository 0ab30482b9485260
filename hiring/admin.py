"""Departments, their managers and their openings. A goal is written by its manager alone."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from hiring.models import BigGoal, Department, HiringManager, Opening


class HiringManagerInline(admin.TabularInline[HiringManager, Department]):
    model = HiringManager
    autocomplete_fields = ("user",)
    extra = 0


class BigGoalInline(admin.TabularInline[BigGoal, Department]):
    """Every version, to read."""

    model = BigGoal
    fields = readonly_fields = ("version", "text", "author", "created_at")
    ordering = ("-version",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        del request, obj
        return False


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin[Department]):
    fields = ("name", "closed_at")
    list_display = ("name", "goal_version", "closed_at")
    list_select_related = ("big_goal",)
    search_fields = ("name",)
    inlines = (HiringManagerInline, BigGoalInline)


@admin.register(Opening)
class OpeningAdmin(admin.ModelAdmin[Opening]):
    fields = ("department", "text", "opened_on", "closes_on", "closed_on")
    list_display = ("department", "text", "opened_on", "closes_on", "closed_on")
    list_select_related = ("department",)
    list_filter = ("department",)
    search_fields = ("text",)
    autocomplete_fields = ("department",)

    def save_model(
        self, request: HttpRequest, obj: Opening, form: ModelForm[Any], change: bool
    ) -> None:
        if not change:
            obj.opened_by_id = request.user.pk
        super().save_model(request, obj, form, change)
