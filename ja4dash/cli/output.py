"""What goes to standard output: UTF-8 whatever the locale says, and tables that no row can break out of."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from ja4dash.export import visible

WIDEST: Final = 60
NOTHING: Final = "–"


def write(text: str) -> None:
    """Text and a line's end to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")


def say(text: str) -> None:
    """A line about what is going on, to standard error."""
    print(visible(text), file=sys.stderr)


def table(frame: pd.DataFrame, widest: int = WIDEST) -> str:
    """The frame for people: aligned, numbers rounded, times in UTC, long text cut, control characters written out."""
    names = [str(name) for name in frame.columns]
    columns = [[_cut(cell(value), widest) for value in frame[name]] for name in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in frame.dtypes]
    widths = [max(_width(text) for text in [name, *cells]) for name, cells in zip(names, columns, strict=True)]
    lines = [names, ["-" * width for width in widths], *map(list, zip(*columns, strict=True))]
    return "\n".join(_line(line, widths, numeric) for line in lines)


def cell(value: object) -> str:
    """One value as a person reads it."""
    match value:
        case bool() | np.bool_():
            return "yes" if value else "no"
        case float() | np.floating():
            return NOTHING if pd.isna(value) else _rounded(float(value))
        case pd.Timestamp():
            return f"{value:%Y-%m-%d %H:%M:%S}" if value.year > 1970 else NOTHING
        case list() | tuple() | np.ndarray():
            return ", ".join(cell(item) for item in value)
    return NOTHING if value is None or value is pd.NaT or value is pd.NA else visible(str(value))


def _rounded(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else f"{text[: widest - 1]}…"


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for text, width, right in zip(cells, widths, numeric, strict=True):
        space = " " * (width - _width(text))
        padded.append(space + text if right else text + space)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
