"""New fingerprints on screen: is the collector to be trusted, how far back the log goes, and how a verdict is reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import collector, novelty, words
from ja4dash.charts.lines import lines
from ja4dash.ui import theme
from ja4dash.ui.chart import show_chart

PARAMETERS: Final = ("kind",)
"""The page's own URL parameters."""

KINDS: Final = {"ja4": "JA4", "h2": "HTTP/2"}

RULES: Final = f"""
The first rule that fits counts. What to look at first stands on top.

1. **Contradicts itself**: the User-Agents claim a browser, and JA4 or HTTP/2 are known to belong to something else.
2. **Acts like an attack**: at least {novelty.ATTACK:.0%} of its sources (and two of them) were detected in this window.
3. **A known browser**: a reference list knows this very fingerprint as the browser that its User-Agents claim.
4. **A tool**: a reference list knows it as one, or most requests say so themselves.
5. **One origin**: at most {novelty.FEW_SOURCES} sources, or a single network.
6. **Looks like a browser release**: at least {novelty.RELEASE_SOURCES} sources in {novelty.RELEASE_NETWORKS} networks,
   {novelty.RELEASE_MAJORITY:.0%} of requests claim one browser, JA4 or HTTP/2 agree with it (where neither is known: a client
   with the same ciphers was here before), and at most {novelty.RELEASE_DETECTED:.0%} of the sources were detected.
7. **Unexplained**: everything else.
"""


def choose_kind() -> str:
    """Which fingerprints are shown, and how they are judged."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        kind = st.segmented_control(
            "Fingerprints",
            list(KINDS),
            default="ja4",
            required=True,
            format_func=KINDS.__getitem__,
            key="kind",
            bind="query-params",
        )
        with st.popover("How a verdict is reached", icon=":material/help:"):
            st.markdown(RULES)
    return str(kind)


def show_extensions(hours: pd.DataFrame, shifts: Sequence[collector.Shift], *, empty: str) -> None:
    """Extensions by hour, and a word for each hour in which the collector began to count otherwise."""
    for shift in shifts:
        move = f"{abs(shift.extensions)} {'more' if shift.extensions > 0 else 'fewer'}"
        st.markdown(
            f":red[:material/sensors_off: **Collector fault, not an attack.** Since about {words.moment(shift.hour)}, "
            f"{shift.stacks} TLS stacks that have nothing else in common, with {words.percent(shift.share)} of the requests, "
            f"have {move} extensions than before. JA4 values from then on are new only because they are counted otherwise.]"
        )
    show_chart(
        lines(_long(hours), "hour", "extensions", "figure", theme.quiet(), unit="Extensions", number=".1f", height=170),
        hours,
        empty=empty,
        alt_text="Mean and median number of TLS extensions by hour, over all traffic",
    )
    if not shifts and not hours.empty:
        st.caption("No sudden move: no hour in which most TLS stacks gained or lost the same number of extensions.")


def _long(hours: pd.DataFrame) -> pd.DataFrame:
    return hours.melt("hour", ["mean", "median"], "figure", "extensions")


def show_history(totals: pd.DataFrame, found: pd.DataFrame) -> None:
    """How far back "before" goes, said when it is not at all."""
    begins, since = totals["log_begins"].iloc[0], found.attrs.get("since")
    if since is not None and pd.notna(begins) and begins >= since:
        st.markdown(
            ":orange[:material/history_toggle_off: The request log begins in this window: there is nothing before it to compare "
            "with, so that everything looks new. Choose a shorter window.]"
        )
