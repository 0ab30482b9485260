"""Files as they really arrive. Each says what must come of it: refused, bad rows, or people."""

import gzip
import io
import zipfile
from dataclasses import dataclass

import pytest

from recruiter.importing.limits import MAX_CELL, MAX_COLUMNS
from tests.importing.reading import read

BOM = b"\xef\xbb\xbf"
HEAD = b"name,email,statement\n"


@dataclass(frozen=True)
class Nasty:
    data: bytes
    names: tuple[str, ...] = ()
    bad: tuple[tuple[int, int, str, str], ...] = ()
    refused: tuple[str, int | None] | None = None
    encoding: str | None = None
    delimiter: str | None = None


def row(text: str) -> bytes:
    return HEAD + text.encode()


def workbook() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 10_000_000)
    return stream.getvalue()


NASTY = {
    # ---- not a table at all ----
    "nothing in it": Nasty(b"", refused=("empty", None)),
    "only a byte order mark": Nasty(BOM, refused=("empty", None)),
    "only blank lines": Nasty(b"\r\n\r\n \r\n", refused=("empty", None)),
    "only zeros": Nasty(b"\0" * 64, refused=("empty", None)),
    "a workbook, ten megabytes when unpacked": Nasty(workbook(), refused=("not_csv", None)),
    "an old workbook": Nasty(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, refused=("not_csv", None)
    ),
    "a gzip archive": Nasty(gzip.compress(HEAD + b"Ann,,\n"), refused=("not_csv", None)),
    "a PDF": Nasty(b"%PDF-1.7\nname,email\n", refused=("not_csv", None)),
    "a log-in page": Nasty(
        b"<!DOCTYPE html>\n<html><title>Log in</title>\n", refused=("missing_column", None)
    ),
    "JSON": Nasty(b'[{"name": "Ann"}]\n', refused=("missing_column", None)),
    "no header": Nasty(b"Ann Lee,ann@example.com\n", refused=("missing_column", None)),
    # ---- encodings ----
    "UTF-8 with a mark": Nasty(BOM + row("Zoë,,\n"), ("Zoë",)),
    "two marks": Nasty(BOM + BOM + row("Zoë,,\n"), ("Zoë",)),
    "UTF-16 with a mark": Nasty(row("Zoë,,\n").decode().encode("utf-16"), ("Zoë",)),
    "UTF-16 the other way round": Nasty(
        b"\xfe\xff" + row("Zoë,,\n").decode().encode("utf-16-be"), ("Zoë",)
    ),
    "UTF-32 with a mark": Nasty(row("Zoë,,\n").decode().encode("utf-32"), ("Zoë",)),
    "UTF-16 without a mark": Nasty(
        row("Ann,,\n").decode().encode("utf-16-le"), refused=("not_utf8", None)
    ),
    "UTF-16 without a mark, declared": Nasty(
        row("Zoë,,\n").decode().encode("utf-16-le"), ("Zoë",), encoding="UTF-16LE"
    ),
    "half a character of UTF-16": Nasty(
        row("Ann,,\nBo,,\n").decode().encode("utf-16")[:-1], refused=("undecodable", 3)
    ),
    "cp1252 undeclared": Nasty(
        row("Ann,,\nZoë,,\n").decode().encode("cp1252"), refused=("not_utf8", 3)
    ),
    "cp1252 declared": Nasty(row("Zoë,,\n").decode().encode("cp1252"), ("Zoë",), encoding="cp1252"),
    "UTF-8 declared as cp1252": Nasty(row("Zoë,,\n"), ("Zoë",), encoding="cp1252"),
    "declared, and still not that": Nasty(
        HEAD + b"Zo\xeb,,\n", refused=("undecodable", 2), encoding="utf-8"
    ),
    "a byte that cp1252 does not have": Nasty(
        HEAD + b"Ann,,\nZo\x81\xeb,,\n", refused=("undecodable", 3), encoding="cp1252"
    ),
    "an encoding that is none": Nasty(
        row("Ann,,\n"), refused=("unknown_encoding", None), encoding="rot13"
    ),
    "Japanese, declared": Nasty(
        row("山田 花子,,時計を直す\n").decode().encode("shift_jis"),
        ("山田 花子",),
        encoding="shift_jis",
    ),
    "cut inside a character": Nasty(row("Ann,,\n") + "Zoë".encode()[:-1], refused=("not_utf8", 3)),
    "half of a surrogate pair": Nasty(HEAD + b"Ann\xed\xa0\x80,,\n", refused=("not_utf8", 2)),
    "a character lost earlier": Nasty(row("Zo�,,\n"), bad=((2, 2, "name", "damaged_text"),)),
    # ---- shape ----
    "semicolons": Nasty(b"name;email\nLee, Ann;ann@example.com\n", ("Lee, Ann",)),
    "tabs": Nasty(b"name\temail\nLee; Ann\tann@example.com\n", ("Lee; Ann",)),
    "a bar, declared": Nasty(
        b"name|email\nAnn, Lee|ann@example.com\n", ("Ann, Lee",), delimiter="|"
    ),
    "a delimiter that is a letter": Nasty(
        row("Ann,,\n"), refused=("unknown_delimiter", None), delimiter="x"
    ),
    "a line that names the delimiter": Nasty(b"sep=;\r\nname;email\r\nAnn;\r\n", ("Ann",)),
    "one column, no delimiter": Nasty(b"Name\nAnn\nBo\n", ("Ann", "Bo")),
    "returns instead of line feeds": Nasty(b"name,email\rAnn,\rBo,\r", ("Ann", "Bo")),
    "every kind of line end": Nasty(b"name,email\r\nAnn,\rBo,\nCy,", ("Ann", "Bo", "Cy")),
    "other separators of lines are text": Nasty(
        "name,email\nAnn\u2028Lee,\nBo\x85,\n".encode(),
        ("Ann Lee",),
        bad=((3, 3, "name", "control_character"),),
    ),
    "blank lines between": Nasty(
        HEAD + b"\nAnn,,\n\n,,\n   \nBo,x,\n", ("Ann",), bad=((7, 7, "email", "bad_email"),)
    ),
    "blank lines before the header": Nasty(
        b"\n\n" + HEAD + b"Ann,x,\n", bad=((4, 4, "email", "bad_email"),)
    ),
    "too few cells": Nasty(HEAD + b"Ann,\nBo,,\n", ("Bo",), bad=((2, 2, "", "ragged"),)),
    "too many cells": Nasty(HEAD + b"Lee, Ann,,\nBo,,\n", ("Bo",), bad=((2, 2, "", "ragged"),)),
    "empty cells beyond the header": Nasty(HEAD + b"Ann,,,\n", bad=((2, 2, "", "ragged"),)),
    "empty cells in the header": Nasty(b"name,email,,\nAnn,,,\n", ("Ann",)),
    "a cut-off last row": Nasty(HEAD + b"Ann,,\nBo,bo@exa", ("Ann",), bad=((3, 3, "", "ragged"),)),
    "a title twice": Nasty(b"Name,E-mail,e_mail\nAnn,,\n", refused=("duplicate_column", None)),
    "two titles of one meaning": Nasty(
        b"name,Mobile,Phone number\nAnn,,\n", refused=("duplicate_column", None)
    ),
    "no column of names": Nasty(
        b"email,statement\nann@example.com,x\n", refused=("missing_column", None)
    ),
    "far too many columns": Nasty(
        b"name," + b",".join(b"x%d" % n for n in range(MAX_COLUMNS)) + b"\n",
        refused=("too_many_columns", None),
    ),
    # ---- quotes ----
    "line breaks and quotes in a cell": Nasty(
        b'name,statement\n"Ann ""Annie"" Lee","I mend\r\nclocks, and ""things"""\nBo,x\n',
        ('Ann "Annie" Lee', "Bo"),
    ),
    "a space before the quote": Nasty(
        b'name, email\n "Lee, Ann", ann@example.com\n', ("Lee, Ann",)
    ),
    "a quote in the middle": Nasty(b'name,email\nAnn "Annie" Lee,\n', ('Ann "Annie" Lee',)),
    "a quote never closed": Nasty(
        b'name,email\nAnn,\n"Bo,\nCy,\n', ("Ann",), refused=("open_quote", 3)
    ),
    "a quote closed by the next row's": Nasty(
        b'name,email\nAnn,"a@b.com\nBo,"c@d.com"\n', refused=("open_quote", 2)
    ),
    "a quote open in the second line of a row": Nasty(
        b'name,statement,email\n"Ann\nLee","I\nmend","x\nBo,,\n', refused=("open_quote", 4)
    ),
    "a quote open in the header": Nasty(b'name,"email\nAnn,\n', refused=("open_quote", 1)),
    "a quote that makes two rows one": Nasty(
        b'name,email\nAnn,"\nBo,"\nCy,\n', ("Cy",), bad=((2, 2, "email", "bad_email"),)
    ),
    "a quote that swallows too much": Nasty(
        b'name,email\nAnn,"' + b"Bo,\n" * (MAX_CELL // 3), refused=("open_quote", 2)
    ),
    "a cell without an end": Nasty(
        b"name\nAnn\n" + b"x" * (MAX_CELL + 1) + b"\n", ("Ann",), refused=("unreadable", 3)
    ),
    # ---- values ----
    "a zero byte": Nasty(row("Ann\0Lee,,\n"), bad=((2, 2, "name", "control_character"),)),
    "an escape sequence": Nasty(row("\x1b[31mAnn,,\n"), bad=((2, 2, "name", "control_character"),)),
    "text that runs backwards": Nasty(
        row("Ann \u202eeeL,,\n"), bad=((2, 2, "name", "control_character"),)
    ),
    "a name of spaces": Nasty(
        row("\u00a0 \u3000,ann@example.com,\n"), bad=((2, 2, "name", "missing"),)
    ),
    "a name of things unseen": Nasty(row("\u200b\u200d,,\n"), bad=((2, 2, "name", "bad_name"),)),
    "a name too long": Nasty(
        row("x" * 201 + ",,\n" + "x" * 200 + ",,\n"),
        ("x" * 200,),
        bad=((2, 2, "name", "too_long"),),
    ),
    "a name of 10,000 characters": Nasty(
        row("A" * 10_000 + ",,\n"), bad=((2, 2, "name", "too_long"),)
    ),
    "a statement too long": Nasty(
        row("Ann,,x" + "é" * 2000 + "\n"), bad=((2, 2, "statement", "too_long"),)
    ),
    "a statement of dashes": Nasty(row("Ann,,--\n"), bad=((2, 2, "statement", "no_words"),)),
    "two forms of one letter": Nasty(row("Zoe\u0308,,\nZo\u00eb,,\n"), ("Zoë", "Zoë")),
    "a formula": Nasty(row("=cmd|'/c calc'!A0,,\n"), ("=cmd|'/c calc'!A0",)),
    "bad addresses": Nasty(
        row("A,ann@,\nB,ann,\nC,a b@c.de,\nD,a@b.de;c@d.de,\nE,A <a@b.de>,\nF,a@b..de,\n"),
        bad=tuple((n, n, "email", "bad_email") for n in range(2, 8)),
    ),
    "an address too long": Nasty(
        row("Ann," + "a" * 250 + "@b.de,\n"), bad=((2, 2, "email", "too_long"),)
    ),
    "bad dates": Nasty(
        b"name,said_on\nA,31.12.2025\nB,12/31/2025\nC,2025-02-30\nD,2025-1-1\nE,20250101\n"
        b"F,45658\nG,yesterday\nH,2025-01-01T00:00\nI,1025-01-01\n"
        + "J,\uff12\uff10\uff12\uff15-01-01\n".encode(),
        bad=tuple((n, n, "said_on", "bad_date") for n in range(2, 12)),
    ),
    "dates ahead": Nasty(
        b"name,said on,asked on\nA,2026-01-15,2026-01-15\nB,2026-01-16,\nC,,9999-12-31\n",
        ("A",),
        bad=((3, 3, "said on", "future_date"), (4, 4, "asked on", "future_date")),
    ),
    "links that bite": Nasty(
        b"name,link\nA,javascript:alert(1)\nB,data:text/html;x\nC,//example.com\nD,example.com\n"
        b"E,ftp://example.com\nF,https://exa mple.com\nG,file:///etc/passwd\nH,https://\n"
        b"I, JaVaScRiPt:alert(1)\nJ,https://example.com/a?b=c#d\n",
        ("J",),
        bad=tuple((n, n, "link", "bad_link") for n in range(2, 11)),
    ),
    "a number rounded by a spreadsheet": Nasty(
        b"name,phone\nAnn,4.42079E+11\nBo,+44 20 7946 0000\n",
        ("Bo",),
        bad=((2, 2, "phone", "bad_phone"),),
    ),
    "an unknown source": Nasty(
        b"name,source\nAnn,spam\nBo,Met at an event\nCy,REFERRAL\n",
        ("Bo", "Cy"),
        bad=((2, 2, "source", "unknown_choice"),),
    ),
    "several things wrong in one row": Nasty(
        b"name,email,said_on\n,x,y\n",
        bad=(
            (2, 2, "name", "missing"),
            (2, 2, "email", "bad_email"),
            (2, 2, "said_on", "bad_date"),
        ),
    ),
    "rows count as a spreadsheet's, lines as an editor's": Nasty(
        b'name,email\n"Ann\nLee",\n\n"Bo\nRay",\nCy,x\n',
        ("Ann Lee", "Bo Ray"),
        bad=((5, 7, "email", "bad_email"),),
    ),
}


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY.keys())
def test_every_nasty_file_gets_exactly_its_verdict(nasty: Nasty) -> None:
    reading = read(nasty.data, encoding=nasty.encoding, delimiter=nasty.delimiter)
    assert reading.refused == nasty.refused
    assert reading.bad == list(nasty.bad)
    assert tuple(reading.names) == nasty.names


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(NASTY) >= 60
