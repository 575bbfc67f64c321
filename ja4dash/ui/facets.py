"""Facets: the top values of each dimension with their counts; a click includes the value in the scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.column import Column
from ja4dash.scope import FIELDS, Scope, ScopeError
from ja4dash.ui import exports, panel
from ja4dash.ui.scope_bar import change
from ja4dash.ui.table import ROW_HEIGHT, show_table

WIDEST: Final = 20


def show_facets(
    frame: pd.DataFrame,
    scope: Scope,
    *,
    measure: str,
    headings: Mapping[str, str],
    empty: str,
    hint: str = panel.HINT,
    rows: int = 5,
) -> None:
    """A small table a dimension. `frame` has `facet`, `value` and the `measure`; `headings` is field to heading, in order."""
    panel.seen(frame)
    if frame.empty:
        panel.empty(empty, hint)
        return
    exports.offer(frame, f"{measure}_by_value")
    with st.grid(4 if len(headings) > 6 else 3, min_column_width=250):
        for field, heading in headings.items():
            _facet(frame[frame["facet"] == field].head(rows), field, heading, scope, measure)


def _facet(part: pd.DataFrame, field: str, heading: str, scope: Scope, measure: str) -> None:
    shown = pd.DataFrame(
        {
            "value": part["value"].map(lambda value: _spelled(field, value)),
            measure: part[measure],
        }
    )
    picked = st.dataframe(
        shown,
        key=f"{measure}_{field}",
        hide_index=True,
        height=ROW_HEIGHT * (len(part) + 1) + 3 if len(part) else "auto",
        row_height=ROW_HEIGHT,
        column_config={
            "value": st.column_config.TextColumn(heading, width=148),
            measure: st.column_config.ProgressColumn(
                measure.capitalize(),
                width=110,
                format="localized",
                min_value=0,
                max_value=float(part[measure].max() if len(part) else 1),
                color="gray",
            ),
        },
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = picked["selection"]["cells"]
    if cells:
        _include(scope, field, str(part.iloc[cells[0][0]]["value"]))


def _spelled(field: str, value: str) -> str:
    return words.shortened(FIELDS[field].show(value), WIDEST) if value else "none known"


def _include(scope: Scope, field: str, value: str) -> None:
    try:
        wanted = scope.where(field, value)
    except ScopeError:
        return
    if wanted != scope:
        change(wanted)
        st.rerun()


def show_sources(frame: pd.DataFrame, scope: Scope, *, empty: str) -> None:
    """The sources of a facet frame, busiest first; a click opens one."""
    busiest = frame[frame["facet"] == "ip"].rename(columns={"value": "ip"})
    busiest.attrs = frame.attrs
    show_table(
        busiest,
        {"ip": Column("Source", width=200), "requests": Column("Requests", "bar")},
        key="busiest",
        scope=scope,
        empty=empty,
    )
