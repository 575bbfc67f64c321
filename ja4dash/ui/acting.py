"""What can be done about the sources a page shows: decide about all of them, or block them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.scope import Scope
from ja4dash.ui.blocklist import blocklist_button
from ja4dash.ui.selection import Selection, of_fleet
from ja4dash.ui.together import together_button


def acting(select: Callable[[], Selection], scope: Scope, *, key: str) -> None:
    """Both buttons side by side; what they are about is asked for when one is pressed."""
    with st.container(horizontal=True, width="content", gap="small"):
        together_button(select, scope, key=key)
        blocklist_button(select, scope, key=key)


def acting_on_fleet(fleets: pd.DataFrame, place: int | None, scope: Scope) -> None:
    """Both buttons for the community whose row was clicked."""
    if fleets.empty:
        return
    if place is None or place >= len(fleets):
        st.caption("Click a community's score to decide about it or to block it.")
        return
    row = fleets.iloc[place]
    st.caption(f"Row {place + 1}: {words.plural(int(row['n_ips']), 'source')}")
    acting(partial(of_fleet, list(row["ja4_set"]), list(row["asn_set"]), scope), scope, key="fleet")
