"""What may stand in a text that people type."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

no_control_characters = RegexValidator(
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]*\Z",
    _("Remove the invisible control characters."),
)
# Letters and symbols by their category, and yet nothing to see: Hangul fillers, a blank pattern.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def something_to_see(text: str) -> None:
    """Refuse a text of nothing but spaces and invisible characters (separators, others, marks)."""
    if all(letter in BLANK or unicodedata.category(letter)[0] in "CMZ" for letter in text):
        raise ValidationError(_("Write something that can be seen."))
