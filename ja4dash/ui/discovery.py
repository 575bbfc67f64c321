"""Discovery on screen: which profiles are shown, how families differ, and one profile in detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.charts.donut import donut
from ja4dash.charts.shares import shares
from ja4dash.queries import signatures
from ja4dash.scope import Scope, ScopeError
from ja4dash.ui import links, theme
from ja4dash.ui.anatomy import h2_anatomy, ja4_anatomy
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.discovery import SHARES
from ja4dash.ui.facts import show_facts
from ja4dash.ui.promotion import promotion_button

PARAMETERS: Final = ("agents", "lists", "least", "most")
"""The page's own URL parameters."""

WIDEN: Final = "Choose any list and any family, or a longer window."

_LEAST: Final = (1, 10, 100, 1000, 10_000)
_MOST: Final = (100, 300, 1000)
_LISTS: Final = {"any": None, "known": True, "unknown": False}
_ANY_FAMILY: Final = "any"
_FAMILIES: Final = ("Chrome", "Edge", "Opera", "Firefox", "Safari", "Bot", "Other", "Empty")


@dataclass(frozen=True)
class Choice:
    """Which profiles are shown: of which User-Agent family ("" = any), known to a reference list or not (None = either)."""

    family: str
    known: bool | None


def choose_size() -> tuple[int, int]:
    """The fewest requests of a profile, and how many profiles at most."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        least = st.selectbox("At least, requests", _LEAST, index=1, key="least", bind="query-params", width=150)
        most = st.selectbox("JA4 values, at most", _MOST, index=1, key="most", bind="query-params", width=150)
    return int(least or _LEAST[1]), int(most or _MOST[1])


def choose_profiles() -> Choice:
    """Which of the profiles the table lists."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        lists = st.segmented_control(
            "Reference lists",
            list(_LISTS),
            default="any",
            required=True,
            format_func=str.capitalize,
            key="lists",
            bind="query-params",
        )
        family = st.selectbox(
            "User-Agents say", (_ANY_FAMILY, *_FAMILIES), key="agents", bind="query-params", width=165, format_func=_titled
        )
    return Choice("" if family in (None, _ANY_FAMILY) else str(family), _LISTS[str(lists)])


def _titled(family: str) -> str:
    return "Any family" if family == _ANY_FAMILY else family


def colours() -> dict[str, str]:
    """A quiet colour for each User-Agent family."""
    return dict(zip(_FAMILIES, (*theme.quiet(), theme.colours().muted), strict=True))


def show_families(families: pd.DataFrame, *, empty: str) -> None:
    """Requests by User-Agent family."""
    show_chart(
        donut(families, "user_agent_family", "hits", colours(), unit="Requests"),
        families,
        empty=empty,
        alt_text="Requests by the browser family that their User-Agents claim",
    )


def show_headers(families: pd.DataFrame, *, empty: str) -> None:
    """Which share of all requests carries each header, stacked by User-Agent family."""
    headings = {name: column.label for name, column in SHARES.items()}
    show_chart(
        shares(_long(families, headings), "header", "user_agent_family", colours(), list(headings.values())),
        families,
        empty=empty,
        alt_text="Share of requests that carry each header, stacked by the family that their User-Agents claim",
    )


def _long(families: pd.DataFrame, headings: dict[str, str]) -> pd.DataFrame:
    """A row for each family and header: `own`, its share of the family's requests, and `share`, of all requests."""
    whole = float(families["hits"].sum()) or 1.0
    parts = [
        pd.DataFrame(
            {
                "header": heading,
                "user_agent_family": families["user_agent_family"],
                "own": families[name] / 100,
                "share": families[name] / 100 * families["hits"] / whole,
            }
        )
        for name, heading in headings.items()
    ]
    return pd.concat(parts, ignore_index=True)


def show_cut(totals: pd.DataFrame) -> None:
    """What is not listed, and why: said, so that nobody takes the table for all there is."""
    row = totals.iloc[0]
    said = []
    if row["profiles_total"] > row["profiles"]:
        said.append(f"Listed: the {words.whole(row['profiles'])} busiest of {words.whole(row['profiles_total'])} JA4 values.")
    if row["without_ja4"]:
        share = words.percent(row["without_ja4"], row["requests"])
        said.append(f"In no profile: {words.plural(int(row['without_ja4']), 'request')} ({share}) without a JA4.")
    if said:
        st.caption(" ".join(said))


def show_profile(profiles: pd.DataFrame, row: int | None, scope: Scope) -> None:
    """The chosen profile, else the first: what its clients send, what its fingerprints are made of, and the ways on."""
    if profiles.empty:
        return
    profile = profiles.iloc[row or 0]
    ja4 = str(profile["ja4"])
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.markdown("**One profile** :gray[the chosen row, else the first]", width="content")
        st.code(ja4, language=None, width="content")
        _ways(ja4, str(profile["h2_fingerprint"]), scope)
        if profile["h2_fingerprint"]:
            promotion_button(str(profile["h2_fingerprint"]), scope, key="profile")
    left, right = st.columns(2)
    with left:
        show_facts(_facts(profile), 3, 160)
    with right:
        _samples(profile)
    ja4_anatomy(ja4)
    if profile["h2_fingerprint"]:
        h2_anatomy(str(profile["h2_fingerprint"]), signatures.live())


def _ways(ja4: str, h2: str, scope: Scope) -> None:
    """Where to go from a profile; a malformed JA4, which no filter takes, leads nowhere."""
    try:
        ways = {
            "This JA4": (links.DOORS["ja4"].page, ":material/fingerprint:", links.DOORS["ja4"].query(scope, ja4)),
            "Its requests": ("pages/traffic.py", ":material/swap_vert:", scope.without("ja4").where("ja4", ja4).to_query()),
        }
    except ScopeError:
        ways = {}
    if h2:
        ways["Its HTTP/2 among the signatures"] = (
            links.DOORS["h2"].page,
            ":material/verified:",
            links.DOORS["h2"].query(scope, h2),
        )
    for label, (page, icon, query) in ways.items():
        st.page_link(page, label=label, icon=icon, query_params=query)


def _facts(profile: pd.Series[Any]) -> dict[str, str]:
    h2 = str(profile["h2_fingerprint"])
    update = words.whole(profile["h2_window_update"]) if profile["h2_window_update"] else "none sent"
    return {
        "User-Agents say": f"{profile['user_agent_family']}, {words.percent(profile['family_pct'], 100)} of requests",
        "JA4 is known as": str(profile["browser_family"] or profile["bot_name"] or "unknown"),
        "HTTP/2 is known as": str(profile["h2_family"] or profile["h2_tool"] or ("unknown" if h2 else "not recorded")),
        "TLS, ALPN": f"{profile['tls_version'] or words.DASH}, {profile['alpn'] or 'no ALPN'}",
        "WINDOW_UPDATE": update if h2 else "not recorded",
        "Pseudo-header order": str(profile["h2_pseudo_order"]) or words.DASH,
        "HTTP/2 fingerprints": words.whole(profile["h2_fingerprints"]),
        "Accept-Encoding, most used": str(profile["accept_encoding"]) or "not sent",
        "Sec-CH-UA-Platform, most used first": ", ".join(profile["platform_samples"]) or "not sent",
        "Sec-CH-UA-Mobile, most used first": ", ".join(profile["mobile_samples"]) or "not sent",
    }


def _samples(profile: pd.Series[Any]) -> None:
    samples = {"User-Agent": "user_agent_samples", "Sec-CH-UA": "sec_ch_ua_samples"}
    for label, column in samples.items():
        st.caption(f"{label}, most used first")
        st.code("\n".join(profile[column]) or "not sent", language=None, wrap_lines=True)
