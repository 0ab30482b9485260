"""Erasure is complete: by rule, and by looking for what was planted everywhere."""

import base64
import json
import subprocess
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models
from django.test import Client, RequestFactory
from kombu import Connection

from candidates.models import Candidate, CandidateAct, Tag, Tombstone
from hiring.models import Opening
from recruiter import (
    erasing,
    exporting,
    links,
    ranking,
    replay,
    shortlists,
    tagging,
    tombstones,
    undo,
)
from recruiter.embedded.binaries import in_wheels
from recruiter.erasing import RULES, Cleared, Follows, Goes, Stays
from recruiter.models import (
    GoalInterest,
    MatchFeedback,
    Ranking,
    Recruiter,
    TextReading,
    TierMove,
    UndoRecord,
    User,
)
from recruiter.readings import current_encoder
from tests.factories import (
    days_before,
    make_candidate,
    make_contact,
    make_note,
    make_relationship,
    make_statement,
)

pytestmark = pytest.mark.django_db
# Made by the framework, without a model.
WITHOUT_MODEL = {"django_migrations"}
HOLDS_WORDS = """
SELECT table_name, column_name FROM information_schema.columns
 WHERE table_schema = 'public'
   AND (data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'xml',
                      'tsvector', 'USER-DEFINED')
        OR data_type = 'ARRAY' AND udt_name IN ('_text', '_varchar', '_json', '_jsonb', '_bytea'))
"""
CANARY = "Zyxwvut"
EMAIL = f"{CANARY}@x.example"
PURPOSE = f"In my spare time {CANARY} and I help charities close their books in one day."


def word_columns() -> dict[str, set[str]]:
    """By table, the columns of the database that could hold somebody's words."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDS_WORDS)
        found: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def all_models() -> dict[str, type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return {one._meta.label: one for one in every if one._meta.managed}


def test_every_column_that_could_hold_words_has_a_rule() -> None:
    columns = word_columns()
    tables = {one._meta.db_table: label for label, one in all_models().items()}
    unruled = {table for table in columns if tables.get(table) not in RULES} - WITHOUT_MODEL
    assert unruled == set(), "give each of these a line in recruiter/erasing.py"
    for label, rule in RULES.items():
        if isinstance(rule, Stays | Cleared):
            ruled = set(rule.columns.split())
            assert columns[all_models()[label]._meta.db_table] - ruled == set(), label
            assert ruled <= {one.column for one in all_models()[label]._meta.concrete_fields}


def test_every_model_that_leads_to_a_person_goes_with_them() -> None:
    """A foreign key to a person is not enough to stay."""
    for label, model in all_models().items():
        leads = [one for one in model._meta.concrete_fields if one.related_model is Candidate]
        if leads:
            assert isinstance(RULES.get(label), Goes), f"{label} in recruiter/erasing.py"


def test_private_columns_exist() -> None:
    for label, rule in RULES.items():
        if isinstance(rule, Goes):
            known = {one.name for one in all_models()[label]._meta.concrete_fields}
            assert set(rule.private.split()) <= known


# ---- Canaries ----


@pytest.fixture
def planted(rita: Recruiter, raj: Recruiter) -> Candidate:
    """Somebody with a canary in every column of theirs that can hold one."""
    person = make_candidate(
        f"{CANARY} name",
        email=EMAIL,
        phone=f"{CANARY} phone",
        headline=f"{CANARY} headline",
        location=f"{CANARY} location",
    )
    make_statement(person, PURPOSE, link=f"https://x.example/{CANARY}")
    make_note(person, rita.user, f"{CANARY} note")
    make_note(person, rita.user, f"{CANARY} private note", visibility="private")
    make_contact(person, rita.user, text=f"{CANARY} contact")
    person.reminders.create(user=rita.user, text=f"{CANARY} promise", due_on="2027-01-01")
    listed = make_relationship(
        rita, person, tier="maintain", pin="maintain", pin_reason=f"{CANARY} pin"
    )
    make_relationship(raj, person)
    TierMove.objects.create(
        relationship=listed,
        from_tier="invest",
        to_tier="maintain",
        reason=f"{CANARY} move",
        by=rita.user,
    )
    UndoRecord.objects.create(
        user=rita.user,
        action="note_edit",
        candidate=person,
        target_id=1,
        before={"body": f"{CANARY} before"},
    )
    person.silver_medals.create(role=f"{CANARY} role", reason=f"{CANARY} second")
    MatchFeedback.objects.create(
        recruiter=rita,
        candidate=person,
        department=rita.served.get().department,
        doubt="other",
        words=f"{CANARY} doubt",
    )
    tagging.put_on([person], tagging.tag_named(f"{CANARY} tag"), rita.user)
    GoalInterest.objects.create(
        relationship=listed, department=rita.served.get().department, note=f"{CANARY} interest"
    )
    up = make_relationship(rita, make_candidate("Bo Lind"))
    here = undo.place_of(listed)
    undo.remember_swap(up, listed, (undo.place_of(up), here), rita.user)
    person.consents.create(wording_version=f"{CANARY}-1")
    links.make(person, rita.user)
    need = Opening.objects.create(
        department=rita.served.get().department, text="Two people", closes_on=days_before(-9)
    )
    shortlists.make(rita, need, [person.pk])
    ranking.rerank([rita.pk])
    assert TextReading.objects.filter(digest=person.statements.get().digest).exists()
    return person


@pytest.fixture
def session_with_a_message(planted: Candidate) -> str:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    storage = SessionStorage(request)
    cast(Any, storage)._store([Message(25, f"{planted.name} is on your list.")], None)
    request.session.save()
    return str(request.session.session_key)


def rows_with(words: str) -> Iterator[str]:
    """Tables of which some row shows these words: as text, in hex, in base64, in a session."""
    shapes = {
        words.encode().hex(),
        base64.b64encode(words.encode()).decode()[:-2],
        words,
    }
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            for shape in shapes:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS kept WHERE kept::text ILIKE %s',
                    [f"%{shape}%"],
                )
                if cursor.fetchone()[0]:
                    yield table


def test_the_canaries_are_found_before_and_nowhere_after(
    planted: Candidate, rita: Recruiter, session_with_a_message: str
) -> None:
    vector = bytes(TextReading.objects.get(digest=planted.statements.get().digest).vector).hex()
    before = set(rows_with(CANARY))
    assert {
        "candidates_candidate",
        "candidates_statement",
        "candidates_note",
        "candidates_contact",
        "candidates_consent",
        "recruiter_relationship",
        "recruiter_tiermove",
        "recruiter_undorecord",
    } <= before
    erasing.erase(planted, by=rita.user)
    assert set(rows_with(CANARY)) == set()
    assert set(rows_with(vector)) == set()
    assert "_messages" not in SessionStore(session_with_a_message).load()


def test_a_tag_and_a_filter_of_others_stay(planted: Candidate, rita: Recruiter) -> None:
    shared = tagging.tag_named("Works nights")
    tagging.put_on([planted, make_candidate("Cy Other")], shared, rita.user)
    rita.user.saved_filters.create(name="Late", tier="invest", query="due=overdue")
    rita.user.saved_filters.create(name="Mine", tier="invest", query=f"q={CANARY}+oslo")
    erasing.erase(planted, by=rita.user)
    assert [one.name for one in Tag.objects.all()] == ["Works nights"]
    assert rita.user.saved_filters.get().name == "Late"


def test_a_reading_that_somebody_else_needs_stays(planted: Candidate, rita: Recruiter) -> None:
    other = make_candidate("Bo Lind", PURPOSE)
    erasing.erase(planted, by=rita.user)
    assert TextReading.objects.filter(digest=other.statements.get().digest).exists()


def test_both_lists_are_marked_due_and_both_recruiters_told(
    planted: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    ranking.rerank()
    key = planted.pk
    erasing.erase(planted)
    act = CandidateAct.objects.get(action="erased")
    assert act.told == sorted([rita.user_id, raj.user_id])
    assert act.fields == []
    for one in (rita, raj):
        one.rerank.refresh_from_db()
        assert one.rerank.is_due
        one.refresh_from_db()
        assert not one.relationships.filter(candidate=key).exists()


def test_rankings_stay_readable_and_replay_says_that_somebody_was_erased(
    planted: Candidate, rita: Recruiter, at_desk: Client
) -> None:
    key = planted.pk
    erasing.erase(planted, by=rita.user)
    ranking.rerank([rita.pk])
    kept = Ranking.objects.filter(recruiter=rita).order_by("number")
    assert kept.count() == 2
    assert at_desk.get(f"/runs/{kept[1].number}/").status_code == 200
    replayed = replay.replay(kept[0], current_encoder())
    assert list(replayed.gone.people) == [key]


def test_nothing_of_them_waits_in_the_queue(planted: Candidate, rita: Recruiter) -> None:
    erasing.erase(planted, by=rita.user)
    with Connection(settings.REDIS_URL) as queue:
        valkey = cast(Any, queue.default_channel).client
        kept = b"".join((valkey.dump(key) or b"") + key for key in valkey.scan_iter())
    assert CANARY.encode() not in kept


def test_nothing_is_written_into_the_log(
    planted: Candidate, rita: Recruiter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="recruiter")
    erasing.erase(planted, by=rita.user)
    assert CANARY not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_dump_holds_nothing_of_them(planted: Candidate, rita: Recruiter) -> None:
    assert CANARY.lower() in dumped().lower()
    erasing.erase(planted, by=rita.user)
    assert CANARY.lower() not in dumped().lower()


def dumped() -> str:
    to = connection.get_connection_params()
    where = {
        f"PG{name.upper()}": str(to[name]) for name in ("host", "port", "user") if to.get(name)
    }
    return subprocess.run(
        [str(in_wheels().postgres("pg_dump")), str(to["dbname"])],
        capture_output=True,
        text=True,
        check=True,
        env=where | {"PGPASSWORD": str(to.get("password") or "")},
    ).stdout


# ---- Export ----


def test_the_export_holds_everything_that_erasure_removes(planted: Candidate) -> None:
    exported: dict[str, Any] = exporting.as_json(exporting.export(planted))["data"]
    json.dumps(exported)
    for label, rule in RULES.items():
        if not isinstance(rule, Goes | Follows):
            assert label not in exported
            continue
        rows = erasing.rows_of(label, planted)
        assert rows is not None
        assert len(exported[label]) == rows.count(), label
        if not exported[label]:
            assert label == "recruiter.PairReading"
            continue
        wanted = {one.name for one in all_models()[label]._meta.concrete_fields}
        assert set(exported[label][0]) == wanted
    with connection.cursor() as cursor:
        for table in set(rows_with(CANARY)):
            label = next(k for k, one in all_models().items() if one._meta.db_table == table)
            cursor.execute(f'SELECT row_to_json(kept)::text FROM "{table}" AS kept')
            for (row,) in cursor.fetchall():
                for value in json.loads(row).values():
                    if isinstance(value, str) and CANARY in value:
                        # A tag is told by its word, with the tagging.
                        told = exported.get(label, exported["candidates.Tagging"])
                        assert value in json.dumps(told, ensure_ascii=False)


def test_a_person_gets_no_private_note_unless_the_organisation_says_so(
    planted: Candidate,
) -> None:
    shown = json.dumps(exporting.as_json(exporting.export(planted, frozenset(["team"]))))
    assert f"{CANARY} note" in shown
    for private in ("private note", "contact", "pin", "move", "before", "promise", "doubt"):
        assert f"{CANARY} {private}" not in shown
    assert "vector" not in shown


# ---- Not brought back ----


@pytest.mark.parametrize(
    ("name", "email", "refused"),
    [
        ("Whoever", EMAIL.upper(), True),
        (f"  {CANARY.upper()}   NAME ", "", True),
        (f"{CANARY} name", "another@x.example", False),
        ("Bo Lind", "", False),
    ],
)
def test_a_tombstone_knows_an_address_and_a_bare_name(
    planted: Candidate, name: str, email: str, refused: bool
) -> None:
    erasing.erase(planted)
    assert bool(tombstones.refusal(name, email)) is refused


def test_a_tombstone_tells_nothing_without_our_key(
    planted: Candidate, settings: pytest.FixtureRequest
) -> None:
    erasing.erase(planted)
    stones = {bytes(one) for one in Tombstone.objects.values_list("digest", flat=True)}
    old = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert tombstones.refusal("x", EMAIL) == ""
    assert tombstones.keyed(tombstones.of_email(EMAIL), "another") not in stones
    settings.SECRET_KEY_FALLBACKS = [old]  # type: ignore[attr-defined]
    assert tombstones.refusal("x", EMAIL) == str(tombstones.SENTENCE)


def test_who_asks_to_come_back_is_let_in(planted: Candidate) -> None:
    name = planted.name
    erasing.erase(planted)
    assert tombstones.lift(name, EMAIL) == 2
    assert tombstones.refusal(name, EMAIL) == tombstones.refusal(name, "") == ""


def test_an_administrator_who_deletes_a_person_erases_them(
    planted: Candidate, client: Client, ada: User
) -> None:
    client.force_login(ada)
    client.post(f"/admin/candidates/candidate/{planted.pk}/delete/", {"post": "yes"})
    assert set(rows_with(CANARY)) == set()
    assert Tombstone.objects.count() == 2
    act = CandidateAct.objects.get(action="erased")
    assert act.by == ada
    other = make_candidate("Bo Lind", email="bo@x.example")
    client.post(
        "/admin/candidates/candidate/",
        {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"},
    )
    assert Tombstone.objects.count() == 4
