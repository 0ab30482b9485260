import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruiter.importing import decoding
from recruiter.importing.decoding import find_encoding, undecodable
from recruiter.importing.limits import MAX_BYTES
from recruiter.importing.problems import FileRefused


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 7, 64])
@pytest.mark.parametrize(
    ("text", "bad", "encoding"),
    [
        ("Ann\r\nZoë\r\n\r\n山田\r", b"\xff", "utf-8"),
        ("Ann\rZoë\r\r\n山田\n\n", b"\xc3", "utf-8"),
        ("Ann\r\n山田\n", b"\xff\xff", "shift_jis"),
        ("Ann\r\nZoë\n\n", b"\x81", "cp1252"),
        ("Ann\r\nZoë\n\n", b"\x00\xd8", "utf-16-le"),
    ],
)
def test_the_bad_byte_is_named_with_its_line_wherever_blocks_end(
    monkeypatch: pytest.MonkeyPatch, chunk: int, text: str, bad: bytes, encoding: str
) -> None:
    monkeypatch.setattr(decoding, "CHUNK", chunk)
    good = text.encode(encoding)
    found = undecodable(io.BytesIO(good + bad + "\nBo\n".encode(encoding)), encoding)
    assert found is not None
    assert found.offset == len(good)
    assert found.line == len(text.splitlines()) + 1
    assert found.byte == bad[0]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_utf8_needs_no_declaration(text: str) -> None:
    data = text.encode()
    if b"\0" not in data and not data.startswith((b"BZh", b"PK", b"7z", b"%PDF", b"{\\rtf")):
        assert find_encoding(io.BytesIO(data)) in ("utf-8", "utf-8-sig")


def test_what_to_declare_is_suggested_and_never_assumed() -> None:
    with pytest.raises(FileRefused, match="--encoding cp1252"):
        find_encoding(io.BytesIO("name\nZoë\n".encode("cp1252")))
    for wide in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        with pytest.raises(FileRefused, match=f"--encoding {wide}"):
            find_encoding(io.BytesIO("name\nAnn\n".encode(wide)))


def test_without_a_mark_the_order_of_bytes_must_be_declared() -> None:
    data = "name\nAnn\n".encode("utf-16-be")
    with pytest.raises(FileRefused, match="utf-16-le or utf-16-be"):
        find_encoding(io.BytesIO(data), "utf-16")
    assert find_encoding(io.BytesIO(data), "utf-16-be") == "utf-16-be"


def test_the_mark_outweighs_the_declaration() -> None:
    data = b"\xef\xbb\xbfname\n"
    assert find_encoding(io.BytesIO(data), "cp1252") == "utf-8-sig"


@pytest.mark.parametrize("name", ["rot13", "utf-7", "idna", "unicode_escape", "zip", "x" * 200, ""])
def test_encodings_that_are_no_text_are_refused(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        decoding.known_encoding(name)
    assert refused.value.code == "unknown_encoding"


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    class Huge(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            return MAX_BYTES + 1 if whence == io.SEEK_END else super().seek(offset)

        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("It was read.")

    with pytest.raises(FileRefused) as refused:
        find_encoding(Huge())
    assert refused.value.code == "too_large"
