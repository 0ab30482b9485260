"""How a recruiter's re-rank is doing, in one line."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from recruiter import differences, sentences, tiering
from recruiter.models import Ranking, Recruiter, RerankDue

# A change is normally picked up within a second; only a longer wait is worth a word.
UNNOTICED = timedelta(seconds=3)


@dataclass(frozen=True)
class Status:
    """One line above the lists.

    Attributes:
        kind: "new", "running", "waiting", "failed", "reduced", or "" when all is calm.
        words: the sentence; empty when calm.
        shown: id of the ranking on the reader's page, None before the first.
    """

    kind: str
    words: str
    shown: int | None

    @property
    def key(self) -> str:
        """Changes whenever the line does, so that an unchanged one is not sent again."""
        return f"{self.kind}:{self.words}"


def read_status(recruiter: Recruiter, shown: int | None) -> Status:
    """The line for a page that shows ranking `shown`; one query, two when a newer one is out."""
    dues = RerankDue.objects.select_related("published").defer("published__inputs")
    due = dues.get(recruiter=recruiter)
    if due.published is not None and due.published_id != shown:
        return Status("new", finished(due.published, shown), shown)
    return status_of(due, due.published)


def status_of(due: RerankDue, ranking: Ranking | None) -> Status:
    """The line for a page that shows `ranking`."""
    shown = ranking.pk if ranking else None
    if due.is_due and due.is_running:
        return Status("running", running(due), shown)
    if due.failed_at is not None and due.is_due:
        return Status("failed", failed(ranking), shown)
    if due.is_due and timezone.now() - due.due_since > UNNOTICED:
        return Status("waiting", _("A re-rank is waiting to start"), shown)
    if ranking is not None and ranking.reduced_quality:
        words = _("Reduced quality: %(why)s") % {"why": ranking.reduced_quality}
        return Status("reduced", words, shown)
    return Status("", "", shown)


def running(due: RerankDue) -> str:
    if not due.step_total:
        return _("Re-ranking now")
    said = {"done": f"{due.step_done:,}", "total": f"{due.step_total:,}"}
    return _("Re-ranking now: %(done)s of %(total)s texts read") % said


def failed(ranking: Ranking | None) -> str:
    if ranking is None:
        return _("The last re-rank failed; it is tried again by itself")
    words = _("The last re-rank failed; the lists of %(moment)s stand")
    return words % {"moment": moment(ranking.published_at)}


def finished(ranking: Ranking, shown: int | None) -> str:
    """How many moved between the page's ranking and the newest, counted as Runs counts them."""
    if shown is None:
        return _("The first re-rank has finished")
    before = Ranking.objects.filter(recruiter=ranking.recruiter_id, pk=shown).first()
    if before is None:
        return _("Re-rank finished")
    try:
        count = differences.count_moved(before, ranking)
    except tiering.PackError:
        return _("Re-rank finished")
    if not count:
        return _("Re-rank finished. Nobody moved")
    said = {"people": sentences.people(count).capitalize()}
    return _("Re-rank finished. %(people)s moved") % said


def moment(at: datetime) -> str:
    """14:05, or 3 May, 14:05 when that was not today."""
    local = timezone.localtime(at)
    clock = time_format(local, "H:i")
    if local.date() == timezone.localdate():
        return clock
    return f"{date_format(local, 'j F')}, {clock}"
