"""The coach beside a manager's goal: it speaks while they type, and keeps their draft."""

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hiring.models import BigGoal, Department
from recruiter import coached
from recruiter.encoder import EncoderError
from recruiter.models import Recruiter, User
from tests.factories import make_department, make_goal
from tests.pages import HTMX, words

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

IN_COACH = HTMX | {"HX-Target": "coach"}
SPEC = "Hire two SAP accountants before March."
MIXED = f"Nobody waits for their pay because of us. {SPEC}"


@pytest.fixture
def manager(client: Client, hana: User) -> Client:
    client.force_login(hana)
    return client


def coach(
    client: Client, department: Department, text: str, headers: dict[str, str] | None = IN_COACH
) -> "Answer":
    address = reverse("goal_coach", args=[department.pk])
    return client.post(address, {"text": text, "based_on": 1}, headers=headers)


def test_each_sentence_has_its_name_its_phrase_and_a_reason(
    manager: Client, finance: Department
) -> None:
    answer = coach(manager, finance, MIXED)
    body = answer.content.decode()
    assert '<mark data-kind="problem">Hire two SAP accountants</mark>' in body
    told = words(answer)
    assert "Head count." in told
    assert "“before March” will be out of date" in told
    assert "<html" not in body
    assert "textarea" not in body


def test_the_verdict_is_swapped_beside_it_so_that_it_is_read_out(
    manager: Client, finance: Department
) -> None:
    body = coach(manager, finance, SPEC).content.decode()
    assert '<b id="coach-verdict" hx-swap-oob="innerHTML">So far a head count</b>' in body


def test_it_writes_no_goal(manager: Client, finance: Department) -> None:
    before = BigGoal.objects.count()
    coach(manager, finance, MIXED)
    coach(manager, finance, MIXED, headers=None)
    assert BigGoal.objects.count() == before


def test_without_script_the_page_comes_back_with_the_typed_text(
    manager: Client, finance: Department
) -> None:
    answer = coach(manager, finance, MIXED, headers=None)
    body = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "Why does Finance Operations exist?" in words(answer)
    assert f"\n{MIXED}</textarea>" in body
    assert "Head count." in words(answer)
    assert f'formaction="{reverse("goal_coach", args=[finance.pk])}"' in body


def test_a_changed_form_is_still_saved_on_top_of_the_version_that_was_read(
    manager: Client, finance: Department
) -> None:
    make_goal(finance, "Be done by noon.")
    body = coach(manager, finance, MIXED, headers=None).content.decode()
    assert '<input type="hidden" name="based_on" value="1"' in body


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001, "a\u202eb"])
def test_a_bad_form_is_422_and_is_coached_all_the_same(
    manager: Client, finance: Department, text: str
) -> None:
    answer = coach(manager, finance, text)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "What would your department still be for in five years?" in words(answer)
    page = coach(manager, finance, text, headers=None)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_another_department_is_not_there(manager: Client) -> None:
    security = make_department("Security", "Make the safe way the pleasant way.")
    assert coach(manager, security, SPEC).status_code == HTTPStatus.NOT_FOUND


def test_a_recruiter_and_an_administrator_get_403(
    client: Client, rita: Recruiter, ada: User, finance: Department
) -> None:
    for user in (rita.user, ada):
        client.force_login(user)
        assert coach(client, finance, SPEC).status_code == HTTPStatus.FORBIDDEN


def test_the_wrong_verb_is_405(manager: Client, finance: Department) -> None:
    address = reverse("goal_coach", args=[finance.pk])
    assert manager.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_costs_the_same_queries_whatever_is_typed(
    manager: Client, finance: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for text in (SPEC, " ".join([MIXED] * 8)):
        with django_assert_num_queries(9):
            coach(manager, finance, text)


def test_markup_in_a_goal_is_shown_and_not_run(manager: Client, finance: Department) -> None:
    body = coach(manager, finance, "Hire two <b>engineers</b> now.").content.decode()
    assert "<b>engineers" not in body
    assert "&lt;b&gt;engineers" in body


def test_without_the_encoders_weights_the_rules_speak_alone(
    manager: Client, finance: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def lasting(self, texts: list[str]) -> list[float | None]:
            raise EncoderError("The encoder's files could not be opened.")

    monkeypatch.setattr(coached, "current_encoder", Broken)
    assert "Head count." in words(coach(manager, finance, SPEC))
