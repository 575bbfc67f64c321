"""Facets: the top values of each dimension with their counts; a click includes the value in the scope."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from ja4dash.scope import FIELDS, Scope, ScopeError
from ja4dash.ui import panel
from ja4dash.ui.scope_bar import change
from ja4dash.ui.table import ROW_HEIGHT


def show_facets(frame: pd.DataFrame, scope: Scope, *, key: str, headings: Mapping[str, str], empty: str, rows: int = 6) -> None:
    """A small table a dimension. `frame` has `field`, `value`, `requests`; `headings` is field to heading, in order."""
    panel.seen(frame)
    if frame.empty:
        panel.empty(empty)
        return
    with st.grid(len(headings), min_column_width=190):
        for field, heading in headings.items():
            _facet(frame[frame["field"] == field].head(rows), field, heading, scope, key)


def _facet(part: pd.DataFrame, field: str, heading: str, scope: Scope, key: str) -> None:
    shown = pd.DataFrame({"value": part["value"].map(FIELDS[field].show), "requests": part["requests"]})
    picked = st.dataframe(
        shown,
        key=f"{key}_{field}",
        hide_index=True,
        height=ROW_HEIGHT * (len(part) + 1) + 3 if len(part) else "auto",
        row_height=ROW_HEIGHT,
        column_config={
            "value": st.column_config.TextColumn(heading),
            "requests": st.column_config.ProgressColumn(
                "Requests",
                format="localized",
                min_value=0,
                max_value=float(part["requests"].max() if len(part) else 1),
                color="gray",
            ),
        },
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = picked["selection"]["cells"]
    if cells:
        _include(scope, field, str(part.iloc[cells[0][0]]["value"]))


def _include(scope: Scope, field: str, value: str) -> None:
    try:
        wanted = scope.where(field, value)
    except ScopeError:
        return
    if wanted != scope:
        change(wanted)
        st.rerun()
