"""Tags, goal interests, saved filters, a colleague's contact and consents to be named in the
demonstration: a few rows, the same every time."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from candidates.models import Candidate, Consent, ConsentScope, Contact, Tag, Tagging
from hiring.models import Opening
from recruiter import consents, naming, shortlists, today
from recruiter.models import GoalInterest, Recruiter, SavedFilter, Shortlist, Tier

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
AGREED = 12
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


def add_names(recruiter: Recruiter) -> None:
    """Some of the bench of a need not answered yet agree to be named, so that two presses do.

    Everybody who is ticked to begin with, and every other one after them: asking is shown as well.
    """
    answered = Shortlist.objects.values("opening")
    needs = Opening.objects.filter(department__in=recruiter.departments.all())
    given = timezone.now() - timedelta(days=AGREED)
    for need in needs.exclude(pk__in=answered):
        found = shortlists.matches(recruiter, need.department_id)
        bench = [one.pk for one in shortlists.bench(recruiter, found, None)]
        asked = [*bench[: shortlists.TICKED], *bench[shortlists.TICKED : shortlists.SHOWN : 2]]
        people = Candidate.objects.filter(pk__in=asked).prefetch_related(
            naming.consents("consents")
        )
        Consent.objects.bulk_create(
            Consent(
                candidate=one,
                scope=scope,
                wording_version=consents.version_of(scope),
                given_at=max(given, one.created_at),
            )
            for one in people
            for scope in (ConsentScope.KEEP, ConsentScope.NAMED)
            if not naming.refuses(one) and naming.latest(one, scope) is None
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
