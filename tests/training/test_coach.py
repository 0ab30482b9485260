"""The measure of the coach finds a span only where it stands, and only with its kind."""

import json
from datetime import date
from pathlib import Path

import pytest

from recruiter.coaching import Advice, Finding, Kind
from recruiter.encoder import get_encoder
from training.coach import measure, measure_paste, measure_spans, placed, trimmed

TEXT = "Nobody waits, and we hire two nurses before March."


def advising(*found: tuple[str, Kind]) -> Advice:
    spans = [
        Finding(TEXT.index(quote), TEXT.index(quote) + len(quote), kind, "")
        for quote, kind in found
    ]
    return Advice(tuple(spans), "", "", "")


def gold(*spans: tuple[str, str]) -> dict[str, object]:
    return {"text": TEXT, "spans": [{"quote": quote, "kind": kind} for quote, kind in spans]}


def test_space_and_punctuation_around_a_span_do_not_matter() -> None:
    report = measure_spans(
        [gold(("Nobody waits,", "lasting"))], lambda text: advising(("Nobody waits", Kind.LASTING))
    )
    assert (report["found"], report["correct"], report["n"]) == (1.0, 1.0, 1)


@pytest.mark.parametrize(
    "given",
    [("Nobody", Kind.LASTING), ("Nobody waits", Kind.SPEC), ("Nobody waits, and", Kind.LASTING)],
)
def test_another_place_or_another_kind_is_not_found(given: tuple[str, Kind]) -> None:
    report = measure_spans([gold(("Nobody waits", "lasting"))], lambda text: advising(given))
    assert report["found"] == 0.0


def test_each_kind_is_counted_apart() -> None:
    report = measure_spans(
        [gold(("Nobody waits", "lasting"), ("before March", "dated"))],
        lambda text: advising(("before March", Kind.DATED)),
    )
    assert report["kinds"] == {
        "dated": {"n": 1, "found": 1.0, "given": 1},
        "lasting": {"n": 1, "found": 0.0, "given": 0},
    }


def test_a_quote_that_occurs_twice_is_placed_twice() -> None:
    text = "I write. I delete. I write."
    places = placed(text, [("I write.", "x"), ("I delete.", "x"), ("I write.", "x")])
    assert [place.start for place in places] == [0, 9, 19]


def test_a_quote_inside_another_is_placed() -> None:
    places = placed(TEXT, [(TEXT, "todo"), ("before March", "dated")])
    assert places == [
        trimmed(TEXT, 0, len(TEXT), "todo"),
        trimmed(TEXT, TEXT.index("before"), len(TEXT), "dated"),
    ]


def test_a_quote_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in the text"):
        placed(TEXT, [("somewhere else", "lasting")])


def test_pastes_are_measured_by_their_statements() -> None:
    report = measure_paste(
        [{"text": "Hi Ana,\nI sail. I sing.", "sentences": ["I sail.", "I sing."]}]
    )
    assert (report["n"], report["found"], report["correct"]) == (2, 1.0, 1.0)


def test_the_whole_report_is_made_of_plain_numbers(tmp_path: Path) -> None:
    goals, statements = tmp_path / "goals.jsonl", tmp_path / "statements.jsonl"
    goals.write_text(json.dumps(gold(("before March", "dated"))) + "\n", encoding="utf-8")
    statements.write_text(
        json.dumps(
            {
                "text": "I am a team player.",
                "spans": [{"quote": "I am a team player", "kind": "empty"}],
            }
        ),
        encoding="utf-8",
    )
    report = measure(get_encoder(), goals, statements, None, date(2026, 5, 4))
    assert json.loads(json.dumps(report))["statements"]["found"] == 1.0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("Nobody waits", Kind.SPEC), "spec for lasting"),
        (("Nobody waits, and we hire", Kind.TODO), "inside todo for lasting"),
        (("Nobody", Kind.LASTING), "cut for lasting"),
        (("waits, and we", Kind.LASTING), "elsewhere for lasting"),
        (("March", Kind.DATED), "nothing for lasting"),
    ],
)
def test_a_missed_span_says_what_stood_in_its_place(given: tuple[str, Kind], told: str) -> None:
    report = measure_spans([gold(("Nobody waits", "lasting"))], lambda text: advising(given))
    assert report["missed"] == {told: 1}
