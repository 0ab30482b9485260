"""Published rankings made by hand, so that a page's tests need no encoder."""

from datetime import datetime

import numpy as np
from django.utils import timezone

from candidates.models import Candidate
from hiring.models import Department
from recruiter import ranking, tiering
from recruiter.models import Cause, Ranking, Recruiter, Relationship, RerankDue, Tier

POLICY = ranking.POLICY
PINS = {
    "": tiering.Pin.NONE,
    Tier.INVEST: tiering.Pin.INVEST,
    Tier.MAINTAIN: tiering.Pin.MAINTAIN,
}
Fits = dict[Candidate, tuple[Department, float]]
"""Who matches which department, and how well, 0..1."""


def publish(
    recruiter: Recruiter,
    fits: Fits,
    *,
    cause: str = Cause.NEW,
    cause_id: int | None = None,
    published_at: datetime | None = None,
    **fields: object,
) -> Ranking:
    """Rank a recruiter's people by given fits, publish it, and leave nothing owed."""
    listed = list(recruiter.relationships.select_related("candidate").order_by("candidate"))
    served = list(recruiter.served.select_related("department").order_by("department"))
    ranked = tiering.rank(desk(recruiter, listed, [one.department for one in served], fits), POLICY)
    due = RerankDue.objects.get(recruiter=recruiter)
    newest = recruiter.rankings.first()
    invested = set(ranked.invested())
    moved = {
        one.pk: Tier.INVEST if one.candidate_id in invested else Tier.MAINTAIN
        for one in listed
        if (one.candidate_id in invested) != (one.tier == Tier.INVEST)
    }
    when = published_at or timezone.now()
    values: dict[str, object] = {
        "recruiter": recruiter,
        "number": newest.number + 1 if newest else 1,
        "generation": (newest.generation if newest else 0) + 1,
        "token": 1,
        "cause": cause,
        "cause_id": cause_id,
        "engine": "by hand",
        "input_hash": b"",
        "records": tiering.pack(ranked),
        "people": len(listed),
        "entered": sum(tier == Tier.INVEST for tier in moved.values()),
        "left": sum(tier == Tier.MAINTAIN for tier in moved.values()),
        "shifted": 0,
        "started_at": when,
        "published_at": when,
    }
    made = Ranking.objects.create(**values | fields)
    for pk, tier in moved.items():
        Relationship.objects.filter(pk=pk).update(tier=tier)
    due.refresh_from_db()
    due.done, due.published, due.due_since = due.due, made, when
    due.save(update_fields=["done", "published", "due_since"])
    return made


def desk(
    recruiter: Recruiter, listed: list[Relationship], served: list[Department], fits: Fits
) -> tiering.Desk:
    """Everybody with one statement; its key is the candidate's, so that it stays the same one."""
    people, goals = len(listed), len(served)
    p_rel = np.zeros((people, goals), dtype=np.float32)
    for row, one in enumerate(listed):
        if one.candidate in fits:
            department, fit = fits[one.candidate]
            p_rel[row, served.index(department)] = fit
    keys = np.array([one.candidate_id for one in listed], dtype=np.int64)
    return tiering.Desk(
        people=tiering.People(
            keys=keys,
            incumbent=np.array([one.tier == Tier.INVEST for one in listed], dtype=np.bool_),
            pin=np.array([PINS[one.pin] for one in listed], dtype=np.uint8),
            may_rank=np.ones(people, dtype=np.bool_),
            last_contact=np.zeros(people, dtype=np.int32),
        ),
        statements=tiering.Statements(
            keys=keys,
            person=np.arange(people, dtype=np.intp),
            purpose=np.ones(people, dtype=np.float64),
            counted=np.array([one.candidate in fits for one in listed], dtype=np.bool_),
            text=np.zeros(people, dtype=np.uint32),
        ),
        goals=tiering.Goals(
            keys=np.array([one.pk for one in served], dtype=np.int64),
            versions=np.array([one.big_goal_id or 1 for one in served], dtype=np.int64),
            importance=np.ones(goals, dtype=np.uint8),
        ),
        p_rel=p_rel,
        places=recruiter.invest_places,
        method="by hand",
    )
