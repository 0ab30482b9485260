"""Purposes that several people share and no goal does: grouped by vectors, told by quotes."""

import time
from collections.abc import Sequence

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from numpy.typing import NDArray
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Statement
from hiring.models import Department
from recruiter import tiering, unshared
from recruiter.encoder import Side, Vectors
from recruiter.models import Cause, Ranking, Recruiter, RerankDue, TextReading
from recruiter.readings import current_encoder, digest_of
from recruiter.unshared import Said, Unshared, groups_of
from tests.factories import make_candidate, make_manager, make_relationship, make_statement
from tests.pages import words
from tests.recruiter.runs import POLICY

GOALS = "/goals/"
CLOSE = 0.8
Vector = NDArray[np.float64]


class Voices:
    """People whose purposes point where a test says, without an encoder."""

    def __init__(self, recruiter: Recruiter, department: Department) -> None:
        self.recruiter, self.department = recruiter, department
        self.random = np.random.default_rng(7)
        self.width = current_encoder().dimensions
        self.fits: dict[int, float] = {}

    def direction(self) -> Vector:
        found: Vector = self.random.normal(size=self.width)
        return found / np.linalg.norm(found)

    def say(self, name: str, text: str, towards: Vector | None, fit: float = 0.1) -> Candidate:
        """Somebody with one purpose; what points nowhere in particular is by itself."""
        person = make_candidate(name, purpose_state="stated")
        make_relationship(self.recruiter, person)
        own = self.direction()
        self.keep(person, text, own if towards is None else CLOSE * towards + (1 - CLOSE) * own)
        self.fits[person.pk] = fit
        return person

    def keep(self, person: Candidate, text: str, vector: Vector) -> Statement:
        encoder = current_encoder()
        row = (vector / np.linalg.norm(vector)).astype(np.float16).astype(np.float32)
        packed = encoder.pack(Vectors(encoder.model_id, Side.STATEMENT, row[None, :]))[0]
        TextReading.objects.create(
            model=encoder.model_id, digest=digest_of(text), vector=packed, p_purpose=0.9
        )
        return make_statement(person, text)

    def others(self, count: int, fit: float = 0.6) -> None:
        """People with a goal of ours, alike to nobody."""
        for place in range(count):
            self.say(f"Other {place}", f"Something of my own, number {place}.", None, fit)

    def publish(self) -> Ranking:
        """A ranking over their real statements, by the given fits."""
        said = list(Statement.objects.order_by("pk"))
        people = list(self.recruiter.relationships.order_by("candidate"))
        rows = {one.candidate_id: row for row, one in enumerate(people)}
        count = len(people)
        ranked = tiering.rank(
            tiering.Desk(
                people=tiering.People(
                    keys=np.array([one.candidate_id for one in people], dtype=np.int64),
                    incumbent=np.zeros(count, dtype=np.bool_),
                    pin=np.zeros(count, dtype=np.uint8),
                    may_rank=np.ones(count, dtype=np.bool_),
                    last_contact=np.zeros(count, dtype=np.int32),
                ),
                statements=tiering.Statements(
                    keys=np.array([one.pk for one in said], dtype=np.int64),
                    person=np.array([rows[one.candidate_id] for one in said], dtype=np.intp),
                    purpose=np.ones(len(said), dtype=np.float64),
                    counted=np.ones(len(said), dtype=np.bool_),
                    text=np.zeros(len(said), dtype=np.uint32),
                ),
                goals=tiering.Goals(
                    keys=np.array([self.department.pk], dtype=np.int64),
                    versions=np.array([1], dtype=np.int64),
                    importance=np.ones(1, dtype=np.uint8),
                ),
                p_rel=np.array([[self.fits[one.candidate_id]] for one in said], dtype=np.float32),
                places=0,
                method="by hand",
            ),
            POLICY,
        )
        made = Ranking.objects.create(
            recruiter=self.recruiter,
            number=self.recruiter.rankings.count() + 1,
            generation=self.recruiter.rankings.count() + 1,
            token=1,
            cause=Cause.NEW,
            engine="by hand",
            input_hash=b"",
            records=tiering.pack(ranked),
            people=count,
            entered=0,
            left=0,
            shifted=0,
            started_at=timezone.now(),
            published_at=timezone.now(),
        )
        RerankDue.objects.filter(recruiter=self.recruiter).update(published=made)
        return made

    def read(self) -> Unshared:
        ranking = tiering.unpack(bytes(self.recruiter.rankings.order_by("-number")[0].records))
        return unshared.read(
            list(self.recruiter.relationships.select_related("candidate")), ranking
        )


@pytest.fixture
def voices(rita: Recruiter, finance: Department) -> Voices:
    return Voices(rita, finance)


def swimmers(voices: Voices, count: int = 3, fit: float = 0.1) -> list[Candidate]:
    water = voices.direction()
    return [
        voices.say(f"Swimmer {place}", f"I teach to swim, number {place}.", water, fit)
        for place in range(count)
    ]


def names(found: Unshared) -> list[set[str]]:
    return [{quote.name for quote in one.quotes} for one in found.groups]


def test_three_who_say_something_alike_are_a_group_told_by_their_quotes(voices: Voices) -> None:
    swimmers(voices)
    voices.others(20)
    voices.publish()
    found = voices.read()
    assert [one.people for one in found.groups] == [3]
    assert names(found) == [{"Swimmer 0", "Swimmer 1", "Swimmer 2"}]
    assert all("I teach to swim" in quote.words for quote in found.groups[0].quotes)


def test_two_are_no_group(voices: Voices) -> None:
    swimmers(voices, 2)
    voices.others(18)
    voices.say("Alone", "Something else altogether.", None)
    voices.publish()
    found = voices.read()
    assert (found.people, found.groups, found.compared) == (3, [], True)


def test_what_a_goal_shares_is_left_out(voices: Voices) -> None:
    swimmers(voices, 4, fit=0.3)
    voices.others(20)
    voices.publish()
    assert voices.read() == Unshared(0, [], compared=True)


def test_somebody_who_says_it_three_times_is_one_person(voices: Voices) -> None:
    water = voices.direction()
    person = voices.say("Swimmer", "I teach to swim.", water)
    for place in range(2):
        voices.keep(person, f"Again: I teach to swim, {place}.", water)
    swimmers(voices, 2)
    voices.others(20)
    voices.publish()
    assert voices.read().groups == []


def test_the_larger_group_comes_first_and_quotes_three(voices: Voices) -> None:
    swimmers(voices, 3)
    bees = voices.direction()
    for place in range(5):
        voices.say(f"Keeper {place}", f"I keep bees, hive {place}.", bees)
    voices.others(20)
    voices.publish()
    found = voices.read()
    assert [(one.people, len(one.quotes)) for one in found.groups] == [(5, 3), (3, 3)]
    assert found.grouped == 8
    assert found == voices.read()


def test_fewer_than_twenty_purposes_are_not_compared(voices: Voices) -> None:
    swimmers(voices)
    voices.others(16)
    voices.publish()
    assert voices.read() == Unshared(3, [], compared=False)


@pytest.mark.parametrize("wish", ["objected_at", "do_not_contact_since"])
def test_whoever_must_not_be_ranked_is_in_no_group(voices: Voices, wish: str) -> None:
    one, *_ = swimmers(voices)
    voices.others(20)
    voices.publish()
    Candidate.objects.filter(pk=one.pk).update(**{wish: timezone.now()})
    assert voices.read().groups == []


def test_a_retired_statement_counts_no_more(voices: Voices, rita: Recruiter) -> None:
    one, *_ = swimmers(voices)
    voices.others(20)
    voices.publish()
    one.statements.get().retire("Not theirs", by=rita.user)
    assert voices.read().groups == []


def test_groups_hold_only_rows_that_are_all_near_each_other() -> None:
    chain = np.eye(4)
    for a, b in ((0, 1), (1, 2), (2, 3)):
        chain[a, b] = chain[b, a] = 0.9
    said = Said(["a", "b", "c", "d"], np.arange(4), chain)
    assert groups_of(said) == []
    chain[0, 2] = chain[2, 0] = 0.9
    assert [sorted(one) for one in groups_of(said)] == [[0, 1, 2]]


def timed(people: int, alike: NDArray[np.float64]) -> tuple[float, Sequence[list[int]]]:
    said = Said([""] * people, np.arange(people), alike)
    start = time.perf_counter()
    found = groups_of(said)
    return time.perf_counter() - start, found


def test_a_long_list_is_grouped_in_no_time() -> None:
    random = np.random.default_rng(3)
    scattered = random.uniform(0, 0.6, (300, 300))
    scattered = np.triu(scattered, 1) + np.triu(scattered, 1).T + np.eye(300)
    assert timed(300, scattered)[0] < 0.15
    assert [len(one) for one in timed(300, np.ones((300, 300)))[1]] == [300]
    assert timed(300, np.ones((300, 300)))[0] < 0.15


def test_the_page_says_plainly_what_it_is(at_desk: Client, voices: Voices) -> None:
    swimmers(voices)
    voices.others(20)
    voices.publish()
    told = words(at_desk.get(GOALS))
    assert "3 people “I teach to swim, number" in told
    assert "It gives no name to what they share, and it can be wrong" in told
    assert "3 of the 3 people below Faint for every goal" in told


def test_the_page_says_when_there_is_nothing_to_tell(at_desk: Client, voices: Voices) -> None:
    swimmers(voices, 2)
    voices.others(20, fit=0.6)
    voices.publish()
    assert "No three of them say something alike" in words(at_desk.get(GOALS))


def test_costs_the_same_whatever_the_number_of_people(
    at_desk: Client, voices: Voices, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_manager(voices.department)
    swimmers(voices)
    voices.others(20)
    voices.publish()
    at_desk.get(GOALS)
    with django_assert_num_queries(17):
        at_desk.get(GOALS)
    swimmers_of_another_lake = voices.direction()
    for place in range(6):
        voices.say(f"Diver {place}", f"I dive, {place}.", swimmers_of_another_lake)
    voices.publish()
    with django_assert_num_queries(17):
        at_desk.get(GOALS)
