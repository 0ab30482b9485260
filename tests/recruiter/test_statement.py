"""One statement: corrected, retired, brought back, and each of it taken back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate, PurposeState, Statement
from recruiter import desk, profile, replay
from recruiter.models import Recruiter, RerankDue, UndoRecord, User
from recruiter.readings import current_encoder
from tests.factories import make_note, make_statement
from tests.recruiter.conftest import CLOSE, FAR, asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(amara: Candidate) -> Statement:
    return amara.statements.get()


def form(**fields: str) -> dict[str, str]:
    return {"text": FAR, "source": "own_words", "said_on": "2026-01-15", "link": ""} | fields


def undo(client: Client) -> None:
    record = UndoRecord.objects.latest("pk")
    assert record.action == UndoRecord.Action.STATEMENT_EDIT
    assert client.post(f"/undo/{record.pk}/").status_code == 302


def test_a_statement_is_corrected_with_who_and_when_and_marks_the_list_due(
    at_desk: Client, said: Statement, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    response = at_desk.post(
        f"/statements/{said.pk}/", form(link="https://example.org/"), headers=asking("says")
    )
    html = response.content.decode()
    said.refresh_from_db()
    assert (said.text, said.link, said.edited_by) == (FAR, "https://example.org/", rita.user)
    assert "Corrected by you, today" in html
    assert '<section class="sec" id="says"' in html
    assert RerankDue.objects.get(recruiter=rita).is_due


def test_a_correction_is_taken_back_with_its_words_and_its_marks(
    at_desk: Client, said: Statement
) -> None:
    at_desk.post(f"/statements/{said.pk}/", form())
    undo(at_desk)
    said.refresh_from_db()
    assert (said.text, said.edited_by, said.edited_at) == (CLOSE, None, None)


def test_other_words_are_judged_anew_and_the_same_words_are_not(
    at_desk: Client, said: Statement, rita: Recruiter
) -> None:
    said.correct_kind("problem", by=rita.user)
    at_desk.post(f"/statements/{said.pk}/", form(text=CLOSE, said_on="2026-01-16"))
    said.refresh_from_db()
    assert (said.kind, said.kind_set_by) == ("problem", rita.user)
    at_desk.post(f"/statements/{said.pk}/", form())
    said.refresh_from_db()
    assert (said.kind, said.kind_set_by) == ("", None)
    undo(at_desk)
    said.refresh_from_db()
    assert (said.text, said.kind, said.kind_set_by) == (CLOSE, "problem", rita.user)


def test_a_correction_is_not_taken_back_over_a_later_one(at_desk: Client, said: Statement) -> None:
    at_desk.post(f"/statements/{said.pk}/", form())
    first = UndoRecord.objects.latest("pk")
    at_desk.post(f"/statements/{said.pk}/", form(text="I mend clocks on Sundays."))
    response = at_desk.post(f"/undo/{first.pk}/")
    assert response.status_code == 422
    assert "changed again since" in response.content.decode()
    said.refresh_from_db()
    assert said.text == "I mend clocks on Sundays."


def test_a_kind_is_taken_back_to_the_engines_guess(at_desk: Client, said: Statement) -> None:
    at_desk.post(f"/statements/{said.pk}/kind/", {"kind": "problem"})
    undo(at_desk)
    said.refresh_from_db()
    assert (said.kind, said.kind_set_by, said.kind_set_at) == ("", None, None)


def test_a_retired_statement_stays_on_file_and_counts_no_longer(
    at_desk: Client, amara: Candidate, said: Statement, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    assert rita.invest_used == 1
    at_desk.post(f"/statements/{said.pk}/retire/", {"reason": "That was her sister"})
    assert RerankDue.objects.get(recruiter=rita).is_due
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "1 retired statement" in html
    assert "Retired by you, today: That was her sister" in html
    rerank()
    assert rita.invest_used == 0
    amara.refresh_from_db()
    assert amara.purpose_state == PurposeState.NEVER_ASKED
    assert profile.read(rita, amara).match is None


def test_a_retired_statement_is_no_quote_of_a_list(
    at_desk: Client, amara: Candidate, said: Statement, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    at_desk.post(f"/statements/{said.pk}/retire/", {"reason": "Said in another life"})
    row = desk.read_row(rita, amara)
    assert row is not None
    assert row.quote == ""


def test_what_is_retired_since_does_not_change_a_ranking_made_again(
    at_desk: Client, said: Statement, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    said.retire("Said in another life", by=rita.user)
    ranking = rita.rankings.get()
    assert replay.replay(ranking, current_encoder()).verdict == replay.Verdict.SAME


@pytest.mark.parametrize("way", ["restore", "undo"])
def test_a_retired_statement_comes_back(
    at_desk: Client, said: Statement, rita: Recruiter, rerank: Callable[[], None], way: str
) -> None:
    at_desk.post(f"/statements/{said.pk}/retire/", {"reason": "By mistake"})
    rerank()
    if way == "undo":
        undo(at_desk)
    else:
        at_desk.post(f"/statements/{said.pk}/restore/")
    said.refresh_from_db()
    assert (said.retired_at, said.retired_by, said.retired_reason) == (None, None, "")
    rerank()
    assert rita.invest_used == 1


def test_a_reason_is_asked_for(at_desk: Client, said: Statement) -> None:
    response = at_desk.post(f"/statements/{said.pk}/retire/", {"reason": " "})
    assert response.status_code == 422
    assert "Say why." in response.content.decode()
    said.refresh_from_db()
    assert said.retired_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"said_on": "2999-01-01"}, {"source": "rumour"}, {"link": "javascript:x()"}],
    ids=["nothing said", "in the future", "unknown source", "link that runs"],
)
def test_a_bad_correction_is_refused_and_keeps_what_was_typed(
    at_desk: Client, said: Statement, wrong: dict[str, str]
) -> None:
    response = at_desk.post(f"/statements/{said.pk}/", form(**wrong), headers=asking("says"))
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == f"#said-{said.pk}"
    assert "thing to fix" in response.content.decode()
    assert Statement.objects.get(pk=said.pk).text == CLOSE


def test_words_that_are_on_file_already_are_refused(
    at_desk: Client, amara: Candidate, said: Statement
) -> None:
    make_statement(amara, FAR)
    response = at_desk.post(f"/statements/{said.pk}/", form())
    assert response.status_code == 422
    assert "already on file" in response.content.decode()


def test_words_that_are_on_file_retired_point_to_where_they_are(
    at_desk: Client, amara: Candidate, rita: Recruiter, said: Statement
) -> None:
    said.retire("By mistake", by=rita.user)
    response = at_desk.post(f"/people/{amara.pk}/statements/", form(text=CLOSE))
    assert response.status_code == 422
    assert "on file, retired. Bring it back" in response.content.decode()


def test_words_of_a_private_note_are_shared_only_after_asking(
    at_desk: Client, amara: Candidate, said: Statement, rita: Recruiter
) -> None:
    make_note(amara, rita.user, f"She told me: {FAR}", visibility="private")
    for address, words in (
        (f"/statements/{said.pk}/", "Save it for all recruiters"),
        (f"/people/{amara.pk}/statements/", "Add it for all recruiters"),
    ):
        html = at_desk.post(address, form()).content.decode()
        assert "stand in a private note of yours" in html
        assert words in html
        assert not Statement.objects.filter(text=FAR).exists()
    at_desk.post(f"/people/{amara.pk}/statements/", form(share="1"))
    assert Statement.objects.filter(text=FAR).exists()


def test_the_form_opens_in_its_place_and_is_a_page_without_script(
    at_desk: Client, said: Statement
) -> None:
    for address in (f"/statements/{said.pk}/", f"/statements/{said.pk}/retire/"):
        part = at_desk.get(address, headers=asking(f"said-{said.pk}")).content.decode()
        assert part.strip().startswith("<form")
        assert "<html" in at_desk.get(address).content.decode()


def test_who_entered_it_and_when_is_shown(
    at_desk: Client, amara: Candidate, raj: Recruiter
) -> None:
    make_statement(amara, FAR, source="heard", added_by=raj.user)
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert "Entered by Raj Malhotra, today" in html


@pytest.mark.parametrize("path", ["", "kind/", "retire/", "restore/"])
def test_nobodys_statement_is_not_found_and_managers_have_no_business_here(
    at_desk: Client, client: Client, said: Statement, hana: User, path: str
) -> None:
    assert at_desk.post(f"/statements/999999/{path}").status_code == 404
    client.force_login(hana)
    assert client.post(f"/statements/{said.pk}/{path}").status_code == 403


def test_only_a_page_with_statements_on_it_is_masked(
    at_desk: Client, amara: Candidate, rita: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    Statement.objects.bulk_create(
        Statement(candidate=amara, text=f"I mend clock {number} for nothing.", source="heard")
        for number in range(300)
    )
    seen: list[str] = []

    def noted(text: str) -> list[str]:
        seen.append(text)
        return []

    monkeypatch.setattr("recruiter.said.as_read", noted)
    html = at_desk.get(amara.get_absolute_url()).content.decode()
    assert len(seen) == 40
    assert "Part 1 of 8" in html
    assert "Part 8 of 8" in at_desk.get(f"{amara.get_absolute_url()}?said=99").content.decode()


def test_a_statement_is_said_to_be_retired_only_with_a_reason(said: Statement) -> None:
    said.retired_at = timezone.now()
    with pytest.raises(Exception, match="statement_retired_with_a_reason"):
        said.save()
