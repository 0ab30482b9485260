from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate
from hiring.models import Department
from recruiter.models import Ranking, Recruiter, Relationship, Tier
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_department,
    make_goal,
    make_relationship,
    make_statement,
    serve,
)
from tests.recruiter.conftest import CLOSE, FAR, PROBLEM, asking
from tests.recruiter.runs import publish

pytestmark = pytest.mark.django_db
# Session, user, the actor's setting, the recruiter's row, a savepoint and its release; the list.
FRAME, LIST = 6, 4


def page(client: Client, address: str = "/invest/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_matched_person_stands_in_invest_with_goal_strength_and_reason(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    html = page(at_desk)
    assert CLOSE in html
    assert "<b>Finance Operations</b>" in html
    assert "Strong" in html
    assert "1st on the Finance Operations bench" in html
    assert "Amara Okonkwo" not in page(at_desk, "/maintain/").split("</thead>")[-1]


def test_a_problem_statement_never_carries_anybody_into_invest(
    at_desk: Client, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    make_relationship(rita, make_candidate("Ivo Maric", PROBLEM))
    rerank()
    assert "Nobody to invest in yet" in page(at_desk)
    assert "Ivo Maric" in page(at_desk, "/maintain/")


def test_a_rewritten_goal_is_the_reason_of_whoever_moved(
    at_desk: Client, rita: Recruiter, finance: Department, rerank: Callable[[], None]
) -> None:
    swimmer = make_candidate("Sven Aldersey", FAR)
    make_relationship(rita, swimmer)
    make_relationship(rita, make_candidate("Amara Okonkwo", CLOSE))
    rerank()
    make_goal(finance, "Every child in town can swim, and neighbours teach them in the lake.")
    rerank()
    html = page(at_desk) + page(at_desk, "/maintain/")
    assert "Finance Operations rewrote its goal" in html


def test_movement_counts_places_since_the_previous_ranking(
    at_desk: Client, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    early, late = make_candidate("Early Bird"), make_candidate("Late Riser")
    make_relationship(rita, early)
    make_relationship(rita, late)
    rerank()
    make_statement(late, CLOSE)
    rerank()
    html = page(at_desk)
    assert '<span class="vh">up </span>' in html
    assert "Stated a new purpose" in html


def test_before_the_first_ranking_the_page_says_that_it_is_on_its_way(
    at_desk: Client, amara: Candidate
) -> None:
    assert "The first re-rank is on its way" in page(at_desk)
    assert "Waiting for the next re-rank" in page(at_desk, "/maintain/")


def test_an_empty_list_says_what_to_do_next(at_desk: Client, rita: Recruiter) -> None:
    html = page(at_desk)
    assert "Nobody on your list yet" in html
    assert "/people/new/" in html


def test_due_follows_the_recruiters_own_contacts_only(
    at_desk: Client, amara: Candidate, rita: Recruiter, raj: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    make_contact(amara, rita.user, days_ago=34)
    make_contact(amara, raj.user, days_ago=1)
    html = page(at_desk)
    assert "Overdue 4 days" in html
    assert "5 weeks ago" in html


def test_a_contact_that_is_still_ahead_is_none_yet(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    make_contact(amara, rita.user, days_ago=-3)
    assert "Never" in page(at_desk)


def test_due_days_turn_at_the_readers_midnight(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    rita.user.time_zone = "Pacific/Kiritimati"
    rita.user.save()
    with timezone.override("Pacific/Kiritimati"):
        make_contact(amara, rita.user, days_ago=30)
    assert "Due today" in page(at_desk)


def test_do_not_contact_replaces_the_due_date(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    amara.do_not_contact_since = days_before(2)
    amara.save()
    rerank()
    assert "Do not contact" in page(at_desk, "/maintain/")


def test_a_pin_shows_its_reason(
    at_desk: Client, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    Relationship.objects.filter(pk=relationship.pk).update(
        pin=Tier.MAINTAIN, pin_reason="Asked for a quiet year"
    )
    rerank()
    assert "Pinned: Asked for a quiet year" in page(at_desk, "/maintain/")


def test_the_list_names_who_is_next_in_line(
    at_desk: Client, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=1)
    make_relationship(rita, make_candidate("Amara Okonkwo", CLOSE))
    make_relationship(rita, make_candidate("Bo Lind", f"{CLOSE} And I publish what I learn."))
    rerank()
    assert "Invest is full at 1" in page(at_desk)
    assert "Next in line is" in page(at_desk)


def test_next_in_line_is_who_adds_most_not_who_stands_first(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=1)
    rita.refresh_from_db()
    care = make_department("Care")
    make_goal(care, "Nobody waits alone.")
    serve(rita, care)
    in_place, second, other = (make_candidate(name) for name in ("Ann In", "Bo Second", "Cy Other"))
    for one in (in_place, second, other):
        make_relationship(rita, one)
    publish(rita, {in_place: (finance, 0.9), second: (finance, 0.7), other: (care, 0.65)})
    assert f'Next in line is <a href="/people/{other.pk}/">Cy Other</a>' in page(at_desk)


@pytest.mark.parametrize("words", ["okonkwo", "OKÓNKWO charities", "bristol accountant"])
def test_search_finds_names_roles_and_purposes_whatever_their_accents(
    at_desk: Client, amara: Candidate, words: str
) -> None:
    assert "Amara Okonkwo" in page(at_desk, f"/maintain/?q={words}")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Søren Ærø", "soren aero"),
        ("Łukasz Đorđević", "lukasz dordevic"),
        ("Jörg Weiß", "jorg weiss"),
    ],
)
def test_search_folds_letters_that_have_no_accent_to_take_off(
    at_desk: Client, rita: Recruiter, name: str, typed: str
) -> None:
    make_relationship(rita, make_candidate(name))
    assert name in page(at_desk, f"/maintain/?q={typed}")


def test_search_says_how_many_match_on_the_other_list(at_desk: Client, amara: Candidate) -> None:
    html = page(at_desk, "/invest/?q=okonkwo")
    assert '<a href="/maintain/?q=okonkwo">1 in Maintain matches</a>' in html


def test_search_says_when_nobody_matches(at_desk: Client, amara: Candidate) -> None:
    html = page(at_desk, "/maintain/?q=%22%3E%3Cimg+src%3Dx%3E")
    assert "Nobody in Maintain matches" in html
    assert "<img" not in html


def test_htmx_gets_the_list_alone_and_only_when_it_asks_for_it(
    at_desk: Client, amara: Candidate
) -> None:
    part = at_desk.get("/maintain/", headers=asking("list")).content.decode()
    assert part.strip().startswith('<div id="list">')
    restored = at_desk.get("/maintain/", headers={"HX-Request": "true"}).content.decode()
    assert restored.startswith("<!doctype html>")


def test_other_recruiters_people_never_show(
    at_desk: Client, amara: Candidate, raj: Recruiter, rerank: Callable[[], None]
) -> None:
    make_relationship(raj, make_candidate("Rajs Person", CLOSE))
    rerank()
    assert "Rajs Person" not in page(at_desk) + page(at_desk, "/maintain/")


@pytest.mark.parametrize("people", [2, 12])
def test_a_list_costs_the_same_four_queries_whatever_its_length(
    at_desk: Client,
    rita: Recruiter,
    rerank: Callable[[], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
) -> None:
    for number in range(people):
        one = make_candidate("", f"{CLOSE} Number {number}.")
        make_relationship(rita, one)
        make_contact(one, rita.user, days_ago=number)
    rerank()
    make_statement(one, FAR)
    rerank()
    assert rita.rankings.count() == 2
    with django_assert_num_queries(FRAME + LIST):
        at_desk.get("/invest/")


def test_rows_and_order_come_from_one_ranking_even_when_another_is_published_meanwhile(
    at_desk: Client, rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    first = rita.rankings.get()
    newer = Ranking.objects.get(pk=first.pk)
    newer.pk, newer.number, newer.generation = None, 2, newer.generation + 1
    newer.save()  # published by nobody: the due row still names the first
    response = at_desk.get("/invest/")
    assert response.context["ranking"] == first
