"""What tests of a candidate's own pages share."""

from django.test import Client

from candidates.models import Candidate
from recruiter import links
from recruiter.models import User

WORDS = "In my spare time I help small charities close their books in one day."


def visit(candidate: Candidate, by: User, *, sure: bool = True) -> Client:
    """A browser that has opened a fresh link, and has shown to know the address on file."""
    client = Client()
    _, token = links.make(candidate, by)
    client.get(f"/link/{token}/")
    if sure and candidate.email:
        client.post("/own/check/", {"email": candidate.email})
    return client


def say(**fields: str) -> dict[str, str]:
    return {"text": WORDS, "agree-keep": "on"} | fields
