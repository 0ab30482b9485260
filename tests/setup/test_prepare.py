"""What happens between a running database and a web server that can start."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from recruiter.demo import DEMO_PASSWORD
from recruiter.management.commands.prepare import collect_static, logins
from recruiter.models import Recruiter
from tests.factories import make_user


@pytest.fixture
def source(settings: Settings, tmp_path: Path) -> Path:
    """One static file, and a place to collect it into."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "style.css").write_text("a {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder / "style.css"


def test_static_files_are_collected_once(source: Path, settings: Settings) -> None:
    collect_static()
    collected = settings.STATIC_ROOT / "style.css"
    collected.write_text("left alone")
    collect_static()
    assert collected.read_text() == "left alone"


def test_a_changed_static_file_is_collected_again(source: Path, settings: Settings) -> None:
    collect_static()
    source.write_text("b {}")
    os.utime(source, (1, 1))
    collect_static()
    assert (settings.STATIC_ROOT / "style.css").read_text() == "b {}"


def test_a_static_file_that_is_gone_is_collected_no_more(source: Path, settings: Settings) -> None:
    collect_static()
    source.rename(source.with_name("other.css"))
    collect_static()
    assert sorted(path.name for path in settings.STATIC_ROOT.glob("*.css")) == ["other.css"]


def test_no_log_ins_are_shown_for_a_company_of_ones_own(rita: Recruiter) -> None:
    assert logins() == ""


def test_the_demonstrations_log_ins_are_shown(db: None) -> None:
    make_user("Hana Demo", email="hana@example.com")
    assert logins() == (
        f"Log in with the password {DEMO_PASSWORD} as\n  hana@example.com   hiring manager\n"
    )


def test_it_says_each_step_and_leaves_a_welcome(
    source: Path, tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("prepare", welcome=tmp_path / "welcome")
    said = capsys.readouterr().out
    assert [line.split(":")[0] for line in said.splitlines() if "done in" in line] == [
        "Database",
        "Static files",
    ]
    assert (tmp_path / "welcome").read_text() == ""
