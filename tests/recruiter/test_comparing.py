"""Five statements in a manager's order: a figure, and nobody is known by it."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate, Consent, Statement
from hiring.models import Department
from recruiter import comparing, ranking
from recruiter.models import ComparingRound, Ranking, Recruiter, RerankDue, User
from tests.factories import make_candidate, make_department, make_relationship
from tests.pages import words

SAID = [
    "In my spare time I help small charities close their books in one day.",
    "My name is Persephone and I close the books of clubs every month, within a day.",
    "I teach village shops to keep simple books so that they can decide sooner.",
    "I rebuild old ledgers for small theatres on weekends.",
    "On Sundays I teach my neighbours' children to swim in the lake.",
    "I repair donated fridges, unpaid, so that nobody at the food bank throws milk away.",
    "I collect pictures of lighthouses and draw maps of where they stood.",
]


@pytest.fixture
def people(rita: Recruiter, finance: Department) -> list[Candidate]:
    made = []
    for text in SAID:
        one = make_candidate("Canary Ann", text, headline="Canary headline")
        Consent.objects.create(candidate=one, wording_version="1")
        make_relationship(rita, one)
        made.append(one)
    ranking.rerank([rita.pk])
    return made


@pytest.fixture
def manager(client: Client, hana: User) -> Client:
    client.force_login(hana)
    return client


def at(name: str, department: Department) -> str:
    return reverse(name, args=[department.pk])


def by_points(one: ComparingRound) -> list[int]:
    """The statements as the engine has them, the nearest first."""
    return [key for key, _ in sorted(one.shown, key=lambda pair: -pair[1])]


def places(order: list[int]) -> dict[str, int]:
    return {f"place-{key}": place for place, key in enumerate(order, start=1)}


@pytest.mark.parametrize("turned", [False, True])
def test_agreement_is_counted_in_pairs(
    manager: Client, finance: Department, people: list[Candidate], turned: bool
) -> None:
    manager.post(at("compare_begin", finance))
    one = ComparingRound.objects.get()
    order = by_points(one)[::-1] if turned else by_points(one)
    page = manager.post(at("compare_answer", finance), places(order), follow=True)
    one.refresh_from_db()
    assert one.pairs in (9, 10)
    assert one.agreed == (0 if turned else one.pairs)
    said = f"{one.agreed} of {one.pairs} pairs"
    assert f"You and the engine put {said} in the same order" in words(page)
    assert said in words(manager.get(at("compare", finance)))


def test_a_statement_that_was_retired_since_is_not_shown(
    manager: Client, finance: Department, people: list[Candidate], rita: Recruiter
) -> None:
    manager.post(at("compare_begin", finance))
    begun = ComparingRound.objects.get()
    said = Statement.objects.get(pk=begun.shown[0][0])
    said.retire("Misheard", by=rita.user)
    assert said.pk not in comparing.showable([key for key, _ in begun.shown])


def test_nobody_is_known_by_it(
    manager: Client, finance: Department, people: list[Candidate]
) -> None:
    manager.post(at("compare_begin", finance))
    page = words(manager.get(at("compare", finance)))
    assert len(re.findall("Place of statement", page)) == 5
    for never in ("Canary", "Persephone", "Strong", "Invest", "points"):
        assert never not in page


def withdraw(one: Candidate) -> None:
    one.consents.update(withdrawn_at=timezone.now())


def never_consented(one: Candidate) -> None:
    one.consents.all().delete()


def object_to_it(one: Candidate) -> None:
    Candidate.objects.filter(pk=one.pk).update(objected_at=timezone.now())


@pytest.mark.parametrize("refuse", [withdraw, never_consented, object_to_it])
def test_only_words_of_people_who_agreed_are_shown_and_only_while_they_do(
    manager: Client,
    finance: Department,
    people: list[Candidate],
    refuse: Callable[[Candidate], None],
) -> None:
    manager.post(at("compare_begin", finance))
    shown = [key for key, _ in ComparingRound.objects.get().shown]
    refuse(next(one for one in people if one.statements.get().pk in shown))
    page = words(manager.get(at("compare", finance)))
    assert "Show me five" in page
    assert "Place of statement" not in page
    answer = manager.post(at("compare_answer", finance), places(shown))
    assert answer.status_code == HTTPStatus.CONFLICT
    for one in people:
        refuse(one)
    begun = manager.post(at("compare_begin", finance))
    assert begun.status_code == HTTPStatus.CONFLICT
    assert "too few statements" in words(begun)


def test_it_retunes_and_reranks_nothing(
    manager: Client, rita: Recruiter, finance: Department, people: list[Candidate]
) -> None:
    rankings = Ranking.objects.count()
    manager.post(at("compare_begin", finance))
    order = by_points(ComparingRound.objects.get())
    manager.post(at("compare_answer", finance), places(order))
    assert not RerankDue.objects.get(recruiter=rita).is_due
    assert Ranking.objects.count() == rankings


def test_pairs_that_the_engine_holds_for_equal_do_not_count(
    finance: Department, hana: User
) -> None:
    shown = [[1, 80], [2, 80], [3, 40], [4, 40], [5, 0]]
    one = ComparingRound.objects.create(department=finance, user=hana, engine="", shown=shown)
    comparing.answer(one, {1: 1, 2: 2, 3: 3, 4: 4, 5: 5})
    assert (one.agreed, one.pairs) == (8, 8)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda form: form | {next(iter(form)): ""}, "Choose a place for statement"),
        (lambda form: form | {next(iter(form)): "6"}, "Select a valid choice"),
        (lambda form: dict.fromkeys(form, "1"), "Give each statement a place of its own."),
    ],
)
def test_a_bad_order_is_422_and_keeps_what_was_chosen(
    manager: Client,
    finance: Department,
    people: list[Candidate],
    change: Callable[[dict[str, object]], dict[str, object]],
    sentence: str,
) -> None:
    manager.post(at("compare_begin", finance))
    form = change(dict(places(by_points(ComparingRound.objects.get()))))
    answer = manager.post(at("compare_answer", finance), form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in words(answer)
    assert " selected" in answer.content.decode()
    assert ComparingRound.objects.get().answered_at is None


def test_a_few_rounds_a_day(
    manager: Client, hana: User, finance: Department, people: list[Candidate]
) -> None:
    for _ in range(comparing.ROUNDS):
        ComparingRound.objects.create(
            department=finance, user=hana, engine="", shown=[], answered_at=timezone.now()
        )
    answer = manager.post(at("compare_begin", finance))
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Come back tomorrow." in words(answer)


def test_a_round_that_was_begun_goes_on(
    manager: Client, finance: Department, people: list[Candidate]
) -> None:
    manager.post(at("compare_begin", finance))
    manager.post(at("compare_begin", finance))
    assert ComparingRound.objects.count() == 1


def test_without_a_ranking_there_is_nothing_to_compare(
    manager: Client, finance: Department
) -> None:
    assert manager.get(at("compare", finance)).status_code == HTTPStatus.OK
    assert manager.post(at("compare_begin", finance)).status_code == HTTPStatus.CONFLICT


def test_who_may(
    client: Client, manager: Client, rita: Recruiter, ada: User, finance: Department
) -> None:
    security = make_department("Security", "Make the safe way the pleasant way.")
    assert manager.get(at("compare", security)).status_code == HTTPStatus.NOT_FOUND
    for name in ("compare_begin", "compare_answer"):
        assert manager.post(at(name, security)).status_code == HTTPStatus.NOT_FOUND
        assert manager.get(at(name, finance)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert manager.post(at("compare", finance)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    for user in (rita.user, ada):
        client.force_login(user)
        assert client.get(at("compare", finance)).status_code == HTTPStatus.FORBIDDEN
        assert client.post(at("compare_begin", finance)).status_code == HTTPStatus.FORBIDDEN
