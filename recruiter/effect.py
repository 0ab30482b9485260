"""What saving a big goal sets in motion, as counts: a manager sees no list and no name."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q
from django.utils.translation import ngettext

from hiring.models import Department
from recruiter.encoder import goal_text
from recruiter.models import RerankDue, TextReading
from recruiter.readings import current_encoder, digest_of, goal_model


@dataclass(frozen=True)
class Effect:
    """How far the recruiters who serve a department are.

    Attributes:
        recruiters: how many serve it.
        waiting: of those, whose lists do not show all inputs yet.
        stuck: of those waiting, whose last try failed.
        last: when the latest of the others was re-ranked.
        not_read: why the goal in force is matched to nobody, once that is known.
    """

    recruiters: int
    waiting: int
    stuck: int
    last: datetime | None
    not_read: str = ""

    @property
    def in_progress(self) -> str:
        return ngettext(
            "%(count)d recruiter\u2019s list is being re-ranked now",
            "%(count)d recruiters\u2019 lists are being re-ranked now",
            self.waiting,
        ) % {"count": self.waiting}

    @property
    def readers(self) -> str:
        return ngettext(
            "%(count)d recruiter matches people to this goal",
            "%(count)d recruiters match people to this goal",
            self.recruiters,
        ) % {"count": self.recruiters}


def effect_on(department: Department) -> Effect:
    """Two queries, whatever the number of recruiters."""
    owed = Q(due__gt=F("done"))
    return Effect(
        **RerankDue.objects.filter(recruiter__departments=department).aggregate(
            recruiters=Count("pk"),
            waiting=Count("pk", filter=owed),
            stuck=Count("pk", filter=owed & Q(failed_at__isnull=False)),
            # A run that has finished leaves its moment in due_since.
            last=Max("due_since", filter=~owed),
        ),
        not_read=not_read(department),
    )


def not_read(department: Department) -> str:
    """What the engine said when it could not read the goal in force; empty when it could."""
    if department.big_goal is None:
        return ""
    reading = TextReading.objects.filter(
        model=goal_model(current_encoder()),
        digest=digest_of(goal_text(department.name, department.big_goal.text)),
    )
    return reading.values_list("not_read", flat=True).first() or ""
