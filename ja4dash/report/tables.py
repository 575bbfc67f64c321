"""A frame as a table for reading: named columns, values in words with their units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from ja4dash import words
from ja4dash.column import SPELLINGS, Column
from ja4dash.report.drawing import level_class
from ja4dash.report.parts import Cell, Heading, Table
from ja4dash.report.text import text

_MONO: Final = ("ip", "ja4", "h2_fingerprint", "path", "query", "value", "header_user_agent")
"""Columns of addresses, fingerprints and what clients sent."""

_FIGURES: Final[Mapping[str, Callable[[Any, int], str]]] = {
    "count": lambda value, _: words.whole(value),
    "bar": lambda value, _: words.whole(value),
    "plain": lambda value, _: f"{value:d}",
    "number": words.number,
    "score": words.number,
    "percent": lambda value, _: words.percent(value),
    "pct": lambda value, _: words.percent(value, 100),
    "status": lambda value, _: SPELLINGS["status"](value),
}
_MOMENTS: Final[Mapping[str, Callable[[Any], str]]] = {"time": words.moment, "clock": words.clock}


def table(frame: pd.DataFrame, columns: Mapping[str, Column], *, total: int | None = None, order: str = "") -> Table:
    """The named columns of a frame; `total` is how many rows there are in all, where that is known to be more."""
    return Table(
        caption=_caption(len(frame), total, order),
        headings=tuple(Heading(column.label, column.help or "", column.kind in _FIGURES) for column in columns.values()),
        rows=tuple(
            tuple(cell(value, columns[name], name) for name, value in zip(columns, values, strict=True))
            for values in zip(*(frame[name].tolist() for name in columns), strict=True)
        ),
    )


def cell(value: Any, column: Column, name: str = "") -> Cell:
    """One value as a person reads it; a dash where there is none."""
    if column.kind in _MOMENTS:
        return Cell(text(_MOMENTS[column.kind](value).removesuffix(" UTC")), "number")
    if not isinstance(value, list | dict) and pd.isna(value):
        return Cell(text(words.DASH))
    if column.kind in _FIGURES:
        return Cell(text(_FIGURES[column.kind](value, column.digits)), "number")
    spelled = str(SPELLINGS[column.kind](value)) if column.kind in SPELLINGS else str(value)
    kind = level_class(value) if column.kind == "level" else "mono" if name in _MONO else "text"
    return Cell(text(spelled or words.DASH), kind)


def _caption(rows: int, total: int | None, order: str) -> str:
    counted = words.plural(rows, "row")
    if total is not None and total > rows:
        counted = f"{words.whole(rows)} of {words.plural(total, 'row')}: the rest is cut"
    return ", ".join(filter(None, (counted, order)))
