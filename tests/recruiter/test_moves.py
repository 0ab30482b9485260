"""Moves by hand: pinned where they land, recorded with their reason, never half done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from recruiter import moves
from recruiter.models import Recruiter, Relationship, Tier, TierMove
from recruiter.violations import constraint_name, sentence
from tests.factories import make_candidate, make_recruiter, make_relationship

pytestmark = pytest.mark.django_db


def test_a_move_is_pinned_and_recorded(rita: Recruiter) -> None:
    relationship = make_relationship(rita)
    moves.move(relationship, Tier.INVEST, by=rita.user, reason="Promised a talk")
    relationship = Relationship.objects.get()
    assert (relationship.tier, relationship.pin) == (Tier.INVEST, Tier.INVEST)
    move = TierMove.objects.get()
    assert (move.by, move.reason, move.to_tier) == (rita.user, "Promised a talk", Tier.INVEST)


def test_a_move_to_where_one_is_says_so(rita: Recruiter) -> None:
    with pytest.raises(moves.CannotMove, match="in Maintain already"):
        moves.move(make_relationship(rita), Tier.MAINTAIN, by=rita.user, reason="x")


def test_a_full_invest_asks_for_a_swap() -> None:
    recruiter = make_recruiter(invest_places=1)
    make_relationship(recruiter, tier=Tier.INVEST)
    other = make_relationship(recruiter)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        moves.move(other, Tier.INVEST, by=recruiter.user, reason="Also good")
    assert constraint_name(refused.value) == "recruiter_invest_places_kept"
    assert "Swap" in sentence(refused.value)
    assert TierMove.objects.count() == 0


def test_two_lists_cannot_swap(rita: Recruiter, raj: Recruiter) -> None:
    with pytest.raises(moves.CannotMove, match="same list"):
        moves.swap(
            make_relationship(rita),
            make_relationship(raj, tier=Tier.INVEST),
            by=rita.user,
            reason="x",
        )


def test_a_pin_needs_a_reason_and_may_end(rita: Recruiter) -> None:
    relationship = make_relationship(rita)
    until = timezone.now() + timedelta(days=3)
    moves.pin(relationship, reason="Waiting for an answer", until=until)
    kept = Relationship.objects.get()
    assert (kept.pin, kept.pin_reason, kept.pin_until) == (
        Tier.MAINTAIN,
        "Waiting for an answer",
        until,
    )
    moves.unpin(relationship)
    assert Relationship.objects.get().pin == ""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        moves.pin(relationship, reason="  ")
    assert sentence(refused.value) == "Say why you pin them."


def test_a_pinned_person_cannot_drift_from_their_pin(rita: Recruiter) -> None:
    relationship = make_relationship(rita)
    moves.pin(relationship, reason="Promised")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Relationship.objects.update(tier=Tier.INVEST)
    assert constraint_name(refused.value) == "relationship_pin_holds_its_tier"


def test_letting_go_frees_the_place_and_keeps_the_person(rita: Recruiter) -> None:
    candidate = make_candidate()
    relationship = moves.add(rita, candidate)
    rita.refresh_from_db()
    assert rita.used == 1
    moves.let_go(relationship)
    rita.refresh_from_db()
    candidate.refresh_from_db()
    assert rita.used == 0
