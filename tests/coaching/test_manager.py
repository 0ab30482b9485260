"""A manager's goal: what lasts is told from posts, plans, heads and figures, by the phrase."""

import json
import time
from datetime import date
from pathlib import Path

import pytest

from recruiter.coaching import Kind, for_manager
from recruiter.coaching.coach import Advice
from tests.coaching.readers import Goals

TODAY = date(2026, 5, 4)
OWN = Path(__file__).parents[2] / "training" / "coach_goals.jsonl"
AIM = "so that nobody waits for a nurse"


def coached(text: str, encoder: Goals | None = None) -> Advice:
    return for_manager(text, encoder or Goals({"nobody waits": 0.9}), today=TODAY)


def told(advice: Advice, text: str) -> list[tuple[str, str]]:
    return [(str(one.kind), one.of(text)) for one in advice.spans]


@pytest.mark.parametrize(
    ("text", "kind", "cue"),
    [
        ("Hire two SAP accountants for Leeds.", Kind.HEADCOUNT, "Hire two SAP accountants"),
        ("Grow the team from six to nine.", Kind.HEADCOUNT, "Grow the team from six to nine"),
        ("Fill the open positions in Lyon.", Kind.HEADCOUNT, "Fill the open positions"),
        ("Candidates hold a degree in pharmacy.", Kind.SPEC, "Candidates"),
        ("Ten years of experience in audit.", Kind.SPEC, "Ten years of experience"),
        ("The team is responsible for payroll and travel.", Kind.SPEC, "is responsible for"),
        ("Migrate the warehouse to Snowflake.", Kind.TODO, "Migrate"),
        ("Our mission is to roll out the scanner app.", Kind.TODO, "roll out"),
        ("Replace the boilers in building C.", Kind.TODO, "Replace"),
        ("Reduce cost per hire by 12 %.", Kind.FIGURE, "Reduce cost per hire by 12 %"),
        ("95 % of tickets answered within 24 hours.", Kind.FIGURE, "95 %"),
        ("Excellence in everything we do.", Kind.SLOGAN, "Excellence"),
        ("We are a world-class partner.", Kind.SLOGAN, "world-class partner"),
    ],
)
def test_the_phrase_that_gives_it_away_is_quoted(text: str, kind: Kind, cue: str) -> None:
    (found,) = coached(text).spans
    assert found.kind is kind
    assert found.cue is not None
    assert cue in found.cue.of(text) or found.cue.of(text) in cue
    assert f"\u201c{found.cue.of(text)}\u201d" in found.reason


def test_a_lasting_goal_is_said_to_be_one_with_the_engines_probability() -> None:
    text = "We are here so that nobody waits for a nurse."
    (found,) = coached(text).spans
    assert (found.kind, found.probability) == (Kind.LASTING, 0.9)
    assert "\u201cso that\u201d" in found.reason


def test_a_sentence_of_two_kinds_is_cut_at_its_joint() -> None:
    text = f"We exist {AIM}, and we will migrate to Workday before March."
    assert told(coached(text), text) == [
        ("lasting", f"We exist {AIM}"),
        ("todo", "and we will migrate to Workday before March."),
        ("dated", "before March"),
    ]


def test_figures_of_a_list_are_told_one_by_one() -> None:
    text = "Cut scrap by 8 %, raise OEE to 82 and keep lead time under 10 days."
    assert told(coached(text), text) == [
        ("figure", "Cut scrap by 8 %"),
        ("figure", "raise OEE to 82"),
        ("figure", "and keep lead time under 10 days."),
    ]


def test_steps_of_one_plan_stay_together() -> None:
    text = "Implement Workday, train all managers and close the office."
    assert told(coached(text), text) == [("todo", text)]


def test_a_plan_behind_an_aim_is_cut_off_it() -> None:
    text = "Make sure that nobody waits for a doctor, hire four nurses."
    assert told(coached(text), text) == [
        ("lasting", "Make sure that nobody waits for a doctor"),
        ("headcount", "hire four nurses."),
    ]


def test_clauses_that_only_the_encoder_tells_apart_are_cut_as_well() -> None:
    text = "We are here so that nobody waits, but the rota must be tidied up first."
    encoder = Goals({"nobody waits": 0.9})
    assert [kind for kind, _ in told(coached(text, encoder), text)] == ["lasting", "spec"]
    sure = Goals({"nobody waits": 0.9, "rota": 0.5})
    assert told(coached(text, sure), text) == [("lasting", text)]


@pytest.mark.parametrize("text", ["This year it is all about Hall 7.", "Beacon is done by June."])
def test_a_sentence_that_lives_by_its_date_is_dated_as_a_whole(text: str) -> None:
    advice = coached(text)
    assert told(advice, text) == [("dated", text)]
    assert advice.verdict == "So far a plan with a date"
    assert advice.situation == "dated"


def test_an_aim_that_the_encoder_is_sure_of_stays_one_and_its_date_is_quoted() -> None:
    text = "By 2027 nobody waits for a nurse any more."
    assert told(coached(text, Goals({"nobody waits": 0.95})), text) == [
        ("lasting", text),
        ("dated", "By 2027"),
    ]


def test_clauses_of_one_kind_stay_together() -> None:
    text = "We are here so that nobody waits, because waiting kills."
    assert told(coached(text), text) == [("lasting", text)]


def test_a_rule_that_stands_by_itself_gives_way_only_to_a_sure_engine() -> None:
    text = "Hire three nurses so the ward is safe."
    assert coached(text, Goals({"Hire": 0.9})).spans[0].kind is Kind.HEADCOUNT
    assert coached(text, Goals({"Hire": 0.97})).spans[0].kind is Kind.LASTING


@pytest.mark.parametrize(
    ("chance", "kind"),
    [(0.9, Kind.LASTING), (0.5, Kind.UNSURE), (0.1, Kind.SPEC)],
)
def test_without_a_phrase_the_engine_decides_and_asks_in_between(chance: float, kind: Kind) -> None:
    found = coached("The valley has its doctor back.", Goals({"valley": chance})).spans[0]
    assert (found.kind, found.probability) == (kind, chance)


@pytest.mark.parametrize(("chance", "kind"), [(0.9, Kind.LASTING), (0.1, Kind.TODO)])
def test_a_weak_phrase_only_names_what_the_engine_has_refused(chance: float, kind: Kind) -> None:
    text = "Build houses that a nurse can afford."
    assert coached(text, Goals({"Build": chance})).spans[0].kind is kind


def test_without_an_engine_the_rules_speak_and_ask_where_they_are_weak() -> None:
    text = "Nobody waits for a nurse. Hire two nurses. Build houses that a nurse can afford."
    advice = for_manager(text, None, today=TODAY)
    assert [one.kind for one in advice.spans] == [Kind.LASTING, Kind.HEADCOUNT, Kind.UNSURE]
    assert all(one.probability is None for one in advice.spans)


@pytest.mark.parametrize("text", ["Better.", "Zero harm", "We do it all for you."])
def test_too_thin_is_said_of_the_whole_text(text: str) -> None:
    (found,) = coached(text).spans
    assert (found.kind, found.of(text)) == (Kind.THIN, text)


def test_another_language_is_not_read() -> None:
    text = "Wir sind dafür da, dass kein Kind auf der Station allein ist."
    (found,) = coached(text).spans
    assert found.kind is Kind.NOT_READ
    assert "German" in found.reason


def test_every_kind_has_a_verdict_in_one_line() -> None:
    assert coached("").verdict == ""
    assert coached("We are here so that nobody waits.").verdict == "A lasting goal"
    mixed = coached("We are here so that nobody waits for anything. Hire two nurses in May.")
    assert mixed.verdict == "Mostly a lasting goal, with a head count in it"
    assert coached("Hire two nurses. Migrate the ERP.").verdict == "So far a to-do and a head count"


def test_all_sentences_are_read_in_one_call() -> None:
    encoder = Goals({"nobody waits": 0.9})
    coached(f"We exist {AIM}; hire two nurses. The ward sleeps. Hire two clerks.", encoder)
    assert len(encoder.calls) == 1


def test_the_next_question_follows_from_the_situation() -> None:
    assert coached("").situation == "nothing"
    assert coached("We are here so that nobody waits.").situation == "lasting"
    assert coached("We are here so that nobody waits. Hire two nurses.").situation == "headcount"


def test_sixty_words_cost_little_beside_the_encoder() -> None:
    text = " ".join(f"We exist {AIM}, and we hire two nurses before March." for _ in range(4))
    encoder = Goals({"nobody waits": 0.9})
    coached(text, encoder)
    begun = time.process_time()
    for _ in range(10):
        coached(text, encoder)
    assert (time.process_time() - begun) / 10 < 0.02


def test_our_own_goals_are_told_apart_by_the_rules_alone() -> None:
    """With the encoder's opinion as a careful person has it; that one is measured elsewhere."""
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        lasting = [span["quote"] for span in row["spans"] if span["kind"] == "lasting"]

        class Careful(Goals):
            def chance(self, text: str) -> float:
                return 0.9 if any(text in one or one in text for one in lasting) else 0.1  # noqa: B023

        advice = coached(row["text"], Careful({}))
        kinds = {str(one.kind) for one in advice.spans}
        assert {span["kind"] for span in row["spans"]} <= kinds, row["text"]
