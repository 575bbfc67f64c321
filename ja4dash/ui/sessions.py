"""Sessions on screen: a cloud over two chosen features, those that were framed in it, and how features spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.charts.cloud import BRUSH, Measure, cloud
from ja4dash.charts.histogram import histogram
from ja4dash.queries.sessions import COLOURS, FEATURES
from ja4dash.scope import Scope
from ja4dash.ui import named, networks, panel, theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.features import TITLES
from ja4dash.ui.columns.sessions import SESSIONS
from ja4dash.ui.table import show_table

PARAMETERS: Final = ("x", "y", "colour")
_DEFAULTS: Final = {"x": "hit_velocity", "y": "modern_browser_score", "colour": "asn_label"}
_CHOICES: Final[Mapping[str, Sequence[str]]] = {"x": FEATURES, "y": FEATURES, "colour": COLOURS}
_COLOUR_TITLES: Final = {"asn_label": "Kind of network", "bot_name": "Known bot"}
_ORDERS: Final = ("hits", "hit_velocity", "fuzzing_index")
"""Features that spread over orders of magnitude and are never zero."""
_BOTS: Final = 5
_TURN: Final = "sessions_turn"
BINS: Final = (
    "Shares go by tenths, points by tens. Requests, requests a second and paths a segment spread over orders of magnitude: "
    "their edges are 1, 2, 5, 10, 20, 50 and so on. A bin holds its lower edge; the last one also its upper."
)

Ranges = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class View:
    """What the cloud shows: two features, and what colours tell apart."""

    x: str
    y: str
    colour: str


def choose() -> View:
    """The chosen features and colours, kept in the address."""
    chosen = {name: _asked(name) for name in PARAMETERS}
    st.session_state.update({f"sessions_{name}": value for name, value in chosen.items()})
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for name, label in (("x", "Across"), ("y", "Up")):
            st.selectbox(
                label,
                FEATURES,
                format_func=lambda feature: TITLES[feature],
                key=f"sessions_{name}",
                on_change=_keep,
                args=(name,),
                width=210,
            )
        st.segmented_control(
            "Coloured by",
            COLOURS,
            format_func=lambda colour: _COLOUR_TITLES[colour],
            key="sessions_colour",
            required=True,
            on_change=_keep,
            args=("colour",),
        )
    return View(**chosen)


def _asked(name: str) -> str:
    asked = st.query_params.get(name, _DEFAULTS[name])
    if asked in _CHOICES[name]:
        return asked
    st.markdown(f":orange[:material/info: `{name}` in this address is none of the choices: the usual one is shown.]")
    return _DEFAULTS[name]


def _keep(name: str) -> None:
    st.query_params[name] = st.session_state[f"sessions_{name}"]


def show_cloud(frame: pd.DataFrame, view: View, *, empty: str, hint: str) -> None:
    """Sessions over both features. A frame drawn in it belongs to its axes: other axes begin without one."""
    shown, colours = _coloured(frame, view.colour)
    tooltip = {"ip": "Source", "ja4": "JA4", "host": "Host", "asn_org": "Network", "country_code": "Country", "hits": "Requests"}
    show_chart(
        cloud(
            shown,
            _measure(view.x),
            _measure(view.y),
            "class",
            colours,
            tooltip={"class": _COLOUR_TITLES[view.colour], **tooltip, view.x: TITLES[view.x], view.y: TITLES[view.y]},
            height=400,
        ),
        shown,
        empty=empty,
        hint=hint,
        alt_text=f"The busiest sessions by {TITLES[view.x].lower()} and {TITLES[view.y].lower()}",
        key=_key(view),
        select=BRUSH,
    )


def _key(view: View) -> str:
    return f"sessions_{view.x}_{view.y}_{st.session_state.get(_TURN, 0)}"


def _ranges(view: View) -> Ranges:
    """What is framed in the cloud, by feature; nothing when nothing is."""
    picked = st.session_state.get(_key(view), {}).get("selection", {})
    return {str(column): ends for column, ends in dict(picked.get(BRUSH, {})).items()}


def _measure(feature: str) -> Measure:
    return Measure(feature, TITLES[feature], log=feature in _ORDERS)


def _coloured(frame: pd.DataFrame, colour: str) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """The frame with the `class` of each session, and a colour for each class."""
    if colour == "asn_label":
        kinds = networks.named(frame[colour])
        return _with(frame, kinds), networks.colours(kinds)
    common = list(frame.loc[frame[colour] != "", colour].value_counts().head(_BOTS).index)
    bots = frame[colour].where(frame[colour].isin(common), "other bot").where(frame[colour] != "", "no known bot")
    bots = bots.map(_short)
    return _with(frame, bots), named.palette(pd.Series(["no known bot", *map(_short, common), "other bot"]), theme.quiet())


def _with(frame: pd.DataFrame, classes: pd.Series[Any]) -> pd.DataFrame:
    return frame.assign(**{"class": classes})


def _short(bot: str) -> str:
    return words.shortened(bot, 22)


def show_framed(frame: pd.DataFrame, view: View, scope: Scope, *, empty: str, hint: str) -> None:
    """The sessions inside the frame, or all of the cloud's without one; the chosen features stand first."""
    ranges = _ranges(view)
    rows = within(frame, ranges)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_sentence(frame, rows, ranges), width="content")
        if ranges:
            st.button("Clear the frame", icon=":material/close:", type="tertiary", on_click=_clear, key="sessions_clear")
    first = dict.fromkeys(("ip", "ja4", "host", view.colour, view.x, view.y))
    show_table(
        networks.shown(rows),
        {name: SESSIONS[name] for name in (*first, *(name for name in SESSIONS if name not in first))},
        key=f"sessions_table_{st.session_state.get(_TURN, 0)}",
        scope=scope,
        empty="No session is inside the frame" if ranges else empty,
        hint="Frame other dots, or clear the frame." if ranges else hint,
        rows=14,
    )


def within(frame: pd.DataFrame, ranges: Ranges) -> pd.DataFrame:
    """The rows whose values lie in every range, its ends included."""
    inside = pd.Series(True, index=frame.index)
    for column, ends in ranges.items():
        inside &= frame[column].between(min(ends), max(ends))
    return frame[inside]


def _sentence(frame: pd.DataFrame, rows: pd.DataFrame, ranges: Ranges) -> str:
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    shown = words.plural(len(frame), "session") if total == len(frame) else f"the busiest {len(frame):,} of {total:,} sessions"
    if not ranges:
        return f"{shown[0].upper()}{shown[1:]}. Drag over the dots above to list only those."
    parts = [f"{TITLES[column]} {_number(min(ends))} to {_number(max(ends))}" for column, ends in ranges.items()]
    return f"{len(rows):,} of {shown}: {', '.join(parts)}."


def _number(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1000 else words.whole(value)


def _clear() -> None:
    st.session_state[_TURN] = int(st.session_state.get(_TURN, 0)) + 1


def show_histograms(bins: pd.DataFrame, *, empty: str, hint: str) -> None:
    """Small multiples, one a feature, over all sessions of the scope."""
    if bins.empty:
        panel.seen(bins)
        panel.empty(empty, hint)
    with st.grid(2, gap="small"):
        for feature in dict.fromkeys(bins["feature"]):
            part = bins[bins["feature"] == feature]
            with st.container(gap=None):
                st.caption(TITLES[feature])
                show_chart(
                    histogram(part, "sessions", unit="Sessions"),
                    part,
                    empty=empty,
                    hint=hint,
                    alt_text=f"Sessions by {TITLES[feature].lower()}",
                )
