"""Headings of columns: JA4s, browsers and HTTP/2 coherence of the last hour."""

from __future__ import annotations

from typing import Final

from ja4dash.ui.columns.shared import NETWORK
from ja4dash.ui.table import Column

_COUNTS: Final = {
    "sessions": Column("Sessions", "bar", 110),
    "sources": Column("Sources", "count", 70),
    "hits": Column("Requests", "count", 76),
}
_MEANS: Final = {
    "hit_velocity": Column("Requests/s, mean", "number", 118, help="Mean over sessions, while each was active."),
    "fuzzing_index": Column("Paths a segment", "number", 108, help="Distinct paths per first path segment, mean over sessions."),
    "modern_browser_score": Column(
        "Browser points", "count", 100, help="0 to 100, for headers and HTTP/2 that current browsers send; mean over sessions."
    ),
}

FINGERPRINTS: Final = {
    "ja4": Column("JA4", width=290),
    "asn_label": Column("Kind of network", width=112),
    "browser_family": Column("Browser", width=80),
    "ja4_bot_name": Column("Known tool or bot", width=190),
    **_COUNTS,
    **_MEANS,
}

BOTS: Final = {
    "bot_name": Column("Bot", width=200),
    "ja4": Column("JA4", width=290),
    "known_by": Column("Known by", width=80, help="The list that knows it: JA4 values, or address ranges."),
    **_COUNTS,
    **_MEANS,
}

LABELS: Final = {"asn_label": Column("Kind of network", width=120), **_COUNTS, "ja4s": Column("JA4 values", "count", 78)}

FAMILIES: Final = {"browser_family": Column("Browser by JA4", width=135), **_COUNTS, "share": Column("Share", "percent", 60)}

H2_FAMILIES: Final = {
    "h2_dict_family": Column("Browser by HTTP/2", width=135),
    **_COUNTS,
    "share": Column("Share", "percent", 60, help="Of the sessions with HTTP/2."),
    "mismatching": Column("Contradicted", "count", 94, help="Sessions whose JA4 belongs to another stack."),
}

TOP_JA4S: Final = {"ja4": Column("JA4", width=290), "browser_family": Column("Browser", width=80), **_COUNTS}

UNKNOWN_JA4S: Final = {"ja4": Column("JA4", width=290), **_COUNTS}

WINDOWS: Final = {
    "signal": Column("Signal of", width=100),
    "value": Column("WINDOW_UPDATE", width=195),
    "sessions": Column("Sessions", "bar", 100),
    "sources": Column("Sources", "count", 66),
    "share": Column("Share", "percent", 56),
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
    "ja4_says": Column("JA4 says", width=210),
    "h2_dict_family": Column("HTTP/2 says", width=90),
    **_COUNTS,
}

SESSIONS: Final = {
    "fingerprint_coherence_score": Column(
        "Coherence", "number", 80, help="0 to 1: do JA4, HTTP/2, User-Agent and Sec-CH-UA agree?"
    ),
    "ip": Column("Source", width=125),
    "contradiction": Column("Contradiction", width=400),
    "hits": Column("Requests", "count", 74),
    "ja4_says": Column("JA4 says", width=140),
    "h2_says": Column("HTTP/2 says", width=90),
    "agent_says": Column("User-Agent says", width=115),
    "hints_say": Column("Sec-CH-UA says", width=112),
    "bot_name": Column("Bot", width=120),
    "modern_browser_score": Column("Browser points", "count", 100),
    "ja4": Column("JA4", width=290),
    "host": Column("Host", width=140),
    "h2_fingerprint": Column("HTTP/2 fingerprint", width=330),
    "header_user_agent": Column("User-Agent", width=320),
    **NETWORK,
}
