"""Headings of columns: new and newly popular fingerprints."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

_WHY: Final = Column("What it looks like", width=560)
_FINGERPRINTS: Final = {
    "ja4": {"ja4": Column("JA4", width=282), "h2_fingerprint": Column("HTTP/2, most used with it", width=300)},
    "h2": {"h2_fingerprint": Column("HTTP/2 fingerprint", width=340), "ja4": Column("JA4, most used with it", width=282)},
}
_EVIDENCE: Final = {
    "sources": Column("Sources", "count", 68),
    "networks": Column("Networks", "count", 74, help="Distinct ASNs; addresses of no known ASN are told apart by /16 or /32."),
    "detected": Column("Detected", "count", 74, help="Sources of these requests with a detection in the window."),
    "product": Column("Mostly says", width=120, help="What most requests say they are in their User-Agent."),
    "product_pct": Column("of requests", "pct", 84),
    "browser_family": Column("JA4 is known as", width=112),
    "bot_name": Column("or as tool", width=150),
    "h2_family": Column("HTTP/2 is known as", width=130),
}


def new(kind: str) -> dict[str, Column]:
    """Columns of fingerprints that are new."""
    own, other = _FINGERPRINTS[kind].items()
    return {
        own[0]: own[1],
        "why": _WHY,
        "first_seen": Column("First seen, UTC", "time", 142),
        "requests": Column("Requests", "bar", 100),
        "share_pct": Column("Share, %", "number", 70, help="Of all requests of this scope."),
        **_EVIDENCE,
        other[0]: other[1],
    }


def popular(kind: str) -> dict[str, Column]:
    """Columns of fingerprints whose share of requests has grown."""
    own, other = _FINGERPRINTS[kind].items()
    return {
        own[0]: own[1],
        "why": _WHY,
        "growth": Column("Growth, times", "number", 96, digits=1, help="Its share of requests by that of the period before."),
        "share_pct": Column("Share, %", "number", 70, help="Of all requests of this scope."),
        "share_before_pct": Column("Before, %", "number", 76, help="Of all requests of the period before."),
        "requests": Column("Requests", "bar", 100),
        "requests_before": Column("Before", "count", 66),
        **_EVIDENCE,
        "first_seen": Column("First seen, UTC", "time", 142, help="In the 30 days before the window at the earliest."),
        other[0]: other[1],
    }
