"""A candidate's and a recruiter's text, by sentence: purpose, problem, empty, or a question."""

import pytest

from recruiter.coaching import Kind, for_candidate, for_recruiter
from recruiter.coaching.coach import Advice
from recruiter.coaching.statement_rules import Evidence, find_empty
from tests.coaching.readers import Statements

AIM = "I help whoever walks in with their tax letter"


def coached(text: str, encoder: Statements | None = None) -> Advice:
    return for_candidate(text, encoder or Statements({"help whoever": 0.95}))


def told(advice: Advice, text: str) -> list[tuple[str, str]]:
    return [(str(one.kind), one.of(text)) for one in advice.spans]


def test_each_sentence_has_its_kind_and_probability() -> None:
    text = f"I have run payroll since 2014. On Mondays {AIM}."
    advice = coached(text)
    assert told(advice, text) == [
        ("problem", "I have run payroll since 2014."),
        ("purpose", f"On Mondays {AIM}."),
    ]
    assert [one.probability for one in advice.spans] == [0.05, 0.95]


def test_the_cue_words_that_carried_it_are_in_the_reason() -> None:
    text = f"First things first. On Mondays {AIM}."
    purpose = coached(text).spans[1]
    assert purpose.cue is not None
    assert purpose.cue.of(text) == "On Mondays"
    assert "\u201cOn Mondays\u201d" in purpose.reason


@pytest.mark.parametrize(
    ("chance", "kind"), [(0.65, "purpose"), (0.64, "unsure"), (0.35, "unsure"), (0.34, "problem")]
)
def test_in_between_it_asks_and_does_not_guess(chance: float, kind: str) -> None:
    advice = coached("The lift works.", Statements({"lift": chance}))
    assert advice.spans[0].kind == kind
    assert advice.situation == kind


def test_a_sentence_of_both_is_cut_at_its_joint() -> None:
    text = f"By day I run the payroll of a ferry firm; on Mondays {AIM}."
    assert told(coached(text), text) == [
        ("problem", "By day I run the payroll of a ferry firm"),
        ("purpose", f"on Mondays {AIM}."),
    ]


def test_a_short_aside_is_no_problem_of_its_own() -> None:
    text = f"Nobody asked me to, but {AIM}."
    assert told(coached(text), text) == [("purpose", text)]


@pytest.mark.parametrize(
    "text",
    [
        "I am a passionate, results-driven professional.",
        "I am looking for a new challenge in a dynamic team.",
        "I would love to join your company.",
        "I want to become a senior manager.",
        "Available from 1 September.",
        "Thank you for considering my application.",
        "I give 110 percent every day.",
        "Highly motivated team player with a can-do attitude.",
        "I look forward to hearing from you.",
    ],
)
def test_job_seeking_and_enthusiasm_about_nothing_never_pass(text: str) -> None:
    advice = coached(text, Statements({}, otherwise=0.99))
    assert told(advice, text) == [("empty", text)]
    assert advice.spans[0].probability is None


@pytest.mark.parametrize(
    "text",
    [
        "My hobbies are chess, cooking and travel.",
        "I dream of working for a global leader.",
        "I believe in hard work and good vibes.",
        "I thrive on change.",
    ],
)
def test_likes_and_hopes_that_the_encoder_hears_nothing_in_are_empty(text: str) -> None:
    assert told(coached(text, Statements({}, otherwise=0.1)), text) == [("empty", text)]
    assert told(coached(text, Statements({}, otherwise=0.9)), text)[0][0] in ("purpose", "empty")


@pytest.mark.parametrize(
    "text",
    [
        "I am passionate about education and have taught at four schools.",
        "I love audits and hold a certificate in them.",
        "I enjoy my work as head of 14 clerks.",
    ],
)
def test_what_was_done_beside_it_is_a_problem_all_the_same(text: str) -> None:
    assert told(coached(text, Statements({}, otherwise=0.1)), text) == [("problem", text)]


@pytest.mark.parametrize(
    "text",
    [
        "I am passionate about getting lead out of the old school pipes.",
        "I help people to grow their own food.",
        "Looking for the last speakers of our dialect, I walked the whole fjord.",
        "I want every child on our street to be able to swim.",
        "My team and I mend bikes for whoever comes.",
    ],
)
def test_enthusiasm_with_an_object_is_heard(text: str) -> None:
    assert find_empty(text) is None


def test_a_purpose_beside_a_courtesy_is_asked_about_and_not_passed_over() -> None:
    text = "Thank you for considering my candidacy, yet more than any post I want that footbridge."
    assert told(coached(text, Statements({"footbridge": 0.9})), text)[-1][0] in (
        "unsure",
        "purpose",
    )


def test_another_language_is_not_read_and_has_no_probability() -> None:
    text = "Ich repariere am Wochenende alte Fahrräder für Geflüchtete."
    (found,) = coached(text).spans
    assert (found.kind, found.probability) == (Kind.NOT_READ, None)
    assert "German" in found.reason


def test_all_sentences_are_read_in_one_call() -> None:
    encoder = Statements({})
    coached(f"I run payroll. I file, but {AIM}. I close.", encoder)
    assert len(encoder.calls) == 1


def test_nothing_typed_asks_the_first_question() -> None:
    advice = coached("")
    assert (advice.spans, advice.verdict, advice.situation) == ((), "", "nothing")
    assert advice.question


def test_the_verdict_counts_in_words() -> None:
    text = f"{AIM}. I file. I close. I am a team player."
    assert coached(text).verdict == "One purpose, two problems and one that names no aim yet"


# ---- is this evidence ----


def evidence(text: str) -> Advice:
    return for_recruiter(text, Statements({"map": 0.9, "belong": 0.9}))


def test_what_they_do_and_since_when_and_a_link_make_evidence() -> None:
    text = "I map every street light since 2019, see www.lights.example/town."
    advice = evidence(text)
    assert advice.missing == ()
    assert advice.situation == "purpose"
    assert {mark.evidence for mark in advice.marks} >= {
        Evidence.ACTION,
        Evidence.SINCE,
        Evidence.LINK,
    }
    assert all(text[mark.start : mark.end] for mark in advice.marks)


def test_a_belief_alone_lacks_what_they_do_and_since_when() -> None:
    advice = evidence("Maps should belong to everybody.")
    assert advice.missing[:2] == ("What they do about it.", "Since when, or how often.")
    assert advice.situation == "action"


def test_what_was_only_heard_says_so() -> None:
    advice = evidence("She says she has drawn a map of the footpaths every winter.")
    assert advice.missing == ("Something of theirs to look at: so far it is what somebody heard.",)


def test_a_problem_lacks_nothing_but_its_reason() -> None:
    advice = evidence("I file invoices.")
    assert (advice.missing, advice.marks, advice.situation) == ((), (), "problem")
