"""Why it moved, from an edit in the database to the sentence on a person's page.

Each of what the issue of trust asks for: their statement, the goal's wording, somebody else's, a
pin, a setting, a new model.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from candidates.models import Candidate, Statement
from hiring.models import Department
from recruiter import moves, profile, tiering
from recruiter.models import Ranking, Recruiter, Relationship, ServedDepartment
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_relationship,
    make_statement,
    serve,
)
from tests.recruiter.conftest import FAR

pytestmark = pytest.mark.django_db
CLOSER = "I want every small charity to close its books in one day, so I write free tools for it."


@pytest.fixture
def bo(rita: Recruiter) -> Candidate:
    """Somebody who is near no goal yet."""
    candidate = make_candidate("Bo Lind", FAR)
    make_relationship(rita, candidate)
    return candidate


@pytest.fixture
def ranked(amara: Candidate, bo: Candidate, rerank: Callable[[], None]) -> None:
    """Amara in Invest, Bo in Maintain."""
    rerank()


def moved(recruiter: Recruiter, candidate: Candidate) -> str:
    return profile.read(recruiter, candidate).moved


@pytest.mark.usefixtures("ranked")
def test_their_statement(rita: Recruiter, bo: Candidate, rerank: Callable[[], None]) -> None:
    said = make_statement(bo, CLOSER)
    rerank()
    assert moved(rita, bo) == "Stated a new purpose"
    said.delete()
    rerank()
    assert moved(rita, bo) == "The statement that carried their match was retired or deleted"


@pytest.mark.usefixtures("ranked")
def test_their_statement_reworded(
    rita: Recruiter, bo: Candidate, rerank: Callable[[], None]
) -> None:
    Statement.objects.filter(candidate=bo).update(text=CLOSER)
    rerank()
    assert moved(rita, bo) == "Their statement was reworded"


@pytest.mark.usefixtures("ranked")
def test_the_goals_wording(
    rita: Recruiter,
    amara: Candidate,
    bo: Candidate,
    finance: Department,
    rerank: Callable[[], None],
) -> None:
    make_goal(finance, "Every child of the neighbourhood learns to swim in the lake.")
    rerank()
    assert moved(rita, bo) == "Finance Operations rewrote its goal"
    assert moved(rita, amara) == "Finance Operations rewrote its goal"


@pytest.mark.usefixtures("ranked")
def test_somebody_elses_statement(
    rita: Recruiter, amara: Candidate, bo: Candidate, rerank: Callable[[], None]
) -> None:
    others = [make_candidate(f"Ann {n}", f"{CLOSER} That is day {n}.") for n in range(4)]
    for one in others:
        make_relationship(rita, one)
    rerank()
    assert moved(rita, bo) == "Nothing of theirs changed: four people went past"


@pytest.mark.usefixtures("ranked")
def test_a_pin(
    rita: Recruiter, bo: Candidate, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    relationship.refresh_from_db()
    moves.move(relationship, "maintain", by=rita.user, reason="They asked for time")
    rerank()
    assert moved(rita, relationship.candidate) == "You pinned them here"
    moves.unpin(relationship)
    rerank()
    assert moved(rita, relationship.candidate) == "Their pin ended"


@pytest.mark.usefixtures("ranked")
def test_a_setting(rita: Recruiter, amara: Candidate, rerank: Callable[[], None]) -> None:
    Relationship.objects.filter(recruiter=rita, candidate=amara).update(tier="maintain")
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=0)
    rerank()
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=5)
    rerank()
    assert moved(rita, amara) == "You changed the number of Invest places"


@pytest.mark.usefixtures("ranked")
def test_a_department_served_and_no_longer(
    rita: Recruiter, bo: Candidate, rerank: Callable[[], None]
) -> None:
    pool = make_department("Lake Baths", "Every child of the neighbourhood can swim in the lake.")
    serve(rita, pool)
    rerank()
    assert moved(rita, bo) == "Lake Baths counts for your list now"
    ServedDepartment.objects.filter(department=pool).delete()
    rerank()
    assert moved(rita, bo) == "Lake Baths no longer counts for your list"


@pytest.mark.usefixtures("ranked")
def test_a_new_model(rita: Recruiter, amara: Candidate, rerank: Callable[[], None]) -> None:
    """As after an upgrade: the ranking in force was read by another model, and found nobody."""
    run = Ranking.objects.get()
    known = tiering.unpack(bytes(run.records))
    records = known.records.copy()
    rows = records["person"] == amara.pk
    records["tier"][rows] = tiering.Tier.MAINTAIN
    for field in ("near", "points", "bench", "adds", "reach"):
        records[field][rows] = 0
    Ranking.objects.update(
        records=tiering.pack(replace(known, method="an older encoder", records=records)),
        input_hash=b"",
    )
    Relationship.objects.filter(candidate=amara).update(tier="maintain")
    rerank()
    assert moved(rita, amara) == "Statements are read in a new way"
