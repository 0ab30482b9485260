from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate
from recruiter import progress
from recruiter.models import Ranking, Recruiter, RerankDue
from tests.factories import make_candidate, make_relationship, make_statement
from tests.recruiter.conftest import CLOSE, FAR

pytestmark = pytest.mark.django_db


def line(recruiter: Recruiter) -> str:
    shown = recruiter.rankings.order_by("-number").values_list("pk", flat=True).first()
    return progress.read_status(recruiter, shown).words


def set_due(recruiter: Recruiter, **fields: object) -> None:
    RerankDue.objects.filter(recruiter=recruiter).update(**fields)


def test_all_is_calm_after_a_re_rank(
    at_desk: Client, rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    assert line(rita) == ""
    shown = Ranking.objects.get().pk
    assert at_desk.get(f"/status/?ranking={shown}&seen=:").status_code == 204


def test_a_running_re_rank_says_how_far_it_is(rita: Recruiter, amara: Candidate) -> None:
    set_due(rita, lease_until=timezone.now() + timedelta(seconds=9), step_done=812, step_total=1699)
    assert line(rita) == "Re-ranking now: 812 of 1,699 texts read"


def test_a_failed_re_rank_says_which_lists_stand(
    rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    make_statement(amara, FAR)
    set_due(rita, failed_at=timezone.now(), failure="EncoderError")
    published = timezone.localtime(Ranking.objects.get().published_at)
    assert line(rita) == f"The last re-rank failed; the lists of {published:%H:%M} stand"


def test_a_change_that_waits_long_says_so(rita: Recruiter, amara: Candidate) -> None:
    assert line(rita) == ""
    set_due(rita, due_since=timezone.now() - timedelta(minutes=2))
    assert line(rita) == "A re-rank is waiting to start"


def test_reduced_quality_is_told_with_its_reason(
    rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    Ranking.objects.update(reduced_quality="the small model is in use")
    assert line(rita) == "Reduced quality: the small model is in use"


def test_a_newer_ranking_offers_its_order_and_does_not_move_the_list(
    at_desk: Client, rita: Recruiter, rerank: Callable[[], None]
) -> None:
    ann, ben = make_candidate("Ann One"), make_candidate("Ben Two")
    for one in (ann, ben):
        make_relationship(rita, one)
    rerank()
    shown = Ranking.objects.get().pk
    make_statement(ben, CLOSE)
    rerank()
    html = at_desk.get(f"/status/?ranking={shown}&seen=:").content.decode()
    assert "Re-rank finished. One person moved." in html
    assert "Show new order" in html
    assert "Ben Two" not in html


def test_the_first_ranking_is_announced_to_a_page_without_one(
    at_desk: Client, rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    assert "The first re-rank has finished" in at_desk.get("/status/?ranking=").content.decode()


def test_another_recruiters_ranking_tells_nothing(
    at_desk: Client, rita: Recruiter, raj: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    mine = Ranking.objects.get()
    theirs = Ranking.objects.create(
        recruiter=raj,
        number=1,
        generation=1,
        token=1,
        cause="new",
        engine="",
        input_hash=b"",
        records=b"damaged",
        people=0,
        entered=0,
        left=0,
        shifted=0,
        started_at=mine.started_at,
    )
    html = at_desk.get(f"/status/?ranking={theirs.pk}&seen=x").content.decode()
    assert "Re-rank finished." in html


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "one"])
def test_a_number_that_no_ranking_has_is_none(at_desk: Client, number: str) -> None:
    assert at_desk.get("/status/", {"ranking": number}).status_code in (200, 204)
    headers = {"HX-Request": "true", "HX-Target": "progress"}
    assert at_desk.get("/runs/progress/", {"seen": number}, headers=headers).status_code == 200


def test_other_pages_hear_of_a_newer_ranking_and_of_nothing_else(
    at_desk: Client, rita: Recruiter, amara: Candidate, rerank: Callable[[], None]
) -> None:
    rerank()
    for address in (amara.get_absolute_url(), "/runs/"):
        assert '"quiet": "1"' in at_desk.get(address).content.decode()
    set_due(rita, failed_at=timezone.now(), done=0)
    shown = Ranking.objects.get().pk
    quiet = at_desk.get(f"/status/?ranking={shown}&seen=x&quiet=1").content.decode()
    assert "failed" not in quiet.split(">", 1)[1]
    assert "Show it" in at_desk.get("/status/?ranking=&seen=x&quiet=1").content.decode()


def test_a_persons_page_asks_again_only_while_something_is_unread(
    at_desk: Client, amara: Candidate, rerank: Callable[[], None]
) -> None:
    asks = 'hx-select="#said"'
    assert asks in at_desk.get(amara.get_absolute_url()).content.decode()
    rerank()
    assert asks not in at_desk.get(amara.get_absolute_url()).content.decode()
