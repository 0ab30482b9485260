"""What a person's page shows of their rights: their link, what they did by it, and erasure."""

from collections.abc import Sequence
from dataclasses import dataclass

from candidates.models import Candidate, CandidateLink, Consent, ConsentScope
from recruiter import acts, consents, erasing, links
from recruiter.acts import Act
from recruiter.models import User


@dataclass(frozen=True)
class Rights:
    """What concerns them here.

    Attributes:
        heard: what this recruiter has not marked as seen.
        consent_over: ask again or erase.
        hiring: that they may be told of hiring.
    """

    link: CandidateLink | None
    heard: Sequence[Act]
    goes: erasing.Goners
    consent_over: bool
    hiring: Consent | None


def read(user: User, candidate: Candidate, consent: Consent | None) -> Rights:
    """In at most five queries.

    Args:
        consent: their last one to keep their words.
    """
    return Rights(
        link=links.latest(candidate, user),
        heard=acts.read(user, candidate, new=True),
        goes=erasing.count(candidate),
        hiring=candidate.consents.in_force().filter(scope=ConsentScope.HIRING).first(),
        consent_over=consent is not None
        and consent.withdrawn_at is None
        and consents.is_over(consent),
    )
