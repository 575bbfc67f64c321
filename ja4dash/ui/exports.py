"""Exports: the whole of a table as a file, not only the page in sight. Nothing is asked before a person asks for it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import export, words
from ja4dash.errors import Category, QueryError
from ja4dash.scope import Scope
from ja4dash.ui import panel, scope_bar

FORMS: Final[dict[export.Form, tuple[str, str]]] = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
}
MOST: Final = (100_000, 20_000, 4_000)
"""Rows of an export; fewer where so many are too big for the guard of an export."""

one_at_a_time = threading.Lock()
"""What holds much in memory while it is made."""


@dataclass(frozen=True)
class Whole:
    """All rows of a listing that is shown page by page: `rows` asks for at most so many, `total` counts them."""

    rows: Callable[[int], pd.DataFrame]
    total: int


@dataclass(frozen=True)
class Table:
    """What can be exported: the frame in sight, and how to get the rest of it."""

    name: str
    page: str
    scope: Scope
    frame: pd.DataFrame
    whole: Whole | None


def offer(frame: pd.DataFrame, name: str, whole: Whole | None = None) -> None:
    """A button in the title row of the panel around that exports the frame, or all that it is a page of.

    `name` is ours: it tells the tables of a page apart and becomes part of the file's name.
    """
    table = Table(name, scope_bar.page(), scope_bar.shown(), frame, whole)
    panel.control(partial(_button, table))


def _button(table: Table) -> None:
    if st.button("", icon=":material/download:", type="tertiary", key=f"export_{table.name}", help="Export this table"):
        _dialog(table)


@st.dialog("Export", width="medium")
def _dialog(table: Table) -> None:
    form: export.Form = st.segmented_control(
        "Format", list(FORMS), format_func=lambda form: FORMS[form][0], default="csv", required=True, key="file_as"
    )
    whole = table.whole
    if whole is None or whole.total <= len(table.frame):
        st.caption(f"{words.plural(len(table.frame), 'row')}, times in UTC")
        _save(table, table.frame, len(table.frame), form)
        return
    cut = f" The file will hold the first {words.whole(MOST[0])} of them." if whole.total > MOST[0] else ""
    st.caption(f"{words.plural(whole.total, 'row')}, filtered and sorted as in the table, times in UTC.{cut}")
    if st.button("Prepare the file", type="primary", key="file_prepare"):
        _prepare(table, whole, form)


def _prepare(table: Table, whole: Whole, form: export.Form) -> None:
    try:
        with st.spinner("Asking the engine …"), one_at_a_time:
            found = most(whole)
            _save(table, found, counted(whole, found), form)
    except QueryError as error:
        panel.failure(error)


def most(whole: Whole) -> pd.DataFrame:
    """As many rows as the engine gives out: fewer when the rows are so long that they are too big together."""
    *larger, smallest = MOST
    for rows in larger:
        try:
            return whole.rows(rows)
        except QueryError as error:
            if error.category is not Category.LIMIT:
                raise
    return whole.rows(smallest)


def counted(whole: Whole, found: pd.DataFrame) -> int:
    """How many rows there are, when a file of these is written: the rest has been cut off only where the file is full."""
    return max(whole.total, len(found)) if len(found) in MOST else len(found)


def _save(table: Table, frame: pd.DataFrame, total: int, form: export.Form) -> None:
    """The button that hands the file over, and what is in it."""
    content = export.file(frame, form, _about(table, frame, total))
    if total > len(frame):
        cut = f"first {words.whole(len(frame))} of {words.whole(total)} rows"
        st.markdown(f":orange[:material/content_cut: Cut: {cut}. Narrow the scope for the rest.]")
    label, kind = FORMS[form]
    st.download_button(
        f"Save {label}, {words.size(len(content))}",
        content,
        file_name=f"{file_name(table, frame, total)}.{form}",
        mime=kind,
        on_click="ignore",
        icon=":material/download:",
        key="file_save",
        type="primary",
    )


def file_name(table: Table, frame: pd.DataFrame, total: int) -> str:
    """Page, table, window and UTC time, in characters that every file system takes."""
    at: datetime = frame.attrs.get("fetched_at", datetime.now(UTC))
    own = "-".join(value for name in scope_bar.own_parameters() for value in st.query_params.get_all(name))
    cut = f"first-{len(frame)}-of-{total}" if total > len(frame) else ""
    page, name = _plain(table.page), _plain(table.name)
    parts = (page, _plain(own), "" if name == page else name, _window(table.scope, frame), cut, f"{at:%Y-%m-%dT%H%M%SZ}")
    return "_".join(part for part in parts if part)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:80]


def _window(scope: Scope, frame: pd.DataFrame) -> str:
    since, until = frame.attrs.get("since"), frame.attrs.get("until")
    if since is None or until is None:
        return ""
    if scope.window is not None and scope.window.since is not None:
        return f"{since:%Y-%m-%dT%H%MZ}-to-{until:%Y-%m-%dT%H%MZ}"
    length: timedelta = until - since
    hours = round(length.total_seconds() / 3600)
    return f"{hours // 24}d" if hours > 24 and hours % 24 == 0 else f"{hours}h"


def _about(table: Table, frame: pd.DataFrame, total: int) -> dict[str, Any]:
    told = frame.attrs
    return {
        "page": table.page,
        "table": table.name,
        "window": {"since": export.plain(told.get("since")), "until": export.plain(told.get("until"))},
        "scope": table.scope.to_query(),
        "fetched_at": export.plain(told.get("fetched_at")),
        "missing_columns": list(told.get("missing", ())),
        "rows_exported": len(frame),
        "rows_in_all": total,
        "cut": total > len(frame),
    }
