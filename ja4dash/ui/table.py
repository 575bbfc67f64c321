"""Tables: a frame with headings in words, units, threat colours, and cells that open what they name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.column_config import Column as StreamlitColumn
from streamlit.elements.arrow import SelectionMode

from ja4dash import severity, words
from ja4dash.column import SPELLINGS, Column
from ja4dash.provenance import bare
from ja4dash.scope import Scope
from ja4dash.ui import exports, links, panel, theme
from ja4dash.ui.exports import Whole

ROW_HEIGHT: Final = 30
WIDEST_ADDRESS: Final = 170
"""Pixels of a column of addresses: as much as many IPv6 addresses need, and narrow tables can spare."""

FORMATS: Final = {
    "count": "localized",
    "plain": "%d",
    "number": "%.{digits}f",
    "score": "%.{digits}f",
    "percent": "%.0f %%",
    "pct": "%.0f %%",
}
"""Kinds of numbers that stay numbers; `percent` is a share of 1, `pct` of 100."""

MOMENTS: Final = {"time": "YYYY-MM-DD HH:mm:ss", "clock": "HH:mm:ss"}
"""Kinds of instants, in UTC."""


def show_table(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    scope: Scope,
    empty: str,
    hint: str = panel.HINT,
    rows: int = 12,
    whole: Whole | None = None,
    exported: bool = True,
) -> int | None:
    """Show the named columns of a frame; a click on an address, JA4, ASN, host or country opens it.

    `empty` says in our words what there is none of, `hint` what to do. At most `rows` rows are in sight, the rest scrolls.
    The table can be exported, unless another one on the panel has its rows; `whole` is what it is a page of.
    Returns the place of the row that was clicked elsewhere.
    """
    panel.seen(frame)
    if frame.empty:
        panel.empty(empty, hint)
        return None
    if exported:
        exports.offer(frame, key, whole)
    return _follow(_drawn(frame, columns, key, rows), frame, scope)


def pick_rows(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    rows: int = 12,
    many: bool = True,
    on_pick: Callable[[tuple[int, ...], int | None], None] | None = None,
) -> tuple[int, ...]:
    """Show the named columns of a frame that is not empty; its rows can be ticked, and no cell opens anything.

    Returns the places of the ticked rows, at most one unless `many`. `on_pick` is told of a change before the page runs: the
    ticked rows and the row that was clicked.
    """
    panel.seen(frame)

    def told() -> None:
        picked = st.session_state[key]["selection"]
        if on_pick is not None:
            on_pick(tuple(picked["rows"]), int(picked["cells"][0][0]) if picked["cells"] else None)

    modes: tuple[SelectionMode, ...] = ("multi-row" if many else "single-row", "single-cell")
    picked = _drawn(frame, columns, key, rows, modes=modes, on_select=told if on_pick else "rerun")
    return tuple(picked["selection"]["rows"])


def _drawn(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    key: str,
    rows: int,
    *,
    modes: Sequence[SelectionMode] = ("single-cell",),
    on_select: Callable[[], None] | Literal["rerun"] = "rerun",
) -> Any:
    plain = bare(frame)
    shown = pd.DataFrame({name: _readable(plain[name], column) for name, column in columns.items()})
    return st.dataframe(
        _coloured(shown, columns),
        key=key,
        hide_index=True,
        height=ROW_HEIGHT * (min(len(frame), rows) + 1) + 3,
        row_height=ROW_HEIGHT,
        column_config={name: _config(column, plain[name], _width(name, column, plain[name])) for name, column in columns.items()},
        on_select=on_select,
        selection_mode=modes,
        placeholder=words.DASH,
    )


def _follow(picked: Any, frame: pd.DataFrame, scope: Scope) -> int | None:
    cells = picked["selection"]["cells"] if picked else []
    if not cells:
        return None
    row, name = cells[0]
    kind, value = links.KINDS.get(name, ""), str(frame.iloc[row][name])
    if links.opens(kind, value):
        links.go(kind, value, scope)
    return int(row)


def _readable(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    if column.kind == "percent":
        return values * 100
    spelling = SPELLINGS.get(column.kind)
    return values.map(spelling) if spelling else values


def _width(name: str, column: Column, values: pd.Series[Any]) -> int | str | None:
    """The column's width; more where an IPv6 address would be cut."""
    if name != "ip" or not isinstance(column.width, int):
        return column.width
    return min(WIDEST_ADDRESS, max(column.width, int(16 + 6.7 * max(map(len, values)))))


def _config(column: Column, values: pd.Series[Any], width: int | str | None) -> Any:
    common: dict[str, Any] = {"label": column.label, "width": width, "help": column.help}
    if column.kind in FORMATS:
        return st.column_config.NumberColumn(**common, format=FORMATS[column.kind].format(digits=column.digits))
    if column.kind in MOMENTS:
        return st.column_config.DatetimeColumn(**common, format=MOMENTS[column.kind], timezone="UTC")
    if column.kind == "bar":
        longest = float(values.max() or 1)
        return st.column_config.ProgressColumn(**common, format="localized", min_value=0, max_value=longest, color="gray")
    return StreamlitColumn(**common)


def _coloured(shown: pd.DataFrame, columns: Mapping[str, Column]) -> Any:
    """Threat colours on levels, the accent on what can be opened.

    Only cells that have a colour get an id: Streamlit writes what a styled cell shows a second time.
    """
    dark = theme.dark()
    accent = f"color: {theme.colours().accent}"
    levels = {severity.name(level): f"color: {severity.colour(level, dark=dark)}; font-weight: 600" for level in severity.LEVELS}
    css = {
        name: [levels.get(text, "font-weight: 600") for text in shown[name]] if column.kind == "level" else [accent] * len(shown)
        for name, column in columns.items()
        if column.kind == "level" or links.KINDS.get(name)
    }
    if not css:
        return shown
    styles = np.array(list(css.values())).T  # at once: column by column takes twice the time
    return Styler(shown, cell_ids=False).apply(lambda _: styles, axis=None, subset=list(css))
