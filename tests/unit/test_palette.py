"""Colours: in one place, readable on both themes, and threat levels that stay apart for who sees no green."""

from __future__ import annotations

import math
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from ja4dash import palette, severity
from ja4dash.palette import Palette

Triple = tuple[float, float, float]
CONFIG: dict[str, Any] = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())["theme"]
THEMES = {"dark": palette.DARK, "light": palette.LIGHT}
AA_TEXT, AA_GRAPHICS = 4.5, 3.0
"""WCAG 2.2: success criteria 1.4.3 (text) and 1.4.11 (graphics)."""
APART = 8.0
"""Least CIEDE2000 between two levels as seen with deuteranopia: about eight times what is just noticed side by side."""
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
"""Machado, Oliveira, Fernandes 2009, doi:10.1109/TVCG.2009.113, severity 1.0; on linear RGB."""


def linear(colour: str) -> Triple:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def without_green(colour: Triple) -> Triple:
    red, green, blue = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, colour, strict=True)))) for row in DEUTERANOPIA)
    return red, green, blue


def lab(colour: Triple) -> Triple:
    """CIE L*a*b* of linear sRGB, D65."""
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: Triple, other: Triple) -> float:
    """CIEDE2000: Sharma, Wu, Dalal 2005, doi:10.1002/col.20070."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 1.5 - 0.5 * math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    c1, c2 = math.hypot(g * a1, b1), math.hypot(g * a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, g * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = ((h2 - h1 + 180) % 360) - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    turned = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    turned *= math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    return math.sqrt(dl**2 + dc**2 + dh**2 + turned * dc * dh)


def levels(name: str) -> dict[str, str]:
    return {level: severity.colour(level, dark=name == "dark") for level in (*severity.LEVELS, "of another detector")}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_distance_is_that_of_the_published_pairs(one: Triple, other: Triple, apart: float) -> None:
    assert distance(one, other) == pytest.approx(apart, abs=1e-4)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
def test_the_theme_has_the_colours_of_the_palette(name: str) -> None:
    ours, theirs = THEMES[name], CONFIG[name]
    assert theirs["backgroundColor"] == ours.background
    assert theirs["secondaryBackgroundColor"] == ours.panel
    assert theirs["borderColor"] == ours.line
    assert theirs["textColor"] == ours.text
    assert theirs["grayTextColor"] == ours.muted
    assert theirs["primaryColor"] == theirs["linkColor"] == ours.accent
    assert set(theirs["chartCategoricalColors"]) == set(ours.quiet)


def grounds(name: str) -> set[str]:
    """What text stands on: pages, fields, tables' heads and rows, the sidebar."""
    theme, ours = CONFIG[name], THEMES[name]
    return {ours.background, ours.panel, theme["dataframeHeaderBackgroundColor"], theme["sidebar"]["backgroundColor"]}


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read(name: str) -> None:
    theme, ours = CONFIG[name], THEMES[name]
    texts = {"text": ours.text, "muted": ours.muted, "accent": ours.accent, **levels(name)}
    low = {
        what: (colour, ground) for what, colour in texts.items() for ground in grounds(name) if contrast(colour, ground) < AA_TEXT
    }
    assert not low
    assert contrast(theme["codeTextColor"], theme["codeBackgroundColor"]) >= AA_TEXT


@pytest.mark.parametrize("ours", THEMES.values(), ids=list(THEMES))
def test_marks_of_charts_can_be_seen(ours: Palette) -> None:
    assert not [colour for colour in (*ours.quiet, ours.accent) if contrast(colour, ours.background) < AA_GRAPHICS]


@pytest.mark.parametrize("name", THEMES)
def test_levels_stay_apart(name: str) -> None:
    for one, other in combinations(levels(name).items(), 2):
        for seen in (lambda colour: colour, without_green):
            found = distance(lab(seen(linear(one[1]))), lab(seen(linear(other[1]))))
            assert found >= APART, (one, other, seen, round(found, 1))
