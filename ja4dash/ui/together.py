"""Deciding about many sources at once: who they are and how many comes first, then one verdict for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from ja4dash import words
from ja4dash.column import Column
from ja4dash.rights import Right
from ja4dash.scope import Scope
from ja4dash.ui import panel
from ja4dash.ui.deciding import LASTS, VERDICTS, deciding, show_said, taking_back
from ja4dash.ui.opening import opening
from ja4dash.ui.panel import bare
from ja4dash.ui.person import person, refusal
from ja4dash.ui.selection import Selection
from ja4dash.ui.table import pick_rows
from ja4dash.ui.text import literal
from ja4dash.writes.feedback import MAX_COMMENT, MAX_SOURCES

MEMBERS: Final = {
    "ip": Column("Source", width=230),
    "worst_level": Column("Level", "level", 110),
    "detections": Column("Detections", "count", 90),
}
_COMMENT: Final = "together_comment"
_LASTS: Final = "together_lasts"
_WRITTEN: Final = "together_written"


def together_button(select: Callable[[], Selection], scope: Scope, *, key: str) -> None:
    """A button that opens the dialog; nothing is asked of the engine before it is pressed."""
    if opening("Decide about all…", ":material/gavel:", key=f"together_{key}", help="See who they are, then decide about them."):
        st.session_state.pop(_WRITTEN, None)
        _dialog(select, scope)


@st.dialog("Decide about all", width="large")
def _dialog(select: Callable[[], Selection], scope: Scope) -> None:
    with bare():
        _compose(select())


def _compose(selection: Selection) -> None:
    why_not = refusal(person(), Right.DECIDE, "soc_feedback")
    if why_not:
        st.markdown(f":orange[:material/lock: {literal(why_not, 400)}]")
    members = selection.sources.head(MAX_SOURCES)
    if members.empty:
        panel.empty("No detected source here", "Only detected sources can be decided about together. Choose a longer window.")
        return
    st.text(f"{selection.origin}: {words.plural(len(members), 'detected source')}, worst first. Ticked rows narrow the decision.")
    if selection.total > len(members):
        st.markdown(
            f":orange[:material/content_cut: Cut: the worst {words.whole(len(members))} of {words.whole(selection.total)}.]"
        )
    ticked = pick_rows(members, MEMBERS, key="together_rows", rows=10)
    ips = tuple(members["ip"].iloc[list(ticked)] if ticked else members["ip"])
    with st.container(horizontal=True, gap="small"):
        st.text_input("Comment", key=_COMMENT, max_chars=MAX_COMMENT, placeholder="why, for the next analyst")
        st.selectbox("Counts", list(LASTS), key=_LASTS, width=150)
    with st.container(horizontal=True, gap="small"):
        for verdict, (label, icon) in VERDICTS.items():
            st.button(
                f"{label} · {len(ips):,}",
                icon=icon,
                key=f"together_{verdict}",
                disabled=bool(why_not),
                on_click=_decide,
                args=(ips, verdict),
            )
        if batch := st.session_state.get(_WRITTEN):
            st.button("Undo", icon=":material/undo:", key="together_undo", on_click=_take_back, args=(batch,))
    show_said()


def _decide(ips: Sequence[str], verdict: str) -> None:
    written = deciding(ips, verdict, st.session_state[_COMMENT], st.session_state[_LASTS])
    if written is not None:
        st.session_state[_WRITTEN] = written.batch


def _take_back(batch: str) -> None:
    if taking_back(batch) is not None:
        st.session_state.pop(_WRITTEN)
