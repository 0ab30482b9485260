import io
import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from candidates.models import (
    CONSENT_HOLDS,
    Candidate,
    CandidateAct,
    CandidateLink,
    Consent,
)
from recruiter import desk, links
from recruiter.logs import Console
from recruiter.models import Recruiter
from tests.factories import make_candidate, make_contact, make_note, make_relationship
from tests.pages import words
from tests.recruiter.conftest import CLOSE, PROBLEM
from tests.recruiter.own import WORDS, say, visit

pytestmark = pytest.mark.django_db
ADDRESS = "amara@x.example"


@pytest.fixture
def amara(rita: Recruiter) -> Candidate:
    one = make_candidate("Amara Okonkwo", PROBLEM, email=ADDRESS, phone="0117 496 0000")
    make_relationship(rita, one)
    return one


@pytest.fixture
def visitor(amara: Candidate, rita: Recruiter) -> Client:
    return visit(amara, rita.user)


def acts_of(candidate: Candidate) -> list[str]:
    return list(CandidateAct.objects.about(candidate).values_list("action", flat=True))


# ---- The link ----


def test_a_link_leads_to_the_question_and_leaves_the_address_at_once(
    client: Client, amara: Candidate, rita: Recruiter
) -> None:
    link, token = links.make(amara, rita.user)
    opened = client.get(f"/link/{token}/")
    assert opened.headers["Location"] == "/own/"
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    cookie = opened.cookies["own"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/own/", True, "Lax")
    page = client.get("/own/")
    assert page.status_code == 200
    assert "What would you do even if nobody asked you to?" in words(page)
    assert token not in page.content.decode()
    link.refresh_from_db()
    assert link.last_used_at


def test_only_a_digest_of_the_token_is_kept(amara: Candidate, rita: Recruiter) -> None:
    link, token = links.make(amara, rita.user)
    assert len(token) >= 43
    assert bytes(link.digest) == links.digest_of(token)
    assert not [value for value in vars(link).values() if value == token]


def closed(client: Client, token: str) -> str:
    """The page that a link leads to which does not open."""
    answer = client.get(f"/link/{token}/")
    assert answer.headers["Location"] == "/own/closed/"
    assert client.get("/own/").headers["Location"] == "/own/closed/"
    page = client.get("/own/closed/")
    assert page.status_code == 410
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", page.text)


def test_an_expired_a_revoked_a_replaced_and_a_guessed_link_are_told_apart_by_nobody(
    amara: Candidate, rita: Recruiter
) -> None:
    expired, token = links.make(amara, rita.user)
    now = timezone.now()
    CandidateLink.objects.filter(pk=expired.pk).update(
        made_at=now - timedelta(days=31), expires_at=now - timedelta(days=1)
    )
    pages = [closed(Client(), token)]
    _, replaced = links.make(amara, rita.user)
    _, revoked = links.make(amara, rita.user)
    links.revoke(amara, rita.user)
    pages += [closed(Client(), one) for one in (replaced, revoked, "a" * 43, "x")]
    assert len(set(pages)) == 1
    assert "Amara" not in pages[0]


def test_a_link_closes_its_pages_the_moment_it_is_revoked(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    assert visitor.get("/own/data/").status_code == 200
    links.revoke(amara, rita.user)
    assert visitor.get("/own/data/").headers["Location"] == "/own/closed/"


def test_the_link_of_somebody_who_left_does_not_open(amara: Candidate, rita: Recruiter) -> None:
    _, token = links.make(amara, rita.user)
    rita.user.is_active = False
    rita.user.save()
    assert "does not open" in closed(Client(), token)


def test_a_forged_pass_opens_nothing(client: Client, amara: Candidate, rita: Recruiter) -> None:
    links.make(amara, rita.user)
    for forged in ("1", "WzEsdHJ1ZV0:1abc:sig", "", "null"):
        client.cookies["own"] = forged
        assert client.get("/own/data/").headers["Location"] == "/own/closed/"


def test_a_passed_on_link_shows_nothing_that_is_held(amara: Candidate, rita: Recruiter) -> None:
    stranger = visit(amara, rita.user, sure=False)
    for path in ("data/", "data/my-data.json", "data/my-data.html", "erase/"):
        assert stranger.get(f"/own/{path}").headers["Location"] == "/own/check/"
    assert stranger.post("/own/erase/").headers["Location"] == "/own/check/"
    refused = stranger.post("/own/check/", {"email": "someone@else.example"})
    assert refused.status_code == 422
    assert ADDRESS not in refused.text
    assert PROBLEM not in stranger.get("/own/").text
    assert Candidate.objects.filter(pk=amara.pk).exists()


def test_the_address_on_file_cannot_be_tried_out(amara: Candidate, rita: Recruiter) -> None:
    stranger = visit(amara, rita.user, sure=False)
    for number in range(5):
        stranger.post("/own/check/", {"email": f"{number}@x.example"})
    answer = stranger.post("/own/check/", {"email": ADDRESS})
    assert answer.status_code == 429


def test_a_pass_opens_no_page_of_a_recruiter_and_nobody_elses(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    other = make_candidate("Bo Lind", CLOSE)
    said = other.statements.get()
    assert visitor.post(f"/own/data/statements/{said.pk}/", {"remove": "1"}).status_code == 404
    assert CLOSE not in visitor.get("/own/data/").text
    for path in ("/", "/invest/", f"/people/{amara.pk}/", "/heard/", "/admin/"):
        assert visitor.get(path).headers["Location"].startswith(("/log-in/", "/admin/login/"))


def test_exactly_these_addresses_need_no_log_in() -> None:
    named = {
        str(one.name): getattr(one.callback, "login_required", True)
        for one in get_resolver().url_patterns
        if isinstance(one, URLPattern)
    }
    own = {name for name in named if name.startswith("own_")}
    assert len(own) == 17
    assert {name for name, log_in in named.items() if not log_in} == own | {"login"}


def test_links_that_do_not_open_are_limited_per_address(client: Client, db: None) -> None:
    for number in range(30):
        client.get(f"/link/guess{number}/")
    page = client.get("/own/closed/")
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "600"


def test_asking_for_a_new_link_says_the_same_to_everybody(
    amara: Candidate, rita: Recruiter
) -> None:
    known = Client().post("/own/closed/", {"email": ADDRESS.upper()})
    unknown = Client().post("/own/closed/", {"email": "nobody@x.example"})
    assert words(known) == words(unknown)
    assert acts_of(amara) == ["link_asked"]
    assert CandidateAct.objects.get().told == [rita.user_id]


def test_a_token_is_in_no_line_of_the_log(amara: Candidate, rita: Recruiter) -> None:
    _, token = links.make(amara, rita.user)
    written = io.StringIO()
    heard = Console(written)
    logging.getLogger("django.request").addHandler(heard)
    try:
        Client().get(f"/link/{token}/x/")
        Client(headers={"host": "evil.example"}).get(f"/link/{token}/")
    finally:
        logging.getLogger("django.request").removeHandler(heard)
    assert "Not Found: /link/…/x/" in written.getvalue()
    assert token not in written.getvalue()


@pytest.mark.parametrize("verb", ["post", "put", "delete", "head"])
def test_whatever_the_verb_the_token_leaves_the_address(
    amara: Candidate, rita: Recruiter, verb: str
) -> None:
    _, token = links.make(amara, rita.user)
    client = Client(enforce_csrf_checks=True)
    assert getattr(client, verb)(f"/link/{token}/").status_code == 302


# ---- The question, and consent ----


def test_what_is_sent_is_kept_with_the_consent_and_told(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    answer = visitor.post("/own/", say())
    assert answer.headers["Location"] == "/own/sent/"
    said = amara.statements.get(text=WORDS)
    assert (said.source, said.added_by) == ("own_words", None)
    assert amara.consents.get().wording_version == "2026-11"
    assert set(acts_of(amara)) == {"agreed", "sent"}
    assert rita.user_id in CandidateAct.objects.first().told  # type: ignore[union-attr]
    rita.rerank.refresh_from_db()
    assert rita.rerank.is_due


def test_no_box_is_ticked_beforehand_and_the_needed_one_is_needed(
    visitor: Client, amara: Candidate
) -> None:
    page = visitor.get("/own/").text
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page
    refused = visitor.post("/own/", {"text": WORDS})
    assert refused.status_code == 422
    assert WORDS in refused.text
    assert "Tick the first box" in refused.text
    assert not Consent.objects.exists()
    assert not amara.statements.filter(text=WORDS).exists()


def test_the_wording_says_who_what_for_how_long_and_who_decides(visitor: Client) -> None:
    page = words(visitor.get("/own/"))
    for part in ("Rita Okafor", "two years", "A program sorts", "a person decides"):
        assert part in page


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "\x00", "\u2800"])
def test_a_bad_text_is_refused_in_words(visitor: Client, text: str) -> None:
    assert visitor.post("/own/", say(text=text)).status_code == 422


def test_two_sentences_are_two_statements(visitor: Client, amara: Candidate) -> None:
    visitor.post("/own/", say(text=f"{WORDS} {CLOSE.replace('small', 'large')}"))
    assert amara.statements.filter(source="own_words", added_by=None).count() == 3


def test_the_coach_asks_and_keeps_nothing(visitor: Client, amara: Candidate) -> None:
    answer = visitor.post("/own/coach/", {"text": WORDS}, headers={"HX-Request": "true"})
    assert "?" in words(answer)
    without_script = visitor.post("/own/", {"text": WORDS, "check": "1"})
    assert without_script.status_code == 200
    assert WORDS in without_script.text
    assert not amara.statements.filter(text=WORDS).exists()


def test_what_was_typed_survives_a_pass_that_ran_out(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    links.revoke(amara, rita.user)
    answer = visitor.post("/own/", say())
    assert answer.status_code == 410
    assert WORDS in answer.text
    assert "Amara" not in answer.text


def test_consent_is_withdrawn_by_one_press_and_given_by_one(
    visitor: Client, amara: Candidate
) -> None:
    visitor.post("/own/", say())
    visitor.post("/own/consent/", {"scope": "keep", "withdraw": "1"})
    assert amara.consents.get().withdrawn_at
    amara.refresh_from_db()
    assert amara.objected_at
    visitor.post("/own/consent/", {"scope": "keep", "agree": "1"})
    assert amara.consents.in_force().count() == 1
    visitor.post("/own/consent/", {"scope": "nonsense", "agree": "1"})
    assert amara.consents.count() == 2


def test_being_introduced_is_asked_by_itself_and_withdrawn_as_easily(
    visitor: Client, amara: Candidate
) -> None:
    visitor.post("/own/", say())
    assert [one.scope for one in amara.consents.in_force()] == ["keep"]
    page = words(visitor.get("/own/data/"))
    assert "Not agreed: Rita Okafor and the recruiters here may introduce me by name" in page
    visitor.post("/own/consent/", {"scope": "named", "agree": "1"})
    given = amara.consents.in_force().get(scope="named")
    assert given.wording_version == "2026-11.2"
    visitor.post("/own/consent/", {"scope": "named", "withdraw": "1"})
    amara.refresh_from_db()
    assert amara.objected_at is None
    assert [one.scope for one in amara.consents.in_force()] == ["keep"]


def test_what_was_agreed_to_keeps_the_name_that_stood_there(
    visitor: Client, amara: Candidate, raj: Recruiter
) -> None:
    visitor.post("/own/", say(**{"agree-named": "on"}))
    by_another_link = words(visit(amara, raj.user).get("/own/data/"))
    assert "Rita Okafor and the recruiters here may introduce me" in by_another_link
    assert "Not agreed: Raj" in by_another_link  # told of hiring


def test_an_agreement_ends_after_two_years_and_is_asked_again(
    visitor: Client, amara: Candidate
) -> None:
    visitor.post("/own/", say(**{"agree-named": "on"}))
    amara.consents.update(given_at=timezone.now() - CONSENT_HOLDS)
    assert visitor.get("/own/").text.count('type="checkbox"') == 3


def test_sending_again_and_again_is_limited(visitor: Client) -> None:
    for _ in range(40):
        visitor.post("/own/", {"text": ""})
    assert visitor.post("/own/", say()).status_code == 429


@pytest.mark.parametrize("path", ["consent/", "data/ranking/", "data/review/", "data/details/"])
def test_whatever_is_done_is_limited_per_link(visitor: Client, path: str) -> None:
    answers = {visitor.post(f"/own/{path}", {"scope": "none"}).status_code for _ in range(40)}
    assert answers <= {302, 422}
    refused = visitor.post(f"/own/{path}")
    assert refused.status_code == 429
    assert "Wait an hour" in words(refused)


def test_the_pages_speak_the_language_that_was_chosen(visitor: Client) -> None:
    assert '<html lang="de"' in visitor.get("/own/", headers={"Accept-Language": "de-AT,en"}).text
    visitor.post("/own/language/", {"language": "de"})
    assert '<html lang="de"' in visitor.get("/own/").text
    visitor.post("/own/language/", {"language": "xx"})
    assert '<html lang="de"' in visitor.get("/own/").text


# ---- My data ----


def test_everything_is_shown_and_private_notes_to_nobody(
    visitor: Client, amara: Candidate, rita: Recruiter
) -> None:
    make_note(amara, rita.user, "Likes ledgers.")
    make_note(amara, rita.user, "Between us.", visibility="private")
    make_contact(amara, rita.user, text="Said over coffee.")
    page = visitor.get("/own/data/")
    told = words(page)
    for part in (PROBLEM, "Likes ledgers.", "call", "1 working note is not shown", "Rita Okafor"):
        assert part in told
    assert "0117 496 0000" in page.text
    assert "Between us." not in told
    assert "Said over coffee." not in told


def test_the_organisation_decides_which_notes_are_shown(
    visitor: Client, amara: Candidate, rita: Recruiter, settings: pytest.FixtureRequest
) -> None:
    make_note(amara, rita.user, "Likes ledgers.")
    make_note(amara, rita.user, "Between us.", visibility="private")
    settings.CANDIDATES_SEE = []  # type: ignore[attr-defined]
    assert "2 working notes are not shown" in words(visitor.get("/own/data/"))
    settings.CANDIDATES_SEE = ["team", "private"]  # type: ignore[attr-defined]
    assert "Between us." in words(visitor.get("/own/data/"))
    assert "Between us." in visitor.get("/own/data/my-data.json").text


def test_what_it_was_matched_on_is_told_in_words_and_without_a_rank(
    visitor: Client, amara: Candidate, rerank: object
) -> None:
    visitor.post("/own/", say())
    rerank()  # type: ignore[operator]
    told = words(visitor.get("/own/data/"))
    assert "nearest to what Finance Operations is for: Close the books in one day" in told
    assert WORDS in told
    assert "rank 1" not in told
    assert "points" not in told


def test_details_are_corrected_noted_by_name_and_never_by_value(
    visitor: Client, amara: Candidate
) -> None:
    form = {"name": "Amara Eze", "email": ADDRESS, "phone": "", "headline": "", "location": "Bath"}
    assert visitor.post("/own/data/details/", form).status_code == 302
    amara.refresh_from_db()
    assert (amara.name, amara.location) == ("Amara Eze", "Bath")
    assert CandidateAct.objects.get().fields == ["location", "name", "phone"]


def test_an_address_of_somebody_elses_is_refused_without_saying_so(visitor: Client) -> None:
    make_candidate("Bo Lind", email="bo@x.example")
    form = {"name": "Amara", "email": "BO@x.example", "phone": "", "headline": "", "location": ""}
    answer = visitor.post("/own/data/details/", form)
    assert answer.status_code == 422
    assert "already" not in words(answer)
    assert "Bo" not in words(answer).replace("Both", "")
    assert visitor.post("/own/data/details/", form | {"name": ""}).status_code == 422


def test_own_words_are_changed_and_taken_back_and_others_words_are_not(
    visitor: Client, amara: Candidate
) -> None:
    mine = amara.statements.get()
    mine.kind = "problem"
    mine.save()
    url = f"/own/data/statements/{mine.pk}/"
    assert visitor.post(url, {"text": ""}).status_code == 422
    visitor.post(url, {"text": WORDS})
    mine.refresh_from_db()
    assert (mine.text, mine.kind) == (WORDS, "")
    visitor.post(url, {"remove": "1"})
    assert not amara.statements.exists()
    heard = amara.statements.create(text="She likes fridges.", source="heard")
    assert visitor.post(f"/own/data/statements/{heard.pk}/", {"remove": "1"}).status_code == 404


def test_who_objects_stays_on_the_list_and_is_ranked_no_more(
    visitor: Client, amara: Candidate, rita: Recruiter, rerank: object
) -> None:
    rerank()  # type: ignore[operator]
    visitor.post("/own/data/ranking/")
    amara.refresh_from_db()
    assert amara.objected_at
    rita.rerank.refresh_from_db()
    assert rita.rerank.is_due
    rerank()  # type: ignore[operator]
    row = desk.read_row(rita, amara)
    assert row
    assert (row.rank, row.goal) == (None, "")
    assert "Nothing: you object to being ranked." in words(visitor.get("/own/data/"))
    visitor.post("/own/data/ranking/", {"allow": "1"})
    assert acts_of(amara) == ["unobjected", "objected"]


def test_a_review_is_asked_and_told(visitor: Client, amara: Candidate, rita: Recruiter) -> None:
    visitor.post("/own/data/review/")
    act = CandidateAct.objects.get()
    assert (act.action, act.told) == ("review", [rita.user_id])


def test_what_is_held_is_downloaded_both_ways(visitor: Client, amara: Candidate) -> None:
    answer = visitor.get("/own/data/my-data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.json()["data"]["candidates.Candidate"][0]["email"] == ADDRESS
    page = visitor.get("/own/data/my-data.html")
    assert PROBLEM in page.text
    assert acts_of(amara) == ["downloaded", "downloaded"]


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("get", "coach/"),
        ("get", "consent/"),
        ("get", "language/"),
        ("post", "sent/"),
        ("post", "data/"),
        ("get", "data/details/"),
        ("get", "data/ranking/"),
        ("get", "data/review/"),
        ("get", "data/statements/1/"),
        ("post", "data/my-data.json"),
        ("put", "erase/"),
        ("put", ""),
    ],
)
def test_the_wrong_verb_is_405(visitor: Client, verb: str, path: str) -> None:
    assert getattr(visitor, verb)(f"/own/{path}").status_code == 405


def test_a_page_of_data_costs_the_same_queries_whatever_the_history(
    visitor: Client, amara: Candidate, rita: Recruiter, django_assert_num_queries: object
) -> None:
    for number in range(5):
        make_note(amara, rita.user, f"Note {number}")
        make_contact(amara, rita.user, days_ago=number)
        amara.statements.create(text=f"I mend clock {number} on Sundays.", source="own_words")
    with django_assert_num_queries(15):  # type: ignore[operator]
        visitor.get("/own/data/")
