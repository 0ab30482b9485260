"""`manage.py evaluate`: one JSON object from labelled texts, or a sentence about what is wrong."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from recruiter.measuring.judges import PEERS

STATEMENTS = [
    ("In my spare time I compete in global online puzzle challenges.", "PURPOSE", "written"),
    ("A friend and I started an association to lend tools for free.", "PURPOSE", "real"),
    ("I have worked on three system implementations.", "PROBLEM", "written"),
    ("I am a six sigma black belt.", "PROBLEM", "real"),
]
GOALS = [
    ("No dose leaves our care warmer than it came in.", "GOAL"),
    ("We exist so that people can trust the figures they decide by.", "GOAL"),
    ("Hire two senior accountants with five years of experience by March.", "SPEC"),
    ("Cut the cost per ticket by 12 % in the third quarter.", "SPEC"),
]


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def evaluate(*arguments: object) -> dict[str, Any]:
    out = StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


@pytest.fixture
def purpose(tmp_path: Path) -> Path:
    rows = [{"text": text, "label": label, "source": source} for text, label, source in STATEMENTS]
    return lines(tmp_path / "purpose.jsonl", rows)


@pytest.fixture
def match(tmp_path: Path) -> list[Path]:
    goals = [
        {"id": "g1", "department": "Cold chain", "text": GOALS[0][0], "source": "real"},
        {"id": "g2", "department": "Tool library", "text": "Whoever needs a tool can borrow one."},
    ]
    pool = [
        {
            "id": "s0",
            "text": "I map the fridges of village clinics, so that no vaccine is lost.",
            "label": "PURPOSE",
        },
        *(
            {"id": f"s{row}", "text": text, "label": label}
            for row, (text, label, _) in enumerate(STATEMENTS, 1)
        ),
    ]
    relevance = [
        {"goal": "g1", "relevant": {"s0": 2}, "hard_negatives": ["s4"]},
        {"goal": "g2", "relevant": {"s2": 2}},
    ]
    return [
        lines(tmp_path / "goals.jsonl", goals),
        lines(tmp_path / "pool.jsonl", pool),
        lines(tmp_path / "relevance.jsonl", relevance),
    ]


def test_purposes_are_told_from_problems_as_a_ranking_tells_them(purpose: Path) -> None:
    report = evaluate("purpose", purpose)
    assert (report["n"], report["accuracy"], report["auc"]) == (4, 1.0, 1.0)
    assert {"f1_true", "f1_false", "ece", "answered", "accuracy_answered"} <= set(report)
    assert report["source real"]["n"] == report["source written"]["n"] == 2


def test_goals_find_their_people(match: list[Path]) -> None:
    report = evaluate("match", *match)
    assert (report["n_goals"], report["n_pool"], report["top10_places"]) == (2, 5, 10)
    assert report["ndcg10"] == report["mrr"] == report["recall5"] == 1.0
    assert report["ndcg10_real_goals"]["n"] == 1
    assert report["own_theme_problems_in_top10"] == 1  # five people share ten places
    assert sum(band["n"] for band in report["bands"].values()) == 10


def test_goals_are_told_from_specs(tmp_path: Path) -> None:
    rows = [{"text": text, "label": label} for text, label in GOALS]
    report = evaluate("goals", lines(tmp_path / "goals.jsonl", rows))
    assert report["n"] == 4
    assert report["auc"] == 1.0


@pytest.mark.parametrize("peer", sorted(PEERS))
def test_what_others_would_do_is_measured_in_the_same_way(
    peer: str, purpose: Path, match: list[Path]
) -> None:
    assert evaluate("purpose", purpose, "--peer", peer)["n"] == 4
    report = evaluate("match", *match, "--peer", peer)
    assert report["judge"].startswith(peer)
    assert 0 < report["ndcg10"] <= 1
    assert "bands" not in report  # nobody but us shows a chance


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no rows"),
        ("{", "line 1 is not JSON"),
        ("[]", "line 1 is not an object"),
        ('{"text": "I sing."}', "line 1 has no label"),
        ('{"text": "I sing.", "label": "GOAL"}', "line 1: the label is PURPOSE or PROBLEM"),
        ('{"text": "I sing.", "label": "PURPOSE"}', "needs rows of both labels"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        evaluate("purpose", path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl cannot be read"):
        evaluate("purpose", tmp_path / "none.jsonl")


def test_relevance_of_an_unknown_statement_is_named(match: list[Path]) -> None:
    match[2].write_text('{"goal": "g1", "relevant": {"s99": 2}}', encoding="utf-8")
    with pytest.raises(CommandError, match=r"relevance\.jsonl, line 1.*s99"):
        evaluate("match", *match)
