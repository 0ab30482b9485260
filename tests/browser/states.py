"""States of Today that no address brings about: each is made in the database of a test.

By name, with what the page says then. `pages.py` has the pages that an address alone opens.
"""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from candidates.models import Candidate, Contact, Reminder
from hiring.models import HiringManager
from recruiter.models import Recruiter, RerankDue
from tests.factories import days_before, make_contact, make_note, make_recruiter


def have_nobody(rita: Recruiter) -> None:
    rita.relationships.all().delete()


def have_one_person(rita: Recruiter) -> None:
    first = rita.relationships.order_by("pk").values("pk")[:1]
    rita.relationships.exclude(pk__in=first).delete()
    make_overdue(rita)


def owe_nobody(rita: Recruiter) -> None:
    Contact.objects.all().delete()


def have_done_the_day(rita: Recruiter) -> None:
    make_overdue(rita)
    Recruiter.objects.filter(pk=rita.pk).update(daily_budget=1)
    make_contact(Candidate.objects.earliest("pk"), rita.user)


def be_busy(rita: Recruiter) -> None:
    """All that a line can say at once: a promise, a colleague, attempts, long and strange names."""
    make_overdue(rita)
    Recruiter.objects.filter(pk=rita.pk).update(daily_budget=20)
    raj = make_recruiter("Raj Malhotra")
    for one in Candidate.objects.all():
        make_note(one, rita.user, "Wants to see it work 🧊, and said so twice. " * 40)
        make_contact(one, raj.user, days_ago=2, channel="mail")
        for days in (190, 180, 170):
            make_contact(one, rita.user, days_ago=days, answered=False)
        for days in (0, 3):
            Reminder.objects.create(
                candidate=one,
                user=rita.user,
                text=f"Send it {'on ' * 60}",
                due_on=days_before(days),
            )


def have_no_manager(rita: Recruiter) -> None:
    HiringManager.objects.all().delete()


def rank_now(rita: Recruiter) -> None:
    owe(rita, lease_until=timezone.now() + timedelta(hours=1), step_done=812, step_total=1699)


def rank_soon(rita: Recruiter) -> None:
    owe(rita, due_since=timezone.now() - timedelta(minutes=2))


def fail(rita: Recruiter) -> None:
    owe(rita, failed_at=timezone.now(), failure="EncoderError", lease_until=None)


def fail_at_first(rita: Recruiter) -> None:
    fail(rita)
    RerankDue.objects.filter(recruiter=rita).update(published=None)


def make_overdue(rita: Recruiter) -> None:
    Contact.objects.all().delete()
    for one in rita.relationships.select_related("candidate"):
        make_contact(one.candidate, rita.user, days_ago=200, text="Spoke about ledgers.")


def owe(rita: Recruiter, **fields: object) -> None:
    make_overdue(rita)
    due = RerankDue.objects.get(recruiter=rita)
    RerankDue.objects.filter(recruiter=rita).update(due=due.due + 1, **fields)


TODAY: dict[str, tuple[Callable[[Recruiter], None], str]] = {
    "nobody": (have_nobody, "Nobody on your list yet"),
    "one-person": (have_one_person, "Reach out now"),
    "nobody-due": (owe_nobody, "Nobody is due today"),
    "day-done": (have_done_the_day, "That was today"),
    "busy": (be_busy, "better pause"),
    "no-manager": (
        have_no_manager,
        "Nobody speaks for Field Engineering and Finance Operations now.",
    ),
    "running": (rank_now, "Re-ranking now: 812 of 1,699 texts read"),
    "waiting": (rank_soon, "A re-rank is waiting to start"),
    "failed": (fail, "The last re-rank failed; the lists of"),
    "failed-at-first": (fail_at_first, "The last re-rank failed; it is tried again by itself"),
}
