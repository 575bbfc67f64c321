"""What the theme settings cannot say: dark or light, and a few lines of style."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Final

import streamlit as st

from ja4dash import palette, severity
from ja4dash.palette import Palette

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
[data-testid="stHorizontalBlock"]:has(> [data-testid="stLayoutWrapper"]:first-child [data-testid="stMetric"]) {
  position: relative; }
[data-testid="stHorizontalBlock"]:has(> [data-testid="stLayoutWrapper"]:first-child [data-testid="stMetric"])
  > [data-testid="stLayoutWrapper"]:last-child:not(:first-child) { position: absolute; right: .4rem; top: .45rem; z-index: 1; }
[data-testid="stButtonGroup"] button { min-height: 2.5rem; }
.stApp :is(button, a, input, summary, [tabindex="0"]):focus-visible { outline: 2px solid ACCENT; outline-offset: 2px; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 3rem .8rem 2rem; }
  [data-testid="stMetric"] { padding: .4rem .55rem; }
}
</style>
"""

_PRINT = """
<style>
@page { size: A4 landscape; margin: 9mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9px sans-serif; } }
@media print {
  [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stPopover"], [data-testid="stButtonGroup"],
  [data-testid="stMultiSelect"], [data-testid="stSelectbox"], [data-testid="stPageLink"], [data-testid="stPagination"],
  [data-testid="stElementToolbar"], [data-testid="stTooltipIcon"], .st-key-palette,
  [data-testid="stColumn"]:has([class*="st-key-decide_"]) { display: none !important; }
  html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"], [data-testid="stMainBlockContainer"] {
    position: static !important; display: block !important; height: auto !important; overflow: visible !important; }
  html, body, .stApp { background: #fff !important; }
  [data-testid="stHorizontalBlock"] { display: flex !important; }
  [data-testid="stMainBlockContainer"] { padding: 0; zoom: .7; }
  [data-testid="stMainBlockContainer"]::after { content: "ja4dash, AS_OF"; display: block; margin-top: 1rem; color: INK; }
  .stApp :not([data-testid="stVegaLiteChart"] *, span[style]) { color: INK !important; }
  .stApp :not([data-testid="stVegaLiteChart"] *, [data-testid="stDataFrame"] *) { background-color: transparent !important;
    border-color: LINE !important; }
  [data-testid="stVegaLiteChart"] svg { background: none !important; width: 100%; height: auto; }
  [data-testid="stVegaLiteChart"] svg > g > path.background, [data-testid="stVegaLiteChart"] svg > rect { fill: none !important; }
  [data-testid="stVegaLiteChart"] svg text { fill: INK !important; color: INK; }
  [data-testid="stVegaLiteChart"] svg :is(.role-axis-grid, .role-axis-domain, .role-axis-tick) line { stroke: LINE !important; }
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] > [data-testid="stLayoutWrapper"],
  [data-testid="stHorizontalBlock"], [data-testid="stVegaLiteChart"], [data-testid="stDataFrame"] { break-inside: avoid; }
  [data-testid="stDataFrame"] { FILTER }
}
</style>
"""
"""For paper: no navigation, no controls, dark words on white, panels in one piece, and as of when."""


_WALL_STYLE: Final = Path(__file__).parent / "wall" / "wall.css"
_WALL_COLOURS: Final = {
    "panel": "secondaryBackgroundColor",
    "line": "borderColor",
    "muted": "grayTextColor",
    "accent": "primaryColor",
}


def apply_style() -> None:
    """Narrower page margins, tabular figures, a focus that can be seen, phones, paper. The only HTML; it holds no data.

    Tables are drawn on a canvas, so that for paper a dark one can only be turned into its negative.
    """
    filled = {
        "ACCENT": colours().accent,
        "AS_OF": f"as of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "INK": palette.LIGHT.text,
        "LINE": palette.LIGHT.line,
        "FILTER": "filter: invert(1) hue-rotate(180deg);" if dark() else "",
    }
    st.html(reduce(lambda text, item: text.replace(*item), filled.items(), _STYLE + _PRINT))


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
    return colours().quiet


def colours() -> Palette:
    """The colours of this theme that are not threat levels."""
    return palette.DARK if dark() else palette.LIGHT
