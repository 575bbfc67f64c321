"""The journal on screen: who, what, which target, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

import streamlit as st

from ja4dash.queries import journal
from ja4dash.scope import Scope
from ja4dash.statement import Order
from ja4dash.ui import paging
from ja4dash.ui.columns.journal import JOURNAL
from ja4dash.ui.exports import Whole
from ja4dash.ui.table import show_table

PARAMETERS: Final = ("text", "who", "action")
"""The page's own URL parameters."""

SORTS: Final = {"at": "Time", "who": "Who", "action": "Action", "target": "Target"}


def show_journal(scope: Scope) -> None:
    """Search, filters, entries and pages."""
    known = journal.totals(scope).iloc[0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.text_input(
            "Search",
            key="text",
            bind="query-params",
            type="search",
            icon=":material/search:",
            placeholder="a target, a comment, a batch",
            width=260,
        )
        who = _one_of("Who", known["everybody"], "who", "anybody")
        action = _one_of("Action", known["actions"], "action", "any action")
    page = paging.choose("journal", (scope, text, who, action), SORTS, Order("at"), sizes=(100, 200, 500))
    rows = journal.listing(scope, who=who, action=action, text=text, order=page.order, limit=page.limit, offset=page.offset)
    total = int(rows["matching"].max()) if len(rows) else 0
    show_table(
        rows,
        JOURNAL,
        key=f"journal_{page.offset}",
        scope=scope,
        empty=f"Nothing written in the {scope.when(journal.WINDOW)}" if not (text or who or action) else "No entry matches",
        hint="Decisions, undos and changes of signatures stand here as soon as somebody makes one.",
        rows=18,
        whole=Whole(partial(journal.extract, scope, who=who, action=action, text=text, order=page.order), total),
    )
    paging.turn(total, page)


def _one_of(label: str, values: Iterable[str], key: str, everything: str) -> str:
    chosen = st.selectbox(
        label, ["", *values], format_func=lambda value: value or everything, key=key, bind="query-params", width=170
    )
    return str(chosen)
