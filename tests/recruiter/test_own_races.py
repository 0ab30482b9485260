"""Real threads on real PostgreSQL: presses at once, and acts while a list is ranked or a file read.

Every thread has a connection of its own, as web processes and workers have.
"""

import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from candidates.models import (
    CONSENT_HOLDS,
    Candidate,
    CandidateAct,
    CandidateLink,
    Consent,
)
from recruiter import erasing, lapsing, links, own, ranking, tiering, upkeep, waiting
from recruiter.importing import candidate_import
from recruiter.models import Recruiter, RerankDue, TextReading
from tests.factories import make_candidate, make_relationship
from tests.recruiter.conftest import CLOSE, FAR, PROBLEM
from tests.recruiter.own import WORDS, say, visit

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "amara@x.example"
AT_ONCE = 8


@pytest.fixture
def amara(rita: Recruiter, finance: object) -> Candidate:
    one = make_candidate("Amara Okonkwo", CLOSE, email=ADDRESS)
    make_relationship(rita, one)
    for number, text in enumerate((FAR, PROBLEM)):
        make_relationship(rita, make_candidate(f"Other {number}", text))
    return one


@pytest.fixture
def link(amara: Candidate, rita: Recruiter) -> CandidateLink:
    made, _ = links.make(amara, rita.user)
    return made


T = TypeVar("T")


def at_once(*doers: Callable[[], T]) -> list[T]:
    """What each does, all begun in the same moment, each on a connection of its own."""
    start = threading.Barrier(len(doers))

    def run(doer: Callable[[], T]) -> T:
        start.wait(10)
        try:
            return doer()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(doers)) as pool:
        return [one.result(60) for one in [pool.submit(run, doer) for doer in doers]]


def same_pass(client: Client) -> Client:
    """Another window of the same browser."""
    window = Client()
    window.cookies["own"] = client.cookies["own"].value
    return window


# ---- Limits ----


def test_no_more_tries_get_through_at_once_than_one_after_the_other(
    amara: Candidate, rita: Recruiter
) -> None:
    browser = visit(amara, rita.user, sure=False)
    windows = [same_pass(browser) for _ in range(12)]

    def guess(window: Client, number: int) -> int:
        return window.post("/own/check/", {"email": f"{number}@x.example"}).status_code

    found = at_once(*(partial(guess, window, number) for number, window in enumerate(windows)))
    assert found.count(HTTPStatus.UNPROCESSABLE_ENTITY) == 5
    assert found.count(HTTPStatus.TOO_MANY_REQUESTS) == 7
    right = same_pass(browser).post("/own/check/", {"email": ADDRESS})
    assert right.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_a_new_link_is_asked_for_five_times_an_hour_however_fast(amara: Candidate) -> None:
    def ask() -> int:
        return Client().post("/own/closed/", {"email": ADDRESS}).status_code

    found = at_once(*[ask] * 12)
    assert found.count(HTTPStatus.OK) == 5
    assert CandidateAct.objects.about(amara).count() == 5


# ---- Twice at once ----


def test_sent_twice_it_is_kept_once(amara: Candidate, rita: Recruiter) -> None:
    browser = visit(amara, rita.user)

    def send(window: Client) -> int:
        return window.post("/own/", say()).status_code

    found = at_once(*(partial(send, same_pass(browser)) for _ in range(AT_ONCE)))
    assert set(found) == {HTTPStatus.FOUND}
    assert amara.statements.filter(text=WORDS).count() == 1
    assert Consent.objects.in_force().to_keep().count() == 1


def test_agreed_and_withdrawn_at_once_one_of_the_two_holds(
    amara: Candidate, link: CandidateLink
) -> None:
    def agree() -> None:
        own.agree(CandidateLink.objects.get(pk=link.pk), "named")

    def withdraw() -> None:
        own.withdraw(CandidateLink.objects.get(pk=link.pk), "named")

    at_once(*[agree, withdraw] * 4)
    assert amara.consents.in_force().count() <= 1
    withdraw()
    assert amara.consents.in_force().count() == 0


def test_asked_twice_to_be_erased_it_is_told_once(amara: Candidate, link: CandidateLink) -> None:
    found = at_once(
        *[lambda: waiting.ask(CandidateLink.objects.get(pk=link.pk), is_sure=True)] * AT_ONCE
    )
    assert sorted(found) == [False] * (AT_ONCE - 1) + [True]
    assert CandidateAct.objects.filter(action="erase_asked").count() == 1


def test_erased_twice_it_is_done_and_told_once(amara: Candidate, rita: Recruiter) -> None:
    found = at_once(*[lambda: erasing.erase(Candidate(pk=amara.pk, name=amara.name))] * AT_ONCE)
    assert len([one for one in found if one]) == 1
    assert CandidateAct.objects.filter(action="erased").count() == 1
    rita.refresh_from_db()
    assert rita.used == rita.relationships.count() == 2


def test_who_agrees_while_it_is_looked_for_does_not_lapse(
    amara: Candidate, link: CandidateLink
) -> None:
    for _ in range(5):
        Consent.objects.all().delete()
        amara.consents.create(wording_version="2026-11", given_at=timezone.now() - CONSENT_HOLDS)
        at_once(
            lambda: own.agree(CandidateLink.objects.get(pk=link.pk), "keep"),
            lapsing.lapse,
            lapsing.lapse,
        )
        assert lapsing.lapse() == 0
        amara.refresh_from_db()
        assert amara.lapsed_at is None


# ---- While the list is ranked ----


class Worker:
    """Re-ranks a list again and again beside a test, as a worker does."""

    def __init__(self, recruiter: Recruiter) -> None:
        self.recruiter = recruiter
        self.stop = threading.Event()
        self.wrong: list[Exception] = []
        self.thread = threading.Thread(target=self.work)
        ranking.rerank([recruiter.pk])
        self.thread.start()

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                owe_a_rerank(self.recruiter)
                ranking.rerank([self.recruiter.pk])
        except Exception as error:  # noqa: BLE001 told by the test
            self.wrong.append(error)
        finally:
            connections.close_all()

    def end(self) -> dict[int, bool]:
        """Let it finish what it began and rank what is owed; who stands there, and is ranked."""
        self.stop.set()
        self.thread.join(60)
        while ranking.rerank([self.recruiter.pk]):
            pass
        assert self.wrong == []
        due = RerankDue.objects.select_related("published").get(recruiter=self.recruiter)
        assert due.published
        assert not due.is_due
        reasons = tiering.unpack(bytes(due.published.records)).reasons()
        return {one.person: one.may_rank for one in reasons}


def owe_a_rerank(recruiter: Recruiter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT recruiter_mark_due(ARRAY[%s::bigint], 'list', 0)", [recruiter.pk])


@pytest.fixture
def worker(amara: Candidate, rita: Recruiter) -> Iterator[Worker]:
    started = Worker(rita)
    yield started
    started.stop.set()
    started.thread.join(60)


def test_withdrawn_while_the_list_is_ranked_the_last_word_holds(
    amara: Candidate, link: CandidateLink, worker: Worker
) -> None:
    for _ in range(5):
        own.agree(CandidateLink.objects.get(pk=link.pk), "keep")
        own.allow_ranking(CandidateLink.objects.get(pk=link.pk))
        own.withdraw(CandidateLink.objects.get(pk=link.pk), "keep")
    assert worker.end()[amara.pk] is False


def test_erased_while_the_list_is_ranked_nothing_comes_back(
    amara: Candidate, rita: Recruiter, worker: Worker
) -> None:
    digest = bytes(amara.statements.get().digest)
    erasing.erase(amara)
    assert amara.pk not in worker.end()
    assert not rita.relationships.filter(candidate=amara.pk).exists()
    upkeep.tidy()  # what was being read in that moment
    assert not TextReading.objects.filter(digest=digest).exists()


# ---- While a file is read ----


FILE = "name,email,statement\nAmara Changed,{address},{words}\nCy Tan,cy@x.example,I teach.\n"


@pytest.mark.parametrize("words", ["", "I restore pianos for schools on Saturdays."])
def test_a_file_that_is_read_during_an_erasure_brings_nobody_back(
    amara: Candidate, words: str
) -> None:
    data = FILE.format(address=ADDRESS, words=words).encode()

    def read() -> object:
        return candidate_import.import_candidates(io.BytesIO(data))

    def erase() -> object:
        return erasing.erase(amara)

    at_once(read, erase)
    assert not Candidate.objects.with_email(ADDRESS).exists()
    again = candidate_import.import_candidates(io.BytesIO(data))
    assert {one.code for one in again.problems} == {"erased"}


@pytest.mark.parametrize("words", ["", "I restore pianos for schools on Saturdays."])
def test_erased_after_the_file_has_found_them_the_rest_is_read_all_the_same(
    amara: Candidate, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst moment: the import holds them for known, and they are gone when it writes."""
    look_on = candidate_import.ambiguities

    def erased_meanwhile(*given: Any) -> Any:
        at_once(lambda: erasing.erase(amara))
        return look_on(*given)

    monkeypatch.setattr(candidate_import, "ambiguities", erased_meanwhile)
    data = FILE.format(address=ADDRESS, words=words).encode()
    outcome = candidate_import.import_candidates(io.BytesIO(data))
    assert outcome.written
    assert [one.name for one in Candidate.objects.filter(email__contains="x.example")] == ["Cy Tan"]
