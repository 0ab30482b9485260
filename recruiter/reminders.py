"""Managers are asked by mail whether their big goal is still true.

First a row, in the transaction of whoever asked; then the mail, from a task. So no page waits for a
mail server, and what was asked is not lost with a process. A task that dies between the mail and
its commit mails once more: rather twice than never.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hiring.models import Department, DepartmentQuerySet, GoalReminder
from recruiter.models import Recruiter, User

logger = logging.getLogger(__name__)

CONFIRM_AGAIN_AFTER = timedelta(days=183)
"""Half a year."""
BY_ITSELF_AFTER = timedelta(days=30)
ON_REQUEST_AFTER = timedelta(days=7)
WAIT = timedelta(minutes=1)
"""Before a second try; four times as long before each further one."""


@dataclass(frozen=True)
class Asked:
    """What a recruiter's press did: who is mailed, and for which departments nobody could be."""

    people: Sequence[str]
    without_manager: Sequence[str]


def remind_unconfirmed() -> int:
    """Ask for every goal that nobody has stood by for half a year, once in thirty days."""
    now = timezone.now()
    with transaction.atomic():
        due = waiting(Department.objects.all(), now).not_reminded_since(now - BY_ITSELF_AFTER)
        return len(write(due, by=None))


def ask(recruiter: Recruiter) -> Asked:
    """Ask the managers of the departments that a recruiter serves, once in a week."""
    now = timezone.now()
    mine = Department.objects.filter(served_by__recruiter=recruiter)
    with transaction.atomic():
        due = waiting(mine, now).not_reminded_since(now - ON_REQUEST_AFTER)
        written = write(due, by=recruiter.user)
        nobody = [one.name for one in waiting(mine, now).filter(managers=None)]
    people = dict.fromkeys(f"{one.user} ({one.department})" for one in written)
    return Asked(list(people), nobody)


def waiting(departments: DepartmentQuerySet, now: datetime) -> DepartmentQuerySet:
    return departments.unconfirmed_since(now - CONFIRM_AGAIN_AFTER)


def write(departments: DepartmentQuerySet, *, by: User | None) -> list[GoalReminder]:
    """A row for each manager of each department. Two at once cannot both write."""
    ids = list(departments.values_list("pk", flat=True))
    locked = Department.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk", flat=True))
    still = departments.filter(pk__in=ids).prefetch_related("managers__user")
    return GoalReminder.objects.bulk_create(
        GoalReminder(department=one, user=link.user, asked_by=by)
        for one in still
        for link in one.managers.all()
        if link.user.is_active
    )


def send_unsent() -> int:
    """Send what is written and its turn has come. Returns how many mails left."""
    return sum(send(pk) for pk in GoalReminder.objects.unsent().values_list("pk", flat=True))


def send(pk: int) -> bool:
    """Send one, unless another task is at it, it has been confirmed since, or it is too early."""
    with transaction.atomic():
        one = (
            GoalReminder.objects.unsent()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("department__big_goal", "user", "asked_by")
            .filter(pk=pk)
            .first()
        )
        now = timezone.now()
        if one is None or (one.attempts and now < one.asked_at + WAIT * 4**one.attempts):
            return False
        if not waiting(Department.objects.filter(pk=one.department_id), now).exists():
            one.delete()
            return False
        try:
            message(one).send()
        except OSError:  # also what smtplib raises
            logger.warning("Reminder %s could not be sent", pk, exc_info=True)
            one.attempts += 1
            one.save(update_fields=["attempts"])
            return False
        one.sent_at = now
        one.save(update_fields=["sent_at"])
        return True


def message(one: GoalReminder) -> EmailMultiAlternatives:
    """In the manager's language, as plain text and as HTML, with a link to the one press."""
    goal = one.department.big_goal
    context = {
        "department": one.department,
        "goal": goal,
        "manager": one.user,
        "asked_by": one.asked_by,
        "confirmed_at": goal.confirmed_at if goal else None,
        "link": settings.SITE + reverse("goal_edit", args=[one.department_id]),
    }
    with translation.override(one.user.language), timezone.override(one.user.time_zone):
        subject = _("Is this still why %(department)s exists?") % {"department": one.department}
        mail = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string("mail/goal_reminder.txt", context),
            to=[one.user.email],
        )
        mail.attach_alternative(render_to_string("mail/goal_reminder.html", context), "text/html")
    return mail
