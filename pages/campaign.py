"""One campaign: what it is, what sets it apart, how it grew, and who belongs to it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ja4dash.charts.timeline import timeline
from ja4dash.queries import campaigns
from ja4dash.statement import Order
from ja4dash.ui import paging
from ja4dash.ui.acting import acting
from ja4dash.ui.campaigns import chosen, show_breakdown, show_difference, show_graph, show_profile
from ja4dash.ui.chart import show_timeline
from ja4dash.ui.columns.campaigns import CAMPAIGNS, MEMBERS
from ja4dash.ui.exports import Whole
from ja4dash.ui.panel import panel
from ja4dash.ui.reports import report_on_campaign
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.selection import of_campaign
from ja4dash.ui.table import show_table

scope = scope_bar("Campaign", campaigns.WINDOW, also=("campaign",))
nothing = f"This campaign was not seen in the {scope.when(campaigns.WINDOW)}"

number = chosen()
if number is None:
    with panel("Which campaign?", note=scope.when(campaigns.WINDOW)):
        show_table(campaigns.listing(scope), CAMPAIGNS, key="pick_campaign", scope=scope, empty="No campaign in this window")
    st.stop()

with panel(f"Campaign {number}"):
    show_profile(campaigns.profile(number, scope), campaigns.listing(scope, 500), number)
    with st.container(horizontal=True, gap="small"):
        acting(partial(of_campaign, number, scope), scope, key="campaign")
        report_on_campaign(number, scope)

left, right = st.columns(2)
with left, panel("What sets it apart", note="against everyone else scored in the same window"):
    show_difference(campaigns.difference(number, scope))
with right, panel("How it hangs together"):
    show_graph(campaigns.members_graph(number, scope), scope, key="campaign_graph", empty=nothing, height=540)

with panel("Its sources over time", note="distinct sources, UTC; drag to zoom in"):
    hours = campaigns.timeline(number, scope)
    show_timeline(
        timeline(hours, "hour", "sources", unit="Sources", height=150),
        hours,
        scope,
        key="sources_over_time",
        measure="sources",
        empty=nothing,
        alt_text="Distinct sources of the campaign over time",
    )
with panel("What it is made of"):
    show_breakdown(campaigns.breakdown(number, scope), scope)

with panel("Its sources"):
    sorts = {name: MEMBERS[name].label for name in campaigns.MEMBER_SORTS if name in MEMBERS} | {"asn_org": "Network"}
    page = paging.choose("members", (number, scope), sorts, Order("worst_level"))
    members = campaigns.members(number, scope, page.limit, order=page.order, offset=page.offset)
    total = paging.total(campaigns.profile(number, scope), "members")
    whole = Whole(partial(campaigns.extract, number, scope, order=page.order), total)
    show_table(members, MEMBERS, key="members", scope=scope, empty=nothing, rows=14, whole=whole)
    paging.turn(total, page)
