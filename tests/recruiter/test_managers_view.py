"""What a hiring manager sees of people: nothing, but for whom a recruiter shares with them.

The addresses come from the URLconf, so that a new one is held to the rule by itself: whoever adds
a page for managers says so here.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from candidates.models import Candidate, Consent, SilverMedal
from hiring.models import Department, Opening
from recruiter import ranking, reminders, shortlists
from recruiter.blind import hidden
from recruiter.models import Recruiter, Shortlist, UndoRecord, User
from recruiter.urls import urlpatterns
from tests.factories import (
    make_candidate,
    make_contact,
    make_goal,
    make_manager,
    make_note,
    make_relationship,
    make_user,
)
from tests.pages import HTMX, words
from tests.recruiter.test_reminders import grow_old

pytestmark = pytest.mark.django_db

MANAGERS = {
    "my_goals",
    "goal_edit",
    "goal_coach",
    "goal_reword",
    "goal_discard",
    "goal_impact",
    "goal_confirm",
    "goal_effect",
    "goal_version",
    "needs",
    "need_change",
    "need_take_back",
    "compare",
    "compare_begin",
    "compare_answer",
    "shared",
    "shared_answer",
}
EVERYBODYS = {"home", "login", "logout", "theme", "density"}
GOAL = "Close the books in one day, so that people decide on this month."
SAID = [
    "In my spare time I help small charities close their books in one day.",
    "I stay up at night working out how a month-end close could take one day.",
    "I teach village shops to close their books in a day so that they can decide this month.",
    "Every month I try to close our allotment's books within a day, and publish how.",
    "On weekends I rebuild ledgers so that small theatres know this month where they stand.",
    "I mend donated fridges for the food bank.",
    "I teach children to swim in the lake on Sundays.",
]


@pytest.fixture
def manager(hana: User) -> Client:
    client = Client()
    client.force_login(hana)
    return client


@pytest.fixture
def people(rita: Recruiter) -> list[Candidate]:
    """Seven people whose every field says "canary", and who agreed to be introduced."""
    made = []
    for place, text in enumerate(SAID):
        one = make_candidate(
            f"Zebediah{place} Canary",
            f"I am Zebediah{place} Canary. {text} Write to canary{place}@example.com.",
            email=f"canary{place}@example.com",
            phone=f"+44 20 7946 000{place}",
            headline="Canary keeper",
            location="Canaryville",
        )
        Consent.objects.create(candidate=one, wording_version="1")
        make_note(one, rita.user, "A canary note.")
        make_contact(one, rita.user, text="Sang like a canary.")
        make_relationship(rita, one)
        made.append(one)
    SilverMedal.objects.create(candidate=made[0], role="Canary role", reason="Sings")
    ranking.rerank([rita.pk])
    return made


@pytest.fixture
def opening(finance: Department, hana: User) -> Opening:
    return Opening.objects.create(
        department=finance,
        text="Two people for the Rotterdam close, by March.",
        opened_by=hana,
        closes_on=timezone.localdate() + timedelta(days=30),
    )


@pytest.fixture
def shortlist(rita: Recruiter, opening: Opening, people: list[Candidate]) -> Shortlist:
    """The first three, shared with Hana by name."""
    made = shortlists.make(rita, opening, [one.pk for one in people[:3]])
    shortlists.share(made)
    return made


def addresses(shortlist: Shortlist) -> Iterator[tuple[str, str]]:
    """Every address of ours, with keys of rows that are there."""
    person = shortlist.entries.all()[0].candidate
    keys = {
        "department": shortlist.opening.department_id,
        "opening": shortlist.opening_id,
        "entry": shortlist.entries.all()[0].pk,
        "version": 1,
        "number": 1,
        "tag": 1,
        "department_pk": shortlist.opening.department_id,
        "token": "a-token",
        "kind": "json",
        "tier": "invest",
    }
    for one in urlpatterns:
        if not isinstance(one, URLPattern) or not one.name:
            continue
        names = list(one.pattern.converters) or list(one.pattern.regex.groupindex)
        known = keys | {"pk": key_of(str(one.pattern), person, shortlist)}
        yield one.name, reverse(one.name, kwargs={name: known[name] for name in names})


def key_of(pattern: str, person: Candidate, shortlist: Shortlist) -> int:
    """A row that the page would show, had its reader the role: a 404 would say too little."""
    rows = {
        "people": person.pk,
        "discover": person.pk,
        "statements": person.statements.get().pk,
        "notes": person.notes.get().pk,
        "contacts": person.contacts.get().pk,
        "silver": person.silver_medals.get().pk,
        "openings": shortlist.opening_id,
        "shared": shortlist.pk,
        "departments": shortlist.opening.department_id,
    }
    return rows.get(pattern.partition("/")[0], 1)


def is_recruiters(name: str) -> bool:
    return name not in MANAGERS | EVERYBODYS and not name.startswith("own_")


def test_each_page_that_managers_have_is_there() -> None:
    assert {one.name for one in urlpatterns if isinstance(one, URLPattern)} >= MANAGERS


def test_no_address_of_a_recruiter_opens_for_a_manager(
    manager: Client, shortlist: Shortlist
) -> None:
    """Asked, sent, and asked by htmx."""
    before = UndoRecord.objects.count(), Candidate.objects.count()
    opened = {}
    for name, address in filter(lambda one: is_recruiters(one[0]), addresses(shortlist)):
        for answer in (
            manager.get(address),
            manager.get(address, headers=HTMX | {"HX-Target": "main"}),
            manager.post(address),
            manager.put(address),
            manager.delete(address),
        ):
            if answer.status_code not in (403, 404) or "anary" in answer.content.decode():
                opened[name] = answer.status_code
    assert opened == {}
    assert (UndoRecord.objects.count(), Candidate.objects.count()) == before


def test_the_administration_is_closed_to_a_manager(
    manager: Client, people: list[Candidate]
) -> None:
    for page in ("", "candidates/candidate/", f"candidates/candidate/{people[0].pk}/change/"):
        answer = manager.get(reverse("admin:index") + page, follow=True)
        assert "anary" not in answer.content.decode()


def test_a_candidates_own_pages_open_for_nobody_without_their_link(
    manager: Client, shortlist: Shortlist
) -> None:
    for name, address in addresses(shortlist):
        if name.startswith("own_"):
            answers = (manager.get(address), manager.post(address))
            assert all("anary" not in one.content.decode() for one in answers), name


def answers_of(
    manager: Client, shortlist: Shortlist, *, but: str = ""
) -> Iterator[tuple[str, str]]:
    """All that a manager is answered on their own pages: headers as well, as text."""
    for name, address in addresses(shortlist):
        if name in (MANAGERS | EVERYBODYS) - {"logout", "need_take_back"} and name != but:
            for answer in (
                manager.get(address),
                manager.get(address, headers=HTMX | {"HX-Target": "main"}),
                manager.post(address, {"text": f"{GOAL} Really.", "based_on": "1", "version": "1"}),
                manager.post(address, {"text": f"{GOAL} So.", "based_on": "1"}, headers=HTMX),
            ):
                yield name, str(answer.headers) + answer.content.decode()


def test_nobody_is_named_on_a_managers_pages_while_nothing_is_shared(
    manager: Client, shortlist: Shortlist
) -> None:
    Shortlist.objects.update(revoked_at=timezone.now())
    for name, told in answers_of(manager, shortlist):
        assert "anary" not in told, name


def test_only_who_is_shared_is_named_and_only_on_their_page(
    manager: Client, shortlist: Shortlist, people: list[Candidate]
) -> None:
    for name, told in answers_of(manager, shortlist, but="shared"):
        if name != "shared_answer":
            assert "anary" not in told, name
    page = manager.get(shortlist.get_absolute_url()).content.decode()
    assert [one.name in page for one in people] == [True] * 3 + [False] * 4
    assert not any(one.email in page for one in people[3:])
    for never in ("A canary note", "Sang like a canary", "Canary role", "Strong"):
        assert never not in page


def test_blind_hides_who_they_are_in_every_page_title_attribute_and_header(
    manager: Client, shortlist: Shortlist, people: list[Candidate]
) -> None:
    Shortlist.objects.update(blind=True, with_briefs=True, with_contacts=True)
    for name, told in answers_of(manager, shortlist):
        for never in ("anary", "ebediah", "7946"):
            assert never not in told, name
    page = words(manager.get(shortlist.get_absolute_url()))
    assert "Person 1" in page
    assert "close their books in one day" in page


def test_no_mail_to_a_manager_names_anybody(
    rita: Recruiter, hana: User, shortlist: Shortlist, finance: Department
) -> None:
    grow_old(finance)
    reminders.ask(rita)
    assert reminders.send_unsent() == 1
    told = mail.outbox[0]
    assert told.to == [hana.email]
    assert "anary" not in str(told.message())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ik ben zebediah en ik sluit de boeken.", "Ik ben […] en ik sluit de boeken."),
        ("Call 020-7946 0000 or 06 1234 5678.", "Call […] or […]."),
        ("Find me at linkedin.com/in/zeb-canary today.", "Find me at […] today."),
        ("Mail z.canary@example.com, or @zebcanary.", "Mail […] or […]."),
        ("I close books in Canaryville since 2019-2023.", "I close books in […] since 2019-2023."),
        ("An apple, says An.", "[…] apple, says […]."),
        ("Nothing of mine.", "Nothing of mine."),
    ],
)
def test_words_without_a_name_are_without_what_leads_to_it(text: str, shown: str) -> None:
    person = Candidate(
        name="Zebediah An Canary",
        email="z.canary@example.com",
        phone="020 7946 0000",
        location="Canaryville",
    )
    assert "".join(one.text or "[…]" for one in hidden(text, person)) == shown


# ---- several managers, and none ----


def test_several_managers_know_of_each_other_and_keep_drafts_of_their_own(
    manager: Client, hana: User, finance: Department
) -> None:
    page = reverse("goal_edit", args=[finance.pk])
    assert "You are not alone" not in words(manager.get(page))
    tomas = make_user("Tomas Lind")
    make_manager(finance, tomas)
    make_manager(finance, make_user("Gone Away", is_active=False))
    told = words(manager.get(page))
    assert "Tomas Lind speaks for Finance Operations as well." in told
    assert "Gone Away" not in told
    other = Client()
    other.force_login(tomas)
    other.post(reverse("goal_coach", args=[finance.pk]), {"text": "Mine alone.", "based_on": "1"})
    assert "Mine alone." not in manager.get(page).content.decode()


def test_whoever_stops_speaking_for_a_department_sees_nothing_of_it_any_more(
    manager: Client, hana: User, shortlist: Shortlist, finance: Department
) -> None:
    finance.managers.all().delete()
    for name, address in addresses(shortlist):
        if name in MANAGERS:
            assert manager.get(address).status_code == 403, name
            assert manager.post(address).status_code == 403, name
    answer = manager.get("/")
    assert answer.status_code == 403
    assert "No role yet: ask an administrator." in words(answer)


def test_what_somebody_wrote_stays_after_they_have_gone(
    hana: User, finance: Department, client: Client
) -> None:
    make_goal(finance, "Close the books in an hour.", hana)
    make_goal(finance, "Close the books at once.", hana)
    hana.delete()
    tomas = make_user("Tomas Lind")
    make_manager(finance, tomas)
    client.force_login(tomas)
    page = words(client.get(reverse("goal_edit", args=[finance.pk])))
    assert "Somebody wrote this" in page
    assert "somebody who has left" in page
    assert "Close the books in an hour." in page


def test_nothing_of_this_is_kept_by_a_browser(manager: Client, shortlist: Shortlist) -> None:
    assert "no-store" in manager.get(shortlist.get_absolute_url())["Cache-Control"]
