"""What ends by time alone: a consent after two years, and the wait before an erasure.

Both are looked for by the sweep, every few seconds, and both mark the lists due by trigger.
"""

import logging

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from candidates.models import Candidate, CandidateAct, Consent
from recruiter import acts, erasing

logger = logging.getLogger(__name__)
AT_ONCE = 200
"""People per sweep: the first sweep after an upgrade may find many."""


def lapse() -> int:
    """Rank nobody any more whose consent to be kept has run out, and tell who looks after them.

    Nothing is erased: the wording promises to ask again or to erase, and which of the two is a
    person's decision. Safe twice and at once.
    """
    to_keep = Consent.objects.to_keep().filter(candidate=OuterRef("pk"))
    with transaction.atomic():
        over = (
            Candidate.objects.filter(
                lapsed_at=None, pk__in=Consent.objects.to_keep().run_out().values("candidate")
            )
            .filter(~Exists(to_keep.in_force()))
            .order_by("pk")
            .select_for_update(skip_locked=True, no_key=True)[:AT_ONCE]
        )
        found = list(over)
        keys = [one.pk for one in found]
        Candidate.objects.filter(pk__in=keys).update(lapsed_at=timezone.now())
        for one in found:
            acts.note(one, CandidateAct.Action.LAPSED)
    return len(found)


def erase_due() -> int:
    """Erase who asked for it and whose wait is over; how many that were.

    One at a time: whoever cannot be erased now, because somebody else has them locked, is erased
    by the next sweep and keeps nobody else waiting.
    """
    waited = Candidate.objects.filter(erase_at__lte=timezone.now()).order_by("erase_at", "pk")
    return sum(erase_one(pk) for pk in waited.values_list("pk", flat=True)[:AT_ONCE])


def erase_one(pk: int) -> bool:
    """Erase somebody unless they, or their recruiter, stopped it in this moment."""
    try:
        with transaction.atomic():
            due = Candidate.objects.filter(pk=pk, erase_at__lte=timezone.now())
            if (candidate := due.first()) is None:
                return False
            erasing.lock_lists(candidate)
            return due.select_for_update().exists() and bool(erasing.erase(candidate))
    except DatabaseError as error:
        logger.warning("An erasure waits for the next sweep: %s", type(error).__name__)
        return False
