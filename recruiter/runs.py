"""What a re-rank is doing right now, as its recruiter sees it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruiter.causes import Noted, because
from recruiter.models import Ranking, Recruiter, RerankDue


class State(StrEnum):
    """Where a re-rank stands."""

    IDLE = "idle"
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    LOST = "lost"
    FINISHED = "finished"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Progress:
    """What is owed to a recruiter; `because` finishes "re-ranked because …"."""

    state: State
    due: RerankDue
    because: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in (State.WAITING, State.RUNNING, State.FAILED, State.LOST)

    @property
    def number(self) -> int:
        """Of the newest published run; 0 before the first."""
        return self.due.published.number if self.due.published else 0

    @property
    def moved(self) -> str:
        """Who changed lists in the newest run."""
        run = self.due.published
        if run is None or not (run.entered or run.left):
            return _("Nobody changed lists.")
        went = {"entered": run.entered, "left": run.left}
        return _("%(entered)d into Invest, %(left)d to Maintain.") % went

    @property
    def failure(self) -> str:
        """What went wrong, without the full stop."""
        return self.due.failure.rstrip(". ") or _("no reason is known")


def progress(recruiter: Recruiter, seen: int | None = None) -> Progress:
    """Look at the due row; at most three queries.

    Args:
        recruiter: whose.
        seen: number of the newest run that the page knows, when it waited for the next one.
    """
    dues = RerankDue.objects.select_related("published").defer("published__inputs")
    due = dues.get(recruiter=recruiter)
    if due.is_due:
        return Progress(owed(due), due, because(recruiter, [Noted.of_due(due)])[0])
    if seen is None:
        return Progress(State.IDLE, due)
    done = Progress(State.FINISHED, due)
    return done if done.number > seen else Progress(State.UNCHANGED, due)


def owed(due: RerankDue) -> State:
    if due.is_running:
        return State.RUNNING
    if due.failed_at:
        return State.FAILED
    # A worker that ends its claim in any way takes its lease off: this one did not.
    return State.LOST if due.lease_until else State.WAITING


@dataclass(frozen=True)
class Listed:
    """A run as the list of runs tells it."""

    run: Ranking

    @property
    def summary(self) -> str:
        """ "2 in, 1 out"; places changed within the lists only when nobody changed lists."""
        run = self.run
        if run.entered or run.left:
            return _("%(entered)d in, %(left)d out") % {"entered": run.entered, "left": run.left}
        if not run.shifted:
            return _("nobody moved")
        return ngettext("%d shifted", "%d shifted", run.shifted) % run.shifted
