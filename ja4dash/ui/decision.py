"""Deciding about a source: a comment, three verdicts, and the decisions so far."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ja4dash import cache
from ja4dash.errors import QueryError
from ja4dash.queries import source
from ja4dash.scope import Scope
from ja4dash.ui import panel
from ja4dash.ui.table import Column, show_table
from ja4dash.ui.text import literal
from ja4dash.writes.feedback import MAX_COMMENT, classify

VERDICTS: Final = {
    "bot": ("Bot", ":material/smart_toy:"),
    "legitimate": ("Legitimate", ":material/verified_user:"),
    "suspicious": ("Suspicious", ":material/visibility:"),
}
HISTORY: Final = {
    "created_at": Column("Decided, UTC", "time", 142),
    "classification": Column("Verdict", "verdict", 90),
    "comment": Column("Comment", width=260),
}
_SAID: Final = "decision_said"


def show_decision(ip: str, scope: Scope) -> None:
    """The form and the history of one source. What was decided is read back before it is said to be done."""
    st.text_input(
        "Comment",
        key=f"comment_{ip}",
        max_chars=MAX_COMMENT,
        placeholder="why, for the next analyst",
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, gap="small"):
        for verdict, (label, icon) in VERDICTS.items():
            st.button(label, icon=icon, key=f"decide_{verdict}", on_click=_decide, args=(ip, verdict))
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, QueryError):
        panel.failure(said)
    elif said:
        st.markdown(said)
    show_table(
        source.verdicts(ip),
        HISTORY,
        key="verdicts",
        scope=scope,
        empty="Nobody has decided about this source yet",
        hint="The latest decision counts; earlier ones stay in the history.",
        rows=5,
    )


def _decide(ip: str, verdict: str) -> None:
    """The comment is read here: typed and clicked at once, it reaches this run but not the button's arguments."""
    try:
        written = classify(ip, verdict, st.session_state[f"comment_{ip}"]).iloc[0]
    except QueryError as error:
        st.session_state[_SAID] = error
        return
    cache.forget(source.verdicts, source.summary)
    st.session_state[f"comment_{ip}"] = ""
    st.session_state[_SAID] = (
        f":green[:material/check: {literal(written['ip'])} is now {VERDICTS[verdict][0].lower()}, written and read back.]"
    )
