"""What came of sharing somebody with managers, for their timeline on the recruiter's own page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from recruiter.models import Answer, Recruiter, ShortlistEntry

ANSWERS = {
    Answer.YES: ("check", _("Yes to meeting them")),
    Answer.NOT_NOW: ("clock", _("Not now")),
    Answer.MORE: ("message-square", _("Tell me more")),
}


@dataclass(frozen=True)
class Happened:
    """Introduced to a department, or answered by one of its managers."""

    icon: str
    title: str
    by: str
    at: datetime
    text: str


def introductions(recruiter: Recruiter, candidate: Candidate) -> list[Happened]:
    """What happened on this recruiter's shortlists; a colleague's are theirs. One query."""
    happened = []
    for entry in ShortlistEntry.objects.filter(
        shortlist__recruiter=recruiter, candidate=candidate
    ).select_related("shortlist__opening__department", "answered_by"):
        opening = entry.shortlist.opening
        if entry.introduced_at:
            title = gettext("Introduced to %(department)s") % {"department": opening.department}
            happened.append(
                Happened("send", title, str(recruiter), entry.introduced_at, opening.text)
            )
        if entry.answered_at and entry.answer:
            icon, words = ANSWERS[Answer(entry.answer)]
            by = f"{entry.answered_by or gettext('A manager')}, {opening.department}"
            happened.append(Happened(icon, str(words), by, entry.answered_at, opening.text))
    return happened
