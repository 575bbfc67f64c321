"""The rows behind a page's subject, one kind at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.column import Column
from ja4dash.queries import detections, scores
from ja4dash.scope import Scope
from ja4dash.statement import Order
from ja4dash.ui import paging
from ja4dash.ui.address import put
from ja4dash.ui.columns.shared import SORT_NAMES
from ja4dash.ui.exports import Whole
from ja4dash.ui.table import show_table

PARAMETER: Final = "detail"
"""The URL parameter that names the kind."""

LAST_HOUR: Final = ""
"""The window of what only the last hour has, whatever was chosen."""


@dataclass(frozen=True)
class Detail:
    """One kind of rows: its query, its headings, and the window it looks at unless another was chosen."""

    rows: Callable[[str, Scope], pd.DataFrame]
    columns: Mapping[str, Column]
    window: str


@dataclass(frozen=True)
class Pages:
    """A kind of which there may be many: `listing` gives a page of it, `extract` the first of all, `total` counts them.

    Each takes the subject and the scope; a listing also order, limit and offset, an extract the most rows and the order.
    """

    listing: Callable[..., pd.DataFrame]
    extract: Callable[..., pd.DataFrame]
    total: Callable[[str, Scope], int]
    sorts: Mapping[str, str]
    columns: Mapping[str, Column]
    window: str


def detections_of(field: str, columns: Mapping[str, Column], window: str = detections.WINDOW) -> Pages:
    """Detections of a filter's one value."""
    within = partial(_within, field, window)
    return Pages(
        lambda value, scope, **page: detections.listing(within(value, scope), **page),
        lambda value, scope, most, **page: detections.extract(within(value, scope), most, **page),
        lambda value, scope: paging.total(detections.totals(within(value, scope)), "detections"),
        paging.named([name for name in detections.SORTS if name in columns], SORT_NAMES),
        columns,
        window,
    )


def scores_of(field: str, columns: Mapping[str, Column]) -> Pages:
    """Scored sessions of a filter's one value."""
    within = partial(_within, field, scores.WINDOW)
    return Pages(
        lambda value, scope, **page: scores.listing(within(value, scope), **page),
        lambda value, scope, most, **page: scores.extract(within(value, scope), most, **page),
        lambda value, scope: paging.total(scores.totals(within(value, scope)), "sessions"),
        paging.named([name for name in scores.SORTS if name in columns], SORT_NAMES),
        columns,
        scores.WINDOW,
    )


def _within(field: str, window: str, value: str, scope: Scope) -> Scope:
    return scope.without(field).where(field, value).over(window)


def show_kinds(value: str, scope: Scope, details: Mapping[str, Detail | Pages], subject: str) -> None:
    """A choice of kinds, the first one unless chosen, and its rows; only these are asked for. `subject` is our word for it."""
    kind = st.segmented_control(
        "Rows",
        list(details),
        default=next(iter(details)),
        required=True,
        key=PARAMETER,
        bind="query-params",
        on_change=partial(put, page=""),
        label_visibility="collapsed",
    )
    detail = details[kind]
    window = "last hour" if detail.window == LAST_HOUR else scope.when(detail.window)
    show = partial(
        show_table,
        columns=detail.columns,
        key=f"detail_{kind}",
        scope=scope,
        empty=f"No {kind.lower()} of this {subject} in the {window}",
        rows=14,
    )
    if isinstance(detail, Detail):
        rows = detail.rows(value, scope)
        st.caption(f"{words.plural(len(rows), 'row')}, newest or busiest first · {window}")
        show(rows)
        return
    page = paging.choose(f"detail_{kind}", (value, scope), detail.sorts, Order(next(iter(detail.sorts))))
    rows = detail.listing(value, scope, order=page.order, limit=page.limit, offset=page.offset)
    total = detail.total(value, scope)
    show(rows, whole=Whole(partial(detail.extract, value, scope, order=page.order), total))
    paging.turn(total, page)
