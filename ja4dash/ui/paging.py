"""Pages of a listing: which one is shown, how many there are, sorted by what."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.provenance import bare
from ja4dash.statement import Order
from ja4dash.ui import panel
from ja4dash.ui.address import PAGE, ROWS, SORT, put

DOWN: Final = "Descending"
UP: Final = "Ascending"


@dataclass(frozen=True)
class Page:
    """A page of a listing: how many rows, from which one on, in which order; `key` names its widgets."""

    limit: int
    offset: int
    order: Order
    key: str


def choose(
    key: str, subject: Hashable, sorts: Mapping[str, str], default: Order, *, sizes: Sequence[int] = (50, 100, 200, 500)
) -> Page:
    """Widgets for sort and page size. Both and the page's number stand in the address, so a page has one such listing.

    The number is kept until sort, size or `subject` (scope, search) change; what the address asks for and cannot be had
    is the default.
    """
    order, size = _order(sorts, default), _size(sizes)
    keep = partial(_keep, key, default, sizes[0])
    st.session_state[f"{key}_sort"] = order.column
    st.session_state[f"{key}_down"] = DOWN if order.descending else UP
    st.session_state[f"{key}_size"] = size
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Sort by", list(sorts), format_func=lambda name: sorts[name], key=f"{key}_sort", width=165, on_change=keep)
        st.segmented_control("Order", [DOWN, UP], required=True, key=f"{key}_down", on_change=keep)
        st.selectbox("Rows a page", sizes, key=f"{key}_size", width=100, on_change=keep)
    return Page(size, (_number(key, subject) - 1) * size, order, key)


def _order(sorts: Mapping[str, str], default: Order) -> Order:
    asked = st.query_params.get(SORT, "")
    column = asked.removeprefix("-")
    return Order(column, asked.startswith("-")) if column in sorts else default


def _size(sizes: Sequence[int]) -> int:
    asked = st.query_params.get(ROWS, "")
    return next((size for size in sizes if str(size) == asked), sizes[0])


def _keep(key: str, default: Order, usual: int) -> None:
    column, down, size = (st.session_state[f"{key}_{part}"] for part in ("sort", "down", "size"))
    order = Order(column, down == DOWN)
    sort = "" if order == default else f"{'-' if order.descending else ''}{order.column}"
    put(sort=sort, rows="" if size == usual else str(size), page="")


def _number(key: str, subject: Hashable) -> int:
    """The number in the address; the first one when another question is asked under the number of the one before."""
    asked = st.query_params.get(PAGE, "")
    was = st.session_state.get(f"{key}_seen", (subject, asked))
    if was[0] != subject and was[1] == asked:
        put(page="")
        asked = ""
    st.session_state[f"{key}_seen"] = (subject, asked)
    return int(asked) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 1


def named(sorts: Collection[str], names: Mapping[str, str]) -> dict[str, str]:
    """What a listing can be sorted by, with the names people read."""
    return {column: names[column] for column in sorts}


def total(frame: pd.DataFrame, column: str) -> int:
    """The count that a one-row frame holds; rows are counted exactly, whatever sources beside them are."""
    counted = bare(frame)[[column]]
    counted.attrs = {**frame.attrs, "approximate": False}
    panel.seen(counted)
    return int(counted[column].iloc[0])


def turn(count: int, page: Page) -> None:
    """Under the table: which rows of how many, and the other pages."""
    pages = math.ceil(count / page.limit)
    if page.offset >= max(count, 1):  # an address of a time when there were more
        put(page=str(pages) if pages > 1 else "")
        st.rerun()
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first, last = page.offset + 1, min(count, page.offset + page.limit)
        st.caption(f"{words.whole(first)}–{words.whole(last)} of {words.whole(count)}", width="content")
        if pages > 1:
            number = page.offset // page.limit + 1
            name = f"{page.key}_page_{number}"  # another widget for each number, because the address says which one is shown
            st.pagination(pages, default=number, key=name, on_change=_turned, args=(name,))


def _turned(name: str) -> None:
    turned = int(st.session_state[name])
    put(page="" if turned == 1 else str(turned))
