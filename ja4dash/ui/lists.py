"""Reference lists on screen: which one, its entries page by page, where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from ja4dash import words
from ja4dash.column import Column
from ja4dash.queries import reference
from ja4dash.scope import Scope
from ja4dash.statement import Order
from ja4dash.ui import paging
from ja4dash.ui.exports import Whole
from ja4dash.ui.table import show_table

_PARAMETER: Final = "list"
_SEARCH: Final = "text"
PARAMETERS: Final = (_PARAMETER, _SEARCH)
"""The page's own URL parameters."""


COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "bot_ip": {"prefix": Column("Address range", width=220), "bot_name": Column("Bot", width=260)},
    "bot_ja4": {"ja4": Column("JA4", width=300), "bot_name": Column("Tool or bot", width=300)},
    "browser_ja4": {
        "ja4": Column("JA4", width=300),
        "browser_family": Column("Browser", width=90),
        "tls_library": Column("TLS library", width=150),
        "context": Column("Seen with", width=420),
    },
    "browser_h2": {
        "h2_fingerprint": Column("HTTP/2 fingerprint", width=380),
        "browser_family": Column("Browser", width=90),
        "confidence": Column("Confidence", "number", 86),
        "notes": Column("Notes", width=420),
    },
    "asn_reputation": {
        "src_asn": Column("ASN", "asn", 100),
        "label": Column("Kind", width=110),
        "name": Column("Network", width=340),
        "label_source": Column("Source of the kind", width=200),
    },
    "iplocate_asn": {
        "network": Column("Address range", width=200),
        "asn": Column("ASN", "asn", 100),
        "country_code": Column("Country", width=80),
        "name": Column("Network", width=380),
    },
    "anubis_ip_rules": {
        "prefix": Column("Address range", width=220),
        "bot_name": Column("Bot", width=260),
        "action": Column("Action", width=100),
        "category": Column("Category", width=140),
    },
    "anubis_asn_rules": {
        "asn": Column("ASN", "asn", 100),
        "bot_name": Column("Rule", width=420),
        "action": Column("Action", width=100),
        "category": Column("Category", width=140),
    },
}
DIVIDED_BY: Final = {
    "bot_name": "by bot",
    "browser_family": "by browser",
    "label": "by kind of network",
    "country_code": "by country",
    "action": "by action",
}


def choose() -> str:
    """The list to show, kept in the address."""
    names = list(reference.LISTS)
    asked = st.query_params.get(_PARAMETER, names[0])
    if asked not in names:
        st.markdown(":orange[:material/info: No such list: the first one is shown.]")
        asked = names[0]
    st.session_state["reference_list"] = asked
    st.pills("List", names, format_func=title, key="reference_list", required=True, on_change=_keep, label_visibility="collapsed")
    return asked


def _keep() -> None:
    st.query_params[_PARAMETER] = st.session_state["reference_list"]
    st.session_state[_SEARCH] = ""


def title(name: str) -> str:
    """A list's title."""
    return reference.LISTS[name].title


def divided_by(name: str) -> str:
    """What a list is broken down by, in words."""
    return DIVIDED_BY[reference.LISTS[name].by]


def show_list(name: str, scope: Scope) -> None:
    """Search, sort and pages of one list."""
    headings = COLUMNS[name]
    sorts = {column: headings[column].label for column in headings if column in reference.LISTS[name].sorts}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.text_input(
            "Search",
            key=_SEARCH,
            bind="query-params",
            type="search",
            icon=":material/search:",
            placeholder="text, or an address",
            width=200,
        )
        page = paging.choose(
            f"list_{name}", (name, text), sorts, Order(next(iter(sorts)), descending=False), sizes=(200, 500, 1000)
        )
    rows = reference.reflist(name, text, order=page.order, limit=page.limit, offset=page.offset)
    total = int(rows.attrs["total"])
    kept = "read-only dictionary" if rows.attrs["read_only"] else "table"
    st.caption(f"{words.plural(total, 'entry', 'entries')} from the {kept} `{rows.attrs['source']}`")
    show_table(
        rows,
        headings,
        key=f"list_table_{name}_{page.offset}",
        scope=scope,
        empty="No entry matches",
        hint="Search for less.",
        rows=15,
        whole=Whole(partial(reference.extract, name, q=text, order=page.order), total),
    )
    paging.turn(total, page)


def show_attribution() -> None:
    """Where the shipped lists come from, as their licences ask."""
    st.caption(
        "Networks by address range: [IP Geolocation by DB-IP](https://db-ip.com), CC BY 4.0. Fingerprints: FoxIO (JA4, BSD-3), "
        "curl-impersonate (MIT), tls-client. Rules: TecharoHQ/anubis (MIT). Kinds of networks: X4BNet and brianhama (MIT), "
        "ISP and education by name. All sources and licences are in `ja4dash/reference/SOURCES.md`."
    )
