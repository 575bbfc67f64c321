"""Deciding about a source: a comment, until when, three verdicts, the decisions so far and the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import cache, db, words
from ja4dash.errors import QueryError
from ja4dash.queries import feedback, source
from ja4dash.rights import Right
from ja4dash.scope import Scope
from ja4dash.ui import panel
from ja4dash.ui.person import person, refusal
from ja4dash.ui.table import Column, show_table
from ja4dash.ui.text import literal
from ja4dash.writes.feedback import MAX_COMMENT, Written, decide, new_batch, undo

VERDICTS: Final = {
    "bot": ("Bot", ":material/smart_toy:"),
    "legitimate": ("Legitimate", ":material/verified_user:"),
    "suspicious": ("Suspicious", ":material/visibility:"),
}
LASTS: Final = {"for good": None, "for a day": 1, "for 7 days": 7, "for 30 days": 30, "for 90 days": 90}
"""How long a decision counts, in days."""

HISTORY: Final = {
    "created_at": Column("Decided, UTC", "time", 142),
    "classification": Column("Verdict", "verdict", 90),
    "undo": Column("Undo", "yes", 52, help="Yes: the row takes a decision back and says what counts again."),
    "analyst": Column("By", width=100),
    "comment": Column("Comment", width=220),
    "expires": Column("Until, UTC", "time", 142),
    "counts": Column("Counts", "yes", 62),
    "decision": Column("Batch", width=90, help="Decisions that were made together share it."),
}
_SAID: Final = "decision_said"
_TRIED: Final = "decision_tried"


def show_decision(ip: str, scope: Scope) -> None:
    """The form and the history of one source. What was decided is read back before it is said to be done."""
    history = source.verdicts(ip)
    why_not = refusal(person(), Right.DECIDE, "soc_feedback")
    if why_not:
        st.markdown(f":orange[:material/lock: {literal(why_not, 400)}]")
    else:
        _form(ip, history)
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, QueryError):
        panel.failure(said)
    for sentence in said if isinstance(said, list) else ():
        st.markdown(sentence)
    show_table(
        history,
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
                label, icon=":material/undo:", key="undo_decision", on_click=_undo, args=(ip, latest["decision"]), type="tertiary"
            )


def _decide(ip: str, verdict: str) -> None:
    """The comment is read here: typed and clicked at once, it reaches this run but not the button's arguments."""
    comment, lasts = st.session_state[f"comment_{ip}"], st.session_state[f"lasts_{ip}"]
    days = LASTS[lasts]
    batch = _batch((ip, verdict, comment, lasts))
    try:
        expires_at = db.now() + timedelta(days=days) if days else None
        written = decide([ip], verdict, comment, who=person(), expires_at=expires_at, batch=batch)
    except QueryError as error:
        st.session_state[_SAID] = error
        return
    st.session_state[f"comment_{ip}"] = ""
    _say(written, f"is now {VERDICTS[verdict][0].lower()}", ip)


def _undo(ip: str, decision: str) -> None:
    try:
        written = undo(decision, who=person(), sources=[ip])
    except QueryError as error:
        st.session_state[_SAID] = error
        cache.forget(source.verdicts)
        return
    verdict = written.rows["classification"].iloc[0]
    _say(written, f"is {VERDICTS[verdict][0].lower()} again" if verdict in VERDICTS else "is undecided again", ip)


def _batch(tried: tuple[str, ...]) -> str:
    """The same name for the same decision tried again, so that one whose answer was lost is not written twice."""
    before, name = st.session_state.get(_TRIED, ((), ""))
    if before != tried:
        name = new_batch()
        st.session_state[_TRIED] = (tried, name)
    return str(name)


def _say(written: Written, what: str, ip: str) -> None:
    st.session_state.pop(_TRIED, None)
    cache.forget(source.verdicts, source.summary, feedback.stats, feedback.suggested, feedback.newest)
    until = written.rows["expires_at"].iloc[0]
    lasts = "" if pd.isna(until) else f" until {words.moment(until)}"
    st.session_state[_SAID] = [
        f":green[:material/check: {literal(ip)} {what}{lasts}, written and read back.]",
        *(f":orange[:material/info: {literal(note, 300)}]" for note in written.notes),
    ]
