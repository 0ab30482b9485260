"""What would change where somebody stands: the real engine on stored vectors, in words.

Nothing is read and nothing is written. Seven queries and some twenty decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Statement
from hiring.models import Department
from recruiter import desk, readings, sentences, snapshot, tiering
from recruiter.models import Relationship
from recruiter.policy import POLICY

ON_ITS_WAY = _("A re-rank is on its way. What would change is worked out from its outcome")
NOTHING_WOULD = _("No single goal or statement makes a difference to where they stand")


@dataclass(frozen=True)
class Changes:
    """Sentences without a full stop; with none, `why_none` says why."""

    lines: Sequence[str]
    why_none: str = ""


def read(relationship: Relationship) -> Changes:
    """What would change where the person of a relationship stands."""
    if not desk.may_rank(relationship.candidate):
        return Changes([], desk.why_not_ranked(relationship.candidate))
    encoder = readings.current_encoder()
    recruiter, person = relationship.recruiter_id, relationship.candidate_id
    (inputs,) = snapshot.take([recruiter], encoder, policy=POLICY, at=timezone.now())
    if inputs.generation > inputs.done or not inputs.is_read:
        return Changes([], str(ON_ITS_WAY))
    scored = tiering.score(inputs.desk(encoder))
    found = tiering.alternatives(scored, person, POLICY)
    names = dict(
        Department.objects.filter(
            pk__in={key for one in found for key in (one.goal, one.then.goal)}
        ).values_list("pk", "name")
    )
    said = Statement.objects.filter(pk__in={one.statement for one in found})
    quotes = dict(said.values_list("pk", "text"))
    lines = [sentences.alternative(one, names, quotes) for one in found]
    return Changes(lines, "" if lines else str(NOTHING_WOULD))
