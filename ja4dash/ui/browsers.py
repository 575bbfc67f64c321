"""Tables of the Browsers and HTTP/2 coherence pages: classes of sessions whose rows open the sessions behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash.column import Column
from ja4dash.scope import Scope
from ja4dash.ui import drill
from ja4dash.ui.table import show_table

ALWAYS: Final = "Always the last hour, whichever window is chosen for other pages; filters apply · times in UTC"
NOTHING: Final = "No session in the last hour"
WAIT: Final = "This page looks at the last hour only: remove a filter, or wait for requests."

_UNNAMED: Final = {"browser_family": "no known browser", "h2_dict_family": "no signature"}


def show_classes(
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    part: str,
    scope: Scope,
    *,
    by: str,
    rows: int = 8,
    empty: str = NOTHING,
    hint: str = WAIT,
) -> None:
    """Classes of sessions (`part` of `browsers.CLASSES`, named by column `by`); a click on a row asks for its sessions."""
    row = show_table(named(frame), columns, key=f"classes_{part}_{by}", scope=scope, empty=empty, hint=hint, rows=rows)
    drill.note_click(part, frame[by], row)


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with words where a family is empty."""
    return frame.assign(**{column: frame[column].replace("", word) for column, word in _UNNAMED.items() if column in frame})


def show_hint() -> None:
    """How to get from a class to its sessions."""
    st.caption(":material/ads_click: Click a row to see its sessions below.")
