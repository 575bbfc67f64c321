"""Features on screen: two profiles on one scale, and what separates them."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.charts.compared import Subject, compared
from ja4dash.charts.deviation import deviation
from ja4dash.scope import Scope
from ja4dash.ui import theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.features import SEPARATION, TITLES
from ja4dash.ui.table import show_table

MEASURE: Final = (
    "Effect: how much more often a hosting session has the greater value than the smaller one, against any ISP session "
    "(Cliff's delta): 0 tells nothing apart, 1 or -1 everything."
)
SIDES: Final = "hosting has less  ←    →  hosting has more"


def show_profiles(frame: pd.DataFrame, *, empty: str, hint: str) -> None:
    """Where the sessions of ISP and of hosting networks stand among all sessions, feature by feature."""
    show_chart(
        compared(frame, _names(frame), _subjects()),
        frame,
        empty=empty,
        hint=hint,
        alt_text="Mean percentile of ISP sessions and of hosting sessions, feature by feature",
    )
    if len(frame):
        most = frame.sort_values("sessions").iloc[-1]
        st.caption(
            f"{words.plural(int(most['sessions']), 'session')}: {words.whole(most['human_sessions'])} of ISP networks (people), "
            f"{words.whole(most['bot_sessions'])} of datacenter and hosting networks (bots, mostly). A dot is the mean place of "
            "its sessions among all; further right means more."
        )


def _subjects() -> tuple[Subject, ...]:
    quiet = theme.quiet()
    return Subject("human", "ISP", quiet[0], "square"), Subject("bot", "hosting", quiet[2], "diamond")


def _names(frame: pd.DataFrame) -> dict[str, str]:
    """Features in words, what separates most first."""
    return {str(feature): TITLES[str(feature)] for feature in frame["feature"]}


def show_separation(frame: pd.DataFrame, *, empty: str) -> None:
    """Features by how well they tell both kinds of networks apart."""
    told = frame[frame["effect"].notna()]
    named = told.assign(name=told["feature"].map(TITLES), own_text=told["bot"].map(_three), other_text=told["human"].map(_three))
    show_chart(
        deviation(
            named,
            own="Hosting, mean",
            other="ISP, mean",
            accent=theme.colours().accent,
            title=SIDES,
        ),
        told,
        empty=empty,
        hint="Separation needs sessions of ISP networks and of hosting networks in the last hour.",
        alt_text="Features ranked by how well they separate hosting sessions from ISP sessions",
    )
    st.caption(MEASURE)


def _three(value: float) -> str:
    return words.number(value, 3)


def show_means(frame: pd.DataFrame, scope: Scope, *, key: str, empty: str, hint: str) -> None:
    """The means and both measures as figures."""
    named = frame.assign(name=frame["feature"].map(TITLES))
    show_table(named, SEPARATION, key=key, scope=scope, empty=empty, hint=hint, rows=15)
