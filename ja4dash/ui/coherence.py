"""The coherence card: what each trait of a source or a JA4 says it is, side by side, and the contradiction in one sentence."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import coherence, words
from ja4dash.column import Column
from ja4dash.scope import Scope
from ja4dash.ui import panel
from ja4dash.ui.columns.ja4 import TOGETHER
from ja4dash.ui.table import show_table

COMBINATIONS: Final = {
    "requests": Column("Requests", "bar", 110),
    "contradiction": Column("Contradiction", width=320),
    "ja4": Column("JA4", width=282),
    "ja4_says": Column("JA4 says", width=120),
    "h2_says": Column("HTTP/2 says", width=110),
    "agent_says": Column("User-Agent says", width=115),
    "hints_say": Column("Sec-CH-UA says", width=112),
    "tls_alpn": Column("ALPN", width=70),
    "http_version": Column("HTTP", width=74),
    "header_user_agent": Column("User-Agent", width=320),
    "h2_fingerprint": Column("HTTP/2 fingerprint", width=330),
    "last_seen": Column("Last, UTC", "time", 142),
}


SERIOUS: Final = 0.1
"""Share of contradicting requests from which on they are more than strays."""
_SAID: Final = 3


def show_coherence(frame: pd.DataFrame, scope: Scope) -> None:
    """The judged combinations of a source: a sentence, what each trait says, and all of them as a table."""
    if _told(frame, "source"):
        show_table(frame, COMBINATIONS, key="combinations", scope=scope, empty="", rows=5)


def show_coherence_of_ja4(frame: pd.DataFrame, scope: Scope) -> None:
    """The judged combinations of a JA4: a sentence, what each trait says by traffic share, and what goes together."""
    if _told(frame, "JA4"):
        folded = coherence.together(frame)
        show_table(folded, TOGETHER, key="together", scope=scope, empty="", rows=6)


def _told(frame: pd.DataFrame, subject: str) -> bool:
    """The sentence and the traits side by side; False when there is nothing to tell."""
    panel.seen(frame)
    if frame.empty:
        panel.empty(f"No request of this {subject} in this window")
        return False
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(_mark(frame), width="content")
        st.text(coherence.sentence(frame))
    shares = coherence.shares(frame)
    with st.grid(len(coherence.TRAITS), min_column_width=150, border=True):
        for trait in coherence.TRAITS:
            _trait(trait, shares[shares["trait"] == trait])
    return True


def _mark(frame: pd.DataFrame) -> str:
    against = frame.loc[frame["contradiction"] != coherence.AGREES, "requests"].sum() / frame["requests"].sum()
    if not against:
        return ":green[:material/verified_user:]"
    return f":{'red' if against >= SERIOUS else 'orange'}[:material/gpp_maybe:]"


def _trait(trait: str, shares: pd.DataFrame) -> None:
    """What one trait says, commonest first, and the commonest value that says so."""
    alone = len(shares) == 1
    with st.container(gap=None):
        st.caption(trait)
        for row in shares.head(_SAID).to_dict("records"):
            st.text(row["says"] if alone else f"{row['says']} {words.percent(row['share'])}")
        if len(shares) > _SAID:
            st.caption(f"and {len(shares) - _SAID} more")
        st.code(words.shortened(str(shares["example"].iloc[0]), 90) or words.DASH, language=None, wrap_lines=True)
