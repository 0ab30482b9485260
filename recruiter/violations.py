"""From a constraint that the database refused by, to the sentence for whoever caused it."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint

OURS = ("candidates", "hiring", "recruiter")


@cache
def sentences() -> dict[str, object]:
    """Constraint name to sentence, for every constraint that has one of its own."""
    return {
        constraint.name: constraint.violation_error_message
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message
        and constraint.violation_error_message != BaseConstraint.default_violation_error_message
    }


def constraint_name(error: IntegrityError) -> str:
    """Name of the violated constraint; empty when the database did not name one."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""


def sentence(error: IntegrityError) -> str:
    """What to tell the user.

    Raises:
        IntegrityError: the same error, when the constraint is no rule meant for users.
    """
    try:
        return str(sentences()[constraint_name(error)])
    except KeyError:
        raise error from None
