"""What the theme settings cannot say: dark or light, and a few lines of style."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from ja4dash import severity

QUIET: Final = ("#7C9A8B", "#5B8DB8", "#B8A27A", "#A78BAE", "#6E7F91", "#C08A7A", "#8FA7BF")
"""Families, versions and models: colours that mean nothing but themselves."""
QUIET_ON_LIGHT: Final = ("#5B7F6D", "#3F76A3", "#94804F", "#8A6A93", "#55677A", "#A3654F", "#6F8CA6")

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 1.9rem 1.5rem 2rem; max-width: none; }
[data-testid="stMetric"] { padding: .55rem .7rem; }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
[data-testid="stMetricLabel"] p { font-size: .82rem; }
[data-testid="stHeader"] { background: transparent; height: 2.2rem; }
[data-testid="stHeader"], [data-testid="stToolbar"] { pointer-events: none; }
[data-testid="stHeader"] :is(button, a) { pointer-events: auto; }
[data-testid="stSidebarHeader"] { padding-bottom: 0; }
.st-key-trail { margin-bottom: -.6rem; font-size: .85rem; }
[class*="st-key-facets_of_"] button { min-height: 1.3rem; height: 1.3rem; }
[class*="st-key-faceted_"] > :first-child { flex: 1 1 0; min-width: 0; }
@media (max-width: 1439px) {
  [class*="st-key-faceted_"] { flex-wrap: wrap; }
  [class*="st-key-faceted_"] > * { flex: 1 1 100%; width: 100%; } }
[data-testid="stPopoverButton"]:not(:has([data-testid="stMarkdownContainer"])), [class*="st-key-export_"] button {
  min-height: 1.3rem; height: 1.3rem; padding: 0 .2rem; opacity: .5; }
[data-testid="stPopoverButton"]:not(:has([data-testid="stMarkdownContainer"])):is(:hover, :focus-visible, [aria-expanded="true"]),
[class*="st-key-export_"] button:is(:hover, :focus-visible) { opacity: 1; }
[data-testid="stPopoverButton"]:not(:has([data-testid="stMarkdownContainer"])) > div > [aria-hidden] { display: none; }
[data-testid="stHorizontalBlock"]:has(> [data-testid="stElementContainer"]:first-child [data-testid="stMarkdown"]):has(
  > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] > [data-testid="stLayoutWrapper"] > .stPopover) {
  flex-wrap: nowrap; }
</style>
"""


_WALL_STYLE: Final = Path(__file__).parent / "wall" / "wall.css"
_WALL_COLOURS: Final = {
    "panel": "secondaryBackgroundColor",
    "line": "borderColor",
    "muted": "grayTextColor",
    "accent": "primaryColor",
}


def apply_style() -> None:
    """Narrower page margins and tabular figures. The only HTML in the app; it holds no data."""
    st.html(_STYLE)


def apply_wall_style() -> None:
    """A screen without frame, sized by the viewport: everything on it scales as one picture."""
    mode = "dark" if dark() else "light"
    colours = {name: st.get_option(f"theme.{mode}.{option}") for name, option in _WALL_COLOURS.items()}
    colours |= {"bad": severity.colour("CRITICAL", dark=dark()), "old": severity.colour("MEDIUM", dark=dark())}
    named = " ".join(f"--{name}: {colour};" for name, colour in colours.items())
    st.html(f"<style>:root {{ {named} }}\n{_WALL_STYLE.read_text('utf-8')}</style>")


def dark() -> bool:
    """True when the browser shows the dark theme."""
    return st.context.theme.type != "light"


def level_colours() -> dict[str, str]:
    """Threat levels in the analyst's spelling, worst first, with their colours on this theme."""
    return {severity.name(level): severity.colour(level, dark=dark()) for level in severity.LEVELS}


def version_colours() -> dict[str, str]:
    """HTTP versions with quiet colours."""
    names = ("HTTP/3.0", "HTTP/2.0", "HTTP/1.1", "HTTP/1.0", "other")
    return dict(zip(names, quiet(), strict=False))


def quiet() -> tuple[str, ...]:
    """Colours that mean nothing but themselves, on this theme."""
    return QUIET if dark() else QUIET_ON_LIGHT
