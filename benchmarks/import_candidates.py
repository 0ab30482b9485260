"""Import of 100,000 candidates through COPY, against the same file through bulk_create.

    python -m benchmarks.import_candidates [--rows 100000] [--rounds 5]

Works in a database of its own on the server of DATABASE_URL, which is dropped at the end. Every way
reads the same file with the same checks in one transaction and ends in the same rows. Rounds take
turns, so that a busy machine slows all of them.

bulk_create, same job: looks up who is on file already, as an import that may be repeated must.
bulk_create, bare: only inserts; a second time it fails on the first address.
"""

import argparse
import io
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Lower
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruiter.settings")
django.setup()

from benchmarks.databases import own_database  # noqa: E402 after setup()
from candidates.models import Candidate, CandidateSource, Statement  # noqa: E402
from recruiter.importing import candidate_import  # noqa: E402
from recruiter.importing.candidate_rows import COLUMNS, Staged, read_candidates  # noqa: E402
from recruiter.importing.table import open_table  # noqa: E402

BATCH = 1000
COMPARED = ("name", "phone", "headline", "location")
NAMES = "Ada Bo Chiara Dov Ebele Farid Gro Hana Ines Jun Kofi Lena Mei Noor Olu Pia Raj Suri Tom"
FAMILY = "Abara Berg Costa Dahl Eze Fonseca Gupta Holm Ito Jansen Khan Lund Mbeki Novak Okafor"
TITLES = ("Accountant", "Cold chain planner", "Data engineer", "Nurse", "Quality lead", "Teacher")
TOWNS = ("Accra", "Bergen", "Curitiba", "Dhaka", "Essen", "Fukuoka", "Gdańsk", "Hyderabad")
TALK = (
    "I keep a list of every delivery that went wrong and what would have saved it because I want"
    " fewer sick children and less food thrown away on Sundays I repair old fridges for neighbours"
    " and write down what I learn so that others can do the same without asking anybody"
)


def make_file(rows: int) -> bytes:
    """A file of different people with a statement each, the same for the same number of rows."""
    chance = random.Random(7)
    names, families, talk = NAMES.split(), FAMILY.split(), TALK.split()
    lines = ["name,email,phone,headline,location,statement,said_on,link"]
    for number in range(rows):
        words = " ".join(chance.choices(talk, k=18))
        lines.append(
            f"{chance.choice(names)} {chance.choice(families)},person{number}@example.com,"
            f"+44 20 {number:08},{chance.choice(TITLES)},{chance.choice(TOWNS)},"
            f'"{words}, since {1990 + number % 30}.",20{10 + number % 15}-0{1 + number % 9}-11,'
            f"https://blog.example.com/{number}"
        )
    return "\n".join(lines).encode()


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE candidates_candidate RESTART IDENTITY CASCADE")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def read(data: bytes) -> list[list[Staged]]:
    """What both ways write: every row of the file, checked."""
    with open_table(io.BytesIO(data), COLUMNS) as table:
        found = read_candidates(table, timezone.localdate())
        return [[one for one in rows if isinstance(one, Staged)] for rows in found]


def by_copy(data: bytes) -> None:
    assert candidate_import.import_candidates(io.BytesIO(data)).written


def by_bulk_create(data: bytes, *, look: bool) -> None:
    """The way that Django offers, 1000 rows at a time."""
    staged = [one for rows in read(data) for one in rows]
    with transaction.atomic():
        for begin in range(0, len(staged), BATCH):
            write_batch(staged[begin : begin + BATCH], look)


def write_batch(staged: list[Staged], look: bool) -> None:
    people: dict[str, Candidate] = {}
    said: set[tuple[int, str]] = set()
    if look:
        addresses = [one.email.lower() for one in staged]
        found = Candidate.objects.annotate(address=Lower("email")).filter(address__in=addresses)
        people = {person.email.lower(): person for person in found}
        said = set(
            Statement.objects.filter(candidate__in=people.values()).values_list(
                "candidate_id", "text"
            )
        )
    new = [
        Candidate(
            name=one.name,
            email=one.email,
            phone=one.phone,
            headline=one.headline,
            location=one.location,
            source=CandidateSource.IMPORT,
        )
        for one in staged
        if one.email.lower() not in people
    ]
    for person in Candidate.objects.bulk_create(new):
        people[person.email.lower()] = person
    changed = [
        people[one.email.lower()]
        for one in staged
        if look and differs(people[one.email.lower()], one)
    ]
    assert not changed
    Statement.objects.bulk_create(
        [
            Statement(
                candidate=people[one.email.lower()],
                text=one.statement,
                source="import",
                said_on=one.said_on,
                link=one.link,
            )
            for one in staged
            if (people[one.email.lower()].pk, one.statement) not in said
        ]
    )


def differs(person: Candidate, one: Staged) -> bool:
    return any(getattr(person, field) != getattr(one, field) for field in COMPARED)


def compare(rows: int, rounds: int) -> None:
    data = make_file(rows)
    times: dict[str, list[float]] = {}

    def run(name: str, work: Callable[[], None]) -> None:
        times.setdefault(name, []).append(timed(work))
        assert Candidate.objects.count() == Statement.objects.count() == rows

    for _ in range(rounds):
        clear()
        run("first, bulk_create, bare", lambda: by_bulk_create(data, look=False))
        clear()
        run("first, bulk_create, same job", lambda: by_bulk_create(data, look=True))
        run("again, bulk_create, same job", lambda: by_bulk_create(data, look=True))
        clear()
        run("first, COPY", lambda: by_copy(data))
        run("again, COPY", lambda: by_copy(data))
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in sorted(middle.items()):
        ratio = seconds / middle[f"{name[:5]}, COPY"]
        print(f"{name:29} {seconds:6.2f} s {rows / seconds:9,.0f} rows/s {ratio:6.1f}")


def peak_memory(rows: int) -> float:
    """Greatest resident memory of a process that imports so many rows, in MB."""
    clear()
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(make_file(rows))
        file.flush()
        url = urlsplit(settings.DATABASE_URL)._replace(path=f"/{database()}").geturl()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.import_candidates", "--peak", file.name],
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout)


def report_peak(path: Path) -> None:
    with path.open("rb") as binary:
        candidate_import.import_candidates(binary)
    # Not getrusage(): a child starts with its parent's maximum.
    status = Path("/proc/self/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    print(int(peak[1]) / 1024 if peak else 0)


def database() -> str:
    return str(connection.settings_dict["NAME"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        report_peak(options.peak)
        return
    with own_database():
        compare(options.rows, options.rounds)
        small, large = peak_memory(1000), peak_memory(options.rows)
        print(f"peak memory: 1,000 rows {small:.0f} MB, {options.rows:,} rows {large:.0f} MB")


if __name__ == "__main__":
    main()
