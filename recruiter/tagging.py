"""Tags on people: put on, taken off, and back again for a day."""

from collections.abc import Iterable
from uuid import UUID

from candidates.models import Candidate, Tag, Tagging
from recruiter import undo
from recruiter.models import UndoRecord, User


def tag_named(name: str) -> Tag:
    """The organisation's tag of this name, made where there is none yet."""
    tag = Tag.objects.filter(name__iexact=name).first()
    # Somebody else may make it in the same moment: then theirs is the one.
    return tag or Tag.objects.get_or_create(name=name)[0]


def put_on(
    people: Iterable[Candidate], tag: Tag, user: User, batch: UUID | None = None
) -> list[UndoRecord]:
    """Tag people. Whoever has the tag is left as they are, and leaves no record."""
    wanted = list(people)
    have = set(tag.taggings.filter(candidate__in=wanted).values_list("candidate", flat=True))
    fresh = [one for one in wanted if one.pk not in have]
    Tagging.objects.bulk_create(
        [Tagging(candidate=one, tag=tag, by=user) for one in fresh], ignore_conflicts=True
    )
    return undo.remember_tags(fresh, tag, user, was_on=False, batch=batch)


def take_off(candidate: Candidate, tag: Tag, user: User) -> UndoRecord:
    tag.taggings.filter(candidate=candidate).delete()
    return undo.remember_tags([candidate], tag, user, was_on=True)[0]
