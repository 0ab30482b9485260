"""A candidate's own link: made, mailed, revoked, opened; and the pass that stands in for it.

The token is in one address only, and that address answers with a redirect. From there on a signed
cookie for /own/ alone says which link was opened. It is looked up at every request, so a link that
is revoked closes its pages at once.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, CandidateLink
from recruiter.models import User

LIVES = timedelta(days=30)
TOKEN_BYTES = 32
COOKIE, COOKIE_PATH, SALT = "own", "/own/", "cultivate.own"
PASS_LIVES = timedelta(hours=4)
PHONE_LEAST, PHONE_COUNTS = 6, 8
"""Digits that a number needs to tell anybody by, and those that count: not the country's."""


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def make(candidate: Candidate, by: User) -> tuple[CandidateLink, str]:
    """A new link and its token, which is told once and never kept. Their last one ends.

    Under a lock on the person, so that two presses at once make one after the other.
    """
    Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    revoke(candidate, by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = CandidateLink.objects.create(
        candidate=candidate,
        by=by,
        digest=digest_of(token),
        expires_at=timezone.now() + LIVES,
    )
    return link, token


def revoke(candidate: Candidate, by: User) -> int:
    """End this recruiter's link to somebody; how many that were."""
    mine = CandidateLink.objects.not_revoked().filter(candidate=candidate, by=by)
    return mine.update(revoked_at=timezone.now())


def latest(candidate: Candidate, by: User) -> CandidateLink | None:
    """The link that stands between the two, live or run out."""
    return CandidateLink.objects.not_revoked().filter(candidate=candidate, by=by).first()


def opened_by(token: str) -> CandidateLink | None:
    """The live link of a token; None says nothing about why."""
    link = CandidateLink.objects.live().filter(digest=digest_of(token)).first()
    if link:
        CandidateLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    return link


def address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("own_open", args=[token]))


LETTERS = {
    "mail": _("A question from %(name)s"),
    "again": _("May we keep what you wrote? %(name)s asks again"),
    "erasing": _("You asked to be erased"),
    "moved": _("Your e-mail address was changed"),
}
"""Subjects, by the name of a letter's templates: templates/own/<name>.txt and .html."""


def mail(link: CandidateLink, url: str, name: str = "mail") -> None:
    """Write to the person and note it on the link.

    Raises:
        OSError: the mail did not go; what smtplib raises is one.
    """
    write(link, name, link.candidate.email, url)
    link.mailed_at = timezone.now()
    link.save(update_fields=["mailed_at"])


def write(link: CandidateLink, name: str, to: str, url: str = "") -> None:
    """Send a letter in plain text and HTML; answers go to the recruiter.

    Raises:
        OSError: the mail did not go; what smtplib raises is one.
    """
    words = {"link": link, "url": url, "until": timezone.localdate(link.expires_at)}
    letter = EmailMultiAlternatives(
        subject=LETTERS[name] % {"name": link.by.name},
        body=render_to_string(f"own/{name}.txt", words),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        reply_to=[link.by.email],
    )
    letter.attach_alternative(render_to_string(f"own/{name}.html", words), "text/html")
    letter.send()


@dataclass(frozen=True, slots=True)
class Pass:
    """What the cookie says: which link, and whether its holder has shown to be the person."""

    link: CandidateLink
    is_sure: bool


def read_pass(request: HttpRequest) -> Pass | None:
    """The pass of a request, if it is ours, young, and its link still opens; one query."""
    try:
        key, is_sure = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=PASS_LIVES)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    link = CandidateLink.objects.live().filter(pk=key).first()
    return Pass(link, bool(is_sure) or link.confirmed_at is not None) if link else None


def give_pass(
    request: HttpRequest, response: HttpResponse, link: CandidateLink, *, is_sure: bool
) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([link.pk, is_sure], salt=SALT),
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def known_by(candidate: Candidate) -> str:
    """What a holder can show to be the person by: the field on file that they have to type.

    Empty where nothing is on file. Then only the recruiter can tell, by another way.
    """
    if candidate.email:
        return "email"
    return "phone" if len(digits(candidate.phone)) >= PHONE_LEAST else ""


def is_theirs(candidate: Candidate, typed: str) -> bool:
    """Whether what was typed is what is on file, however a number is written."""
    if known_by(candidate) == "email":
        return typed.strip().casefold() == candidate.email.casefold()
    kept, given = digits(candidate.phone)[-PHONE_COUNTS:], digits(typed)
    return len(kept) >= PHONE_LEAST and given.endswith(kept)


def digits(phone: str) -> str:
    return "".join(one for one in phone if one in "0123456789")


def confirm(candidate: Candidate, by: User) -> int:
    """Say that one's link is in the right hands; how many that were."""
    mine = CandidateLink.objects.not_revoked().filter(candidate=candidate, by=by)
    return mine.filter(confirmed_at=None).update(confirmed_at=timezone.now())


def take_pass(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
