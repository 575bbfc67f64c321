"""Headings of columns: one JA4."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.ui.columns.detections import DETECTIONS
from ja4dash.ui.columns.requests import REQUESTS, REQUESTS_OF_SOURCE
from ja4dash.ui.columns.scores import SCORES
from ja4dash.ui.columns.shared import NETWORK
from ja4dash.ui.columns.source import FEATURES_OF_SOURCE

KNOWN: Final = {
    "browser_family": Column("Known browser", width=104),
    "bot_name": Column("Known tool or bot", width=165),
}
CARRIED: Final = {
    "requests": Column("Requests", "bar", 110),
    "sources": Column("Sources", "count", 66, help="Distinct addresses."),
    "networks": Column("Networks", "count", 74, help="Distinct autonomous systems."),
}
SEEN: Final = {
    "first_seen": Column("First, UTC", "time", 142),
    "last_seen": Column("Last, UTC", "time", 142),
}

BUSIEST: Final = {"ja4": Column("JA4", width=285), **CARRIED, **KNOWN, **SEEN}

RELATED: Final = {
    "ja4": Column("JA4", width=285),
    "relation": Column("Relation", width=290),
    **CARRIED,
    **KNOWN,
    **SEEN,
}

FACETS: Final = {"host": "Host", "asn": "Network", "country": "Country", "family": "Browser", "bot": "Bot"}

_SHOWN: Final = {
    "requests": Column("Requests", "bar", 100),
    "share": Column("Share", "percent", 54, help="Of the requests with this JA4."),
    "sources": Column("Sources", "count", 66, help="Distinct addresses."),
}
USER_AGENTS: Final = {
    "says": Column("Product", width=140),
    **_SHOWN,
    "value": Column("User-Agent", width=620),
}
H2_FINGERPRINTS: Final = {
    "says": Column("Belongs to", width=100),
    **_SHOWN,
    "value": Column("HTTP/2 fingerprint", width=360),
}
HINTS: Final = {
    "says": Column("Says it is", width=100),
    **_SHOWN,
    "value": Column("Sec-CH-UA", width=360),
}

TOGETHER: Final = {
    "requests": Column("Requests", "bar", 110),
    "share": Column("Share", "percent", 60),
    "contradiction": Column("Contradiction", width=390),
    "h2_says": Column("HTTP/2 says", width=110),
    "agent_says": Column("User-Agent says", width=115),
    "hints_say": Column("Sec-CH-UA says", width=112),
    "tls_alpn": Column("ALPN", width=70),
    "http_version": Column("HTTP", width=74),
    "combinations": Column("Variants", "count", 70, help="Different combinations of the full values that read like this."),
    "header_user_agent": Column("Commonest User-Agent", width=420),
}

DETECTIONS_OF_JA4: Final = {name: column for name, column in DETECTIONS.items() if name != "ja4"}
SCORES_OF_JA4: Final = {name: column for name, column in SCORES.items() if name != "ja4"}
REQUESTS_OF_JA4: Final = {
    "time": REQUESTS["time"],
    "ip": REQUESTS["ip"],
    **{name: column for name, column in REQUESTS_OF_SOURCE.items() if name not in ("time", "ja4")},
    **{name: REQUESTS[name] for name in ("src_country_code", "src_asn", "src_as_name")},
}
FEATURES_OF_JA4: Final = {
    "ip": REQUESTS["ip"],
    **{name: column for name, column in FEATURES_OF_SOURCE.items() if name != "ja4"},
    **NETWORK,
}
