"""Headings of columns: HTTP/2 signatures and what was seen of them."""

from __future__ import annotations

from typing import Final

from ja4dash.ui.table import Column

_SEEN: Final = {
    "sessions": Column("Sessions", "bar", 84, help="Sessions of the last hour that carried it."),
    "sources": Column("Sources", "count", 62, help="Distinct addresses of the last hour."),
    "ja4s": Column("JA4 values", "count", 78, help="Distinct TLS fingerprints that came with it in the last hour."),
}
_WITH: Final = {
    "top_ja4": Column("Mostly with JA4", width=290),
    "header_user_agent": Column("Mostly with User-Agent", width=360),
    "last_seen": Column("Last, UTC", "clock", 76),
}

SIGNATURES: Final = {
    "fingerprint": Column("HTTP/2 fingerprint", width=370),
    "browser_family": Column("Browser", width=80),
    "confidence": Column("Confidence", "number", 86, help="0 to 1. Of two entries for one fingerprint the higher one counts."),
    "state": Column("In use", width=135, help="What the dictionary, which all look-ups ask, says of the fingerprint now."),
    **_SEEN,
    "notes": Column("Notes", width=330),
    **_WITH,
}

UNKNOWN: Final = {
    "fingerprint": Column("HTTP/2 fingerprint", width=345),
    "nearest": Column(
        "Nearest signature",
        width=275,
        help="The known signature that fewest fields tell apart from this one; else the tool that sends it.",
    ),
    **_SEEN,
    **_WITH,
}
