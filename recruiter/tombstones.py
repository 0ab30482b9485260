"""Who was erased and may not come back, kept as keyed digests that only this installation can make.

The key follows from SECRET_KEY. One that was retired is still tried while it is listed in
SECRET_KEY_FALLBACKS; once it is gone, the tombstones made with it say nothing to anybody.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Tombstone

SALT = "cultivate.tombstone"
SENTENCE = _(
    "This person asked to be erased, so they are not added again. Only they can change that:"
    " an administrator lifts it when they ask."
)
NAMESAKE = _(
    "Somebody with this name asked to be erased. If this is another person, give their"
    " e-mail address."
)


def leave(candidate: Candidate) -> None:
    """Remember a person by their address and their name, without keeping either."""
    words = [of_name(candidate.name)]
    if candidate.email:
        words.append(of_email(candidate.email))
    Tombstone.objects.bulk_create(
        [Tombstone(digest=keyed(word, settings.SECRET_KEY)) for word in words],
        ignore_conflicts=True,
    )


def refusals(people: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    """Why somebody may not be added; in two queries, one while nobody was ever erased.

    An address decides. A name alone decides only where no address is given to tell namesakes.

    Args:
        people: name and e-mail address by any number.

    Returns:
        A sentence by number, for those who may not.
    """
    if not Tombstone.objects.exists():
        return {}
    wanted = {
        number: of_email(email) if email.strip() else of_name(name)
        for number, (name, email) in people.items()
    }
    kept = buried(wanted.values())
    return {
        number: str(SENTENCE if people[number][1].strip() else NAMESAKE)
        for number, word in wanted.items()
        if word in kept
    }


def refusal(name: str, email: str) -> str:
    """Why one person may not be added; empty when they may."""
    return refusals({0: (name, email)}).get(0, "")


def lift(name: str, email: str) -> int:
    """Let somebody back in who asked for it; how many tombstones that removed."""
    words = [word for word, given in ((of_name(name), name), (of_email(email), email)) if given]
    digests = [keyed(word, key) for word in words for key in keys()]
    removed, _rows = Tombstone.objects.filter(digest__in=digests).delete()
    return removed


def carve(digests: Iterable[bytes]) -> None:
    """Take over tombstones that were written down elsewhere."""
    stones = [Tombstone(digest=digest) for digest in digests]
    Tombstone.objects.bulk_create(stones, ignore_conflicts=True)


def buried(words: Iterable[str]) -> set[str]:
    """Those of some words that stand on a tombstone; one query."""
    by_digest = {keyed(word, key): word for word in set(words) for key in keys()}
    found = Tombstone.objects.filter(digest__in=by_digest).values_list("digest", flat=True)
    return {by_digest[bytes(one)] for one in found}


def keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def keyed(word: str, key: str) -> bytes:
    return salted_hmac(SALT, word, secret=key, algorithm="sha256").digest()


def of_email(email: str) -> str:
    return f"email:{plain(email)}"


def of_name(name: str) -> str:
    return f"name:{plain(name)}"


def plain(text: str) -> str:
    """Whatever the capitals, spaces and way of writing an accent."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
