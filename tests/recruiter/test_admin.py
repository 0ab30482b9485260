"""The administrators' site: who gets in, what it refuses in a sentence, what it never shows."""

from http import HTTPStatus

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from candidates.models import Candidate, Consent, Contact, Note, Statement
from hiring.models import Department, HiringManager, Opening
from recruiter.models import Ranking, Recruiter, Relationship, User
from tests.factories import (
    make_candidate,
    make_contact,
    make_note,
    make_relationship,
    make_statement,
)
from tests.pages import words
from tests.recruiter.runs import publish

INDEX = "/admin/"
FORMSET = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


@pytest.fixture
def office(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def changing(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def no_rows(*prefixes: str) -> dict[str, object]:
    """The hidden fields of inlines without rows."""
    return {f"{prefix}-{name}": n for prefix in prefixes for name, n in FORMSET.items()}


# ---- who gets in ----


def test_log_in_is_our_own_page(client: Client, db: None) -> None:
    response = client.get(INDEX, follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('login')}?next={INDEX}"
    assert "Cultivate administration" not in words(response)


@pytest.mark.parametrize("role", ["rita", "hana"])
def test_other_roles_get_403(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(role)
    client.force_login(getattr(person, "user", person))
    response = client.get(INDEX, follow=True)
    assert response.status_code == HTTPStatus.FORBIDDEN


def test_an_administrator_who_is_in_goes_on(office: Client) -> None:
    assert office.get("/admin/login/")["Location"] == INDEX


def test_log_out_leads_to_our_log_in(office: Client) -> None:
    assert office.post("/admin/logout/")["Location"] == reverse("login")
    assert office.get(INDEX).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    "model", [User, Recruiter, Department, Opening, Candidate, Statement, Relationship, Ranking]
)
def test_every_list_and_search_opens(office: Client, rita: Recruiter, model: type[Model]) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert office.get(address).status_code == HTTPStatus.OK
    assert office.get(address, {"q": "a"}).status_code == HTTPStatus.OK


def test_every_row_opens(office: Client, rita: Recruiter, hana: User, finance: Department) -> None:
    ann = make_candidate("Ann Odell", "Nobody should have to ask twice.")
    Consent.objects.create(candidate=ann, wording_version="1")
    relationship = make_relationship(rita, ann)
    run = publish(rita, {})
    rows = [rita, rita.user, hana, finance, ann, relationship, rita.rerank, run]
    for row in rows:
        assert office.get(changing(row)).status_code == HTTPStatus.OK
    assert office.get(changing(ann.statements.get())).status_code == HTTPStatus.OK


# ---- what it never shows ----


def test_notes_and_contacts_are_not_there() -> None:
    assert not admin.site.is_registered(Note)
    assert not admin.site.is_registered(Contact)


def test_no_text_of_a_note_or_a_contact_and_no_reason_of_a_pin_is_shown(
    office: Client, rita: Recruiter
) -> None:
    ann = make_candidate("Ann Odell")
    make_note(ann, rita.user, "Canary private note", visibility="private")
    make_note(ann, rita.user, "Canary team note")
    make_contact(ann, rita.user, text="Canary contact")
    relationship = make_relationship(rita, ann, pin="maintain", pin_reason="Canary pin")
    candidate = reverse("admin:candidates_candidate_changelist")
    pages = [INDEX, candidate, changing(ann), changing(relationship), changing(rita)]
    pages += [changing(rita.user), reverse("admin:candidates_candidate_delete", args=[ann.pk])]
    for page in pages:
        response = office.get(page)
        assert response.status_code == HTTPStatus.OK
        assert "Canary" not in response.content.decode()


def test_the_history_holds_no_name_and_no_words(office: Client, finance: Department) -> None:
    office.post(
        reverse("admin:candidates_candidate_add"),
        {
            "name": "Canary Ann",
            "source": "added",
            **no_rows("statements", "consents"),
            "statements-TOTAL_FORMS": 1,
            "statements-0-text": "Canary words.",
            "statements-0-source": "heard",
            "statements-0-said_on": "2026-01-02",
        },
    )
    ann = Candidate.objects.get()
    assert ann.statements.get().text == "Canary words."
    data = {"name": "Canary Anna", "source": "added", **no_rows("statements", "consents")}
    office.post(changing(ann), data)
    office.post(reverse("admin:candidates_candidate_delete", args=[ann.pk]), {"post": "yes"})
    assert not Candidate.objects.exists()
    history = [(e.object_repr, str(e), e.change_message) for e in LogEntry.objects.all()]
    assert len(history) == 3
    assert "Canary" not in repr(history)
    assert f"candidate {ann.pk}" in repr(history)


# ---- what it refuses, in a sentence ----


def recruiter_form(rita: Recruiter, **changes: object) -> dict[str, object]:
    return {
        "user": rita.user_id,
        "capacity": rita.capacity,
        "invest_places": rita.invest_places,
        "invest_days": rita.invest_days,
        "maintain_days": rita.maintain_days,
        **no_rows("served"),
        **changes,
    }


def test_capacity_below_use_is_refused_with_the_sentence_and_what_was_typed(
    office: Client, rita: Recruiter
) -> None:
    for _ in range(3):
        make_relationship(rita)
    response = office.post(changing(rita), recruiter_form(rita, capacity=2, invest_places=1))
    assert response.status_code == HTTPStatus.OK
    assert "Your list would hold more people than your capacity." in words(response)
    assert 'name="capacity" value="2"' in response.content.decode()
    rita.refresh_from_db()
    assert rita.capacity == 300


def test_invest_places_below_use_are_refused(office: Client, rita: Recruiter) -> None:
    for _ in range(2):
        make_relationship(rita, tier="invest")
    response = office.post(changing(rita), recruiter_form(rita, invest_places=1))
    assert "Invest would hold more people than it has places." in words(response)


def test_rules_that_a_form_can_check_are_refused_with_their_sentence(
    office: Client, rita: Recruiter, finance: Department
) -> None:
    response = office.post(changing(rita), recruiter_form(rita, capacity=10, invest_places=11))
    assert "Invest cannot have more places than your capacity." in words(response)
    data = {"name": "finance operations", **no_rows("managers", "goals")}
    response = office.post(reverse("admin:hiring_department_add"), data)
    assert "There is already a department with this name." in words(response)


def test_a_settled_recruiter_is_saved(office: Client, rita: Recruiter) -> None:
    response = office.post(changing(rita), recruiter_form(rita, capacity=250))
    assert response.status_code == HTTPStatus.FOUND
    rita.refresh_from_db()
    assert rita.capacity == 250


def test_consent_is_not_withdrawn_before_it_is_given(office: Client) -> None:
    ann = make_candidate("Ann Odell")
    data = {
        "name": "Ann Odell",
        "source": "added",
        **no_rows("statements", "consents"),
        "consents-TOTAL_FORMS": 1,
        "consents-0-scope": "keep",
        "consents-0-wording_version": "1",
        "consents-0-given_at_0": "2026-03-01",
        "consents-0-given_at_1": "12:00",
        "consents-0-withdrawn_at_0": "2026-02-01",
        "consents-0-withdrawn_at_1": "12:00",
    }
    response = office.post(changing(ann), data)
    assert "Consent is withdrawn after it is given." in words(response)
    assert "consent_withdrawn_after_given" not in words(response)


def test_what_the_engine_keeps_is_read_only(office: Client, rita: Recruiter) -> None:
    relationship = make_relationship(rita)
    for row in (relationship, rita.rerank):
        response = office.post(changing(row), {"tier": "invest", "due": 99})
        assert response.status_code == HTTPStatus.FORBIDDEN
    model = reverse("admin:recruiter_relationship_add")
    assert office.get(model).status_code == HTTPStatus.FORBIDDEN


# ---- what it can do ----


def test_adds_somebody_who_logs_in_by_e_mail(office: Client, client: Client) -> None:
    password = "a fairly long password 7"
    response = office.post(
        reverse("admin:recruiter_user_add"),
        {
            "email": "New.Person@Example.com",
            "name": "New Person",
            "usable_password": "true",
            "password1": password,
            "password2": password,
        },
    )
    assert response.status_code == HTTPStatus.FOUND
    assert Client().login(username="new.person@example.com", password=password)


def test_the_same_address_in_other_capitals_is_refused(office: Client, ada: User) -> None:
    response = office.post(
        reverse("admin:recruiter_user_add"),
        {"email": ada.email.upper(), "name": "Ada Two", "usable_password": "false"},
    )
    assert "Somebody already logs in with this e-mail address." in words(response)


def test_an_administrator_made_here_may_administer(office: Client, rita: Recruiter) -> None:
    data = {
        "email": rita.user.email,
        "name": "Rita Okafor",
        "time_zone": "Europe/London",
        "language": "en-gb",
        "is_active": "on",
        "is_staff": "on",
    }
    assert office.post(changing(rita.user), data).status_code == HTTPStatus.FOUND
    client = Client()
    client.force_login(User.objects.get(pk=rita.user.pk))
    assert client.get(reverse("admin:recruiter_user_changelist")).status_code == HTTPStatus.OK


def test_a_nonsense_time_zone_is_refused(office: Client, ada: User) -> None:
    data = {"email": ada.email, "name": "Ada", "time_zone": "Mars/Base", "language": "en-gb"}
    assert "Mars/Base is not a time zone." in words(office.post(changing(ada), data))


def test_a_manager_is_named_with_the_department(
    office: Client, finance: Department, raj: Recruiter
) -> None:
    data = {
        "name": finance.name,
        **no_rows("managers", "goals"),
        "managers-TOTAL_FORMS": 1,
        "managers-0-user": raj.user_id,
        "goals-INITIAL_FORMS": 1,
        "goals-TOTAL_FORMS": 1,
        "goals-0-id": finance.big_goal_id,
        "goals-0-department": finance.pk,
    }
    assert office.post(changing(finance), data).status_code == HTTPStatus.FOUND
    assert HiringManager.objects.get(department=finance).user == raj.user


def test_a_goal_cannot_be_rewritten_here(office: Client, finance: Department) -> None:
    body = office.get(changing(finance)).content.decode()
    assert "Close the books" in body
    assert 'name="goals-0-text"' not in body


def test_a_statement_keeps_who_added_it_and_who_said_what_it_is(office: Client, ada: User) -> None:
    ann = make_candidate("Ann Odell")
    said = make_statement(ann, "Nobody should have to ask twice.")
    data = {
        "name": "Ann Odell",
        "source": "added",
        **no_rows("statements", "consents"),
        "statements-INITIAL_FORMS": 1,
        "statements-TOTAL_FORMS": 2,
        "statements-0-id": said.pk,
        "statements-0-candidate": ann.pk,
        "statements-0-text": said.text,
        "statements-0-source": said.source,
        "statements-0-said_on": said.said_on.isoformat(),
        "statements-0-kind": "purpose",
        "statements-1-text": "I never leave a tool dirty.",
        "statements-1-source": "heard",
        "statements-1-said_on": "2026-01-02",
    }
    assert office.post(changing(ann), data).status_code == HTTPStatus.FOUND
    said.refresh_from_db()
    assert (said.kind, said.kind_set_by, said.added_by) == ("purpose", ada, None)
    assert ann.statements.exclude(pk=said.pk).get().added_by == ada


def test_the_same_statement_twice_is_refused(office: Client) -> None:
    ann = make_candidate("Ann Odell", "Nobody should have to ask twice.")
    data = {
        "name": "Ann Odell",
        "source": "added",
        **no_rows("statements", "consents"),
        "statements-TOTAL_FORMS": 1,
        "statements-0-candidate": ann.pk,
        "statements-0-text": "Nobody should have to ask twice.",
        "statements-0-source": "heard",
        "statements-0-said_on": "2026-01-02",
    }
    assert "This statement is already on file for them." in words(office.post(changing(ann), data))


def test_deleting_a_candidate_takes_what_belongs_to_them(office: Client, rita: Recruiter) -> None:
    ann = make_candidate("Ann Odell", "Nobody should have to ask twice.")
    make_relationship(rita, ann)
    make_note(ann, rita.user)
    address = reverse("admin:candidates_candidate_delete", args=[ann.pk])
    assert office.post(address, {"post": "yes"}).status_code == HTTPStatus.FOUND
    rita.refresh_from_db()
    assert rita.used == 0


def test_who_opened_an_opening_is_kept(office: Client, ada: User, finance: Department) -> None:
    office.post(
        reverse("admin:hiring_opening_add"),
        {
            "department": finance.pk,
            "text": "Somebody for the night shift.",
            "opened_on": "2026-01-02",
            "closes_on": "2026-02-02",
        },
    )
    assert Opening.objects.get().opened_by == ada


# ---- what no filter tells ----


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        ("recruiter_relationship", "pin_reason__startswith"),
        ("recruiter_relationship", "candidate__notes__body__contains"),
        ("recruiter_relationship", "recruiter__user__password__startswith"),
        ("recruiter_relationship", "recruiter__relationships__pin_reason__contains"),
        ("recruiter_relationship", "moves__reason__contains"),
        ("candidates_candidate", "notes__body__contains"),
        ("candidates_candidate", "contacts__text__contains"),
        ("candidates_candidate", "relationships__pin_reason__contains"),
        ("candidates_statement", "candidate__notes__body__contains"),
        ("recruiter_user", "password__startswith"),
        ("recruiter_user", "notes__body__contains"),
        ("recruiter_recruiter", "relationships__pin_reason__contains"),
        ("recruiter_ranking", "recruiter__relationships__pin_reason__contains"),
        ("recruiter_rerankdue", "recruiter__relationships__pin_reason__contains"),
        ("hiring_department", "managers__user__notes__body__contains"),
        ("hiring_opening", "department__served_by__recruiter__user__notes__body__contains"),
    ],
)
def test_no_list_can_be_filtered_by_what_is_not_shown(
    office: Client, rita: Recruiter, model: str, lookup: str
) -> None:
    address = reverse(f"admin:{model}_changelist")
    assert office.get(address, {lookup: "Canary"}).status_code == HTTPStatus.BAD_REQUEST


def test_the_filters_that_are_offered_work(office: Client, rita: Recruiter) -> None:
    ann, ben = make_candidate("Ann Odell"), make_candidate("Ben Okri")
    make_relationship(rita, ann, tier="invest")
    make_relationship(rita, ben)
    filters: list[dict[str, str | int]] = [
        {"tier__exact": "invest"},
        {"recruiter__id__exact": rita.pk, "tier__exact": "invest"},
    ]
    for chosen in filters:
        response = office.get(reverse("admin:recruiter_relationship_changelist"), chosen)
        assert "Ann Odell" in words(response)
        assert "Ben Okri" not in words(response)
