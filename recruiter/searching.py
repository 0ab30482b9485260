"""Who is called so, said so, or is written of so in a note that the reader may see.

One search for the lists and for the pool.

Accents and capitals do not count. In the database, where three trigram indexes answer
(candidates, migration 0007).
"""

from django.contrib.postgres.lookups import TrigramStrictWordSimilar
from django.db.models import Exists, F, Func, Q, QuerySet, TextField, Value

from candidates.models import Candidate, Folded, Note, Statement
from recruiter.models import Recruiter, Relationship, User

MOST_WORDS = 8
# A trigram index knows nothing shorter: then names alone are searched.
SHORTEST = 3
# A shorter word has too few letters for one of them to be wrong.
SHORTEST_NEAR = 4


Mine = QuerySet[Relationship]


def people_with(recruiter: Recruiter, words: str) -> Mine:
    """Relationships with those of whom each of these words is known, wherever it stands."""
    return matching(recruiter, words, near=False)


def people_nearly_with(recruiter: Recruiter, words: str) -> Mine:
    """With those of whom they are known in a near spelling, where nobody is found by their own.

    The database looks for near spellings, which costs more, only where it found nobody.
    """
    spelled_so = people_with(recruiter, words)
    return matching(recruiter, words, near=True).filter(~Exists(spelled_so))


def matching(recruiter: Recruiter, words: str, *, near: bool) -> Mine:
    return recruiter.relationships.filter(known(recruiter.user, words, near=near))


def known(reader: User, words: str, *, near: bool, key: str = "candidate") -> Q:
    """Each of these words is known of the person that the column `key` points to."""
    every = Q()
    for word in words.split()[:MOST_WORDS]:
        every &= known_by(reader, word, near=near, key=key)
    return every


def known_by(reader: User, word: str, *, near: bool, key: str) -> Q:
    """One word is in a name, a role, a place, a statement, or a note that the reader may see."""
    near = near and len(word) >= SHORTEST_NEAR
    people = Candidate.objects.alias(words=FoldedNames("name", "headline", "location"))
    found = Q((f"{key}__in", having(people, word, near=near).values("pk")))
    if len(word) < SHORTEST:
        return found
    said = Statement.objects.alias(words=Folded("text"))
    notes = Note.objects.visible_to(reader).alias(words=Folded("body"))
    for texts in (said, notes):
        found |= Q((f"{key}__in", having(texts, word, near=near).values("candidate")))
    return found


def having(texts: QuerySet, word: str, *, near: bool) -> QuerySet:  # type: ignore[type-arg]
    """Texts, folded as `words`, with a word in them, or with one that is spelled nearly so."""
    folded = Folded(Value(word))
    found = Q(words__contains=folded)
    if near:
        found |= Q(TrigramStrictWordSimilar(F("words"), folded))
        if word.isalnum():
            found |= Q(words__regex=Folded(Value("|".join(mixed_up(word)))))
    return texts.filter(found)


def mixed_up(word: str) -> list[str]:
    """A word with two neighbouring letters the other way round, each pair once.

    Trigrams know little of them: each pair spoils four of some eight.
    """
    return [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)]


class FoldedNames(Func):
    """Name, role and place, as the index on candidates has them."""

    template = "folded(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = TextField()
