"""Who may open a page: a role each, decided before the view runs.

Log-in is required everywhere by middleware. These decorators ask for the role (403 otherwise);
ownership follows from queries that start at the user, so a stranger's object is 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from hiring.models import Department, DepartmentQuerySet
from recruiter.models import Recruiter, Relationship, User

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
    htmx: HtmxDetails


class RecruiterRequest(UserRequest):
    """A request of somebody who has a desk."""

    recruiter: Recruiter


class ManagerRequest(UserRequest):
    """A request of somebody who speaks for departments; `departments` are those, unevaluated."""

    departments: DepartmentQuerySet


def own_relationship(request: RecruiterRequest, candidate: int) -> Relationship:
    """The recruiter's own relationship with a candidate, by the candidate's key, or 404."""
    mine = request.recruiter.relationships.select_related("candidate")
    return get_object_or_404(mine, candidate=candidate)


def recruiter_required(
    view: Callable[Concatenate[RecruiterRequest, P], HttpResponse],
) -> Callable[Concatenate[UserRequest, P], HttpResponse]:
    """Let recruiters in, with their row on the request (one query)."""

    @wraps(view)
    def wrapped(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            recruiter = request.user.recruiter
        except Recruiter.DoesNotExist:
            raise PermissionDenied(_("This page is for recruiters.")) from None
        request.recruiter = recruiter  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return wrapped


def manager_required(
    view: Callable[Concatenate[ManagerRequest, P], HttpResponse],
) -> Callable[Concatenate[UserRequest, P], HttpResponse]:
    """Let hiring managers in, with their own departments on the request (one query)."""

    @wraps(view)
    def wrapped(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        departments = Department.objects.managed_by(request.user)
        if not departments.exists():
            raise PermissionDenied(_("This page is for hiring managers."))
        request.departments = departments  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return wrapped


def staff_required(
    view: Callable[Concatenate[UserRequest, P], HttpResponse],
) -> Callable[Concatenate[UserRequest, P], HttpResponse]:
    """Let administrators in."""

    @wraps(view)
    def wrapped(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied(_("This page is for administrators."))
        return view(request, *args, **kwargs)

    return wrapped
