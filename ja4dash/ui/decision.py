"""Deciding about a source: a comment, until when, three verdicts and the way back; and the decisions so far."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ja4dash.queries import source
from ja4dash.rights import Right
from ja4dash.scope import Scope
from ja4dash.ui.columns.decisions import HISTORY
from ja4dash.ui.deciding import LASTS, VERDICTS, deciding, show_said, taking_back
from ja4dash.ui.person import person, refusal
from ja4dash.ui.table import show_table
from ja4dash.ui.text import literal
from ja4dash.writes.feedback import MAX_COMMENT


def show_decision(ip: str) -> None:
    """The form of one source. What was decided is read back before it is said to be done."""
    why_not = refusal(person(), Right.DECIDE, "soc_feedback")
    if why_not:
        st.markdown(f":orange[:material/lock: {literal(why_not, 400)}]")
    else:
        _form(ip, source.verdicts(ip))
    show_said()


def show_decisions(ip: str, scope: Scope) -> None:
    """The history of one source, undos included."""
    show_table(
        source.verdicts(ip),
        HISTORY,
        key="verdicts",
        scope=scope,
        empty="Nobody has decided about this source yet",
        hint="The latest decision counts; earlier ones stay in the history.",
        rows=5,
    )


def _form(ip: str, history: pd.DataFrame) -> None:
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
        st.selectbox("Counts", list(LASTS), key=f"lasts_{ip}", label_visibility="collapsed", width=120)
        if not history.empty:
            latest = history.iloc[0]
            label = "Undo the undo" if latest["undo"] else "Undo"
            st.button(
                label,
                icon=":material/undo:",
                key="undo_decision",
                on_click=_take_back,
                args=(latest["decision"], ip),
                type="tertiary",
            )


def _decide(ip: str, verdict: str) -> None:
    """The comment is read here: typed and clicked at once, it reaches this run but not the button's arguments."""
    comment, lasts = st.session_state[f"comment_{ip}"], st.session_state[f"lasts_{ip}"]
    if deciding([ip], verdict, comment, lasts):
        st.session_state[f"comment_{ip}"] = ""


def _take_back(decision: str, ip: str) -> None:
    taking_back(decision, [ip])
