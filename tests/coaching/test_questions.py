"""The coach asks from a reviewed set only, the same for everybody, and never scolds."""

import re

import pytest

from recruiter.coaching.coach import MISSING
from recruiter.coaching.goals import REASONS, VERSIONED
from recruiter.coaching.goals import WHOLE as WHOLE_GOALS
from recruiter.coaching.questions import Voice, next_question, question_set
from recruiter.coaching.statements import PHRASES, WHOLE
from recruiter.coaching.verdicts import GOALS, STATEMENTS

SITUATIONS = [
    (voice, situation) for voice, situations in question_set().items() for situation in situations
]
SENTENCES = [
    *REASONS.values(),
    VERSIONED,
    *WHOLE_GOALS.values(),
    *PHRASES.values(),
    *WHOLE.values(),
    *MISSING.values(),
    *GOALS.values(),
    *(name for names in STATEMENTS.values() for name in names),
]
SCOLDING = re.compile(
    r"(?i)\b(?:bad|wrong|poor|weak|fail\w*|mistake|error|should have|you must|never do"
    r"|unfortunately|(?<!be )good(?! for)|great|excellent|well done|score|grade|points|worthless"
    r"|rejected|low)\b|!"
)
FEELINGS = re.compile(
    r"(?i)\b(?:(?:you|they) (?:feel|seem|sound)|personality|character"
    r"|extrovert|introvert|enthusiastic|anxious|confident|honest|sincere)\b"
)
TAKEN_FOR_GRANTED = re.compile(
    r"(?i)\b(?:hobby|hobbies|spare time|free time|weekends?|holiday|family|children|husband|wife"
    r"|church|faith|health|degree|university|school|money|own|afford)\b"
)


def test_every_voice_has_ten_to_fifteen_questions_for_each_situation() -> None:
    assert {voice for voice, _ in SITUATIONS} == set(Voice)
    for voice, situation in SITUATIONS:
        asked = question_set()[voice][situation]
        assert 10 <= len(asked) <= 15, (voice, situation)
        assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(("voice", "situation"), SITUATIONS)
def test_a_question_is_one_plain_sentence(voice: str, situation: str) -> None:
    for question in question_set()[voice][situation]:
        assert question.endswith("?")
        assert question.count("?") == 1
        assert len(question.split()) <= 18
        assert not SCOLDING.search(question), question
        assert not FEELINGS.search(question), question


def test_questions_to_people_take_no_kind_of_life_for_granted() -> None:
    for voice in (Voice.CANDIDATE, Voice.RECRUITER):
        for asked in question_set()[voice].values():
            for question in asked:
                found = TAKEN_FOR_GRANTED.search(question)
                assert not found or found[0] == "own", question


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_reason_scolds_or_grades(sentence: str) -> None:
    assert not SCOLDING.search(sentence)
    assert not FEELINGS.search(sentence)


def test_the_situation_and_the_number_of_sentences_decide_and_nothing_else() -> None:
    asked = question_set()["candidate"]["purpose"]
    assert next_question(Voice.CANDIDATE, "purpose", 1) == asked[0]
    assert next_question(Voice.CANDIDATE, "purpose", 2) == asked[1]
    assert next_question(Voice.CANDIDATE, "purpose", len(asked) + 1) == asked[0]
    assert next_question(Voice.CANDIDATE, "nothing", 0) == question_set()["candidate"]["nothing"][0]
