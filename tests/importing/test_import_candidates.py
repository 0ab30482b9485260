import csv
import io
import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from candidates.models import Candidate, PurposeState, Statement
from recruiter.erasing import erase
from recruiter.importing.candidate_import import import_candidates, latest_today
from recruiter.importing.outcome import Choices, Outcome
from recruiter.importing.problems import FileRefused
from recruiter.models import Recruiter, RerankDue
from tests.factories import make_candidate, make_relationship

pytestmark = pytest.mark.django_db

CLOCKS = "On Sundays I mend clocks, so that fewer are thrown away."
PEOPLE = f"""name,email,phone,headline,location,source,statement,statement_2,said_on,link,asked_on
Ann Lee,ann@example.com,+44 1,Clockmaker,Leeds,referral,"{CLOCKS}",I teach it.,2025-03-01,https://example.com/a,2025-04-01
Bo Ray,,,Nurse,Oslo,,I count birds.,,,,
Cy Fox,cy@example.com,,,,,,,,,
"""


def bring(text: str | bytes, **choices: Any) -> Outcome:
    data = text.encode() if isinstance(text, str) else text
    return import_candidates(io.BytesIO(data), Choices(**choices))


def everything() -> list[tuple[Any, ...]]:
    """Every row of the two tables, with the version of the row that the database keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text, ctid::text, candidates_candidate::text FROM candidates_candidate"
            " UNION ALL"
            " SELECT xmin::text, ctid::text, candidates_statement::text FROM candidates_statement"
            " ORDER BY 3"
        )
        return list(cursor.fetchall())


def test_people_and_what_they_said_arrive_as_written() -> None:
    outcome = bring(PEOPLE)
    assert outcome.written
    assert outcome.counts == {"new": 3, "changed": 0, "unchanged": 0, "statements added": 3}
    ann = Candidate.objects.get(email="ann@example.com")
    assert (ann.name, ann.phone, ann.headline, ann.location) == (
        "Ann Lee",
        "+44 1",
        "Clockmaker",
        "Leeds",
    )
    assert (ann.source, ann.asked_on) == ("referral", date(2025, 4, 1))
    assert ann.purpose_state == PurposeState.ASKED
    said = list(ann.statements.order_by("pk").values_list("text", "source", "said_on", "link"))
    assert said == [
        (CLOCKS, "import", date(2025, 3, 1), "https://example.com/a"),
        ("I teach it.", "import", date(2025, 3, 1), "https://example.com/a"),
    ]
    bo = Candidate.objects.get(name="Bo Ray")
    assert (bo.source, bo.email, bo.purpose_state) == ("import", "", PurposeState.NEVER_ASKED)
    assert bo.statements.get().said_on == timezone.localdate()


def test_the_same_file_twice_changes_nothing_at_all() -> None:
    bring(PEOPLE)
    before = everything()
    outcome = bring(PEOPLE)
    assert outcome.counts == {"new": 0, "changed": 0, "unchanged": 3, "statements added": 0}
    assert not outcome.notes
    assert everything() == before


def test_the_same_people_in_another_order_and_dialect_change_nothing() -> None:
    bring("name,email\nZoë,\nAnn Lee,ann@example.com\n")
    before = everything()
    again = "Full Name\tE-Mail\r\nAnn  Lee\tANN@example.com\r\nZoe\u0308\t\r\n".encode("utf-16")
    assert bring(again).counts["unchanged"] == 2
    assert everything() == before


def test_what_the_file_says_replaces_and_what_it_leaves_empty_stays() -> None:
    bring(PEOPLE)
    outcome = bring("name,email,phone,headline,location\nAnn Lee,ANN@example.com,+44 2,,Hull\n")
    assert outcome.counts == {"new": 0, "changed": 1, "unchanged": 0, "statements added": 0}
    ann = Candidate.objects.get(email="ann@example.com")
    assert (ann.phone, ann.headline, ann.location) == ("+44 2", "Clockmaker", "Hull")


def test_whatever_the_reader_accepts_the_database_keeps_as_it_is() -> None:
    chance = random.Random(3)
    letters = [chr(n) for n in (*range(0x2100), *range(0xFB00, 0x10000), *range(0x1F600, 0x1F650))]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["name", "phone", "headline", "location", "statement"])
    for number in range(1500):
        words = ["".join(chance.choices(letters, k=chance.randrange(9))) for _ in range(4)]
        writer.writerow([f"Ann {number} {words[0]}", *words])
    outcome = bring(stream.getvalue(), skip_bad=True)
    assert outcome.written
    assert outcome.bad_rows > 100
    assert outcome.counts["new"] > 500
    before = everything()
    again = bring(stream.getvalue(), skip_bad=True)
    assert again.problems == outcome.problems
    assert again.counts["unchanged"] == outcome.counts["new"]
    assert everything() == before


def test_only_rows_that_differ_are_touched() -> None:
    bring(PEOPLE)
    before = set(everything())
    bring(PEOPLE.replace("Nurse", "Head nurse").replace("Bo Ray,", "Bo Ray,bo@example.com"))
    bring(PEOPLE.replace("+44 1", "+44 9"))
    left = before & set(everything())
    assert len(left) == len(before) - 1


def test_rows_of_one_address_are_one_person() -> None:
    outcome = bring(
        "name,email,phone,statement\n"
        f'Ann Lee,ann@example.com,,"{CLOCKS}"\n'
        "Ann Lee,Ann@Example.com,+44 1,I teach it.\n"
        f'ann lee,ann@example.com,,"{CLOCKS}"\n'
    )
    assert outcome.counts["new"] == 1
    assert outcome.counts["statements added"] == 2
    assert Candidate.objects.get().phone == "+44 1"


def test_a_row_that_contradicts_an_earlier_one_is_bad() -> None:
    outcome = bring(
        "Name,Mail,Job title\nAnn Lee,ann@example.com,Nurse\nBo Ray,bo@example.com,\n"
        "Ann Ley,ann@example.com,Nurse\nBo Ray,bo@example.com,Pilot\n"
        "Ann Lee,ann@example.com,Pilot\n"
    )
    assert not outcome.written
    assert [(p.row, p.column, p.code, p.excerpt) for p in outcome.problems] == [
        (4, "Name", "contradiction", "Ann Ley"),
        (6, "Job title", "contradiction", "Pilot"),
    ]
    assert "Nurse" in outcome.problems[1].message
    assert not Candidate.objects.exists()


def test_one_bad_row_keeps_everything_out() -> None:
    outcome = bring("name,email\nAnn,ann@example.com\nBo,bo\n")
    assert (outcome.written, outcome.rows, outcome.bad_rows, outcome.good_rows) == (False, 2, 1, 1)
    assert not Candidate.objects.exists()


def test_good_rows_may_go_ahead_of_the_bad_ones() -> None:
    outcome = bring(
        "name,email,phone,statement\nAnn,ann@example.com,,I mend.\nBo,bo,,\n"
        "Eve,ann@example.com,+44 9,I meddle.\nCy,,,\n",
        skip_bad=True,
    )
    assert outcome.written
    assert outcome.bad_rows == 2
    assert set(Candidate.objects.values_list("name", "phone")) == {("Ann", ""), ("Cy", "")}
    assert Statement.objects.get().text == "I mend."


def test_a_dry_run_counts_and_writes_nothing() -> None:
    outcome = bring(PEOPLE, dry_run=True)
    assert not outcome.written
    assert outcome.counts == {"new": 3, "changed": 0, "unchanged": 0, "statements added": 3}
    assert not Candidate.objects.exists()
    assert bring(PEOPLE).counts == outcome.counts


def test_without_an_address_the_same_name_headline_and_location_are_the_same_person() -> None:
    bring("name,headline,location\nBo Ray,Nurse,Oslo\n")
    outcome = bring("name,headline,location,phone\nbo ray,nurse,OSLO,+47 1\n")
    assert outcome.counts["changed"] == 1
    assert Candidate.objects.get().phone == "+47 1"


@pytest.mark.parametrize("source", ["", "referral", "event", "applied", "own", "added", "import"])
def test_names_alone_with_any_source_arrive_once(source: str) -> None:
    text = f"name,source\nBo Ray,{source}\nCy Fox,{source}\n"
    bring(text)
    before = everything()
    assert bring(text).counts["unchanged"] == 2
    assert everything() == before


def test_somebody_added_by_hand_is_never_merged_by_name_but_pointed_out() -> None:
    by_hand = make_candidate("Bo Ray")
    outcome = bring("name\nBo Ray\n")
    assert outcome.counts["new"] == 1
    (note,) = outcome.notes
    assert (note.row, note.code) == (2, "possible_duplicate")
    assert f"number {by_hand.pk}." in note.message
    # Having been pointed out once, it stays quiet: the second time the person is known.
    assert not bring("name\nBo Ray\n").notes


def test_a_name_with_an_address_and_one_without_are_pointed_out() -> None:
    bring("name,email,headline\nBo Ray,bo@example.com,\nAnn Lee,,Nurse\nDi Ng,di@example.com,\n")
    outcome = bring("name,email\nBo Ray,\nAnn Lee,ann@example.com\nDi Ng,di2@example.com\n")
    assert outcome.counts["new"] == 3
    assert [(note.row, note.excerpt) for note in outcome.notes] == [(2, "Bo Ray"), (3, "Ann Lee")]


def test_somebody_who_could_be_two_is_bad() -> None:
    for _ in range(2):
        make_candidate("Bo Ray", headline="Nurse", source="event")
    outcome = bring("name,headline\nBo Ray,Nurse\nAnn,\n", skip_bad=True)
    assert [(p.row, p.code) for p in outcome.problems] == [(2, "ambiguous")]
    assert outcome.counts["new"] == 1
    assert Candidate.objects.filter(name="Bo Ray").count() == 2


def test_what_is_on_file_already_is_not_added_again() -> None:
    ann = make_candidate("Ann Lee", CLOCKS, email="ann@example.com")
    kept = ann.statements.get()
    outcome = bring(f'name,email,statement\nAnn Lee,ann@example.com,"  {CLOCKS}\r\n"\n')
    assert outcome.counts == {"new": 0, "changed": 0, "unchanged": 1, "statements added": 0}
    assert ann.statements.get() == kept
    assert ann.statements.get().source == "own_words"


def test_being_asked_is_remembered_and_a_stated_purpose_not_forgotten() -> None:
    make_candidate("Ann", email="ann@example.com")
    make_candidate("Bo", email="bo@example.com", purpose_state=PurposeState.STATED)
    bring("name,email,asked on\nAnn,ann@example.com,2025-01-01\nBo,bo@example.com,2025-01-01\n")
    states = dict(Candidate.objects.values_list("name", "purpose_state"))
    assert states == {"Ann": PurposeState.ASKED, "Bo": PurposeState.STATED}


def test_new_words_mark_exactly_the_lists_they_concern(rita: Recruiter, raj: Recruiter) -> None:
    ann = make_candidate("Ann Lee", email="ann@example.com")
    make_relationship(rita, ann)
    make_relationship(raj, make_candidate("Bo Ray", email="bo@example.com"))
    before = dict(RerankDue.objects.values_list("recruiter_id", "due"))
    bring(
        "name,email,statement,statement 2\nAnn Lee,ann@example.com,I mend.,I teach.\n"
        "Bo Ray,bo@example.com,,\n"
    )
    due = dict(RerankDue.objects.values_list("recruiter_id", "due"))
    assert due == before | {rita.pk: before[rita.pk] + 1}


def test_each_table_is_written_once_whatever_the_size(
    django_assert_max_num_queries: Any,
) -> None:
    rows = "".join(f"Ann {n},ann{n}@example.com,I mend clock {n}.\n" for n in range(3000))
    with django_assert_max_num_queries(20):
        assert bring("name,email,statement\n" + rows).counts["statements added"] == 3000


def test_only_one_import_runs_at_a_time() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('cultivate.import'))")
        with pytest.raises(FileRefused) as refused:
            bring(PEOPLE)
        assert refused.value.code == "busy"
    finally:
        other.close()


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        bring("name,email\n\n")
    assert refused.value.code == "no_rows"


def test_a_file_that_breaks_off_half_way_leaves_nothing() -> None:
    rows = "".join(f"Ann {n},ann{n}@example.com\n" for n in range(5000))
    with pytest.raises(FileRefused) as refused:
        bring(f'name,email\n{rows}"Bo,bo@example.com\n', skip_bad=True)
    assert (refused.value.code, refused.value.line) == ("open_quote", 5002)
    assert not Candidate.objects.exists()


def test_progress_is_told_on_the_way() -> None:
    told: list[tuple[int, float]] = []
    rows = "".join(f"Ann {n}\n" for n in range(2500))
    import_candidates(
        io.BytesIO(f"name\n{rows}".encode()), progress=lambda n, share: told.append((n, share))
    )
    assert [n for n, _ in told] == [1000, 2000, 2500]
    assert told[-1][1] == 1.0


def test_nobody_s_today_is_ahead() -> None:
    today = timezone.now().date()
    assert today <= latest_today() <= today + timedelta(days=1)


def test_somebody_who_was_erased_is_not_brought_back() -> None:
    erase(make_candidate("Ann Lee", email="ANN@example.com"))
    erase(make_candidate("Bo Ray", email="bo@example.com"))
    refused = bring(PEOPLE)
    assert not refused.written
    assert [(one.row, one.code) for one in refused.problems] == [(2, "erased"), (3, "erased")]
    assert "asked to be erased" in refused.problems[0].message
    rest = bring(PEOPLE, skip_bad=True)
    assert rest.counts["new"] == 1
    assert [one.name for one in Candidate.objects.all()] == ["Cy Fox"]
