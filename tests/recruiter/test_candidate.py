from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Consent
from hiring.models import Department
from recruiter import desk, profile
from recruiter.models import Recruiter, Relationship, TextReading
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_department,
    make_goal,
    make_note,
    make_relationship,
    make_statement,
    serve,
)
from tests.recruiter.conftest import CLOSE, FAR, PROBLEM
from tests.recruiter.runs import publish

pytestmark = pytest.mark.django_db
# Session, user, the actor's setting, the recruiter's row, a savepoint and its release; the page.
FRAME, PAGE = 6, 23


def page(client: Client, candidate: Candidate) -> str:
    response = client.get(candidate.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_head_tells_tier_and_rank(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    assert "Invest, rank 1" in page(at_desk, amara)


def test_each_statement_says_what_it_counts_as_and_where_it_comes_from(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    make_statement(amara, PROBLEM, source="import", said_on=days_before(150))
    rerank()
    html = page(at_desk, amara)
    assert '<span class="tag purpose">Purpose</span>' in html
    assert '<span class="tag problem">Problem</span>' in html
    assert "5 months ago" in html
    assert "1 purpose, 1 problem" in html
    assert '<mark data-kind="purpose">' in html


def test_what_nobody_has_read_yet_says_reading(at_desk: Client, amara: Candidate) -> None:
    assert "Reading…" in page(at_desk, amara)


def test_a_language_that_is_not_read_says_so(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    said = make_statement(amara, "毎週日曜日、近所の人たちと古い自転車を直しています。")
    rerank()
    reading = TextReading.objects.get(digest=said.digest)
    html = page(at_desk, amara)
    assert '<span class="tag not_read">Not read</span>' in html
    assert reading.not_read.removeprefix("not read: ") in html


def test_markup_in_a_statement_stays_text_between_its_marks(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    make_statement(amara, "In my spare time I write <script>alert(1)</script> about ledgers.")
    rerank()
    html = page(at_desk, amara)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_what_the_engine_reads_instead_is_shown_with_its_kinds(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    make_statement(amara, "As a Muslim mother of two, I organise <b>repair</b> evenings.")
    rerank()
    html = page(at_desk, amara)
    assert "<summary>What the engine read</summary>" in html
    assert (
        '“As <mark data-kind="masked">a person <small>faith, family</small></mark>, I '
        '<mark data-kind="masked">organize <small>spelling</small></mark> '
        "&lt;b&gt;repair&lt;/b&gt; evenings.”"
    ) in html


def test_what_the_engine_leaves_out_is_shown_as_left_out(at_desk: Client, amara: Candidate) -> None:
    make_statement(amara, "I mend pumps. Everybody loves working with them.")
    assert '<mark data-kind="masked">[…] <small>praise</small></mark>' in page(at_desk, amara)


def test_what_is_read_as_it_was_written_says_nothing_of_it(
    at_desk: Client, rita: Recruiter
) -> None:
    candidate = make_candidate("Plain Words")
    make_relationship(rita, candidate)
    make_statement(candidate, "I teach blind children to swim.")
    assert "What the engine read" not in page(at_desk, candidate)


def test_the_points_of_the_match_add_up_on_the_page(
    rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    match = profile.read(rita, amara).match
    assert match is not None
    assert match.near + match.doubt == match.points
    assert match.doubt <= 0
    assert (match.department, match.bench) == ("Finance Operations", "1st")
    assert match.adds == match.importance * match.points


def test_the_panel_says_how_much_somebody_counts_on_a_bench(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=1)
    rita.refresh_from_db()
    first, second = (make_candidate(name) for name in ("Ann In", "Bo Second"))
    fits = {}
    for one, fit in ((first, 0.9), (second, 0.7)):
        make_relationship(rita, one)
        # Rankings made by hand give a statement the key of its candidate.
        make_statement(one, CLOSE, pk=one.pk)
        fits[one] = (finance, fit)
    publish(rita, fits)
    assert "Counts on this bench" in page(at_desk, first)
    html = page(at_desk, second)
    assert "Would count on this bench" in html
    assert "0.8<sup>1</sup>" in html
    assert '<td class="num">56</td>' in html


def test_who_must_not_be_ranked_has_no_rank_and_no_goal(
    at_desk: Client, rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    for field in ("objected_at", "do_not_contact_since"):
        Candidate.objects.filter(pk=amara.pk).update(objected_at=None, do_not_contact_since=None)
        value = timezone.now() if field == "objected_at" else days_before(1)
        Candidate.objects.filter(pk=amara.pk).update(**{field: value})
        amara.refresh_from_db()
        seen = profile.read(rita, amara)
        assert (seen.rank, seen.match, list(seen.near)) == (None, None, [])
        html = page(at_desk, amara)
        assert "Not ranked, as they wish" in html
        assert "Invest, rank" not in html
        assert "Finance Operations" not in html
        row = desk.read_row(rita, amara)
        assert row is not None
        assert (row.rank, row.goal, row.bars) == (None, "", 0)
        assert row.why == "Not ranked, as they wish"


def test_the_match_shows_the_goal_in_the_version_that_was_matched(
    at_desk: Client, amara: Candidate, finance: Department, rerank: Callable[[], None]
) -> None:
    rerank()
    make_goal(finance, "Every child in town can swim.")
    html = page(at_desk, amara)
    assert "Close the books in one day" in html
    assert "Every child in town can swim" not in html


def test_other_goals_that_are_near_are_named_with_a_word(
    rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    twin = make_department("Group Reporting", "Close the month-end books within one day.")
    serve(rita, twin)
    rerank()
    seen = profile.read(rita, amara)
    assert seen.match is not None
    assert {one.department for one in seen.near} | {seen.match.department} == {
        "Group Reporting",
        "Finance Operations",
    }
    assert all(one.strength in ("Strong", "Good", "Faint") for one in seen.near)


def test_without_a_purpose_the_page_says_why_there_is_no_goal(
    at_desk: Client, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    ivo = make_candidate("Ivo Maric", PROBLEM)
    make_relationship(rita, ivo)
    rerank()
    html = page(at_desk, ivo)
    assert "Why no goal" in html
    assert "Never asked what they care about" in html


def test_keeping_in_touch_counts_ones_own_contacts(
    rita: Recruiter, raj: Recruiter, amara: Candidate
) -> None:
    for days in (1, 40):
        make_contact(amara, rita.user, days_ago=days, channel="call")
    make_contact(amara, raj.user, days_ago=0)
    touch = profile.read(rita, amara).touch
    assert touch is not None
    assert (touch.last, touch.channel, touch.cadence) == ("yesterday", "call", 120)
    assert touch.colleague == "Raj Malhotra, today"


def test_a_cadence_of_their_own_goes_before_the_tiers(
    rita: Recruiter, amara: Candidate, relationship: Relationship
) -> None:
    Relationship.objects.filter(pk=relationship.pk).update(cadence_days=10)
    make_contact(amara, rita.user, days_ago=8)
    touch = profile.read(rita, amara).touch
    assert touch is not None
    assert (touch.cadence, touch.exception, touch.due.words) == (10, True, "Due in 2 days")


def test_the_way_to_the_next_person_follows_the_list(
    at_desk: Client, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    people = [make_candidate(name) for name in ("Ann One", "Ben Two", "Cay Three")]
    for one in people:
        make_relationship(rita, one)
    rerank()
    middle = page(at_desk, people[1])
    assert "2 of 3" in middle
    assert f'id="previous-person" href="/people/{people[0].pk}/"' in middle
    assert f'id="next-person" href="/people/{people[2].pk}/"' in middle


def test_tier_history_names_the_re_rank(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    html = page(at_desk, amara)
    assert "Maintain to Invest" in html
    assert "re-rank 1</a>" in html


def test_privacy_shows_consent_objection_and_do_not_contact(
    at_desk: Client, amara: Candidate
) -> None:
    now = timezone.now()
    Consent.objects.create(candidate=amara, wording_version="1", given_at=now)
    Candidate.objects.filter(pk=amara.pk).update(
        objected_at=now - timedelta(days=1), do_not_contact_since=days_before(1)
    )
    html = page(at_desk, amara)
    for words in ("<dd>Given ", "<dd>Objected ", "Do not contact, since"):
        assert words in html


def test_somebody_off_the_list_can_be_seen_and_taken_onto_it(
    at_desk: Client, rita: Recruiter
) -> None:
    bo = make_candidate("Bo Lind", FAR)
    html = page(at_desk, bo)
    assert "Not on your list" in html
    assert "Add Bo Lind to my list" in html
    response = at_desk.post(f"/people/{bo.pk}/keep/")
    assert response.headers["Location"] == bo.get_absolute_url()
    assert rita.relationships.get().candidate == bo


def test_taking_somebody_onto_a_full_list_is_refused_with_the_reason(
    at_desk: Client, rita: Recruiter, amara: Candidate
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(capacity=1, invest_places=1)
    bo = make_candidate("Bo Lind")
    response = at_desk.post(f"/people/{bo.pk}/keep/")
    assert response.status_code == 422
    assert "more people than your capacity" in response.content.decode()
    assert rita.relationships.count() == 1


def test_taking_somebody_twice_is_refused(at_desk: Client, amara: Candidate) -> None:
    response = at_desk.post(f"/people/{amara.pk}/keep/")
    assert response.status_code == 422
    assert "already on your list" in response.content.decode()


def test_a_colleagues_relationship_with_them_never_shows(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    make_relationship(raj, amara, pin="maintain", pin_reason="Raj's own reason")
    assert "Raj's own reason" not in page(at_desk, amara)
    assert "Raj&#x27;s own reason" not in page(at_desk, amara)


def test_nobody_is_not_found(at_desk: Client) -> None:
    assert at_desk.get("/people/999999/").status_code == 404


@pytest.mark.parametrize("much", [1, 6])
def test_a_page_costs_the_same_queries_whatever_the_history(
    at_desk: Client,
    rita: Recruiter,
    raj: Recruiter,
    amara: Candidate,
    rerank: Callable[[], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    much: int,
) -> None:
    for number in range(much):
        make_relationship(rita, make_candidate("", f"{CLOSE} It is number {number}."))
        make_statement(amara, f"{CLOSE} Number {number}.")
        make_contact(amara, raj.user, days_ago=number)
        make_note(amara, rita.user, f"Note {number}.")
        make_relationship(rita)
    rerank()
    with django_assert_num_queries(FRAME + PAGE):
        at_desk.get(amara.get_absolute_url())
