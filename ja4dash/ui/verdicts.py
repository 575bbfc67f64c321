"""Verdicts on screen: what the detector learned from them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.scope import Scope
from ja4dash.ui.columns.verdicts import LEARNED
from ja4dash.ui.table import show_table


def show_learned(learned: pd.DataFrame, scope: Scope) -> None:
    """Whether what was learned is used, or why not, and its figures."""
    for state in learned["state"]:
        st.text("In use." if state == "used" else f"Not in use: {words.shortened(state, 300)}.")
    show_table(
        learned,
        LEARNED,
        key="learned",
        scope=scope,
        empty="No metadata file in the model folder tells of it",
        hint="Each detection cycle looks at the verdicts; 20 sources of each kind, judged bot and legitimate, are enough.",
    )
