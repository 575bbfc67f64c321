"""Threat levels: their order, their colours, and which score is worse."""

from __future__ import annotations

from typing import Final

SCALE: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NORMAL")
"""The scale, worst first."""

VERDICTS: Final = ("KNOWN_BOT", "LEGITIMATE_BROWSER")
"""Verdicts outside the scale: who it is, not how bad."""

LEVELS: Final = SCALE + VERDICTS
UNKNOWN_RANK: Final = 45
"""A level that is not ours sorts after LOW and before NORMAL: shown, never hidden, never on top."""

RANKS: Final = {level: 10 * (place + 1) for place, level in enumerate(LEVELS)}

COLOURS: Final = {
    "CRITICAL": "#F8484C",
    "HIGH": "#FF8A34",
    "MEDIUM": "#FFD65C",
    "LOW": "#7FB4E6",
    "NORMAL": "#78838F",
    "KNOWN_BOT": "#A974FF",
    "LEGITIMATE_BROWSER": "#3FBF8F",
}
UNKNOWN_COLOUR: Final = "#A5A5A8"

COLOURS_ON_LIGHT: Final = {
    "CRITICAL": "#8B0A0F",
    "HIGH": "#B84B00",
    "MEDIUM": "#7A5F22",
    "LOW": "#3572A8",
    "NORMAL": "#4E5F73",
    "KNOWN_BOT": "#6A22C9",
    "LEGITIMATE_BROWSER": "#14784F",
}
"""The same hues for a light background. `tests/unit/test_palette.py` measures both sets: contrast of at least 4.5 : 1, and levels
that stay apart for who sees no green (deuteranopia): Critical is the darkest there, and lightness tells the warm ones apart."""
UNKNOWN_ON_LIGHT: Final = "#6C6A6D"

NAMES: Final = {
    "CRITICAL": "Critical",
    "HIGH": "High",
    "MEDIUM": "Medium",
    "LOW": "Low",
    "NORMAL": "Normal",
    "KNOWN_BOT": "Known bot",
    "LEGITIMATE_BROWSER": "Legitimate browser",
}


def rank(level: str) -> int:
    """Severity rank, lower is worse."""
    return RANKS.get(level, UNKNOWN_RANK)


def place(level: str) -> tuple[int, str]:
    """Sorts levels: worst first, those that are not ours by name."""
    return rank(level), level


def name(level: str) -> str:
    """The level in the analyst's spelling; an unknown one as it was written."""
    return NAMES.get(level, level)


def colour(level: str, *, dark: bool = True) -> str:
    """Colour of a level on a dark or a light background."""
    return (COLOURS if dark else COLOURS_ON_LIGHT).get(level, UNKNOWN_COLOUR if dark else UNKNOWN_ON_LIGHT)


def sign(direction: str) -> int:
    """1 when a lower anomaly score is worse, -1 when a higher one is: `min(sign * score) * sign` is the worst."""
    return 1 if direction == "lower" else -1
