"""Campaigns on screen: what hangs together, and what one of them is made of."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import facts, severity, words
from ja4dash.charts.deviation import deviation
from ja4dash.charts.network import PICKED, network
from ja4dash.charts.scatter import scatter
from ja4dash.column import Column
from ja4dash.scope import LAST_CAMPAIGN, Scope
from ja4dash.ui import exports, links, panel, theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.facts import show_facts
from ja4dash.ui.table import show_table

_PARAMETER: Final = "campaign"
FACETS: Final = {"ja4": "By JA4", "asn": "By network", "host": "By host", "level": "By threat level"}


def show_graph(
    found: tuple[pd.DataFrame, pd.DataFrame], scope: Scope, *, key: str, empty: str, hint: str = panel.HINT, height: int = 460
) -> None:
    """Sources and what they share; a click opens a source."""
    nodes, lines = found
    drawn = nodes.assign(level=nodes["worst_level"].map(severity.name))
    picked = show_chart(
        network(drawn, lines, theme.level_colours(), height=height),
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
    if re.fullmatch(r"[0-9]{1,10}", asked) and int(asked) <= LAST_CAMPAIGN:
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
    show_facts(facts.of_campaign(row, facts.trend_of(listing, number)))


def show_difference(frame: pd.DataFrame) -> None:
    """Bars of what sets a campaign apart from everyone else scored in the same window."""
    show_chart(
        deviation(facts.apart(frame), own="This campaign", other="Everyone else", accent=theme.colours().accent),
        frame,
        empty="Nothing sets this campaign apart, or there is nobody to compare it with",
        alt_text="What makes this campaign differ from all other sources of the window",
    )
    st.caption(
        "Effect: how much more often a source of this campaign has the greater figure than any other source (Cliff's delta). "
        + facts.others_of(frame)
    )


def show_breakdown(frame: pd.DataFrame, scope: Scope) -> None:
    """Sources of a campaign by JA4, network, host and level."""
    panel.seen(frame)
    if not frame.empty:
        exports.offer(frame, "breakdown")
    with st.grid(4, min_column_width=260):
        for facet, heading in FACETS.items():
            part = frame[frame["facet"] == facet]
            value = Column(heading, {"level": "level", "asn": "asn", "ja4": "short"}.get(facet, "text"), 165)
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
