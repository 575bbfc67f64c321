"""How a panel was asked: its statements, one under the other, behind a quiet button."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ja4dash import export, words
from ja4dash.provenance import Asked
from ja4dash.ui.text import literal

WIDTH: Final = 760
TALLEST: Final = 24
"""Lines of a statement in sight; a longer one scrolls."""
_LINE: Final = 18


def popover() -> DeltaGenerator:
    """The button, drawn before it is known what it holds, so that nothing moves when the panel is complete."""
    return st.popover("", icon=":material/database_search:", type="tertiary", help="How this was asked")


def show_asked(statements: Iterable[Asked]) -> None:
    """Each statement with its parameters as it can be run again, and what answering it took."""
    with st.container(width=WIDTH, gap="small"):
        st.markdown("**How this was asked**")
        told = list(statements)
        if not told:
            st.caption("Nothing here was asked of the engine.")
        for asked in told:
            st.caption(_figures(asked))
            script = export.upright(asked.script())
            lines = script.count("\n") + 1
            st.code(script, language="sql", height=_LINE * (TALLEST + 2) if lines > TALLEST else "content")


def _figures(asked: Asked) -> str:
    if asked.rows is None:
        milliseconds, at = f"{asked.milliseconds:,.0f} ms", words.clock(asked.fetched_at)
        return f"`{asked.name}` · failed after {milliseconds}, at {at} · {literal(asked.engine)}"
    rows = "rows read are not reported by this engine"
    if asked.rows_read is not None:
        rows = f"{words.plural(asked.rows_read, 'row')} read"
    size = "bytes not reported" if asked.bytes_read is None else words.size(asked.bytes_read)
    parts = (
        f"`{asked.name}`",
        f"{rows}, {size}",
        f"{words.plural(asked.rows, 'row')} returned",
        f"{asked.milliseconds:,.0f} ms",
        f"fetched {words.clock(asked.fetched_at)}",
        literal(asked.engine),
    )
    return " · ".join(parts)
