"""What a person's page shows of their rights: their link, what they did by it, and erasure."""

from collections.abc import Sequence
from dataclasses import dataclass

from candidates.models import Candidate, CandidateLink, Consent, ConsentScope
from recruiter import acts, erasing, links
from recruiter.acts import Act
from recruiter.models import User


@dataclass(frozen=True)
class Rights:
    """What concerns them here.

    Attributes:
        heard: what this recruiter has not marked as seen.
        consent_over: ask again or erase.
        hiring: that they may be told of hiring.
        must_confirm: nothing is on file to know them by, and nobody has confirmed the link.
        named: that they may be introduced to managers by name.
    """

    link: CandidateLink | None
    heard: Sequence[Act]
    goes: erasing.Goners
    consent_over: bool
    hiring: Consent | None
    named: Consent | None
    must_confirm: bool


def read(user: User, candidate: Candidate, consent: Consent | None) -> Rights:
    """In at most five queries.

    Args:
        consent: their last one to keep their words.
    """
    agreed = {one.scope: one for one in reversed(candidate.consents.in_force())}
    link = links.latest(candidate, user)
    return Rights(
        link=link,
        heard=acts.read(user, candidate, new=True),
        goes=erasing.count(candidate),
        hiring=agreed.get(ConsentScope.HIRING),
        named=agreed.get(ConsentScope.NAMED),
        must_confirm=link is not None
        and link.is_live
        and link.confirmed_at is None
        and not links.known_by(candidate),
        consent_over=consent is not None and consent.withdrawn_at is None and consent.is_over,
    )
