"""Settings: a pace that can be kept, departments served, and how it looks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hiring.models import Department
from recruiter import attention
from recruiter.models import Recruiter, Relationship, RerankDue, TierMove, User
from recruiter.pace import Pace, ways_out
from tests.factories import (
    make_candidate,
    make_contact,
    make_department,
    make_relationship,
    serve,
)
from tests.pages import words
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db

PACE = {
    "capacity": "300",
    "invest_places": "50",
    "invest_days": "30",
    "maintain_days": "120",
    "daily_budget": "4",
}


def invested(rita: Recruiter, *names: str, **fields: str) -> list[Relationship]:
    return [make_relationship(rita, make_candidate(one), tier="invest", **fields) for one in names]


def test_the_page_shows_the_sum_and_what_was_done(at_desk: Client, rita: Recruiter) -> None:
    html = at_desk.get("/settings/").content.decode()
    assert "50/30 + 250/120 = <b>3.75</b> a day" in html
    assert "5.25 a day" in html


def test_a_pace_that_fits_is_saved(at_desk: Client, rita: Recruiter) -> None:
    assert at_desk.post("/settings/pace/", PACE | {"invest_days": "28"}).status_code == 302
    rita.refresh_from_db()
    assert (rita.invest_days, rita.daily_budget) == (28, 4)
    at_desk.post("/settings/pace/", PACE | {"daily_budget": ""})
    rita.refresh_from_db()
    assert rita.daily_budget is None


def test_a_pace_that_cannot_be_kept_is_refused_with_three_ways_out(
    at_desk: Client, rita: Recruiter
) -> None:
    response = at_desk.post("/settings/pace/", PACE | {"invest_days": "14"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "50/14 + 250/120 = 5.65 contacts a day, and you can make 4." in html
    assert html.count('class="way"') == 3
    rita.refresh_from_db()
    assert rita.invest_days == 30
    assert 'value="14"' in html


@pytest.mark.parametrize("invest_days", [1, 7, 14, 26])
@pytest.mark.parametrize("budget", [1, 3, 4])
def test_every_way_out_fits_by_itself(invest_days: int, budget: int) -> None:
    pace = Pace(300, 50, invest_days, 120, budget)
    ways = ways_out(pace)
    assert ways
    for way in ways:
        field = "budget" if way.field == "daily_budget" else way.field
        values = {
            name: getattr(pace, name)
            for name in ("capacity", "invest_places", "invest_days", "maintain_days", "budget")
        }
        assert Pace(**values | {field: way.value}).fits


def test_a_way_out_says_what_it_would_change_and_saves_nothing_yet(
    at_desk: Client, rita: Recruiter
) -> None:
    late = invested(rita, "Late")[0]
    make_contact(late.candidate, rita.user, days_ago=20)
    typed = PACE | {"invest_days": "14", "daily_budget": "4"}
    html = at_desk.post("/settings/pace/", typed).content.decode()
    assert "Nobody would move; overdue: 0 now, 1 then." in html
    answer = at_desk.post("/settings/pace/", typed | {"way": "daily_budget=6"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Nobody would move; overdue: 0 now, 1 then." in html
    assert "Nothing is saved yet." in html
    assert 'id="save-way"' in html
    rita.refresh_from_db()
    assert (rita.invest_days, rita.daily_budget) == (30, None)
    at_desk.post("/settings/pace/", typed | {"daily_budget": "6"})
    rita.refresh_from_db()
    assert (rita.invest_days, rita.daily_budget) == (14, 6)


def test_a_way_out_with_fewer_places_counts_and_names_who_would_move(
    at_desk: Client, rita: Recruiter
) -> None:
    invested(rita, *(f"Person {number}" for number in range(27)))
    typed = PACE | {"invest_days": "14", "daily_budget": "4"}
    html = at_desk.post("/settings/pace/", typed).content.decode()
    assert '<b class="b">23 Invest places</b>' in html
    assert "4 would move to Maintain" in html
    html = at_desk.post("/settings/pace/", typed | {"way": "invest_places=23"}).content.decode()
    assert "4 would step to Maintain:" in html
    assert 'id="save-leaving"' in html
    assert 'value="23"' in html
    rita.refresh_from_db()
    assert rita.invest_places == 50


@pytest.mark.parametrize("way", ["capacity=x", "user=7", "invest_days=", "invest_places=-1"])
def test_a_way_out_that_is_none_changes_nothing(at_desk: Client, rita: Recruiter, way: str) -> None:
    before = (rita.capacity, rita.invest_places, rita.invest_days)
    answer = at_desk.post("/settings/pace/", PACE | {"way": way})
    assert answer.status_code in (200, 422)
    rita.refresh_from_db()
    assert (rita.capacity, rita.invest_places, rita.invest_days) == before


@pytest.mark.parametrize("invest", [*range(1, 40)])
def test_the_sum_adds_up_as_it_is_printed(invest: int) -> None:
    """Each number is rounded to two digits, and what is printed is a true sum all the same."""
    for maintain in (7, 90, 120, 365):
        pace = Pace(300, 50, invest, maintain, 4)
        first, second, whole = pace.shown
        assert round(first + second, 2) == whole
        assert pace.fits == (whole <= 4)
        assert pace.left == round(4 - whole, 2)


def test_settings_and_attention_say_the_same_of_what_was_done(
    at_desk: Client, rita: Recruiter
) -> None:
    for days in range(0, 100, 3):
        known = invested(rita, f"Person {days}")[0]
        make_contact(known.candidate, rita.user, days_ago=days)
    said = attention.made(rita)
    assert said == attention.read(rita).made
    shown = f"{said:.2f}".rstrip("0").rstrip(".")
    assert f'<dd class="num">{shown} a day</dd>' in at_desk.get("/settings/").content.decode()
    assert f'<b class="num">{shown}</b>' in at_desk.get("/attention/").content.decode()


def test_the_sum_follows_while_one_types(at_desk: Client) -> None:
    html = at_desk.get(
        "/settings/sum/", PACE | {"invest_days": "14"}, headers=asking("sum", "/settings/")
    ).content.decode()
    assert "<b>5.65</b>" in html
    assert "Too much: you can make 4." in html
    half = at_desk.get("/settings/sum/", PACE | {"invest_days": "x"}).content.decode()
    assert "<b>3.75</b>" in half


def test_fewer_places_show_who_would_step_out_before_anything_is_saved(
    at_desk: Client, rita: Recruiter
) -> None:
    people = invested(rita, "Ada One", "Bea Two", "Cyd Three")
    invested(rita, "Dot Pinned", pin="invest", pin_reason="A promise")
    typed = PACE | {"invest_places": "2", "daily_budget": ""}
    html = at_desk.post("/settings/pace/", typed).content.decode()
    assert "2 would step to Maintain:" in html
    rita.refresh_from_db()
    assert rita.invest_places == 50
    start = html.index('id="save-leaving"')
    agreed = html[html.index('value="', start) + 7 :].split('"')[0]
    assert at_desk.post("/settings/pace/", typed | {"leaving": agreed}).status_code == 302
    rita.refresh_from_db()
    assert (rita.invest_places, rita.invest_used) == (2, 2)
    moved = TierMove.objects.all()
    assert {one.reason for one in moved} == {"Fewer Invest places"}
    assert {one.relationship_id for one in moved} < {one.pk for one in people}


def test_an_agreement_to_others_is_asked_again(at_desk: Client, rita: Recruiter) -> None:
    invested(rita, "Ada One", "Bea Two")
    typed = PACE | {"invest_places": "1", "daily_budget": "", "leaving": "999"}
    assert "1 would step to Maintain:" in at_desk.post("/settings/pace/", typed).content.decode()
    rita.refresh_from_db()
    assert rita.invest_places == 50


def test_pins_alone_can_be_too_many(at_desk: Client, rita: Recruiter) -> None:
    invested(rita, "Dot Pinned", "Eve Pinned", pin="invest", pin_reason="A promise")
    response = at_desk.post("/settings/pace/", PACE | {"invest_places": "1"})
    assert response.status_code == 422
    assert "2 people are pinned in Invest: Dot Pinned, Eve Pinned." in response.content.decode()


def test_one_pin_can_be_one_too_many(at_desk: Client, rita: Recruiter) -> None:
    invested(rita, "Dot Pinned", pin="invest", pin_reason="A promise")
    response = at_desk.post("/settings/pace/", PACE | {"invest_places": "0"})
    assert response.status_code == 422
    assert "1 person is pinned in Invest: Dot Pinned. Unpin, or keep 1 place." in words(response)


def test_enter_saves_what_is_typed_and_takes_no_way_out(at_desk: Client) -> None:
    """Enter presses the first button of a form: it carries no name, so it changes nothing."""
    html = at_desk.post("/settings/pace/", PACE | {"invest_days": "14"}).content.decode()
    form = html[html.index('<form class="sec" id="pace"') :]
    first = form[form.index("<button") : form.index("</button>")]
    assert "name=" not in first


def test_moves_wait_when_asked_to_and_the_list_is_looked_at_again(
    at_desk: Client, rita: Recruiter
) -> None:
    before = RerankDue.objects.get(recruiter=rita).due
    at_desk.post("/settings/moves/", {"confirm_moves": "on"})
    rita.refresh_from_db()
    assert rita.confirm_moves
    assert RerankDue.objects.get(recruiter=rita).due > before
    at_desk.post("/settings/moves/", {})
    rita.refresh_from_db()
    assert not rita.confirm_moves


def test_the_page_costs_the_same_whatever_the_list(at_desk: Client, rita: Recruiter) -> None:
    at_desk.get("/settings/")
    with CaptureQueriesContext(connection) as alone:
        at_desk.get("/settings/")
    invested(rita, *(f"Person {number}" for number in range(20)))
    for number in range(5):
        serve(rita, make_department(f"Department {number}", f"Be there for {number}."))
    with CaptureQueriesContext(connection) as together:
        at_desk.get("/settings/")
    assert len(together) == len(alone)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("capacity", "1", "You keep 2 people. Let somebody go first, or give 2 or more."),
        ("capacity", "many", "Give a whole number such as 30."),
        ("invest_places", "301", "Invest cannot have more places than there are in all."),
        ("invest_days", "0", "Give a number from 1 to 365."),
        ("daily_budget", "0", "Give a number from 1 to 50."),
    ],
)
def test_nonsense_is_refused_in_words(
    at_desk: Client, rita: Recruiter, field: str, value: str, words: str
) -> None:
    invested(rita, "Ada One", "Bea Two")
    response = at_desk.post("/settings/pace/", PACE | {field: value})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_departments_are_added_dropped_and_weighed_and_the_list_follows(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    care = make_department("Care", "Everybody gets an answer.")
    dropped = make_department("Dropped", "Be there.")
    serve(rita, dropped)
    before = RerankDue.objects.get(recruiter=rita).due
    at_desk.post(
        "/settings/departments/",
        {
            f"serve-{finance.pk}": "on",
            f"weight-{finance.pk}": "3",
            f"serve-{care.pk}": "on",
            f"weight-{care.pk}": "1",
            f"weight-{dropped.pk}": "1",
        },
    )
    served = {one.department_id: one.importance for one in rita.served.all()}
    assert served == {finance.pk: 3, care.pk: 1}
    assert RerankDue.objects.get(recruiter=rita).due > before


def test_unchanged_departments_re_rank_nobody(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    before = RerankDue.objects.get(recruiter=rita).due
    at_desk.post(
        "/settings/departments/", {f"serve-{finance.pk}": "on", f"weight-{finance.pk}": "1"}
    )
    assert RerankDue.objects.get(recruiter=rita).due == before
    wrong = at_desk.post(
        "/settings/departments/", {f"serve-{finance.pk}": "on", f"weight-{finance.pk}": "9"}
    )
    assert wrong.status_code == 422


def test_looks_stay_in_the_browser_and_the_time_zone_with_the_user(
    at_desk: Client, rita: Recruiter
) -> None:
    at_desk.post(
        "/settings/looks/",
        {"theme": "dark", "density": "compact", "keys": "off", "time_zone": "Asia/Tokyo"},
    )
    html = at_desk.get("/settings/").content.decode()
    assert 'data-theme="dark"' in html
    assert 'data-density="compact"' in html
    assert 'data-keys="off"' in html
    rita.user.refresh_from_db()
    assert rita.user.time_zone == "Asia/Tokyo"
    at_desk.post("/settings/looks/", {"time_zone": "Asia/Tokyo"})
    assert "data-density" not in at_desk.get("/settings/").content.decode()
    assert at_desk.post("/settings/looks/", {"time_zone": "Mars"}).status_code == 422


def test_only_recruiters_and_only_the_right_verbs(client: Client, hana: User) -> None:
    client.force_login(hana)
    assert client.get("/settings/").status_code == 403
    for part in ("pace", "departments", "moves", "looks"):
        assert client.post(f"/settings/{part}/").status_code == 403
        assert client.get(f"/settings/{part}/").status_code in (403, 405)
