"""How long a manager waits for "If you save this", the wording's own encoding included.

    python -m benchmarks.impact [--people 100] [--recruiters 10] [--looks 20]

In a database of its own, on a server of its own: so many recruiters who all serve eight departments
and each look after so many people with three statements, ranked. Prints milliseconds: all of it,
and how much of that is reading the wording.
"""

import argparse
import os
import statistics
import sys
import time
from itertools import cycle

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruiter.settings")
django.setup()

from benchmarks.databases import (  # noqa: E402 after setup()
    on_a_server_of_its_own,
    own_database,
)
from candidates.models import Candidate, Statement  # noqa: E402
from hiring.models import Department  # noqa: E402
from recruiter import impact, ranking, readings  # noqa: E402
from recruiter.demo import company  # noqa: E402
from recruiter.encoder import goal_text  # noqa: E402
from recruiter.models import (  # noqa: E402
    Recruiter,
    Relationship,
    ServedDepartment,
    TextReading,
    User,
)

STATEMENTS, TEXTS, INVEST = 3, 240, 50


def fill(recruiters: int, people: int) -> Department:
    """The company; readings of a few hundred texts stand for all, since a copy costs the same."""
    plan = company(timezone.localdate())
    said = [one.text for person in plan.people for one in person.statements][:TEXTS]
    readings.read_statements(list(dict.fromkeys(said)), readings.unnoticed, until=float("inf"))
    known = list(TextReading.objects.all())
    departments = []
    for one in plan.departments[:8]:
        department = Department.objects.create(name=one.name)
        department.state_goal(one.goals[-1].text, author=None, based_on=0)
        departments.append(department)
        text = goal_text(one.name, one.goals[-1].text)
        readings.read_goals([text], readings.unnoticed, until=float("inf"))
    texts = cycle(known)
    for number in range(recruiters):
        user = User.objects.create_user(f"r{number}@example.com", name=f"Recruiter {number}")
        recruiter = Recruiter.objects.create(
            user=user, capacity=people, invest_places=min(INVEST, people)
        )
        ServedDepartment.objects.bulk_create(
            ServedDepartment(recruiter=recruiter, department=one) for one in departments
        )
        add_people(recruiter, people, texts)
    while ranking.rerank():  # as on any day: who is in Invest is who a run put there
        pass
    return departments[0]


def add_people(recruiter: Recruiter, people: int, texts: "cycle[TextReading]") -> None:
    rows = Candidate.objects.bulk_create(Candidate(name=f"Person {n}") for n in range(people))
    Relationship.objects.bulk_create(
        Relationship(recruiter=recruiter, candidate=one) for one in rows
    )
    said = [
        Statement(candidate=one, text=f"Statement {number} of person {one.pk}")
        for one in rows
        for number in range(STATEMENTS)
    ]
    Statement.objects.bulk_create(said)
    TextReading.objects.bulk_create(
        TextReading(
            model=like.model,
            digest=readings.digest_of(one.text),
            vector=like.vector,
            p_purpose=like.p_purpose,
            cues=[],
        )
        for one, like in zip(said, texts, strict=False)
    )


def measure(department: Department, looks: int) -> tuple[list[float], list[float]]:
    encoder = readings.current_encoder()
    every, reading = [], []
    for number in range(looks + 1):
        began = time.perf_counter()
        text = f"Nobody waits for their pay because of us, in any of {number} ways."
        vector = encoder.read_goals([goal_text(department.name, text)])[0].packed or b""
        read = time.perf_counter()
        impact.change(department, vector, encoder, at=timezone.now())
        every.append((time.perf_counter() - began) * 1000)
        reading.append((read - began) * 1000)
    return every[1:], reading[1:]  # the first one opens the encoder's files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--recruiters", type=int, default=10)
    parser.add_argument("--looks", type=int, default=20)
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        return on_a_server_of_its_own("benchmarks.impact", sys.argv[1:])
    with own_database():
        department = fill(options.recruiters, options.people)
        every, reading = measure(department, options.looks)
    print(
        f"{options.recruiters} recruiters x {options.people} people: median"
        f" {statistics.median(every):.0f} ms, slowest {max(every):.0f} ms; of that the wording's"
        f" reading {statistics.median(reading):.0f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
