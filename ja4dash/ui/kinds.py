"""The rows behind a page's subject, one kind at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.scope import Scope
from ja4dash.ui.table import Column, show_table

LAST_HOUR: Final = ""
"""The window of what only the last hour has, whatever was chosen."""


@dataclass(frozen=True)
class Detail:
    """One kind of rows: its query, its headings, and the window it looks at unless another was chosen."""

    rows: Callable[[str, Scope], pd.DataFrame]
    columns: Mapping[str, Column]
    window: str


def show_kinds(value: str, scope: Scope, details: Mapping[str, Detail], subject: str) -> None:
    """A choice of kinds, the first one unless chosen, and its rows; only these are asked for. `subject` is our word for it."""
    kind = st.segmented_control(
        "Rows", list(details), default=next(iter(details)), required=True, key="detail", label_visibility="collapsed"
    )
    detail = details[kind]
    window = "last hour" if detail.window == LAST_HOUR else scope.when(detail.window)
    rows = detail.rows(value, scope)
    st.caption(f"{words.plural(len(rows), 'row')}, newest or busiest first · {window}")
    show_table(
        rows,
        detail.columns,
        key=f"detail_{kind}",
        scope=scope,
        empty=f"No {kind.lower()} of this {subject} in the {window}",
        rows=14,
    )
