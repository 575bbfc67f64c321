"""The wall's parts: components that show texts as texts and go on telling their age when nothing arrives any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

_FOLDER: Final = Path(__file__).parent
PULSE: Final = "wall_pulse"


def _part(name: str, *scripts: str) -> Any:
    script = "\n".join((_FOLDER / f"{part}.js").read_text("utf-8") for part in ("ages", *scripts))
    return st.components.v2.component(name, js=script, isolate_styles=False)


_pulse = _part(PULSE, "pulse")
_tile = _part("wall_tile", "tile")
_figures = _part("wall_figures", "figures")


@dataclass(frozen=True)
class Row:
    """One line of a tile: a text a column; the colour of its level, its share (0..1) for a bar, whether it is new."""

    cells: Sequence[str]
    colour: str = ""
    share: float = 0.0
    fresh: bool = False


@dataclass(frozen=True)
class Figure:
    """One key figure in words, with its change, whether that is for the worse, its course and a note in its place."""

    label: str
    value: str
    change: str
    worse: bool
    colour: str
    points: Sequence[float]
    note: str = ""


def pulse(key: str, **data: object) -> None:
    """Clock, states, and the watch over the connection; see `pulse.js`."""
    _pulse(key=key, data=data, on_question_change=_heard)


def question(key: str) -> int | None:
    """What the screen asked after it doubted what it shows; an answer to it proves that the dashboard is there."""
    state = st.session_state.get(key)
    return state.question if state else None


def _heard() -> None:
    """Nothing to do: the fragment runs, and answers."""


def figures(key: str, age: Mapping[str, object], shown: Sequence[Mapping[str, object]]) -> None:
    """A row of key figures, each with the fields of `Figure`."""
    _figures(key=key, data={**age, "figures": shown})


def tile(
    key: str,
    age: Mapping[str, object],
    title: str,
    note: str = "",
    *,
    columns: Mapping[str, str] | None = None,
    rows: Sequence[Mapping[str, object]] | None = None,
) -> None:
    """A panel's head and, with `columns` (a style to its width), its rows, each with the fields of `Row`."""
    data: dict[str, object] = {**age, "title": title, "note": note}
    if columns is not None and rows is not None:
        data |= {"columns": list(columns), "widths": " ".join(columns.values()), "rows": rows}
    _tile(key=key, data=data)
