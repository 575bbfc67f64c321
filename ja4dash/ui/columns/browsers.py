"""Headings of columns: JA4s, browsers and HTTP/2 coherence of the last hour."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.ui.columns.shared import NETWORK

_COUNTS: Final = {
    "sessions": Column("Sessions", "bar", 92),
    "sources": Column("Sources", "count", 62),
    "hits": Column("Requests", "count", 68),
}
_MEANS: Final = {
    "hit_velocity": Column("Requests/s", "number", 80, help="Mean over sessions, while each was active."),
    "fuzzing_index": Column("Paths a segment", "number", 106, help="Distinct paths per first path segment, mean over sessions."),
    "modern_browser_score": Column(
        "Browser points",
        "number",
        98,
        help="0 to 100, for headers and HTTP/2 that current browsers send; mean over sessions.",
        digits=0,
    ),
}

FINGERPRINTS: Final = {
    "ja4": Column("JA4", width=276),
    "asn_label": Column("Kind of network", width=104),
    "known_as": Column("Known as", width=190, help="The browser, tool or bot that a reference list knows by this JA4."),
    **_COUNTS,
    **_MEANS,
}

BOTS: Final = {
    "bot_name": Column("Bot", width=190),
    "ja4": Column("JA4", width=276),
    "known_by": Column("Known by", width=80, help="The list that knows it: JA4 values, or address ranges."),
    **_COUNTS,
    **_MEANS,
}

LABELS: Final = {"asn_label": Column("Kind of network", width=104), **_COUNTS, "ja4s": Column("JA4 values", "count", 78)}

FAMILIES: Final = {"browser_family": Column("Browser by JA4", width=135), **_COUNTS, "share": Column("Share", "percent", 60)}

H2_FAMILIES: Final = {
    "h2_dict_family": Column("Browser by HTTP/2", width=128),
    **_COUNTS,
    "share": Column("Share", "percent", 60, help="Of the sessions with HTTP/2."),
    "mismatching": Column("Contradicted", "count", 94, help="Sessions whose JA4 belongs to another stack."),
}

TOP_JA4S: Final = {"ja4": Column("JA4", width=262), "browser_family": Column("Browser", width=70), **_COUNTS}

UNKNOWN_JA4S: Final = {"ja4": Column("JA4", width=262), **_COUNTS}

WINDOWS: Final = {
    "signal": Column("Signal of", width=90),
    "value": Column("WINDOW_UPDATE", width=150),
    "sessions": Column("Sessions", "bar", 80),
    "sources": Column("Sources", "count", 60),
    "share": Column("Share", "percent", 52),
    "mismatching": Column("Contradicted", "count", 94, help="Sessions whose JA4 and HTTP/2 belong to different stacks."),
}

MISMATCHES: Final = {
    "browser_family": Column("Browser by JA4", width=135),
    "mismatching": Column("Contradicted", "bar", 105, help="Sessions whose HTTP/2 belongs to another stack."),
    "comparable": Column("Comparable", "count", 88, help="Sessions whose JA4 and HTTP/2 family are both known."),
    "mismatch_rate": Column("Share", "percent", 56, help="Contradicted sessions as a share of the comparable ones."),
    "mismatching_sources": Column("Sources", "count", 66, help="Distinct addresses of the contradicted sessions."),
}

PAIRS: Final = {
    "ja4_says": Column("JA4 says", width=196),
    "h2_dict_family": Column("HTTP/2 says", width=86),
    **_COUNTS,
}

SESSIONS: Final = {
    "fingerprint_coherence_score": Column(
        "Coherence", "number", 80, help="0 to 1: do JA4, HTTP/2, User-Agent and Sec-CH-UA agree?"
    ),
    "ip": Column("Source", width=140),
    "contradiction": Column("Contradiction", width=390),
    "hits": Column("Requests", "count", 74),
    "ja4_says": Column("JA4 says", width=120),
    "h2_says": Column("HTTP/2 says", width=90),
    "agent_says": Column("User-Agent says", width=115),
    "hints_say": Column("Sec-CH-UA says", width=112),
    "bot_name": Column("Bot", width=120),
    "modern_browser_score": Column("Browser points", "number", 98, digits=0),
    "ja4": Column("JA4", width=276),
    "host": Column("Host", width=140),
    "h2_fingerprint": Column("HTTP/2 fingerprint", width=330),
    "header_user_agent": Column("User-Agent", width=320),
    **NETWORK,
}
