"""What somebody agrees to, word by word. A wording that was shown stays: add a version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Consent, ConsentScope

VERSION = "2026-11"
KEPT = timedelta(days=730)
"""For how long a consent to keep holds: two years, then it is asked again."""

WORDINGS: dict[str, dict[str, Promise]] = {
    "2026-11": {
        ConsentScope.KEEP: _(
            "%(recruiter)s and the recruiters here may keep what I write and read it, to get to"
            " know me for work that fits what I care about. For two years, then you ask me again"
            " or erase it. A program sorts statements by how near they are to what departments"
            " are for; a person decides."
        ),
        ConsentScope.HIRING: _(
            "%(recruiter)s may tell me when a department with this aim is hiring. For two years."
        ),
    }
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked, and whether it is agreed to. `field` names its box."""

    scope: str
    words: str
    is_needed: bool
    given: Consent | None = None

    @property
    def field(self) -> str:
        return f"agree-{self.scope}"

    @property
    def until(self) -> date | None:
        return ends_on(self.given) if self.given else None


def worded(scope: str, version: str, recruiter: str) -> str:
    """The words of a version; those of one that was never ours are told by its number."""
    words = WORDINGS.get(version, {}).get(scope)
    if words is None:
        return gettext("Wording %(version)s") % {"version": version}
    return str(words) % {"recruiter": recruiter}


def asks(candidate: Candidate, recruiter: str) -> list[Ask]:
    """What is asked, in the wording of today, or in the one that was agreed to; one query."""
    given = {one.scope: one for one in reversed(list(candidate.consents.in_force()))}
    return [
        Ask(
            scope,
            worded(scope, given[scope].wording_version if scope in given else VERSION, recruiter),
            scope == ConsentScope.KEEP,
            given.get(scope),
        )
        for scope in ConsentScope
    ]


def give(candidate: Candidate, scopes: Collection[str]) -> None:
    """Agree to the wording of today. What is agreed to in it already is agreed to anew."""
    withdraw(candidate, scopes)
    Consent.objects.bulk_create(
        [Consent(candidate=candidate, scope=scope, wording_version=VERSION) for scope in scopes]
    )


def withdraw(candidate: Candidate, scopes: Collection[str]) -> int:
    """End a consent as of now; how many that were."""
    standing = candidate.consents.in_force().filter(scope__in=scopes)
    return standing.update(withdrawn_at=timezone.now())


def ends_on(consent: Consent) -> date:
    """The day by which it is asked again or erased."""
    return timezone.localdate(consent.given_at + KEPT)


def is_over(consent: Consent) -> bool:
    return consent.given_at + KEPT < timezone.now()
