"""From a class to the sessions behind it: a click on a row names the class in the address, a table shows its sessions."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.queries import browsers
from ja4dash.scope import Scope
from ja4dash.ui.columns.browsers import SESSIONS
from ja4dash.ui.table import show_table
from ja4dash.ui.text import literal

PARAMETER: Final = "of"
"""The page's own URL parameter: `family:Chrome`, `window:none sent`, `mismatch:`."""

_NAMES: Final = {
    "family": "JA4 says {}",
    "h2": "HTTP/2 says {}",
    "window": "WINDOW_UPDATE signal {}",
    "pair": "JA4 / HTTP/2 say {}",
    "against": "JA4 says {}, HTTP/2 contradicts it",
    "mismatch": "JA4 and HTTP/2 contradict each other",
    "unknown": "Neither a known browser nor a known bot",
}
_NOBODY: Final = {"family": "no known browser", "against": "no known browser", "h2": "something that has no signature"}


def note_click(part: str, names: pd.Series[str], row: int | None) -> None:
    """Put the class of a newly clicked row into the address; the row of an earlier click stays what it was."""
    new = newly(part, row)
    if new is not None:
        st.query_params[PARAMETER] = f"{part}:{names.iloc[new]}"


def newly(table: str, row: int | None) -> int | None:
    """The clicked row of a table unless it was that before: a click stays in a table until the next one."""
    key = f"clicked_{table}"
    before, st.session_state[key] = st.session_state.get(key), row
    return None if row == before else row


def chosen(default: str) -> tuple[str, str]:
    """The class that the address names: its kind (one of `browsers.CLASSES`) and name; `default` where it names none."""
    part, _, name = str(st.query_params.get(PARAMETER, default)).partition(":")
    return (part, name) if part in browsers.CLASSES else (default.partition(":")[0], "")


def show_sessions(scope: Scope, part: str, name: str, *, limit: int = 50) -> None:
    """Sessions of a class, least coherent first, each with what it contradicts itself by."""
    rows = browsers.explained(scope, part, name, limit=limit)
    total = int(rows.attrs["total"])
    told = _NAMES[part].format(literal(name, 80) if name else _NOBODY.get(part, "nothing"))
    shown = f"{words.plural(total, 'session')}" + (f", the first {words.whole(len(rows))} shown" if total > len(rows) else "")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{told}** :gray[{shown}]", width="content")
        if PARAMETER in st.query_params:
            st.button("Back to the first view", icon=":material/undo:", key="drill_back", on_click=_back)
    show_table(
        rows.assign(contradiction=rows["contradiction"].replace("", "none")),
        SESSIONS,
        key=f"sessions_{part}_{name}",
        scope=scope,
        empty="No such session in the last hour",
        hint="Click another row above, or remove a filter.",
        rows=14,
    )


def _back() -> None:
    del st.query_params[PARAMETER]
