"""A row of figures, each with a neighbour: the period before and a trend, or its share of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.ui import panel

FEWEST_POINTS: Final = 4
_SKETCHED: Final = frozenset({"ips", "sources"})
"""Figures that are counted by sketches where a result says that it is approximate."""

_EXACT: Final = 500
"""Up to here a sketch is exact."""


@dataclass(frozen=True)
class Figure:
    """One figure: its name and the column it is in (`<column>_before` holds the period before, if there is one).

    Without a period before, `whole` is the column of what it is a part of, and `whole_name` says what that is.
    """

    label: str
    column: str
    help: str | None = None
    more_is_worse: bool = False
    whole: str = ""
    whole_name: str = ""


def kpi_row(totals: pd.DataFrame, figures: Sequence[Figure], trend: pd.DataFrame | None = None) -> None:
    """Figures of a one-row frame side by side; `trend` has a column a figure, in order of time."""
    panel.seen(totals)
    if trend is not None:
        panel.seen(trend)
    row = totals.iloc[0]
    with st.grid(len(figures), min_column_width=130):
        for figure in figures:
            series = [] if trend is None or figure.column not in trend else list(trend[figure.column])
            whole = row[figure.whole] if figure.whole else None
            rounded = bool(totals.attrs.get("approximate")) and figure.column in _SKETCHED
            _metric(figure, row[figure.column], row.get(f"{figure.column}_before"), whole, series, rounded=rounded)


def _metric(
    figure: Figure, value: float, before: float | None, whole: float | None, series: Sequence[float], *, rounded: bool
) -> None:
    change = words.change(value, before)
    share = f"{words.percent(value, whole)} of {figure.whole_name}" if whole else ""
    st.metric(
        figure.label,
        f"≈ {words.count(value)}" if rounded and value >= _EXACT else words.count(value),
        change or share or None,
        delta_color=_colour(figure, change),
        delta_arrow=_arrow(change),
        help=figure.help,
        chart_data=series if len(series) >= FEWEST_POINTS and any(series) else None,
        chart_type="area",
        border=True,
        height="stretch",
    )


def _colour(figure: Figure, change: str) -> Literal["red", "gray"]:
    return "red" if figure.more_is_worse and change.startswith(("+", "new")) else "gray"


def _arrow(change: str) -> Literal["up", "down", "off"]:
    if change.startswith("+"):
        return "up"
    return "down" if change.startswith("-") else "off"
