"""Seeding a real database, once for the module: it reads every text, which takes a while."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from candidates.models import Candidate, Contact, Note, PurposeState, Statement
from hiring.models import BigGoal, Department, Opening
from recruiter import pool, shortlists, tiering, today, unshared
from recruiter.demo import DEMO_LOGINS, DEMO_PASSWORD, company
from recruiter.encoder.catalogue import stock_backend
from recruiter.encoder.language import language_of
from recruiter.models import Ranking, Recruiter, Relationship, RerankDue, TextReading, Tier, User

# Workers of pytest-xdist seed once per group, when they go by groups.
pytestmark = pytest.mark.xdist_group("seeded")

RECRUITERS = ["rita@example.com", "raj@example.com", "solveig@example.com"]


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The output of the command; the database is put back after the module."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", if_empty=True, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def latest(recruiter: Recruiter) -> tiering.Ranking:
    published = recruiter.rerank.published
    assert published is not None
    return tiering.unpack(bytes(published.records))


def last_contacts(recruiter: Recruiter) -> dict[int, int]:
    """Days since the recruiter's own last contact, by candidate."""
    today = timezone.localdate()
    happened = Contact.objects.filter(by=recruiter.user).order_by("happened_on")
    return {
        candidate: (today - day).days
        for candidate, day in happened.values_list("candidate", "happened_on")
    }


def test_it_says_how_far_it_is(seeded: str) -> None:
    lines = seeded.splitlines()
    assert len(lines) > 15
    assert any(line.startswith("Read 150 of") for line in lines)
    assert lines[-1].startswith("Seeded in")


def test_everything_that_was_planned_is_there(seeded: str) -> None:
    plan = company(timezone.localdate())
    assert Candidate.objects.count() == len(plan.people)
    assert Department.objects.filter(big_goal__isnull=False).count() == 12
    assert BigGoal.objects.count() == sum(len(one.goals) for one in plan.departments)
    assert Statement.objects.count() == sum(len(person.statements) for person in plan.people)
    assert Note.objects.count() == len(plan.notes)
    assert Opening.objects.count() == 3


@pytest.mark.parametrize("email", [email for _, email in DEMO_LOGINS])
def test_the_printed_log_ins_work(seeded: str, email: str) -> None:
    assert User.objects.get(email=email).check_password(DEMO_PASSWORD)


def test_each_log_in_has_its_role(seeded: str) -> None:
    rita, hana, ada = (User.objects.get(email=email) for _, email in DEMO_LOGINS)
    assert rita.recruiter.used == 287
    spoken_for = [one.department for one in hana.managed_departments.all()]
    assert spoken_for
    assert all(one.served_by.filter(recruiter=rita.recruiter) for one in spoken_for)
    assert ada.is_staff


@pytest.mark.parametrize("email", RECRUITERS)
def test_lists_are_near_capacity_and_invest_is_well_filled(seeded: str, email: str) -> None:
    recruiter = Recruiter.objects.get(user__email=email)
    assert recruiter.used == recruiter.relationships.count()
    assert 280 < recruiter.used < recruiter.capacity == 300
    assert 35 <= recruiter.invest_used <= recruiter.invest_places == 50


@pytest.mark.parametrize("email", RECRUITERS)
def test_lists_were_ranked_again_and_again_and_nothing_is_owed(seeded: str, email: str) -> None:
    recruiter = Recruiter.objects.get(user__email=email)
    rankings = list(recruiter.rankings.order_by("number"))
    assert len(rankings) >= 5
    assert rankings[0].cause == "new"
    assert {ranking.cause for ranking in rankings[1:]} == {"goal", "statement"}
    assert [one.published_at for one in rankings] == sorted(one.published_at for one in rankings)
    assert sum(one.entered + one.left for one in rankings[1:]) >= 8
    due = RerankDue.objects.get(recruiter=recruiter)
    assert due.due == due.done
    assert due.published == rankings[-1]


def test_somebody_moved_today(seeded: str) -> None:
    since = timezone.now() - timedelta(hours=1)
    today = Ranking.objects.filter(published_at__gte=since)
    assert today.count() == 3
    assert sum(one.entered + one.left for one in today) >= 3


@pytest.mark.parametrize("email", RECRUITERS)
def test_nobody_without_a_purpose_is_in_invest_but_by_hand(seeded: str, email: str) -> None:
    recruiter = Recruiter.objects.get(user__email=email)
    ranking = latest(recruiter)
    invested = [ranking.reason(person) for person in ranking.invested()]
    by_machine = [reason for reason in invested if reason.pin == tiering.Pin.NONE]
    assert len(by_machine) >= 30
    assert all(reason.statement > 0 for reason in by_machine)
    faint = tiering.Policy().faint
    assert all(reason.points >= faint for reason in by_machine)
    states = Counter(
        Candidate.objects.filter(pk__in=[reason.person for reason in by_machine]).values_list(
            "purpose_state", flat=True
        )
    )
    assert set(states) <= {PurposeState.STATED, PurposeState.HEARD}


def test_most_invest_places_go_to_what_their_author_meant_as_a_purpose(seeded: str) -> None:
    meant = {
        said.text: said.judged
        for one in company(timezone.localdate()).people
        for said in one.statements
    }
    kinds: Counter[str] = Counter()
    for recruiter in Recruiter.objects.all():
        ranking = latest(recruiter)
        evidence = [ranking.reason(person).statement for person in ranking.invested()]
        texts = Statement.objects.filter(pk__in=evidence).values_list("text", flat=True)
        kinds.update(meant[text] for text in texts)
    assert kinds["problem"] <= 2
    assert kinds["purpose"] > 0.75 * kinds.total()


def test_the_bench_of_product_integrity_is_thin(seeded: str) -> None:
    rita = Recruiter.objects.get(user__email="rita@example.com")
    strong = Counter(
        reason.goal
        for reason in latest(rita).reasons()
        if tiering.Policy().band(reason.points) == tiering.Band.STRONG
    )
    thin = Department.objects.get(name="Product Integrity")
    full = Department.objects.get(name="Field Repair")
    assert 0 < strong[thin.pk] == min(strong.values())
    assert 2 * strong[thin.pk] < strong[full.pk]


def test_people_outside_the_list_would_fill_the_thin_bench(seeded: str) -> None:
    rita = Recruiter.objects.get(user__email="rita@example.com")
    fills = {one.department: one for one in pool.read(rita).fills}
    assert len(fills["Product Integrity"].people) >= 3


def test_purposes_that_no_department_shares_are_found(seeded: str) -> None:
    rita = Recruiter.objects.get(user__email="rita@example.com")
    found = unshared.read(rita.relationships.select_related("candidate"), latest(rita))
    assert found.compared
    assert max((one.people for one in found.groups), default=0) >= unshared.LEAST


def test_the_best_of_the_open_need_agreed_to_be_named_and_some_did_not(seeded: str) -> None:
    rita = Recruiter.objects.get(user__email="rita@example.com")
    need = Opening.objects.get(department__name="Field Repair")
    bench = shortlists.bench(rita, shortlists.matches(rita, need.department_id), None)
    assert sum(not one.asks for one in bench if one.is_ticked) >= 3
    assert any(one.asks for one in bench)


def test_a_colleague_was_in_touch_with_one_of_todays_people(seeded: str) -> None:
    rita = Recruiter.objects.get(user__email="rita@example.com")
    told = [one.colleague for one in today.read(rita).people if one.colleague]
    assert [one.words for one in told] == ["Raj Menon: mail 3 days ago"]
    assert told[0].countable is not None


def test_rita_has_people_to_reach_out_to_today(seeded: str) -> None:
    rita = Recruiter.objects.get(user__email="rita@example.com")
    since = last_contacts(rita)
    standing: Counter[str] = Counter()
    for one in rita.relationships.all():
        days = rita.invest_days if one.tier == Tier.INVEST else rita.maintain_days
        age = since.get(one.candidate_id)
        standing["never" if age is None else "overdue" if age > days else "ok"] += 1
        standing["due today"] += age == days
    assert standing["never"] >= 5
    assert 5 <= standing["overdue"] <= 40
    assert standing["due today"] >= 3
    assert standing["ok"] > 200


def test_people_who_objected_are_not_ranked_into_invest(seeded: str) -> None:
    unranked = Relationship.objects.filter(candidate__objected_at__isnull=False)
    assert unranked
    assert set(unranked.values_list("tier", flat=True)) == {Tier.MAINTAIN}


def test_every_purpose_state_occurs_and_most_were_never_asked(seeded: str) -> None:
    states = Counter(Candidate.objects.values_list("purpose_state", flat=True))
    assert set(states) == set(PurposeState.values)
    assert states[PurposeState.NEVER_ASKED] > 700


def test_recruiters_corrected_a_few_statements(seeded: str) -> None:
    corrected = Statement.objects.exclude(kind="")
    assert 5 <= corrected.count() <= 12
    assert not corrected.filter(kind_set_by=None)


def test_a_goal_that_was_not_confirmed_for_eight_months_stands_out(seeded: str) -> None:
    goals = BigGoal.objects.select_related("department").prefetch_related("confirmations")
    ages = {
        goal.department.name: timezone.now() - goal.confirmed_at
        for goal in goals.filter(pk__in=Department.objects.values("big_goal"))
    }
    assert ages["Product Integrity"] > timedelta(days=240)
    assert sum(age > timedelta(days=180) for age in ages.values()) == 1


def test_a_statement_in_another_script_is_marked_as_not_read(seeded: str) -> None:
    foreign = Statement.objects.get(text__contains="\N{ARABIC COMMA}")
    reading = TextReading.objects.get(digest=foreign.digest)
    assert reading.not_read
    assert foreign.candidate.purpose_state != PurposeState.STATED


def test_no_two_statements_mean_the_same_to_a_stock_encoder() -> None:
    """Ours was tuned to see one purpose in many words, so it is no judge of repetition."""
    written = sorted(
        {
            said.text
            for one in company(timezone.localdate()).people
            for said in one.statements
            if said.judged != "problem" and language_of(said.text).read
        }
    )
    vectors = stock_backend().encode(written).vectors.astype(np.float64)
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    nearest = cosines.max(axis=1)
    assert len(nearest) > 280
    assert nearest.max() < 0.85
    assert float(np.median(nearest)) < 0.5


def test_a_second_start_seeds_nothing(seeded: str) -> None:
    out = StringIO()
    before = Candidate.objects.count()
    call_command("seed_demo", if_empty=True, stdout=out)
    assert "nothing to seed" in out.getvalue()
    assert Candidate.objects.count() == before
