"""Health checks of the processes that nobody can open in a browser."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from recruiter.models import Heartbeat, Recruiter, RerankDue

LONG_AGO = timedelta(minutes=10)


@pytest.mark.django_db
def test_a_worker_that_never_worked_is_not_alive() -> None:
    with pytest.raises(CommandError, match="No worker has given a sign of life yet"):
        call_command("alive", "worker")


def test_a_worker_that_worked_lately_is_alive(db: None) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now())
    call_command("alive", "worker")


def test_a_worker_that_fell_silent_is_not_alive(db: None) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() - LONG_AGO)
    with pytest.raises(CommandError, match="The last sign of life is of"):
        call_command("alive", "worker")


def test_a_dispatcher_with_nothing_to_do_is_alive(db: None) -> None:
    call_command("alive", "dispatcher")


@pytest.mark.parametrize(
    ("since", "lease", "alive"),
    [
        (timedelta(0), None, True),
        (LONG_AGO, timedelta(seconds=10), True),
        (LONG_AGO, -LONG_AGO, False),
        (LONG_AGO, None, False),
    ],
)
def test_a_dispatcher_is_judged_by_what_nobody_claims(
    rita: Recruiter, since: timedelta, lease: timedelta | None, alive: bool
) -> None:
    now = timezone.now()
    RerankDue.objects.filter(recruiter=rita).update(
        due=2, done=1, due_since=now - since, lease_until=lease and now + lease
    )
    if alive:
        call_command("alive", "dispatcher")
    else:
        with pytest.raises(CommandError, match=r"Re-ranks that nobody claims: 1\."):
            call_command("alive", "dispatcher")
