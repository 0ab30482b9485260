"""Openings and shortlists: answered in two presses, and nobody sees more than is shared."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from candidates.models import Candidate, Consent
from hiring.models import Department, Opening
from recruiter import ranking, readings, shortlists
from recruiter.models import Recruiter, RerankDue, Shortlist, ShortlistEntry, User
from tests.factories import (
    days_before,
    make_candidate,
    make_department,
    make_manager,
    make_note,
    make_recruiter,
    make_relationship,
    make_statement,
    make_user,
    serve,
)
from tests.pages import words

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

NEED = "Two people for the Rotterdam close, by March."
CLOSERS = [
    "In my spare time I help small charities close their books in one day.",
    "I stay up at night working out how a month-end close could take one day.",
    "Since 2019 I have built a free tool with which clubs close their books the same evening.",
    "I teach village shops to close their books in a day so that they can decide this month.",
    "Every month I try to close our allotment's books within a day, and publish how.",
    "On weekends I rebuild ledgers so that small theatres know this month where they stand.",
]


def make_opening(department: Department, by: User | None = None, **fields: object) -> Opening:
    values = {"text": NEED, "closes_on": timezone.localdate() + timedelta(days=30)} | fields
    return Opening.objects.create(department=department, opened_by=by, **values)


def consent(candidate: Candidate, **fields: object) -> Consent:
    values = {"scope": "named", "wording_version": "1"} | fields
    return Consent.objects.create(candidate=candidate, **values)


@pytest.fixture
def people(rita: Recruiter, finance: Department) -> list[Candidate]:
    """Six who share the goal of finance, all of whom agreed; ranked."""
    made = []
    for place, text in enumerate(CLOSERS):
        one = make_candidate(
            f"Person {place} Canary",
            text,
            email=f"canary{place}@example.com",
            phone="+44 20 7946 0000",
            headline="Accountant",
        )
        consent(one, scope="keep")
        consent(one)
        make_relationship(rita, one)
        made.append(one)
    ranking.rerank([rita.pk])
    return made


@pytest.fixture
def opening(finance: Department, hana: User) -> Opening:
    return make_opening(finance, hana)


@pytest.fixture
def at_desk(client: Client, rita: Recruiter) -> Client:
    client.force_login(rita.user)
    return client


@pytest.fixture
def manager(hana: User) -> Client:
    client = Client()
    client.force_login(hana)
    return client


def at(name: str, *args: int) -> str:
    return reverse(name, args=args)


def make(client: Client, opening: Opening, people: list[Candidate]) -> "Answer":
    chosen = [one.pk for one in people]
    return client.post(at("shortlist_make", opening.pk), {"people": chosen})


def share(client: Client, opening: Opening, **fields: str) -> Shortlist:
    client.post(at("shortlist_share", opening.pk), {"with_contacts": "on"} | fields)
    return Shortlist.objects.get(opening=opening)


@pytest.fixture
def shortlist(at_desk: Client, opening: Opening, people: list[Candidate]) -> Shortlist:
    """Three of the six, shared with Hana."""
    make(at_desk, opening, people[:3])
    return share(at_desk, opening)


# ---- the manager writes a need ----


def test_a_need_reaches_the_recruiters_who_serve_the_department(
    manager: Client, at_desk: Client, rita: Recruiter, raj: Recruiter, finance: Department
) -> None:
    closes = timezone.localdate() + timedelta(days=40)
    answer = manager.post(at("needs", finance.pk), {"text": NEED, "closes_on": closes})
    assert answer.status_code == HTTPStatus.FOUND
    assert NEED in words(manager.get(at("needs", finance.pk)))
    assert NEED in words(at_desk.get(at("openings")))
    at_desk.force_login(raj.user)
    assert NEED not in words(at_desk.get(at("openings")))


def test_a_need_is_never_matched(
    manager: Client, rita: Recruiter, people: list[Candidate], finance: Department
) -> None:
    before = RerankDue.objects.get(recruiter=rita)
    manager.post(at("needs", finance.pk), {"text": NEED, "closes_on": timezone.localdate()})
    opening = Opening.objects.get()
    manager.post(at("need_take_back", finance.pk, opening.pk))
    opening.delete()
    after = RerankDue.objects.get(recruiter=rita)
    assert (after.due, after.done) == (before.due, before.done)
    assert not after.is_due


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Say what is needed."),
        ({"text": "x" * 601}, "Keep it to 600 characters: these are 601."),
        ({"text": "a\u202eb"}, "Remove the invisible control characters."),
        ({"closes_on": ""}, "Choose the day on which it closes."),
        ({"closes_on": "soon"}, "Enter a valid date."),
        ({"closes_on": days_before(1)}, "Choose today or a later day."),
        ({"closes_on": days_before(-200)}, "What lasts longer belongs into your big goal."),
    ],
)
def test_a_bad_need_is_422_with_a_sentence_and_the_text(
    manager: Client, finance: Department, fields: dict[str, object], sentence: str
) -> None:
    form = {"text": NEED, "closes_on": timezone.localdate()} | fields
    answer = manager.post(at("needs", finance.pk), form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in words(answer)
    if form["text"] == NEED:
        assert NEED in answer.content.decode()
    assert not Opening.objects.exists()


def test_it_closes_itself_by_its_date(
    at_desk: Client, manager: Client, finance: Department, people: list[Candidate]
) -> None:
    over = make_opening(finance, opened_on=days_before(9), closes_on=days_before(1))
    for page in (at_desk.get(at("openings")), manager.get(at("needs", finance.pk))):
        assert "Closed yesterday" in words(page)
    assert make(at_desk, over, people[:2]).status_code == HTTPStatus.NOT_FOUND
    assert "Make the shortlist" not in words(at_desk.get(at("opening", over.pk)))


def test_it_can_be_taken_back(manager: Client, at_desk: Client, opening: Opening) -> None:
    manager.post(at("need_take_back", opening.department_id, opening.pk))
    opening.refresh_from_db()
    assert opening.closed_on == timezone.localdate()
    assert "Taken back today" in words(at_desk.get(at("openings")))


# ---- two presses ----


def test_a_need_is_changed_while_it_is_open(
    manager: Client, at_desk: Client, opening: Opening, finance: Department
) -> None:
    page = manager.get(at("need_change", finance.pk, opening.pk))
    assert NEED in page.content.decode()
    assert f'value="{opening.closes_on:%Y-%m-%d}"' in page.content.decode()
    later = opening.closes_on + timedelta(days=3)
    fields = {"text": "One person for the Rotterdam close.", "closes_on": str(later)}
    answer = manager.post(at("need_change", finance.pk, opening.pk), fields)
    assert answer.url == at("needs", finance.pk)  # type: ignore[attr-defined]
    opening.refresh_from_db()
    assert (opening.text, opening.closes_on) == (fields["text"], later)
    assert fields["text"] in words(at_desk.get(at("openings")))


def test_a_bad_change_is_422_and_changes_nothing(
    manager: Client, opening: Opening, finance: Department
) -> None:
    fields = {"text": "", "closes_on": "2001-01-01"}
    answer = manager.post(at("need_change", finance.pk, opening.pk), fields)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say what is needed." in words(answer)
    opening.refresh_from_db()
    assert opening.text == NEED


def test_a_need_that_is_over_or_of_another_department_cannot_be_changed(
    manager: Client, hana: User, opening: Opening, finance: Department
) -> None:
    other = make_department("Security")
    elsewhere = make_opening(other, hana)
    mixed = at("need_change", finance.pk, elsewhere.pk)
    assert manager.get(at("need_change", other.pk, elsewhere.pk)).status_code == 404
    assert manager.post(mixed, {"text": "x"}).status_code == 404
    opening.take_back(timezone.localdate())
    assert manager.get(at("need_change", finance.pk, opening.pk)).status_code == 404


def test_the_best_four_are_ticked_and_two_presses_share_them(
    at_desk: Client, manager: Client, opening: Opening, people: list[Candidate]
) -> None:
    body = at_desk.get(at("opening", opening.pk)).content.decode()
    assert body.count(" checked") == 4
    assert "6 share the goal" in body
    ticked = re.findall(r'id="pick-(\d+)" checked', body)
    at_desk.post(at("shortlist_make", opening.pk), {"people": ticked})
    assert manager.get(at("shared", Shortlist.objects.get().pk)).status_code == HTTPStatus.NOT_FOUND
    shortlist = share(at_desk, opening)
    page = words(manager.get(shortlist.get_absolute_url()))
    assert page.count("Canary") == 4
    assert "canary" in page
    assert sum(text in page for text in CLOSERS) == 4


def test_only_people_of_ones_own_list_can_be_put_on_it(
    at_desk: Client, raj: Recruiter, opening: Opening, people: list[Candidate]
) -> None:
    other = make_candidate("Somebody of Raj")
    make_relationship(raj, other)
    answer = make(at_desk, opening, [people[0], other])
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not ShortlistEntry.objects.exists()


def test_nobody_ticked_is_422(at_desk: Client, opening: Opening, people: list[Candidate]) -> None:
    answer = make(at_desk, opening, [])
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Tick at least one person." in words(answer)


def test_making_it_anew_keeps_what_was_answered(
    at_desk: Client, manager: Client, shortlist: Shortlist, people: list[Candidate]
) -> None:
    entry = shortlist.entries.get(candidate=people[0])
    manager.post(at("shared_answer", shortlist.pk, entry.pk), {"answer": "yes"})
    assert make(at_desk, shortlist.opening, people[:1]).status_code == HTTPStatus.CONFLICT
    at_desk.post(at("shortlist_revoke", shortlist.opening_id))
    make(at_desk, shortlist.opening, people[:1] + people[4:5])
    assert [one.candidate for one in shortlist.entries.all()] == [people[0], people[4]]
    assert shortlist.entries.get(candidate=people[0]).answer == "yes"


def test_without_a_manager_it_cannot_be_shared(
    at_desk: Client, opening: Opening, finance: Department, people: list[Candidate]
) -> None:
    finance.managers.all().delete()
    make(at_desk, opening, people[:2])
    assert "Nobody speaks for Finance Operations" in words(at_desk.get(at("opening", opening.pk)))
    assert not share(at_desk, opening).shared_at


# ---- what a manager sees ----


def test_ranks_strengths_and_notes_never_go_along(
    manager: Client, rita: Recruiter, shortlist: Shortlist, people: list[Candidate]
) -> None:
    make_note(people[0], rita.user, "A secret note.")
    page = words(manager.get(shortlist.get_absolute_url()))
    assert CLOSERS[0] in page
    assert "comes nearest to why Finance Operations exists" in page
    for never in ("secret", "Strong", "Invest", "Maintain", "rank", people[4].name):
        assert never not in page


def test_blind_hides_names_contacts_and_what_tells_who_they_are(
    at_desk: Client, manager: Client, opening: Opening, people: list[Candidate]
) -> None:
    make_statement(people[0], "My name is Persephone and I close books for charities in one day.")
    make(at_desk, opening, people[:2])
    shortlist = share(at_desk, opening, blind="on", with_briefs="on")
    page = words(manager.get(shortlist.get_absolute_url()))
    for never in ("Canary", "canary", "7946", "Accountant", "Persephone"):
        assert never not in page
    assert "Person 1" in page
    assert CLOSERS[1] in page
    assert not shortlist.entries.exclude(introduced_at=None).exists()


def test_contacts_and_briefs_go_along_only_when_ticked(
    at_desk: Client, manager: Client, opening: Opening, people: list[Candidate]
) -> None:
    make_statement(people[0], "I repair clocks on Sundays, for the quiet of it.")
    make(at_desk, opening, people[:1])
    shortlist = share(at_desk, opening, with_contacts="")
    Shortlist.objects.update(with_contacts=False)
    page = words(manager.get(shortlist.get_absolute_url()))
    assert people[0].name in page
    assert "canary0@" not in page
    assert "clocks" not in page
    Shortlist.objects.update(with_briefs=True)
    assert "clocks" in words(manager.get(shortlist.get_absolute_url()))


def test_a_retired_statement_is_shown_to_no_manager(
    manager: Client, shortlist: Shortlist, people: list[Candidate], rita: Recruiter
) -> None:
    """Neither as what comes nearest nor under what else they said."""
    Shortlist.objects.update(with_briefs=True)
    people[0].statements.get().retire("Misheard", by=rita.user)
    make_statement(people[1], "I repair clocks on Sundays.").retire("Old", by=rita.user)
    page = words(manager.get(shortlist.get_absolute_url()))
    assert CLOSERS[0] not in page
    assert "clocks" not in page
    assert CLOSERS[1] in page


def withdraw(candidate: Candidate) -> None:
    candidate.consents.update(withdrawn_at=timezone.now())


def object_to_ranking(candidate: Candidate) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(objected_at=timezone.now())


def want_no_contact(candidate: Candidate) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(do_not_contact_since=days_before(0))


@pytest.mark.parametrize("refuse", [withdraw, object_to_ranking, want_no_contact])
def test_who_refuses_is_never_shared_by_name_from_that_moment_on(
    at_desk: Client,
    manager: Client,
    shortlist: Shortlist,
    people: list[Candidate],
    refuse: Callable[[Candidate], None],
) -> None:
    assert people[0].name in words(manager.get(shortlist.get_absolute_url()))
    refuse(people[0])
    page = manager.get(shortlist.get_absolute_url())
    assert "One more, being asked" in words(page)
    for never in (people[0].name, people[0].email, CLOSERS[0]):
        assert never not in page.content.decode()
    entry = shortlist.entries.get(candidate=people[0])
    answer = manager.post(at("shared_answer", shortlist.pk, entry.pk), {"answer": "yes"})
    assert answer.status_code == HTTPStatus.CONFLICT
    agreed = at_desk.post(at("shortlist_agreed", shortlist.opening_id, entry.pk))
    assert agreed.status_code == HTTPStatus.CONFLICT
    assert "is never introduced by name" in words(agreed)


def test_who_has_not_agreed_is_asked_first(
    at_desk: Client, manager: Client, opening: Opening, people: list[Candidate]
) -> None:
    people[0].consents.all().delete()
    assert "Not agreed to be introduced: ask first" in words(at_desk.get(at("opening", opening.pk)))
    make(at_desk, opening, people[:2])
    shortlist = share(at_desk, opening)
    assert people[0].name not in words(manager.get(shortlist.get_absolute_url()))
    entry = shortlist.entries.get(candidate=people[0])
    assert entry.introduced_at is None
    at_desk.post(at("shortlist_agreed", opening.pk, entry.pk))
    assert people[0].name in words(manager.get(shortlist.get_absolute_url()))
    entry.refresh_from_db()
    assert entry.introduced_at is not None


def test_it_expires_and_can_be_taken_back(
    at_desk: Client, manager: Client, shortlist: Shortlist
) -> None:
    page = shortlist.get_absolute_url()
    Shortlist.objects.update(expires_on=days_before(1))
    assert manager.get(page).status_code == HTTPStatus.GONE
    Shortlist.objects.update(expires_on=days_before(-9))
    assert manager.get(page).status_code == HTTPStatus.OK
    at_desk.post(at("shortlist_revoke", shortlist.opening_id))
    assert manager.get(page).status_code == HTTPStatus.GONE
    at_desk.post(at("shortlist_share", shortlist.opening_id), {"with_contacts": "on"})
    assert manager.get(page).status_code == HTTPStatus.OK
    manager.post(at("need_take_back", shortlist.opening.department_id, shortlist.opening_id))
    assert manager.get(page).status_code == HTTPStatus.GONE


def test_a_closed_list_says_so_names_nobody_and_takes_no_answer(
    manager: Client, shortlist: Shortlist
) -> None:
    Shortlist.objects.update(expires_on=days_before(1))
    entry = shortlist.entries.all()[0]
    for answer in (
        manager.get(shortlist.get_absolute_url()),
        manager.post(at("shared_answer", shortlist.pk, entry.pk), {"answer": "yes"}),
    ):
        assert answer.status_code == HTTPStatus.GONE
        assert "This list is closed" in words(answer)
        assert NEED in words(answer)
        assert "Canary" not in answer.content.decode()
    assert not shortlist.entries.exclude(answer="").exists()


def test_what_was_never_shared_is_not_there(
    at_desk: Client, manager: Client, opening: Opening, people: list[Candidate]
) -> None:
    make(at_desk, opening, people[:2])
    assert manager.get(Shortlist.objects.get().get_absolute_url()).status_code == 404


# ---- the answer reaches the recruiter ----


@pytest.mark.parametrize(
    ("answer", "told"),
    [("yes", "Yes to meeting them"), ("not_now", "Not now"), ("more", "Tell me more")],
)
def test_an_answer_is_on_the_persons_timeline_and_on_the_opening(
    at_desk: Client,
    manager: Client,
    shortlist: Shortlist,
    people: list[Candidate],
    answer: str,
    told: str,
) -> None:
    entry = shortlist.entries.get(candidate=people[0])
    manager.post(at("shared_answer", shortlist.pk, entry.pk), {"answer": answer})
    timeline = words(at_desk.get(people[0].get_absolute_url()))
    assert "Introduced to Finance Operations" in timeline
    assert f"{told} · Hana Novak, Finance Operations" in timeline
    assert "Hana Novak, today" in words(at_desk.get(at("opening", shortlist.opening_id)))
    assert "Hana Novak, today" in words(manager.get(shortlist.get_absolute_url()))


def test_a_colleague_does_not_see_it_on_the_timeline(
    client: Client, manager: Client, raj: Recruiter, shortlist: Shortlist, people: list[Candidate]
) -> None:
    client.force_login(raj.user)
    assert "Introduced to" not in words(client.get(people[0].get_absolute_url()))


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_another_answer_is_422(manager: Client, shortlist: Shortlist, answer: str) -> None:
    entry = shortlist.entries.all()[0]
    response = manager.post(at("shared_answer", shortlist.pk, entry.pk), {"answer": answer})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not shortlist.entries.exclude(answer="").exists()


# ---- who may ----


def test_a_manager_opens_no_page_of_a_recruiter(
    manager: Client, shortlist: Shortlist, people: list[Candidate]
) -> None:
    need = shortlist.opening_id
    pages = [at("openings"), at("opening", need), at("invest"), at("maintain"), at("goals")]
    pages += [at("runs"), at("person_add"), people[0].get_absolute_url()]
    for page in pages:
        assert manager.get(page).status_code == HTTPStatus.FORBIDDEN, page
    for name in ("shortlist_make", "shortlist_share", "shortlist_revoke"):
        assert manager.post(at(name, need)).status_code == HTTPStatus.FORBIDDEN
    assert manager.post(at("shortlist_agreed", need, 1)).status_code == HTTPStatus.FORBIDDEN


def test_a_recruiter_opens_no_page_of_a_manager(
    at_desk: Client, ada: User, shortlist: Shortlist, finance: Department
) -> None:
    for user in (shortlist.recruiter.user, ada):
        at_desk.force_login(user)
        assert at_desk.get(at("needs", finance.pk)).status_code == HTTPStatus.FORBIDDEN
        assert at_desk.get(at("shared", shortlist.pk)).status_code == HTTPStatus.FORBIDDEN
        for address in (
            at("need_take_back", finance.pk, shortlist.opening_id),
            at("shared_answer", shortlist.pk, 1),
            at("goal_edit", finance.pk),
        ):
            assert at_desk.post(address, {}).status_code == HTTPStatus.FORBIDDEN


def test_another_departments_manager_gets_404(
    client: Client, shortlist: Shortlist, finance: Department
) -> None:
    other = make_user("Tomas Lind")
    make_manager(make_department("Security", "Make the safe way the pleasant way."), other)
    client.force_login(other)
    entry = shortlist.entries.all()[0]
    assert client.get(at("needs", finance.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(at("shared", shortlist.pk)).status_code == HTTPStatus.NOT_FOUND
    for address in (
        at("shared_answer", shortlist.pk, entry.pk),
        at("need_take_back", finance.pk, shortlist.opening_id),
        at("needs", finance.pk),
    ):
        assert client.post(address, {"answer": "yes"}).status_code == HTTPStatus.NOT_FOUND


def test_a_recruiter_of_another_department_gets_404(
    client: Client, raj: Recruiter, shortlist: Shortlist
) -> None:
    client.force_login(raj.user)
    need = shortlist.opening_id
    assert client.get(at("opening", need)).status_code == HTTPStatus.NOT_FOUND
    for name in ("shortlist_make", "shortlist_share", "shortlist_revoke"):
        assert client.post(at(name, need)).status_code == HTTPStatus.NOT_FOUND


def test_two_recruiters_of_one_department_have_a_shortlist_each(
    client: Client, raj: Recruiter, shortlist: Shortlist, finance: Department
) -> None:
    serve(raj, finance)
    client.force_login(raj.user)
    page = words(client.get(at("opening", shortlist.opening_id)))
    assert "Canary" not in page
    entry = shortlist.entries.all()[0]
    for name, args in (("shortlist_revoke", ()), ("shortlist_agreed", (entry.pk,))):
        answer = client.post(at(name, shortlist.opening_id, *args))
        assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "name", ["shortlist_make", "shortlist_share", "shortlist_revoke", "shortlist_agreed"]
)
def test_the_wrong_verb_is_405(at_desk: Client, opening: Opening, name: str) -> None:
    args = (opening.pk, 1) if name == "shortlist_agreed" else (opening.pk,)
    assert at_desk.get(at(name, *args)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert at_desk.post(at("opening", opening.pk)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert at_desk.post(at("openings")).status_code == HTTPStatus.METHOD_NOT_ALLOWED


# ---- queries ----


def test_costs_the_same_queries_for_one_person_and_for_six(
    at_desk: Client,
    manager: Client,
    opening: Opening,
    people: list[Candidate],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make(at_desk, opening, people[:1])
    shortlist = share(at_desk, opening)
    pages = [(at_desk, at("opening", opening.pk), 23), (manager, shortlist.get_absolute_url(), 13)]
    for client, page, queries in pages:
        with django_assert_num_queries(queries):
            client.get(page)
    at_desk.post(at("shortlist_revoke", opening.pk))
    make(at_desk, opening, people)
    share(at_desk, opening)
    at_desk.get(at("opening", opening.pk))
    for client, page, queries in pages:
        with django_assert_num_queries(queries):
            client.get(page)
    with django_assert_num_queries(9):
        at_desk.get(at("openings"))
    for _ in range(3):
        make_opening(opening.department)
    serve(make_recruiter(), opening.department)
    with django_assert_num_queries(9):
        at_desk.get(at("openings"))


# ---- what counts as agreed ----


def test_only_a_consent_to_be_introduced_that_still_holds_names_somebody(
    rita: Recruiter,
) -> None:
    long_ago = timezone.now() - timedelta(days=800)
    told = make_candidate("Only kept and told of hiring")
    consent(told, scope="keep")
    consent(told, scope="hiring")
    over = make_candidate("Long over")
    consent(over, given_at=long_ago)
    back = make_candidate("Withdrawn")
    consent(back, withdrawn_at=timezone.now() + timedelta(days=1))
    consent(back, scope="hiring")
    gone = make_candidate("Not kept any more")
    consent(gone, scope="keep", withdrawn_at=timezone.now() + timedelta(days=1))
    consent(gone)
    fine = make_candidate("Fine")
    consent(fine)
    for one in (told, over, back, gone, fine):
        make_relationship(rita, one)
    listed = rita.relationships.select_related("candidate")
    people = [one.candidate for one in listed.prefetch_related(shortlists.consents())]
    said = {one.name: shortlists.asks(one, None) for one in people}
    assert said == {
        "Only kept and told of hiring": "Not agreed to be introduced: ask first",
        "Long over": "Not agreed to be introduced: ask first",
        "Withdrawn": "Has withdrawn consent: is never introduced by name",
        "Not kept any more": "Has withdrawn consent: is never introduced by name",
        "Fine": "",
    }


def test_a_list_of_somebody_who_no_longer_serves_the_department_is_closed(
    manager: Client, shortlist: Shortlist, rita: Recruiter
) -> None:
    address = at("shared", shortlist.pk)
    assert manager.get(address).status_code == 200
    rita.served.all().delete()
    assert manager.get(address).status_code == 410


# ---- the pool beside the bench, and closing ----


@pytest.fixture
def outsider(people: list[Candidate]) -> Candidate:
    """Somebody on nobody's list who shares the goal, and somebody who does not; both are read."""
    near = make_candidate("Olu Pool", CLOSERS[1], email="olu@example.com", headline="Bookkeeper")
    make_candidate("Far Pool", "On Sundays I breed orchids for the village show.")
    consent(near)
    readings.read_unlisted(10, seconds=30)
    return near


def test_the_pool_stands_beside_the_bench_and_may_be_ticked(
    at_desk: Client, manager: Client, opening: Opening, outsider: Candidate
) -> None:
    body = words(at_desk.get(at("opening", opening.pk)))
    assert "From the pool 1 " in body
    assert "Olu Pool" in body
    assert "Far Pool" not in body
    make(at_desk, opening, [outsider])
    assert f'id="pick-{outsider.pk}" checked' in (
        at_desk.get(at("opening", opening.pk)).content.decode()
    )
    page = words(manager.get(share(at_desk, opening).get_absolute_url()))
    assert "Olu Pool" in page
    assert CLOSERS[1] in page


def test_who_is_far_from_the_goal_is_not_offered_from_the_pool(
    at_desk: Client, opening: Opening, outsider: Candidate
) -> None:
    far = Candidate.objects.get(name="Far Pool")
    assert make(at_desk, opening, [far]).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_who_objected_stands_beside_no_bench(
    at_desk: Client, opening: Opening, outsider: Candidate
) -> None:
    Candidate.objects.filter(pk=outsider.pk).update(objected_at=timezone.now())
    assert "Olu Pool" not in words(at_desk.get(at("opening", opening.pk)))


def test_contacts_and_briefs_go_along_in_two_presses(
    at_desk: Client, opening: Opening, people: list[Candidate]
) -> None:
    make(at_desk, opening, people[:2])
    body = at_desk.get(at("opening", opening.pk)).content.decode()
    for name in ("with_contacts", "with_briefs"):
        assert re.search(rf'name="{name}"[^>]* checked', body)
    assert not re.search(r'name="blind"[^>]* checked', body)


def test_not_needed_any_more_closes_what_was_shared_and_is_taken_back(
    at_desk: Client, manager: Client, opening: Opening, people: list[Candidate], hana: User
) -> None:
    make(at_desk, opening, people[:2])
    shortlist = share(at_desk, opening)
    for _press in range(2):
        at_desk.post(at("opening_close", opening.pk))
    page = words(at_desk.get(at("opening", opening.pk)))
    assert "Closed by Rita Okafor today" in page
    assert "Shared. Open until" not in page
    assert manager.get(shortlist.get_absolute_url()).status_code == HTTPStatus.GONE
    assert "Closed by Rita Okafor today" in words(manager.get(at("needs", opening.department_id)))
    assert "Closed by Rita Okafor today" in words(at_desk.get(at("openings")))
    at_desk.post(at("opening_reopen", opening.pk))
    opening.refresh_from_db()
    assert (opening.closed_on, opening.closed_by) == (None, None)
    assert manager.get(shortlist.get_absolute_url()).status_code == HTTPStatus.OK


def test_what_its_department_took_back_is_not_opened_again(
    at_desk: Client, manager: Client, opening: Opening
) -> None:
    manager.post(at("need_take_back", opening.department_id, opening.pk))
    assert "Open it again" not in words(at_desk.get(at("opening", opening.pk)))
    at_desk.post(at("opening_reopen", opening.pk))
    opening.refresh_from_db()
    assert opening.closed_on == timezone.localdate()


@pytest.mark.parametrize("name", ["opening_close", "opening_reopen"])
def test_closing_is_for_who_serves_the_department(
    client: Client, raj: Recruiter, hana: User, opening: Opening, name: str
) -> None:
    client.force_login(raj.user)
    assert client.post(at(name, opening.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(at(name, opening.pk)).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    client.force_login(hana)
    assert client.post(at(name, opening.pk)).status_code == HTTPStatus.FORBIDDEN
    opening.refresh_from_db()
    assert opening.closed_on is None
