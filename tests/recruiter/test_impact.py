"""What a wording would do, before it is saved: what the engine would do, in counts alone."""

import threading
import time
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from hiring.models import Department, GoalDraft, GoalLook
from recruiter import impact, ranking, readings
from recruiter.encoder import EncoderError, goal_text
from recruiter.models import Ranking, Recruiter, RerankDue, TierMove, User
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_manager,
    make_recruiter,
    make_relationship,
    serve,
)
from tests.pages import HTMX, words

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

IN_IMPACT = HTMX | {"HX-Target": "impact"}
FRIDGES = "Every repaired fridge keeps food safe for somebody."
CLOSERS = [
    "In my spare time I help small charities close their books in one day.",
    "I stay up at night working out how a month-end close could take one day.",
    "Since 2019 I have built a free tool with which clubs close their books the same evening.",
    "I teach village shops to close their books in a day so that they can decide this month.",
    "Every month I try to close our allotment's books within a day, and publish how.",
    "On weekends I rebuild ledgers so that small theatres know this month where they stand.",
    "I write about how to close books within a day and answer everybody who asks.",
]
MENDERS = [
    "I repair donated fridges for the food bank on Saturdays.",
    "On Sundays I mend fridges with neighbours so that food stays safe.",
    "I collect broken fridges and repair them for families.",
    "I have started a repair evening where we keep old fridges running.",
    "I teach young people to repair fridges so that nobody's food spoils.",
]


@pytest.fixture
def lists(rita: Recruiter, raj: Recruiter, finance: Department) -> list[Recruiter]:
    """Two recruiters who serve finance; one person is on both lists."""
    serve(raj, finance, importance=2)
    for recruiter in (rita, raj):
        type(recruiter).objects.filter(pk=recruiter.pk).update(invest_places=3)
    people = [make_candidate("", text) for text in CLOSERS + MENDERS]
    for place, one in enumerate(people):
        make_relationship(raj if place % 2 else rita, one)
    make_relationship(raj, people[0])
    ranking.rerank([rita.pk, raj.pk])
    return [rita, raj]


@pytest.fixture
def manager(client: Client, hana: User) -> Client:
    client.force_login(hana)
    return client


def look(client: Client, department: Department, text: str, **headers: str) -> "Answer":
    address = reverse("goal_impact", args=[department.pk])
    return client.post(address, {"text": text, "based_on": 1}, headers=headers or IN_IMPACT)


def counted(department: Department, text: str) -> impact.Change:
    encoder = readings.current_encoder()
    vector = encoder.read_goals([goal_text(department.name, text)])[0].packed or b""
    found = impact.change(department, vector, encoder, at=timezone.now())
    assert found is not None
    return found


# ---- it is what a run does ----


def test_it_foresees_exactly_what_the_run_after_saving_does(
    lists: list[Recruiter], finance: Department
) -> None:
    foreseen = counted(finance, FRIDGES)
    assert foreseen.up
    assert foreseen.down
    make_goal(finance, FRIDGES)
    moves = TierMove.objects.filter(pk__gt=TierMove.objects.latest("pk").pk)
    ranking.rerank([one.pk for one in lists])
    people = moves.values_list("relationship__candidate", flat=True)
    assert foreseen.up == len(set(people.filter(to_tier="invest")))
    assert foreseen.down == len(set(people.filter(to_tier="maintain")))
    again = counted(finance, FRIDGES)
    assert (again.now, again.after) == (foreseen.after, foreseen.after)
    assert (again.up, again.down) == (0, 0)


def test_everybody_counts_once_whoever_looks_after_them(
    lists: list[Recruiter], finance: Department
) -> None:
    now = counted(finance, FRIDGES).now
    assert len(CLOSERS) >= now.strong + now.good >= 5


def test_who_objected_is_not_counted(lists: list[Recruiter], finance: Department) -> None:
    before = counted(finance, FRIDGES).after
    for relationship in lists[0].relationships.all():
        relationship.candidate.objected_at = timezone.now()
        relationship.candidate.save(update_fields=["objected_at"])
    after = counted(finance, FRIDGES).after
    assert after.strong + after.good < before.strong + before.good


def test_a_wording_that_is_not_read_matches_nobody(
    lists: list[Recruiter], finance: Department
) -> None:
    encoder = readings.current_encoder()
    found = impact.change(finance, b"", encoder, at=timezone.now())
    assert found is not None
    assert found.after == impact.Counts()


def test_a_first_goal_is_foreseen_as_well(lists: list[Recruiter], hana: User) -> None:
    empty = make_department("Repair")
    make_manager(empty, hana)
    serve(lists[0], empty)
    found = counted(empty, FRIDGES)
    assert found.now == impact.Counts()
    assert found.after.strong + found.after.good


def test_it_changes_nothing(manager: Client, lists: list[Recruiter], finance: Department) -> None:
    rankings = Ranking.objects.count()
    look(manager, finance, FRIDGES)
    assert Ranking.objects.count() == rankings
    assert not any(due.is_due for due in RerankDue.objects.filter(recruiter__in=lists))
    assert finance.goals.count() == 1
    assert GoalDraft.objects.get().text == FRIDGES


# ---- it points at nobody ----


WRONG_BY = range(-impact.OFF_BY, impact.OFF_BY + 1)


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("wrong_by", WRONG_BY)
def test_a_count_under_five_is_never_told(count: int, wrong_by: int) -> None:
    assert impact.told(count, wrong_by) == "under 10"


@pytest.mark.parametrize("count", [*range(9, 40), 1234])
@pytest.mark.parametrize("wrong_by", WRONG_BY)
def test_others_are_round_and_off_by_less_than_five(count: int, wrong_by: int) -> None:
    rounded = int(impact.told(count, wrong_by).removeprefix("about ").replace(",", ""))
    assert rounded % 5 == 0
    assert abs(rounded - count) < 5


@pytest.mark.parametrize("count", range(200))
def test_one_person_more_changes_the_answer_for_one_wording_in_five_at_most(count: int) -> None:
    """And for which is drawn anew with each wording, so that no border can be looked for."""
    answers = [(impact.told(count, by), impact.told(count + 1, by)) for by in WRONG_BY]
    assert sum(before != after for before, after in answers) <= (count >= 4)


def test_an_error_is_the_same_for_the_same_words_and_drawn_anew_for_others() -> None:
    def off(text: str, row: str = "strong", department: int = 1) -> int:
        return impact.off(department, row, text)

    assert off(FRIDGES) == off(f"  {FRIDGES.upper()} ,")
    drawn = [off(f"{FRIDGES} {number}") for number in range(1000)]
    assert [150 < drawn.count(by) < 250 for by in WRONG_BY] == [True] * 5
    assert drawn != [off(f"{FRIDGES} {number}", row="good") for number in range(1000)]
    assert drawn != [off(f"{FRIDGES} {number}", department=2) for number in range(1000)]


def test_an_error_cannot_be_worked_out_without_the_servers_key(
    settings: Settings,
) -> None:
    drawn = [impact.off(1, "strong", str(number)) for number in range(100)]
    settings.SECRET_KEY = "another key"
    assert [impact.off(1, "strong", str(number)) for number in range(100)] != drawn


@pytest.mark.parametrize("now", range(30))
@pytest.mark.parametrize("come", range(5))
def test_a_few_who_come_are_not_in_the_difference_of_now_and_then(now: int, come: int) -> None:
    """Whatever the wording: what one person does to a count cannot be read off one look."""
    found = impact.Change(
        now=impact.Counts(now, now),
        after=impact.Counts(now + come, now + come),
        differ=impact.Counts(come, come),
    )
    for number in range(20):
        for line in impact.lines(found, 1, "The goal.", f"A wording {number}.")[:2]:
            assert line.now == line.after


def test_two_looks_at_wordings_that_differ_by_one_person_say_the_same(
    manager: Client, lists: list[Recruiter], finance: Department
) -> None:
    """Held against each other they would tell whether somebody is known here: the oldest trick."""
    goal = finance.big_goal
    assert goal is not None
    aimed = f"{goal.text} Somebody breeds silkworms on a balcony to learn patience."

    def answers() -> list[str]:
        return [words(look(manager, finance, text)) for text in (aimed, f"{goal.text} Always.")]

    without = answers()
    lonely = make_candidate("Canary Ann", "I breed silkworms on my balcony to learn patience.")
    make_relationship(lists[0], lonely)
    ranking.rerank([lists[0].pk])
    GoalLook.objects.all().delete()
    assert answers() == without


@pytest.mark.parametrize("wrong_by", WRONG_BY)
def test_a_wording_made_up_to_find_one_person_tells_nothing(
    manager: Client,
    lists: list[Recruiter],
    finance: Department,
    monkeypatch: pytest.MonkeyPatch,
    wrong_by: int,
) -> None:
    """Whatever the error is that the key, the department and the wording happen to draw."""
    monkeypatch.setattr(impact, "off", lambda *_: wrong_by)
    lonely = make_candidate("Canary Ann", "I breed silkworms on my balcony to learn patience.")
    make_relationship(lists[0], lonely)
    ranking.rerank([lists[0].pk])
    aimed = "Somebody breeds silkworms on a balcony to learn patience."
    elsewhere = "Nobody ever loses a letter at sea, whatever the weather is like."
    assert counted(finance, aimed).after.strong == 1
    assert counted(finance, elsewhere).after.strong == 0
    body = look(manager, finance, aimed).content.decode()
    assert "Canary" not in body
    assert "silkworms on my balcony" not in body
    told = [
        words(look(manager, finance, text)).partition("Move up")[0] for text in (aimed, elsewhere)
    ]
    assert "People who match strongly" in told[0]
    assert told[0] == told[1]


def test_the_page_shows_now_and_after(
    manager: Client, lists: list[Recruiter], finance: Department
) -> None:
    told = words(look(manager, finance, FRIDGES))
    assert "People who match strongly" in told
    assert "Move down to Maintain" in told
    assert "under 10" in told
    assert "Round counts only, and a little off on purpose." in told


def test_without_script_it_comes_with_the_whole_page(
    manager: Client, lists: list[Recruiter], finance: Department
) -> None:
    page = look(manager, finance, FRIDGES, accept="text/html")
    assert "People who match strongly" in words(page)
    assert f"{FRIDGES}</textarea>" in page.content.decode()


@pytest.mark.parametrize(
    ("ago", "most"), [(timedelta(minutes=5), 20), (timedelta(hours=2), 60)], ids=["hour", "day"]
)
def test_looking_is_limited(
    manager: Client,
    hana: User,
    lists: list[Recruiter],
    finance: Department,
    ago: timedelta,
    most: int,
) -> None:
    at = timezone.now() - ago
    GoalLook.objects.bulk_create(GoalLook(user=hana, at=at) for _ in range(most - 1))
    last = look(manager, finance, FRIDGES)
    assert last.status_code == HTTPStatus.OK
    refused = look(manager, finance, FRIDGES)
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "That is enough counting for now. Again from" in words(refused)
    assert "match strongly" not in words(refused)
    assert 'id="count"' not in refused.content.decode()
    GoalLook.objects.update(at=timezone.now() - impact.KEPT)
    assert look(manager, finance, FRIDGES).status_code == HTTPStatus.OK


def test_how_many_looks_are_left_is_said(
    manager: Client, hana: User, lists: list[Recruiter], finance: Department
) -> None:
    assert "You can count 19 more times for now." in words(look(manager, finance, FRIDGES))
    GoalLook.objects.bulk_create(GoalLook(user=hana) for _ in range(17))
    assert "You can count 1 more time for now." in words(look(manager, finance, FRIDGES))


def test_the_words_in_force_cost_no_look(
    manager: Client, lists: list[Recruiter], finance: Department
) -> None:
    assert finance.big_goal is not None
    told = words(look(manager, finance, finance.big_goal.text))
    assert "These are the words in force: nothing would change." in told
    assert not GoalLook.objects.exists()


def test_it_counts_by_itself_once_while_there_are_looks(
    manager: Client, hana: User, lists: list[Recruiter], finance: Department
) -> None:
    def page() -> str:
        return manager.get(reverse("goal_edit", args=[finance.pk])).content.decode()

    by_itself = 'hx-trigger="input changed delay:2s from:#id_text"'
    assert by_itself in page()
    assert by_itself not in look(manager, finance, FRIDGES).content.decode()
    GoalLook.objects.bulk_create(GoalLook(user=hana) for _ in range(20))
    assert by_itself not in page()


def test_of_many_looks_at_once_no_more_are_taken_than_are_left(
    transactional_db: None, hana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting takes a while, in which nobody else sees that a look was taken.

    A department each: the one row of a draft would make them wait for each other.
    """
    departments = [make_manager(make_department(), hana).department for _ in range(16)]
    monkeypatch.setattr(impact, "change", lambda *_args, **_named: time.sleep(0.3))
    GoalLook.objects.bulk_create(GoalLook(user=hana) for _ in range(17))
    start = threading.Barrier(16)
    statuses: list[int] = []

    def presser(number: int) -> None:
        try:
            client = Client()
            client.force_login(hana)
            start.wait()
            answer = look(client, departments[number], f"Wording {number}.")
            statuses.append(answer.status_code)
        finally:
            connection.close()

    pressers = [threading.Thread(target=presser, args=[number]) for number in range(16)]
    for thread in pressers:
        thread.start()
    for thread in pressers:
        thread.join()
    assert sorted(statuses) == [HTTPStatus.OK] * 3 + [HTTPStatus.TOO_MANY_REQUESTS] * 13
    assert GoalLook.objects.count() == 20


# ---- what it says instead ----


def test_another_language_is_said(
    manager: Client, lists: list[Recruiter], finance: Department
) -> None:
    told = words(look(manager, finance, "Wir schließen die Bücher an einem einzigen Tag."))
    assert "Not read" in told
    assert "until it is read it is matched to nobody" in told


def test_nobody_to_count(manager: Client, hana: User) -> None:
    alone = make_department("Quality", "Nobody is harmed by what we ship.")
    make_manager(alone, hana)
    assert "No recruiter serves this department yet" in words(look(manager, alone, FRIDGES))
    alone.closed_at = timezone.now()
    alone.save(update_fields=["closed_at"])
    assert "This department is closed" in words(look(manager, alone, FRIDGES))


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_bad_text_is_422_with_a_sentence(
    manager: Client, lists: list[Recruiter], finance: Department, text: str
) -> None:
    answer = look(manager, finance, text)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not GoalLook.objects.exists()


def test_without_the_encoder_it_says_so(
    manager: Client, lists: list[Recruiter], finance: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise EncoderError("The encoder's files could not be opened.")

    monkeypatch.setattr(readings, "current_encoder", broken)
    assert "People cannot be counted right now" in words(look(manager, finance, FRIDGES))


def test_costs_the_same_queries_for_one_list_and_for_ten(
    lists: list[Recruiter],
    finance: Department,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(8):
        counted(finance, FRIDGES)
    for _ in range(8):
        serve(make_recruiter(), finance)
    with django_assert_num_queries(8):
        counted(finance, FRIDGES)
