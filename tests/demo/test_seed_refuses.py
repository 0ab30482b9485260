"""The demonstration company and real people never share a database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate
from recruiter.models import User
from tests.factories import make_candidate, make_department


@pytest.mark.django_db
def test_it_refuses_a_database_with_people() -> None:
    make_candidate("Somebody real")
    with pytest.raises(CommandError, match="never mixed with real people"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_refuses_a_database_with_a_department() -> None:
    make_department("Accounts")
    with pytest.raises(CommandError, match="has data already"):
        call_command("seed_demo")
    assert not Candidate.objects.exists()


@pytest.mark.django_db
def test_a_start_on_a_database_in_use_leaves_it_alone() -> None:
    make_candidate("Somebody real")
    out = StringIO()
    call_command("seed_demo", if_empty=True, stdout=out)
    assert "nothing to seed" in out.getvalue()
    assert Candidate.objects.count() == 1
