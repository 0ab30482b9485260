"""An erasure that somebody asks for on their own page: it waits a while, and can be stopped.

A link may have been passed on, and an erasure cannot be taken back. So it is announced before it
is done: to whoever looks after the person, and by a fresh link to the address on file. Either may
stop it; if neither does, it happens by itself (`recruiter.lapsing`). Nobody has to act for it.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from candidates.models import Candidate, CandidateAct, CandidateLink
from recruiter import acts, links
from recruiter.models import User

logger = logging.getLogger(__name__)
KNOWN, UNKNOWN = timedelta(days=3), timedelta(days=14)
"""The wait of who has shown to be the person, and of who holds nothing but a link."""


@transaction.atomic
def ask(link: CandidateLink, *, is_sure: bool) -> bool:
    """Set the moment at which a person is erased. False where it is set already."""
    person = Candidate.objects.select_for_update(no_key=True).get(pk=link.candidate_id)
    if person.erase_at is not None:
        return False
    person.erase_at = timezone.now() + (KNOWN if is_sure else UNKNOWN)
    person.save(update_fields=["erase_at"])
    acts.note(person, CandidateAct.Action.ERASE_ASKED, link=link)
    link.candidate = person
    return True


def warn(request: HttpRequest, link: CandidateLink) -> CandidateLink:
    """Write to the address on file, with a fresh link to stop it by.

    The link that was used ends with that, unless the mail does not go.

    Returns:
        The link that opens from now on.
    """
    if not link.candidate.email:
        return link
    try:
        with transaction.atomic():
            fresh, token = links.make(link.candidate, link.by)
            fresh.candidate = link.candidate
            links.mail(fresh, links.address(request, token), "erasing")
            return fresh
    except OSError as error:  # also what smtplib raises
        logger.warning("A mail did not go: %s", type(error).__name__)
        return link


def tell_old_address(link: CandidateLink, address: str) -> None:
    """Write to an address that was replaced on one's own page: the last place to reach its owner.

    Whoever has the new one gets every letter from now on, that about an erasure included.
    """
    try:
        links.write(link, "moved", address)
    except OSError as error:  # also what smtplib raises
        logger.warning("A mail did not go: %s", type(error).__name__)


@transaction.atomic
def stop(
    candidate: Candidate, *, by: User | None = None, link: CandidateLink | None = None
) -> datetime | None:
    """Keep somebody after all; when it would have been, None where nothing was asked."""
    person = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).first()
    if person is None or person.erase_at is None:
        return None
    was, person.erase_at = person.erase_at, None
    person.save(update_fields=["erase_at"])
    candidate.erase_at = None
    acts.note(person, CandidateAct.Action.STOPPED, by=by, link=link)
    return was
