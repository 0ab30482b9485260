"""Tags, goal interests, saved filters and a colleague's contact in the demonstration: a few rows,
the same every time."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from candidates.models import Contact, Tag, Tagging
from recruiter import today
from recruiter.models import GoalInterest, Recruiter, SavedFilter, Tier

# Every so many people of a list, from a first one on.
TAGS = {
    "Works nights": (3, 11),
    "Speaks at meetups": (1, 17),
    "Moving soon": (7, 23),
    "Part time": (5, 13),
}
FILTERS = (
    ("Late in Invest", Tier.INVEST, "due=overdue&sort=last"),
    ("Never asked yet", Tier.MAINTAIN, "purpose=never_asked&sort=name"),
)
HINTS = (
    (9, "Asked about exactly this on the phone"),
    (14, "Two of their colleagues work there"),
)


def add_colleague(recruiters: Sequence[Recruiter]) -> None:
    """The second recruiter wrote to the second of the first one's people of today, days ago."""
    first, second, *_ = recruiters
    for person in today.read(first).people[1:2]:
        Contact.objects.create(
            candidate_id=person.row.pk,
            by=second.user,
            channel="mail",
            happened_on=timezone.localdate() - timedelta(days=3),
        )


def add_marks(recruiters: Iterable[Recruiter]) -> int:
    """Mark people of each list; how many tags were put on."""
    tags = {name: Tag.objects.get_or_create(name=name)[0] for name in TAGS}
    put: list[Tagging] = []
    for recruiter in recruiters:
        listed = list(recruiter.relationships.order_by("tier", "candidate"))
        for name, (first, every) in TAGS.items():
            put += [
                Tagging(candidate_id=one.candidate_id, tag=tags[name], by=recruiter.user)
                for one in listed[first::every]
            ]
        served = list(recruiter.served.order_by("department"))
        GoalInterest.objects.bulk_create(
            GoalInterest(
                relationship=listed[place],
                department_id=served[place % len(served)].department_id,
                note=note,
            )
            for place, note in HINTS
            if served and place < len(listed)
        )
        SavedFilter.objects.bulk_create(
            SavedFilter(user=recruiter.user, name=name, tier=tier, query=query)
            for name, tier, query in FILTERS
        )
    # Two recruiters may look after the same person.
    return len(Tagging.objects.bulk_create(put, ignore_conflicts=True))
