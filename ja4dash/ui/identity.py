"""Who a source is, as a card of facts."""

from __future__ import annotations

import pandas as pd

from ja4dash import facts
from ja4dash.ui import panel
from ja4dash.ui.facts import show_facts


def show_identity(frame: pd.DataFrame) -> None:
    """Facts of a one-row summary of a source: network, what the lists say, what it did, how it was judged."""
    panel.seen(frame)
    show_facts(facts.of_source(frame.iloc[0]))
