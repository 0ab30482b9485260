"""The log of many programs in one terminal: each line behind the name of its program."""

from collections.abc import Iterable
from typing import TextIO

COLOURS = (36, 33, 32, 35, 34, 31, 96, 93)
OURSELVES = "cultivate"


class Console:
    """Writes whole lines, so that programs do not interrupt each other.

    A terminal that has gone is no reason to stop: what cannot be written is dropped.
    """

    def __init__(self, stream: TextIO, names: Iterable[str], coloured: bool) -> None:
        known = [OURSELVES, *(name for name in names if name != OURSELVES)]
        width = max(map(len, known))
        self._stream = stream
        self._unfinished: dict[str, bytes] = {}
        self._margins = {
            name: f"\033[{COLOURS[number % len(COLOURS)]}m{name:<{width}} |\033[0m "
            if coloured
            else f"{name:<{width}} | "
            for number, name in enumerate(known)
        }

    def feed(self, name: str, output: bytes) -> None:
        """Take a piece of a program's output, and write the lines that it completes."""
        *lines, rest = (self._unfinished.pop(name, b"") + output).split(b"\n")
        if rest:
            self._unfinished[name] = rest
        self._write(name, (line.decode(errors="replace") for line in lines))

    def finish(self, name: str) -> None:
        """Write what a program left without an end of line."""
        rest = self._unfinished.pop(name, b"")
        if rest:
            self._write(name, [rest.decode(errors="replace")])

    def say(self, text: str) -> None:
        """Write lines of our own."""
        self._write(OURSELVES, text.splitlines())

    def _write(self, name: str, lines: Iterable[str]) -> None:
        margin = self._margins[name]
        text = "".join(f"{margin}{line.rstrip()}\n" for line in lines)
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            return
