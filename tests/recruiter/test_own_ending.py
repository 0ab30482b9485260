"""How it ends: erasure by one's own page, a link that was passed on, a consent that ran out."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from candidates.models import CONSENT_HOLDS, Candidate, CandidateAct, CandidateLink
from recruiter import consents, desk, lapsing, links, undo, waiting
from recruiter.models import Recruiter, UndoRecord
from tests.factories import make_candidate, make_relationship
from tests.pages import HTMX, words
from tests.recruiter.conftest import CLOSE
from tests.recruiter.own import say, visit

pytestmark = pytest.mark.django_db
ADDRESS = "amara@x.example"


@pytest.fixture
def amara(rita: Recruiter) -> Candidate:
    one = make_candidate("Amara Okonkwo", CLOSE, email=ADDRESS)
    make_relationship(rita, one)
    return one


@pytest.fixture
def visitor(amara: Candidate, rita: Recruiter) -> Client:
    return visit(amara, rita.user)


@pytest.fixture
def unknown(rita: Recruiter) -> Candidate:
    """Somebody of whom neither an address nor a number is on file."""
    one = make_candidate("Bo Lind", CLOSE)
    make_relationship(rita, one)
    return one


def pass_time(candidate: Candidate) -> None:
    """Let the wait of an erasure be over."""
    Candidate.objects.filter(pk=candidate.pk).update(erase_at=timezone.now())


def acts_of(candidate: Candidate) -> list[str]:
    return list(CandidateAct.objects.about(candidate).values_list("action", flat=True))


# ---- Erasure by one's own page ----


def test_an_erasure_is_announced_and_happens_by_itself(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    page = words(visitor.get("/own/erase/"))
    assert "1 statement" in page
    assert "It happens in 3 days" in page
    assert visitor.post("/own/erase/").headers["Location"] == "/own/erase/"
    assert "Your erasure is on its way" in words(visitor.get("/own/erase/"))
    amara.refresh_from_db()
    assert amara.erase_at
    assert waiting.KNOWN - (amara.erase_at - timezone.now()) < timedelta(minutes=1)
    assert lapsing.erase_due() == 0
    pass_time(amara)
    assert lapsing.erase_due() == 1
    assert lapsing.erase_due() == 0
    assert not Candidate.objects.filter(pk=amara.pk).exists()
    assert visitor.get("/own/data/").headers["Location"] == "/own/closed/"
    asked, done = CandidateAct.objects.about(amara).order_by("pk")
    assert [(one.action, one.by, one.told) for one in (asked, done)] == [
        ("erase_asked", None, [rita.user_id]),
        ("erased", None, [rita.user_id]),
    ]


def test_until_then_they_are_not_ranked_and_the_lists_follow(
    visitor: Client, amara: Candidate, rita: Recruiter, rerank: object
) -> None:
    rerank()  # type: ignore[operator]
    visitor.post("/own/erase/")
    rita.rerank.refresh_from_db()
    assert rita.rerank.is_due
    rerank()  # type: ignore[operator]
    row = desk.read_row(rita, Candidate.objects.get(pk=amara.pk))
    assert row
    assert (row.rank, row.why) == (None, "Not ranked, as they wish")
    visitor.post("/own/keep/")
    rita.rerank.refresh_from_db()
    assert rita.rerank.is_due


def test_the_address_on_file_is_written_to_and_can_stop_it(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    passed_on = CandidateLink.objects.get()
    visitor.post("/own/erase/")
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([ADDRESS], "You asked to be erased")
    html = str(getattr(letter, "alternatives")[0][0])  # noqa: B009 not of every mail
    token = re.search(r"/link/([\w-]+)/", str(letter.body))
    assert token
    assert token[1] in html
    passed_on.refresh_from_db()
    assert passed_on.revoked_at  # whoever else holds it is out
    owner = Client()
    owner.get(f"/link/{token[1]}/")
    assert "everything about you is erased, as you asked" in words(owner.get("/own/"))
    assert owner.post("/own/keep/").headers["Location"] == "/own/check/"
    owner.post("/own/check/", {"email": ADDRESS})
    owner.post("/own/keep/")
    amara.refresh_from_db()
    assert amara.erase_at is None
    assert acts_of(amara) == ["stopped", "erase_asked"]


def test_where_the_letter_does_not_go_the_link_stays(
    visitor: Client, amara: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    visitor.post("/own/erase/")
    assert "Your erasure is on its way" in words(visitor.get("/own/erase/"))
    assert CandidateLink.objects.get().revoked_at is None


def test_asking_twice_moves_no_day_and_writes_no_second_letter(
    visitor: Client, amara: Candidate
) -> None:
    visitor.post("/own/erase/")
    amara.refresh_from_db()
    first = amara.erase_at
    visitor.post("/own/erase/")
    amara.refresh_from_db()
    assert amara.erase_at == first
    assert len(mail.outbox) == 1


def test_stopping_what_was_not_asked_says_and_notes_nothing(
    visitor: Client, amara: Candidate
) -> None:
    visitor.post("/own/keep/")
    assert acts_of(amara) == []


def test_the_recruiter_sees_it_and_stops_it_or_does_it_now(
    visitor: Client, amara: Candidate, rita: Recruiter, at_desk: Client
) -> None:
    visitor.post("/own/erase/")
    page = words(at_desk.get(f"/people/{amara.pk}/"))
    assert "Asked to be erased: it happens on" in page
    assert "Waits for you" in words(at_desk.get("/heard/"))
    headers = HTMX | {"HX-Target": "leaving"}
    answer = at_desk.post(f"/people/{amara.pk}/erase/stop/", headers=headers)
    assert answer.text.lstrip().startswith('<div id="leaving"')
    amara.refresh_from_db()
    assert amara.erase_at is None
    assert CandidateAct.objects.get(action="stopped").by == rita.user
    assert "Erasure stopped" in words(visitor.get("/own/data/"))
    assert at_desk.post(f"/people/{amara.pk}/erase/stop/").status_code == 302
    visitor.post("/own/erase/")
    at_desk.post(f"/people/{amara.pk}/erase/", {"sure": "1"})
    assert not Candidate.objects.filter(pk=amara.pk).exists()


# ---- A link that was passed on, with nothing on file to know them by ----


def test_with_nothing_on_file_a_link_shows_nothing_that_is_held(
    unknown: Candidate, rita: Recruiter
) -> None:
    holder = visit(unknown, rita.user)
    for path in ("data/", "data/my-data.json", "data/my-data.html"):
        assert holder.get(f"/own/{path}").headers["Location"] == "/own/check/"
    for path in ("data/details/", "data/ranking/", "data/review/"):
        assert holder.post(f"/own/{path}").headers["Location"] == "/own/check/"
    page = words(holder.get("/own/check/"))
    assert "we have neither an e-mail address nor a phone number to know you by" in page
    assert CLOSE not in page
    assert holder.post("/own/check/", {"email": ""}).status_code == 200
    assert holder.get("/own/data/").status_code == 302


def test_the_recruiter_confirms_by_another_way_and_this_link_alone_opens(
    unknown: Candidate, rita: Recruiter, at_desk: Client
) -> None:
    holder = visit(unknown, rita.user)
    holder.post("/own/confirm-me/")
    assert "Rita Okafor is asked" in words(holder.get("/own/check/"))
    assert "Asked to be confirmed" in words(at_desk.get(f"/people/{unknown.pk}/"))
    answer = at_desk.post(
        f"/people/{unknown.pk}/link/confirm/", headers=HTMX | {"HX-Target": "own_link"}
    )
    assert "The link is with them" not in words(answer)
    assert CLOSE in words(holder.get("/own/data/"))
    assert acts_of(unknown) == ["confirmed", "who_asked"]
    another = visit(unknown, rita.user)
    assert another.get("/own/data/").headers["Location"] == "/own/check/"


def test_a_link_alone_erases_after_a_long_wait_that_the_recruiter_can_stop(
    unknown: Candidate, rita: Recruiter, at_desk: Client
) -> None:
    stranger = visit(unknown, rita.user)
    page = words(stranger.get("/own/erase/"))
    assert "It happens in 14 days" in page
    assert "statement" not in page
    stranger.post("/own/erase/")
    unknown.refresh_from_db()
    assert unknown.erase_at
    assert unknown.erase_at - timezone.now() > timedelta(days=13)
    assert "Speak to them by another way than the link" in words(
        at_desk.get(f"/people/{unknown.pk}/")
    )
    at_desk.post(f"/people/{unknown.pk}/erase/stop/")
    unknown.refresh_from_db()
    assert unknown.erase_at is None


def test_the_right_does_not_wait_for_an_answer(unknown: Candidate, rita: Recruiter) -> None:
    visit(unknown, rita.user).post("/own/erase/")
    pass_time(unknown)
    lapsing.erase_due()
    assert not Candidate.objects.filter(pk=unknown.pk).exists()


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        ("0117 496 0123", True),
        ("+44 (0)117 4960123", True),
        ("0117 496 0124", False),
        ("0123", False),
        ("ADDRESS", False),
    ],
)
def test_a_number_on_file_stands_in_for_an_address(
    rita: Recruiter, typed: str, opens: bool
) -> None:
    reached = make_candidate("Cy Tan", CLOSE, phone="+44 117 496 0123")
    holder = visit(reached, rita.user)
    page = holder.get("/own/check/")
    assert "Type the phone number" in words(page)
    assert "496" not in page.text
    holder.post("/own/check/", {"phone": typed})
    assert (holder.get("/own/data/").status_code == 200) is opens


def test_a_number_too_short_to_tell_anybody_by_counts_as_none(rita: Recruiter) -> None:
    assert links.known_by(make_candidate("Di Roe", phone="ext. 4711")) == ""


# ---- A consent that has run out ----


@pytest.fixture
def long_ago(visitor: Client, amara: Candidate) -> Candidate:
    """Amara, who agreed more than two years ago."""
    visitor.post("/own/", say(**{"agree-named": "on", "agree-hiring": "on"}))
    amara.consents.update(given_at=timezone.now() - CONSENT_HOLDS - timedelta(minutes=1))
    CandidateAct.objects.all().delete()
    return amara


def test_a_consent_that_ran_out_ends_the_ranking_and_is_told_once(
    long_ago: Candidate, rita: Recruiter, rerank: object
) -> None:
    rerank()  # type: ignore[operator]
    assert lapsing.lapse() == 1
    assert lapsing.lapse() == 0
    rita.rerank.refresh_from_db()
    assert rita.rerank.is_due
    rerank()  # type: ignore[operator]
    long_ago.refresh_from_db()
    row = desk.read_row(rita, long_ago)
    assert row
    assert (row.rank, row.why) == (None, "Not ranked: their consent has run out")
    act = CandidateAct.objects.get()
    assert (act.action, act.by, act.told) == ("lapsed", None, [rita.user_id])


def test_who_never_consented_or_agreed_again_keeps_their_rank(
    long_ago: Candidate, rita: Recruiter
) -> None:
    consents.give(long_ago, ["keep"])
    never = make_candidate("Bo Lind", CLOSE)
    withdrawn = make_candidate("Cy Tan", CLOSE)
    consents.give(withdrawn, ["keep"])
    withdrawn.consents.update(given_at=timezone.now() - CONSENT_HOLDS * 2)
    consents.withdraw(withdrawn, ["keep"])
    assert lapsing.lapse() == 0
    for one in (never, withdrawn):
        one.refresh_from_db()
        assert one.lapsed_at is None


def test_they_are_asked_again_by_a_fresh_link_and_agree_by_one_press(
    long_ago: Candidate, rita: Recruiter, at_desk: Client
) -> None:
    lapsing.lapse()
    page = words(at_desk.get(f"/people/{long_ago.pk}/"))
    assert "Their consent has run out, so they are not ranked" in page
    assert "Ask again by mail" in page
    mail.outbox.clear()
    at_desk.post(f"/people/{long_ago.pk}/link/mail/")
    (letter,) = mail.outbox
    assert "Rita Okafor asks again" in letter.subject
    assert "two years ago you agreed" in str(letter.body)
    token = re.search(r"/link/([\w-]+)/", str(letter.body))
    assert token
    them = Client()
    them.get(f"/link/{token[1]}/")
    asked = words(them.get("/own/"))
    assert "May we keep what you wrote?" in asked
    assert "For two years" in asked
    them.post("/own/consent/", {"scope": "keep", "agree": "1"})
    long_ago.refresh_from_db()
    assert long_ago.lapsed_at is None
    assert long_ago.may_rank
    assert "May we keep what you wrote?" not in words(them.get("/own/"))
    assert long_ago.consents.in_force().get().scope == "keep"


def test_other_agreements_run_out_as_well(long_ago: Candidate, at_desk: Client) -> None:
    page = words(at_desk.get(f"/people/{long_ago.pk}/"))
    assert "Name them to a manager Not agreed: ask first" in page
    assert "Tell them of hiring" not in page


# ---- Words that were taken back ----


@pytest.mark.parametrize("how", [{"remove": "1"}, {"text": "I would rather say it like this."}])
def test_a_recruiters_undo_does_not_keep_words_that_were_taken_back(
    visitor: Client, amara: Candidate, rita: Recruiter, how: dict[str, str]
) -> None:
    said = amara.statements.get()
    before = undo.as_is(said)
    said.text = "Changed by Rita."
    said.save()
    undo.remember_change(said, before, amara, rita.user, UndoRecord.Action.STATEMENT_EDIT)
    assert CLOSE in str(UndoRecord.objects.values_list("before", flat=True))
    visitor.post(f"/own/data/statements/{said.pk}/", how)
    assert not UndoRecord.objects.exists()
