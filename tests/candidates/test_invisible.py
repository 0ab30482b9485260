"""A text of nothing but what cannot be seen is blank, wherever somebody types one."""

import pytest
from django.core.exceptions import ValidationError

from candidates.forms import CandidateForm, NoteForm, StatementForm
from candidates.models import something_to_see
from hiring.forms import Prose
from recruiter.forms import PinForm

INVISIBLE = ["\u200b", "\u180e", "\ufeff", "\u2060", "\u2800", "\u3164", "\u00ad \u200d", "\ufe0f"]
SENTENCE = "Write something that can be seen."


@pytest.mark.django_db
@pytest.mark.parametrize("text", INVISIBLE)
def test_no_form_takes_it(text: str) -> None:
    forms = (
        (CandidateForm, "name"),
        (NoteForm, "body"),
        (StatementForm, "text"),
        (PinForm, "reason"),
    )
    for form, field in forms:
        assert form(data={field: text}).errors[field] == [SENTENCE]
    with pytest.raises(ValidationError, match="can be seen"):
        Prose().clean(text)


@pytest.mark.parametrize(
    "text", ["a\u200b", "\U0001f331", "مرحبا", "نه\u200cخیر", "七", "…", "e\u0301"]
)
def test_what_can_be_seen_is_taken(text: str) -> None:
    something_to_see(text)
    assert Prose().clean(text) == text


def test_a_reason_takes_no_control_characters() -> None:
    errors = PinForm(data={"reason": "a\u202eb"}).errors["reason"]
    assert errors == ["Remove the invisible control characters."]
