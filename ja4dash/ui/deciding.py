"""What every form that decides does: the verdicts, how long they last, the write, what is said of it, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import cache, db, words
from ja4dash.errors import QueryError
from ja4dash.queries import feedback, journal, source
from ja4dash.ui import panel
from ja4dash.ui.person import person
from ja4dash.ui.text import literal
from ja4dash.writes.feedback import Written, decide, new_batch, undo

VERDICTS: Final = {
    "bot": ("Bot", ":material/smart_toy:"),
    "legitimate": ("Legitimate", ":material/verified_user:"),
    "suspicious": ("Suspicious", ":material/visibility:"),
}
LASTS: Final = {"for good": None, "for a day": 1, "for 7 days": 7, "for 30 days": 30, "for 90 days": 90}
"""How long a decision counts, in days."""

_SAID: Final = "decision_said"
_TRIED: Final = "decision_tried"


def deciding(ips: Collection[str], verdict: str, comment: str, lasts: str) -> Written | None:
    """Decide about sources and keep what is to be said of it for `show_said`; None when it could not be written."""
    days = LASTS[lasts]
    batch = _batch((*ips, verdict, comment, lasts))
    try:
        expires_at = db.now() + timedelta(days=days) if days else None
        written = decide(ips, verdict, comment, who=person(), expires_at=expires_at, batch=batch)
    except QueryError as error:
        st.session_state[_SAID] = error
        return None
    st.session_state.pop(_TRIED, None)
    _keep(written, f"now {VERDICTS[verdict][0].lower()}")
    return written


def taking_back(decision: str, ips: Sequence[str] = ()) -> Written | None:
    """Undo a decision, for all of its sources or for some, and keep what is to be said of it; None when it was refused."""
    try:
        written = undo(decision, who=person(), sources=ips)
    except QueryError as error:
        st.session_state[_SAID] = error
        _forget()
        return None
    verdicts = written.rows["classification"].unique()
    again = VERDICTS[verdicts[0]][0].lower() if len(verdicts) == 1 and verdicts[0] in VERDICTS else "undecided"
    _keep(written, f"{again} again" if len(verdicts) == 1 else "what they were before")
    return written


def show_said() -> None:
    """What became of the last decision of this session, once."""
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, QueryError):
        panel.failure(said)
    for sentence in said if isinstance(said, list) else ():
        st.markdown(sentence)


def _batch(tried: tuple[str, ...]) -> str:
    """The same name for the same decision tried again, so that one whose answer was lost is not written twice."""
    before, name = st.session_state.get(_TRIED, ((), ""))
    if before != tried:
        name = new_batch()
        st.session_state[_TRIED] = (tried, name)
    return str(name)


def _forget() -> None:
    decisions = (source.verdicts, source.summary, feedback.stats, feedback.suggested, feedback.newest)
    cache.forget(*decisions, journal.listing, journal.totals)


def _keep(written: Written, what: str) -> None:
    """The sentences about a write, for the next run of the page."""
    _forget()
    rows = written.rows
    who = f"{literal(rows['ip'].iloc[0])} is" if len(rows) == 1 else f"{words.plural(len(rows), 'source')} are"
    until = rows["expires_at"].max()
    lasts = "" if pd.isna(until) else f" until {words.moment(until)}"
    kept = words.plural(len(written.kept), "source")
    left = f"{kept} left alone: somebody decided anew meanwhile." if len(written.kept) else ""
    st.session_state[_SAID] = [
        f":green[:material/check: {who} {what}{lasts}, written and read back.]",
        *(f":orange[:material/info: {literal(note, 300)}]" for note in (*written.notes, left) if note),
    ]
