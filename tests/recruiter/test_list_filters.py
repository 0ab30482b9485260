"""Filters, search, order, saved filters, and the list as a table to take along."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, NoteVisibility, PurposeState, SilverMedal, Tag, Tagging
from hiring.models import Department
from recruiter.models import Recruiter, Relationship, SavedFilter, Tier
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_note,
    make_recruiter,
    make_relationship,
)
from tests.recruiter.conftest import CLOSE, asking
from tests.recruiter.runs import publish

pytestmark = pytest.mark.django_db
FRAME, LIST = 6, 4


def rows(client: Client, query: str, address: str = "/maintain/") -> list[str]:
    """Names on the page, in order."""
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return [row.name for row in response.context["rows"]]


@pytest.fixture
def people(rita: Recruiter) -> dict[str, Relationship]:
    """Late is overdue, Now is due today, Soon within days, Calm in weeks, Away is snoozed."""
    days = {"Late": 130, "Now": 120, "Soon": 118, "Calm": 30, "Away": 125}
    found = {}
    for name, ago in days.items():
        one = make_candidate(name)
        found[name] = make_relationship(rita, one)
        make_contact(one, rita.user, days_ago=ago)
    Relationship.objects.filter(pk=found["Away"].pk).update(snoozed_until=days_before(-9))
    return found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("due=overdue", {"Late"}),
        ("due=due", {"Late", "Now"}),
        ("due=soon", {"Now", "Soon"}),
        ("due=snoozed", {"Away"}),
        ("due=whatever", {"Late", "Now", "Soon", "Calm", "Away"}),
    ],
)
def test_due_states_narrow_the_list(
    at_desk: Client, people: dict[str, Relationship], query: str, names: set[str]
) -> None:
    assert set(rows(at_desk, query)) == names


def test_purpose_state_pin_and_tag_narrow_the_list_together(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    Candidate.objects.filter(name__in=["Late", "Calm"]).update(purpose_state=PurposeState.ASKED)
    tag = Tag.objects.create(name="Berlin")
    Tagging.objects.create(tag=tag, candidate=people["Late"].candidate)
    Relationship.objects.filter(pk=people["Late"].pk).update(pin=Tier.MAINTAIN, pin_reason="Why")
    assert set(rows(at_desk, "purpose=asked")) == {"Late", "Calm"}
    assert rows(at_desk, "pinned=1") == ["Late"]
    assert rows(at_desk, f"tag={tag.pk}") == ["Late"]
    assert rows(at_desk, f"tag={tag.pk}&due=soon") == []


def test_silver_medallists_can_be_looked_at_alone(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    assert "filter-silver" not in at_desk.get("/maintain/").content.decode()
    SilverMedal.objects.create(candidate=people["Calm"].candidate, role="Chef", reason="Second")
    assert rows(at_desk, "silver=1") == ["Calm"]
    assert "filter-silver" in at_desk.get("/maintain/").content.decode()


def test_a_person_is_opened_with_the_way_back_to_the_list_as_it_was(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    html = at_desk.get("/maintain/?due=due&sort=name").content.decode()
    late, now = people["Late"].candidate, people["Now"].candidate
    query = "?from=%2Fmaintain%2F%3Fdue%3Ddue%26sort%3Dname"
    assert f'href="/people/{late.pk}/{query}"' in html
    page = at_desk.get(f"/people/{late.pk}/{query}").content.decode()
    assert f'id="next-person" href="/people/{now.pk}/' in page
    assert 'id="previous-person"' not in page


def test_goal_and_strength_narrow_by_what_the_rows_show(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    strong, weak = make_candidate("Strong One"), make_candidate("No Match")
    for one in (strong, weak):
        make_relationship(rita, one)
    publish(rita, {strong: (finance, 0.95)})
    assert rows(at_desk, f"goal={finance.pk}", "/invest/") == ["Strong One"]
    assert rows(at_desk, "strength=strong", "/invest/") == ["Strong One"]
    assert rows(at_desk, "strength=none") == ["No Match"]
    html = at_desk.get(f"/maintain/?goal={finance.pk}").content.decode()
    assert "Nobody in Maintain passes these filters" in html
    assert f'href="/invest/?goal={finance.pk}">1 in Invest matches' in html


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["Away", "Calm", "Late", "Now", "Soon"]),
        ("last", ["Late", "Away", "Now", "Soon", "Calm"]),
        ("due", ["Late", "Now", "Soon", "Away", "Calm"]),
    ],
)
def test_the_list_sorts(
    at_desk: Client, people: dict[str, Relationship], sort: str, names: list[str]
) -> None:
    assert rows(at_desk, f"sort={sort}") == names


def test_movement_sorts_new_first_and_who_fell_last(
    at_desk: Client, rita: Recruiter, finance: Department
) -> None:
    up, down, still = (make_candidate(name) for name in ("Up", "Down", "Still"))
    for one in (up, down, still):
        make_relationship(rita, one)
    publish(rita, {down: (finance, 0.95), up: (finance, 0.9), still: (finance, 0.7)})
    new = make_candidate("New")
    make_relationship(rita, new)
    publish(
        rita,
        {
            up: (finance, 0.96),
            down: (finance, 0.9),
            still: (finance, 0.7),
            new: (finance, 0.6),
        },
    )
    names = rows(at_desk, "sort=movement", "/invest/")
    assert names[0] == "New"
    assert names.index("Up") < names.index("Still") < names.index("Down")


def test_a_chip_that_is_on_has_a_way_off_that_keeps_the_rest(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    html = at_desk.get("/maintain/?q=late&due=overdue&sort=name").content.decode()
    assert 'id="filter-due-off" href="/maintain/?q=late&amp;sort=name"' in html
    assert '<option value="overdue" selected>' in html


def test_a_tag_that_is_gone_can_still_be_taken_off_the_address(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    html = at_desk.get("/maintain/?tag=99").content.decode()
    assert "Not here any more" in html
    assert 'id="filter-tag-off" href="/maintain/"' in html


@pytest.mark.parametrize("junk", ["goal=x", "tag=" + "9" * 40, "sort=drop", "q=%00", "strength="])
def test_what_an_address_makes_up_keeps_everybody(
    at_desk: Client, people: dict[str, Relationship], junk: str
) -> None:
    assert len(rows(at_desk, junk)) == 5


def test_search_reads_statements_and_notes_whatever_their_accents(
    at_desk: Client, rita: Recruiter
) -> None:
    said = make_candidate("Ann Said", "I restore façades of old Kraków houses.")
    written = make_candidate("Bo Written")
    for one in (said, written):
        make_relationship(rita, one)
    make_note(written, rita.user, "Moves to Zürich in spring.")
    assert rows(at_desk, "q=facades+KRAKOW") == ["Ann Said"]
    assert rows(at_desk, "q=zurich") == ["Bo Written"]
    assert rows(at_desk, "q=zurich+bo") == ["Bo Written"]
    assert rows(at_desk, "q=zurich+ann") == []
    assert rows(at_desk, "q=100%25") == []


def test_private_notes_of_others_never_match_and_ones_own_do(
    at_desk: Client, rita: Recruiter, raj: Recruiter
) -> None:
    theirs, mine, team = (make_candidate(name) for name in ("Theirs", "Mine", "Team"))
    for one in (theirs, mine, team):
        make_relationship(rita, one)
    private = NoteVisibility.PRIVATE
    make_note(theirs, raj.user, "Thinks about sabbatical.", visibility=private)
    make_note(mine, rita.user, "Thinks about sabbatical.", visibility=private)
    make_note(team, raj.user, "Thinks about sabbatical.", visibility=NoteVisibility.TEAM)
    assert set(rows(at_desk, "q=sabbatical")) == {"Mine", "Team"}
    assert set(rows(at_desk, "q=sabatical")) == {"Mine", "Team"}


@pytest.mark.parametrize("typed", ["castelanos", "castellanso", "Kastellanos"])
def test_a_slip_of_the_pen_finds_them_and_says_so(
    at_desk: Client, rita: Recruiter, typed: str
) -> None:
    make_relationship(rita, make_candidate("Mei-Lin Castellanos"))
    make_relationship(rita, make_candidate("Somebody Else"))
    html = at_desk.get(f"/maintain/?q={typed}").content.decode()
    assert rows(at_desk, f"q={typed}") == ["Mei-Lin Castellanos"]
    assert f"Nobody has “{typed}” spelled so" in html


@pytest.mark.parametrize("typed", ["orchrad", "ochard", "orcharrd", "grandmohter"])
def test_a_slip_of_the_pen_is_forgiven_in_statements_and_notes_as_in_names(
    at_desk: Client, rita: Recruiter, typed: str
) -> None:
    said = "I prune my grandmother's orchard for the shelter. " + "Every evening I write. " * 20
    written = make_candidate("Written of")
    for one in (make_candidate("Said", said), written, make_candidate("Else", "I swim.")):
        make_relationship(rita, one)
    make_note(written, rita.user, said)
    assert set(rows(at_desk, f"q={typed}")) == {"Said", "Written of"}


def test_a_word_that_is_spelled_right_finds_no_neighbours(at_desk: Client, rita: Recruiter) -> None:
    for name in ("Marian Lind", "Marion Lind"):
        make_relationship(rita, make_candidate(name))
    assert rows(at_desk, "q=marion") == ["Marion Lind"]


@pytest.mark.parametrize("people", [2, 9])
@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("", LIST),
        ("strength=strong&sort=name", LIST),
        ("q=spare", LIST),
        ("q=sundayz", LIST),
    ],
)
def test_filters_and_words_cost_no_query_more(
    at_desk: Client,
    rita: Recruiter,
    finance: Department,
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
    query: str,
    most: int,
) -> None:
    tag = Tag.objects.create(name="Berlin")
    for number in range(people):
        one = make_candidate("", f"{CLOSE} On Sundays, number {number}.")
        make_relationship(rita, one)
        Tagging.objects.create(tag=tag, candidate=one)
    publish(rita, dict.fromkeys(Candidate.objects.all(), (finance, 0.9)))
    SavedFilter.objects.create(user=rita.user, name="Mine", tier="invest", query="due=soon")
    with django_assert_num_queries(FRAME + most):
        at_desk.get(f"/invest/?{query}")


def test_htmx_gets_rows_chips_and_the_shortest_address(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    response = at_desk.get("/maintain/?q=&due=overdue&goal=&sort=", headers=asking("list"))
    assert response["HX-Push-Url"] == "/maintain/?due=overdue"
    html = response.content.decode()
    assert 'id="chips"' in html
    assert 'hx-swap-oob="true"' in html
    assert 'href="/maintain/export/?due=overdue"' in html
    assert 'id="q"' not in html


def test_a_saved_filter_opens_what_was_shown(
    at_desk: Client, people: dict[str, Relationship], rita: Recruiter
) -> None:
    response = at_desk.post(
        "/lists/filters/", {"name": "Late ones", "next": "/maintain/?due=overdue&junk=1"}
    )
    assert response["Location"] == "/maintain/?due=overdue"
    kept = rita.user.saved_filters.get()
    assert (kept.tier, kept.query) == ("maintain", "due=overdue")
    html = at_desk.get("/invest/").content.decode()
    assert '<a href="/maintain/?due=overdue">Late ones</a>' in html


@pytest.mark.parametrize("name", ["", "late ONES", "x" * 61])
def test_a_filter_without_a_name_of_its_own_is_refused(
    at_desk: Client, rita: Recruiter, people: dict[str, Relationship], name: str
) -> None:
    SavedFilter.objects.create(user=rita.user, name="Late ones", tier="invest", query="due=soon")
    response = at_desk.post("/lists/filters/", {"name": name, "next": "/maintain/?due=overdue"})
    assert response.status_code == 422
    assert [row.name for row in response.context["rows"]] == ["Late"]
    assert rita.user.saved_filters.count() == 1


def test_a_filter_is_deleted_by_its_owner_alone(
    at_desk: Client, client: Client, rita: Recruiter
) -> None:
    kept = SavedFilter.objects.create(user=rita.user, name="X", tier="invest", query="due=soon")
    stranger = Client()
    stranger.force_login(make_recruiter("Other Recruiter").user)
    assert stranger.post(f"/lists/filters/{kept.pk}/delete/").status_code == 404
    assert at_desk.get(f"/lists/filters/{kept.pk}/delete/").status_code == 405
    assert (
        at_desk.post(f"/lists/filters/{kept.pk}/delete/", {"next": "/invest/"}).status_code == 302
    )
    assert not SavedFilter.objects.exists()


def test_the_export_has_what_is_shown_in_the_order_shown(
    at_desk: Client, people: dict[str, Relationship]
) -> None:
    response = at_desk.get("/maintain/export/?due=due&sort=last")
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert table[0][2] == "Name"
    assert [line[2] for line in table[1:]] == ["Late", "Now"]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\u4e00=1"])
def test_no_cell_of_the_export_is_a_formula(at_desk: Client, rita: Recruiter, name: str) -> None:
    make_relationship(rita, make_candidate(name))
    text = at_desk.get("/maintain/export/").content.decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(text)))[1][2]
    assert cell == (name if name.startswith("\u4e00") else f"'{name}")


def test_row_height_is_kept_in_the_browser(at_desk: Client, rita: Recruiter) -> None:
    response = at_desk.post("/density/", {"density": "compact", "next": "/invest/"})
    assert response["Location"] == "/invest/"
    assert 'data-density="compact"' in at_desk.get("/invest/").content.decode()
    at_desk.post("/density/", {"density": "", "next": "/invest/"})
    assert "data-density" not in at_desk.get("/invest/").content.decode()


@pytest.mark.parametrize("path", ["/invest/export/", "/lists/chosen/", "/lists/filters/"])
def test_the_wrong_role_is_refused(client: Client, hana: Recruiter, path: str) -> None:
    client.force_login(hana)  # type: ignore[arg-type]
    assert client.get(path).status_code in (403, 405)
    assert client.post(path).status_code in (403, 405)


def test_the_address_of_a_list_survives_a_rerank(
    at_desk: Client, people: dict[str, Relationship], rerank: Callable[[], None]
) -> None:
    rerank()
    assert rows(at_desk, "due=overdue") == ["Late"]
