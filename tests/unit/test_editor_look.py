"""Every colour of the pages comes from the tokens, and text can be read on what lies under it."""

import re
from itertools import product
from typing import Final

import pytest

from tests.parts import ROOT

LOOK: Final = ROOT / "editor" / "static" / "look"
BLOCK: Final = re.compile(r"(:root[^{]*)\{([^}]*)\}")
TOKEN: Final = re.compile(r"--([\w-]+):(#[0-9a-f]{6})\b")
TEXT: Final = 4.5
SIGN: Final = 3.0
# Which text stands on which ground, on any page.
ON: Final = (
    *product(("ink", "ink-2", "ink-3"), ("paper", "panel", "sunk")),
    *product(("ink", "ink-2", "ink-3"), ("fired", "bad-soft", "warn-soft")),
    *product(("accent",), ("paper", "panel", "sunk", "accent-soft", "bad-soft", "fired")),
    *product(("bad", "warn", "good"), ("panel",)),
    ("accent-ink", "accent"),
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("when-ink", "when"),
    ("then-ink", "then"),
    ("bad", "bad-soft"),
    ("warn", "warn-soft"),
    ("warn", "fired"),
    ("good", "good-soft"),
)
# Frames of fields and signs that say something.
SIGNS: Final = (
    *product(("line-strong",), ("paper", "panel")),
    *product(("accent", "bad", "good"), ("panel",)),
)


def themes() -> dict[str, dict[str, str]]:
    """Read the colours of each block of tokens, over those of the light one."""
    found: dict[str, dict[str, str]] = {}
    for selector, body in BLOCK.findall((LOOK / "tokens.css").read_text("utf-8")):
        colours = dict(TOKEN.findall(body))
        if colours:
            found[selector.strip()] = found.get(":root", {}) | colours
    return found


def luminance(colour: str) -> float:
    """Compute the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_and_white_and_of_one_grey() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", themes())
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    colours = themes()[theme]
    faint = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for pairs, least in ((ON, TEXT), (SIGNS, SIGN))
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < least
    }
    assert not faint


def test_dark_is_the_same_whether_chosen_or_asked_for_by_the_system() -> None:
    light, asked, chosen = themes().values()
    assert asked == chosen != light


@pytest.mark.parametrize("sheet", sorted(LOOK.glob("*.css")), ids=lambda path: path.stem)
def test_colours_stand_in_the_tokens_only(sheet: str) -> None:
    text = (LOOK / sheet).read_text("utf-8")
    if (LOOK / sheet).name != "tokens.css":
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", text)
    # All that a page needs is here: no other host is asked.
    assert not re.findall(r"https?:|//", text)
