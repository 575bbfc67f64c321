"""Facets: the top values of each dimension with their counts; a click includes a value in the scope, or excludes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.column import Column
from ja4dash.scope import FIELDS, Scope, ScopeError
from ja4dash.ui import exports, panel, theme
from ja4dash.ui.scope_bar import change
from ja4dash.ui.table import ROW_HEIGHT, show_table

WIDEST: Final = 20
WIDTH: Final = 330
HEIGHT: Final = 610
HOW: Final = "a click includes, − excludes, × lets go"
INCLUDED: Final = "included"
EXCLUDED: Final = "excluded"

_MARKS: Final = {"": "−", INCLUDED: "×", EXCLUDED: "×"}
_SIGNS: Final = {"": "", INCLUDED: "✓ ", EXCLUDED: "≠ "}
_OPEN: Final = "facets_open"
_TURN: Final = "facets_turn"


@contextmanager
def faceted(
    title: str,
    ask: Callable[[], pd.DataFrame],
    scope: Scope,
    *,
    measure: str,
    headings: Mapping[str, str],
    empty: str,
    hint: str = panel.HINT,
) -> Iterator[None]:
    """A panel for a table, and beside it (under it on a narrow screen), when a person opens them, the values of its facets.

    `ask` gives a frame as `show_facets` takes it; it is called while they are open, after the table was drawn.
    """
    opened = bool(st.session_state.get(_OPEN))
    with st.container(horizontal=True, gap="small", key=f"faceted_{measure}"):
        table = st.container(width="stretch")
        aside = st.container(width=WIDTH) if opened else None
    with table, panel.panel(title):
        panel.control(partial(_opener, opened, measure))
        yield
    if aside is not None:
        with aside, panel.panel("Facets", help=f"The commonest values: {HOW}."):
            frame = ask()
            panel.seen(frame)
            rows = _rows(frame, scope, headings, measure, 8)
            if frame.empty and rows.empty:
                panel.empty(empty, hint)
                return
            exports.offer(frame, f"{measure}_by_value")
            _list(_with_headings(rows, headings), scope, measure, f"{measure}_facets", "Value", height=HEIGHT)


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
            part = _rows(frame, scope, {field: heading}, measure, rows)
            _list(part, scope, measure, f"{measure}_{field}", heading, height=ROW_HEIGHT * (len(part) + 1) + 3)


def _rows(frame: pd.DataFrame, scope: Scope, headings: Mapping[str, str], measure: str, most: int) -> pd.DataFrame:
    """The first values of each facet, and those that the scope names: facet, value, state, `measure` (missing = not counted)."""
    parts = []
    for field in headings:
        top = frame[frame["facet"] == field].head(most)[["facet", "value", measure]].astype({measure: "float64"})
        named = {f.exclude: f.values for f in scope.filters if f.field == field}
        known = set(top["value"])
        more = [value for values in named.values() for value in values if value not in known]
        part = pd.concat([top, pd.DataFrame({"facet": field, "value": more, measure: float("nan")})], ignore_index=True)
        states = dict.fromkeys(named.get(False, ()), INCLUDED) | dict.fromkeys(named.get(True, ()), EXCLUDED)
        parts.append(part.assign(state=[states.get(value, "") for value in part["value"]]))
    return pd.concat(parts, ignore_index=True)


def _with_headings(rows: pd.DataFrame, headings: Mapping[str, str]) -> pd.DataFrame:
    """The rows of all facets under each other, each facet under its name."""
    named = [
        pd.concat([pd.DataFrame({"facet": [""], "value": [heading], "state": [""]}), part], ignore_index=True)
        for field, heading in headings.items()
        if len(part := rows[rows["facet"] == field])
    ]
    return pd.concat(named, ignore_index=True)


def _list(rows: pd.DataFrame, scope: Scope, measure: str, name: str, heading: str, *, height: int) -> None:
    """A table of values to click. A click is heard once: with the next scope the table begins without a selection."""
    key = f"{name}_{st.session_state.get(_TURN, 0)}"
    marked = rows["facet"] != ""
    shown = pd.DataFrame(
        {
            "value": [_spelled(*row) for row in rows[["facet", "value", "state"]].itertuples(index=False, name=None)],
            measure: rows[measure],
            "not": rows["state"].map(_MARKS).where(marked, ""),
        }
    )
    st.dataframe(
        shown.style.apply(partial(_styled, rows), axis=None),
        key=key,
        hide_index=True,
        height=height,
        row_height=ROW_HEIGHT,
        column_config={
            "value": st.column_config.TextColumn(heading, width=170),
            measure: st.column_config.NumberColumn(measure.capitalize(), width=80, format="localized"),
            "not": st.column_config.TextColumn("Not", width=38, help="Exclude the value, or let it go"),
        },
        on_select=partial(_clicked, key, rows, scope),
        selection_mode="single-cell",
        placeholder="",
    )


def _spelled(field: str, value: str, state: str) -> str:
    if not field:
        return value
    return _SIGNS[state] + (words.shortened(FIELDS[field].show(value), WIDEST) if value else "none known")


def _styled(rows: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Names of facets stand out, as do the values that the scope names."""
    accent = theme.colours().accent
    style = pd.DataFrame("", index=shown.index, columns=shown.columns)
    style.loc[rows["state"] != "", :] = f"color: {accent}; font-weight: 600"
    style.loc[rows["facet"] == "", :] = "font-weight: 600"
    return style


def _clicked(key: str, rows: pd.DataFrame, scope: Scope) -> None:
    cells: list[Any] = st.session_state[key]["selection"]["cells"]
    if not cells:
        return
    place, column = cells[0]
    row = rows.iloc[place]
    if not row["facet"]:
        return
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    try:
        change(wanted(scope, str(row["facet"]), str(row["value"]), str(row["state"]), exclude=column == "not"))
    except ScopeError as error:
        st.toast(f"Not applied: {error}", icon=":material/block:")


def wanted(scope: Scope, field: str, value: str, state: str, *, exclude: bool) -> Scope:
    """The scope after a click on a value: one that it names is let go, any other included or excluded; raises ScopeError."""
    return scope.less(field, value, exclude=state == EXCLUDED) if state else scope.where(field, value, exclude=exclude)


def _opener(opened: bool, measure: str) -> None:
    st.button(
        "Facets",
        icon=":material/right_panel_close:" if opened else ":material/right_panel_open:",
        type="tertiary",
        key=f"facets_of_{measure}",
        help="The commonest values beside the table, to include or to exclude",
        on_click=_open,
        args=(not opened,),
    )


def _open(opened: bool) -> None:
    st.session_state[_OPEN] = opened


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
