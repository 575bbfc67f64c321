"""The coherence card: what each trait of a source says it is, side by side, and the contradiction in one sentence."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import coherence, words
from ja4dash.scope import Scope
from ja4dash.ui import panel
from ja4dash.ui.table import Column, show_table

TRAITS: Final = {
    "JA4": ("ja4_says", "ja4"),
    "HTTP/2": ("h2_says", "h2_fingerprint"),
    "User-Agent": ("agent_says", "header_user_agent"),
    "Sec-CH-UA": ("hints_say", "header_sec_ch_ua"),
    "ALPN": ("tls_alpn", "http_version"),
}
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


def show_coherence(frame: pd.DataFrame, scope: Scope) -> None:
    """The judged combinations of a source: a sentence, the commonest one trait by trait, and all of them as a table."""
    panel.seen(frame)
    if frame.empty:
        panel.empty("No request of this source in this window")
        return
    against = (frame["contradiction"] != coherence.AGREES).any()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(":red[:material/gpp_maybe:]" if against else ":green[:material/verified_user:]", width="content")
        st.text(coherence.sentence(frame))
    commonest = frame.iloc[0]
    with st.grid(len(TRAITS), min_column_width=150, border=True):
        for trait, (says, evidence) in TRAITS.items():
            with st.container(gap=None):
                st.caption(trait)
                st.text(str(commonest[says]) or ("unknown" if commonest[evidence] else "not sent"))
                st.code(words.shortened(str(commonest[evidence]), 90) or words.DASH, language=None, wrap_lines=True)
    show_table(frame, COMBINATIONS, key="combinations", scope=scope, empty="", rows=5)
