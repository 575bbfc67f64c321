"""Pieces of the JA4 statistics page: JA4s beside each other, and those of bots."""

from __future__ import annotations

import pandas as pd

from ja4dash.charts.profiles import PICKED, profiles
from ja4dash.scope import Scope
from ja4dash.ui import links, networks
from ja4dash.ui.browsers import NOTHING, WAIT
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.browsers import BOTS, FINGERPRINTS
from ja4dash.ui.table import show_table


def show_profiles(frame: pd.DataFrame, scope: Scope) -> None:
    """Every pair of JA4 and kind of network as a dot; a click opens the JA4."""
    named = networks.shown(frame)
    picked = show_chart(
        profiles(named, networks.colours(named["asn_label"])),
        frame,
        empty=NOTHING,
        hint=WAIT,
        alt_text="JA4 values by browser points and requests per second, coloured by kind of network",
        key="profiles",
        select=PICKED,
    )
    if picked and links.opens("ja4", str(picked[0]["ja4"])):
        links.go("ja4", str(picked[0]["ja4"]), scope)


def show_fingerprints(frame: pd.DataFrame, scope: Scope) -> None:
    """JA4s by kind of network, and the browser or tool that a list knows each as."""
    known = frame["browser_family"].where(frame["browser_family"] != "", frame["ja4_bot_name"]).replace("", "unknown")
    show_table(
        networks.shown(frame.assign(known_as=known)),
        FINGERPRINTS,
        key="fingerprints",
        scope=scope,
        empty=NOTHING,
        hint=WAIT,
        rows=16,
    )


def show_bots(frame: pd.DataFrame, scope: Scope) -> None:
    """JA4s of bots, and which kind of list knows them."""
    told = frame.assign(known_by=(frame["ja4_bot_name"] == "").map({True: "address", False: "JA4"}))
    show_table(
        told,
        BOTS,
        key="ja4_bots",
        scope=scope,
        empty="No session of a known bot in the last hour",
        hint="Bots are known by reference lists of JA4 values and of address ranges.",
        rows=9,
    )
