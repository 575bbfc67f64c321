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
    "CRITICAL": "#FF4D4F",
    "HIGH": "#FF8A34",
    "MEDIUM": "#F5C84B",
    "LOW": "#7FB4E6",
    "NORMAL": "#6B7785",
    "KNOWN_BOT": "#B07CFF",
    "LEGITIMATE_BROWSER": "#3FBF8F",
}
UNKNOWN_COLOUR: Final = "#A8A29A"

COLOURS_ON_LIGHT: Final = {
    "CRITICAL": "#C41D24",
    "HIGH": "#B4500B",
    "MEDIUM": "#8A6200",
    "LOW": "#2F6FA8",
    "NORMAL": "#5B6672",
    "KNOWN_BOT": "#7436C9",
    "LEGITIMATE_BROWSER": "#137A52",
}
"""The same hues, dark enough for text on white (WCAG AA, at least 4.5 : 1)."""

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


def name(level: str) -> str:
    """The level in the analyst's spelling; an unknown one as it was written."""
    return NAMES.get(level, level)


def colour(level: str, *, dark: bool = True) -> str:
    """Colour of a level on a dark or a light background."""
    return (COLOURS if dark else COLOURS_ON_LIGHT).get(level, UNKNOWN_COLOUR if dark else "#6B655D")


def sign(direction: str) -> int:
    """1 when a lower anomaly score is worse, -1 when a higher one is: `min(sign * score) * sign` is the worst."""
    return 1 if direction == "lower" else -1
