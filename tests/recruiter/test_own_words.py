"""Candidates' own pages in German, and the wordings of consent."""

import gettext
import hashlib
import re

import pytest
from django.conf import settings
from django.utils import translation

from candidates.models import ConsentScope
from recruiter import consents
from recruiter.coached import own_advice

FOLDER = settings.BASE_DIR / "locale/de/LC_MESSAGES"
OWN = settings.BASE_DIR / "templates/own"
SHOWN = {
    ("2026-11", "keep"): "65040191",
    ("2026-11", "hiring"): "93eb74cc",
    ("2026-11.2", "named"): "191569cc",
}
MARKED = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)')""")


def catalogue() -> gettext.GNUTranslations:
    with (FOLDER / "django.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def test_every_word_of_the_pages_is_translated() -> None:
    german = catalogue()
    for template in OWN.rglob("*.html"):
        for double, single in MARKED.findall(template.read_text()):
            words = double or single
            known = german.gettext(words) != words or words in ("Name",)
            assert known, f"{words} ({template.name}): translate it in {FOLDER}, then msgfmt"


def test_the_compiled_catalogue_is_the_one_that_is_written() -> None:
    written = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', (FOLDER / "django.po").read_text(), re.MULTILINE
    )
    german = catalogue()
    assert len(written) > 100
    for words, said in written:
        assert german.gettext(words.replace(r"\"", '"')) == said.replace(r"\"", '"')


def test_a_wording_that_was_shown_is_never_changed() -> None:
    shown = {
        (version, str(scope)): hashlib.sha256(str(words).encode()).hexdigest()[:8]
        for version, asked in consents.WORDINGS.items()
        for scope, words in asked.items()
    }
    assert shown == SHOWN, "add a version instead"
    assert {consents.version_of(scope) for scope in ConsentScope} <= set(consents.WORDINGS)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In my spare time I help small charities close their books.", "This is something"),
        ("I have worked on three system implementations.", "So far this tells what you did"),
        ("", ""),
    ],
)
def test_the_coach_grades_nothing(text: str, verdict: str) -> None:
    advice = own_advice(text)
    assert (advice.verdict if advice else "").startswith(verdict)
    assert advice is None or advice.question.endswith("?")


def test_the_coach_answers_in_german_where_the_page_is_german() -> None:
    with translation.override("de"):
        advice = own_advice("In my spare time I help small charities close their books.")
        unread = own_advice("In meiner Freizeit helfe ich kleinen Vereinen bei den Büchern.")
    assert advice
    assert advice.verdict == "Das würden Sie ohnehin tun"
    assert advice.question == "Wie sind Sie dazu gekommen, und wem hilft es?"
    assert unread
    assert "Menschen lesen Ihre Worte" in unread.tips[0].reason
