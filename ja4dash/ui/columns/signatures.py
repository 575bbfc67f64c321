"""Headings of columns: HTTP/2 signatures and what was seen of them."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

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

CARRIERS: Final = {
    "says": Column("Their JA4 says", width=170),
    "sessions": Column("Sessions", "bar", 110, help="An address, a JA4 and a host."),
    "sources": Column("Sources", "count", 80),
    "requests": Column("Requests", "count", 90),
    "last_seen": Column("Last, UTC", "time", 142),
}

VERSIONS: Final = {
    "at": Column("When, UTC", "time", 142),
    "who": Column("Who", width=110),
    "action": Column("Action", "verdict", 76),
    "before": Column("Before", width=260),
    "after": Column("After", width=260),
    "outcome": Column("Outcome", "verdict", 76, help="Begun: it was cut off, or is under way."),
    "note": Column("Why it failed", width=200),
}

LINES: Final = {
    "number": Column("Line", "plain", 52),
    "verdict": Column("It would be", "verdict", 92),
    "text": Column("HTTP/2 fingerprint", width=300),
    "says": Column("Entry", width=200),
    "said": Column("What it replaces, or what is wrong", width=330),
}
