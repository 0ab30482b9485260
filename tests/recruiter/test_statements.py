from collections.abc import Callable

import pytest
from django.test import Client

from candidates.models import Candidate, Statement
from recruiter.models import Recruiter, RerankDue
from tests.factories import make_statement
from tests.recruiter.conftest import CLOSE, FAR, PROBLEM, asking

pytestmark = pytest.mark.django_db


def form(**fields: str) -> dict[str, str]:
    return {"text": FAR, "source": "heard", "said_on": "2026-01-15", "link": ""} | fields


def test_a_statement_is_added_with_its_provenance_and_marks_the_list_due(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    response = at_desk.post(
        f"/people/{amara.pk}/statements/", form(), headers=asking("says", f"/people/{amara.pk}/")
    )
    added = amara.statements.get(text=FAR)
    assert (added.source, added.added_by, added.kind) == ("heard", rita.user, "")
    assert response.content.decode().strip().startswith('<section class="sec" id="says"')
    assert RerankDue.objects.get(recruiter=rita).is_due


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"said_on": "2999-01-01"},
        {"source": "rumour"},
        {"link": "javascript:alert(1)"},
        {"text": CLOSE},
    ],
    ids=["nothing said", "in the future", "unknown source", "link that runs", "said already"],
)
def test_a_bad_form_is_refused_and_keeps_what_was_typed(
    at_desk: Client, amara: Candidate, wrong: dict[str, str]
) -> None:
    response = at_desk.post(f"/people/{amara.pk}/statements/", form(**wrong))
    assert response.status_code == 422
    assert amara.statements.count() == 1
    assert "thing to fix" in response.content.decode()
    assert '<details class="examples add-statement" open>' in response.content.decode()


def test_one_press_corrects_the_kind_and_one_hands_it_back(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    said = make_statement(amara, PROBLEM)
    rerank()
    address = f"/statements/{said.pk}/kind/"
    html = at_desk.post(address, {"kind": "purpose"}, headers=asking("says")).content.decode()
    said.refresh_from_db()
    assert (said.kind, said.kind_set_by) == ("purpose", rita.user)
    assert "You said so" in html
    at_desk.post(address, {"kind": ""})
    said.refresh_from_db()
    assert (said.kind, said.kind_set_by) == ("", None)


def test_a_corrected_purpose_carries_a_match_at_the_next_re_rank(
    at_desk: Client, amara: Candidate, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    rerank()
    assert rita.invest_used == 1
    said = amara.statements.get()
    at_desk.post(f"/statements/{said.pk}/kind/", {"kind": "problem"})
    rerank()
    assert rita.invest_used == 0
    assert "no longer counts as a purpose" in at_desk.get("/maintain/").content.decode()


def test_a_colleague_sees_who_corrected_it(
    client: Client, amara: Candidate, rita: Recruiter, raj: Recruiter
) -> None:
    amara.statements.get().correct_kind("purpose", by=rita.user)
    client.force_login(raj.user)
    html = client.get(amara.get_absolute_url()).content.decode()
    assert "Rita Okafor said so" in html


@pytest.mark.parametrize("kind", ["rumour", None])
def test_an_unknown_kind_is_refused(at_desk: Client, amara: Candidate, kind: str | None) -> None:
    said = amara.statements.get()
    typed = {} if kind is None else {"kind": kind}
    assert at_desk.post(f"/statements/{said.pk}/kind/", typed).status_code == 422
    assert Statement.objects.get().kind == ""


def test_nobodys_statement_is_not_found(at_desk: Client) -> None:
    assert at_desk.post("/statements/999999/kind/", {"kind": "purpose"}).status_code == 404
    assert at_desk.post("/people/999999/statements/", form()).status_code == 404
