"""Campaigns on screen: what hangs together, and what one of them is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import campaigns as histories
from ja4dash import severity, words
from ja4dash.charts.deviation import deviation
from ja4dash.charts.network import PICKED, network
from ja4dash.charts.scatter import scatter
from ja4dash.scope import FIELDS, Scope
from ja4dash.ui import exports, links, panel, theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.table import Column, show_table

_PARAMETER: Final = "campaign"
FIGURES: Final = {
    "sessions": "Sessions of a source",
    "hits": "Requests of a session",
    "hit_velocity": "Requests a second",
    "fuzzing_index": "Paths a segment",
    "post_ratio": "POST share",
    "anomaly_score": "Anomaly score",
    "ja4s": "JA4 values of a source",
    "hosts": "Hosts of a source",
}
FACETS: Final = {"ja4": "By JA4", "asn": "By network", "host": "By host", "level": "By threat level"}


def show_graph(found: tuple[pd.DataFrame, pd.DataFrame], scope: Scope, *, key: str, empty: str, hint: str = panel.HINT) -> None:
    """Sources and what they share; a click opens a source."""
    nodes, lines = found
    drawn = nodes.assign(level=nodes["worst_level"].map(severity.name))
    picked = show_chart(
        network(drawn, lines, theme.level_colours()),
        nodes,
        empty=empty,
        hint=hint,
        alt_text="Sources of campaigns, linked by the JA4 and networks they share",
        key=key,
        select=PICKED,
    )
    if not nodes.empty:
        total = int(nodes.attrs.get("total", len(nodes)))
        shown = (
            f"the worst {words.whole(len(nodes))} of {words.plural(total, 'source')}"
            if total > len(nodes)
            else words.plural(total, "source")
        )
        st.caption(
            f"{shown}, {words.plural(len(lines), 'link')} by shared JA4 or network. Size: requests. A click opens the source."
        )
    _open(picked, scope)


def show_scatter(frame: pd.DataFrame, scope: Scope, *, empty: str, hint: str = panel.HINT) -> None:
    """Sources by worst score and speed; a click opens a source."""
    named = frame.assign(campaign=frame["campaign_id"].map(str))
    picked = show_chart(
        scatter(named, theme.quiet()),
        frame,
        empty=empty,
        hint=hint,
        alt_text="Sources of campaigns by worst score and requests per second",
        key="campaign_scatter",
        select=PICKED,
    )
    _open(picked, scope)


def _open(picked: list[dict[str, object]], scope: Scope) -> None:
    if picked:
        links.go("ip", str(picked[0]["ip"]), scope)


def chosen() -> int | None:
    """The number of the campaign a page is about, from its address; a malformed one is said."""
    asked = st.query_params.get(_PARAMETER, "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        return int(asked)
    if asked:
        st.markdown(":orange[:material/error: A campaign has a number.]")
    return None


def show_profile(frame: pd.DataFrame, listing: pd.DataFrame, number: int) -> None:
    """Facts of one campaign, and where it is going."""
    panel.seen(frame)
    row = frame.iloc[0]
    if not row["members"]:
        panel.empty(f"Campaign {number} was not seen in this window")
        return
    panel.seen(listing)
    own = listing[listing["campaign_id"] == number]
    trend = str(own["trend"].iloc[0]) if len(own) else ""
    facts = {
        "Trend": f"{trend}: {histories.TRENDS[trend]}" if trend else words.DASH,
        "First and last seen": f"{words.moment(row['first_seen'])}\n{words.moment(row['last_seen'])}",
        "Worst score": f"{severity.name(row['worst_level'])} {words.number(row['worst_score'])}",
        "Mean score": words.number(row["mean_score"]),
        "Mean session": f"{words.number(row['mean_hits'], 1)} requests, {words.rate(row['mean_velocity'])}, "
        f"{words.number(row['mean_fuzzing'], 1)} paths a segment, {words.percent(row['mean_post_ratio'])} POST",
        "Networks": _some(row["asn_org_list"]),
        "Countries": _some(row["country_list"]),
        "Hosts": _some(row["host_list"]),
        "Newest reason": str(row["newest_reason"]) or words.DASH,
    }
    with st.grid(4, min_column_width=230, gap="small"):
        for label, value in facts.items():
            with st.container(gap=None):
                st.caption(label)
                st.text(value)


def _some(values: list[str]) -> str:
    shown = [value for value in values if value][:4]
    more = len([value for value in values if value]) - len(shown)
    return (", ".join(shown) + (f" and {more} more" if more > 0 else "")) or words.DASH


def show_difference(frame: pd.DataFrame) -> None:
    """Bars of what sets a campaign apart from everyone else scored in the same window."""
    named = frame.assign(
        name=[_dimension(row) for row in frame.to_dict("records")],
        own_text=[_figure(row, "own") for row in frame.to_dict("records")],
        other_text=[_figure(row, "other") for row in frame.to_dict("records")],
    )
    show_chart(
        deviation(named, own="This campaign", other="Everyone else"),
        frame,
        empty="Nothing sets this campaign apart, or there is nobody to compare it with",
        alt_text="What makes this campaign differ from all other sources of the window",
    )
    st.caption(
        "Effect: how much more often a source of this campaign has the greater figure than any other source (Cliff's delta)."
    )


def _dimension(row: Mapping[Any, Any]) -> str:
    dimension = str(row["dimension"])
    if dimension in FIGURES:
        return FIGURES[dimension]
    value = str(row["value"]) or "unknown"
    shown = words.asn(float(value), str(row["asn_org"])) if dimension == "asn" and value.isdecimal() else value
    label = FIELDS[dimension].label
    return words.shortened(f"{label[0].upper()}{label[1:]} {shown}", 44)


def _figure(row: Mapping[Any, Any], side: str) -> str:
    value = float(str(row[side]))
    return words.percent(value) if row["kind"] == "share" else words.number(value)


def show_breakdown(frame: pd.DataFrame, scope: Scope) -> None:
    """Sources of a campaign by JA4, network, host and level."""
    panel.seen(frame)
    if not frame.empty:
        exports.offer(frame, "breakdown")
    with st.grid(4, min_column_width=260):
        for facet, heading in FACETS.items():
            part = frame[frame["facet"] == facet]
            value = Column(heading, {"level": "level", "asn": "asn"}.get(facet, "text"), 165)
            shown = {facet: value, "sources": Column("Sources", "bar", 85)}
            values = part["value"].map(int) if facet == "asn" else part["value"]
            show_table(
                part.assign(**{facet: values}),
                shown,
                key=f"breakdown_{facet}",
                scope=scope,
                empty=f"Nothing {heading.lower()}",
                rows=5,
                exported=False,
            )
