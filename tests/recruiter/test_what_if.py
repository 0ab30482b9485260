"""What would change it: the real engine on stored vectors, told in words."""

from collections.abc import Callable
from time import process_time

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from numpy.typing import NDArray
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate
from hiring.models import Department
from recruiter import moves, ranking, readings, what_if
from recruiter.encoder import Side, Vectors, goal_text
from recruiter.encoder.vectors import rounded
from recruiter.models import Ranking, Recruiter, Relationship, RerankDue, TextReading
from tests.factories import (
    make_candidate,
    make_department,
    make_relationship,
    make_statement,
    serve,
)
from tests.recruiter.conftest import PROBLEM, asking

pytestmark = pytest.mark.django_db


def lines(relationship: Relationship) -> list[str]:
    return list(what_if.read(Relationship.objects.get(pk=relationship.pk)).lines)


def address(candidate: Candidate) -> str:
    return f"/people/{candidate.pk}/changes/"


def test_the_matched_goal_and_the_statement_are_left_out_in_turn(
    relationship: Relationship, rerank: Callable[[], None]
) -> None:
    rerank()
    assert lines(relationship) == [
        "With Finance Operations\u2019 goal out: rank 1, Maintain",
        "Without \u201cIn my spare time I help small charities close their books\u2026\u201d:"
        " rank 1, Maintain",
    ]


def test_somebody_without_a_purpose_hears_what_one_would_do(
    rita: Recruiter, rerank: Callable[[], None]
) -> None:
    ivo = make_relationship(rita, make_candidate("Ivo Maric", PROBLEM))
    rerank()
    assert lines(ivo) == [
        "A stated purpose that is Strong for Finance Operations would bring them into Invest"
    ]


def test_a_pin_is_taken_off_first(
    rita: Recruiter, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    moves.pin(relationship, reason="They asked for time")
    rerank()
    assert lines(relationship)[0] == "Without the pin: rank 1, Invest"


def test_while_a_re_rank_is_owed_nothing_is_promised(
    at_desk: Client, amara: Candidate, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    assert what_if.read(relationship).why_none == str(what_if.ON_ITS_WAY)
    rerank()
    make_statement(amara, "On Sundays I mend clocks.")
    assert what_if.read(relationship).why_none == str(what_if.ON_ITS_WAY)
    html = at_desk.get(address(amara)).content.decode()
    assert "A re-rank is on its way" in html
    RerankDue.objects.get(recruiter=relationship.recruiter).ask()
    assert what_if.read(relationship).lines == []


def test_a_wish_not_to_be_ranked_holds_at_once(
    amara: Candidate, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    rerank()
    Candidate.objects.update(objected_at=timezone.now())
    relationship.candidate.refresh_from_db()
    found = what_if.read(relationship)
    assert (found.lines, found.why_none) == ([], "Not ranked, as they wish")


def test_nothing_is_written(
    amara: Candidate, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    rerank()
    before = (
        list(Ranking.objects.values_list("pk", "published_at")),
        list(RerankDue.objects.values_list("due", "done", "token")),
        list(Relationship.objects.values_list("pk", "tier", "tier_since")),
    )
    assert lines(relationship)
    assert before == (
        list(Ranking.objects.values_list("pk", "published_at")),
        list(RerankDue.objects.values_list("due", "done", "token")),
        list(Relationship.objects.values_list("pk", "tier", "tier_since")),
    )


def test_the_page_has_a_plain_link_to_it_and_a_fragment_for_htmx(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert f'href="{address(amara)}"' in html
    whole = at_desk.get(address(amara)).content.decode()
    assert "<html" in whole
    assert "goal out: rank 1, Maintain" in whole
    part = at_desk.get(address(amara), headers=asking("changes")).content.decode()
    assert part.strip().startswith('<div id="changes"')
    assert "<html" not in part
    assert "goal out: rank 1, Maintain" in part


def test_a_stranger_gets_404(at_desk: Client, raj: Recruiter) -> None:
    bo = make_candidate("Bo Lind")
    make_relationship(raj, bo)
    assert at_desk.get(address(bo)).status_code == 404


def test_it_is_for_recruiters_and_only_read(client: Client, hana: object, amara: Candidate) -> None:
    client.force_login(hana)  # type: ignore[arg-type]
    assert client.get(address(amara)).status_code == 403
    assert client.post(address(amara)).status_code in (403, 405)


def test_a_wrong_verb_is_refused(at_desk: Client, amara: Candidate) -> None:
    assert at_desk.post(address(amara)).status_code == 405


def large(rita: Recruiter, finance: Department) -> None:
    """300 people with a statement each and 12 goals, with readings as a worker would leave them."""
    encoder, random = readings.current_encoder(), np.random.default_rng(1)
    departments = [finance, *(make_department(f"Dep {n}", f"Be reason {n}.") for n in range(11))]
    for one in departments[1:]:
        serve(rita, one)
    said = []
    for number in range(300):
        candidate = make_candidate(f"Person {number}", f"I mend clock number {number}.")
        make_relationship(rita, candidate)
        said.append(candidate.statements.get())

    def vectors(side: Side, rows: NDArray[np.float64]) -> list[bytes]:
        # Two blocks of length 1, about: one for each of the encoder's models.
        rows *= np.sqrt(2) / np.linalg.norm(rows, axis=1, keepdims=True)
        return encoder.pack(Vectors(encoder.model_id, side, rounded(rows)))

    aims = random.normal(size=(12, encoder.dimensions))
    near = aims[random.integers(0, 12, 300)] * random.random((300, 1))
    words = near + 0.35 * random.normal(size=(300, encoder.dimensions))
    goals = [goal_text(one.name, one.big_goal.text) for one in departments if one.big_goal]
    TextReading.objects.bulk_create(
        [
            TextReading(
                model=encoder.model_id, digest=readings.digest_of(one.text), vector=v, p_purpose=0.9
            )
            for one, v in zip(said, vectors(Side.STATEMENT, words), strict=True)
        ]
        + [
            TextReading(
                model=readings.goal_model(encoder), digest=readings.digest_of(text), vector=v
            )
            for text, v in zip(goals, vectors(Side.GOAL, aims), strict=True)
        ]
    )
    ranking.rerank([rita.pk])


def test_300_people_and_12_goals_take_less_than_a_tenth_of_a_second(
    rita: Recruiter, finance: Department
) -> None:
    """Of this process's time, so that a busy machine does not fail it."""
    large(rita, finance)
    run = Ranking.objects.get()
    assert (run.people, run.entered) == (300, 50)
    took = []
    for relationship in rita.relationships.select_related("candidate")[:300:12]:
        start = process_time()
        assert what_if.read(relationship).lines
        took.append(process_time() - start)
    assert float(np.median(took)) < 0.1


@pytest.mark.parametrize("people", [1, 8])
def test_it_costs_the_same_queries_whatever_the_list(
    rita: Recruiter,
    finance: Department,
    relationship: Relationship,
    rerank: Callable[[], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
) -> None:
    for _ in range(people):
        make_relationship(rita, make_candidate("", PROBLEM))
    rerank()
    relationship = Relationship.objects.select_related("candidate").get(pk=relationship.pk)
    with django_assert_num_queries(9):  # five of the snapshot in a savepoint of two, two of names
        what_if.read(relationship)
