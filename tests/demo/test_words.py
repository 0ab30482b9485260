"""The words of the demonstration company: written one by one, and no two alike."""

import re
from collections import Counter
from itertools import combinations

import pytest

from recruiter.demo.files import NOBODY, name_groups, rows, sectors, toml, voices

WRITTEN = [line for voice in voices() for line in voice.lines]
SHORT = [line for sector in sectors() for line in sector.lines]
RESERVED = ("example.com", "example.org", "example.net")


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


@pytest.mark.parametrize(("kind", "least"), [("purpose", 230), ("problem", 130), ("unsure", 60)])
def test_there_are_enough_statements_of_each_kind(kind: str, least: int) -> None:
    assert sum(line.kind == kind for line in WRITTEN) >= least


def test_no_statement_is_written_twice() -> None:
    texts = Counter(" ".join(words(line.text)) for line in WRITTEN)
    texts.update(" ".join(words(line)) for line in SHORT)
    assert [text for text, count in texts.items() if count > 1] == []
    assert len(SHORT) >= 150


def test_no_two_statements_share_a_stretch_of_text() -> None:
    stretches = [
        {line.text.lower()[i : i + 8] for i in range(len(line.text) - 7)} for line in WRITTEN
    ]
    worst = max(len(one & two) / len(one | two) for one, two in combinations(stretches, 2))
    assert worst < 0.2


def test_statements_begin_in_many_ways() -> None:
    openings = Counter(tuple(words(line.text)[:3]) for line in WRITTEN)
    assert openings.most_common(1)[0][1] <= 6
    assert openings["in", "my", "spare"] >= 1
    assert len(openings) > 0.9 * len(WRITTEN)


def test_statements_are_as_long_as_people_speak() -> None:
    lengths = sorted(len(line.text.split()) for line in WRITTEN)
    assert lengths[0] >= 5
    assert lengths[-1] <= 60
    assert lengths[len(lengths) // 4] < 18 < 30 < lengths[-len(lengths) // 20]


def test_statements_come_from_every_source() -> None:
    assert {line.source for line in WRITTEN} == {"own_words", "heard", "import"}


def test_links_lead_to_addresses_that_nobody_owns() -> None:
    links = [line.link for line in WRITTEN if line.link]
    assert links
    for link in links:
        host = link.removeprefix("https://").split("/")[0]
        assert host.endswith(RESERVED)


def test_some_purposes_are_shared_by_no_department() -> None:
    themes = Counter(line.theme for line in WRITTEN if line.kind == "purpose")
    departments = {one["name"] for one in toml("company.toml")["departments"]}
    assert set(themes) == departments | {""}
    assert themes[""] > 20


def test_one_department_has_a_thin_bench() -> None:
    near = [voice for voice in voices() if voice.held_by != NOBODY]
    themes = Counter(line.theme for voice in near for line in voice.lines if line.kind == "purpose")
    thinnest, second = themes.most_common()[:-3:-1]
    assert thinnest[0] == "Product Integrity"
    assert thinnest[1] * 2 <= second[1]


def test_people_on_no_list_would_fill_it() -> None:
    kept = [voice for voice in voices() if voice.held_by == NOBODY]
    assert 4 <= len(kept) <= 8
    assert {voice.theme for voice in kept} == {"Product Integrity"}


def test_goals_name_no_tool_head_count_or_quarter() -> None:
    for department in toml("company.toml")["departments"]:
        for goal in department["goals"]:
            assert not re.search(r"\d|%|\b(quarter|FTE|head ?count|software)\b", goal["text"])


def test_notes_are_distinct_and_about_people_who_exist() -> None:
    notes = rows("notes.csv")
    headlines = {voice.headline for voice in voices()}
    assert len({note["text"] for note in notes}) == len(notes) >= 120
    assert {note["about"] for note in notes} - {""} <= headlines
    assert {note["visibility"] for note in notes} == {"team", "private"}


def test_every_voice_has_a_region_with_names() -> None:
    assert {voice.region for voice in voices()} <= {group.region for group in name_groups()}


def test_no_two_voices_do_the_same_work() -> None:
    assert len({voice.headline for voice in voices()}) == len(voices())


def test_decisions_by_hand_are_about_people_who_exist() -> None:
    plan = toml("company.toml")
    headlines = {voice.headline for voice in voices()}
    for key in ("pins", "snoozes", "objections", "do_not_contact", "corrections"):
        assert {row["who"] for row in plan[key]} <= headlines
