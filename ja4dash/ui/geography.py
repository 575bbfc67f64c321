"""Geography on screen: the map, what countries are made of, and whose data says where an address is."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import countries, words
from ja4dash.charts.choropleth import choropleth, skewed
from ja4dash.charts.network import PICKED
from ja4dash.charts.split import split
from ja4dash.scope import Scope
from ja4dash.ui import links, networks, theme
from ja4dash.ui.chart import show_chart

MEASURES: Final = {"sessions": "Sessions", "hits": "Requests", "sources": "Sources"}


def choose_measure() -> str:
    """What the map shades by."""
    return st.segmented_control(
        "Shaded by",
        list(MEASURES),
        default="sessions",
        format_func=lambda name: MEASURES[name],
        required=True,
        key="geography_measure",
        label_visibility="collapsed",
    )


def show_map(frame: pd.DataFrame, measure: str, scope: Scope, *, empty: str, hint: str) -> None:
    """Countries shaded by a figure; a click opens the requests of one. What has no country is said under the map."""
    known = frame[frame["country_code"] != ""]
    picked = show_chart(
        choropleth(known, measure, MEASURES, dark=theme.dark()),
        known if len(known) else frame.iloc[:0],
        empty=empty if frame.empty else "No session of a known country in the last hour",
        hint=hint,
        alt_text=f"Map of the world, countries shaded by {MEASURES[measure].lower()}",
        key=f"geography_map_{measure}",
        select=PICKED,
    )
    if len(frame):
        st.caption(_sentence(frame, known, measure))
    if picked:
        links.go("country", str(picked[0]["country_code"]), scope)


def _sentence(frame: pd.DataFrame, known: pd.DataFrame, measure: str) -> str:
    unknown = frame.loc[frame["country_code"] == "", measure].sum()
    share = f"{words.whole(unknown)} ({words.percent(unknown, frame[measure].sum())})" if unknown else "none"
    drawn = {shape["id"] for shape in countries.shapes()}
    absent = sorted(set(known["country_code"]) - drawn)
    also = f" Not on the map: {len(absent)} in the table." if absent else ""
    scale = "Each step of the scale is an order of magnitude. " if skewed(known[measure]) else ""
    return f"{scale}{MEASURES[measure]} of unknown country: {share}.{also} A click on a country opens its requests."


def show_labels(frame: pd.DataFrame, *, empty: str, hint: str) -> None:
    """The countries with most sessions, divided by kind of network."""
    kinds = networks.shown(frame)
    show_chart(
        split(kinds, "country_name", "sessions", "asn_label", networks.colours(kinds["asn_label"]), unit="Sessions", most=14),
        kinds,
        empty=empty,
        hint=hint,
        alt_text="Sessions by country, divided by kind of network",
    )


def show_attribution() -> None:
    """Whose data this is, as its licence asks."""
    st.caption(
        "What the request log does not place comes from [IP Geolocation by DB-IP](https://db-ip.com), CC BY 4.0. "
        "Kinds of networks: X4BNet and brianhama (MIT), ISP and education by name. Map: Natural Earth, public domain. "
        "A country is where an address is registered or was located, not where a person sits."
    )
