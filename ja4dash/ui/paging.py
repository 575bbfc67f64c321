"""Pages of a listing: which one is shown, how many there are, sorted by what."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.statement import Order
from ja4dash.ui import panel


@dataclass(frozen=True)
class Page:
    """A page of a listing: how many rows, from which one on, in which order; `number` is its widget's key."""

    limit: int
    offset: int
    order: Order
    number: str


def choose(
    key: str, subject: Hashable, sorts: Mapping[str, str], default: Order, *, sizes: Sequence[int] = (50, 100, 200, 500)
) -> Page:
    """Widgets for sort and page size; the page's number is kept until `subject` (scope, search), sort or size change."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        column = st.selectbox(
            "Sort by",
            list(sorts),
            index=list(sorts).index(default.column),
            format_func=lambda name: sorts[name],
            key=f"{key}_sort",
            width=165,
        )
        down = st.segmented_control(
            "Order",
            ["Descending", "Ascending"],
            default="Descending" if default.descending else "Ascending",
            required=True,
            key=f"{key}_down",
        )
        size = st.selectbox("Rows a page", sizes, key=f"{key}_size", width=100)
    order = Order(column, down == "Descending")
    number = _number(key, (subject, order, size))
    return Page(size, (int(st.session_state.get(number, 1)) - 1) * size, order, number)


def _number(key: str, asked: Hashable) -> str:
    """The key of the page's number: another one for each question, so that every question begins on its first page."""
    if st.session_state.get(f"{key}_asked") != asked:
        st.session_state[f"{key}_asked"] = asked
        st.session_state[f"{key}_turn"] = int(st.session_state.get(f"{key}_turn", 0)) + 1
    return f"{key}_page_{st.session_state[f'{key}_turn']}"


def named(sorts: Collection[str], names: Mapping[str, str]) -> dict[str, str]:
    """What a listing can be sorted by, with the names people read."""
    return {column: names[column] for column in sorts}


def total(frame: pd.DataFrame, column: str) -> int:
    """The count that a one-row frame holds."""
    panel.seen(frame)
    return int(frame[column].iloc[0])


def turn(count: int, page: Page) -> None:
    """Under the table: which rows of how many, and the other pages."""
    if not count:
        return
    pages = math.ceil(count / page.limit)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first, last = page.offset + 1, min(count, page.offset + page.limit)
        st.caption(f"{words.whole(first)}–{words.whole(last)} of {words.whole(count)}", width="content")
        if pages > 1:
            st.pagination(pages, key=page.number)
