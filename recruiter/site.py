"""The administrators' site: our own log-in, errors in sentences, and a history without values."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from candidates.models import Candidate
from recruiter import erasing, tombstones
from recruiter.models import User
from recruiter.violations import sentence


class Administered(admin.ModelAdmin[Any]):
    """What every page of the site does, whichever app registered it."""

    view_on_site = False  # the desk's pages are for recruiters

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Only the filters that the page offers, and the key.

        Django lets an address filter by every field of the row itself. By one that is not shown
        (the reason of a pin) it would be told letter by letter.
        """
        offered = {one[0] if isinstance(one, tuple) else one for one in self.list_filter}
        offered |= {self.opts.pk.name, "pk"}
        return lookup.split("__")[0] in offered and super().lookup_allowed(lookup, value, request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form again when the database refuses by a rule of ours.

        Most rules are checked by the form. Some the database alone can keep (capacity), and each
        can be broken by somebody else between the check and the writing.
        """
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refused = sentence(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        form = super().get_form(request, obj, change, **kwargs)
        refused: str | None = getattr(request, "refused", None)
        is_new_person = self.model is Candidate and not change
        if refused is None and not is_new_person:
            return form

        def clean(self: ModelForm[Any]) -> dict[str, Any] | None:
            typed = self.cleaned_data
            erased = is_new_person and tombstones.refusal(
                typed.get("name", ""), typed.get("email", "")
            )
            if words := refused or erased:
                self.add_error(None, words)
            return form.clean(self)

        return type(form.__name__, (form,), {"clean": clean})

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """What nobody may edit by itself still goes with whom it belongs to."""
        deleted, counts, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """A person is erased, whoever asks."""
        if isinstance(obj, Candidate):
            erasing.erase(obj, by=acting(request))
        else:
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        if queryset.model is not Candidate:
            super().delete_queryset(request, queryset)
            return
        for one in queryset:
            erasing.erase(one, by=acting(request))

    # The history holds ids and names of fields, never a value that an erasure would have to find.

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return self.record(request, obj, ADDITION, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return self.record(request, obj, CHANGE, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[LogEntry]:
        return [self.record(request, one, DELETION, "") for one in queryset]

    def record(self, request: HttpRequest, obj: Model, action: int, message: Any) -> LogEntry:
        return LogEntry.objects.create(
            user_id=int(request.user.pk or 0),
            content_type=get_content_type_for_model(obj),
            object_id=str(obj.pk),
            object_repr=f"{obj._meta.verbose_name} {obj.pk}",
            action_flag=action,
            change_message=message,
        )

    def construct_change_message(
        self, request: HttpRequest, form: Form, formsets: Any, add: bool = False
    ) -> list[dict[str, dict[str, Any]]]:
        said: list[dict[str, dict[str, Any]]] = super().construct_change_message(
            request, form, formsets, add
        )
        for entry in said:
            for what in entry.values():
                if "object" in what:
                    what["object"] = "…"
        return said


def acting(request: HttpRequest) -> User:
    """The administrator at work; nobody else gets as far."""
    return cast(User, request.user)


class DeskAdminSite(admin.AdminSite):
    """Django's own, for whoever is an administrator."""

    site_header = "Cultivate administration"
    site_title = "Cultivate"
    index_title = "People and settings"
    site_url = None

    def register(
        self,
        model_or_iterable: Any,
        admin_class: type[admin.ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        base = admin_class or admin.ModelAdmin
        made = type(base.__name__, (base, Administered), {"__module__": base.__module__})
        super().register(model_or_iterable, made, **options)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Everybody logs in on one page. The wrong role is told so, not asked to log in again."""
        del extra_context
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied("This page is for administrators.")
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def logout(  # type: ignore[override]  # Django's renders a page; ours leads to the log-in
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        del extra_context
        return LogoutView.as_view()(request)
