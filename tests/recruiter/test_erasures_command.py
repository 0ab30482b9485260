from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate, CandidateAct, Tombstone
from recruiter import erasing, tombstones
from recruiter.models import Recruiter
from tests.factories import make_candidate, make_note

pytestmark = pytest.mark.django_db
ANN = {"name": "Ann Lee", "email": "ann@x.example"}


def listed() -> str:
    out = StringIO()
    call_command("erasures", "list", stdout=out)
    return out.getvalue()


def test_whoever_a_restored_copy_brings_back_is_erased_again(tmp_path: Path) -> None:
    erasing.erase(make_candidate(**ANN))
    (tmp_path / "list").write_text(listed())
    Tombstone.objects.all().delete()
    make_candidate(**ANN)
    make_candidate("Bo Lind")
    out = StringIO()
    call_command("erasures", "again", str(tmp_path / "list"), stdout=out)
    assert out.getvalue() == "1 people erased.\n"
    assert Candidate.objects.get().name == "Bo Lind"
    assert len(listed().split()) == 2


@pytest.mark.parametrize("words", ["nonsense", "abcd"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, words: str) -> None:
    (tmp_path / "list").write_text(words)
    with pytest.raises(CommandError, match="no list of erasures"):
        call_command("erasures", "again", str(tmp_path / "list"))
    assert not Tombstone.objects.exists()


def test_who_asks_is_let_back_in() -> None:
    erasing.erase(make_candidate(**ANN))
    call_command("erasures", "lift", "--name", "ann lee", "--email", "ANN@x.example")
    assert tombstones.refusal("Ann Lee", "ann@x.example") == ""
    with pytest.raises(CommandError, match="Nobody was erased"):
        call_command("erasures", "lift", "--name", "Ann Lee")


def test_a_person_is_exported_whole(tmp_path: Path, rita: Recruiter) -> None:
    ann = make_candidate(**ANN)
    make_note(ann, rita.user, "Between us.", visibility="private")
    call_command("export_person", str(ann.pk), str(tmp_path), stdout=StringIO())
    for kind in ("json", "html"):
        assert "Between us." in (tmp_path / f"person-{ann.pk}.{kind}").read_text()
    assert CandidateAct.objects.get().told == [rita.user_id]
    with pytest.raises(CommandError, match="Nobody has the number"):
        call_command("export_person", "0", str(tmp_path))
