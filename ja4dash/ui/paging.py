"""Pages of a listing: which one is shown, how many there are, sorted by what."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from ja4dash import words
from ja4dash.scope import Scope
from ja4dash.statement import Order


@dataclass(frozen=True)
class Page:
    """A page of a listing: how many rows, from which one on, in which order."""

    limit: int
    offset: int
    order: Order


def choose(
    key: str, scope: Scope, sorts: Mapping[str, str], default: Order, *, sizes: Sequence[int] = (50, 100, 200, 500)
) -> Page:
    """Widgets for sort and page size; the page's number is kept until scope, sort or size change."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        column = st.selectbox(
            "Sort by",
            list(sorts),
            index=list(sorts).index(default.column),
            format_func=lambda name: sorts[name],
            key=f"{key}_sort",
            width=190,
        )
        down = st.segmented_control(
            "Order",
            ["Descending", "Ascending"],
            default="Descending" if default.descending else "Ascending",
            required=True,
            key=f"{key}_down",
        )
        size = st.selectbox("Rows a page", sizes, key=f"{key}_size", width=110)
    order = Order(column, down == "Descending")
    asked = (scope, order, size)
    if st.session_state.get(f"{key}_asked") != asked:
        st.session_state[f"{key}_asked"] = asked
        st.session_state[f"{key}_page"] = 1
    number = int(st.session_state.get(f"{key}_page", 1))
    return Page(size, (number - 1) * size, order)


def turn(key: str, total: int, page: Page) -> None:
    """Under the table: which rows of how many, and the other pages."""
    if not total:
        return
    pages = max(1, math.ceil(total / page.limit))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first, last = page.offset + 1, min(total, page.offset + page.limit)
        st.caption(f"{words.whole(first)}–{words.whole(last)} of {words.whole(total)}", width="content")
        if pages > 1:
            st.session_state[f"{key}_page"] = min(int(st.session_state.get(f"{key}_page", 1)), pages)
            st.pagination(pages, key=f"{key}_page")
