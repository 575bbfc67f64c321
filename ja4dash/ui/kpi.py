"""A row of figures, each with a neighbour: the period before and a trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from ja4dash import words


@dataclass(frozen=True)
class Figure:
    """One figure: its name, the value as text or number, the value before, and its trend over the window."""

    label: str
    value: float | str | None
    before: float | None = None
    trend: Sequence[float] = ()
    help: str | None = None
    more_is_worse: bool = False


def kpi_row(figures: Sequence[Figure]) -> None:
    """Figures side by side, aligned, with sparklines where there is a trend."""
    with st.grid(len(figures), min_column_width=130, border=True):
        for figure in figures:
            _metric(figure)


def _metric(figure: Figure) -> None:
    text, change = (
        (figure.value, "")
        if isinstance(figure.value, str)
        else (words.count(figure.value), words.change(figure.value, figure.before))
    )
    st.metric(
        figure.label,
        text,
        change or None,
        delta_color=_colour(figure, change),
        delta_arrow=_arrow(change),
        help=figure.help,
        chart_data=list(figure.trend) if len(figure.trend) > 1 else None,
        chart_type="area",
        height="stretch",
    )


def _colour(figure: Figure, change: str) -> Literal["red", "gray"]:
    return "red" if figure.more_is_worse and change.startswith(("+", "new")) else "gray"


def _arrow(change: str) -> Literal["up", "down", "off"]:
    if change.startswith("+"):
        return "up"
    return "down" if change.startswith("-") else "off"
