"""Colours that are read against each other differ enough (WCAG 1.4.3 and 1.4.11), in both themes.

A pair is a role of ink on a role of surface, as static/css/tokens.css names them.
"""

import re

import pytest

from setup.environment import CHECKOUT

TEXT, SHAPE = 4.5, 3.0
PAIRS = {
    "ink": {"surface": TEXT, "selected": TEXT, "mark": TEXT},
    "ink-2": {"surface": TEXT, "canvas": TEXT, "mark": TEXT},
    "ink-3": {
        "surface": TEXT,
        "canvas": TEXT,
        "sunken": TEXT,
        "selected": TEXT,
        "raised": TEXT,
    },
    "ink-on": {"accent": TEXT, "accent-hover": TEXT, "str-3": TEXT},
    "accent": {"surface": TEXT, "canvas": TEXT, "selected": TEXT},
    "accent-ink": {"accent-soft": TEXT},
    "maintain": {"surface": SHAPE},
    "maintain-ink": {"maintain-soft": TEXT},
    "due-ink": {"surface": TEXT, "due-soft": TEXT, "selected": TEXT, "canvas": TEXT},
    "over-ink": {"surface": TEXT, "over-soft": TEXT, "selected": TEXT, "canvas": TEXT},
    "mark-line": {"surface": SHAPE, "mark": SHAPE},
    "mark-dim": {"surface": SHAPE},
    "control": {"surface": SHAPE, "canvas": SHAPE, "sunken": SHAPE},
    "focus": {"surface": SHAPE, "canvas": SHAPE, "selected": SHAPE},
    "str-3": {"surface": SHAPE, "str-0": SHAPE},
    "str-2": {"surface": SHAPE},
    "str-2-ink": {"str-2": TEXT},
    "str-1-ink": {"str-1": TEXT},
}
ROLE = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
TOKENS = (CHECKOUT / "static/css/tokens.css").read_text()
THEMES = {
    "light": {name: light for name, light, _ in ROLE.findall(TOKENS)},
    "dark": {name: dark for name, _, dark in ROLE.findall(TOKENS)},
}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1. Source: WCAG 2.2, "relative luminance"."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_in_use_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    short = {
        f"--{ink} on --{ground}": f"{contrast(colours[ink], colours[ground]):.2f}, needs {least}"
        for ink, grounds in PAIRS.items()
        for ground, least in grounds.items()
        if contrast(colours[ink], colours[ground]) < least
    }
    assert short == {}
