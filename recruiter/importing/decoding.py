"""From bytes to characters, without guessing: byte order mark, then UTF-8, then what was declared.

Reading in the wrong encoding does not fail, it writes nonsense into people's names. So nothing is
tried that the file or its owner did not say, and a refusal names what to say.
"""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from recruiter.importing.limits import MAX_BYTES
from recruiter.importing.problems import FileRefused

CHUNK = 2**20
# UTF-32's mark begins with UTF-16's, so it is looked for first.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAVE_AS_CSV = "Open it in the program that made it and save it as CSV (UTF-8)."
MAGIC = (
    (b"PK\x03\x04", "This is a zip archive or a workbook (.xlsx, .ods), not CSV. " + SAVE_AS_CSV),
    (b"PK\x05\x06", "This is an empty zip archive, not CSV."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an old workbook (.xls), not CSV. " + SAVE_AS_CSV,
    ),
    (b"\x1f\x8b", "This is a gzip archive. Unpack it first."),
    (b"BZh", "This is a bzip2 archive. Unpack it first."),
    (b"\xfd7zXZ\x00", "This is an xz archive. Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "This is a zstd archive. Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive. Unpack it first."),
    (b"%PDF", "This is a PDF, not CSV."),
    (b"{\\rtf", "This is a rich text document, not CSV. " + SAVE_AS_CSV),
)
# Python knows more (rot13, idna, utf-7, ...), but no file of people is written in those.
PLAIN = "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be"
LEGACY = (
    "cp437 cp850 cp852 cp866 cp874 cp932 cp949 cp950 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255"
    " cp1256 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7"
    " iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u"
    " mac-roman mac-latin2 mac-cyrillic shift_jis euc_jp euc_kr gb18030 gbk big5"
)
ENCODINGS = frozenset(codecs.lookup(name).name for name in f"{PLAIN} {LEGACY}".split())
SUGGESTION = (
    "If it comes from a spreadsheet on Windows, try --encoding cp1252, or save it as CSV UTF-8."
)
# Both of these need a byte order mark to say in which order their bytes are.
UNMARKED = {"utf-16": ("utf-16-le", "utf-16-be"), "utf-32": ("utf-32-le", "utf-32-be")}


@dataclass(frozen=True)
class Undecodable:
    """The first place at which bytes are no text."""

    offset: int
    line: int
    byte: int


def known_encoding(name: str) -> str:
    """The codec's own name for what somebody typed.

    Raises:
        FileRefused: no such encoding, or none that text files come in.
    """
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        found = ""
    if found not in ENCODINGS:
        raise FileRefused(
            "unknown_encoding",
            f"There is no text encoding called {name[:20]!r}. Known are {PLAIN} {LEGACY}.",
        )
    return found


def find_encoding(stream: BinaryIO, declared: str | None = None) -> str:
    """Tell how a file is encoded, having decoded all of it once; the stream is left at its start.

    Args:
        stream: seekable.
        declared: what the owner says. It is used where the file has no byte order mark and is not
            UTF-8: text of another encoding that happens to be valid UTF-8 does not occur.

    Raises:
        FileRefused: too large, empty, no text file, or not in an encoding that is known.
    """
    asked = known_encoding(declared) if declared else None
    size = stream.seek(0, 2)
    if size > MAX_BYTES:
        raise FileRefused(
            "too_large", f"The file is larger than {MAX_BYTES // 2**20} MB. Split it."
        )
    stream.seek(0)
    start = stream.read(4096)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty", "The file is empty.")
    for magic, message in MAGIC:
        if start.startswith(magic):
            raise FileRefused("not_csv", message)
    for mark, name in MARKS:
        if start.startswith(mark):
            return checked(stream, name, "by its byte order mark")
    wide = seems_wide(start)
    bad = None if wide else undecodable(stream, "utf-8")
    if not wide and not bad:
        return "utf-8"
    if asked in UNMARKED:
        raise FileRefused(
            "undecodable",
            f"Without a byte order mark, say which: --encoding {' or '.join(UNMARKED[asked])}.",
        )
    if asked:
        return checked(stream, asked, "as declared")
    if bad:
        raise FileRefused(
            "not_utf8", f"Byte {bad.offset} (0x{bad.byte:02x}) is not UTF-8. {SUGGESTION}", bad.line
        )
    raise FileRefused(
        "not_utf8", f"Many bytes are zero. Try --encoding {wide}, or save it as CSV UTF-8."
    )


def checked(stream: BinaryIO, encoding: str, why: str) -> str:
    bad = undecodable(stream, encoding)
    if bad is None:
        return encoding
    raise FileRefused(
        "undecodable",
        f"The file is {encoding} {why}, but byte {bad.offset} (0x{bad.byte:02x}) is not.",
        bad.line,
    )


def seems_wide(start: bytes) -> str:
    """What to suggest for text of two or four bytes a character; empty when it seems to be none.

    Latin letters are told by their zeros, which is enough for a suggestion and no more.
    """
    zeros = start.count(0) / len(start)
    if zeros < 0.25:
        return ""
    order = "le" if start[1::2].count(0) > start[::2].count(0) else "be"
    return f"utf-32-{order}" if zeros > 0.6 else f"utf-16-{order}"


def undecodable(stream: BinaryIO, encoding: str) -> Undecodable | None:
    """Decode the whole stream once, a block at a time, and leave it at its start."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    stream.seek(0)
    done = lines = 0
    ended_with_return = False
    try:
        while True:
            block = stream.read(CHUNK)
            state = decoder.getstate()
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                # Its positions count from the bytes that the decoder still held.
                start = error.start - len(state[0])
                decoder.setstate(state)
                good = decoder.decode(block[: max(start, 0)])
                return Undecodable(
                    offset=done + start,
                    line=1 + lines + line_ends(good, ended_with_return),
                    byte=error.object[error.start],
                )
            lines += line_ends(text, ended_with_return)
            ended_with_return = text.endswith("\r") if text else ended_with_return
            done += len(block)
            if not block:
                return None
    finally:
        stream.seek(0)


def line_ends(text: str, after_return: bool) -> int:
    """Count \\n, \\r and \\r\\n; the last may be cut in two by the end of a block."""
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    return count - 1 if after_return and text.startswith("\n") else count
