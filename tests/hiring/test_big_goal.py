"""The hiring manager's page: their own department's goal, and nobody's name."""

import re
import threading
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hiring.models import BigGoal, Department
from recruiter import ranking
from recruiter.models import Recruiter, RerankDue, User
from tests.factories import (
    make_candidate,
    make_department,
    make_goal,
    make_manager,
    make_note,
    make_recruiter,
    make_relationship,
    make_user,
    serve,
)
from tests.pages import IN_EFFECT, IN_FRAME, words

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


@pytest.fixture
def manager(client: Client, hana: User) -> Client:
    client.force_login(hana)
    return client


def page_of(department: Department) -> str:
    return reverse("goal_edit", args=[department.pk])


def save(
    client: Client,
    department: Department,
    text: str,
    based_on: int,
    headers: dict[str, str] | None = None,
) -> "Answer":
    return client.post(page_of(department), {"text": text, "based_on": based_on}, headers=headers)


def texts(department: Department) -> list[str]:
    return list(department.goals.order_by("version").values_list("text", flat=True))


# ---- who may ----


def test_log_in_leads_a_manager_to_their_goal(manager: Client, finance: Department) -> None:
    response = manager.get("/", follow=True)
    assert response.redirect_chain[-1][0] == page_of(finance)
    assert "Why does Finance Operations exist?" in words(response)


def urls_of(department: Department) -> dict[str, str]:
    return {
        "goal_edit": page_of(department),
        "goal_confirm": reverse("goal_confirm", args=[department.pk]),
        "goal_effect": reverse("goal_effect", args=[department.pk]),
        "goal_version": reverse("goal_version", args=[department.pk, 1]),
    }


@pytest.mark.parametrize("name", ["goal_edit", "goal_confirm", "goal_effect", "goal_version"])
def test_another_department_is_not_there(manager: Client, name: str) -> None:
    security = make_department("Security", "Make the safe way the pleasant way.")
    send = manager.post if name == "goal_confirm" else manager.get
    assert send(urls_of(security)[name]).status_code == HTTPStatus.NOT_FOUND


def test_another_department_cannot_be_written(manager: Client) -> None:
    security = make_department("Security", "Make the safe way the pleasant way.")
    assert save(manager, security, "Mine now.", 1).status_code == HTTPStatus.NOT_FOUND
    assert texts(security) == ["Make the safe way the pleasant way."]


@pytest.mark.parametrize("name", ["goal_edit", "goal_confirm", "goal_effect", "goal_version"])
def test_a_recruiter_and_an_administrator_get_403(
    client: Client, rita: Recruiter, ada: User, finance: Department, name: str
) -> None:
    for user in (rita.user, ada):
        client.force_login(user)
        send = client.post if name == "goal_confirm" else client.get
        assert send(urls_of(finance)[name]).status_code == HTTPStatus.FORBIDDEN


def test_nobody_gets_in_without_a_log_in(client: Client, finance: Department) -> None:
    response = client.get(page_of(finance))
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("goal_edit", "delete"),
        ("goal_confirm", "get"),
        ("goal_effect", "post"),
        ("goal_version", "post"),
    ],
)
def test_the_wrong_verb_is_405(manager: Client, finance: Department, name: str, verb: str) -> None:
    response = getattr(manager, verb)(urls_of(finance)[name])
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_numbers_that_nothing_can_have_are_404(manager: Client, finance: Department) -> None:
    huge = "9" * 40
    for address in (f"/departments/{huge}/goal/", f"{page_of(finance)}versions/{huge}/"):
        assert manager.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_version_that_was_never_written_is_404(manager: Client, finance: Department) -> None:
    address = reverse("goal_version", args=[finance.pk, 7])
    assert manager.get(address).status_code == HTTPStatus.NOT_FOUND


# ---- what it shows ----


def test_shows_no_candidate_no_list_and_no_recruiter(
    manager: Client, rita: Recruiter, finance: Department
) -> None:
    canaries = ["Canary Ann", "canary@example.com", "Canary statement", "Canary note", "Canary Bob"]
    ann = make_candidate("Canary Ann", "Canary statement", email="canary@example.com")
    make_relationship(rita, ann, tier="invest")
    make_note(ann, rita.user, "Canary note")
    serve(make_recruiter("Canary Bob"), finance)
    make_goal(finance, "Be done by noon.")
    for address in urls_of(finance).values():
        for headers in ({}, IN_FRAME, IN_EFFECT):
            body = manager.get(address, headers=headers).content.decode()
            assert [word for word in canaries if word in body] == []


def test_several_departments_have_a_switch(
    manager: Client, hana: User, finance: Department
) -> None:
    assert "Your departments" not in manager.get(page_of(finance)).content.decode()
    security = make_department("Security", "Make the safe way the pleasant way.")
    make_manager(security, hana)
    body = manager.get(page_of(finance)).content.decode()
    assert "Your departments" in body
    assert page_of(security) in body
    assert "Make the safe way" in manager.get(page_of(security)).content.decode()


def test_a_department_without_a_goal_asks_for_one(manager: Client, hana: User) -> None:
    empty = make_department("Quality")
    make_manager(empty, hana)
    body = manager.get(page_of(empty)).content.decode()
    assert "Still true" not in body
    assert "Earlier versions" not in body
    save(manager, empty, "Nobody is harmed by what we ship.", 0)
    assert texts(empty) == ["Nobody is harmed by what we ship."]


def test_earlier_versions_say_who_and_when(
    manager: Client, finance: Department, hana: User
) -> None:
    make_goal(finance, "Be done by noon.", hana)
    make_goal(finance, "Be done by ten.", hana)
    told = words(manager.get(page_of(finance)))
    assert "Be done by noon. " in told
    assert re.search(r"\d+ \w+ \d{4} to \d+ \w+ \d{4}, Hana Novak\.", told)


def test_many_versions_are_shown_on_request(manager: Client, finance: Department) -> None:
    for number in range(8):
        make_goal(finance, f"Wording number {number}.")
    first = words(manager.get(page_of(finance)))
    assert "Wording number 2." in first
    assert "Wording number 1." not in first
    assert "Show 3 older" in first
    everything = words(manager.get(page_of(finance) + "?all=1"))
    assert "Wording number 0." in everything
    assert "older" not in everything


def test_costs_the_same_whatever_the_number_of_versions_and_recruiters(
    manager: Client, finance: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(17):
        manager.get(page_of(finance))
    for number in range(5):
        make_goal(finance, f"Wording number {number}.", make_user())
        serve(make_recruiter(), finance)
    with django_assert_num_queries(17):
        manager.get(page_of(finance))


# ---- saving ----


def test_saves_on_top_of_the_version_that_was_read(
    manager: Client, hana: User, finance: Department
) -> None:
    response = save(manager, finance, "Be done by noon.", 1)
    assert response.status_code == HTTPStatus.FOUND
    finance.refresh_from_db()
    assert finance.big_goal is not None
    assert (finance.big_goal.text, finance.big_goal.version) == ("Be done by noon.", 2)
    assert finance.big_goal.author == hana
    assert "Saved as version 2" in words(manager.get(page_of(finance)))


def test_the_fast_path_answers_what_is_inside_the_frame(
    manager: Client, finance: Department
) -> None:
    response = manager.post(
        page_of(finance), {"text": "Be done by noon.", "based_on": 1}, follow=True, headers=IN_FRAME
    )
    body = response.content.decode()
    assert "Saved as version 2" in body
    assert "<html" not in body
    assert "Be done by noon." in body


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write why the department exists."),
        ("   \n ", "Write why the department exists."),
        ("x" * 2001, "Keep it to 2000 characters"),
        ("Be\x07 there.", "Remove the invisible control characters."),
    ],
)
@pytest.mark.parametrize("headers", [{}, IN_FRAME])
def test_a_bad_text_is_422_with_a_sentence_and_the_text(
    manager: Client, finance: Department, text: str, sentence: str, headers: dict[str, str]
) -> None:
    response = save(manager, finance, text, 1, headers=headers)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in words(response)
    assert text.strip()[:40].replace("\x07", "") in response.content.decode().replace("\x07", "")
    assert len(texts(finance)) == 1


def test_an_unchanged_text_makes_no_version_and_says_so(
    manager: Client, finance: Department
) -> None:
    assert finance.big_goal is not None
    save(manager, finance, finance.big_goal.text, 1)
    assert len(texts(finance)) == 1
    assert "Nothing to save" in words(manager.get(page_of(finance)))


def test_markup_in_a_goal_stays_text(manager: Client, finance: Department) -> None:
    save(manager, finance, '<script>alert(1)</script> & "so" {{ 7|add:7 }}', 1)
    save(manager, finance, "Something else.", 2)
    for address in (page_of(finance), reverse("goal_version", args=[finance.pk, 2])):
        body = manager.get(address).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)" in body
        assert "{{ 7|add:7 }}" in body


# ---- two at once ----


@pytest.mark.parametrize("headers", [{}, IN_FRAME])
def test_a_stale_save_is_409_with_both_texts_and_loses_none(
    manager: Client, finance: Department, headers: dict[str, str]
) -> None:
    make_goal(finance, "Close the books in one hour.", make_user("Tomas Lind"))
    response = save(manager, finance, "Close the books in one week.", 1, headers=headers)
    assert response.status_code == HTTPStatus.CONFLICT
    told, body = words(response), response.content.decode()
    assert "Close the books in one hour." in told
    assert "Tomas Lind" in told
    assert re.search(r"<textarea[^>]*>\s*Close the books in one week\.</textarea>", body)
    assert re.search(r"<del>.*hour\.\s*</del>\s*<ins>.*week\.</ins>", body)
    assert len(texts(finance)) == 2


def test_mine_can_go_on_top_of_the_newest(manager: Client, finance: Department) -> None:
    newest = make_goal(finance, "Close the books in one hour.")
    body = save(manager, finance, "Close the books in one week.", 1).content.decode()
    based_on = re.search(r'name="based_on" value="(\d+)"', body)
    assert based_on is not None
    assert int(based_on[1]) == newest.version
    save(manager, finance, "Close the books in one week.", newest.version)
    assert texts(finance)[1:] == ["Close the books in one hour.", "Close the books in one week."]


def test_a_save_on_a_version_that_does_not_exist_yet_is_409(
    manager: Client, finance: Department
) -> None:
    assert save(manager, finance, "Be done by noon.", 5).status_code == HTTPStatus.CONFLICT


def test_a_stale_save_without_any_goal_keeps_the_text(manager: Client, hana: User) -> None:
    empty = make_department("Quality")
    make_manager(empty, hana)
    response = save(manager, empty, "Nobody is harmed.", 3)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Nobody is harmed.</textarea>" in response.content.decode()
    assert texts(empty) == []


def test_of_twenty_saves_at_once_one_is_taken_and_no_text_is_lost(
    transactional_db: None, finance: Department, hana: User
) -> None:
    answers: dict[str, Answer] = {}
    start = threading.Barrier(20)

    def editor(number: int) -> None:
        try:
            client = Client()
            client.force_login(hana)
            start.wait()
            text = f"Wording of editor {number}."
            answers[text] = save(client, finance, text, 1)
        finally:
            connection.close()

    editors = [threading.Thread(target=editor, args=[number]) for number in range(20)]
    for thread in editors:
        thread.start()
    for thread in editors:
        thread.join()

    taken = [text for text, answer in answers.items() if answer.status_code == HTTPStatus.FOUND]
    refused = {t: a for t, a in answers.items() if a.status_code == HTTPStatus.CONFLICT}
    assert len(taken) == 1
    assert len(refused) == 19
    assert texts(finance)[1:] == taken
    for text, answer in refused.items():
        body = answer.content.decode()
        assert f"{text}</textarea>" in body
        assert taken[0] in words(answer)


# ---- still true, compare, bring back ----


def test_still_true_takes_one_press(manager: Client, hana: User, finance: Department) -> None:
    response = manager.post(urls_of(finance)["goal_confirm"], {"version": 1})
    assert response.status_code == HTTPStatus.FOUND
    confirmation = finance.goals.get().confirmations.get()
    assert confirmation.by == hana
    assert "You confirmed this" in words(manager.get(page_of(finance)))
    assert len(texts(finance)) == 1


@pytest.mark.parametrize("version", ["1", "", "x", "99999999999999999999"])
def test_a_goal_that_changed_meanwhile_is_not_confirmed_unread(
    manager: Client, finance: Department, version: str
) -> None:
    newest = make_goal(finance, "Be done by noon.")
    response = manager.post(urls_of(finance)["goal_confirm"], {"version": version})
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Read it, then confirm." in words(response)
    assert "Be done by noon." in words(response)
    assert not newest.confirmations.exists()


def test_nothing_is_confirmed_where_there_is_no_goal(manager: Client, hana: User) -> None:
    empty = make_department("Quality")
    make_manager(empty, hana)
    response = manager.post(urls_of(empty)["goal_confirm"], {"version": 0})
    assert response.status_code == HTTPStatus.CONFLICT


def test_compares_an_earlier_version_with_the_goal_in_force(
    manager: Client, finance: Department
) -> None:
    make_goal(finance, "Be done by noon.")
    make_goal(finance, "Be done by ten.")
    body = manager.get(reverse("goal_version", args=[finance.pk, 2])).content.decode()
    assert re.search(r"<del>.*noon\.\s*</del>\s*<ins>.*ten\.</ins>", body)


def test_bringing_back_makes_a_new_version_with_the_old_text(
    manager: Client, finance: Department
) -> None:
    make_goal(finance, "Be done\nby noon.")
    make_goal(finance, "Be done by ten.")
    body = manager.get(reverse("goal_version", args=[finance.pk, 2])).content.decode()
    form = body[body.index('class="bring-back"') :]
    sent = dict(re.findall(r'name="(based_on|text)" value="([^"]*)"', form))
    manager.post(page_of(finance), sent)
    assert texts(finance)[1:] == ["Be done\nby noon.", "Be done by ten.", "Be done\nby noon."]


def test_bringing_back_on_a_stale_page_is_409(manager: Client, finance: Department) -> None:
    old = make_goal(finance, "Be done by noon.")
    make_goal(finance, "Be done by ten.")
    make_goal(finance, "Be done by eight.")
    assert save(manager, finance, old.text, 3).status_code == HTTPStatus.CONFLICT


# ---- what it sets in motion ----


@pytest.fixture
def served(finance: Department) -> list[Recruiter]:
    recruiters = [make_recruiter() for _ in range(3)]
    for recruiter in recruiters:
        serve(recruiter, finance)
    finish(*recruiters)
    return recruiters


def finish(*recruiters: Recruiter) -> None:
    """Leave the due rows as a finished run does."""
    for due in RerankDue.objects.filter(recruiter__in=recruiters):
        due.done, due.due_since = due.due, timezone.now() - timedelta(seconds=4)
        due.save(update_fields=["done", "due_since"])


def effect(client: Client, department: Department, waiting: int | str = "") -> "Answer":
    return client.get(
        urls_of(department)["goal_effect"],
        {"waiting": waiting},
        headers=IN_EFFECT,
    )


def test_a_save_says_what_it_set_in_motion_until_it_is_done(
    manager: Client, finance: Department, served: list[Recruiter]
) -> None:
    assert "Re-ranked 4 seconds ago" in words(manager.get(page_of(finance)))
    save(manager, finance, "Be done by noon.", 1)
    page = manager.get(page_of(finance))
    assert "3 recruiters\u2019 lists are being re-ranked now" in words(page)
    assert "waiting=3" in page.content.decode()

    assert effect(manager, finance, 3).status_code == HTTPStatus.NO_CONTENT
    finish(*served[:2])
    some = effect(manager, finance, 3)
    assert "1 recruiter\u2019s list is being re-ranked now" in words(some)
    assert "waiting=1" in some.content.decode()
    finish(*served)
    done = effect(manager, finance, 1)
    assert "Re-ranked 4 seconds ago" in words(done)
    assert "hx-get" not in done.content.decode()


def test_a_re_rank_that_fails_is_told_without_alarm(
    manager: Client, finance: Department, served: list[Recruiter]
) -> None:
    save(manager, finance, "Be done by noon.", 1)
    RerankDue.objects.filter(recruiter=served[0]).update(failed_at=timezone.now())
    told = words(manager.get(page_of(finance)))
    assert "The last try did not finish. It is tried again by itself" in told


def test_nobody_serving_a_department_is_told(manager: Client, finance: Department) -> None:
    assert "No recruiter serves Finance Operations yet" in words(manager.get(page_of(finance)))


def test_a_closed_department_is_told(manager: Client, finance: Department) -> None:
    finance.closed_at = timezone.now()
    finance.save(update_fields=["closed_at"])
    assert "its goal is matched to nobody" in words(manager.get(page_of(finance)))


def test_the_effect_alone_leads_to_the_page(manager: Client, finance: Department) -> None:
    response = manager.get(urls_of(finance)["goal_effect"])
    assert response["Location"] == page_of(finance)


def test_versions_are_never_removed(manager: Client, finance: Department) -> None:
    for number in range(3):
        save(manager, finance, f"Wording number {number}.", number + 1)
    assert BigGoal.objects.filter(department=finance).count() == 4


def test_a_goal_in_another_language_is_saved_and_said_to_be_matched_to_nobody(
    manager: Client, rita: Recruiter, finance: Department
) -> None:
    text = "Wir schließen die Bücher an einem einzigen Tag, damit alle entscheiden können."
    save(manager, finance, text, 1)
    ranking.rerank([rita.pk])
    told = words(manager.get(page_of(finance)))
    assert text in told
    assert "matched to nobody until it is read" in told
