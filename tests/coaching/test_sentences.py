"""A paste becomes statements: nothing of them is lost, and nothing around them is one."""

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruiter.coaching import split
from training.coach import measure_paste

PASTES = Path(__file__).parents[2] / "training" / "paste.jsonl"


def said(text: str) -> list[str]:
    return [span.of(text) for span in split(text)]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("I mend kettles. Nobody pays me.", ["I mend kettles.", "Nobody pays me."]),
        ("Dr. J. K. Rao taught me. Now I teach.", ["Dr. J. K. Rao taught me.", "Now I teach."]),
        ("I lead 12 people, e.g. in Cork. I sail.", ["I lead 12 people, e.g. in Cork.", "I sail."]),
        ("We lose 3.5 km a year. It hurts.", ["We lose 3.5 km a year.", "It hurts."]),
        ("I tried... nothing. Then it rained.", ["I tried... nothing.", "Then it rained."]),
        ("See www.tapes.example/larvik. I sing.", ["See www.tapes.example/larvik.", "I sing."]),
        ('"Why?" she asked. I knew.', ['"Why?" she asked.', "I knew."]),
        ("I know Node.js and .NET. I hate both.", ["I know Node.js and .NET.", "I hate both."]),
        ("I work till 5 p.m. and then I paint.", ["I work till 5 p.m. and then I paint."]),
        ("I count owls (Mr. Bo lets me. Really!) daily.", None),
        (
            "i fix bikes. nobody pays me. kids ride.",
            ["i fix bikes.", "nobody pays me.", "kids ride."],
        ),
        ("I close at noon :) Then I swim.", ["I close at noon :)", "Then I swim."]),
        ("I fix bikes on Sundays.Nobody pays.", ["I fix bikes on Sundays.", "Nobody pays."]),
        ("Every day at 6 a.m. I read the gauge.", None),
        ("At Acme Inc. I led payroll. I left.", ["At Acme Inc. I led payroll.", "I left."]),
        ("I get up at 6 a.m. I read.", ["I get up at 6 a.m.", "I read."]),
        ('She told me: "I map wells."', ["I map wells."]),
        ("I sort bins; I sort books.", ["I sort bins; I sort books."]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(
    text: str, statements: list[str] | None
) -> None:
    assert said(text) == (statements or [text])


@pytest.mark.parametrize(
    "frame",
    [
        "Hi Priya,\n\n{}",
        "Dear hiring team,\n{}\n\nKind regards,\nKofi Asante\nPayroll Lead\n+44 20 5550 1234",
        "From: ana@mail.example\nTo: us@mail.example\nSubject: Coffee\n\n{}",
        "INTERESTS\n{}",
        "What I do unasked:\n- {}",
        "Call with Bashir, 12 May\n\n{}",
        "Q: What would you do unpaid?\nA: {}",
        "[09:14] Priya: what keeps you up?\n[09:15] Ana: {}",
        "{}\n\nBest, Ana",
        "{}\n--\nSent from my phone",
        "Notes\n\n• {}\nNext: ring her in June",
        "> On 4 May Priya wrote:\n> What made you say yes?\n\n{}",
    ],
)
def test_what_frames_a_statement_is_none(frame: str) -> None:
    statement = "I teach my neighbours' children to swim in the lake."
    assert said(frame.format(statement)) == [statement]


def test_a_line_that_a_mail_program_broke_is_one_sentence() -> None:
    text = "Since then I have been trying to get the last wooden boat\nof her class into the water."
    assert said(text) == [text]


@pytest.mark.parametrize("width", [32, 44, 60, 72])
def test_prose_in_columns_is_cut_as_if_it_had_none(width: int) -> None:
    sentences = [
        "I keep the books of our allotment society.",
        "Last winter Ana and I wrote a small program that does it without us.",
        "It took Mr. Oduya 2 yrs. and many letters to get the hall.",
        "Nobody asked any of us to, and nobody could stop us now.",
    ]
    wrapped = textwrap.fill(" ".join(sentences), width)
    assert [" ".join(one.split()) for one in said(wrapped)] == sentences


def test_lines_of_a_list_are_statements_of_their_own() -> None:
    text = "Treasurer, Riverside Food Bank\nFounded the Saturday kitchen\n* feeds whoever turns up;"
    assert said(text) == [
        "Treasurer, Riverside Food Bank",
        "Founded the Saturday kitchen",
        "feeds whoever turns up",
    ]


def test_a_list_that_lost_its_lines_is_one_still() -> None:
    assert said("1) mends pianos 2) tunes them 3) has a diploma") == [
        "mends pianos",
        "tunes them",
        "has a diploma",
    ]


def test_a_heading_with_nothing_under_it_is_what_was_said() -> None:
    assert said("Volunteering") == ["Volunteering"]


@pytest.mark.parametrize("text", ["", "  \n ", "---", "12/05", "!?"])
def test_nothing_said_is_no_statement(text: str) -> None:
    assert said(text) == []


@given(st.text(alphabet=st.sampled_from("aB. \n,;:!?\"'“”()-•>1é…@/"), max_size=200))
def test_spans_lie_in_the_text_in_order_and_none_is_empty(text: str) -> None:
    at = 0
    for span in split(text):
        assert at <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        at = span.end


def test_our_own_pastes_are_cut_as_a_careful_person_did() -> None:
    rows = [json.loads(line) for line in PASTES.read_text(encoding="utf-8").splitlines()]
    report = measure_paste(rows)
    assert report["found"] >= 0.97
    assert report["correct"] >= 0.97
