"""The settings that were measured to lose work are refused at start."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks

from recruiter import checks
from recruiter.celery import app


@pytest.fixture(autouse=True)
def tasks_imported() -> None:
    app.loader.import_default_modules()


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


def test_the_settings_as_they_are_pass() -> None:
    assert checks.celery_keeps_work(None) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("task_acks_late", False, "recruiter.E001"),
        ("task_reject_on_worker_lost", False, "recruiter.E001"),
        ("task_time_limit", 900, "recruiter.E002"),
        ("broker_transport_options", {"visibility_timeout": 600}, "recruiter.E003"),
        (
            "broker_transport_options",
            {"visibility_timeout": 600, "socket_timeout": 1, "socket_connect_timeout": 1},
            "recruiter.E004",
        ),
        ("result_backend", "cache+memory://", "recruiter.E005"),
    ],
)
def test_each_setting_that_loses_work_is_refused(
    name: str, value: object, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.conf, name, value)
    assert expected in ids(checks.celery_keeps_work(None))


@pytest.mark.django_db
def test_the_database_keeps_its_word(settings: LazySettings) -> None:
    assert checks.database_keeps_its_word(None, databases=["default"]) == []
    assert checks.database_keeps_its_word(None) == []


def test_the_projects_checks_run() -> None:
    assert [m for m in run_checks() if m.is_serious()] == []


def test_every_task_has_a_name_of_ours() -> None:
    names = {name for name in app.tasks if not name.startswith("celery.")}
    assert names == {
        "recruiter.rerank",
        "recruiter.sweep",
        "recruiter.read_unlisted",
        "recruiter.look_for_evidence",
        "recruiter.remind_managers",
        "recruiter.send_reminders",
        "recruiter.heartbeat",
        "recruiter.tidy",
    }
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled == names - {"recruiter.rerank"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "sweep",
        "read_unlisted",
        "look_for_evidence",
        "remind_managers",
        "send_reminders",
        "heartbeat",
        "tidy",
    ],
)
def test_every_task_may_run_twice(name: str) -> None:
    task = app.tasks[f"recruiter.{name}"]
    task()
    task()
