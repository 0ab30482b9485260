"""A draft of a big goal: kept while it is typed, offered again, reworded, dropped in one press."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hiring.models import Department, GoalDraft
from hiring.wording import without
from recruiter.models import Recruiter, User
from tests.factories import make_department, make_goal, make_manager, make_user
from tests.pages import HTMX, IN_FRAME, words

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

SPEC = "Hire two SAP accountants before March."
MIXED = f"Nobody waits for their pay because of us. {SPEC}"
PRESSES = ["goal_coach", "goal_reword", "goal_discard", "goal_impact"]


@pytest.fixture
def manager(client: Client, hana: User) -> Client:
    client.force_login(hana)
    return client


def at(name: str, department: Department) -> str:
    return reverse(name, args=[department.pk])


def press(
    client: Client,
    name: str,
    department: Department,
    text: str = MIXED,
    headers: dict[str, str] | None = None,
    **more: str | list[str],
) -> "Answer":
    return client.post(at(name, department), {"text": text, "based_on": 1} | more, headers=headers)


def typed_on(page: "Answer") -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.content.decode(), re.DOTALL)
    assert found is not None
    return found[1]


# ---- kept, offered, dropped ----


@pytest.mark.parametrize("target", ["coach", ""])
def test_what_is_typed_survives_a_closed_browser(
    manager: Client, hana: User, finance: Department, target: str
) -> None:
    press(manager, "goal_coach", finance, headers=HTMX | {"HX-Target": target})
    GoalDraft.objects.update(updated_at=timezone.now() - timedelta(days=3))
    manager.logout()
    manager.force_login(hana)
    page = manager.get(at("goal_edit", finance))
    assert typed_on(page) == MIXED
    assert "Your draft, not saved yet: 3 days ago." in words(page)
    assert "Put it back, still true" in words(page)


def test_looking_at_a_draft_again_does_not_make_it_younger(
    manager: Client, finance: Department
) -> None:
    press(manager, "goal_coach", finance)
    old = timezone.now() - timedelta(days=3)
    GoalDraft.objects.update(updated_at=old)
    press(manager, "goal_coach", finance)
    assert GoalDraft.objects.get().updated_at == old


@pytest.mark.parametrize("text", ["x" * 2001, "a\u202eb", "Be\x07 there."])
def test_also_what_cannot_be_saved_is_kept(manager: Client, finance: Department, text: str) -> None:
    manager.post(at("goal_edit", finance), {"text": text, "based_on": 1})
    assert typed_on(manager.get(at("goal_edit", finance))) == text


def test_a_conflict_keeps_the_draft_too(manager: Client, finance: Department) -> None:
    make_goal(finance, "Be done by noon.")
    answer = manager.post(at("goal_edit", finance), {"text": MIXED, "based_on": 1})
    assert answer.status_code == HTTPStatus.CONFLICT
    page = manager.get(at("goal_edit", finance))
    assert typed_on(page) == MIXED
    assert "The goal has been changed since: saving shows both." in words(page)


def test_nothing_is_kept_of_nothing_or_of_what_is_in_force(
    manager: Client, finance: Department
) -> None:
    for text in ("", "  \n ", finance.goals.get().text, f"{finance.goals.get().text}\r\n"):
        press(manager, "goal_coach", finance)
        press(manager, "goal_coach", finance, text)
        assert not GoalDraft.objects.exists()


def test_saving_ends_the_draft(manager: Client, finance: Department) -> None:
    press(manager, "goal_coach", finance)
    press(manager, "goal_edit", finance)
    assert not GoalDraft.objects.exists()
    assert "Your draft" not in words(manager.get(at("goal_edit", finance)))


def test_still_true_puts_the_wording_in_force_back(manager: Client, finance: Department) -> None:
    press(manager, "goal_coach", finance)
    manager.post(at("goal_confirm", finance), {"version": 1})
    assert typed_on(manager.get(at("goal_edit", finance))).startswith("Close the books")


@pytest.mark.parametrize("headers", [{}, IN_FRAME])
def test_discarded_in_one_press(
    manager: Client, finance: Department, headers: dict[str, str]
) -> None:
    press(manager, "goal_coach", finance)
    page = manager.post(at("goal_discard", finance), headers=headers, follow=True)
    assert typed_on(page).startswith("Close the books")
    assert ("<html" in page.content.decode()) is (not headers)
    assert not GoalDraft.objects.exists()


def test_each_manager_has_a_draft_of_their_own(
    client: Client, manager: Client, finance: Department
) -> None:
    press(manager, "goal_coach", finance)
    other = make_user("Tomas Lind")
    make_manager(finance, other)
    client.force_login(other)
    assert "SAP" not in client.get(at("goal_edit", finance)).content.decode()
    client.post(at("goal_discard", finance))
    assert GoalDraft.objects.count() == 1


# ---- take out, keep ----


@pytest.mark.parametrize("headers", [{}, IN_FRAME])
def test_a_sentence_is_taken_out_and_nothing_else_is_lost(
    manager: Client, finance: Department, headers: dict[str, str]
) -> None:
    page = press(
        manager, "goal_reword", finance, f"{MIXED} Be kind.", headers, out=SPEC, keep="Be kind."
    )
    assert page.status_code == HTTPStatus.OK
    assert typed_on(page) == "Nobody waits for their pay because of us. Be kind."
    body = page.content.decode()
    assert 'name="based_on" value="1"' in body
    assert f"Taken out: {SPEC} " in words(page)
    assert finance.goals.count() == 1
    assert GoalDraft.objects.get().text == typed_on(page)


def test_what_was_taken_out_can_be_put_back(manager: Client, finance: Department) -> None:
    page = press(manager, "goal_reword", finance, MIXED, out=SPEC)
    restore = re.search(r'name="restore" value="([^"]*)"', page.content.decode())
    assert restore is not None
    page = press(manager, "goal_reword", finance, typed_on(page), restore=restore[1])
    assert typed_on(page) == MIXED


def test_words_that_have_changed_since_are_not_guessed(
    manager: Client, finance: Department
) -> None:
    page = press(manager, "goal_reword", finance, MIXED, out="Hire three accountants.")
    assert typed_on(page) == MIXED
    assert "nothing was taken out" in words(page)


def test_a_press_that_names_no_words_takes_nothing_out(
    manager: Client, finance: Department
) -> None:
    address = reverse("goal_reword", args=[finance.pk])
    answer = manager.post(address, {"text": "Some words.", "based_on": 1})
    assert answer.status_code == HTTPStatus.OK
    assert "Some words.</textarea>" in answer.content.decode()


def test_taking_out_all_of_it_leaves_an_empty_form(manager: Client, finance: Department) -> None:
    page = press(manager, "goal_reword", finance, SPEC, out=SPEC)
    assert typed_on(page) == ""
    assert "Put it back" in words(page)


def test_a_tip_offers_both_and_keeping_ends_the_advice(
    manager: Client, finance: Department
) -> None:
    told = words(press(manager, "goal_coach", finance))
    assert "Take this sentence out" in told
    assert "Keep it anyway" in told
    kept = press(manager, "goal_coach", finance, keep=[SPEC], headers=HTMX | {"HX-Target": "coach"})
    assert "You keep it anyway." in words(kept)
    assert "Take this sentence out" not in words(kept)
    assert f'<input type="hidden" name="keep" value="{SPEC}">' in kept.content.decode()


def test_a_sentence_that_lasts_has_no_buttons(manager: Client, finance: Department) -> None:
    told = words(press(manager, "goal_coach", finance, "Nobody waits for their pay because of us."))
    assert "Take this" not in told


@pytest.mark.parametrize(
    ("text", "out", "left"),
    [
        ("One. Two. Three.", "Two.", "One. Three."),
        ("One. Two. Three.", "Two", "One. Three."),
        ("One. Two.", "Two.", "One."),
        ("One. Two.", "One.", "Two."),
        ("Close by March.", "by March", "Close."),
        ("One.\n\nTwo.\n\nThree.", "Two.", "One.\n\nThree."),
        ("One.", "One.", ""),
        ("One.", "Two.", "One."),
        ("One.", " ", "One."),
    ],
)
def test_taking_words_out_leaves_no_gap(text: str, out: str, left: str) -> None:
    assert without(text, out) == left


# ---- who may ----


@pytest.mark.parametrize("name", PRESSES)
def test_another_department_is_not_there(manager: Client, name: str) -> None:
    security = make_department("Security", "Make the safe way the pleasant way.")
    assert press(manager, name, security).status_code == HTTPStatus.NOT_FOUND
    assert not GoalDraft.objects.exists()


@pytest.mark.parametrize("name", PRESSES)
def test_a_recruiter_and_an_administrator_get_403(
    client: Client, rita: Recruiter, ada: User, finance: Department, name: str
) -> None:
    for user in (rita.user, ada):
        client.force_login(user)
        assert press(client, name, finance).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("name", PRESSES)
def test_the_wrong_verb_is_405(manager: Client, finance: Department, name: str) -> None:
    assert manager.get(at(name, finance)).status_code == HTTPStatus.METHOD_NOT_ALLOWED


# ---- compare any two ----


def test_any_two_versions_are_compared(manager: Client, finance: Department) -> None:
    for text in ("Be done by noon.", "Be done by ten.", "Be done by eight."):
        make_goal(finance, text)
    address = reverse("goal_version", args=[finance.pk, 2])
    page = manager.get(address, {"against": 3})
    assert "Version 2 beside version 3" in words(page)
    assert re.search(r"<del>.*noon\.\s*</del>\s*<ins>.*ten\.</ins>", page.content.decode())
    for nothing in ("", "x", "9", "99999999999999999999"):
        assert "beside the goal in force" in words(manager.get(address, {"against": nothing}))
