"""Many programs' output in one terminal."""

import io

import pytest

from recruiter.embedded.console import Console


class Gone(io.StringIO):
    """A terminal that was closed."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError(len(text))


def console(stream: io.StringIO, *, coloured: bool = False) -> Console:
    return Console(stream, ["web", "worker"], coloured)


def test_each_line_stands_behind_its_program() -> None:
    stream = io.StringIO()
    console(stream).feed("web", b"one\ntwo\n")
    assert stream.getvalue() == "web       | one\nweb       | two\n"


def test_lines_of_two_programs_do_not_mix() -> None:
    stream = io.StringIO()
    shown = console(stream)
    for name, piece in [("web", b"he"), ("worker", b"other\n"), ("web", b"llo\n")]:
        shown.feed(name, piece)
    assert stream.getvalue().splitlines() == ["worker    | other", "web       | hello"]


def test_a_last_word_without_an_end_of_line_is_shown() -> None:
    stream = io.StringIO()
    shown = console(stream)
    shown.feed("web", b"Killed")
    shown.finish("web")
    shown.finish("web")
    assert stream.getvalue() == "web       | Killed\n"


def test_a_character_cut_in_two_is_whole_again() -> None:
    stream = io.StringIO()
    shown = console(stream)
    for byte in "Müller …\n".encode():
        shown.feed("web", bytes([byte]))
    assert stream.getvalue() == "web       | Müller …\n"


def test_bytes_that_are_no_text_do_not_stop_it() -> None:
    stream = io.StringIO()
    console(stream).feed("web", b"\xff\xfe\n")
    assert stream.getvalue() == "web       | \ufffd\ufffd\n"


def test_colours_only_where_they_are_wanted() -> None:
    plain, coloured = io.StringIO(), io.StringIO()
    console(plain).say("Ready")
    console(coloured, coloured=True).say("Ready")
    assert "\033[" not in plain.getvalue()
    assert coloured.getvalue().startswith("\033[")


@pytest.mark.parametrize("stream", [Gone(), io.StringIO()])
def test_a_terminal_that_is_gone_stops_nothing(stream: io.StringIO) -> None:
    shown = console(stream)
    stream.close()
    shown.feed("web", b"one\n")
    shown.say("two")
