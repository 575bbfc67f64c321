"""Verdicts on screen: what the detector learned from them."""

from __future__ import annotations

import pandas as pd

from ja4dash.scope import Scope
from ja4dash.ui.columns.verdicts import LEARNED
from ja4dash.ui.table import show_table


def show_learned(learned: pd.DataFrame, scope: Scope) -> None:
    """One row that says what was learned, or why nothing was."""
    show_table(
        learned,
        LEARNED,
        key="learned",
        scope=scope,
        empty="No metadata file in the model folder tells of it",
        hint="Each detection cycle looks at the verdicts; 20 sources of each kind, judged bot and legitimate, are enough.",
    )
