"""From the text of one cell to a value: cleaned, or refused with a reason.

Every function takes the cell as it stands in the file and returns text; an empty cell comes out
empty. Nearly all cells are plain ASCII, so that case is decided first.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from candidates.models import web_address
from recruiter.importing.limits import EARLIEST_YEAR
from recruiter.importing.problems import BadCell

Clean = Callable[[str], str]

# Everything invisible that has no business in a value: control characters but tab and line ends,
# and the marks that make text read in another order than it is stored.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
DAMAGED = "\ufffd"
LINE_END = re.compile(r"\r\n?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What most addresses look like. Whatever these accept, Django's validators accept as well; they are
# up to ten times as fast.
PLAIN_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*"
    r"\.[a-z]{2,63}",
    re.IGNORECASE | re.ASCII,
)
LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
PLAIN_LINK = re.compile(
    rf"https?://(?:{LABEL}\.)+[a-z]{{2,63}}(?:[/?#][\x21-\x7e]*)?", re.IGNORECASE | re.ASCII
)
MANGLED_NUMBER = re.compile(r"[0-9]([.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE | re.ASCII)
EMAIL_MAX_LENGTH = 254
PLAIN_EMAIL_MAX_LENGTH = 63
PLAIN_LINK_MAX_LENGTH = 250
LINK_MAX_LENGTH = 500


def visible(cell: str) -> str:
    """The cell in composed form (NFC), if all of it can be seen."""
    if match := FORBIDDEN.search(cell):
        raise BadCell(
            "control_character",
            f"There is an invisible control character (U+{ord(match[0]):04X}) in it. Remove it.",
        )
    if DAMAGED in cell:
        raise BadCell(
            "damaged_text",
            "A character was lost (�) when this file was made. Save it again as UTF-8.",
        )
    return unicodedata.normalize("NFC", cell)


def limited(value: str, limit: int) -> str:
    if len(value) > limit:
        raise BadCell("too_long", f"It has {len(value):,} characters, and {limit:,} fit.")
    return value


def line_of(limit: int) -> Clean:
    """A value of one line: runs of white space become one space."""

    def clean(cell: str) -> str:
        if not (cell.isascii() and cell.isprintable()):
            cell = visible(cell)
        return limited(" ".join(cell.split()), limit)

    return clean


def prose_of(limit: int) -> Clean:
    """A value that may have several lines, with line ends made the same."""

    def clean(cell: str) -> str:
        if not (cell.isascii() and cell.isprintable()):
            cell = LINE_END.sub("\n", visible(cell))
        cell = cell.strip()
        if cell and not any(map(str.isalnum, cell)):
            raise BadCell("no_words", "There are no words in it.")
        return limited(cell, limit)

    return clean


def name_of(limit: int) -> Clean:
    """A name: one line with at least one letter."""
    line = line_of(limit)

    def clean(cell: str) -> str:
        name = line(cell)
        if name and not any(map(str.isalpha, name)):
            raise BadCell("bad_name", "There is no letter in this name.")
        return name

    return clean


def phone_of(limit: int) -> Clean:
    line = line_of(limit)

    def clean(cell: str) -> str:
        phone = line(cell)
        if MANGLED_NUMBER.fullmatch(phone):
            raise BadCell(
                "bad_phone",
                "A spreadsheet has rounded this number. Format the column as text and enter it"
                " again.",
            )
        return phone

    return clean


def email(cell: str) -> str:
    address = cell.strip()
    if len(address) <= PLAIN_EMAIL_MAX_LENGTH and PLAIN_EMAIL.fullmatch(address):
        return address
    limited(address, EMAIL_MAX_LENGTH)
    if address:
        try:
            validate_email(visible(address))
        except ValidationError:
            raise BadCell("bad_email", "This is not an e-mail address.") from None
    return address


@lru_cache(maxsize=4096)
def day(cell: str) -> str:
    """A date that a spreadsheet cannot have turned around: year, month, day."""
    text = cell.strip()
    if not text:
        return ""
    try:
        if not DAY.fullmatch(text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError:
        raise BadCell("bad_date", "Write the date as year-month-day, like 2025-03-31.") from None
    if found.year < EARLIEST_YEAR:
        raise BadCell("bad_date", f"The date is before {EARLIEST_YEAR}.")
    return text


def past_day(today: date) -> Clean:
    """A date up to today."""
    latest = today.isoformat()

    def clean(cell: str) -> str:
        text = day(cell)
        if text > latest:
            raise BadCell("future_date", "This date is still ahead.")
        return text

    return clean


def link(cell: str) -> str:
    """A web address. Others (`javascript:`, `data:`, files) would be dangerous to click on."""
    address = cell.strip()
    if len(address) <= PLAIN_LINK_MAX_LENGTH and PLAIN_LINK.fullmatch(address):
        return address
    limited(visible(address), LINK_MAX_LENGTH)
    if address:
        try:
            web_address(address)
        except ValidationError:
            raise BadCell(
                "bad_link", "A link is a web address that begins with https:// or http://."
            ) from None
    return address


def one_of(choices: Mapping[str, str]) -> Clean:
    """One of some known values, by its stored name or by its label.

    Args:
        choices: stored name to label.
    """
    known = {
        spelled.casefold(): value for value, label in choices.items() for spelled in (value, label)
    }

    def clean(cell: str) -> str:
        value = " ".join(cell.split())
        try:
            return known[value.casefold()] if value else ""
        except KeyError:
            raise BadCell("unknown_choice", f"Write one of: {', '.join(choices)}.") from None

    return clean
