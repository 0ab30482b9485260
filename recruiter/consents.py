"""What somebody agrees to, word by word. A wording that was shown stays: add a version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Consent, ConsentScope
from recruiter.models import User

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
    },
    "2026-11.2": {
        ConsentScope.NAMED: _(
            "%(recruiter)s and the recruiters here may introduce me by name to the managers of a"
            " department that my words are near to, when it looks for somebody: my name, what I"
            " do, how to reach me, and what I said. They see it until that search ends. For two"
            " years."
        ),
    },
}


def version_of(scope: str) -> str:
    """The version that is asked today: the newest with words for this."""
    return max(version for version, words in WORDINGS.items() if scope in words)


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
        return timezone.localdate(self.given.ends_at) if self.given else None


def worded(scope: str, version: str, recruiter: str) -> str:
    """The words of a version; those of one that was never ours are told by its number."""
    words = WORDINGS.get(version, {}).get(scope)
    if words is None:
        return gettext("Wording %(version)s") % {"version": version}
    return str(words) % {"recruiter": recruiter}


def asks(candidate: Candidate, recruiter: str) -> list[Ask]:
    """What is asked, in the wording of today, or in the one that was agreed to; one query."""
    standing = candidate.consents.in_force().select_related("asked_by")
    given = {one.scope: one for one in reversed(standing)}
    return [
        Ask(
            scope,
            agreed_words(given[scope], recruiter)
            if scope in given
            else worded(scope, version_of(scope), recruiter),
            scope == ConsentScope.KEEP,
            given.get(scope),
        )
        for scope in ConsentScope
    ]


def agreed_words(consent: Consent, recruiter: str) -> str:
    """What was agreed to, with the name that stood there."""
    name = consent.asked_by.name if consent.asked_by else recruiter
    return worded(consent.scope, consent.wording_version, name)


def give(candidate: Candidate, scopes: Collection[str], by: User | None = None) -> None:
    """Agree to the wording of today. What is agreed to in it already is agreed to anew.

    Args:
        by: the recruiter whom the wording names.
    """
    withdraw(candidate, scopes)
    if ConsentScope.KEEP in scopes and candidate.lapsed_at is not None:
        candidate.lapsed_at = None
        candidate.save(update_fields=["lapsed_at"])
    Consent.objects.bulk_create(
        [
            Consent(candidate=candidate, scope=one, wording_version=version_of(one), asked_by=by)
            for one in scopes
        ]
    )


def withdraw(candidate: Candidate, scopes: Collection[str]) -> int:
    """End a consent as of now; how many that were."""
    standing = candidate.consents.not_withdrawn().filter(scope__in=scopes)
    return standing.update(withdrawn_at=timezone.now())
