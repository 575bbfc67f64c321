"""Colours of both themes that are not threat levels; `.streamlit/config.toml` has the same, which a test holds it to.

Contrast and distance are measured by `tests/unit/test_palette.py`: text at least 4.5 : 1 on both of its backgrounds (WCAG 2.2,
1.4.3), lines of charts and the accent at least 3 : 1 (1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Palette:
    """One theme: what stands on what."""

    background: str
    panel: str
    line: str
    text: str
    muted: str
    accent: str
    quiet: tuple[str, ...]
    """Families, versions and models: colours that mean nothing but themselves."""


DARK: Final = Palette(
    background="#0B0F14",
    panel="#121821",
    line="#223041",
    text="#E6EDF3",
    muted="#8B98A5",
    accent="#4CC2FF",
    quiet=("#7C9A8B", "#5B8DB8", "#B8A27A", "#A78BAE", "#6E7F91", "#C08A7A", "#8FA7BF"),
)
LIGHT: Final = Palette(
    background="#FBFCFD",
    panel="#F0F3F6",
    line="#D5DDE5",
    text="#15202B",
    muted="#5B6672",
    accent="#0B6FAE",
    quiet=("#5B7F6D", "#3F76A3", "#94804F", "#8A6A93", "#55677A", "#A3654F", "#6F8CA6"),
)
