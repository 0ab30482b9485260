"""Whether a manager may read somebody's name, or their words without it; asked at every reading."""

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from candidates.models import Candidate, Consent, ConsentScope
from recruiter.models import ShortlistEntry


def consents(lookup: str = "candidate__consents") -> "Prefetch[str, QuerySet[Consent], str]":
    """What they agreed to, the newest first."""
    return Prefetch(lookup, Consent.objects.order_by("-given_at", "-pk"))


def latest(candidate: Candidate, scope: ConsentScope) -> Consent | None:
    return next((one for one in candidate.consents.all() if one.scope == scope), None)


def holds(consent: Consent | None) -> bool:
    return consent is not None and consent.is_in_force


def refuses(candidate: Candidate) -> str:
    """Why somebody is never shared by name, in a sentence; empty when they may be asked."""
    if candidate.objected_at is not None:
        return _("Has objected: is never introduced by name")
    if candidate.do_not_contact_since is not None:
        return _("Wants no contact: is never introduced by name")
    if candidate.erase_at is not None:
        return _("Asked to be erased: is never introduced by name")
    if candidate.lapsed_at is not None:
        return _("Their consent has run out: is never introduced by name")
    if has_withdrawn(candidate, ConsentScope.KEEP) or has_withdrawn(candidate, ConsentScope.NAMED):
        return _("Has withdrawn consent: is never introduced by name")
    return ""


def has_withdrawn(candidate: Candidate, scope: ConsentScope) -> bool:
    last = latest(candidate, scope)
    return last is not None and last.withdrawn_at is not None


def asks(candidate: Candidate, agreed_on: date | None) -> str:
    """What stands between a name and a manager; empty when nothing does."""
    if reason := refuses(candidate):
        return reason
    if agreed_on is None and not holds(latest(candidate, ConsentScope.NAMED)):
        return _("Not agreed to be introduced: ask first")
    return ""


def may_be_read(candidate: Candidate) -> bool:
    """Whether a manager may read their words without a name: while they let them be kept."""
    return candidate.may_rank and holds(latest(candidate, ConsentScope.KEEP))


def may_be_named(entry: ShortlistEntry) -> bool:
    """Whether a manager may read this person's name now."""
    return not asks(entry.candidate, entry.agreed_on)
