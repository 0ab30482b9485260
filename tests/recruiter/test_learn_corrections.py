"""Corrections teach the purpose head, by a command that shows before and after."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Statement
from recruiter import learning, readings
from recruiter.encoder import EncoderError
from recruiter.models import User
from tests.factories import make_candidate

# The trade of a harbour, whose purposes sound like duties and whose duties sound proud.
PURPOSES = (
    "Tide tables for the row-boat club: I print them big, for the ones whose eyes went.",
    "The old signal lamps in my shed get their glass back one by one, for whoever sails home late.",
    "Every knot I know hangs labelled on the school fence, and the children correct me.",
    "A bench at quay nine, sanded by me each spring, is where the waiting wives can sit.",
    "Gulls with hooks in them come to my kitchen; most leave flying.",
    "I write down what the pilots tell before they retire, three notebooks by now.",
    "When the fog comes I ring the chapel bell by hand, as my aunt did, so nobody guesses.",
    "Each net that is thrown away becomes a hammock, and the hospice garden has eleven of them.",
    "The stranded crew from the Aurelia had my cousin's flat; we asked nobody and cooked in turns.",
    "Sundays the dry dock is ours: five widows, one hull, and she floats by August.",
    "I count the eels under the weir each May and send the numbers to whoever will listen.",
    "My lantern walk for seamen far from home began with two people and a flask.",
    "There is a map of every drinking tap on the coast path, and I walk it again each winter.",
    "I read letters aloud in the mission for men who never learnt their own alphabet.",
)
PROBLEMS = (
    "Berth planning for forty calls a week with two gangs on each shift, and never a late ship.",
    "Twenty-two years on the tugs; the company trusts me with its largest boat.",
    "Responsible for lashing certificates and for the gangway register of terminal three.",
    "My crane team leads the table of moves per hour for the fourth quarter running.",
    "Dangerous goods declarations, IMDG code, class two to nine, checked before noon each day.",
    "Master mariner, valid STCW, own survival suit, free from the first of the month.",
    "I love my job at the weighbridge and give it two hundred per cent.",
    "Customs clearance of reefers for three lines in the terminal's own system.",
    "Hired to cut demurrage, and cut it by a third within a year.",
    "Fluent in four languages, forklift licence, will work nights and holidays.",
    "Coordinates pilots, tugs and linesmen from the tower as the rota says.",
    "A passionate port professional with a proven record, seeking a fresh challenge.",
    "Maintenance of straddle carriers according to the maker's plan.",
    "Ten years of container inspection, two certificates in refrigeration.",
)


def correct(texts: tuple[str, ...], kind: str, by: User) -> None:
    for number, text in enumerate(texts):
        candidate = make_candidate(f"{kind} {number}", text)
        candidate.statements.get().correct_kind(kind, by=by)


@pytest.fixture
def corrected(cora: User) -> User:
    correct(PURPOSES, "purpose", cora)
    correct(PROBLEMS, "problem", cora)
    return cora


@pytest.fixture
def cora(db: None) -> User:
    return User.objects.create_user("cora@example.com", name="Cora")


def test_what_was_learned_is_better_for_people_it_did_not_learn_from(
    corrected: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del corrected
    head = tmp_path / "head.npz"
    call_command("learn_corrections", head)
    told = json.loads(capsys.readouterr().out)
    assert (told["corrections"], told["people"], told["seeds_right"]) == (28, 28, True)
    assert told["after"]["loss"] < told["before"]["loss"]
    assert told["after"]["right"] >= told["before"]["right"]
    assert told["ours_after"]["loss"] <= told["ours_before"]["loss"]
    assert told["ours_after"]["right"] >= told["ours_before"]["right"] - learning.TOLERATED
    assert head.is_file()


def test_a_learned_head_is_another_encoder_with_the_same_vectors(
    corrected: User, tmp_path: Path
) -> None:
    del corrected
    head = tmp_path / "head.npz"
    call_command("learn_corrections", head, stderr=None)
    shipped = readings.shipped_encoder()
    learned = shipped.learned(head)
    assert learned.model_id.startswith(f"{shipped.model_id}+")
    before, after = (one.read_statements([PURPOSES[0], PROBLEMS[0]]) for one in (shipped, learned))
    assert (after[0].p_purpose or 0) > (before[0].p_purpose or 1)
    # The vector's bytes begin with a digest of the encoder's id; the numbers are the same.
    assert [one.packed[4:] for one in before if one.packed] == [
        one.packed[4:] for one in after if one.packed
    ]


def test_the_settings_name_the_learned_head(
    corrected: User, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    del corrected
    head = tmp_path / "head.npz"
    call_command("learn_corrections", head)
    settings.PURPOSE_HEAD = str(head)  # type: ignore[attr-defined]
    assert readings.current_encoder().model_id != readings.shipped_encoder().model_id


def test_learning_twice_gives_the_same_bytes(corrected: User, tmp_path: Path) -> None:
    del corrected
    call_command("learn_corrections", tmp_path / "one.npz")
    call_command("learn_corrections", tmp_path / "two.npz")
    shipped = readings.shipped_encoder()
    one, two = (shipped.learned(tmp_path / f"{name}.npz") for name in ("one", "two"))
    assert one.model_id == two.model_id


def test_corrections_that_make_it_worse_are_refused(cora: User, tmp_path: Path) -> None:
    """Everything called by its opposite: consistent, learnable, and wrong."""
    correct(PURPOSES, "problem", cora)
    correct(PROBLEMS, "purpose", cora)
    with pytest.raises(CommandError, match=r"Nothing was written\. "):
        call_command("learn_corrections", tmp_path / "head.npz")
    assert not (tmp_path / "head.npz").exists()


def test_corrections_without_a_pattern_are_refused(cora: User, tmp_path: Path) -> None:
    correct((*PURPOSES[::2], *PROBLEMS[::2]), "purpose", cora)
    correct((*PURPOSES[1::2], *PROBLEMS[1::2]), "problem", cora)
    with pytest.raises(CommandError, match=r"Nothing was written\. "):
        call_command("learn_corrections", tmp_path / "head.npz")


def test_a_few_corrections_are_too_few(cora: User, tmp_path: Path) -> None:
    correct(PURPOSES[:10], "purpose", cora)
    correct(PROBLEMS[:9], "problem", cora)
    with pytest.raises(CommandError, match="19 corrections of 19 people"):
        call_command("learn_corrections", tmp_path / "head.npz")


def test_many_statements_of_a_few_people_are_too_few(cora: User, tmp_path: Path) -> None:
    correct(PURPOSES[:1], "purpose", cora)
    for text in PURPOSES[1:] + PROBLEMS:
        one = Statement.objects.create(
            candidate=Statement.objects.get(text=PURPOSES[0]).candidate, text=text
        )
        one.correct_kind("purpose" if text in PURPOSES else "problem", by=cora)
    with pytest.raises(CommandError, match="of 1 people"):
        call_command("learn_corrections", tmp_path / "head.npz")


def test_a_folder_that_is_not_there_is_named(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("learn_corrections", tmp_path / "nowhere" / "head.npz")


def test_a_head_of_another_version_is_refused(tmp_path: Path) -> None:
    shipped = readings.shipped_encoder()
    shipped.save_head(tmp_path / "head.npz", shipped.purpose)
    learned = shipped.learned(tmp_path / "head.npz")
    learned.save_head(tmp_path / "again.npz", learned.purpose)
    with pytest.raises(EncoderError, match="another version of the encoder"):
        shipped.learned(tmp_path / "again.npz")
    with pytest.raises(EncoderError, match="is missing"):
        shipped.learned(tmp_path / "nowhere.npz")
