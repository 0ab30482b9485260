"""The company that is put together from the words: always the same, and never absurd."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest

from recruiter.demo import Company, DemoRecruiter, company, contacts
from recruiter.demo.dealing import wanted
from recruiter.demo.files import NOBODY, rows, toml, voices
from recruiter.demo.naming import plain

TODAY = date(2027, 3, 3)
RESERVED = ("@example.com", "@example.org", "@example.net")


@pytest.fixture(scope="module")
def demo() -> Company:
    return company(TODAY)


def recruiter(demo: Company, email: str) -> DemoRecruiter:
    return next(one for one in demo.recruiters if one.email == email)


def test_the_same_day_gives_the_same_company(demo: Company) -> None:
    assert company(TODAY) == demo


def test_another_day_moves_the_dates_and_nothing_else(demo: Company) -> None:
    later = company(TODAY + timedelta(days=400))
    assert [person.name for person in later.people] == [person.name for person in demo.people]
    assert [one.rhythm for one in later.recruiters[0].relationships] == [
        one.rhythm for one in demo.recruiters[0].relationships
    ]
    shifts = {
        two.known_since - one.known_since
        for one, two in zip(demo.people, later.people, strict=True)
    }
    assert shifts == {timedelta(days=400)}


def test_the_pool_is_as_large_as_promised(demo: Company) -> None:
    assert len(demo.people) == 1400
    assert len({person.headline for person in demo.people}) > 800


def test_everybody_has_an_address_of_their_own_that_reaches_nobody(demo: Company) -> None:
    addresses = [person.email for person in demo.people]
    addresses += [one.email for one in demo.departments]
    addresses += [one.email for one in demo.recruiters]
    addresses.append(demo.administrator[1])
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.endswith(RESERVED) for address in addresses)


def test_phone_numbers_are_set_aside_for_fiction(demo: Company) -> None:
    phones = [person.phone for person in demo.people if person.phone]
    assert len(set(phones)) == len(phones) > 20
    assert all(phone.startswith(("+44 7700 900", "+1 202 555 01")) for phone in phones)


def test_names_are_distinct_and_not_all_latin_or_short(demo: Company) -> None:
    names = [person.name for person in demo.people]
    assert len(set(names)) == len(names)
    assert any("\u0600" < letter < "\u06ff" for name in names for letter in name)
    assert max(len(name) for name in names) == 60
    assert any(" " not in name for name in names)
    assert sum(not name.isascii() for name in names) > 300


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Łucja Żółć-Źdźbłowska", "lucja.zolc.zdzblowska"),
        ("Þóra Jónsdóttir", "thora.jonsdottir"),
        ("Jean-Baptiste N'Guessan", "jean.baptiste.nguessan"),
        ("Nguyễn Thị Bảo Châu", "nguyen.thi.bao.chau"),
    ],
)
def test_an_address_spells_the_name_in_plain_letters(name: str, address: str) -> None:
    assert plain(name) == address


def test_a_written_statement_belongs_to_one_person(demo: Company) -> None:
    dealt = Counter(said.text for person in demo.people for said in person.statements)
    written = [line.text for voice in voices() for line in voice.lines]
    assert [dealt[text] for text in written] == [1] * len(written)


def test_a_short_line_stands_with_three_people_at_most(demo: Company) -> None:
    dealt = Counter(said.text for person in demo.people for said in person.statements)
    assert max(dealt.values()) <= 3


@pytest.mark.parametrize(
    ("email", "people"),
    [("rita@example.com", 287), ("raj@example.com", 291), ("solveig@example.com", 296)],
)
def test_lists_are_near_capacity_and_name_nobody_twice(
    demo: Company, email: str, people: int
) -> None:
    listed = [one.person for one in recruiter(demo, email).relationships]
    assert len(set(listed)) == len(listed) == people
    assert set(listed) <= {person.email for person in demo.people}


def test_recruiters_serve_departments_together(demo: Company) -> None:
    served = Counter(name for one in demo.recruiters for name in one.served)
    assert set(served) == {one.name for one in demo.departments}
    assert sum(count > 1 for count in served.values()) >= 3
    assert {weight for one in demo.recruiters for weight in one.served.values()} == {1, 2, 3}


def test_hana_manages_a_department_that_rita_serves(demo: Company) -> None:
    managed = [one.name for one in demo.departments if one.email == "hana@example.com"]
    assert managed
    assert set(managed) <= set(recruiter(demo, "rita@example.com").served)


def test_goals_were_rewritten_over_two_years_oldest_first(demo: Company) -> None:
    assert len(demo.departments) == 12
    for department in demo.departments:
        stated = [goal.stated_on for goal in department.goals]
        assert stated == sorted(stated)
        assert stated[0] > TODAY - timedelta(days=730)
        assert department.confirmed_on >= stated[-1]
    assert {len(one.goals) for one in demo.departments} == {1, 2, 3}


def test_one_goal_was_not_confirmed_for_eight_months(demo: Company) -> None:
    forgotten = [
        one.name for one in demo.departments if one.confirmed_on < TODAY - timedelta(days=240)
    ]
    assert forgotten == ["Product Integrity"]


def test_nothing_is_said_before_the_person_is_known_or_after_today(demo: Company) -> None:
    for person in demo.people:
        for said in person.statements:
            assert person.known_since <= said.said_on <= TODAY
        for day in (person.asked_on, person.objected_on, person.consented_on):
            assert day is None or day <= TODAY


def test_most_of_the_pool_was_never_asked_and_some_had_no_answer(demo: Company) -> None:
    asked = [person for person in demo.people if person.asked_on]
    silent = [one for one in asked if all(said.judged == "problem" for said in one.statements)]
    assert len(asked) < len(demo.people) / 2
    assert len(silent) > 50


def test_a_few_people_have_wishes(demo: Company) -> None:
    assert sum(person.objected_on is not None for person in demo.people) == 2
    assert sum(person.do_not_contact_since is not None for person in demo.people) == 1


def test_pins_have_reasons_and_one_ends_this_week(demo: Company) -> None:
    pinned = [one for each in demo.recruiters for one in each.relationships if one.pin]
    soon = TODAY + timedelta(days=7)
    assert len(pinned) == len(toml("company.toml")["pins"])
    assert all(one.pin_reason for one in pinned)
    assert sum(one.pin_until is not None and one.pin_until <= soon for one in pinned) == 1
    assert sum(
        one.snoozed_until is not None for each in demo.recruiters for one in each.relationships
    ) == len(toml("company.toml")["snoozes"])


def test_whoever_is_spoken_of_is_on_a_list(demo: Company) -> None:
    noted = {row["about"] for row in rows("notes.csv") if row["about"]}
    listed = {one.person for each in demo.recruiters for one in each.relationships}
    at_work = {person.headline: person.email for person in demo.people}
    assert {at_work[who] for who in wanted(toml("company.toml"), noted)} <= listed


def test_those_kept_from_chance_are_where_their_author_wants_them(demo: Company) -> None:
    at_work = {person.headline: person.email for person in demo.people}
    for voice in voices():
        if voice.held_by:
            held = [
                each.email
                for each in demo.recruiters
                for one in each.relationships
                if one.person == at_work[voice.headline]
            ]
            assert held == ([] if voice.held_by == NOBODY else [voice.held_by])


def test_a_note_is_by_somebody_who_looks_after_the_person(demo: Company) -> None:
    added = {
        (each.email, one.person): one.added_on
        for each in demo.recruiters
        for one in each.relationships
    }
    for note in demo.notes:
        assert added[note.author, note.person] <= note.written_on < TODAY


@pytest.mark.parametrize("cadence", [30, 120])
def test_contacts_follow_the_cadence_up_to_where_they_stand(demo: Company, cadence: int) -> None:
    rita = recruiter(demo, "rita@example.com")
    for one in rita.relationships:
        told = contacts(rita, one, cadence=cadence, today=TODAY)
        assert bool(told) == (one.rhythm is not None)
        days = [contact.happened_on for contact in told]
        assert days == sorted(days, reverse=True)
        if one.rhythm is not None:
            assert (TODAY - days[0]).days == round(one.rhythm * cadence)
            assert days[-1] >= TODAY - timedelta(days=730)


def test_some_contacts_are_due_overdue_or_never_happened(demo: Company) -> None:
    for one in demo.recruiters:
        rhythms = [each.rhythm for each in one.relationships]
        overdue = sum(rhythm is not None and rhythm > 1 for rhythm in rhythms)
        assert 3 <= rhythms.count(1.0) <= 12
        assert 8 <= overdue <= 25
        assert 5 <= rhythms.count(None) <= 20


def test_contacts_go_both_ways_and_not_all_are_answered(demo: Company) -> None:
    told = [
        contact
        for one in demo.recruiters
        for each in one.relationships
        for contact in contacts(one, each, cadence=120, today=TODAY)
    ]
    assert {contact.channel for contact in told} == {"call", "mail", "meeting", "message"}
    assert 0.1 < sum(contact.inbound for contact in told) / len(told) < 0.4
    assert 0.02 < sum(not contact.answered for contact in told) / len(told) < 0.3
    assert all(contact.answered for contact in told if contact.channel == "meeting")


def test_moments_end_today_and_follow_the_goals(demo: Company) -> None:
    assert list(demo.moments) == sorted(set(demo.moments))
    assert demo.moments[-1] == TODAY
    rewritten = {one.goals[-1].stated_on for one in demo.departments}
    assert set(demo.moments[1:-1]) <= rewritten


def test_the_demonstration_needs_no_django() -> None:
    code = "import sys, recruiter.demo; assert not {'django', 'celery'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
