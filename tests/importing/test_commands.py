import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate
from hiring.models import Department
from recruiter.importing.console import SHOWN, ProgressLine

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(command: str, path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command(command, path, stdout=out, **options)
    return out.getvalue()


def file(folder: Path, text: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_it_says_how_it_read_what_it_ignored_and_what_it_did(tmp_path: Path) -> None:
    path = file(tmp_path, "Name;E-Mail;Fax\nAnn;ann@example.com;1\nBo;;2\n")
    assert run("import_candidates", path) == (
        "Read 2 rows (utf-8, semicolon).\n"
        "Ignored columns: Fax.\n"
        "Done: 2 new, 0 changed, 0 unchanged, 0 statements added, 0 bad rows.\n"
    )


def test_bad_rows_fail_the_command_and_write_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, "name,email\nAnn,ann\nBo,\nCy,cy\n")
    with pytest.raises(CommandError, match=r"Nothing was written: 2 bad and 1 good rows\."):
        run("import_candidates", path)
    assert not Candidate.objects.exists()


def test_skip_bad_writes_the_good_rows_and_lists_the_others(tmp_path: Path) -> None:
    path = file(tmp_path, "name,email\nAnn,ann\nBo,\nCy,cy\n")
    output = run("import_candidates", path, skip_bad=True)
    assert "  Row 2, email: This is not an e-mail address. (ann)\n" in output
    assert "Done: 1 new, 0 changed, 0 unchanged, 0 statements added, 2 bad rows." in output
    assert Candidate.objects.get().name == "Bo"


def test_a_dry_run_says_so(tmp_path: Path) -> None:
    output = run("import_candidates", file(tmp_path, "name\nAnn\n"), dry_run=True)
    assert "Dry run, nothing was written: 1 new, " in output
    assert not Candidate.objects.exists()


def test_every_bad_row_is_in_the_list_of_errors(tmp_path: Path) -> None:
    rows = SHOWN + 30
    path = file(tmp_path, "name,email\n" + "Ann,=1+1\n" * rows)
    errors = tmp_path / "errors.csv"
    with pytest.raises(CommandError):
        run("import_candidates", path, errors=errors)
    found = listed(errors)
    assert [row["row"] for row in found] == [str(n) for n in range(2, rows + 2)]
    assert found[0] == {
        "row": "2",
        "line": "2",
        "column": "email",
        "code": "bad_email",
        "message": "This is not an e-mail address.",
        "excerpt": "'=1+1",
    }


def test_the_screen_is_not_flooded(tmp_path: Path) -> None:
    path = file(tmp_path, "name,email\nBo,\n" + "Ann,x\n" * 100)
    output = run("import_candidates", path, skip_bad=True)
    assert output.count("  Row ") == SHOWN
    assert "… and 80 more; --errors FILE.csv lists them all." in output


def test_a_good_file_leaves_an_empty_list_of_errors(tmp_path: Path) -> None:
    errors = file(tmp_path, "of the last time", "errors.csv")
    run("import_candidates", file(tmp_path, "name\nAnn\n"), errors=errors)
    assert listed(errors) == []
    assert errors.read_text(encoding="utf-8-sig").startswith("row,line,column,code,")


def test_people_to_look_at_are_shown_and_listed(tmp_path: Path) -> None:
    path = file(tmp_path, "name,email\nAnn,\nAnn,ann@example.com\n")
    errors = tmp_path / "errors.csv"
    output = run("import_candidates", path, errors=errors)
    assert "Look at these:\n  Row 2, name: Somebody with this name" in output
    assert [row["code"] for row in listed(errors)] == ["possible_duplicate"] * 2


def test_a_refused_file_says_on_which_line(tmp_path: Path) -> None:
    path = file(tmp_path, 'name,email\nAnn,"x\n')
    errors = tmp_path / "errors.csv"
    with pytest.raises(CommandError, match=r"Line 2: The quote .*\nNothing was written\."):
        run("import_candidates", path, errors=errors)
    assert [(row["line"], row["code"]) for row in listed(errors)] == [("2", "open_quote")]


def test_files_that_cannot_be_opened_are_named(tmp_path: Path) -> None:
    path = file(tmp_path, "name\nAnn\n")
    with pytest.raises(CommandError, match="There is no file"):
        run("import_candidates", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="There is no file"):
        run("import_candidates", tmp_path)
    with pytest.raises(CommandError, match=r"errors\.csv"):
        run("import_candidates", path, errors=tmp_path / "none" / "errors.csv")
    with pytest.raises(CommandError, match="Choose another name"):
        run("import_candidates", path, errors=path)
    assert path.read_text() == "name\nAnn\n"


def test_encoding_and_delimiter_can_be_declared(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("name|email\nZoë|\n".encode("cp1252"))
    assert "(cp1252, |)" in run("import_candidates", path, encoding="cp1252", delimiter="pipe")
    assert Candidate.objects.get().name == "Zoë"


def test_goals_go_by_the_same_rules(tmp_path: Path) -> None:
    path = file(tmp_path, "Department,Big goal\nLegal,Nobody waits for a contract.\n,x\n")
    with pytest.raises(CommandError, match="1 bad and 1 good rows"):
        run("import_goals", path)
    assert not Department.objects.exists()
    output = run("import_goals", path, skip_bad=True)
    assert "Done: 1 departments, 1 of them new, 1 goals stated," in output


def test_it_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def press_control_c(rows: int, share: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ProgressLine, "__call__", lambda self, *told: press_control_c(*told))
    with pytest.raises(CommandError, match="Stopped"):
        run("import_candidates", file(tmp_path, "name\nAnn\n"))
    assert not Candidate.objects.exists()


def test_progress_is_drawn_on_a_terminal_and_wiped_at_the_end() -> None:
    terminal = Terminal()
    line = ProgressLine(terminal)
    line(1000, 0.5)
    line(1500, 0.7)  # Too soon to draw again.
    line(2000, 1.0)
    line.clear()
    drawn = terminal.getvalue().split("\r")[1:]
    assert [part.split("  ")[-1] for part in drawn] == ["1,000 rows", "2,000 rows", "\x1b[K"]
    assert " 50%" in drawn[0]


def test_progress_is_silent_where_nobody_watches() -> None:
    pipe = io.StringIO()
    line = ProgressLine(pipe)
    line(1000, 0.5)
    line(2000, 1.0)
    line.clear()
    assert pipe.getvalue() == ""
