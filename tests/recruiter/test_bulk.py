"""Many people at once: all of it or nothing, and one way back. Tags of one person, too."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate, Tag, Tagging
from hiring.models import Department
from recruiter.models import GoalInterest, Recruiter, Relationship, Tier, TierMove, UndoRecord, User
from tests.factories import make_candidate, make_relationship
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db
CHOSEN = "/lists/chosen/"


@pytest.fixture
def three(rita: Recruiter) -> list[Candidate]:
    people = [make_candidate(name) for name in ("Ann", "Bo", "Cy")]
    for one in people:
        make_relationship(rita, one)
    return people


def press(
    client: Client,
    people: list[Candidate],
    act: str,
    headers: dict[str, str] | None = None,
    **fields: Any,
) -> Any:
    data = {"people": [one.pk for one in people], "act": act, "next": "/maintain/", **fields}
    return client.post(CHOSEN, data, headers=headers)


def undo_last(client: Client) -> None:
    newest = UndoRecord.objects.order_by("-pk")[0]
    assert client.post(f"/undo/{newest.pk}/", {"next": "/maintain/"}).status_code == 302


def test_a_tag_goes_on_all_of_them_and_comes_off_whom_it_was_put_on(
    at_desk: Client, three: list[Candidate]
) -> None:
    tag = Tag.objects.create(name="Berlin")
    Tagging.objects.create(tag=tag, candidate=three[0])
    response = press(at_desk, three, "tag", tag="berlin")
    assert response.status_code == 302
    assert Tag.objects.count() == 1
    assert set(tag.candidates.all()) == set(three)
    assert "Berlin" in at_desk.get("/maintain/").content.decode()
    undo_last(at_desk)
    assert list(tag.candidates.all()) == [three[0]]


def test_snoozing_many_is_one_undo(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    press(at_desk, three, "snooze", weeks="2")
    until = timezone.localdate() + timedelta(weeks=2)
    assert set(rita.relationships.values_list("snoozed_until", flat=True)) == {until}
    undo_last(at_desk)
    assert set(rita.relationships.values_list("snoozed_until", flat=True)) == {None}


def test_a_move_takes_everybody_with_one_reason_and_pins_them(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    press(at_desk, three, "move", reason="Spring project")
    assert rita.relationships.invested().count() == 3
    assert set(rita.relationships.values_list("pin_reason", flat=True)) == {"Spring project"}
    assert TierMove.objects.filter(reason="Spring project", by=rita.user).count() == 3
    undo_last(at_desk)
    assert rita.relationships.invested().count() == 0
    assert set(rita.relationships.values_list("pin", flat=True)) == {""}
    rita.refresh_from_db()
    assert rita.invest_used == 0


def test_where_not_everybody_fits_nobody_is_moved(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    Recruiter.objects.filter(pk=rita.pk).update(invest_places=2)
    response = press(at_desk, three, "move", reason="Spring project")
    assert response.status_code == 409
    html = response.content.decode()
    assert "2 places are free in Invest, and you chose 3" in html
    assert html.count("checked>") == 3
    assert 'value="Spring project"' in html
    assert rita.relationships.invested().count() == 0
    assert not UndoRecord.objects.exists()


def test_interest_is_a_hint_in_the_row_and_moves_nobody(
    at_desk: Client, rita: Recruiter, finance: Department, three: list[Candidate]
) -> None:
    owed = rita.rerank.due
    press(at_desk, three[:2], "interest", department=finance.pk, note="Loves ledgers")
    html = at_desk.get("/maintain/").content.decode()
    assert html.count("For Finance Operations</span>") == 2
    assert 'title="Loves ledgers"' in html
    press(at_desk, three[:1], "interest", department=finance.pk, note="Says so again")
    undo_last(at_desk)
    assert set(GoalInterest.objects.values_list("note", flat=True)) == {"Loves ledgers"}
    rita.rerank.refresh_from_db()
    assert rita.rerank.due == owed


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("tag", "Write the tag."),
        ("snooze", "Choose for how long."),
        ("move", "Say why you move them."),
        ("interest", "Choose the department that they are for."),
        ("dance", "Press what to do with them"),
    ],
)
@pytest.mark.parametrize("target", ["", "list"])
def test_a_press_that_says_too_little_keeps_the_choice(
    at_desk: Client, three: list[Candidate], act: str, words: str, target: str
) -> None:
    headers = asking(target) if target else None
    response = press(at_desk, three[:2], act, headers=headers)
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert html.count("checked>") == 2
    assert html.startswith("<!doctype") is not bool(target)


def test_enter_in_a_field_means_what_the_field_says(
    at_desk: Client, rita: Recruiter, three: list[Candidate]
) -> None:
    press(at_desk, three, "", reason="Spring project")
    assert rita.relationships.invested().count() == 3


def test_nobody_chosen_is_told_so(at_desk: Client, three: list[Candidate]) -> None:
    response = press(at_desk, [], "tag", tag="x")
    assert response.status_code == 422
    assert "Choose somebody first" in response.content.decode()


def test_other_recruiters_people_are_never_touched(
    at_desk: Client, raj: Recruiter, three: list[Candidate]
) -> None:
    other = make_candidate("Rajs Person")
    make_relationship(raj, other)
    press(at_desk, [*three, other], "move", reason="Mine")
    assert raj.relationships.get().tier == Tier.MAINTAIN
    assert press(at_desk, [other], "tag", tag="x").status_code == 422


def test_htmx_gets_the_list_with_the_toast_and_the_filters_kept(
    at_desk: Client, three: list[Candidate]
) -> None:
    response = press(
        at_desk, three[:1], "tag", tag="x", headers=asking("list"), next="/maintain/?q=Ann"
    )
    html = response.content.decode()
    assert html.strip().startswith('<div id="list">')
    assert "1 person: tagged" in html
    assert 'name="name-' not in html
    assert ">Bo<" not in html
    moved = press(at_desk, three[:1], "move", reason="Why", headers=asking("list"))
    assert "1 person: moved to Invest, pinned there." in moved.content.decode()
    assert """[href='/invest/'] .count">1</span>""" in moved.content.decode()


def test_select_all_works_without_script(at_desk: Client, three: list[Candidate]) -> None:
    html = at_desk.get("/maintain/?all=1").content.decode()
    assert html.count("checked>") == 3


def test_one_person_is_tagged_and_untagged_on_their_page(
    at_desk: Client, three: list[Candidate]
) -> None:
    page = f"/people/{three[0].pk}/"
    assert at_desk.post(f"{page}tags/", {"name": "Berlin"}).status_code == 302
    part = at_desk.post(f"{page}tags/", {"name": "BERLIN"}, headers=asking("tags", page))
    assert part.content.decode().strip().startswith('<section id="tags"')
    tag = Tag.objects.get()
    assert "Berlin" in at_desk.get(page).content.decode()
    assert at_desk.post(f"{page}tags/{tag.pk}/remove/").status_code == 302
    assert not tag.taggings.exists()
    undo_last(at_desk)
    assert tag.taggings.exists()
    assert at_desk.post(f"{page}tags/", {"name": ""}).status_code == 422
    assert at_desk.get(f"{page}tags/").status_code == 405
    assert at_desk.post(f"{page}tags/999/remove/").status_code == 404


def test_a_hint_is_taken_off_on_their_page_by_whose_it_is(
    at_desk: Client, rita: Recruiter, raj: Recruiter, finance: Department, three: list[Candidate]
) -> None:
    GoalInterest.objects.create(
        relationship=rita.relationships.get(candidate=three[0]), department=finance
    )
    page = f"/people/{three[0].pk}/"
    stranger = Client()
    stranger.force_login(raj.user)
    assert "For Finance" not in stranger.get(page).content.decode()
    assert stranger.post(f"{page}interests/{finance.pk}/remove/").status_code == 404
    assert "For Finance Operations" in at_desk.get(page).content.decode()
    at_desk.post(f"{page}interests/{finance.pk}/remove/", headers=asking("tags", page))
    assert not GoalInterest.objects.exists()
    undo_last(at_desk)
    assert GoalInterest.objects.exists()


def test_tags_go_with_the_person(three: list[Candidate], rita: Recruiter) -> None:
    tag = Tag.objects.create(name="Berlin")
    Tagging.objects.create(tag=tag, candidate=three[0], by=User.objects.first())
    Relationship.objects.filter(candidate=three[0]).delete()
    three[0].delete()
    assert not Tagging.objects.exists()
