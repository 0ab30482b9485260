"""Moves by hand and swaps on screen: a reason, one transaction, and a way back."""

from collections.abc import Callable

import pytest
from django.test import Client

from candidates.models import Candidate
from recruiter.models import Recruiter, Relationship, TierMove, UndoRecord, User
from tests.factories import days_before, make_candidate, make_relationship
from tests.recruiter.conftest import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(rita: Recruiter) -> list[Relationship]:
    """Invest with two places, both taken; the second is pinned."""
    rita.invest_places = 2
    rita.save()
    return [
        make_relationship(rita, make_candidate("Holder"), tier="invest"),
        make_relationship(
            rita,
            make_candidate("Pinned"),
            tier="invest",
            pin="invest",
            pin_reason="A promise",
        ),
    ]


def take_back(client: Client) -> str:
    record = UndoRecord.objects.latest("pk")
    return client.post(f"/undo/{record.pk}/", follow=True).content.decode()


def test_a_move_takes_a_reason_pins_and_may_end(
    at_desk: Client, relationship: Relationship, rita: Recruiter
) -> None:
    address = f"/people/{relationship.candidate_id}/move/"
    assert "Move Amara Okonkwo to Invest" in at_desk.get(address).content.decode()
    refused = at_desk.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "Say why you move them." in refused.content.decode()
    at_desk.post(address, {"reason": "Promised", "until": days_before(-10).isoformat()})
    relationship.refresh_from_db()
    assert (relationship.tier, relationship.pin) == ("invest", "invest")
    assert relationship.pin_reason == "Promised"
    assert relationship.pin_until is not None
    assert TierMove.objects.get().by == rita.user


def test_a_move_is_taken_back_with_its_pin(at_desk: Client, relationship: Relationship) -> None:
    since = relationship.tier_since
    at_desk.post(f"/people/{relationship.candidate_id}/move/", {"reason": "Promised"})
    take_back(at_desk)
    relationship.refresh_from_db()
    assert (relationship.tier, relationship.pin, relationship.pin_reason) == ("maintain", "", "")
    assert relationship.tier_since == since
    assert TierMove.objects.first().reason == "Taken back"  # type: ignore[union-attr]


def test_a_move_that_was_followed_by_another_stays(
    at_desk: Client, relationship: Relationship
) -> None:
    address = f"/people/{relationship.candidate_id}/move/"
    at_desk.post(address, {"reason": "Up"})
    first = UndoRecord.objects.latest("pk")
    at_desk.post(address, {"reason": "Down"})
    html = at_desk.post(f"/undo/{first.pk}/").content.decode()
    assert "was moved again since" in html


def test_a_move_back_into_a_full_invest_is_refused(
    at_desk: Client, rita: Recruiter, relationship: Relationship, full: list[Relationship]
) -> None:
    at_desk.post(f"/people/{full[0].candidate_id}/move/", {"reason": "Resting"})
    record = UndoRecord.objects.latest("pk")
    at_desk.post(f"/people/{relationship.candidate_id}/move/", {"reason": "Up"})
    html = at_desk.post(f"/undo/{record.pk}/").content.decode()
    assert "Invest is full: swap Holder with somebody there instead." in html


def test_a_move_into_a_full_invest_leads_to_the_swap_and_keeps_the_reason(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    html = at_desk.post(
        f"/people/{relationship.candidate_id}/move/",
        {"reason": "She asked twice", "until": days_before(-10).isoformat()},
    ).content.decode()
    assert "Who steps to Maintain" in html
    assert "She asked twice" in html
    assert days_before(-10).isoformat() in html
    relationship.refresh_from_db()
    assert relationship.tier == "maintain"


def test_the_swap_proposes_whoever_costs_least_and_leaves_pinned_people_out(
    at_desk: Client,
    rita: Recruiter,
    relationship: Relationship,
    full: list[Relationship],
) -> None:
    html = at_desk.get(f"/people/{relationship.candidate_id}/swap/").content.decode()
    assert f'value="{full[0].candidate_id}" checked' in html
    assert f'value="{full[1].candidate_id}"' not in html
    assert "1 pinned person is left out." in html


def test_one_press_swaps_both_and_one_takes_both_back(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    address = f"/people/{relationship.candidate_id}/swap/"
    at_desk.post(address, {"down": full[0].candidate_id, "reason": "Stronger match"})
    relationship.refresh_from_db()
    full[0].refresh_from_db()
    assert (relationship.tier, full[0].tier) == ("invest", "maintain")
    assert relationship.pin_reason == full[0].pin_reason == "Stronger match"
    take_back(at_desk)
    relationship.refresh_from_db()
    full[0].refresh_from_db()
    assert (relationship.tier, full[0].tier) == ("maintain", "invest")
    assert (relationship.pin, full[0].pin) == ("", "")


def test_choosing_somebody_else_redraws_the_comparison_alone(
    at_desk: Client, rita: Recruiter, relationship: Relationship, full: list[Relationship]
) -> None:
    rita.invest_places = 3
    rita.save()
    other = make_relationship(rita, make_candidate("Another"), tier="invest")
    html = at_desk.get(
        f"/people/{relationship.candidate_id}/swap/?down={other.candidate_id}",
        headers=asking("comparison"),
    ).content.decode()
    assert html.strip().startswith('<div id="comparison"')
    assert "Another" in html
    assert "Holder" not in html


def test_somebody_who_moved_meanwhile_is_a_409_that_loses_nothing(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    address = f"/people/{relationship.candidate_id}/swap/"
    gone = full[0]
    at_desk.post(f"/people/{gone.candidate_id}/move/", {"reason": "Resting"})
    response = at_desk.post(address, {"down": gone.candidate_id, "reason": "Typed with care"})
    # Nobody is left to step out but the pinned one, so there is nothing to compare either.
    assert response.status_code == 409
    html = response.content.decode()
    assert "Everybody in Invest is pinned." in html
    assert "Typed with care" in html
    relationship.refresh_from_db()
    assert relationship.tier == "maintain"


def test_somebody_let_go_meanwhile_is_chosen_anew_with_the_reason_kept(
    at_desk: Client, rita: Recruiter, relationship: Relationship, full: list[Relationship]
) -> None:
    rita.invest_places = 3
    rita.save()
    gone = make_relationship(rita, make_candidate("Gone"), tier="invest").candidate_id
    Relationship.objects.filter(candidate_id=gone).delete()
    response = at_desk.post(
        f"/people/{relationship.candidate_id}/swap/", {"down": gone, "reason": "Typed with care"}
    )
    assert response.status_code == 409
    html = response.content.decode()
    assert "They are not on your list any more. Choose somebody else." in html
    assert "Typed with care" in html
    assert f'value="{full[0].candidate_id}" checked' in html


def test_a_page_from_before_a_re_rank_moves_nobody_the_other_way(
    at_desk: Client, relationship: Relationship
) -> None:
    address = f"/people/{relationship.candidate_id}/move/"
    assert 'name="to" value="invest"' in at_desk.get(address).content.decode()
    Relationship.objects.filter(pk=relationship.pk).update(tier="invest")
    response = at_desk.post(address, {"to": "invest", "reason": "Typed with care"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "Amara Okonkwo is in Invest already." in html
    assert "Typed with care" in html
    relationship.refresh_from_db()
    assert (relationship.tier, relationship.pin) == ("invest", "")


def test_somebody_pinned_meanwhile_keeps_the_place(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    response = at_desk.post(
        f"/people/{relationship.candidate_id}/swap/",
        {"down": full[1].candidate_id, "reason": "Typed with care"},
    )
    assert response.status_code == 409
    html = response.content.decode()
    assert "Pinned is pinned. Unpin them first, or choose another." in html
    assert "Typed with care" in html
    full[1].refresh_from_db()
    assert (full[1].tier, full[1].pin_reason) == ("invest", "A promise")


def test_a_swap_without_a_reason_or_a_person_is_refused(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    address = f"/people/{relationship.candidate_id}/swap/"
    response = at_desk.post(address, {"reason": "Why not"})
    assert response.status_code == 422
    assert "Choose who steps to Maintain." in response.content.decode()
    response = at_desk.post(address, {"down": full[0].candidate_id, "reason": ""})
    assert response.status_code == 422


def test_somebody_in_invest_already_needs_no_swap(
    at_desk: Client, full: list[Relationship]
) -> None:
    html = at_desk.get(f"/people/{full[0].candidate_id}/swap/", follow=True).content.decode()
    assert "Holder is in Invest already." in html


def test_a_swap_survives_the_next_re_rank(
    at_desk: Client,
    relationship: Relationship,
    full: list[Relationship],
    rerank: Callable[[], None],
) -> None:
    at_desk.post(
        f"/people/{relationship.candidate_id}/swap/",
        {"down": full[0].candidate_id, "reason": "Stronger match"},
    )
    rerank()
    relationship.refresh_from_db()
    full[0].refresh_from_db()
    assert (relationship.tier, full[0].tier) == ("invest", "maintain")


def test_strangers_and_others(client: Client, raj: Recruiter, hana: User, amara: Candidate) -> None:
    client.force_login(raj.user)
    for page in ("move", "swap"):
        assert client.get(f"/people/{amara.pk}/{page}/").status_code == 404
        assert client.post(f"/people/{amara.pk}/{page}/").status_code == 404
    client.force_login(hana)
    assert client.get(f"/people/{amara.pk}/swap/").status_code == 403


def test_the_form_opens_under_the_row_and_its_answer_is_the_list(
    at_desk: Client, relationship: Relationship
) -> None:
    pk = relationship.candidate_id
    address, row = f"/people/{pk}/move/", asking(f"p-{pk}", "/maintain/?sort=name")
    form = at_desk.get(address, headers=row).content.decode()
    assert f'id="move-form-{pk}"' in form
    refused = at_desk.post(address, {"reason": ""}, headers=row)
    assert (refused.status_code, refused["HX-Retarget"]) == (422, f"#move-form-{pk}")
    done = at_desk.post(address, {"reason": "Promised", "to": "invest"}, headers=row)
    assert done["HX-Retarget"] == "#list"
    html = done.content.decode()
    assert "Amara Okonkwo moved to Invest, pinned there." in html
    assert f'id="p-{pk}"' not in html
    assert """.side [href='/invest/'] .count">1</span>""" in html


def test_an_old_row_that_moves_somebody_who_moved_is_a_409_in_place(
    at_desk: Client, relationship: Relationship
) -> None:
    pk = relationship.candidate_id
    at_desk.post(f"/people/{pk}/move/", {"reason": "Promised"})
    answer = at_desk.post(
        f"/people/{pk}/move/",
        {"reason": "Promised", "to": "invest"},
        headers=asking(f"p-{pk}", "/maintain/"),
    )
    assert answer.status_code == 409
    assert "Amara Okonkwo is in Invest already." in answer.content.decode()


def test_from_a_row_a_full_invest_opens_the_swap_as_a_dialog(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    pk = relationship.candidate_id
    row = asking(f"p-{pk}", "/maintain/")
    answer = at_desk.get(f"/people/{pk}/move/", headers=row)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#over", "innerHTML")
    assert answer.content.decode().strip().startswith("<dialog")
    plain = at_desk.get(f"/people/{pk}/move/").content.decode()
    assert "<dialog" not in plain
    assert "Who steps to Maintain" in plain


def test_a_swap_in_the_dialog_answers_the_list_and_a_refusal_the_form(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    pk, there = relationship.candidate_id, asking("swap-form", "/maintain/")
    address, said = f"/people/{pk}/swap/", {"down": full[0].candidate_id}
    refused = at_desk.post(address, said, headers=there)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert html.strip().startswith('<form class="swapform"')
    assert "Say why you move them." in html
    done = at_desk.post(address, said | {"reason": "Stronger"}, headers=there)
    html = done.content.decode()
    assert done["HX-Retarget"] == "#list"
    assert '<div id="over" hx-swap-oob="true"></div>' in html
    assert f'id="p-{full[0].candidate_id}"' in html
    again = at_desk.post(address, said | {"reason": "Typed with care"}, headers=there)
    assert again.status_code == 409
    assert "Typed with care" in again.content.decode()
    assert "<html" not in again.content.decode()


def test_where_everybody_is_pinned_the_row_says_so(
    at_desk: Client, rita: Recruiter, relationship: Relationship, full: list[Relationship]
) -> None:
    rita.relationships.invested().update(pin="invest", pin_reason="A promise")
    pk = relationship.candidate_id
    answer = at_desk.get(f"/people/{pk}/move/", headers=asking(f"p-{pk}", "/maintain/"))
    assert answer.status_code == 409
    assert "Everybody in Invest is pinned." in answer.content.decode()


def test_the_control_of_a_row_says_where_it_leads(
    at_desk: Client, relationship: Relationship
) -> None:
    assert "Move Amara Okonkwo to Invest" in at_desk.get("/maintain/").content.decode()


def test_the_control_of_a_row_says_that_invest_is_full(
    at_desk: Client, relationship: Relationship, full: list[Relationship]
) -> None:
    assert "Swap Amara Okonkwo into Invest" in at_desk.get("/maintain/").content.decode()
    assert "Move Holder to Maintain" in at_desk.get("/invest/").content.decode()


def test_the_swap_tells_how_many_strong_people_the_goal_would_have(
    at_desk: Client, rita: Recruiter, relationship: Relationship, rerank: Callable[[], None]
) -> None:
    holder = make_relationship(rita, make_candidate("Holder", "I swim on Sundays."))
    rita.invest_places = 1
    rita.save()
    rerank()
    rita.relationships.filter(pk=relationship.pk).update(tier="maintain")
    rita.relationships.filter(pk=holder.pk).update(tier="invest")
    html = at_desk.get(f"/people/{relationship.candidate_id}/swap/").content.decode()
    assert "Finance Operations would have 1 strong person in Invest, and not 0." in html
    assert 'value="Strong match to Finance Operations"' in html
