"""System checks: settings that were measured to lose work, and a database that keeps its word."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from recruiter.celery import app


@register()
def celery_keeps_work(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A task must survive its worker's death, and must end before the broker hands it out again."""
    del app_configs, kwargs
    conf, options = app.conf, app.conf.broker_transport_options
    found: list[CheckMessage] = []
    if not (conf.task_acks_late and conf.task_reject_on_worker_lost):
        found.append(
            Error(
                "A killed worker child would lose its task.",
                hint="Set task_acks_late and task_reject_on_worker_lost together.",
                id="recruiter.E001",
            )
        )
    if not conf.task_time_limit or conf.task_time_limit >= options.get("visibility_timeout", 3600):
        found.append(
            Error(
                "A task may run longer than the broker's visibility timeout, and so twice at once.",
                hint="Keep task_time_limit below visibility_timeout.",
                id="recruiter.E002",
            )
        )
    if not (options.get("socket_timeout") and options.get("socket_connect_timeout")):
        found.append(
            Error(
                "A broker that never answers would block its publisher for ever.",
                hint="Set socket_timeout and socket_connect_timeout.",
                id="recruiter.E003",
            )
        )
    restore = options.get("unacked_restore_interval", 10) * options.get(
        "unacked_restore_throttle", 10
    )
    if restore > 15:
        found.append(
            Error(
                f"The broker looks for lost messages only every {restore} s.",
                hint="Set unacked_restore_interval and unacked_restore_throttle.",
                id="recruiter.E004",
            )
        )
    if conf.result_backend:
        found.append(
            Error(
                "Results would be kept in the broker; nothing reads them.",
                hint="Leave result_backend unset.",
                id="recruiter.E005",
            )
        )
    return found


@register(Tags.database)
def database_keeps_its_word(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """An acknowledged write is on disk, and in production the role is nobody special."""
    del app_configs
    if not kwargs.get("databases"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('synchronous_commit'), rolsuper"
            " FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    found: list[CheckMessage] = []
    if row and row[0] == "off":
        found.append(
            Error(
                "synchronous_commit is off: a saved note could be lost in a crash.",
                id="recruiter.E010",
            )
        )
    if row and row[1] and settings.PRODUCTION:
        found.append(
            Error(
                "The application connects as a superuser.",
                hint="Connect as a role that owns nothing it does not need.",
                id="recruiter.E011",
            )
        )
    return found
