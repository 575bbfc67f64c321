"""How old the detector's last cycle is, in one line."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words

LATE_AFTER: Final = timedelta(minutes=30)


def show_age(summary: pd.DataFrame) -> None:
    """Green while cycles come, orange when the last one is older than half an hour; nothing when none ever ran."""
    row = summary.iloc[0]
    if pd.isna(row["age_seconds"]):
        return
    age = timedelta(seconds=float(row["age_seconds"]))
    late = age > LATE_AFTER
    mark = ":orange[:material/warning: The detector is late" if late else ":green[:material/check_circle: The detector runs"
    st.markdown(f"{mark}: its last cycle was {words.age(age)} ago, at {words.moment(row['last_cycle'])}.]")
